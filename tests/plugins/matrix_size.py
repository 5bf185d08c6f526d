"""How much of the fault matrix is met: every HTTP status with `MEDIAWRIGHT_MATRIX=whole`, else the usual ones."""

import os

from mediawright.testing.cases import STATUSES, USUAL

WHOLE = os.environ.get("MEDIAWRIGHT_MATRIX") == "whole"
MET = STATUSES if WHOLE else USUAL
#: combinations of an accepted answer that a run has to reach
LEAST = 300 if WHOLE else 70
