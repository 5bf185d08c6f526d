"""Actions as tool calls."""

import pytest
from tests.command_lines import action_in

from mediawright.commands.action import Action
from mediawright.commands.registry import COMMANDS, load
from mediawright.commands.tool_calls import TOOLS
from mediawright.mcp.manners import MANNERS


@pytest.mark.parametrize(
    ("command", "tool", "arguments"),
    [
        (
            "mediawright confirm Q7F3K2 --approve-cost 4 --json",
            "media_confirm",
            {"quote_id": "Q7F3K2", "accepted_cost": "4"},
        ),
        ("mediawright jobs wait J1 --json", "media_wait", {"job_id": "J1"}),
        ("mediawright jobs resume J1 --json", "media_wait", {"job_id": "J1"}),
        ("mediawright jobs resume --json", "media_jobs", {}),
        ("mediawright jobs show J1 --json", "media_jobs", {"job_id": "J1"}),
        ("mediawright auth login acme --json", "media_login", {"provider": "acme"}),
        ("mediawright account quota --provider acme", "media_balance", {"provider": "acme"}),
        ("mediawright models --operation edit_video", "media_models", {"operation": "edit_video"}),
        ("mediawright edit upload a.mp4 b.mp4", "media_edit", {"action": "upload", "sources": ["a.mp4", "b.mp4"]}),
        (
            "mediawright do 'a fox' --image a.jpg --provider acme --json",
            "media_run",
            {"wish": "a fox", "images": ["a.jpg"], "provider": "acme"},
        ),
        (
            "mediawright video --prompt 'a fox' --image a.jpg --image b.jpg --duration 5 --json",
            "media_quote",
            {"command": "video", "settings": {"prompt": "a fox", "image": ["a.jpg", "b.jpg"], "duration": "5"}},
        ),
        ("mediawright edit say 'add music'", "media_quote", {"command": "edit", "settings": {"prompt": "add music"}}),
    ],
)
def test_a_command_is_a_call(command: str, tool: str, arguments: dict[str, object]) -> None:
    assert action_in(command).to_tool_call() == (tool, arguments)
    assert tool in MANNERS


@pytest.mark.parametrize(
    "command", ["mediawright policy list", "mediawright auth configure acme", "mediawright doctor"]
)
def test_what_no_tool_does_is_no_call(command: str) -> None:
    assert action_in(command).to_tool_call() is None


def test_every_command_with_a_tool_exists() -> None:
    for command in TOOLS:
        values = {"text": "x", "quote": "Q", "approve_cost": "1", "job": "J", "plan": "p", "name": "n", "file": "f.txt"}
        assert Action.of(*command, **values).to_tool_call()
        assert command[0] in COMMANDS
        assert (command[1] if command[1:] else None) in load(command[0]).commands
