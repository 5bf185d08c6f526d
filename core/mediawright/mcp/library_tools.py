"""The cast and the asset library as tools: what is free at once, saving at a provider as a price page."""

from typing import Annotated, Any, Literal

from mcp.server.mcpserver import Context
from mcp_types import CallToolResult
from pydantic import Field

from mediawright.handlers import assets as asset_pages
from mediawright.handlers import cast as cast_pages
from mediawright.handlers.jobs import of_plan
from mediawright.handlers.response import Response
from mediawright.mcp.served import ServedTool
from mediawright.mcp.tool_adding import tool_of
from mediawright.mcp.tool_call import ToolCall
from mediawright.mcp.tool_executor import ToolExecutor
from mediawright.mcp.tool_results import Result
from mediawright.services.studio import Studio
from mediawright.types.errors import InvalidRequest
from mediawright.types.message import Message, Problem

Ctx = Context[Any, Any]
Lang = Annotated[Literal["auto", "en", "zh"], Field(description="language of the answer")]
CastAction = Literal["list", "show", "add", "rename", "remove", "save"]
AssetAction = Literal["find", "show", "tag"]
Words = Annotated[list[str], Field(default_factory=list)]


def add_library_tools(tools: list[ServedTool], executor: ToolExecutor) -> None:
    """The two tools."""

    @tool_of(tools, "media_cast")
    async def media_cast(
        action: CastAction,
        ctx: Ctx,
        pictures: Annotated[list[str], Field(default_factory=list, description="add: file paths, the clearest first")],
        voice: Annotated[list[str], Field(default_factory=list, description="add: a recording, or provider:speaker")],
        name: Annotated[str | None, Field(description="in any script; all but list")] = None,
        words: Annotated[str | None, Field(description="add: what it looks like")] = None,
        to: Annotated[str | None, Field(description="rename: the new name")] = None,
        provider: Annotated[str | None, Field(description="save: where; a price page comes first")] = None,
        lang: Lang = "auto",
    ) -> Result:
        """Who and what looks the same every time: afterwards any wish may say @name."""
        call = ToolCall.of(executor, ctx, lang, words or name)
        return await cast(call, action, name, pictures, words, voice, to, provider)

    @tool_of(tools, "media_assets")
    async def media_assets(
        action: AssetAction,
        ctx: Ctx,
        tags: Annotated[list[str], Field(default_factory=list, description="tag: to add")],
        untag: Words,
        words: Annotated[str | None, Field(description="find: of the prompt, name, model or tags")] = None,
        asset: Annotated[str | None, Field(description="its short name, or JOB:2")] = None,
        kind: Literal["image", "video", "audio"] | None = None,
        provider: str | None = None,
        tag: Annotated[str | None, Field(description="find: only with this one")] = None,
        after: Annotated[str | None, Field(description="find: 7d, today, 2026-10-01")] = None,
        lang: Lang = "auto",
    ) -> Result:
        """Every result and input: find by words, show one, tag it. A file setting takes asset:NAME."""
        call = ToolCall.of(executor, ctx, lang, words)
        if action == "find":
            wanted = {"kind": kind, "provider": provider, "tag": tag, "after": after}
            return await call.told(lambda studio: _found(studio, words, wanted))
        return await call.told(lambda studio: _one(studio, action, asset, tags, untag))


async def cast(
    call: ToolCall,
    action: CastAction,
    name: str | None,
    pictures: list[str],
    words: str | None,
    voice: list[str],
    to: str | None,
    provider: str | None,
) -> CallToolResult:
    """Do what the action says; saving keeps a quote and spends nothing."""

    async def work(studio: Studio) -> Response:
        match action:
            case "list":
                return cast_pages.listed(studio)
            case "show":
                return cast_pages.shown(studio, _named(name))
            case "add":
                given = {"pictures": pictures, "words": words, "voice": voice}
                return await cast_pages.added(studio, _named(name), lang=call.lang, **given)  # type: ignore[arg-type]
            case "rename":
                return cast_pages.renamed(studio, _named(name), _named(to, "to"))
            case "remove":
                return await cast_pages.removed(studio, _named(name), call.lang)
            case "save":
                return await _saving(studio, call, _named(name), provider)

    return await call.told(work)


async def _saving(studio: Studio, call: ToolCall, name: str, provider: str | None) -> Response:
    plan = await studio.plan(await studio.cast.saving(name, provider, lang=call.lang), lang=call.lang)
    studio.spender.quoted(plan, call.lang, None)
    amount = plan.quote.price.amount
    data = {"quote": plan.quote.id, "cost": str(amount) if amount is not None else "unknown"}
    return Response(page=of_plan(studio, plan), status="quoted").plus(data=data)


async def _found(studio: Studio, words: str | None, wanted: dict[str, str | None]) -> Response:
    return asset_pages.found(studio, [words] if words else [], **wanted)  # type: ignore[arg-type]


async def _one(studio: Studio, action: AssetAction, asset: str | None, tags: list[str], untag: list[str]) -> Response:
    name = _named(asset, "asset")
    return asset_pages.shown(studio, name) if action == "show" else asset_pages.tagged(studio, name, tags, untag)


def _named(name: str | None, field: str = "name") -> str:
    if name is None or not name.strip():
        raise InvalidRequest(Problem(field, Message("cast.which" if field != "asset" else "assets.which")))
    return name
