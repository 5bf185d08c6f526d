"""What a conversation's next request is made of: the pending one changed, the last one again, a result put to use.

The structured commands and the words of a person end here alike.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from mediawright.files.inputs import measure
from mediawright.handlers.second_step import later
from mediawright.ledger.threads import Thread
from mediawright.present.catalog import render
from mediawright.services import revising
from mediawright.services.approval import Consent
from mediawright.services.request_reader import Reader
from mediawright.services.studio import Studio
from mediawright.types.codec import restore
from mediawright.types.dataclass import dataclass
from mediawright.types.errors import InvalidRequest, NotFound
from mediawright.types.job import Job
from mediawright.types.message import Lang, Message, Problem
from mediawright.types.operations import MediaKind, Operation
from mediawright.types.request import Request


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A request to be run: which quote it takes the place of, what its page tells, whether it is a deliberate second run."""

    request: Request
    replaces: str | None = None
    again: bool = False
    said: tuple[Message, ...] = ()

    def consent(self, given: Consent) -> Consent:
        """How an approval can be had, with what this change adds to it."""
        return replace(given, replaces=self.replaces, said=self.said, again=self.again or given.again)


def pending(thread: Thread | None) -> str | None:
    """The quote that waits for an approval in a conversation, also while something about it is asked."""
    if thread is None or thread.said.get("jobs"):
        return None
    stage, quote = (thread.said.get("context") or {}).get("stage"), thread.said.get("quote")
    return str(quote) if quote is not None and stage in ("quoted", "question") else None


def last_job(thread: Thread | None) -> str | None:
    """The job that a conversation is about."""
    jobs = thread.said.get("jobs") if thread is not None else None
    return str(jobs[0]) if jobs else None


def made_together(thread: Thread | None) -> tuple[str, ...]:
    """The jobs of one approval to many requests, in their order; empty where there was one."""
    jobs = tuple(map(str, thread.said.get("jobs") or ())) if thread is not None else ()
    return jobs if len(jobs) > 1 else ()


def result_at(studio: Studio, jobs: Sequence[str], number: int) -> tuple[str, int]:
    """The job of a result by its number, counted through all of them, and its number there. Blocking.

    A number that is past the last one is left to the last job, which says so. Raises NotFound.
    """
    for job in jobs[:-1]:
        found = len(studio.ledger.get(job).assets)
        if number <= found:
            return job, number
        number -= found
    return jobs[-1], number


def asked(studio: Studio, thread: Thread | None, of: str | None) -> tuple[Request, str | None]:
    """The request that is meant, and the quote it stands under while nothing was made of it.

    `of`: a quote or a job; None: the conversation's. What the person asked for is taken before what was filled in.
    Raises NotFound, InvalidRequest.
    """
    mine = (pending(thread), *(thread.said.get("jobs") or () if thread is not None else ()))
    kept = thread.said.get("request") if thread is not None else None
    if isinstance(kept, Mapping) and (of is None or of.strip().upper() in {str(name).upper() for name in mine if name}):
        return restore(Request, dict(kept)), pending(thread)
    named = of or last_job(thread)
    if named is None:
        raise InvalidRequest(Problem("of", Message("change.of_what")))
    try:
        stored = studio.ledger.quote(named)
    except NotFound:
        return studio.past.request_of(named), None
    return stored.request, stored.quote.id if stored.job_id is None else None


def revised(
    studio: Studio, thread: Thread | None, of: str | None, values: Mapping[str, Any], drop: Sequence[str] = ()
) -> Change:
    """The request with other values. Raises NotFound, InvalidRequest."""
    request, quote = asked(studio, thread, of)
    return Change(request=studio.changed(request, values, drop), replaces=quote)


def unusable(studio: Studio, thread: Thread | None, given: Mapping[str, Any]) -> tuple[str, ...]:
    """The inputs of the conversation's request that cannot be used and are of another kind than what was given now.

    A file that was refused stands in nobody's way once another one came. Blocking.
    """
    if not any(kind.value in given for kind in MediaKind):
        return ()
    request, _ = asked(studio, thread, None)
    fields: list[str] = []
    for media in request.media:
        try:
            measure(media.given, studio.roots)
        except InvalidRequest:
            fields += [name for name in revising.fields_of(media) if media.kind.value not in given]
    return tuple(dict.fromkeys(fields))


def again(studio: Studio, thread: Thread | None, of: str | None, values: Mapping[str, Any]) -> Change:
    """The same once more; a page that still waits for an approval is asked for again, not taken back. Raises NotFound."""
    request, quote = asked(studio, thread, of)
    reader = Reader(values)
    count = reader.whole("count")
    if reader.problems:
        raise InvalidRequest(*reader.problems)
    return Change(request=revising.again(request, count), replaces=quote, again=quote is None)


def used(studio: Studio, thread: Thread | None, of: str | None, values: Mapping[str, Any], lang: Lang) -> Change:
    """Something new from a result. `of`: "JOB", "JOB:2", "JOB:1,3" or "JOB:all". Raises NotFound, InvalidRequest.

    A picture may be brought to life without a word about how: in words that the page shows before anything is agreed to.
    """
    named, numbers = revising.numbered(of) if of else (last_job(thread), (1,))
    if not named:
        raise InvalidRequest(Problem("of", Message("change.of_what")))
    job = studio.ledger.get(named)
    told = inherited(studio, job, values)
    now, rest = _first_of(numbers, len(job.assets), str(told.get("operation")))
    later(studio, thread, f"{job.id}:{now[0] if now else 'all'}", [f"{job.id}:{n}" for n in rest], told)
    if told.get("operation") == Operation.IMAGE_TO_VIDEO and "prompt" not in told:
        told["prompt"] = render(Message("router.prompt.image_to_video"), lang)
    said = (Message("use.one_by_one", {"n": len(rest)}),) if rest else ()
    return Change(request=studio.use(job.id, told, now), said=said)


def _first_of(numbers: Sequence[int], count: int, operation: str) -> tuple[Sequence[int], Sequence[int]]:
    """The results that are used now, and those whose turn comes afterwards: some work takes one at a time."""
    if operation not in ONE_BY_ONE:
        return numbers, ()
    every = numbers or tuple(range(1, count + 1))
    return every[:1], every[1:]


#: operations that take one result each
ONE_BY_ONE = frozenset(
    (
        *("image_to_video", "animate_image", "upscale_image", "upscale_video", "extend_video", "edit_video"),
        *("remove_background", "outpaint", "video_to_audio", "talking_photo"),
    )
)


def inherited(studio: Studio, job: Job, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values with the job's own provider, where it can do this and no other is named; else anybody who can."""
    told = {name: value for name, value in values.items() if value not in (None, "", (), [])}
    if "provider" in told:
        return told
    able = {op.value for op in studio.registry.load(job.provider).provider.operations}
    return told | {"provider": job.provider if told.get("operation") in able else ""}
