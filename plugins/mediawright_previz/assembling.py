"""The cut of a film as a job: accepted, looked at, carried out, stopped, handed over."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import aclosing
from functools import partial
from pathlib import Path
from typing import Any

from mediawright.plugin import (
    Context,
    LocalFault,
    MediaKind,
    Message,
    Output,
    Problem,
    Progress,
    Request,
    Sink,
    State,
)
from mediawright.sdk.cutting import Cut, Unreadable, cut_film, timeline_problem
from mediawright_previz.job_folder import Workshop
from mediawright_previz.labels import DOMAIN
from mediawright_previz.provider import FREE
from mediawright_previz.render.takes import Step, Stopped, Tell
from mediawright_previz.render.worker import steps

#: name of the finished file in the job's folder
FILM = "film.mp4"


def problems(request: Request) -> list[Problem]:
    """Whether the timeline can be cut from these inputs. Pure."""
    found = timeline_problem(request.options.get("timeline"), [media.source for media in request.media])
    return [found] if found is not None else []


def look(workshop: Workshop) -> Progress:
    """What the folder says: cut, stopped, or still to be cut."""
    if workshop.done:
        return _succeeded({})
    return Progress(state=State.CANCELLED if workshop.cancelled else State.RUNNING)


async def assembling(ctx: Context, request: Request) -> AsyncIterator[Progress]:
    """Cut the film, telling how far it is; the last progress is final. Raises LocalFault when the disk refuses."""
    workshop = Workshop(ctx.workdir)
    first = look(workshop)
    yield first
    if first.state is not State.RUNNING:
        return
    made: list[Cut] = []
    try:
        async with aclosing(steps(partial(_work, workshop, request, ctx.cachedir, made))) as stream:
            async for step in stream:
                yield Progress(state=State.RUNNING, percent=step.percent)
    except Unreadable as error:
        yield Progress(state=State.FAILED, reason=error.args[0])
    except Stopped:
        yield Progress(state=State.CANCELLED)
    except OSError as error:
        raise LocalFault(Message("previz.error.disk", domain=DOMAIN), provider=DOMAIN) from error
    else:
        workshop.finish()
        yield _succeeded({"pieces": made[0].pieces, "made": made[0].made})


def _work(workshop: Workshop, request: Request, cache: Path, made: list[Cut], tell: Tell) -> None:
    def heard(done: int, total: int) -> None:
        if workshop.cancelled:
            raise Stopped
        tell(Step(done=done, total=total, take=0, scene=0))

    made.append(_cut(workshop, request, cache, heard))


def _cut(workshop: Workshop, request: Request, cache: Path, heard: Any) -> Cut:
    timeline: Mapping[str, Any] = request.options["timeline"]
    return cut_film(timeline, [media.source for media in request.media], cache, workshop.folder / FILM, heard)


async def hand_over(ctx: Context, request: Request, progress: Progress, sink: Sink) -> None:
    """Give the film to the sink; one that was handed over before is joined once more."""
    workshop = Workshop(ctx.workdir)
    for output in progress.outputs:
        if not (workshop.folder / FILM).exists():
            await asyncio.to_thread(_cut, workshop, request, ctx.cachedir, lambda done, total: None)
        await sink.take(output, workshop.folder / FILM)


def _succeeded(data: Mapping[str, Any]) -> Progress:
    output = Output(kind=MediaKind.VIDEO, name=FILM)
    return Progress(state=State.SUCCEEDED, percent=100, outputs=(output,), charged=FREE, data=data)
