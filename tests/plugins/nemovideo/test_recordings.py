"""The wire pinned: recorded against the simulator, replayed without any; `-m live` looks at a real account, for free."""

import os
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
from tests.plugins.nemovideo.harness import Harness, Sim, contexts_for, exporting, generation, talk

from mediawright.clock import SystemClock
from mediawright.plugin import State, Window
from mediawright.testing.builders import a_job
from mediawright.testing.fakes import PredictableIds
from mediawright.testing.recordings import NOBODY, Recorder
from mediawright_nemovideo import hooks
from mediawright_nemovideo.settings import API_URL

FOLDER = Path(__file__).parent / "cassettes"


@pytest.fixture
def private_fields() -> frozenset[str]:
    """What tells whose account it was."""
    return frozenset({"user_id"})


@pytest.fixture
async def recorded_harness(recorded: Recorder, simulate: Callable[..., Sim], tmp_path: Path) -> AsyncIterator[Harness]:
    """A machine whose identifiers come in order; the simulator runs only while recording."""
    url = simulate().url if recorded.record else NOBODY
    async with contexts_for(
        url, tmp_path, {"NEMO_CLIENT_ID": "recorded"}, PredictableIds(), recorded.clock
    ) as contexts:
        yield Harness(contexts, tmp_path / "work")


async def test_a_conversation_from_words_to_file(recorded_harness: Harness, recorded: Recorder) -> None:
    with recorded("conversation") as played:
        for number, request in enumerate((generation(), talk("add a title 'First Snow'"), exporting()), 1):
            job = a_job(request, provider="nemovideo", id=f"recorded-{number}")
            outcome = await recorded_harness.follow(await recorded_harness.submit(request, job=job))
            assert outcome.last.state is State.SUCCEEDED
        files = await recorded_harness.fetch(outcome)
    assert len(files) == 1
    assert "First Snow" in outcome.told()
    assert recorded.record or played.all_played


async def test_free_polls(recorded_harness: Harness, recorded: Recorder) -> None:
    with recorded("polls") as played:
        quota = await hooks.quota(recorded_harness.ctx(), Window())
    assert quota.balances[0].left.value == 500
    assert recorded.record or played.all_played


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.yaml")), ids=lambda path: path.stem)
def test_n_r03_recordings_hold_no_secret(path: Path) -> None:
    text = path.read_text().lower()
    banned = ("authorization", "bearer ", "nmv" + "_usr_", "clm_", "anon_", "x-client-id")
    assert [word for word in banned if word in text] == []


@pytest.mark.live
async def test_a_real_account_can_be_polled(tmp_path: Path, private_fields: frozenset[str]) -> None:
    token = os.environ.get("NEMO_TOKEN", "")
    if not token:
        pytest.skip("no account given")
    given = {"NEMO_TOKEN": token, "NEMO_TIME_SCALE": "1"}
    async with contexts_for(API_URL, tmp_path, given) as contexts:
        with Recorder(FOLDER, True, private_fields, SystemClock())("live-looks"):
            assert (await hooks.quota(Harness(contexts, tmp_path).ctx(), Window())).balances
