"""Which provider is meant where none was named: the one that knows the task, or the only usable one that can do it."""

from typing import TYPE_CHECKING

from mediawright.services.actions import which
from mediawright.types.errors import NotFound
from mediawright.types.message import Lang, Message, Problem

if TYPE_CHECKING:
    from mediawright.services.studio import Studio


def provider_of_task(studio: "Studio", task_id: str, named: str | None, kind: str, lang: Lang) -> str:
    """The provider of a task id: the named one, the ledger's, or the only usable one that makes this kind.

    Raises NotFound where that leaves more than one or none.
    """
    if named:
        return studio.registry.load(named.strip().lower()).name
    known = studio.ledger.job_of_task(task_id)
    if known is not None:
        return known.provider
    makers = [p.provider for p in studio.registry.load_all() if kind in {op.command for op in p.provider.operations}]
    return _only(studio, [maker.name for maker in makers if not maker.local], lang)


def provider_with(studio: "Studio", hook: str, named: str | None, lang: Lang) -> str:
    """The provider to ask for something only some of them offer. Raises NotFound, NotAvailable."""
    if named:
        return studio.registry.load(named.strip().lower()).name
    offers = [p.name for p in studio.registry.load_all() if p.has(hook) and not p.provider.local]
    return _only(studio, offers, lang, hook)


def _only(studio: "Studio", names: list[str], lang: Lang, hook: str = "") -> str:
    if studio.config.provider in names:
        return str(studio.config.provider)
    ready = [name for name, signed_in in studio.accounts.chosen(lang).items() if signed_in and name in names]
    able = tuple(ready or names)
    if len(able) == 1:
        return able[0]
    problem = Problem("provider", Message("problem.which_provider"), allowed=able)
    raise NotFound(problem, next=which(hook, [studio.registry.load(name).provider for name in able]))
