"""Named points at which a test can kill the process for real: one at every arrow of a job's journey.

Armed only by the test switch `MEDIAWRIGHT_CRASH_AT`; in ordinary use a point is one dictionary look-up.
"""

import os
import signal

POINTS = (
    "after-approval",
    "before-submit",
    "after-submit",
    "after-task",
    "after-verdict",
    "before-download",
    "after-download",
    "before-done",
)


def point(name: str) -> None:
    """Die here, as by `kill -9`, if this point is armed."""
    if os.environ.get("MEDIAWRIGHT_CRASH_AT") == name:
        os.kill(os.getpid(), signal.SIGKILL)
