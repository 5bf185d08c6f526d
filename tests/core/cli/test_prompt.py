"""A prompt is checked by whoever knows how, under one name."""

import json
from pathlib import Path

import pytest

from mediawright.cli.app import run


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MEDIAWRIGHT_HOME", str(tmp_path))


def checked(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, dict[str, object]]:
    with pytest.raises(SystemExit) as end:
        run(["prompt", "check", *words, "--json"])
    return int(end.value.code or 0), json.loads(capsys.readouterr().out)


def test_a_sound_prompt_is_said_to_be_one_in_its_language(capsys: pytest.CaptureFixture[str]) -> None:
    code, answer = checked(capsys, "--prompt", "一只猫走过雪地")
    assert (code, answer["ok"], answer["lang"]) == (0, True, "zh")


def test_every_flag_reaches_the_check(capsys: pytest.CaptureFixture[str]) -> None:
    words = ("--prompt", "<<<image_3>>> meets <<<image_1>>>", "--image", "a.jpg,b.jpg", "--image", "-c.jpg")
    assert checked(capsys, *words[:4])[0] == 2
    assert checked(capsys, *words[:4], "--image=-c.jpg")[0] == 0
    assert checked(capsys, "--prompt", "a", "--multi-prompt", "no list")[0] == 2


def test_a_provider_without_one_is_refused_with_those_that_have_one(capsys: pytest.CaptureFixture[str]) -> None:
    code, answer = checked(capsys, "--prompt", "a cat", "--provider", "previz")
    assert code == 2
    assert "kling" in str(answer["message"])
