"""What an answer adds where needed: work that is paid for and not here yet, and what became of the record of it."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from mediawright.commands.action import Action
from mediawright.handlers.response import Response
from mediawright.present.page import Line, Tone
from mediawright.services import actions
from mediawright.services.studio import Studio
from mediawright.types.dataclass import dataclass
from mediawright.types.errors import ExitCode, MediawrightError
from mediawright.types.job import Job
from mediawright.types.message import Message
from mediawright.types.states import IN_FLIGHT

if TYPE_CHECKING:
    from mediawright.services.rebuild import Found

#: pages that are about the jobs themselves, or that ask for one plain answer: the commands are enough there
QUIET = frozenset({"jobs", "job", "batch_done", "confirmation", "question", "login"})

#: pages that open or answer something of the conversation
TALKED_ABOUT = frozenset({"question", "proposal", "policy", "declined"})
#: talk, which leaves at least the language that is spoken
TALK = frozenset({"talk", "prices"})


def leaves_something(studio: Studio, response: Response) -> bool:
    """May the next message be about this answer? One that leaves nothing to talk about costs nothing here."""
    refused = response.failure is not None and (studio.asked is not None or "quote" in response.failure.data)
    talked = (
        response.page.name in TALKED_ABOUT | TALK
        or bool(response.several)
        or not {"job", "batch"}.isdisjoint(response.page.data)
    )
    return refused or talked


def shown(studio: Studio, response: Response) -> Response:
    """The answer as it is shown now: with links to files that lie in a store. It is not kept so."""
    if "contexts" not in studio.__dict__ or studio.contexts.shared_files is None:
        return response
    from mediawright.handlers.stored import linked  # only where there is a store

    return linked(studio.contexts.shared_files, response)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hints:
    """Sentences beside an answer, the commands that go with them, and the jobs they are about."""

    lines: tuple[Message, ...] = ()
    next: tuple[Action, ...] = ()
    jobs: tuple[str, ...] = ()


def hints(studio: Studio, response: Response) -> Hints:
    """The way to paid work that is not on disk, and what the ledger has to say of itself.

    Never raises: a hint that cannot be made is left out.
    """
    try:
        notices, waiting = studio.notices, left_alone(studio, about(response))
    except MediawrightError:
        return Hints()
    if response.exit is ExitCode.INTERRUPTED or not (waiting or notices):
        return Hints(lines=notices)
    told = () if response.page.name in QUIET else sentences(waiting)
    jobs = tuple(job.id for job in waiting)
    rebuilt = any(notice.key == "ledger.set_aside" for notice in notices)
    after = actions.unfinished(() if rebuilt else waiting) if rebuilt or waiting else ()
    return Hints(lines=notices + told, next=after, jobs=jobs)


def sentences(waiting: Sequence[Job]) -> tuple[Message, ...]:
    """What is paid for, and what was agreed to but may not have reached the provider, are not the same."""
    paid = sum(job.state in IN_FLIGHT for job in waiting)
    counted = (("unfinished.paid", paid), ("unfinished.open", len(waiting) - paid))
    return tuple(Message(key, {"n": number}) for key, number in counted if number)


def with_hints(response: Response, found: Hints) -> Response:
    """The answer with its hints in it: for chats and programs. A terminal shows them aside instead."""
    if not (found.lines or found.next):
        return response
    lines = tuple(Line(message, Tone.QUIET) for message in found.lines)
    page = replace(response.page, body=(*response.page.body, *lines))
    fresh = (step for step in found.next if step not in page.next)
    data = {"unfinished": list(found.jobs)} if found.jobs else {}
    return replace(response, page=page).plus(*fresh, data=data)


def of_rebuilt(found: "Found") -> tuple[Message, ...]:
    """What the providers still knew after a broken record was replaced."""
    silent = [Message("rebuild.silent", {"provider": title}) for title in found.silent]
    return (Message("rebuild.adopted", {"n": found.adopted}), *silent)


def about(response: Response) -> frozenset[str]:
    """The jobs that an answer tells of anyway."""
    data = response.page.data
    named = data.get("job")
    ids = {named.id if isinstance(named, Job) else str(named)} if named else set()
    listed = {str(job["id"]) for job in data.get("jobs", ()) if isinstance(job, dict) and "id" in job}
    takes = {str(shot["job"]) for shot in data.get("shots", ()) if isinstance(shot, dict) and shot.get("job")}
    return frozenset(ids | listed | takes)


def left_alone(studio: Studio, but: frozenset[str]) -> list[Job]:
    """Paid work that nobody carries home at this moment, oldest first."""
    found = [job for job in studio.unfinished() if not job.free and job.id not in but]
    return [job for job in found if studio.ledger.lease_holder(job.id) is None and not studio.in_line(job)]
