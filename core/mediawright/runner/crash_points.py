"""Named points at which a test can kill or freeze the process for real: one at every arrow of a job's journey.

Armed only by the test switches `MEDIAWRIGHT_CRASH_AT` and `MEDIAWRIGHT_FREEZE_AT`; in ordinary use a point is two
dictionary look-ups.
"""

import os
import signal

POINTS = (
    "after-approval",
    "before-submit",
    "before-send",
    "after-submit",
    "after-task",
    "after-verdict",
    "before-download",
    "after-download",
    "before-done",
)
#: and around the sending of a notice
NOTICE_POINTS = ("before-notice", "after-notice")


def point(name: str) -> None:
    """Die here, as by `kill -9`, if this point is armed; or stand still, once, until a SIGCONT comes."""
    if os.environ.get("MEDIAWRIGHT_CRASH_AT") == name:
        os.kill(os.getpid(), signal.SIGKILL)
    if os.environ.get("MEDIAWRIGHT_FREEZE_AT") == name:
        del os.environ["MEDIAWRIGHT_FREEZE_AT"]
        os.kill(os.getpid(), signal.SIGSTOP)
