"""What stands beside the jobs: past work, a task taken over, a catalogue, a cancel that was only noted, an end by HTTP."""

from collections.abc import AsyncIterator, Awaitable
from typing import Any

from mediawright.sdk.task_api import TaskApi
from mediawright.testing.checks.scenario import POLL, Scenario, named, submitted
from mediawright.testing.findings import Finding
from mediawright.types.auth import Window
from mediawright.types.errors import MediawrightError, PluginFault
from mediawright.types.job import Task
from mediawright.types.states import State
from mediawright.types.verdicts import CatalogueQuery, Found, Stopped

#: a task, and a model, of nobody
NOBODY, NO_MODEL = "no-such-task-of-anybody", "nobody/knows-this-model"


async def _got(call: Awaitable[Any]) -> Any:
    try:
        return await call
    except MediawrightError as error:
        return error


def _where(hook: str) -> str:
    return f"mediawright.hookspecs.{hook}"


async def past_work(scenario: Scenario) -> AsyncIterator[Finding]:
    """Past work is listed, and a task of that work is taken over by its id, one of nobody is not."""
    harness = scenario.harness
    task = await submitted(scenario) if harness.proxy is not None else None
    if not isinstance(task, Task):
        return
    plugin = harness.plugin
    if plugin.has("history"):
        got = await _got(plugin.history(harness.open(), Window()))
        if isinstance(got, PluginFault):
            yield Finding(f"history() becomes {named(got)}.", "it is asked for in lists", _where("history"))
    if not plugin.has("adopt"):
        return
    got = await _got(plugin.adopt(harness.open(), NOBODY, scenario.request.model))
    if isinstance(got, (Task, PluginFault)):
        why = "a person pasted it wrongly; NotFound says so, a made-up task would be waited for without end"
        yield Finding(f"adopt() of an id that nobody knows becomes {named(got)}.", why, _where("adopt"))
    got = await _got(plugin.adopt(harness.open(), task.id, scenario.request.model))
    if isinstance(got, PluginFault) or (isinstance(got, Task) and got.id != task.id):
        yield Finding(f"adopt() of a task's own id becomes {named(got)}.", "it is what people paste", _where("adopt"))


async def somebody_elses(scenario: Scenario) -> AsyncIterator[Finding]:
    """A lost submit is never found in the task of another request."""
    harness = scenario.harness
    if harness.proxy is None or not harness.plugin.has("reconcile") or not scenario.request.prompt:
        return
    if not isinstance(await submitted(scenario), Task):
        return
    other = harness.approved(scenario.request.with_(prompt="Nobody ever asked for this."))
    got = await _got(harness.plugin.reconcile(harness.open(other), other))
    if isinstance(got, (Found, PluginFault)):
        why = "the newest task of a list may be anybody's; compare what was sent, or answer CannotTell"
        what = f"reconcile() of a request that never arrived becomes {named(got)}."
        yield Finding(what, why, _where("reconcile"))


async def catalogues(scenario: Scenario) -> AsyncIterator[Finding]:
    """Models are found at run time, each once, and a name of nobody gives none."""
    harness, where = scenario.harness, _where("catalogue")
    if harness.proxy is None or not harness.plugin.has("catalogue"):
        return
    page = await _got(harness.plugin.catalogue(harness.open(), CatalogueQuery()))
    unknown = await _got(harness.plugin.catalogue(harness.open(), CatalogueQuery(name=NO_MODEL)))
    for got in (page, unknown):
        if isinstance(got, PluginFault):
            yield Finding(f"catalogue() becomes {named(got)}.", "a model that a person names is asked for there", where)
    if not isinstance(unknown, MediawrightError) and unknown.models:
        yield Finding("catalogue() has a model for a name that nobody knows.", "it would be paid for", where)
    if isinstance(page, MediawrightError) or not page.models:
        return
    first = page.models[0].name
    again = await _got(harness.plugin.catalogue(harness.open(), CatalogueQuery(name=first)))
    if isinstance(again, MediawrightError) or [model.name for model in again.models] != [first]:
        yield Finding(f"catalogue() lists {first} and does not find it by that name.", "people name it so", where)


async def noted_cancels(scenario: Scenario) -> AsyncIterator[Finding]:
    """A cancel that was only taken note of (202) is not taken for an end."""
    harness, proxy, where = scenario.harness, scenario.harness.proxy, _where("cancel")
    if proxy is None or not harness.plugin.has("cancel") or not _notes(scenario):
        return
    task = await submitted(scenario)
    if not isinstance(task, Task):
        return
    proxy.instead = lambda method, path: (202, b"{}") if method != "GET" else None
    got = await _got(harness.plugin.cancel(harness.open(), task))
    proxy.instead = lambda method, path: None
    if isinstance(got, (Stopped, PluginFault)):
        why = "202 means that it was asked for: the task may finish and cost. `Requested` keeps the job followed"
        yield Finding(f"cancel() answered with HTTP 202 becomes {named(got)}.", why, where)


def _notes(scenario: Scenario) -> bool:
    """Whether 202 means a note here: everywhere but where a task API says otherwise in its own data."""
    api = getattr(getattr(scenario.harness.plugin.module, "cancel", None), "__self__", None)
    if not isinstance(api, TaskApi):
        return True
    return all(endpoint.cancel is None or 202 in endpoint.cancel.requested for endpoint in api.endpoints)


async def final_answers(scenario: Scenario) -> AsyncIterator[Finding]:
    """What the service documents as the end of a failed task ends it, a 5xx too."""
    harness, proxy = scenario.harness, scenario.harness.proxy
    task = await submitted(scenario) if proxy is not None and scenario.final else None
    if proxy is None or not isinstance(task, Task):
        return
    for said in scenario.final:
        proxy.instead = lambda method, path, said=said: said  # type: ignore[misc]
        got = await _got(harness.plugin.poll(harness.open(), task))
        proxy.instead = lambda method, path: None
        state = getattr(got, "state", None)
        if state is not State.FAILED:
            shown = f"HTTP {said[0]} {said[1][:40].decode()!r}"
            what = f"A poll answered with {shown} becomes {state or named(got)}, not failed."
            yield Finding(what, "the service says that it is over; the job would be waited for without end", POLL)
