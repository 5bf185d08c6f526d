"""Which files a process reaches: the name of this home on this host, as workers and front ends of a fleet compare it."""

import socket
import uuid

from mediawright.files.atomic import write_private
from mediawright.files.lock import locked
from mediawright.os_errors import disk_faults
from mediawright.paths import Home

FILE = "machine"


def machine_of(home: Home) -> str:
    """The same for two processes only where they share a host name and a home folder: then what one wrote, the other reads.

    Raises LocalFault where nothing can be kept.
    """
    path = home.state / FILE
    with disk_faults():
        if not path.exists():
            with locked(home.ensure(home.state) / f".{FILE}.lock"):
                if not path.exists():
                    write_private(path, uuid.uuid4().hex[:12].encode())
        return f"{socket.gethostname()}-{path.read_text('ascii').strip()}"
