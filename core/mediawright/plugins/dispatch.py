"""The one door to a plugin: a typed method per hook, one provider, one coroutine, one deadline.

Pluggy calls everybody and awaits nobody; so the call is narrowed to this provider with pluggy's own subset callers, and
what comes back is awaited here. Errors of ours pass through; anything else becomes a PluginFault that names the plugin.
"""

import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import cached_property
from types import ModuleType
from typing import Any, cast

import pluggy

from mediawright.context.protocol import Context, Sink
from mediawright.plugins.acting import acting
from mediawright.types.auth import AuthAction, AuthEvent, HistoryItem, Quota, Window
from mediawright.types.codec import restore
from mediawright.types.errors import MediawrightError, NotAvailable, PluginFault, Unreachable
from mediawright.types.job import Job, Progress, Task
from mediawright.types.message import Message, Problem
from mediawright.types.money import Price
from mediawright.types.provider import Model, Provider, Voice
from mediawright.types.request import Request
from mediawright.types.verdicts import (
    Cancelled,
    CataloguePage,
    CatalogueQuery,
    NotPossible,
    Reconciled,
    Requested,
    Stopped,
    SubjectAction,
    Subjects,
    TalkAction,
    TalkAnswer,
    WireCall,
)

#: hides known secrets in a text
Redact = Callable[[str], str]
#: called with plugin, hook, seconds and the error's name or None
Trace = Callable[[str, str, float, str | None], None]

#: seconds; a hook that takes longer is broken or its network is. Uploads and downloads have their own limits inside.
DEADLINES = {"submit": 3600.0, "download": 7200.0, "quote": 60.0, "quota": 90.0, "poll": 300.0, "converse": 1800.0}
DEADLINE = 300.0

#: after the last item of a stream
_END = object()


class Plugin:
    """One loaded provider. Every call goes through here."""

    def __init__(
        self,
        name: str,
        manager: pluggy.PluginManager,
        module: ModuleType,
        trace: Trace | None,
        redact: Redact | None = None,
    ) -> None:
        self.name = name
        self.module = module
        self._manager = manager
        self._trace = trace
        self._redact = redact

    @cached_property
    def provider(self) -> Provider:
        """What `describe()` said, asked once."""
        return cast(Provider, self.described())

    def described(self) -> object:
        return self._plain("describe")

    @cached_property
    def _hooks(self) -> frozenset[str]:
        """What it implements: asked at every poll, and the same for as long as it is loaded."""
        return frozenset(caller.name for caller in self._manager.get_hookcallers(self.module) or ())

    def has(self, hook: str) -> bool:
        return hook in self._hooks

    # --- plain hooks

    def complete(self, request: Request) -> Request:
        return cast(Request, self._plain("complete", request=request)) if self.has("complete") else request

    def validate(self, request: Request) -> tuple[Problem, ...]:
        return tuple(self._plain("validate", request=request)) if self.has("validate") else ()

    def wire(self, request: Request, job_id: str) -> tuple[WireCall, ...]:
        return tuple(self._plain("wire", request=request, job_id=job_id)) if self.has("wire") else ()

    def learn(self, model: Model) -> None:
        if self.has("learn"):
            self._plain("learn", model=model)

    def take_in(self, model: Model) -> None:
        """Add a model of the kept catalogue to what the provider offers in this process, and let the plugin know it."""
        self.learn(model)
        self.__dict__["provider"] = replace(self.provider, models=(*self.provider.models, model))

    def recall_model(self, ctx: Context, name: str | None) -> bool:
        """Take in a model of the kept catalogue that this process does not know yet; True where it was there."""
        if name is None or not self.has("learn") or self.provider.model(name) is not None:
            return False
        kept = (ctx.recall("catalogue") or {}).get(name)
        if kept is not None:
            self.take_in(restore(Model, kept))
        return kept is not None

    def commands(self, app: Any, cli: Any) -> None:
        if self.has("commands"):
            self._plain("commands", app=app, cli=cli)

    def simulator(self, options: dict[str, str]) -> Any:
        return self._plain("simulator", options=options)

    # --- coroutines

    async def quote(self, ctx: Context, request: Request) -> Price | None:
        """The provider's own price; None: that of its table."""
        return cast("Price | None", await self._await("quote", ctx=ctx, request=request))

    async def quota(self, ctx: Context, window: Window) -> Quota:
        return cast(Quota, await self._await("quota", ctx=ctx, window=window))

    async def submit(self, ctx: Context, job: Job) -> Task:
        self.recall_model(ctx, job.request.model)
        return cast(Task, await self._await("submit", ctx=ctx, job=job))

    async def reconcile(self, ctx: Context, job: Job) -> Reconciled:
        self.recall_model(ctx, job.request.model)
        return cast(Reconciled, await self._await("reconcile", ctx=ctx, job=job))

    async def poll(self, ctx: Context, task: Task) -> Progress:
        return cast(Progress, await self._await("poll", ctx=ctx, task=task))

    async def poll_many(self, ctx: Context, tasks: Sequence[Task]) -> Mapping[str, Progress]:
        return cast(Mapping[str, Progress], await self._await("poll_many", ctx=ctx, tasks=tasks))

    async def download(self, ctx: Context, task: Task, progress: Progress, sink: Sink) -> None:
        await self._await("download", ctx=ctx, task=task, progress=progress, sink=sink)

    async def cancel(self, ctx: Context, task: Task) -> Cancelled:
        """What became of it. A plugin of contract 1 says True for stopped and False for anything else."""
        said = await self._await("cancel", ctx=ctx, task=task)
        if isinstance(said, (Stopped, Requested, NotPossible)):
            return said
        return Stopped() if said else NotPossible()

    async def adopt(self, ctx: Context, reference: str, model: str | None) -> Task:
        return cast(Task, await self._await("adopt", ctx=ctx, reference=reference, model=model))

    async def catalogue(self, ctx: Context, query: CatalogueQuery) -> CataloguePage:
        return cast(CataloguePage, await self._await("catalogue", ctx=ctx, query=query))

    async def history(self, ctx: Context, window: Window) -> Sequence[HistoryItem]:
        return cast(Sequence[HistoryItem], await self._await("history", ctx=ctx, window=window))

    async def voices(self, ctx: Context) -> Sequence[Voice]:
        return cast(Sequence[Voice], await self._await("voices", ctx=ctx))

    async def subjects(self, ctx: Context, action: SubjectAction) -> Subjects:
        return cast(Subjects, await self._await("subjects", ctx=ctx, action=action))

    async def converse(self, ctx: Context, action: TalkAction) -> TalkAnswer:
        return cast(TalkAnswer, await self._await("converse", ctx=ctx, action=action))

    # --- streams

    def auth(self, ctx: Context, action: AuthAction) -> AsyncIterator[AuthEvent]:
        return cast(AsyncIterator[AuthEvent], self._stream("auth", ctx=ctx, action=action))

    def watch(self, ctx: Context, task: Task) -> AsyncIterator[Progress]:
        return cast(AsyncIterator[Progress], self._stream("watch", ctx=ctx, task=task))

    # --- the machinery

    def _call(self, hook: str, **arguments: Any) -> Any:
        if not self.has(hook):
            message = Message("plugin.cannot", {"plugin": self.name, "hook": hook})
            raise NotAvailable(Problem("provider", message), provider=self.name)
        others = [plugin for name, plugin in self._manager.list_name_plugin() if name != self.name]
        answers = self._manager.subset_hook_caller(hook, others)(**arguments)
        # pluggy drops an answer of None
        return answers[0] if answers else None

    def _plain(self, hook: str, **arguments: Any) -> Any:
        with self._guard(hook), acting(self.name, hook):
            return self._call(hook, **arguments)

    async def _await(self, hook: str, **arguments: Any) -> Any:
        import asyncio

        with self._guard(hook), acting(self.name, hook):
            async with asyncio.timeout(DEADLINES.get(hook, DEADLINE)):
                return await cast(Awaitable[Any], self._call(hook, **arguments))

    async def _stream(self, hook: str, **arguments: Any) -> AsyncIterator[Any]:
        with self._guard(hook):
            stream = self._call(hook, **arguments)
            try:
                while True:
                    # between two items it is the caller that acts
                    with acting(self.name, hook):
                        item = await anext(stream, _END)
                    if item is _END:
                        break
                    yield item
            finally:
                await stream.aclose()

    @contextmanager
    def _guard(self, hook: str) -> Iterator[None]:
        began = time.perf_counter()
        failure: str | None = None
        try:
            yield
        except MediawrightError as error:
            failure = error.code
            error.provider = error.provider or self.name
            if self._redact is not None:
                from mediawright.plugins.redaction import conceal

                conceal(error, self._redact)
            raise
        except TimeoutError as error:
            failure = "deadline"
            raise Unreachable(Message("plugin.deadline", {"plugin": self.name}), provider=self.name) from error
        except BaseException as error:
            from mediawright.plugins.fault_data import fault_data, is_fault

            if not is_fault(error):
                raise
            failure = type(error).__name__
            values = {"plugin": self.name, "hook": hook, "reason": failure}
            data = fault_data(self.name, hook, error, self._redact)
            raise PluginFault(Message("plugin.fault", values), provider=self.name, data=data) from error
        finally:
            if self._trace is not None:
                self._trace(self.name, hook, time.perf_counter() - began, failure)
