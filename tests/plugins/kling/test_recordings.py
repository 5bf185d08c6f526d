"""The wire pinned: recorded against the simulator, replayed without any; `-m live` looks at a real account, for free."""

import os
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from tests.plugins.kling.harness import Harness, acted, image, job_of, picture, series, video

from mediawright.context.protocol import Clock
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
from mediawright.testing.recordings import NOBODY, Recorder
from mediawright_kling import hooks

if TYPE_CHECKING:
    from tests.plugins.kling.conftest import MakeHarness

    from mediawright.context.plugin import PluginContext
    from mediawright.testing.simulator import SimulatorRunner

FOLDER = Path(__file__).parent / "cassettes"
REQUESTS = {
    "text2video": video(duration=3),
    "image2video": video(media=(image("a.jpg"),), duration=3),
    "omni-video": video("<<<element_1>>> dances", subject_ids=("829836802793406551",), duration=3),
    "generations": picture(),
    "omni-image": series(media=(image("a.jpg"),), series_amount=2),
}


@pytest.fixture
def private_fields() -> frozenset[str]:
    """What tells whose machine and account it was."""
    return frozenset({"clientinstanceid", "hostname", "accountid"})


@pytest.fixture
def clock(recorded: Recorder) -> Clock:
    """What the machine of these tests lives by."""
    return recorded.clock


@pytest.fixture
def base(recorded: Recorder, run_simulator: "SimulatorRunner") -> str:
    """A simulator while recording, else nobody."""
    options = {"access_key": "recorded-access-key", "time_scale": "100", "bind": "approve"}
    return run_simulator(hooks.simulator(options)) if recorded.record else NOBODY


@pytest.fixture
async def recorded_harness(harness_for: "MakeHarness", base: str) -> Harness:
    return await harness_for(KLING_API_BASE=base, KLING_ACCESS_KEY="recorded-access-key")


async def done(ctx: "PluginContext", task: Task) -> Progress:
    """The verdict; while recording, the simulator needs a moment."""
    import asyncio

    progress = await hooks.poll(ctx, task)
    while progress.state not in (State.SUCCEEDED, State.FAILED):
        await asyncio.sleep(0.01)
        progress = await hooks.poll(ctx, task)
    return progress


@pytest.mark.parametrize(("name", "kling_request"), REQUESTS.items(), ids=REQUESTS)
async def test_a_job_of_every_route(
    name: str, kling_request: Request, recorded_harness: Harness, recorded: Recorder, clock: Clock, fixtures: Path
) -> None:
    with recorded(name) as played:
        ctx = recorded_harness.open()
        request = recorded_harness.measured(hooks.complete(kling_request))
        task = await hooks.submit(ctx, job_of(request, clock, f"recorded-{name}"))
        progress = await done(ctx, task)
        await hooks.download(task, progress, recorded_harness.contexts.sink("job-1"))
    assert task.handle["path"].endswith(name)
    assert len(list(recorded_harness.cwd.glob(f"{task.id}*"))) == len(progress.outputs)
    assert recorded.record or played.all_played


async def test_free_polls(recorded_harness: Harness, recorded: Recorder) -> None:
    end = datetime(2030, 1, 1, tzinfo=UTC)
    with recorded("polls") as played:
        packs = await hooks.quota(recorded_harness.open(), Window(start=datetime(2020, 1, 1, tzinfo=UTC), end=end))
        presets = await hooks.subjects(recorded_harness.open(), SubjectAction(verb=SubjectVerb.LIST_PRESETS))
        past = await hooks.history(recorded_harness.open(), Window(kind="video"))
    assert (len(packs.balances), presets.items[0].id, past) == (3, "829836802793406551", [])
    assert recorded.record or played.all_played


async def test_a_device_is_bound(harness_for: "MakeHarness", base: str, recorded: Recorder) -> None:
    harness = await harness_for(KLING_API_BASE=base, signed_in=False, HOSTNAME="recorded-device")
    with recorded("bind"):
        events = await acted(harness.open(), AuthVerb.LOGIN)
    assert isinstance(events[0], AuthLink)
    assert isinstance(events[-1], AuthDone)
    assert harness.open().credential is not None


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
async def test_a_real_account_answers_free_polls(harness_for: "MakeHarness") -> None:
    names = ("KLING_ACCESS_KEY", "KLING_SECRET_KEY", "KLING_API_KEY", "KLING_TOKEN", "KLING_API_BASE")
    given: dict[str, Any] = {name: os.environ[name] for name in names if name in os.environ}
    harness = await harness_for(signed_in=False, MEDIAWRIGHT_ALLOW_LOOPBACK="", **given)
    assert (await hooks.quota(harness.open(), Window())).raw is not None
