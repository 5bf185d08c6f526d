"""For each provider: only commands printed in SKILL.md or in `next` lead from a request to a file, signed out at first."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx2
import pytest
from tests.e2e.conftest import Shell
from tests.skill.agent import Agent, NotPrinted
from tests.skill.conftest import ROOT, Skill

from mediawright.testing.simulator import serve


def skill(name: str) -> Skill:
    return Skill(ROOT / "skills" / name / "SKILL.md")


@contextmanager
def environment() -> Iterator[dict[str, str]]:
    """The environment that puts every provider's simulator in its place."""
    from mediawright_chatart.hooks import simulator as chatart
    from mediawright_kling.hooks import simulator as kling
    from mediawright_nemovideo.hooks import simulator as nemovideo

    quick = {"time_scale": "40"}
    with (
        serve(kling(options=quick)) as one,
        serve(chatart(options=quick)) as two,
        serve(nemovideo(options={})) as three,
    ):
        yield {
            "MEDIAWRIGHT_ALLOW_LOOPBACK": "1",
            "KLING_API_BASE": one,
            "KLING_BIND_BASE": one,
            "CHATART_BASE_URL": two,
            "CHATART_OSS_ENDPOINT": two,
            "CHATART_CDN_BASE": f"{two}/cdn/",
            "NEMO_API_URL": three,
            "NEMO_WEB_URL": three,
            "NEMO_TIME_SCALE": "0.4",
            "MEDIAWRIGHT_TEST_PACE": "40",
        }


@pytest.fixture(scope="session")
def providers() -> Iterator[dict[str, str]]:
    with environment() as env:
        yield env


def agree(link: str) -> None:
    """The person opens the page and agrees, on whichever device."""
    httpx2.post(link, data={"verdict": "approve", "answer": "approve"}, follow_redirects=True).raise_for_status()


@pytest.fixture
def agent(shell: Shell, providers: dict[str, str]) -> Agent:
    shell.env |= providers
    return Agent(shell, skill("mediawright"), agree)


def files(answer: dict[str, object]) -> list[Path]:
    data = answer["data"]
    assert isinstance(data, dict)
    return [Path(item["path"]) for item in data["files"]]


UTTERANCES = {
    "kling": 'mediawright do "用可灵做一个5秒的视频：海边日落，海浪轻轻涌动" --provider kling --json',
    "chatart": 'mediawright do "用Seedance 2.0做一个5秒9:16的视频：清晨的渔港，渔船缓缓出海" --provider chatart --json',
    "nemovideo": 'mediawright do "用NemoVideo做一个5秒的视频：日出时的狐狸" --provider nemovideo --json',
}


@pytest.mark.parametrize("name", UTTERANCES)
def test_from_request_to_file_with_the_provider_s_own_skill(agent: Agent, name: str) -> None:
    agent.skill = skill(name)
    answer = agent.fulfil(UTTERANCES[name])
    made = files(answer)
    assert made, agent.transcript
    assert all(path.is_file() and path.is_absolute() for path in made)


@pytest.mark.parametrize("name", UTTERANCES)
def test_from_request_to_file_with_the_main_skill(agent: Agent, name: str) -> None:
    assert files(agent.fulfil(UTTERANCES[name])), agent.transcript


def test_the_first_run_needs_nothing_set_up(agent: Agent) -> None:
    code, _ = agent.run("mediawright doctor --json")
    assert code == 0
    assert files(agent.fulfil('mediawright do "画一张图：海上的红风筝" --provider previz --json'))


def test_a_question_is_answered_from_next(agent: Agent) -> None:
    code, answer = agent.run('mediawright do "用可灵做个狐狸的东西" --provider kling --json')
    assert code == 2, answer
    choice = next(line for line in answer["next"] if " image " in line)
    assert files(agent.fulfil(choice))


def test_an_agent_that_invents_a_command_is_caught(agent: Agent) -> None:
    with pytest.raises(NotPrinted):
        agent.run("mediawright policy allow '1000 units' --json")
