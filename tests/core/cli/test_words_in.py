"""Words as they come in: with a dash before them, by the standard input, none, or not readable."""

import io
import sys
from types import SimpleNamespace

import pytest

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
