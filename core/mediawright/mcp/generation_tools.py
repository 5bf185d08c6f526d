"""Tools that lead to a file: a request in words, exact settings, an approval."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from mcp_types import CallToolResult
from pydantic import BaseModel

from mediawright.handlers import route as route_module
from mediawright.handlers.beginning import begin, change
from mediawright.handlers.conversation import reply
from mediawright.handlers.jobs import of_plan
from mediawright.handlers.response import Response
from mediawright.mcp import compare_tools
from mediawright.mcp.arguments import request_of, utterance_of
from mediawright.mcp.conversation import settings_in
from mediawright.mcp.tool_call import Asked, ToolCall, exactly, quote_of
from mediawright.mcp.tool_executor import ToolExecutor
from mediawright.mcp.tool_results import result_of
from mediawright.services.approval import Consent
from mediawright.services.studio import Studio
from mediawright.types.job import Job
from mediawright.types.message import Lang


@dataclass(frozen=True, slots=True)
class Said:
    """A request in the user's words, with what came along."""

    text: str
    images: list[str]
    videos: list[str]
    audios: list[str]
    provider: str | None

    @property
    def wish(self) -> route_module.Utterance:
        return utterance_of(self.text, self.images, self.videos, self.audios)


async def lang_of(executor: ToolExecutor, quote_or_job: str, said: str) -> Lang:
    """The language of an answer about something that exists: as asked for, else that of its request."""

    async def kept(studio: Studio) -> Lang | None:
        return studio.lang_of(quote_or_job)

    found = await executor.read_only(kept) if said == "auto" else None
    return found or executor.lang(said)


def prompt_of(settings: BaseModel) -> str | None:
    """The words among exact settings."""
    found = getattr(settings, "prompt", None)
    return str(found) if found else None


def words_in(settings: Mapping[str, Any]) -> str | None:
    """The words among settings that were not read yet."""
    found = settings.get("prompt")
    return found if isinstance(found, str) and found else None


async def run(call: ToolCall, said: Said, seconds: float | None) -> Asked:
    """`do` for agents: the message is read in its conversation, then goes the one way of everything that may cost."""

    async def start(studio: Studio, consent: Consent) -> Job | Response:
        thread = call.thread or secrets.token_hex(16)  # without a conversation of its own it meets nobody's
        found = await reply(studio, thread, said.wish, call.lang, said.provider)
        return await begin(studio, found, consent, call.lang)

    return await call.spent(start, seconds)


async def changed(
    call: ToolCall, verb: str, of: str | None, settings: Mapping[str, Any], drop: list[str], seconds: float | None
) -> Asked:
    """`revise`, `again`, `use`: a changed request, through the same gate."""

    async def start(studio: Studio, consent: Consent) -> Job | Response:
        found = change(studio, call.thread, verb, of, settings_in(settings), drop, call.lang)
        return await begin(studio, found, consent, call.lang)

    return await call.spent(start, seconds)


async def route(call: ToolCall, said: Said, context: Mapping[str, Any] | None = None) -> CallToolResult:
    """Where a message goes, or what turn of a conversation it is where its `context` came along."""

    async def work(studio: Studio) -> Response:
        providers = [plugin.provider for plugin in studio.registry.load_all()]
        if context is not None:
            return route_module.of_turn(providers, said.wish.concealed(studio.environ), context, studio.roots.holds)
        return route_module.of_route(
            *route_module.route(providers, said.wish.concealed(studio.environ), studio.roots.holds)
        )

    return await call.told(work)


async def quote(call: ToolCall, command: str, settings: BaseModel) -> CallToolResult:
    """The price page, kept; nothing else."""

    async def work(studio: Studio) -> Response:
        request = request_of(studio, command, settings, call.lang)
        plan = await studio.plan(request, lang=call.lang)
        studio.spender.quoted(plan, call.lang, None)
        amount = plan.quote.price.amount
        data = {"quote": plan.quote.id, "cost": str(amount) if amount is not None else "unknown"}
        return Response(page=of_plan(studio, plan), status="quoted").plus(data=data)

    return await call.told(work)


async def confirm(call: ToolCall, quote_id: str, accepted: str, seconds: float | None, *, again: bool = False) -> Asked:
    """The approval came through the model: the amount must be the quoted one, and a client that can ask the user does.

    It is not asked a second time where it failed to: the page with this quote was its answer.
    """

    if await compare_tools.is_comparison(call, quote_id):
        return await compare_tools.confirm(call, quote_id, accepted, seconds)

    async def start(studio: Studio, consent: Consent) -> Job | Response:
        exactly(quote_of(studio, quote_id), accepted)
        return await studio.confirm(quote_id, consent, lang=call.lang, wait=False)

    if call.asker.can_ask and quote_id not in call.executor.unanswered:
        return await call.spent(start, seconds, again=again)
    response = await call.send(start, Consent(approve_cost=accepted, again=again))
    return result_of(await call.carried(response, seconds), call.lang)
