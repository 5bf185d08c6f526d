"""Commands of `next` as tool calls."""

import pytest

from mediawright.mcp.next_calls import call_of, calls_of
from mediawright.mcp.tools import MANNERS


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
    assert call_of(command) == (tool, arguments)
    assert tool in MANNERS


@pytest.mark.parametrize(
    "command", ["pip install x", "mediawright nonsense", "mediawright policy list", "mediawright video --nope"]
)
def test_what_no_tool_does_is_left_out(command: str) -> None:
    assert call_of(command) is None


def test_the_same_call_is_said_once() -> None:
    assert len(calls_of(["mediawright jobs wait J1 --json", "mediawright jobs resume J1 --json"])) == 1
