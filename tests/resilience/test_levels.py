"""`config require` at the command line: what an agent with a shell says is not enough, what a person types is."""

import json
from pathlib import Path

import pytest
from tests.resilience.chaos import ChaosHarness, Shell
from tests.resilience.test_terminal import Terminal, media_request

NEEDED = 5


def refused(shell: Shell, *words: str) -> None:
    ran = shell(*words, "--json")
    assert (ran.code, ran.json["status"]) == (NEEDED, "confirmation_needed"), words
    assert ran.json["data"]["require"] in ("elicitation", "terminal")


@pytest.mark.parametrize("level", ["elicitation", "terminal"])
def test_an_agent_with_a_shell_does_not_spend_by_its_own_word(kling: ChaosHarness, tmp_path: Path, level: str) -> None:
    shell, before = kling.shell(tmp_path), kling.charges()
    assert shell("config", "require", level, "--json").code == 0
    refused(shell, *media_request("a fox"), "--approve-cost", "4")
    page = shell(*media_request("a fox"), "--json").json
    assert not any("confirm" in command and "--json" in command for command in page["next"])
    refused(shell, "confirm", page["data"]["quote"], "--approve-cost", "4")
    refused(shell, "do", "make a 5 second video of a fox with kling", "--approve-cost", "4", "--no-wait")
    lines = shell.cwd / "wishes.jsonl"
    lines.write_text(json.dumps({"command": "video", "prompt": "a fox", "duration": 5, "provider": "kling"}) + "\n")
    refused(shell, "batch", str(lines), "--approve-cost", "4 units")
    assert kling.charges() == before


@pytest.mark.parametrize("level", ["elicitation", "terminal"])
def test_an_agent_with_a_shell_does_not_loosen_the_settings(kling: ChaosHarness, tmp_path: Path, level: str) -> None:
    shell, before = kling.shell(tmp_path), kling.charges()
    assert shell("policy", "limit", "100 units", "--json").code == 0
    assert shell("config", "set", "require", level, "--json").code == 0
    for words in (
        ("policy", "allow", "10 units"),
        ("policy", "remove", "b1"),
        ("config", "require", "amount"),
        ("config", "set", "require", "amount"),
        ("config", "unset", "require"),
    ):
        refused(shell, *words)
    assert shell("policy", "limit", "50 units", "--json").code == 0
    assert shell("config", "require", "terminal", "--json").code == 0
    refused(shell, *media_request("a fox"), "--approve-cost", "4")
    assert kling.charges() == before


def test_a_person_at_a_terminal_is_asked_and_loosens(kling: ChaosHarness, tmp_path: Path) -> None:
    shell = kling.shell(tmp_path)
    assert shell("config", "require", "terminal", "--json").code == 0
    for answer, code in (("n\n", NEEDED), ("y\n", 0)):
        screen = Terminal(shell, *media_request("a strict fox"), "--approve-cost", "4")
        screen.until("[y/N]")
        screen.type(answer)
        assert screen.end() == code
    assert kling.charges("a strict fox") == 1
    screen = Terminal(shell, "policy", "allow", "10 units")
    screen.until("[y/N]")
    screen.type("y\n")
    assert screen.end() == 0
    assert shell(*media_request("an allowed fox"), "--json").code == 0
    screen = Terminal(shell, "config", "unset", "require")
    screen.until("[y/N]")
    screen.type("y\n")
    assert screen.end() == 0
    assert shell("config", "show", "--json").json["data"]["config"]["require"] == "amount"
