"""After a broken ledger: what the providers' own histories know is taken up again, so that nothing paid for is lost."""

from collections.abc import Mapping

from mediawright.plugins.dispatch import Plugin
from mediawright.services.accounts import Accounts
from mediawright.services.jobs import OPERATION_OF, Past
from mediawright.types.auth import HistoryItem, Window
from mediawright.types.dataclass import dataclass
from mediawright.types.errors import MediawrightError, NotAvailable
from mediawright.types.job import Task
from mediawright.types.message import Lang, Text
from mediawright.types.states import State
from mediawright.types.submitting import is_task_id

#: the fact that says so: a broken ledger was replaced and the providers were not asked yet
REBUILD = "rebuild"
#: how far back (days), and how many pages per provider at most
DAYS, PAGES = 30, 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """How many pieces of work were taken up again; `silent` are providers that keep no list or did not answer."""

    adopted: int
    silent: tuple[Text, ...] = ()


async def rebuild(past: Past, accounts: Accounts, lang: Lang) -> Found | None:
    """Ask every provider that can be used, and adopt what this ledger does not know. None where nothing is missing.

    Where one did not answer it is asked again the next time.
    """
    asked = past.ledger.metadata_get(REBUILD)
    if asked is None:
        return None
    adopted, silent = 0, []
    usable, folder = accounts.usable(lang), str(past.contexts.output_dir())
    for plugin in past.registry.load_all():
        if plugin.provider.local or not usable.get(plugin.name):
            continue
        try:
            adopted += await _of_provider(plugin, accounts, past, lang, folder)
        except NotAvailable:
            silent.append(plugin.provider.title)
        except MediawrightError:
            return Found(adopted=adopted, silent=(*silent, plugin.provider.title))
    past.ledger.fact_drop(REBUILD, asked)
    return Found(adopted=adopted, silent=tuple(silent))


async def _of_provider(plugin: Plugin, accounts: Accounts, past: Past, lang: Lang, output_dir: str) -> int:
    """Raises NotAvailable where the provider keeps no list, and whatever stops a poll."""
    known = _known(past, plugin.name)
    adopted = 0
    for page in range(1, PAGES + 1):
        items = await accounts.history(plugin.name, Window(days=DAYS, page=page), lang)
        fresh = [item for item in items if _worth(item, known)]
        for item in fresh:
            past.adopt(plugin.name, item.id, item.kind, output_dir, task=item.task)
            known[item.id] = True
        adopted += len(fresh)
        if not items:
            break
    return adopted


def _known(past: Past, provider: str) -> dict[str, bool]:
    """Every task id of the jobs that could be saved; several results of one job have their ids side by side."""
    jobs = past.ledger.list(provider=provider, limit=10_000)
    return {part: True for job in jobs if job.task for part in (job.task.id, *job.task.id.split(","))}


def _worth(item: HistoryItem, known: Mapping[str, bool]) -> bool:
    taken = item.kind in OPERATION_OF and isinstance(item.task, Task)
    return taken and is_task_id(item.id) and item.id not in known and item.state not in (State.FAILED.value, "failed")
