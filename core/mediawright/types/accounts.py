"""Accounts at a provider, each a name: which one pays for a job, and whose parallel limit it counts in."""

import re

from mediawright.types.job import DEFAULT_ACCOUNT

_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")


def is_account(name: str) -> bool:
    """May an account be called so?"""
    return _NAME.fullmatch(name) is not None


def line_of(provider: str, account: str | None) -> str:
    """The line in which jobs of an account wait: "acme", or "acme/films" where it is not the only one."""
    return provider if account in (None, DEFAULT_ACCOUNT) else f"{provider}/{account}"


def parts_of(line: str) -> tuple[str, str]:
    """Provider and account of a line."""
    provider, _, account = line.partition("/")
    return provider, account or DEFAULT_ACCOUNT
