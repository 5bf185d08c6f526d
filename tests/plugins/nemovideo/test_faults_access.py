"""Every fault of tokens, sessions and uploads (docs/contracts/nemovideo.md §15.3) over a real socket."""

from pathlib import Path

import pytest
from tests.plugins.nemovideo.harness import Harness, Sim, contexts_for, generation, talk

from mediawright.plugin import (
    AuthAction,
    AuthVerb,
    InvalidRequest,
    NotFound,
    Rejected,
    SignInNeeded,
    State,
    TalkAction,
    TalkVerb,
    Window,
)
from mediawright_nemovideo import hooks


async def test_n_r07_a_refused_token_is_renewed_once_under_the_same_client_id(harness: Harness, sim: Sim) -> None:
    await harness.made()
    sim.fault("auth_1001_mid")
    outcome = await harness.run(talk("add a title 'First Snow'"))
    assert outcome.last.state is State.SUCCEEDED
    asked = sim.sent("anonymous-token")
    assert len(asked) == 2
    assert len({entry["client_id"] for entry in asked}) == 1
    assert "error.token_renewing" in outcome.keys
    assert sim.charges == 2


async def test_n_r08_a_message_refused_for_its_token_is_sent_once_more(harness: Harness, sim: Sim) -> None:
    """The refusal is explicit and came before any event: the only repeat of a message there is."""
    sim.fault("double_send_trap")
    sim.fault("auth_1001_mid", path="/run_sse")
    outcome = await harness.run(generation())
    assert outcome.last.state is State.SUCCEEDED
    assert len(sim.sent("/run_sse")) == 2
    assert len(sim.messages) == sim.charges == 1
    assert sim.log()["trapped"] == []


async def test_n_r07_a_token_refused_again_stops_after_one_repeat(harness: Harness, sim: Sim) -> None:
    sim.fault("auth_1001_always")
    with pytest.raises(SignInNeeded) as caught:
        await hooks.quota(harness.ctx(), Window())
    assert caught.value.message.key == "nemovideo.error.token_again"
    assert len(sim.sent("credits")) == 2
    events = [event async for event in hooks.auth(harness.ctx(), AuthAction(verb=AuthVerb.RENEW))]
    assert not events[-1].status.signed_in  # type: ignore[union-attr]
    assert len(sim.sent("anonymous-token")) == 2


async def test_n_r06_a_persons_own_token_is_never_replaced(sim: Sim, tmp_path: Path) -> None:
    async with contexts_for(sim.url, tmp_path, {"NEMO_TOKEN": sim.user()}) as contexts:
        harness = Harness(contexts, tmp_path / "work")
        sim.fault("auth_1001_mid")
        with pytest.raises(SignInNeeded) as caught:
            await harness.submit(generation())
    assert caught.value.message.key == "nemovideo.error.token_own"
    assert sim.sent("anonymous-token") == []


async def opened(harness: Harness, name: str = "fox") -> None:
    await hooks.converse(harness.ctx(), TalkAction(verb=TalkVerb.OPEN, name=name))


async def test_a_session_that_is_gone_is_replaced_for_a_creation(harness: Harness, sim: Sim) -> None:
    await opened(harness)
    sim.fault("session_1002")
    outcome = await harness.run(generation())
    assert outcome.last.state is State.SUCCEEDED
    assert "error.session" in outcome.keys
    assert outcome.task.handle["project"] == "fox"
    assert sim.charges == 1


async def test_n_r08_an_edit_is_not_sent_to_a_new_session_without_a_word(harness: Harness, sim: Sim) -> None:
    await harness.made()
    sim.fault("session_1002")
    with pytest.raises(Rejected) as caught:
        await harness.submit(talk("add a title 'First Snow'"))
    assert caught.value.message.key == "nemovideo.error.session_edit"
    assert len(sim.messages) == 1


async def test_a_session_lost_in_mid_turn_is_told(harness: Harness, sim: Sim) -> None:
    await opened(harness)
    sim.fault("drop_mid_stream")
    outcome = await harness.submit(generation())
    sim.fault("session_1002")
    outcome = await harness.follow(outcome)
    assert outcome.last.provider_code == "1002"
    assert outcome.told() == "That project is no longer available, so I opened a new one."
    assert len(sim.sent("/run_sse")) == 1


async def test_n_r05_the_seven_day_window_uses_the_stored_token(harness: Harness, sim: Sim) -> None:
    await hooks.quota(harness.ctx(), Window())
    sim.fault("token_429_window")
    assert (await hooks.quota(harness.ctx(), Window())).balances
    assert len(sim.sent("anonymous-token")) == 1


async def test_the_seven_day_window_is_explained_without_a_token(harness: Harness, sim: Sim) -> None:
    sim.fault("token_429_window")
    with pytest.raises(SignInNeeded) as caught:
        await hooks.quota(harness.ctx(), Window())
    assert caught.value.message.key == "nemovideo.error.token_window"


async def test_no_user_id_gives_the_plain_address(harness: Harness, sim: Sim) -> None:
    sim.fault("no_user_id")
    sim.fault("credits_2001", where="late")
    outcome = await harness.run(generation())
    assert "https://nemovideo.com" in outcome.told()
    assert "bind" not in outcome.told()


@pytest.mark.parametrize(
    ("fault", "key"),
    [("upload_4001", "file_type"), ("upload_4002", "file_size"), ("upload_413", "file_size")],
)
async def test_refused_uploads_have_the_right_sentence(
    harness: Harness, sim: Sim, photo: Path, fault: str, key: str
) -> None:
    await opened(harness)
    sim.fault(fault)
    with pytest.raises(InvalidRequest) as caught:
        await hooks.converse(harness.ctx(), TalkAction(verb=TalkVerb.UPLOAD, sources=(photo.name,)))
    assert caught.value.message.key == f"nemovideo.error.{key}"


@pytest.mark.parametrize("fault", ["http", "strict"])
async def test_errors_by_http_status_and_the_strict_door_change_nothing(harness: Harness, sim: Sim, fault: str) -> None:
    sim.fault(fault)
    await harness.made()
    sim.fault("session_1002")
    with pytest.raises(Rejected):
        await harness.submit(talk("add a title 'First Snow'"))


async def test_n_r03_claim_404_means_no_link_and_no_token_in_any_link(harness: Harness, sim: Sim) -> None:
    sim.fault("claim_404")
    outcome = await harness.made()
    assert "link" not in outcome.last.data
    assert "nmv" not in outcome.told()


async def test_a_new_identity_that_cannot_see_the_old_session_says_so(harness: Harness, sim: Sim) -> None:
    await harness.made()
    sim.fault("new_user")
    sim.fault("auth_1001_mid")
    with pytest.raises(Rejected) as caught:
        await harness.submit(talk("add a title 'First Snow'"))
    assert caught.value.message.key == "nemovideo.error.session_edit"


async def test_an_unknown_project_is_refused_with_the_known_names(harness: Harness) -> None:
    await opened(harness, "fox")
    with pytest.raises(NotFound) as caught:
        await harness.submit(talk("add a title", project="wolf"))
    assert caught.value.problems[0].allowed == ("fox",)
