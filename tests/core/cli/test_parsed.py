"""A command line read without running it."""

import pytest

from mediawright.cli.parsed import parsed
from mediawright.types.errors import InvalidRequest


def test_only_what_was_said() -> None:
    path, values = parsed(["video", "--prompt", "a fox", "--image", "a.jpg", "-i", "b.jpg", "--no-wait", "--json"])
    assert path == ("video",)
    assert [*values.pop("image")] == ["a.jpg", "b.jpg"]
    assert values == {"prompt": "a fox", "wait": False, "json": True}


def test_other_tools_spellings_are_understood() -> None:
    assert parsed(["video", "--aspect_ratio", "9:16", "--watermark", "false"])[1] == {
        "aspect_ratio": "9:16",
        "watermark": False,
    }


@pytest.mark.parametrize(
    ("words", "path"), [(["edit", "say", "hello"], ("edit", "say")), (["policy"], ("policy",))], ids=str
)
def test_groups_are_walked(words: list[str], path: tuple[str, ...]) -> None:
    assert parsed(words)[0] == path


@pytest.mark.parametrize(
    "words", [["nonsense"], ["video", "--nope"], ["jobs", "nope"], ["jobs", "wait"], ["do"]], ids=str
)
def test_what_the_parser_refuses_is_refused(words: list[str]) -> None:
    with pytest.raises(InvalidRequest):
        parsed(words)
