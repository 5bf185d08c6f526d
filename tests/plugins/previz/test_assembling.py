"""The cut of a film as a job: what it is made from, how it is stopped, what stays for the next try."""

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.plugins.previz.conftest import FakeContext, FakeSink

from mediawright.film.assembly import Take, assemble, by_number
from mediawright.film.plan import FilmShot, Format, Plan, Title
from mediawright.film.timeline import build
from mediawright.plugin import Job, Media, MediaKind, Operation, Progress, Request, Role, State, Stopped, Task
from mediawright_previz import hooks

PLAN = Plan(
    title="Two",
    format=Format(fps=10, captions="off"),
    shots=(FilmShot(id="a", duration=1), FilmShot(id="b", kind="card", duration=1, text=(Title(says="The end"),))),
)
TASK = Task(provider="previz", id="job-1")


def cut_of(clip: Media) -> Request:
    takes = (
        Take(shot="a", kind="video", file=clip.source, sha256="1"),
        Take(shot="b", kind="card", words=("The end",)),
    )
    timeline, files = by_number(assemble(PLAN, build(PLAN), takes, {}, size=(64, 64)))
    assert files == (clip.source,)
    media = (Media(kind=MediaKind.VIDEO, role=Role.SOURCE, source=clip.source),)
    return Request(operation=Operation.ASSEMBLE, prompt="Two", media=media, options={"timeline": timeline})


def broken(clip: Media) -> None:
    Path(clip.source).write_bytes(b"no clip")


async def watched(ctx: FakeContext) -> list[Progress]:
    return [progress async for progress in hooks.watch(ctx, TASK)]  # type: ignore[arg-type]


async def test_a_film_is_cut_and_handed_over(
    ctx: FakeContext, sink: FakeSink, clip: Media, job_of: Callable[[Request], Job]
) -> None:
    request = cut_of(clip)
    assert hooks.validate(request) == []
    task = await hooks.submit(ctx, job_of(request))  # type: ignore[arg-type]
    assert (await hooks.poll(ctx, task)).state is State.RUNNING  # type: ignore[arg-type]
    states = await watched(ctx)
    assert [states[0].state, states[-1].state] == [State.RUNNING, State.SUCCEEDED]
    assert states[-1].data == {"pieces": 2, "made": 2}
    assert states[-1].charged is not None
    assert states[-1].charged.value == 0
    assert (await hooks.poll(ctx, task)).state is State.SUCCEEDED  # type: ignore[arg-type]
    await hooks.download(ctx, task, states[-1], sink)  # type: ignore[arg-type]
    (made,) = [path for _, path in sink.taken]
    first = made.read_bytes()
    made.unlink()
    await hooks.download(ctx, task, states[-1], sink)  # type: ignore[arg-type]
    assert made.read_bytes() == first


async def test_a_cut_is_stopped_by_a_mark_and_its_pieces_stay(
    ctx: FakeContext, clip: Media, job_of: Callable[[Request], Job]
) -> None:
    task = await hooks.submit(ctx, job_of(cut_of(clip)))  # type: ignore[arg-type]
    stopped = False
    async for progress in hooks.watch(ctx, task):  # type: ignore[arg-type]
        if progress.percent and not stopped:
            stopped = isinstance(await hooks.cancel(ctx, task), Stopped)  # type: ignore[arg-type]
    assert stopped
    assert progress.state is State.CANCELLED
    assert (await hooks.poll(ctx, task)).state is State.CANCELLED  # type: ignore[arg-type]


async def test_a_clip_without_a_picture_ends_the_cut_in_words(
    ctx: FakeContext, clip: Media, job_of: Callable[[Request], Job]
) -> None:
    request = cut_of(clip)
    broken(clip)
    await hooks.submit(ctx, job_of(request))  # type: ignore[arg-type]
    last = (await watched(ctx))[-1]
    assert last.state is State.FAILED
    assert last.reason is not None
    assert last.reason.key == "film.unreadable"


@pytest.mark.parametrize(
    "timeline", [None, "x", {}, {"takes": 1}, {"version": 0, "takes": [], "sounds": [], "music": None}]
)
def test_a_timeline_that_cannot_be_read_is_a_problem(clip: Media, timeline: object) -> None:
    request = cut_of(clip).with_(options={"timeline": timeline})
    (problem,) = hooks.validate(request)
    assert problem.rule == "film.timeline"


def test_a_timeline_names_no_file_that_is_not_given(clip: Media) -> None:
    (problem,) = hooks.validate(cut_of(clip).with_(media=()))
    assert problem.rule == "film.timeline"
