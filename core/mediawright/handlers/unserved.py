"""What is said of a job that workers were to carry while none of them is there: it stands, and what makes it go on."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from mediawright.commands.action import Action
from mediawright.present.page import Line, Page, Tone
from mediawright.services.reach import FRONT_END
from mediawright.types.message import Message
from mediawright.types.states import FINAL, State

if TYPE_CHECKING:
    from mediawright.services.studio import Studio
    from mediawright.types.job import Job


def unserved(studio: Studio, job: Job) -> bool:
    """Of a shared ledger: is it in line, carried by nobody, and no worker there that takes it?"""
    if job.state in FINAL or job.state is State.QUOTED:
        return False
    turn = studio.ledger.turns.of(job.id)
    return (
        turn is not None
        and not turn.carried
        and turn.machine != FRONT_END
        and not studio.ledger.roster.serving(turn.line, turn.machine)
    )


def with_note(studio: Studio, job: Job, page: Page) -> Page:
    """The page of a job under way; where no worker is there for it, it says so and what starts one."""
    if not unserved(studio, job):
        return page
    note = Line(Message("fleet.nobody_takes"), Tone.WARN)
    return replace(page, body=(*page.body, note), next=(*page.next, Action.of("worker")))
