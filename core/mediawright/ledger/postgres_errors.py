"""PostgreSQL's errors as ours. Its own words go into the data of an error, never into a sentence."""

import psycopg

from mediawright.ledger.errors import LedgerBusy
from mediawright.types.errors import LocalFault, Retry
from mediawright.types.message import Message

#: the beginning of an SQLSTATE (PostgreSQL's appendix A) → what a person is told; the first that fits
_KINDS = (
    ("25006", "ledger.server_read_only"),  # read_only_sql_transaction
    ("42501", "ledger.server_rights"),  # insufficient_privilege
    ("55P03", "ledger.busy"),  # lock_not_available
    ("25P03", "ledger.busy"),  # idle_in_transaction_session_timeout
    ("40", "ledger.busy"),  # transaction rollback
    ("53300", "ledger.busy"),  # too_many_connections
    ("53", "ledger.server_full"),
    ("57P", "ledger.unreachable"),  # shut down, or starting
    ("08", "ledger.unreachable"),
    ("28", "ledger.server_sign_in"),
    ("3D", "ledger.server_refused"),
    ("3F", "ledger.strange_schema"),
    ("42", "ledger.strange_schema"),
    ("58", "ledger.server_full"),
)


#: what libpq says where the server itself says no, and will again: a refusal has no SQLSTATE here. All others pass: it is
#: starting, or has too many connections
_FOR_GOOD = ("does not exist", "pg_hba.conf", "not permitted", "authentication failed")


class LedgerUnreachable(LocalFault):
    """The database does not answer: the same call works as soon as it does again."""

    retry = Retry.LATER


def fault_of(error: psycopg.Error) -> LocalFault:
    """The error of ours for one that a statement met."""
    state = error.sqlstate
    if state is None and isinstance(error, psycopg.OperationalError):
        return unreachable(error)
    key = next((key for start, key in _KINDS if (state or "").startswith(start)), "ledger.fault")
    return _kind(key)(Message(key), data={"reason": state or type(error).__name__})


def refusal_of(error: psycopg.OperationalError) -> LocalFault:
    """The error of ours for a connection that was not made."""
    if error.sqlstate is not None:
        return fault_of(error)
    connection = error.pgconn
    if connection is not None and (connection.needs_password or connection.used_password):
        return LocalFault(Message("ledger.server_sign_in"), data={"reason": first_line(error)})
    if any(words in str(error) for words in _FOR_GOOD):
        return LocalFault(Message("ledger.server_refused"), data={"reason": first_line(error)})
    return unreachable(error)


def unreachable(error: Exception) -> LedgerUnreachable:
    return LedgerUnreachable(Message("ledger.unreachable"), data={"reason": first_line(error)})


def first_line(error: Exception) -> str:
    """What libpq said first: host and reason. It never repeats a password."""
    return (str(error).strip() or type(error).__name__).splitlines()[0][:200]


def _kind(key: str) -> type[LocalFault]:
    return {"ledger.busy": LedgerBusy, "ledger.unreachable": LedgerUnreachable}.get(key, LocalFault)
