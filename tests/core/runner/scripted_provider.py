"""A provider made in memory whose every answer a test decides, and that counts what it charged."""

import itertools
import sys
import types
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from importlib.metadata import EntryPoint
from typing import Any

from mediawright import plugin as mw
from mediawright.plugins.discover import GROUP, Registry

MP4 = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom" + b"\x00" * 64
_numbers = itertools.count()

PRICE = mw.Prices(
    source="the test",
    updated=date(2026, 10, 1),
    rules=(mw.PriceRule(value=Decimal(2), unit="credits", per=mw.Per.SECOND),),
)
MODEL = mw.Model(
    name="acme-1",
    label=mw.Text("Acme One", "艾克米一号"),
    kind=mw.MediaKind.VIDEO,
    capabilities=(
        mw.Capability(operations=(mw.Operation.TEXT_TO_VIDEO,), durations=(5, 10), defaults={"duration": 5}),
    ),
    prices=PRICE,
    timing=mw.Timing(typical_low=60, typical_high=180),
)
PROVIDER = mw.Provider(name="acme", title=mw.Text("Acme", "艾克米"), models=(MODEL,), client_id=True)

Step = Callable[..., Awaitable[Any]]


@dataclass
class Scripted:
    """What the next calls do: lists of answers (an exception is raised, anything else returned), the last one stays."""

    submits: list[Any] = field(default_factory=list)
    polls: list[Any] = field(default_factory=list)
    reconciles: list[Any] = field(default_factory=list)
    downloads: list[Any] = field(default_factory=list)
    #: what a poll of many says: a function of the tasks, or an exception; empty: the provider has no list
    lists: list[Any] = field(default_factory=list)
    renews: bool = False
    charges: int = 0
    seen: list[str] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)

    def next(self, name: str, answers: list[Any]) -> Any:
        self.seen.append(name)
        answer = answers.pop(0) if len(answers) > 1 else answers[0]
        if isinstance(answer, BaseException):
            raise answer
        return answer() if callable(answer) and name != "poll_many" else answer


def registry(script: Scripted, *, reconcile: bool = True, provider: mw.Provider = PROVIDER) -> Registry:
    """A registry that knows one provider, acme, which follows the script."""
    return Registry([entry(script, reconcile=reconcile, provider=provider)])


def entry(script: Scripted, *, reconcile: bool = True, provider: mw.Provider = PROVIDER) -> EntryPoint:
    """The entry point of a provider that follows the script."""
    module = types.ModuleType(f"scripted_{next(_numbers)}")
    sys.modules[module.__name__] = module

    @mw.hookimpl
    def describe() -> mw.Provider:
        return provider

    @mw.hookimpl
    async def auth(ctx: mw.Context, action: mw.AuthAction) -> AsyncIterator[mw.AuthEvent]:
        script.seen.append(action.verb.value)
        yield mw.AuthDone(status=mw.AuthStatus(signed_in=script.renews))

    @mw.hookimpl
    async def quota(ctx: mw.Context, window: mw.Window) -> mw.Quota:
        return mw.Quota(balances=(mw.Balance(left=mw.Amount(Decimal(100), "credits")),))

    @mw.hookimpl
    async def submit(ctx: Any, job: mw.Job) -> mw.Task:
        script.keys.append(job.id)
        answer = script.next("submit", script.submits)
        if isinstance(answer, mw.Task):
            ctx.sent_once = True
            script.charges += 1
        return answer  # type: ignore[no-any-return]

    @mw.hookimpl
    async def poll(task: mw.Task) -> mw.Progress:
        return script.next("poll", script.polls)  # type: ignore[no-any-return]

    @mw.hookimpl
    async def download(progress: mw.Progress, sink: mw.Sink) -> None:
        answer = script.next("download", script.downloads or [None])
        for output in progress.outputs:
            await sink.write(output, _bytes(answer or MP4))

    hooks: dict[str, Any] = {
        "describe": describe,
        "auth": auth,
        "quota": quota,
        "submit": submit,
        "poll": poll,
        "download": download,
    }
    if reconcile:

        @mw.hookimpl(specname=None)
        async def reconcile_(ctx: mw.Context, job: mw.Job) -> mw.Reconciled:
            return script.next("reconcile", script.reconciles)  # type: ignore[no-any-return]

        hooks["reconcile"] = reconcile_
    if script.lists:

        @mw.hookimpl(specname=None)
        async def poll_many_(tasks: Sequence[mw.Task]) -> Mapping[str, mw.Progress]:
            return script.next("poll_many", script.lists)(tasks)  # type: ignore[no-any-return]

        hooks["poll_many"] = poll_many_
    for name, function in hooks.items():
        setattr(module, name, function)
    return EntryPoint(provider.name, module.__name__, GROUP)


async def _bytes(content: bytes) -> AsyncIterator[bytes]:
    yield content


TASK = mw.Task(provider="acme", id="t-1", handle={"path": "/v1/t-1"})
RUNNING = mw.Progress(state=mw.State.RUNNING)
DONE = mw.Progress(
    state=mw.State.SUCCEEDED,
    outputs=(mw.Output(kind=mw.MediaKind.VIDEO, name="t-1", url="https://example.com/t-1.mp4"),),
    charged=mw.Amount(Decimal(10), "credits"),
)
