"""Help with a prompt: what would be refused, and what would be taken but seldom works."""

from typing import Any

import pytest
import typer
from tests.plugins.kling.harness import image, picture, story, video
from typer.testing import CliRunner

from mediawright.plugin import InvalidRequest, Message, Request
from mediawright_kling import hooks, prompt_command
from mediawright_kling.prompt_check import prompt_hints, prompt_problems


@pytest.mark.parametrize(
    ("kling_request", "rules"),
    [
        (video("the crown of <<<image_3>>>", media=(image(), image())), ["K-R55"]),
        (video("x" * 2501), ["K-R5"]),
        (story(2, 3, duration=10), ["K-R25"]),
        (story(*[1] * 7), ["K-R23"]),
        (video("a cat"), []),
    ],
)
def test_what_would_be_refused(kling_request: Request, rules: list[str]) -> None:
    assert [problem.rule for problem in prompt_problems(kling_request)] == rules


@pytest.mark.parametrize(
    ("kling_request", "keys"),
    [
        (video("@image1 walks", media=(image(), image())), ["kling.prompt.near", "kling.prompt.unnamed"]),
        (video("they walk", media=(image(), image())), ["kling.prompt.unnamed"]),
        (video("<<<image_1>>> walks", media=(image(),)), ["kling.prompt.basic"]),
        (video("Shot 1 a pier. Shot 2 a boat"), ["kling.prompt.numbered_shots"]),
        (video("镜头一 码头，镜头二 小船"), ["kling.prompt.numbered_shots"]),
        (video("pan left, then zoom in, then orbit"), ["kling.prompt.moves"]),
        (picture("pan, zoom, orbit"), []),
        (video("A corgi trots across a street, slow push-in, then holds"), []),
    ],
)
def test_what_seldom_works(kling_request: Request, keys: list[str]) -> None:
    assert [hint.key for hint in prompt_hints(kling_request)] == keys


class Told:
    """The shared way through the command line, as far as a command uses it."""

    def __init__(self) -> None:
        self.messages: list[Message] = []
        self.problems: list[Any] = []

    def tell(self, messages: Any, *, problems: Any = (), **more: Any) -> None:
        self.messages += messages
        self.problems += problems


def checked(*argv: str) -> Told:
    told = Told()
    app = typer.Typer(no_args_is_help=True)
    hooks.commands(app, told)
    result = CliRunner().invoke(app, ["prompt", "check", *argv])
    assert result.exit_code == 0, result.output
    return told


def test_the_command_says_all_is_well() -> None:
    assert [message.key for message in checked("--prompt", "a cat").messages] == ["kling.prompt.fine"]


def test_the_command_counts_the_inputs() -> None:
    told = checked("--prompt", "<<<image_3>>> walks", "--image", "a.jpg,b.jpg")
    assert [problem.rule for problem in told.problems] == ["K-R55"]


def test_the_command_adds_up_the_shots() -> None:
    shots = '[{"index": 1, "prompt": "a", "duration": "2"}, {"index": 2, "prompt": "b", "duration": "2"}]'
    assert [problem.rule for problem in checked("--multi-prompt", shots, "--duration", "10").problems] == ["K-R25"]


def test_the_command_refuses_shots_it_cannot_read() -> None:
    assert [problem.rule for problem in checked("--multi-prompt", "{").problems] == ["K-R22"]


@pytest.mark.parametrize("text", ["{", "{}", '{"index": 1}', '[{"index": 1}]', "[1]", '[{"index": "x"}]'])
def test_k_r22_shots_that_cannot_be_read(text: str) -> None:
    if text == "{}":
        assert prompt_command.shots_of(text) == ()
        return
    with pytest.raises(InvalidRequest) as refusal:
        prompt_command.shots_of(text)
    assert refusal.value.problems[0].rule == "K-R22"
