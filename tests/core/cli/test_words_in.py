"""Words as they come in: with a dash before them, by the standard input, none, or not readable."""

import io
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
import typer

from mediawright.cli.app import run
from mediawright.cli.words_in import check_arguments, words_of
from mediawright.commands.aliases import normalise
from mediawright.services.request_reader import read_request
from mediawright.types.errors import InvalidRequest


@pytest.mark.parametrize("bullet", ["- ", "-- ", "--- ", "-   ", "- - "])
@pytest.mark.parametrize("words", ["a cat video", "让猫跳舞", "5 seconds of rain"])
@pytest.mark.parametrize("command", [["do"], ["route"], ["edit", "say"]])
def test_a_wish_may_be_copied_from_a_list(bullet: str, words: str, command: list[str]) -> None:
    assert normalise([*command, bullet + words]) == [*command, words]


@pytest.mark.parametrize("words", ["-让猫跳舞", "-a cat video", "-5s of rain"])
def test_a_dash_without_a_blank_is_one_too(words: str) -> None:
    assert normalise(["do", words, "--json"]) == ["do", words[1:], "--json"]


@pytest.mark.parametrize("flag", ["--json", "-i", "--image=a b.jpg", "-", "--", "-v", "--approve_cost=4", "--no-wait"])
def test_a_flag_stays_a_flag(flag: str) -> None:
    assert normalise(["do", "x", flag])[2] == flag.replace("_", "-")


def test_the_value_of_a_prompt_keeps_its_dash() -> None:
    assert normalise(["video", "--prompt", "- a cat"])[2] == "- a cat"


@pytest.mark.parametrize("data", ["让猫跳舞\n".encode(), "让猫跳舞".encode("gbk"), "让猫跳舞".encode("utf-16")])
def test_a_dash_alone_is_the_standard_input(data: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(data)))
    assert words_of("-") == "让猫跳舞"


@pytest.mark.parametrize("text", ["", " ", "\n", "\u3000", None])
def test_no_words_are_asked_for(text: str | None) -> None:
    with pytest.raises(InvalidRequest) as caught:
        words_of(text)
    assert caught.value.problems[0].message.key == "files.empty_wish"


class Left:
    """A standard input at which the person presses Ctrl-C."""

    @property
    def buffer(self) -> "Left":
        return self

    def read(self, _: int) -> bytes:
        raise KeyboardInterrupt

    def isatty(self) -> bool:
        return False


WAITING = [
    ["do", "-"],
    ["route", "-"],
    ["video", "--prompt", "-"],
    ["image", "-p", "-"],
    ["audio", "make", "--prompt", "-"],
]


@pytest.mark.parametrize("command", WAITING, ids=" ".join)
def test_ctrl_c_while_words_are_awaited_is_no_success(
    command: list[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("MEDIAWRIGHT_HOME", str(tmp_path))
    monkeypatch.setattr(sys, "stdin", Left())
    for lang, words in (("en", "Stopped. Nothing was sent or charged."), ("zh", "已停止，没有提交，也没有扣费。")):
        with pytest.raises(SystemExit) as ended:
            run([*command, "--lang", lang])
        assert ended.value.code == 130
        assert words in capsys.readouterr().err


@pytest.mark.parametrize(("raised", "code"), [(typer.Exit(3), 3), (KeyboardInterrupt(), 130), (typer.Exit(), 0)])
def test_how_a_providers_own_command_ends_is_the_exit_code(
    raised: BaseException, code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = typer.Typer()

    @app.command()
    def tidy() -> None:
        raise raised

    monkeypatch.setattr("mediawright.cli.plugin_commands.command_of", lambda name: app)
    with pytest.raises(SystemExit) as ended:
        run(["acme"])
    assert ended.value.code == code


def test_an_empty_standard_input_is_no_wish(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(b"\n")))
    with pytest.raises(InvalidRequest):
        words_of("-")


@pytest.mark.parametrize(
    ("arguments", "field"),
    [(["do", "\udcff cat"], "text"), (["video", "--image", "\udcc0.jpg"], "image"), (["batch", "\udcff"], "text")],
)
def test_bytes_that_are_no_letters_are_one_sentence(arguments: list[str], field: str) -> None:
    with pytest.raises(InvalidRequest) as caught:
        check_arguments(arguments)
    assert caught.value.problems[0].field == field
    str(caught.value.problems[0].message.values).encode()


@pytest.mark.parametrize(
    "values",
    [
        {"prompt": "\ud83d"},
        {"prompt": "x", "image": ["\udcff.jpg"]},
        {"prompt": "x", "option": ["a=\ud800"]},
        {"prompt": "x", "multi_shot": True, "multi_prompt": '[{"prompt": "\\ud83d", "duration": 5}]'},
        {"prompt": "x", "multi_shot": True, "multi_prompt": [{"prompt": "\ud83d", "duration": 5}]},
    ],
)
def test_halves_of_characters_in_json_are_refused(values: dict[str, object]) -> None:
    with pytest.raises(InvalidRequest):
        read_request("video", values)
