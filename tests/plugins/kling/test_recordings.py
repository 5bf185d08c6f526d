"""The wire pinned: recorded against the simulator, replayed without any; `-m live` looks at a real account, for free."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from tests.plugins.kling.bench import Desk, acted, image, job_of, picture, series, video
from tests.plugins.kling.recordings import BASE, FOLDER, recorder
from vcr.record_mode import RecordMode

from mediawright.plugin import (
    AuthDone,
    AuthLink,
    AuthVerb,
    Progress,
    Request,
    State,
    SubjectAction,
    SubjectVerb,
    Task,
    Window,
)
from mediawright.testing.fakes import FakeClock
from mediawright_kling import hooks

if TYPE_CHECKING:
    import vcr
    from tests.plugins.kling.conftest import MakeDesk

    from mediawright.plugin_context import PluginContext

#: set to record anew: a simulator is then started on the recordings' own port
RECORD = os.environ.get("MEDIAWRIGHT_RECORD") == "1"
WISHES = {
    "text2video": video(duration=3),
    "image2video": video(media=(image("a.jpg"),), duration=3),
    "omni-video": video("<<<element_1>>> dances", subject_ids=("829836802793406551",), duration=3),
    "generations": picture(),
    "omni-image": series(media=(image("a.jpg"),), series_amount=2),
}


@contextmanager
def at_port(port: int) -> Iterator[None]:
    """A simulator where the recordings expect it."""
    import threading

    import uvicorn

    from mediawright_kling.simulator.app import make_app

    options = {"access_key": "recorded-access-key", "time_scale": "100", "bind": "approve"}
    server = uvicorn.Server(uvicorn.Config(make_app(options), port=port, log_level="critical"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        thread.join(0.05)
    yield
    server.should_exit = True
    thread.join(10)


@pytest.fixture
def tape() -> Iterator["vcr.VCR"]:
    if not RECORD:
        yield recorder()
        return
    with at_port(int(BASE.rpartition(":")[2])):
        yield recorder(RecordMode.ALL)


@pytest.fixture
async def stage(desk_for: "MakeDesk", tape: "vcr.VCR") -> Desk:
    return await desk_for(KLING_API_BASE=BASE, KLING_ACCESS_KEY="recorded-access-key")


async def done(ctx: "PluginContext", task: Task) -> Progress:
    """The verdict; while recording, the simulator needs a moment."""
    import asyncio

    progress = await hooks.poll(ctx, task)
    while progress.state not in (State.SUCCEEDED, State.FAILED):
        await asyncio.sleep(0.02 if RECORD else 0)
        progress = await hooks.poll(ctx, task)
    return progress


@pytest.mark.parametrize(("name", "wish"), WISHES.items(), ids=WISHES)
async def test_a_job_of_every_route(
    name: str, wish: Request, stage: Desk, tape: "vcr.VCR", clock: FakeClock, fixtures: Path
) -> None:
    with tape.use_cassette(f"{name}.yaml") as played:
        ctx = stage.open()
        request = stage.measured(hooks.complete(wish))
        task = await hooks.submit(ctx, job_of(request, clock, f"recorded-{name}"))
        progress = await done(ctx, task)
        await hooks.download(task, progress, stage.contexts.sink("job-1"))
    assert task.handle["path"].endswith(name)
    assert len(list(stage.cwd.glob(f"{task.id}*"))) == len(progress.outputs)
    assert RECORD or played.all_played


async def test_free_looks(desk_for: "MakeDesk", tape: "vcr.VCR", stage: Desk, clock: FakeClock) -> None:
    end = datetime(2030, 1, 1, tzinfo=UTC)
    with tape.use_cassette("looks.yaml") as played:
        packs = await hooks.quota(stage.open(), Window(start=datetime(2020, 1, 1, tzinfo=UTC), end=end))
        presets = await hooks.subjects(stage.open(), SubjectAction(verb=SubjectVerb.LIST_PRESETS))
        past = await hooks.history(stage.open(), Window(kind="video"))
    assert (len(packs.balances), presets.items[0].id, past) == (3, "829836802793406551", [])
    assert RECORD or played.all_played


async def test_a_device_is_bound(desk_for: "MakeDesk", tape: "vcr.VCR") -> None:
    desk = await desk_for(KLING_API_BASE=BASE, signed_in=False, HOSTNAME="recorded-device")
    with tape.use_cassette("bind.yaml"):
        events = await acted(desk.open(), AuthVerb.LOGIN)
    assert isinstance(events[0], AuthLink)
    assert isinstance(events[-1], AuthDone)
    assert desk.open().credential is not None


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.yaml")), ids=lambda path: path.stem)
def test_recordings_hold_no_secret(path: Path) -> None:
    text = path.read_text("utf-8").lower()
    assert "authorization" not in text
    assert "bearer" not in text
    assert not re.search(r"eyj[a-z0-9_-]+\.", text)
    assert "sim-not-a-secret" not in text


@pytest.mark.live
@pytest.mark.skipif(
    not {"KLING_API_KEY", "KLING_ACCESS_KEY", "KLING_TOKEN"} & set(os.environ), reason="no real account"
)
async def test_a_real_account_answers_free_looks(desk_for: "MakeDesk") -> None:
    names = ("KLING_ACCESS_KEY", "KLING_SECRET_KEY", "KLING_API_KEY", "KLING_TOKEN", "KLING_API_BASE")
    given: dict[str, Any] = {name: os.environ[name] for name in names if name in os.environ}
    desk = await desk_for(signed_in=False, MEDIAWRIGHT_ALLOW_LOOPBACK="", **given)
    assert (await hooks.quota(desk.open(), Window())).raw is not None
