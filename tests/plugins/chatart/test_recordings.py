"""The wire pinned: recorded against the simulator, replayed without any; `-m live` looks at a real account, for free."""

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.plugins.chatart.conftest import MakeHarness
from tests.plugins.chatart.harness import Harness, Keeping, Sim, filled, image, job_of, media_request, until_done
from tests.plugins.chatart.person import press, signing_in

from mediawright.plugin import AuthDone, Operation, State, Window
from mediawright.testing.canaries import MARK
from mediawright.testing.recordings import NOBODY, Recorder
from mediawright_chatart import hooks
from mediawright_chatart.provider import API

if TYPE_CHECKING:
    from mediawright.testing.fakes import FakeClock

FOLDER = Path(__file__).parent / "cassettes"


@pytest.fixture
def private_fields() -> frozenset[str]:
    """What tells whose account it was."""
    return frozenset({"email", "name", "member_id", "identity_id", "accesskeyid"})


@pytest.fixture
def recorded(recorded: Recorder, fake_clock: "FakeClock") -> Recorder:
    """Recorded, too, under the test's own clock: the simulator lives by it."""
    return replace(recorded, clock=fake_clock)


@pytest.fixture
def there(recorded: Recorder, simulate: Callable[..., Sim]) -> Sim:
    """A simulator on the test's own clock while recording, else nobody."""
    if recorded.record:
        return simulate(api_key=MARK, identity_id=MARK)
    return Sim(NOBODY, None, None)  # type: ignore[arg-type]


@pytest.fixture
def recorded_harness(harness_for: MakeHarness, there: Sim) -> Harness:
    return harness_for(there, environ={"CHATARTPRO_API_KEY": MARK, "CHATARTPRO_UID": MARK})


async def test_an_edit_from_upload_to_file(
    recorded_harness: Harness, recorded: Recorder, fixtures: Path, fake_clock: "FakeClock"
) -> None:
    with recorded("edit") as played:
        ctx = recorded_harness.open("job-1")
        request = recorded_harness.measured(
            filled(media_request(Operation.EDIT_IMAGE, media=(image("d.png"),), aspect_ratio="1:1"))
        )
        task = await hooks.submit(ctx, job_of(request, fake_clock))
        progress = await until_done(ctx, task)
        kept = Keeping(recorded_harness.contexts.sink("job-1"))
        await hooks.download(task, progress, kept)
    assert (progress.state, kept.assets[0].media_type) == (State.SUCCEEDED, "image/png")
    assert recorded.record or played.all_played


async def test_free_polls(recorded_harness: Harness, recorded: Recorder) -> None:
    with recorded("polls") as played:
        assert (await hooks.quota(recorded_harness.open())).balances[0].left.value == 960
        assert await hooks.history(recorded_harness.open(), Window(page=1)) == []
    assert recorded.record or played.all_played


async def test_a_sign_in(harness_for: MakeHarness, there: Sim, recorded: Recorder) -> None:
    harness = harness_for(there, signed_in=False, environ={"CHATART_CLIENT_ID": MARK})
    with recorded("sign-in"):
        events = await signing_in(harness.open(), press if recorded.record else None)
    assert isinstance(events[-1], AuthDone)
    assert harness.open().credential is not None


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.yaml")), ids=lambda path: path.stem)
def test_recordings_hold_no_secret(path: Path) -> None:
    text = path.read_text().lower()
    banned = ("authorization", "bearer", "identity-id", "x-oss", "sim-secret", "sim-token", "sts.sim", "lin@example")
    assert [word for word in banned if word in text] == []


@pytest.mark.live
async def test_a_real_account_can_be_polled(
    harness_for: MakeHarness, private_fields: frozenset[str], fake_clock: "FakeClock"
) -> None:
    given = {name: os.environ.get(name, "") for name in ("CHATARTPRO_API_KEY", "CHATARTPRO_UID")}
    if not all(given.values()):
        pytest.skip("no account given")
    harness = harness_for(signed_in=False, environ={**given, "CHATART_BASE_URL": API})
    with Recorder(FOLDER, True, private_fields, fake_clock)("live-looks"):
        assert await hooks.quota(harness.open())
        await hooks.history(harness.open(), Window())
