"""The ledger: every job and every approval on disk before anything is sent, safe with many processes at once."""

from mediawright.ledger.budget_usage import Allowance, Committed
from mediawright.ledger.errors import StaleState
from mediawright.ledger.ledger import Ledger
from mediawright.ledger.opening import SetAside
from mediawright.ledger.quotes import StoredQuote

__all__ = ["Allowance", "Committed", "Ledger", "SetAside", "StaleState", "StoredQuote"]
