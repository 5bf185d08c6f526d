"""The wire pinned: recorded against the simulator, replayed without any; `-m live` looks at a real account, for free."""

import os
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
from tests.plugins.nemovideo.bench import Desk, Sim, contexts_for, exporting, generation, talk
from tests.plugins.nemovideo.recordings import BASE, FOLDER, recorder
from vcr.record_mode import RecordMode

from mediawright.plugin import State, Window
from mediawright.testing.builders import a_job
from mediawright.testing.fakes import PredictableIds
from mediawright_nemovideo import hooks
from mediawright_nemovideo.settings import API_URL

#: set to record anew, after the old recordings were deleted
RECORD = os.environ.get("MEDIAWRIGHT_RECORD") == "1"


@pytest.fixture
async def stage(simulate: Callable[..., Sim], tmp_path: Path) -> AsyncIterator[Desk]:
    """A machine whose identifiers come in order; the simulator runs only while recording."""
    url = simulate().url if RECORD else BASE
    async with contexts_for(url, tmp_path, {"NEMO_CLIENT_ID": "recorded"}, PredictableIds()) as contexts:
        yield Desk(contexts, tmp_path / "work")


async def test_a_conversation_from_words_to_file(stage: Desk) -> None:
    with recorder(RecordMode.ALL if RECORD else RecordMode.NONE).use_cassette("conversation.yaml") as played:
        for number, request in enumerate((generation(), talk("add a title 'First Snow'"), exporting()), 1):
            job = a_job(request, provider="nemovideo", id=f"recorded-{number}")
            outcome = await stage.follow(await stage.submit(request, job=job))
            assert outcome.last.state is State.SUCCEEDED
        files = await stage.fetch(outcome)
    assert len(files) == 1
    assert "First Snow" in outcome.told()
    assert RECORD or played.all_played


async def test_free_looks(stage: Desk) -> None:
    with recorder(RecordMode.ALL if RECORD else RecordMode.NONE).use_cassette("looks.yaml") as played:
        quota = await hooks.quota(stage.ctx(), Window())
    assert quota.balances[0].left.value == 500
    assert RECORD or played.all_played


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.yaml")), ids=lambda path: path.stem)
def test_n_r03_recordings_hold_no_secret(path: Path) -> None:
    text = path.read_text().lower()
    banned = ("authorization", "bearer ", "nmv" + "_usr_", "clm_", "anon_", "x-client-id")
    assert [word for word in banned if word in text] == []


@pytest.mark.live
async def test_a_real_account_can_be_looked_at(tmp_path: Path) -> None:
    token = os.environ.get("NEMO_TOKEN", "")
    if not token:
        pytest.skip("no account given")
    given = {"NEMO_TOKEN": token, "NEMO_TIME_SCALE": "1"}
    async with contexts_for(API_URL, tmp_path, given) as contexts:
        with recorder(RecordMode.ALL).use_cassette("live-looks.yaml"):
            assert (await hooks.quota(Desk(contexts, tmp_path).ctx(), Window())).balances
