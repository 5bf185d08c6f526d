"""The wire pinned: recorded against the simulator, replayed without any; `-m live` looks at a real account, for free."""

import os
from collections.abc import AsyncIterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.plugins.chatart.bench import Desk, Keeping, Sim, filled, image, job_of, until_done, wish
from tests.plugins.chatart.conftest import MakeDesk
from tests.plugins.chatart.person import press, signing_in
from tests.plugins.chatart.recordings import BASE, FALSE, FOLDER, recorder
from vcr.record_mode import RecordMode

from mediawright.plugin import AuthDone, Operation, State, Window
from mediawright_chatart import hooks
from mediawright_chatart.about import API

if TYPE_CHECKING:
    import vcr

    from mediawright.testing.fakes import FakeClock

#: set to record anew: a simulator must listen there, and must have the test's own clock
RECORD = os.environ.get("MEDIAWRIGHT_RECORD") == "1"


@pytest.fixture
async def tape(fake_clock: "FakeClock") -> AsyncIterator["vcr.VCR"]:
    if not RECORD:
        yield recorder()
        return
    from tests.plugins.chatart.serving import at_port

    from mediawright_chatart.simulator.app import build

    with at_port(build({"api_key": FALSE, "identity_id": FALSE}, clock=fake_clock), 8765):
        yield recorder(RecordMode.ALL)


@pytest.fixture
def stage(desk_for: MakeDesk, tape: "vcr.VCR") -> Desk:
    there = Sim(BASE, None, None)  # type: ignore[arg-type]
    return desk_for(there, environ={"CHATARTPRO_API_KEY": FALSE, "CHATARTPRO_UID": FALSE})


async def test_an_edit_from_upload_to_file(
    stage: Desk, tape: "vcr.VCR", fixtures: Path, fake_clock: "FakeClock"
) -> None:
    with tape.use_cassette("edit.yaml") as played:
        ctx = stage.open("job-1")
        request = stage.measured(filled(wish(Operation.EDIT_IMAGE, media=(image("d.png"),), aspect_ratio="1:1")))
        task = await hooks.submit(ctx, job_of(request, fake_clock))
        progress = await until_done(ctx, task)
        kept = Keeping(stage.contexts.sink("job-1"))
        await hooks.download(task, progress, kept)
    assert (progress.state, kept.assets[0].media_type) == (State.SUCCEEDED, "image/png")
    assert RECORD or played.all_played


async def test_free_looks(stage: Desk, tape: "vcr.VCR") -> None:
    with tape.use_cassette("looks.yaml") as played:
        assert (await hooks.quota(stage.open())).balances[0].left.value == 960
        assert await hooks.history(stage.open(), Window(page=1)) == []
    assert RECORD or played.all_played


async def test_a_sign_in(desk_for: MakeDesk, tape: "vcr.VCR") -> None:
    there = Sim(BASE, None, None)  # type: ignore[arg-type]
    desk = desk_for(there, signed_in=False, environ={"CHATART_CLIENT_ID": FALSE})
    with tape.use_cassette("sign-in.yaml"):
        events = await signing_in(desk.open(), press if RECORD else None)
    assert isinstance(events[-1], AuthDone)
    assert desk.open().credential is not None


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.yaml")), ids=lambda path: path.stem)
def test_recordings_hold_no_secret(path: Path) -> None:
    text = path.read_text().lower()
    banned = ("authorization", "bearer", "identity-id", "x-oss", "sim-secret", "sim-token", "sts.sim", "lin@example")
    assert [word for word in banned if word in text] == []


@pytest.mark.live
async def test_a_real_account_can_be_looked_at(desk_for: MakeDesk) -> None:
    given = {name: os.environ.get(name, "") for name in ("CHATARTPRO_API_KEY", "CHATARTPRO_UID")}
    if not all(given.values()):
        pytest.skip("no account given")
    desk = desk_for(signed_in=False, environ={**given, "CHATART_BASE_URL": API})
    with recorder(RecordMode.ALL).use_cassette("live-looks.yaml"):
        assert await hooks.quota(desk.open())
        await hooks.history(desk.open(), Window())
