"""The subjects at providers that stand for members: in the account that is used now, asked for again when it is long ago."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING

from mediawright.ledger.cast_copies import Copy
from mediawright.services.balances import has_credential
from mediawright.types.errors import MediawrightError
from mediawright.types.message import Lang
from mediawright.types.verdicts import SubjectAction, SubjectVerb

if TYPE_CHECKING:
    from mediawright.services.studio import Studio

#: how long a provider's word is believed
FRESH = timedelta(days=1)
#: subjects of one page, and pages that are looked through
PER_PAGE, MOST_PAGES = 100, 5


async def account_at(studio: "Studio", provider: str, lang: Lang) -> str:
    """What tells this account from another one at the provider; "" where it does not say. Asks no network."""
    try:
        return (await studio.accounts.status(provider, lang)).account or ""
    except MediawrightError:
        return ""


async def usable(
    studio: "Studio", member_ids: Sequence[str], providers: Sequence[str] | None, lang: Lang
) -> list[Copy]:
    """The copies of these members in the accounts that are used now, at these providers (None: at all); asks no network."""
    found: list[Copy] = []
    accounts: dict[str, str] = {}
    for copy in studio.ledger.cast.copies(member_ids):
        if providers is not None and copy.provider not in providers:
            continue
        if copy.provider not in accounts:
            accounts[copy.provider] = await account_at(studio, copy.provider, lang)
        if copy.account == accounts[copy.provider]:
            found.append(copy)
    return found


async def still_there(studio: "Studio", copies: Sequence[Copy], lang: Lang) -> list[Copy]:
    """Those that the providers still have, as far as they say; the others are forgotten. Asking is free."""
    now, kept = studio.clock.now(), list[Copy]()
    lists: dict[str, frozenset[str] | None] = {}
    for copy in copies:
        if copy.checked_at is not None and now - copy.checked_at < FRESH:
            kept.append(copy)
            continue
        if copy.provider not in lists:
            lists[copy.provider] = await _listed(studio, copy.provider, lang)
        ids = lists[copy.provider]
        if ids is None:
            kept.append(copy)  # nothing was heard: what was true last stands
        elif copy.subject_id in ids:
            studio.ledger.cast.checked(copy, now)
            kept.append(copy)
        else:
            studio.ledger.cast.forget_copy(copy)
    return kept


async def _listed(studio: "Studio", provider: str, lang: Lang) -> frozenset[str] | None:
    """The ids of all subjects there; None where they could not be asked for, or are more than are looked through."""
    with suppress(MediawrightError):
        plugin = studio.registry.load(provider)
        if not plugin.has("subjects") or not has_credential(studio.contexts.open(plugin.provider, lang=lang)):
            return None
        found: set[str] = set()
        for page in range(1, MOST_PAGES + 1):
            action = SubjectAction(verb=SubjectVerb.LIST, page=page, per_page=PER_PAGE)
            items = (await studio.subjects(provider, action, lang=lang)).items
            found |= {item.id for item in items if item.status != "deleted"}
            if len(items) < PER_PAGE:
                return frozenset(found)
    return None


async def deleted(studio: "Studio", copy: Copy, lang: Lang) -> bool:
    """Delete the subject at its provider. False where that could not be done: it stays there."""
    try:
        if copy.account != await account_at(studio, copy.provider, lang):
            return False
        action = SubjectAction(verb=SubjectVerb.DELETE, id=copy.subject_id)
        await studio.subjects(copy.provider, action, lang=lang)
    except MediawrightError:
        return False
    return True
