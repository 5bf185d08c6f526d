"""The saved subjects that are known by name: from the provider's own list, kept with its age, asked for again when old.

Asking is free. It happens where a list is shown, a subject is saved or deleted, and where a message speaks of one that is
not known, or that is known from a list older than a day.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from mediawright.router.language.lazy_pattern import LazyPattern
from mediawright.router.subject_names import Known, named_in, spoken_name, with_subjects
from mediawright.services.balances import has_credential
from mediawright.services.cast.saved_subjects import FACT, heard_lists, known
from mediawright.services.studio import Studio
from mediawright.types.errors import MediawrightError
from mediawright.types.job import Job
from mediawright.types.message import Lang, Message
from mediawright.types.operations import Operation
from mediawright.types.route import Ask, Route
from mediawright.types.verdicts import SubjectAction, Subjects, SubjectVerb

#: how long a list is believed
FRESH = timedelta(days=1)
#: subjects that are asked for at once
PER_PAGE = 100
#: words that speak of a saved subject, whether or not its name is known
_SPEAKS = LazyPattern(
    r"角色|主体|保存的|存的|(?i:\b(?:saved|my) (?:character|element|subject)|\bcharacter\b|\belement\b)"
)


def _keepers(studio: Studio) -> list[str]:
    """The providers that keep subjects."""
    return [plugin.name for plugin in studio.registry.load_all() if plugin.has("subjects")]


def concerned(route: Route, text: str, found: Sequence[Known]) -> bool:
    """Can this message be about a saved subject, or one that is to be saved?"""
    return (
        bool(named_in(text, found)) or _SPEAKS.search(text) is not None or route.operation == Operation.CREATE_ELEMENT
    )


def names_of(studio: Studio, provider: str, ids: Sequence[str]) -> tuple[str, ...]:
    """The names of these subjects, as far as they are known."""
    found = {item.id: item.name for item in known(studio) if item.provider == provider} if ids else {}
    return tuple(found[name] for name in ids if name in found)


def heard(studio: Studio, provider: str, action: SubjectAction, found: Subjects) -> None:
    """What an answer of the provider says about its subjects: all there are, or that one is gone."""
    if action.verb is SubjectVerb.LIST and action.page == 1:
        told = [{"id": item.id, "name": item.name} for item in found.items if item.name]
        _keep(studio, provider, told, studio.clock.now())
    elif action.verb is SubjectVerb.DELETE and (kept := _kept(studio, provider)):
        _keep(studio, provider, [item for item in kept["items"] if item["id"] != action.id], _age(kept))


def heard_saved(studio: Studio, job: Job) -> None:
    """A subject that was saved here is known at once."""
    name = job.request.options.get("name")
    if job.request.operation is not Operation.CREATE_ELEMENT or not job.subject_id or not name:
        return
    kept = _kept(studio, job.provider) or {}
    items = [item for item in kept.get("items", ()) if item["id"] != job.subject_id]
    _keep(studio, job.provider, [*items, {"id": job.subject_id, "name": str(name)}], _age(kept))


def _christened(found: Route, text: str) -> Route:
    """The route of something to be saved with the name that the sentence gives it; without one the name is asked for."""
    saved = found.operation == Operation.CREATE_ELEMENT
    if not saved and not (found.ask and any(one.operation == Operation.CREATE_ELEMENT for one in found.ask.choices)):
        return found
    name = spoken_name(text)
    if name is not None:
        return replace(found, params={**found.params, "name": name})
    if not saved or found.ask is not None or found.gap is not None or not any(found.attachments.values()):
        return found
    return replace(found, ask=Ask(reason="prompt", question=Message("element.what_name")))


async def with_known(studio: Studio, route: Route, text: str, lang: Lang) -> Route:
    """The route with the saved subjects that the message names, an old list asked for anew first; and with the name of a
    subject that is to be saved."""
    route, found = _christened(route, text), known(studio)
    named = named_in(text, found)
    if named or _SPEAKS.search(text):
        for provider in {item.provider for item in named} or _keepers(studio):
            if _old(studio, provider) or not named:
                await _ask(studio, provider, lang)
        found = known(studio)
    return with_subjects(route, text, found)


async def _ask(studio: Studio, provider: str, lang: Lang) -> None:
    """The provider's list, kept; what stops it leaves the old one."""
    plugin = studio.registry.load(provider)
    if not has_credential(studio.contexts.open(plugin.provider, lang=lang)):
        return
    try:
        action = SubjectAction(verb=SubjectVerb.LIST, per_page=PER_PAGE)
        heard(studio, provider, action, await studio.subjects(provider, action, lang=lang))
    except MediawrightError:
        return


def _old(studio: Studio, provider: str) -> bool:
    kept = _kept(studio, provider)
    at = _age(kept) if kept else None
    return at is None or studio.clock.now() - at > FRESH


def _kept(studio: Studio, provider: str) -> dict[str, Any] | None:
    return heard_lists(studio).get(provider)


def _age(kept: dict[str, Any]) -> datetime | None:
    """When the list was last asked for; None where it never was."""
    return datetime.fromisoformat(kept["at"]) if kept.get("at") else None


def _keep(studio: Studio, provider: str, items: list[dict[str, str]], at: datetime | None) -> None:
    try:
        kept = {"at": at.isoformat() if at else None, "items": items}
        studio.ledger.metadata_set(FACT, {**heard_lists(studio), provider: kept})
    except MediawrightError:
        return
