"""A file of many requests as one tool: its total first, and with the user's yes every line a job of its own."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal

from mcp_types import InputRequiredResult

from mediawright.commands.flags import BATCH_LINES
from mediawright.gate.budgets import SecondPersonNeeded
from mediawright.handlers.batch_run import BatchRun
from mediawright.handlers.declining import not_agreed
from mediawright.handlers.response import Response
from mediawright.mcp.compare_tools import check_exact
from mediawright.mcp.elicitation import Heard
from mediawright.mcp.tool_call import MARGIN, Asked, ToolCall
from mediawright.mcp.tool_results import result_of
from mediawright.present.chat import chat
from mediawright.present.pages import error as error_page
from mediawright.present.pages import note
from mediawright.services.batch_file import lines_file
from mediawright.services.studio import Studio
from mediawright.types.dataclass import dataclass
from mediawright.types.errors import ConfirmationNeeded, ExitCode, InvalidRequest, StillRunning
from mediawright.types.message import Message, Problem
from mediawright.types.money import Level

#: nothing of it waits for a yes
AGREED = "agreed"
#: what a description becomes
Kind = Literal["video", "image"]


#: settings that hold for every line that says nothing else
OF_LINES = tuple(sorted(flag.name for flag in BATCH_LINES))


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchAsked:
    """What a call says: the file or its lines, what holds for them, how they are run, and the total that was agreed to."""

    file: str
    settings: Mapping[str, Any]
    kind: Kind | None = None
    cheapest: bool = False
    retry: bool = False
    again: bool = False
    accepted_cost: str = ""
    lines: tuple[str, ...] = ()

    def with_file(self, folder: Path) -> "BatchAsked":
        """With the file that was named, or one in `folder` that holds the lines. Raises InvalidRequest, LocalFault."""
        if bool(self.file.strip()) == bool(self.lines):
            raise InvalidRequest(Problem("file", Message("batch.file_or_lines" if self.lines else "batch.no_file")))
        return replace(self, file=lines_file(self.lines, folder), lines=()) if self.lines else self

    def values(self) -> dict[str, Any]:
        """The values of the command. Raises InvalidRequest for a setting that does not hold for many lines."""
        if strange := [name for name in self.settings if name not in OF_LINES]:
            raise InvalidRequest(
                *(Problem(name, Message("mcp.bad_setting", {"field": name}), allowed=OF_LINES) for name in strange)
            )
        said = {name: str(value) for name, value in self.settings.items() if value is not None}
        how = {name: getattr(self, name) for name in ("file", "kind", "cheapest", "retry", "again")}
        return {**said, **how, "approve_cost": [self.accepted_cost] if self.accepted_cost.strip() else []}


async def batch(call: ToolCall, said: BatchAsked, seconds: float | None) -> Asked:
    """The page of all lines, or with the user's yes to exactly its total the lines themselves."""

    async def waiting(studio: Studio) -> Response:
        nonlocal said
        said = said.with_file(studio.roots.folders[0])
        run = BatchRun(studio, call.lang, said.values())
        early = await run.prepared()
        if early is not None:
            return early
        if not run.batch.waiting:
            return Response(page=note(Message("batch.goes_on")), status=AGREED)
        try:
            run.ask()
        except SecondPersonNeeded as missing:
            return await run.total(missing)
        if run.ceilings.named:
            check_exact(run.batch.totals, run.ceilings)
        return await run.asked()

    page = await call.read_only(call.whole(waiting))
    level = Level.AMOUNT
    if page.status != AGREED:
        if page.exit is not ExitCode.CONFIRM:
            return result_of(page, call.lang)  # a question, a sign-in, or refused
        assert page.failure is not None
        if isinstance(page.failure, SecondPersonNeeded):
            return result_of(page, call.lang)  # the user of this client is not the one to ask
        cost = " + ".join(page.failure.data["cost"])
        asked = f"batch:{said.file}:{cost}"
        if call.asker.can_ask and asked not in call.executor.unanswered:
            heard = await call.asker.approve(chat(page.page, call.lang), cost, call.left(MARGIN), {"batch": asked})
            if isinstance(heard, InputRequiredResult):
                return heard
            if heard is Heard.NO:
                return result_of(not_agreed(), call.lang)
            if heard is not Heard.YES:
                call.executor.unanswered.add(asked)
                return result_of(page, call.lang)
            level, said = Level.ELICITATION, replace(said, accepted_cost=cost)
        elif not said.accepted_cost.strip():
            return result_of(page, call.lang)
    return await _run(call, said, level, seconds)


async def _run(call: ToolCall, said: BatchAsked, level: Level, seconds: float | None) -> Asked:
    """What goes on when the call's time is over; the same call again tells how it stands."""
    most = call.left(MARGIN)
    patience = most if seconds is None else min(seconds, most)

    async def work(studio: Studio) -> Response:
        run = BatchRun(studio, call.lang, said.values())
        early = await run.prepared()
        if early is not None:
            return early
        if run.batch.waiting:
            try:
                run.ask()
                run.agree(level, run.ceilings)
            except ConfirmationNeeded as missing:
                return await run.total(missing)
        return await run.carried(timeout=patience)

    response = await call.executor.keep(call.whole(work), call.left(MARGIN / 2))
    if response is None:
        later = StillRunning(Message("batch.goes_on"))
        response = Response(page=error_page(later), status=later.code, exit=later.exit_code, failure=later)
    return result_of(response, call.lang)
