"""`--as NAME` from a process of its own: with a token from the environment or from standard input, and not otherwise."""

import json
import subprocess
import sys

import pytest
from tests.e2e.conftest import Shell

from mediawright.cli import acting
from mediawright.types.errors import NotProved


def test_a_name_is_taken_with_its_token_only(shell: Shell) -> None:
    anna = shell("people", "add", "anna", "--json").json["data"]["token"]
    kept = [path for path in shell.home.rglob("*") if path.is_file()]
    assert kept
    assert [path for path in kept if anna.rpartition("_")[2].encode() in path.read_bytes()] == []
    made = shell("people", "add", "ben", "--for", "1d", "--json", "--as", "anna", MEDIAWRIGHT_TOKEN=anna)
    ben = made.json["data"]["token"]
    for name, token, reason in (
        ("ben", "", "no_token"),
        ("ben", anna, "another_one"),
        ("ben", ben[:-2], "wrong_token"),
    ):
        refused = shell("policy", "list", "--json", "--as", name, MEDIAWRIGHT_TOKEN=token)
        assert refused.code == 10
        assert refused.json["status"] == "not_proved"
        assert refused.json["data"]["reason"] == reason
        assert not token or token not in refused.out + refused.err
    assert shell("policy", "tokens", "on", "--json", "--as", "ben", MEDIAWRIGHT_TOKEN=ben).code == 0
    off = shell("policy", "tokens", "off", "--json", MEDIAWRIGHT_TOKEN=ben, MEDIAWRIGHT_USER="ben")
    assert (off.code, off.json["data"]["reason"]) == (10, "not_manager")
    said = shell("policy", "tokens", "off", "--lang", "zh", MEDIAWRIGHT_USER="anna")
    assert said.code == 10
    assert "口令" in said.err
    listed = shell("people", "list", "--json").json["data"]
    assert [(one["name"], one["manages"]) for one in listed["people"]] == [("anna", True), ("ben", False)]
    assert listed["required"]


def test_a_token_comes_from_standard_input(shell: Shell) -> None:
    anna = shell("people", "add", "anna", "--json").json["data"]["token"]
    command = [sys.executable, "-m", "mediawright", "people", "add", "ben", "--json", "--as", "anna"]
    done = subprocess.run(command, cwd=shell.cwd, env=shell.env, input=f"{anna}\n", capture_output=True, text=True)
    assert (done.returncode, json.loads(done.stdout)["status"]) == (0, "added")


def test_a_caller_that_says_nothing_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    import os

    read, write = os.pipe()
    monkeypatch.setattr(acting, "PATIENCE_S", 0.05)
    monkeypatch.delenv("MEDIAWRIGHT_TOKEN", raising=False)
    with os.fdopen(read) as silent:
        monkeypatch.setattr("sys.stdin", silent)
        with pytest.raises(NotProved):
            acting.act_as("ben")
        os.close(write)
