"""What it costs, as numbers (docs/contracts/nemovideo.md §13): about, in credits."""

from datetime import date
from decimal import Decimal

UNIT = "credits"
GENERATION, EDIT = Decimal(100), Decimal(50)
#: where a person can look it up, and when it was read
SOURCE = "nemovideo.com"
UPDATED = date(2026, 3, 19)
