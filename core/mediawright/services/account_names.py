"""Whose credentials this process has: the account at each provider, where there are several. Names only, never a secret."""

from collections.abc import Mapping

from mediawright.paths import ACCOUNTS
from mediawright.types.accounts import is_account
from mediawright.types.errors import InvalidRequest
from mediawright.types.job import DEFAULT_ACCOUNT
from mediawright.types.message import Message, Problem


def accounts_in(environ: Mapping[str, str]) -> dict[str, str]:
    """Provider → account, as the environment says. Raises InvalidRequest for what does not name them."""
    found = {}
    for part in filter(None, (part.strip() for part in environ.get(ACCOUNTS, "").split(","))):
        provider, _, account = (word.strip() for word in part.partition("="))
        if not provider or not is_account(account):
            raise InvalidRequest(Problem("accounts", Message("fleet.not_accounts", {"value": part[:60]})))
        found[provider] = account
    return found


def account_of(environ: Mapping[str, str], provider: str) -> str:
    """The account whose credentials this process has at a provider. Raises InvalidRequest."""
    return accounts_in(environ).get(provider, DEFAULT_ACCOUNT)
