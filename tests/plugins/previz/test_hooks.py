"""The hooks as the core calls them: submit, watch, poll, download, cancel, and a start after an interruption."""

import asyncio
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import av
import pytest

from mediawright.plugin import (
    AuthAction,
    AuthDone,
    AuthVerb,
    Found,
    InvalidRequest,
    Job,
    LocalFault,
    Media,
    NotAccepted,
    NotPossible,
    Operation,
    Progress,
    Request,
    State,
    Stopped,
    Task,
    Window,
)
from mediawright_previz import hooks
from mediawright_previz.job_folder import SPEC_NAME, Workshop
from mediawright_previz.provider import FREE

Ask = Callable[..., Request]
JobOf = Callable[[Request], Job]
TASK = Task(provider="previz", id="job-1", handle={"spec": SPEC_NAME})


async def watched(ctx: Any) -> list[Progress]:
    return [progress async for progress in hooks.watch(ctx, TASK)]


def damage(media: Media) -> None:
    """Cut the file off after its first bytes."""
    path = Path(media.source)
    path.write_bytes(path.read_bytes()[:120])


def lose(media: Media) -> None:
    Path(media.source).unlink()


async def test_a_request_becomes_a_file(ctx: Any, sink: Any, ask: Ask, job_of: JobOf) -> None:
    task = await hooks.submit(ctx, job_of(ask(duration=1, sound=True)))
    assert task == TASK
    seen = await watched(ctx)
    assert seen[-1].state is State.SUCCEEDED
    await hooks.download(ctx, task, seen[-1], sink)
    ((output, path),) = sink.taken
    assert (path.suffix, output.duration) == (".mp4", 1.0)
    with av.open(str(path)) as container:
        assert [stream.type for stream in container.streams] == ["video", "audio"]


async def test_progress_is_real_and_names_the_shot(ctx: Any, ask: Ask, job_of: JobOf) -> None:
    await hooks.submit(ctx, job_of(ask(prompt="Shot 1: a. Shot 2: b.", duration=2)))
    *running, last = await watched(ctx)
    percents = [progress.percent or 0 for progress in running]
    assert percents == sorted(percents)
    assert len(set(percents)) > 20
    assert list(dict.fromkeys(progress.stage for progress in running)) == ["shot 1 of 2", "shot 2 of 2"]
    assert last.percent == 100
    assert last.charged == FREE


async def test_a_poll_from_elsewhere(ctx: Any, ask: Ask, job_of: JobOf) -> None:
    await hooks.submit(ctx, job_of(ask(Operation.TEXT_TO_IMAGE, count=2, aspect_ratio="21:9")))
    assert (await hooks.poll(ctx, TASK)).state is State.RUNNING
    (final,) = (await watched(ctx))[-1:]
    assert await hooks.poll(ctx, TASK) == final
    assert await watched(ctx) == [final]


async def test_cancel_stops_it_midway_from_another_context(ctx: Any, ask: Ask, job_of: JobOf) -> None:
    await hooks.submit(ctx, job_of(ask(duration=60)))
    states = []
    async for progress in hooks.watch(ctx, TASK):
        states.append(progress.state)
        if len(states) == 2:
            assert await hooks.cancel(type(ctx)(ctx.workdir), TASK) == Stopped()
    assert states[-1] is State.CANCELLED
    assert len(states) < 10
    assert (await hooks.poll(ctx, TASK)).state is State.CANCELLED
    assert list(ctx.workdir.rglob("*.mp4")) == []


async def test_what_has_ended_and_left_no_folder_cannot_be_cancelled(ctx: Any, ask: Ask, job_of: JobOf) -> None:
    await hooks.submit(ctx, job_of(ask(Operation.TEXT_TO_IMAGE)))
    await watched(ctx)
    shutil.rmtree(ctx.workdir)
    assert await hooks.cancel(ctx, TASK) == NotPossible()


async def test_what_is_finished_cannot_be_cancelled(ctx: Any, ask: Ask, job_of: JobOf) -> None:
    await hooks.submit(ctx, job_of(ask(Operation.TEXT_TO_IMAGE)))
    await watched(ctx)
    assert await hooks.cancel(ctx, TASK) == NotPossible()


async def test_an_interrupted_watch_starts_again_where_it_was(ctx: Any, ask: Ask, job_of: JobOf) -> None:
    await hooks.submit(ctx, job_of(ask(duration=4)))

    halfway = asyncio.Event()

    async def wait_on() -> None:
        async for progress in hooks.watch(ctx, TASK):
            if (progress.percent or 0) >= 60:
                halfway.set()

    waiting = asyncio.create_task(wait_on())
    await halfway.wait()
    waiting.cancel()
    await asyncio.wait({waiting})
    assert waiting.cancelled()
    assert list(ctx.workdir.rglob("*.part")) == []
    again = await watched(ctx)
    assert (again[0].percent or 0) > 49
    assert again[-1].state is State.SUCCEEDED


async def test_a_second_download_brings_the_file_again(ctx: Any, sink: Any, ask: Ask, job_of: JobOf) -> None:
    await hooks.submit(ctx, job_of(ask(Operation.TEXT_TO_IMAGE)))
    final = (await watched(ctx))[-1]
    await hooks.download(ctx, TASK, final, sink)
    sink.taken[0][1].unlink()
    await hooks.download(ctx, TASK, final, sink)
    assert sink.taken[1][1].exists()


async def test_an_input_that_disappears_is_a_verdict(ctx: Any, ask: Ask, job_of: JobOf, photo: Media) -> None:
    await hooks.submit(ctx, job_of(ask(Operation.IMAGE_TO_VIDEO, media=(photo,), duration=1)))
    lose(photo)
    last = (await watched(ctx))[-1]
    assert last.state is State.FAILED
    assert last.reason is not None
    assert (last.reason.key, last.reason.values) == ("previz.error.gone", {"name": "photo.png"})


@pytest.mark.parametrize("name", ["photo", "clip"])
async def test_a_damaged_input_is_refused_at_once(
    ctx: Any, ask: Ask, job_of: JobOf, request: pytest.FixtureRequest, name: str
) -> None:
    media: Media = request.getfixturevalue(name)
    damage(media)
    operation = Operation.EDIT_VIDEO if name == "clip" else Operation.IMAGE_TO_VIDEO
    with pytest.raises(InvalidRequest) as refusal:
        await hooks.submit(ctx, job_of(ask(operation, media=(media,))))
    assert refusal.value.problems[0].message.key == "previz.error.unreadable"
    assert not Workshop(ctx.workdir).has_spec


async def test_a_lost_spec_is_said(ctx: Any) -> None:
    with pytest.raises(LocalFault) as fault:
        await hooks.poll(ctx, TASK)
    assert fault.value.message.key == "previz.error.spec"


async def test_reconcile_knows_by_the_spec(ctx: Any, ask: Ask, job_of: JobOf) -> None:
    job = job_of(ask())
    assert isinstance(await hooks.reconcile(ctx, job), NotAccepted)
    await hooks.submit(ctx, job)
    assert await hooks.reconcile(ctx, job) == Found(TASK)


async def test_a_missing_chinese_font_is_said_once(ctx: Any, ask: Ask, job_of: JobOf) -> None:
    ctx.lang = "zh"
    await hooks.submit(ctx, job_of(ask(Operation.TEXT_TO_IMAGE, "猫")))
    assert (await watched(ctx))[-1].state is State.SUCCEEDED
    assert [message.key for message in ctx.said] == ["previz.notice.no_cjk_font"]


async def test_nothing_is_said_where_a_chinese_font_is(ctx: Any, ask: Ask, job_of: JobOf, chinese_fonts: Any) -> None:
    ctx.settings["fonts"] = str(Path(chinese_fonts.cjk.path).parent)
    await hooks.submit(ctx, job_of(ask(Operation.TEXT_TO_IMAGE, "猫")))
    assert ctx.said == []


async def test_nobody_has_to_sign_in_or_pay(ctx: Any) -> None:
    (event,) = [event async for event in hooks.auth(AuthAction(verb=AuthVerb.STATUS))]
    assert isinstance(event, AuthDone)
    assert event.status.signed_in
    assert (await hooks.quota(Window())).note is not None
