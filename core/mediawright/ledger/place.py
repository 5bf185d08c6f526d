"""Where a process number means something: one boot of one machine, and on Linux one PID namespace of it.

Two sandboxes may share a home, a host name and even a number; asking the system about the other's process then tells of
a third party, or of nobody.
"""

import os
import socket
import sys
import time
from pathlib import Path

#: proc(5), pid_namespaces(7)
BOOT, SPACE = Path("/proc/sys/kernel/random/boot_id"), Path("/proc/self/ns/pid")
#: seconds that the two clocks may drift apart while a machine runs, and still give one time of its start
DRIFT_S = 60


def user() -> str:
    """Name the user as this system knows them."""
    import getpass

    try:
        return getpass.getuser()
    except (KeyError, OSError):  # this system knows no name for the user
        return str(os.getuid()) if hasattr(os, "getuid") else "user"


def person() -> str:
    """Name the user and the machine, as others know them: what is kept for both in a ledger that machines share."""
    return f"{user()}@{socket.gethostname()}"


def place(boot: Path = BOOT, space: Path = SPACE) -> str:
    """Name the place of this process. Processes of two places know each other only by the end of a lease.

    Where Linux does not say (no /proc), each process is a place of its own. Elsewhere the machine's start stands for the
    boot: a clock that was set, or a start at the edge of a minute, makes two places of one, which only costs a wait.
    """
    host = socket.gethostname()
    if sys.platform != "linux":
        return f"{host}/{round((time.time() - time.monotonic()) / DRIFT_S)}"
    try:
        return f"{host}/{boot.read_text('ascii').strip()}/{space.stat().st_ino}"
    except (OSError, ValueError):
        return f"{host}/{os.getpid()}/{time.monotonic_ns()}"
