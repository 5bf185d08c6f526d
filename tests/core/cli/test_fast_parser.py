"""What is read plainly means what the whole parser makes of it; everything else is left to that."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediawright.cli.fast_parser import of_app, read
from mediawright.cli.parser import PARSER_ERROR, typer_app
from mediawright.commands.flags import Flag, command, new_app
from mediawright.commands.registry import COMMANDS, load

FLAGS = (
    Flag("prompt", also=("-p",)),
    Flag("image", "list", also=("-i",)),
    Flag("watermark", "switch"),
    Flag("json", "mark"),
    Flag("count", also=("--n",)),
)
WORDS = (
    "--prompt",
    "-p",
    "--image",
    "-i",
    "--watermark",
    "--no-watermark",
    "--json",
    "--n",
    "--count=3",
    "--prompt=a=b",
)
VALUES = ("fox", "", "a b", "1", "-", "--", "-x", "--help", "--imag", "--json=1", "--image=", "狐狸")


def nothing(**values: Any) -> None:
    raise AssertionError("a line is only read here")


def slowly(words: list[str], *arguments: str) -> dict[str, Any] | None:
    """The values as the parser's library reads them; None where it refuses or leaves."""
    import typer

    heard: list[dict[str, Any]] = []
    app = new_app()
    app.command()(command(FLAGS, lambda **values: heard.append(values), *arguments))
    try:
        typer.main.get_command(typer_app(app)).main(list(words), standalone_mode=False)
    except (PARSER_ERROR, typer.Exit):
        return None
    return heard[0] if heard else None


def plainly(words: list[str], *arguments: str) -> dict[str, Any] | None:
    app = new_app()
    app.command()(command(FLAGS, nothing, *arguments))
    call = of_app(app, words)
    return call.values if call else None


@pytest.mark.parametrize("arguments", [(), ("quote",), ("text?",), ("jobs*",), ("job", "jobs*")], ids=str)
@given(words=st.lists(st.sampled_from((*WORDS, *VALUES)), max_size=6))
def test_what_is_read_plainly_is_what_the_parser_reads(arguments: tuple[str, ...], words: list[str]) -> None:
    values = plainly(words, *arguments)
    assert values is None or values == slowly(words, *arguments)


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["-p", "a fox", "--image", "a.png", "--image=b.png", "--no-watermark", "--json", "--n", "2"],
        ["--prompt", "one", "--prompt", "two", "--watermark"],
    ],
    ids=["nothing", "everything", "the last one wins"],
)
def test_ordinary_lines_are_plain(words: list[str]) -> None:
    assert plainly(words) == slowly(words)
    assert plainly(words) is not None


@pytest.mark.parametrize(
    "words", [["--help"], ["--imag", "x"], ["--image"], ["-p", "-x"], ["--json=1"], ["more"]], ids=str
)
def test_the_rest_is_left_to_the_parser(words: list[str]) -> None:
    assert plainly(words) is None


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_is_known_to_both(name: str) -> None:
    import typer

    app = load(name)
    made = typer.main.get_command(typer_app(app))
    inner = getattr(made, "commands", {None: made})
    for given_as, one in app.commands.items():
        options = inner[given_as if app.group else None].params
        assert {option.name for option in options} == {flag.name for flag in one.flags} | {
            name.rstrip("?*") for name in one.arguments
        }


def test_a_group_needs_one_of_its_names() -> None:
    assert read(["jobs", "list", "--limit", "3"]) is not None
    assert read(["jobs"]) is None
    assert read(["jobs", "nothing"]) is None
    assert read(["nothing"]) is None
    assert read([]) is None
