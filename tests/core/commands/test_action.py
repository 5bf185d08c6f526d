"""The one value for what comes next: as a command line, as a tool call, as a request."""

import json
from pathlib import Path
from typing import Any

import pytest
from tests.command_lines import action_in, action_of

from mediawright.commands.action import Action, for_reader
from mediawright.commands.arguments import ARGUMENTS
from mediawright.commands.flags import Command, Flag
from mediawright.commands.registry import COMMANDS, load
from mediawright.services.studio import Studio
from mediawright.types.errors import InvalidRequest
from mediawright.types.operations import Operation

EVERY = {
    ((name, verb) if verb else (name,)): command for name in COMMANDS for verb, command in load(name).commands.items()
}


def given(command: Command) -> dict[str, Any]:
    """A value for everything that a command takes."""
    values: dict[str, Any] = {flag.name: value_of(flag) for flag in command.flags}
    for name in command.arguments:
        values[name.rstrip("?*")] = ["one word", "it's"] if name.endswith("*") else "- 一只狐狸, it's"
    return values


def value_of(flag: Flag) -> Any:
    match flag.kind:
        case "list":
            return ["a b", "--c"]
        case "switch":
            return False
        case "mark":
            return True
    return "“two” words -- x"


def test_every_command_is_read_back_as_it_was() -> None:
    for path, command in EVERY.items():
        action = Action.of(*path, **given(command))
        assert action_of(action.to_argv()) == action, path
        assert action_in(str(action)) == action, path


def test_the_arguments_are_those_of_the_commands() -> None:
    assert {path: command.arguments for path, command in EVERY.items() if command.arguments} == ARGUMENTS


def test_arguments_come_first_and_json_last() -> None:
    action = Action.of("confirm", approve_cost="4", quote="Q7F3K2", json=True, again=True)
    assert str(action) == "mediawright confirm Q7F3K2 --approve-cost 4 --again --json"


def test_a_switch_turned_off_and_a_repeated_flag() -> None:
    action = Action.of("video", prompt="a fox", image=["a.jpg", "b.jpg"], wait=False)
    assert action.to_argv() == ("video", "--prompt", "a fox", "--image", "a.jpg", "--image", "b.jpg", "--no-wait")


def test_what_was_not_given_is_no_value() -> None:
    assert Action.of("video", prompt=None, image=[], duration=5) == Action.of("video", duration="5")


def test_equal_actions_are_one() -> None:
    one, other = Action.of("jobs", "adopt", task_id="t", job="J1"), Action.of("jobs", "adopt", job="J1", task_id="t")
    assert len({one, other}) == 1
    assert one != one.with_(json=True)


def test_kept_as_data_it_comes_back() -> None:
    action = Action.of("video", prompt="a fox", image=["a.jpg"], wait=False, json=True)
    assert Action.from_data(json.loads(json.dumps(action.to_data()))) == action


def test_a_person_types_no_json() -> None:
    steps = for_reader((Action.of("jobs", "wait", job="J1", json=True), "pip install x --json"))
    assert [str(step) for step in steps] == ["mediawright jobs wait J1", "pip install x --json"]


def test_a_list_of_shots_is_one_text() -> None:
    shots = [{"index": 1, "prompt": "狐狸", "duration": 5}]
    assert json.loads(str(Action.of("video", multi_prompt=shots).values["multi_prompt"])) == shots


@pytest.fixture
def studio(tmp_path: Path) -> Studio:
    return Studio.open({"MEDIAWRIGHT_HOME": str(tmp_path)}, tmp_path)


@pytest.mark.parametrize(
    ("path", "values", "operation"),
    [
        (("video",), {"prompt": "a fox"}, Operation.TEXT_TO_VIDEO),
        (("image",), {"prompt": "a fox", "image": ["a.jpg"]}, Operation.EDIT_IMAGE),
        (("element", "create"), {"name": "Mimi"}, Operation.CREATE_ELEMENT),
        (("edit", "say"), {"text": "add music", "provider": "nemovideo"}, Operation.CHAT_EDIT),
        (("edit", "export"), {"provider": "nemovideo"}, Operation.EXPORT),
    ],
)
def test_generating_commands_are_requests(
    studio: Studio, path: tuple[str, ...], values: dict[str, object], operation: Operation
) -> None:
    request = Action.of(*path, **values).to_request(studio, "en")
    assert request is not None
    assert (request.operation, request.prompt) == (operation, values.get("prompt") or values.get("text") or "")


def test_other_commands_are_no_request(studio: Studio) -> None:
    assert Action.of("jobs", "list").to_request(studio, "en") is None


def test_how_a_command_line_speaks_is_no_part_of_a_request(studio: Studio) -> None:
    said = Action.of("video", prompt="a fox", duration=5)
    assert said.with_(json=True).to_request(studio, "en") == said.to_request(studio, "en")


# --- the reader of command lines that these tests go by


def test_only_what_was_said() -> None:
    read = action_of(["video", "--prompt", "a fox", "--image", "a.jpg", "-i", "b.jpg", "--no-wait", "--json"])
    assert read == Action.of("video", prompt="a fox", image=("a.jpg", "b.jpg"), wait=False, json=True)


def test_other_tools_spellings_are_understood() -> None:
    read = action_of(["video", "--aspect_ratio", "9:16", "--watermark", "false"])
    assert read == Action.of("video", aspect_ratio="9:16", watermark=False)


@pytest.mark.parametrize(
    "words", [["nonsense"], ["video", "--nope"], ["jobs", "nope"], ["jobs", "wait"], ["do"]], ids=str
)
def test_what_the_parser_refuses_is_refused(words: list[str]) -> None:
    with pytest.raises(InvalidRequest):
        action_of(words)
