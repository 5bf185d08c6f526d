"""The simulated service: its clock, its agent, its ledger of credits, its files (docs/contracts/nemovideo.md §15)."""

import asyncio
from collections.abc import Callable
from typing import Any

import httpx2
import pytest
from tests.plugins.nemovideo.harness import Harness, Sim

from mediawright.plugin import InvalidRequest
from mediawright_nemovideo.simulator import create_app
from mediawright_nemovideo.simulator.clock import SimulatedClock
from mediawright_nemovideo.simulator.script import EDIT, GENERATION, REPLY, kind_of
from mediawright_nemovideo.simulator.state import ServiceState
from mediawright_nemovideo.simulator.timelines import clip, edited, length_of, ratio_of, subject_of

HEADERS = {"X-Skill-Source": "a", "X-Skill-Version": "1", "X-Skill-Platform": "unknown"}


@pytest.fixture
def service_state() -> ServiceState:
    return ServiceState(SimulatedClock(manual=True))


def begin(service_state: ServiceState, text: str = "a red fox in the snow") -> Any:
    user = service_state.new_user()
    session = service_state.new_session(user, "p", "en")
    return user, session, service_state.begin(session, text, "http://x")


def test_a_generation_runs_by_the_clock_alone(service_state: ServiceState) -> None:
    user, session, turn = begin(service_state)
    assert (user.available, user.frozen) == (0, 100)
    service_state.clock.advance(300)
    service_state.settle()
    assert session.media
    service_state.clock.advance(40)
    service_state.settle()
    assert session.draft
    assert (user.available, user.frozen, user.charged) == (0, 0, 1)
    assert not turn.open


def test_a_failed_turn_gives_the_credits_back(service_state: ServiceState) -> None:
    service_state.faults.add("drop_and_fail")
    user, _, _ = begin(service_state)
    service_state.clock.advance(30)
    service_state.settle()
    assert (user.available, user.frozen, user.charged) == (100, 0, 0)


def test_too_few_credits_start_nothing(service_state: ServiceState) -> None:
    _, session, _ = begin(service_state)
    assert service_state.begin(session, "another fox in the snow", "http://x") == 100
    assert len(service_state.turns) == 1


def test_two_equal_messages_are_two_jobs(service_state: ServiceState) -> None:
    service_state.credits = 500
    _, session, _ = begin(service_state)
    service_state.begin(session, "a red fox in the snow", "http://x")
    assert len(service_state.charges()) == 2


@pytest.mark.parametrize(
    ("text", "draft", "kind"),
    [
        ("a red fox trotting", False, GENERATION),
        ("一只狐狸在雪地里奔跑", False, GENERATION),
        ("hello", False, REPLY),
        ("add a title", True, EDIT),
        ("加个标题", True, EDIT),
        ("generate another", True, GENERATION),
        ("what can you do?", True, REPLY),
    ],
)
def test_what_a_message_sets_going(text: str, draft: bool, kind: str) -> None:
    assert kind_of(text, draft) == kind


@pytest.mark.parametrize(
    ("text", "check"),
    [
        ("add a title 'Snow'", lambda d: d["t"][2]["sg"][-1]["m"]["text"] == "Snow"),
        ("change the title to “Ice”", lambda d: d["t"][2]["sg"][0]["m"]["text"] == "Ice"),
        ("加个标题：初雪", lambda d: d["t"][2]["sg"][-1]["m"]["text"] == "初雪"),
        ("remove the music", lambda d: [t["tt"] for t in d["t"]] == [0, 7]),
        ("music at 20%", lambda d: d["t"][1]["sg"][0]["m"]["volume"] == 0.2),
        ("add BGM", lambda d: len(d["t"][1]["sg"]) == 2),
        ("change the mood", lambda d: d["m"]["note"] == "change the mood"),
    ],
)
def test_every_edit_leaves_a_trace(text: str, check: Callable[[dict[str, Any]], bool]) -> None:
    draft = clip("gm_01", "http://x/a.mp4", "a fox", zh=False)
    before = repr(draft)
    assert check(edited(draft, text, 5))
    assert repr(draft) == before


def test_the_prompt_decides_the_clip() -> None:
    assert subject_of("generate a video of a red fox, 10 seconds, 9:16") == "red fox"
    assert length_of("a fox, 10 seconds") == 10_000
    assert ratio_of("a fox, 9:16") == "9:16"
    assert ratio_of("一只狐狸，竖屏") == "9:16"


async def test_a_clock_moved_by_hand_wakes_those_who_wait() -> None:
    clock = SimulatedClock(manual=True)
    waiting = asyncio.create_task(clock.until(100))
    await asyncio.sleep(0)
    clock.advance(99)
    await asyncio.sleep(0)
    assert not waiting.done()
    clock.advance(1)
    await asyncio.wait_for(waiting, 2)


def test_a_scaled_clock_runs_fast() -> None:
    clock = SimulatedClock(scale=1e-9)
    assert clock.now() > 0
    clock.freeze()
    assert clock.now() == clock.now()


def test_unknown_faults_and_paths_are_refused(sim: Sim) -> None:
    assert httpx2.post(f"{sim.url}/__sim/faults", json={"name": "no_such"}).status_code == 400
    answer = httpx2.get(f"{sim.url}/v1/run")
    assert (answer.status_code, answer.json()) == (404, {"detail": "Not Found"})


def test_without_the_headers_there_is_no_export(sim: Sim) -> None:
    bearer = {"Authorization": f"Bearer {sim.user()}"}
    answer = httpx2.post(f"{sim.url}/api/render/proxy/lambda", headers=bearer, json={"id": "render_1"})
    assert answer.status_code == 402
    answer = httpx2.get(f"{sim.url}/api/credits/balance/simple", headers=bearer)
    assert answer.json()["data"] == {"available": 500.0, "frozen": 0.0, "total": 500.0}


def test_a_missing_client_id_is_a_400(sim: Sim) -> None:
    assert httpx2.post(f"{sim.url}/api/auth/anonymous-token").status_code == 400


def test_one_address_gets_ten_tokens(sim: Sim) -> None:
    asked = [
        httpx2.post(f"{sim.url}/api/auth/anonymous-token", headers={"X-Client-Id": f"c{n}"}).status_code
        for n in range(11)
    ]
    assert asked == [200] * 10 + [429]


def test_a_strange_session_is_not_there(sim: Sim) -> None:
    bearer = {"Authorization": f"Bearer {sim.user()}", **HEADERS}
    answer = httpx2.get(f"{sim.url}/api/state/nemo_agent/me/123/latest", headers=bearer)
    assert answer.json()["code"] == 1002


def test_a_malformed_message_is_a_422(sim: Sim) -> None:
    bearer = {"Authorization": f"Bearer {sim.user()}", **HEADERS}
    assert httpx2.post(f"{sim.url}/run_sse", headers=bearer, json={"app_name": "nemo_agent"}).status_code == 422


async def test_the_log_shows_no_bearer(harness: Harness, sim: Sim) -> None:
    await harness.made()
    log = str(sim.log())
    assert "nmv" + "_usr_" not in log
    assert all(len(entry["bearer"]) in (0, 5) for entry in sim.log()["requests"])


async def test_the_files_play_and_can_be_fetched_in_parts(harness: Harness, sim: Sim) -> None:
    import av

    outcome = await harness.made()
    url = outcome.last.outputs[0].url
    async with httpx2.AsyncClient() as client:
        part = await client.get(url, headers={"Range": "bytes=4-7"})
    assert (part.status_code, part.content) == (206, b"ftyp")
    [path] = await harness.fetch(outcome)
    with av.open(str(path)) as container:
        assert container.streams.video[0].codec_context.name == "h264"
        assert sum(1 for _ in container.decode(video=0)) == 60


def test_a_third_of_the_edits_end_without_a_word() -> None:
    service_state = ServiceState(SimulatedClock(manual=True), silent=0.30, credits=100_000)
    user = service_state.new_user()
    session = service_state.new_session(user, "p", "en")
    session.draft = clip("gm", "http://x", "a fox", zh=False)
    turns = [service_state.begin(session, f"add title {n}", "http://x") for n in range(300)]
    quiet = sum(1 for turn in turns if not isinstance(turn, float) and turn.plan.steps[-1].event is None)
    assert 60 < quiet < 120


def test_reset_makes_a_new_world(sim: Sim) -> None:
    sim.user()
    sim.call("reset", {})
    assert sim.log()["users"] == []


def test_the_app_can_be_built_by_the_hook() -> None:
    from mediawright_nemovideo import hooks

    assert hooks.simulator({"scale": "0.01"}).state.service_state.clock.scale == 0.01
    with pytest.raises(InvalidRequest):
        create_app({"scale": "fast"})


def test_the_clock_can_be_moved_over_the_wire(simulate: Callable[..., Sim]) -> None:
    sim = simulate(clock="manual")
    assert sim.call("clock", {"advance": 50})["now"] == 50
