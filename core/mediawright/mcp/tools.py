"""The tools: what each is called, what it takes, what it may do. Every one ends in the studio's own answer."""

from importlib.resources import files
from typing import Annotated, Any, Literal

from mcp.server.mcpserver import Context, MCPServer
from pydantic import Field

from mediawright import __version__
from mediawright.mcp import compare_tools, film_tools, generation_tools, query_tools
from mediawright.mcp.adding_batches import batching
from mediawright.mcp.arguments import Command, Settings
from mediawright.mcp.host_pages import HostPages
from mediawright.mcp.library_tools import add_library_tools
from mediawright.mcp.page_maker import PageMaker
from mediawright.mcp.served import ServedTool, Server
from mediawright.mcp.tasks import Tasks
from mediawright.mcp.tool_adding import tool_of
from mediawright.mcp.tool_call import ToolCall
from mediawright.mcp.tool_executor import ToolExecutor
from mediawright.mcp.tool_results import Asked, Result
from mediawright.types.operations import Operation
from mediawright.types.states import State

Ctx = Context[Any, Any]
Lang = Annotated[Literal["auto", "en", "zh"], Field(description="language of the answer")]
Seconds = Annotated[int | None, Field(ge=0, le=40, description="how long to wait in this call")]
Paths = Annotated[list[str], Field(default_factory=list, description="file paths or links")]
ProviderName = Annotated[str | None, Field(description="provider, when the user named one")]
ThreadId = Annotated[str | None, Field(description="the conversation; left out: this session's")]
Of = Annotated[str | None, Field(description="quote or job id; left out: the conversation's")]
Wanted = Annotated[dict[str, Any], Field(default_factory=dict, description="settings as media_quote takes them")]
JobId = Annotated[str, Field(min_length=1, description="job id from an answer")]


def build(executor: ToolExecutor) -> MCPServer[Any]:
    """The server with all its tools, in a fixed order."""
    told = (files("mediawright") / "mcp" / "instructions.md").read_text(encoding="utf-8")
    tools: list[ServedTool] = []
    for add in (_making, _comparing, batching, _changing, _agreeing, _jobs, _accounts, _films):
        add(tools, executor)
    add_library_tools(tools, executor)
    pages = PageMaker(executor)
    for tool in tools:
        tool.executor = executor
    return Server(
        executor,
        "mediawright",
        title="Mediawright",
        instructions=told,
        version=__version__,
        log_level="CRITICAL",
        tools=list(tools),
        extensions=[Tasks(executor, pages), HostPages(pages)],
    )


def _making(tools: list[ServedTool], executor: ToolExecutor) -> None:
    @tool_of(tools, "media_run")
    async def media_run(
        wish: Annotated[str, Field(min_length=1, description="the user's own words, unchanged")],
        ctx: Ctx,
        images: Paths,
        videos: Paths,
        audios: Paths,
        provider: ProviderName = None,
        wait_s: Seconds = None,
        lang: Lang = "auto",
        thread: ThreadId = None,
    ) -> Asked:
        """Do what the user said: a clip, a picture, a change, "the second one". Free work runs at once, paid after a yes."""
        call = ToolCall.of(executor, ctx, lang, wish, thread=thread)
        return await generation_tools.run(call, generation_tools.Said(wish, images, videos, audios, provider), wait_s)

    @tool_of(tools, "media_route")
    async def media_route(
        wish: Annotated[str, Field(min_length=1)],
        ctx: Ctx,
        images: Paths,
        videos: Paths,
        audios: Paths,
        context: Annotated[
            dict[str, Any] | None,
            Field(description="what was said before: {stage, operation, provider, params, prompt, results, choices …}"),
        ] = None,
        lang: Lang = "auto",
    ) -> Result:
        """Show how a sentence is understood, by itself or after a context, without doing anything. Offline."""
        call = ToolCall.of(executor, ctx, lang, wish)
        said = generation_tools.Said(wish, images, videos, audios, None)
        return await generation_tools.route(call, said, context)

    @tool_of(tools, "media_quote")
    async def media_quote(command: Command, settings: Settings, ctx: Ctx, lang: Lang = "auto") -> Result:  # type: ignore[valid-type]
        """Price exact settings and keep them under a quote id for 15 minutes. Sends and spends nothing."""
        call = ToolCall.of(executor, ctx, lang, generation_tools.prompt_of(settings))
        return await generation_tools.quote(call, command, settings)


def _comparing(tools: list[ServedTool], executor: ToolExecutor) -> None:
    @tool_of(tools, "media_compare")
    async def media_compare(
        wish: Annotated[str, Field(min_length=1, description="what is to be seen or heard")],
        models: Annotated[list[str], Field(min_length=2, description="models or providers")],
        ctx: Ctx,
        settings: Wanted,
        kind: compare_tools.Kind | None = None,
        lang: Lang = "auto",
        thread: ThreadId = None,
    ) -> Result:
        """One wish at several models: every price and the total under one quote id for media_confirm. Spends nothing."""
        call = ToolCall.of(executor, ctx, lang, wish, thread=thread)
        return await compare_tools.compare(call, wish, models, kind, settings)

    @tool_of(tools, "media_spending")
    async def media_spending(
        ctx: Ctx,
        by: compare_tools.By = "day",
        since: Annotated[str | None, Field(description="7d, today, 2026-10-01; left out: 30 days")] = None,
        lang: Lang = "auto",
    ) -> Result:
        """What was quoted and charged, in units and in money."""
        return await compare_tools.spending(ToolCall.of(executor, ctx, lang), by, since)


def _changing(tools: list[ServedTool], executor: ToolExecutor) -> None:
    @tool_of(tools, "media_revise")
    async def media_revise(
        ctx: Ctx,
        settings: Wanted,
        drop: Annotated[list[str], Field(default_factory=list, description="settings to unset")],
        of: Of = None,
        wait_s: Seconds = None,
        lang: Lang = "auto",
        thread: ThreadId = None,
    ) -> Asked:
        """Change the pending or last request. A new price page; the old quote is withdrawn."""
        call = ToolCall.of(executor, ctx, lang, generation_tools.words_in(settings), thread=thread)
        return await generation_tools.changed(call, "revise", of, settings, drop, wait_s)

    @tool_of(tools, "media_again")
    async def media_again(
        ctx: Ctx,
        of: Of = None,
        count: Annotated[int | None, Field(ge=1, description="how many")] = None,
        wait_s: Seconds = None,
        lang: Lang = "auto",
        thread: ThreadId = None,
    ) -> Asked:
        """Another take of the same request, after a new yes."""
        call = ToolCall.of(executor, ctx, lang, thread=thread)
        settings = {} if count is None else {"count": count}
        return await generation_tools.changed(call, "again", of, settings, [], wait_s)

    @tool_of(tools, "media_use")
    async def media_use(
        ctx: Ctx,
        settings: Wanted,
        of: Annotated[str | None, Field(description="JOB, JOB:2, JOB:1,3 or JOB:all; left out: the last job")] = None,
        wait_s: Seconds = None,
        lang: Lang = "auto",
        thread: ThreadId = None,
    ) -> Asked:
        """Make something from a result: animate, edit, extend, enlarge. `settings.operation` says what."""
        call = ToolCall.of(executor, ctx, lang, generation_tools.words_in(settings), thread=thread)
        return await generation_tools.changed(call, "use", of, settings, [], wait_s)


def _agreeing(tools: list[ServedTool], executor: ToolExecutor) -> None:
    @tool_of(tools, "media_confirm")
    async def media_confirm(
        quote_id: Annotated[str, Field(min_length=3, description="from the price page")],
        accepted_cost: Annotated[str, Field(description="the cost the user agreed to, e.g. '4 units', or 'unknown'")],
        ctx: Ctx,
        again: Annotated[bool, Field(description="the user knows of an earlier run and pays again")] = False,
        wait_s: Seconds = None,
        lang: Lang = "auto",
        thread: ThreadId = None,
    ) -> Asked:
        """Run a quote after the user said yes to its price. The same quote twice is one job, charged once."""
        spoken = await generation_tools.lang_of(executor, quote_id, lang)
        call = ToolCall.of(executor, ctx, spoken, thread=thread)
        return await generation_tools.confirm(call, quote_id, accepted_cost, wait_s, again=again)


def _jobs(tools: list[ServedTool], executor: ToolExecutor) -> None:
    @tool_of(tools, "media_wait")
    async def media_wait(
        job_id: JobId, ctx: Ctx, wait_s: Seconds = None, lang: Lang = "auto", thread: ThreadId = None
    ) -> Result:
        """Wait for a job and save its files. Status still_running: call again. Stopping this call never stops the job."""
        spoken = await generation_tools.lang_of(executor, job_id, lang)
        return await query_tools.wait(ToolCall.of(executor, ctx, spoken, thread=thread), job_id, wait_s)

    @tool_of(tools, "media_jobs")
    async def media_jobs(
        ctx: Ctx,
        job_id: Annotated[str | None, Field(description="one job; left out: the latest")] = None,
        state: State | None = None,
        provider: ProviderName = None,
        limit: Annotated[int, Field(ge=1, le=100)] = 20,
        lang: Lang = "auto",
    ) -> Result:
        """List jobs, newest first, or show one. Also finds jobs of calls that were cut."""
        call = ToolCall.of(executor, ctx, lang)
        return await query_tools.jobs(call, job_id, state, provider, limit)

    @tool_of(tools, "media_cancel")
    async def media_cancel(job_id: JobId, ctx: Ctx, lang: Lang = "auto") -> Result:
        """Ask for a job to be stopped. The answer says whether it could be; what was charged stays charged."""
        call = ToolCall.of(executor, ctx, await generation_tools.lang_of(executor, job_id, lang))
        return await query_tools.cancel(call, job_id)


def _accounts(tools: list[ServedTool], executor: ToolExecutor) -> None:
    @tool_of(tools, "media_models")
    async def media_models(
        ctx: Ctx,
        provider: ProviderName = None,
        operation: Operation | None = None,
        model: Annotated[str | None, Field(description="one model of the provider: its own options")] = None,
        page: Annotated[int | None, Field(ge=1, description="of a provider with many models")] = None,
        lang: Lang = "auto",
    ) -> Result:
        """What each model can do, its settings and prices. Name a provider for the details, and a model for its options."""
        return await query_tools.models(ToolCall.of(executor, ctx, lang), provider, operation, model, page)

    @tool_of(tools, "media_balance")
    async def media_balance(ctx: Ctx, provider: ProviderName = None, lang: Lang = "auto") -> Result:
        """What is left at a provider. Without a provider: who is signed in where."""
        return await query_tools.balance(ToolCall.of(executor, ctx, lang), provider)

    @tool_of(tools, "media_login")
    async def media_login(
        provider: Annotated[str, Field(min_length=1)], ctx: Ctx, wait_s: Seconds = 0, lang: Lang = "auto"
    ) -> Asked:
        """Sign in by a link for the user to open. After the user's "done" call it again."""
        return await query_tools.login(ToolCall.of(executor, ctx, lang), provider, wait_s or 0)

    @tool_of(tools, "media_edit")
    async def media_edit(
        action: Literal["open", "use", "list", "upload", "timeline"],
        ctx: Ctx,
        sources: Paths,
        name: Annotated[str | None, Field(description="project, for open and use")] = None,
        provider: ProviderName = None,
        lang: Lang = "auto",
    ) -> Result:
        """The free side of an edit session. What is said into it, and the export, go through media_run or media_quote."""
        return await query_tools.edit(ToolCall.of(executor, ctx, lang, name), action, name, sources, provider)


def _films(tools: list[ServedTool], executor: ToolExecutor) -> None:
    @tool_of(tools, "film")
    async def film(
        action: film_tools.Free,
        plan: Annotated[str, Field(min_length=1, description="the plan's name; NAME.film.toml")],
        ctx: Ctx,
        source: Annotated[str | None, Field(description="new: a script, table or list as a file")] = None,
        template: Annotated[film_tools.Template | None, Field(description="new: begin with this")] = None,
        text: Annotated[str | None, Field(description="new: the plan in TOML, or a script or table, as text")] = None,
        to: Annotated[str | None, Field(description="export: otio, otioz, edl, fcp7, srt, vtt, ass")] = None,
        ratio: Annotated[str | None, Field(description="cut: another shape, such as 9:16")] = None,
        sheet: Annotated[bool, Field(description="status: also one picture of all shots")] = False,
        lang: Lang = "auto",
    ) -> Result:
        """What is free about a film: write its plan, check it, draft it, see how it stands, cut it, hand it over."""
        call = ToolCall.of(executor, ctx, lang, text)
        asked = film_tools.FilmAsked(source=source, template=template, text=text, to=to, ratio=ratio, sheet=sheet)
        return await film_tools.film(call, action, plan, asked)

    @tool_of(tools, "film_run")
    async def film_run(
        plan: Annotated[str, Field(min_length=1, description="the plan's name")],
        ctx: Ctx,
        accepted_cost: Annotated[
            list[str], Field(default_factory=list, description="the most the user said it may cost in all, per unit")
        ],
        shots: Annotated[list[str], Field(default_factory=list, description="only these, anew")],
        use: Annotated[int | None, Field(ge=1, description="use this earlier take instead")] = None,
        say: Annotated[str | None, Field(description="other words for the one shot; kept in the plan")] = None,
        with_next: Annotated[bool, Field(description="also the shots that begin with these")] = False,
        lang: Lang = "auto",
    ) -> Result:
        """Make a film. First without a cost: the price page. With it: shots, check, cut. The same call again goes on."""
        call = ToolCall.of(executor, ctx, lang)
        return await film_tools.film_run(call, plan, shots, accepted_cost, use, say, with_next=with_next)
