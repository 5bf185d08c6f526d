"""Jobs as tasks of the protocol: a client that speaks them gets a handle at once, and looks at it when it likes.

A task's id is its job's id, so that any process finds it in the ledger, also after a restart. Whoever looks at a job that
nobody follows makes this process follow it to its files; the client's connection may end meanwhile.

Facts: the extension `io.modelcontextprotocol/tasks`, specification of 2026-07-28.
"""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from mcp.server.context import CallNext, HandlerResult, ServerRequestContext
from mcp.server.extension import Extension, MethodBinding
from mcp_types import CallToolRequestParams, CallToolResult, CancelTaskRequestParams, GetTaskRequestParams
from pydantic import BaseModel

from mediawright.handlers import jobs, listings
from mediawright.handlers.response import Response
from mediawright.mcp.conversation import thread_of
from mediawright.mcp.page_maker import PageMaker
from mediawright.mcp.progress import Watcher
from mediawright.mcp.task_shapes import (
    EXTENSION,
    VERSIONS,
    UpdateParams,
    check_speaks,
    speaks_tasks,
    task_of,
    unknown_task,
)
from mediawright.mcp.tool_executor import ToolExecutor
from mediawright.mcp.tool_results import Told, result_of
from mediawright.present.catalog import render
from mediawright.present.chat import chat
from mediawright.services.studio import Studio
from mediawright.types.errors import NotFound
from mediawright.types.job import Job
from mediawright.types.message import Lang, Message
from mediawright.types.states import FINAL, State

#: tools whose answer may be one job under way, and the words for it
STARTING = frozenset({"media_run", "media_revise", "media_again", "media_use", "media_confirm", "media_wait"})
UNDER_WAY = frozenset({"submitted", "still_running"})
Ctx = ServerRequestContext[Any, Any]


class Tasks(Extension):
    """The extension. `_heard`: what is known of the jobs that this process follows or has followed, by id."""

    identifier = EXTENSION

    def __init__(self, executor: ToolExecutor, pages: PageMaker) -> None:
        self._executor = executor
        self._pages = pages
        self._heard: dict[str, Watcher] = {}
        self._said: dict[str, str] = {}

    def methods(self) -> Sequence[MethodBinding]:
        bound: tuple[tuple[str, type[BaseModel], Any], ...] = (
            ("tasks/get", GetTaskRequestParams, self.get),
            ("tasks/update", UpdateParams, self.update),
            ("tasks/cancel", CancelTaskRequestParams, self.cancel),
        )
        return [MethodBinding(name, params, handler, VERSIONS) for name, params, handler in bound]

    async def intercept_tool_call(self, params: CallToolRequestParams, ctx: Ctx, call_next: CallNext) -> HandlerResult:
        """A job that is under way after a call becomes a task, where the client speaks them."""
        result = await call_next(ctx)
        if params.name not in STARTING or not isinstance(result, CallToolResult) or not speaks_tasks(ctx):
            return result
        told = result.structured_content or {}
        job_id = told.get("data", {}).get("job")
        if told.get("status") not in UNDER_WAY or not isinstance(job_id, str):
            return result
        job = await self._job(job_id)
        said = (params.arguments or {}).get("thread")
        own = thread_of(ctx.request, self._executor.thread, said if isinstance(said, str) else None)
        self._carry(job, told["lang"], own)
        return {"resultType": "task", **task_of(job, "working", told["message"])}

    async def get(self, ctx: Ctx, params: GetTaskRequestParams) -> HandlerResult:
        """How a task stands, with the answer of its call once there is one. Raises MCPError."""
        check_speaks(ctx)
        job = await self._job(params.task_id)
        lang = await self._lang(job)
        if job.state is State.CANCELLED:
            return task_of(job, "cancelled", render(Message("state.cancelled"), lang))
        open_end = job.state is State.UNCERTAIN and job.id in self._heard
        # whoever follows it tells the conversation first: what is said next may be about the result
        if (job.state in FINAL or open_end) and not self._executor.follows(job.id):
            result = await self._pages.shown(ctx, await self._answer(job, lang), {})
            told = result.model_dump(by_alias=True, mode="json", exclude_none=True)
            return {**task_of(job, "completed", None), "result": told}
        self._carry(job, lang, None)
        return task_of(job, "working", self._said.get(job.id) or self._heard[job.id].sentence())

    async def update(self, ctx: Ctx, params: UpdateParams) -> HandlerResult:
        """Nothing was asked, so what comes is ignored, as the specification has it. Raises MCPError."""
        check_speaks(ctx)
        await self._job(params.task_id)
        return {}

    async def cancel(self, ctx: Ctx, params: CancelTaskRequestParams) -> HandlerResult:
        """Ask the provider for an end. A job that it does not stop goes on, and its task says so. Raises MCPError."""
        check_speaks(ctx)
        job = await self._job(params.task_id)
        lang = await self._lang(job)

        async def work(studio: Studio) -> Response:
            before = job.state
            after, said = await studio.past.cancel(studio.ledger.get(job.id), lang)
            return listings.of_cancel(studio, after, said, before=before)

        response = await self._executor.keep(self._executor.whole(work, lang, None), self._executor.call_s)
        if response is not None and response.status != "cancelled":
            self._said[job.id] = chat(response.page, lang)
        return {}

    def _carry(self, job: Job, lang: Lang, thread: str | None) -> None:
        """Follow a job to its files from now on, unless it is followed already."""
        if self._executor.follows(job.id):
            return
        watcher = self._heard[job.id] = Watcher(lang)
        watcher.start(job)

        async def home(studio: Studio) -> Response:
            return jobs.of_job(studio, await studio.bring_home(studio.ledger.get(job.id), lang=lang, observer=watcher))

        async def carried() -> None:
            with suppress(Exception):  # what became of it stands in the ledger, and whoever looks then hears it
                await self._executor.read_only(self._executor.whole(home, lang, thread))

        self._executor.follow(job.id, asyncio.create_task(carried()))

    async def _answer(self, job: Job, lang: Lang) -> Told:
        """What the call would have answered."""

        async def home(studio: Studio) -> Response:
            return jobs.of_job(studio, await studio.bring_home(job, lang=lang, timeout=0))

        response = await self._executor.read_only(self._executor.whole(home, lang, None))
        return result_of(response, lang)

    async def _job(self, task_id: str) -> Job:
        async def found(studio: Studio) -> Job:
            return studio.ledger.get(task_id)

        try:
            return await self._executor.read_only(found)
        except NotFound:
            raise unknown_task() from None

    async def _lang(self, job: Job) -> Lang:
        async def kept(studio: Studio) -> Lang | None:
            return studio.lang_of(job.id)

        return await self._executor.read_only(kept) or self._executor.lang(None)
