"""The commands that go on from an answer."""

import json
from pathlib import Path

import pytest

from mediawright.cli.app import run


@pytest.mark.parametrize(
    ("words", "first"),
    [
        (("account", "quota"), "mediawright account quota --provider chatart --json"),
        (("account", "history"), "mediawright account history --provider chatart --json"),
        (("auth", "login"), "mediawright auth login chatart --json"),
        (("element", "delete", "--provider", "kling"), "mediawright element list --json"),
    ],
)
def test_a_question_left_open_comes_with_its_answers_as_commands(
    words: tuple[str, ...],
    first: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("MEDIAWRIGHT_HOME", str(tmp_path))
    with pytest.raises(SystemExit) as end:
        run([*words, "--json"])
    assert end.value.code == 2
    assert json.loads(capsys.readouterr().out)["next"][0] == first
