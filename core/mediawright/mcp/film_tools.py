"""Films as tools: one for what is free, one for what may cost, so that a client can guard the second."""

from collections.abc import Callable, Coroutine
from typing import Any, Literal

from mcp_types import CallToolResult

from mediawright.handlers.films import FilmService
from mediawright.handlers.response import Response
from mediawright.mcp.tool_call import ToolCall
from mediawright.mcp.tool_results import result_of
from mediawright.present.pages import error as error_page
from mediawright.services.studio import Studio
from mediawright.types.dataclass import dataclass
from mediawright.types.errors import InvalidRequest, StillRunning
from mediawright.types.message import Message, Problem

Template = Literal["ad", "drama", "explainer"]
Free = Literal["new", "check", "animatic", "status", "cut", "export"]
#: seconds of a call that are left for the way back
MARGIN = 4.0


@dataclass(frozen=True, slots=True, kw_only=True)
class FilmAsked:
    """What a free action takes beside the plan."""

    source: str | None = None
    template: str | None = None
    text: str | None = None
    to: str | None = None
    ratio: str | None = None
    sheet: bool = False


async def film(call: ToolCall, action: Free, plan: str, asked: FilmAsked) -> CallToolResult:
    """Do a free action. What takes longer than the call goes on, and the same call again tells how it stands."""

    async def work(studio: Studio) -> Response:
        films = FilmService(studio, call.lang)
        match action:
            case "new":
                return films.new(plan, asked.source, asked.template, asked.text)
            case "check":
                return films.check(plan)
            case "animatic":
                return await films.animatic(plan)
            case "status":
                return await films.status(plan, sheet=asked.sheet)
            case "cut":
                return await films.cut(plan, ratio=asked.ratio)
            case "export":
                return await films.export(plan, asked.to or "otio")

    if action in ("animatic", "cut"):
        return await _kept(call, work)
    return await call.told(work)


async def film_run(
    call: ToolCall,
    plan: str,
    shots: list[str],
    accepted_cost: list[str],
    use: int | None,
    say: str | None,
    *,
    with_next: bool,
) -> CallToolResult:
    """Make a film, or some of its shots anew; without an accepted cost only what was agreed to before goes on."""

    async def work(studio: Studio) -> Response:
        films = FilmService(studio, call.lang)
        if not shots:
            if use is not None or say is not None:
                raise InvalidRequest(Problem("shots", Message("film.which_shot")))
            return await films.run(plan, approve_cost=accepted_cost)
        return await films.reroll(plan, shots, use=use, say=say, with_next=with_next, approve_cost=accepted_cost)

    return await _kept(call, work)


async def _kept(call: ToolCall, work: Callable[[Studio], Coroutine[Any, Any, Response]]) -> CallToolResult:
    """Work that goes on when the call's time is over."""
    response = await call.executor.keep(call.whole(work), call.left(MARGIN))
    if response is None:
        later = StillRunning(Message("film.goes_on"))
        response = Response(page=error_page(later), status=later.code, exit=later.exit_code, failure=later)
    return result_of(response, call.lang)
