"""What the pages point to is there, and what they tell people to type is understood."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from mediawright.cli.app import build
from mediawright.commands.aliases import normalise
from mediawright.services.request_reader import read_request

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted(
    {*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "skills").rglob("*.md"), *ROOT.glob(".github/*.md")}
)
#: the contracts describe other people's tools
OWN = [page for page in PAGES if "contracts" not in page.parts]
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ +(.+?)\s*$", re.MULTILINE)
TYPED = re.compile(r"(?:^|`|\$ )((?:[A-Z_]+=\S+ )*mediawright(?: [^`\n]*)?)(?:`|$)", re.MULTILINE)
#: a file of ours in code quotes: `runner/submit.py`, `words.toml`
FILE = re.compile(r"`([a-z_0-9]+(?:/[a-z_0-9]+)*\.(?:py|toml|txt))`")
ON_A_USERS_MACHINE = frozenset({"config.toml", "policy.toml"})
#: signs that end a command line in a shell
ENDS = ("|", "&", "&&", ";", ">", "2>", "<")


def name_of(page: Path) -> str:
    return str(page.relative_to(ROOT))


@pytest.mark.parametrize("page", OWN, ids=name_of)
def test_every_relative_link_leads_somewhere(page: Path) -> None:
    assert [target for target in LINK.findall(page.read_text("utf-8")) if not _leads(page, target)] == []


@pytest.mark.parametrize("page", OWN, ids=name_of)
def test_every_file_that_is_named_is_there(page: Path, files: list[str]) -> None:
    """A page that names a file of ours by its old name sends a newcomer nowhere."""
    named = {name for name in FILE.findall(page.read_text("utf-8")) if name not in ON_A_USERS_MACHINE}
    assert sorted(name for name in named if not any(path.endswith(f"/{name}") for path in files)) == []


@pytest.fixture(scope="session")
def files() -> list[str]:
    """Every file of ours, as "/folder/name"."""
    folders = ("core", "plugins", "tests", "devtools", "benchmarks", "examples", "docs")
    found = [path for folder in folders for path in (ROOT / folder).rglob("*") if "__pycache__" not in path.parts]
    return [f"/{path.relative_to(ROOT).as_posix()}" for path in (*found, *ROOT.glob("*"))]


def _leads(page: Path, target: str) -> bool:
    if "://" in target or target.startswith("mailto:"):
        return True
    path, _, anchor = target.partition("#")
    found = (page.parent / path).resolve() if path else page
    if not found.exists() or not anchor or found.suffix != ".md":
        return found.exists()
    return anchor in {_anchor(heading) for heading in HEADING.findall(found.read_text("utf-8"))}


def _anchor(heading: str) -> str:
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


@pytest.mark.parametrize("page", OWN, ids=name_of)
def test_every_command_line_is_understood(page: Path) -> None:
    parser = build()
    wrong = [f"{line}: {why}" for line in lines_of(page) if (why := refusal(parser, line))]
    assert wrong == []


def lines_of(page: Path) -> Iterator[str]:
    text = re.sub(r"\\\n\s*", "", page.read_text("utf-8"))
    text = re.sub(r"^ {4}", "", text, flags=re.MULTILINE)
    for line in TYPED.findall(text):
        yield re.sub(r"^(?:[A-Z_]+=\S+ )+", "", line)


def refusal(parser: Any, line: str) -> str | None:
    """Why the parser refuses a line; None for one that it takes."""
    try:
        words = shlex.split(line, comments=True)[1:]
    except ValueError as error:
        return str(error)
    words = words[: next((at for at, word in enumerate(words) if word in ENDS), len(words))]
    if not words or words[0].startswith("-") or words[0].isupper():
        return None
    name, *rest = normalise(words)
    found = parser.get_command(None, name)
    if found is None:
        return "no such command"
    if hasattr(found, "commands"):
        if not rest or rest[0] in ("…", "--help"):
            return None
        name, rest = rest[0], rest[1:]
        return f"no such command: {name}" if name not in found.commands else parsed(found.commands[name], name, rest)
    return parsed(found, name, rest)


def parsed(command: Any, name: str, rest: list[str]) -> str | None:
    """The parser's complaint; a line of one word only names the command."""
    try:
        values = command.make_context(name, list(rest)).params if rest else {}
        if name in ("video", "image") and values.get("provider"):
            read_request(
                name, {key: value for key, value in values.items() if value is not None and "…" not in str(value)}
            )
    except Exception as error:  # noqa: BLE001  whatever it is, the page is wrong
        return "" if type(error).__name__ == "Exit" else f"{type(error).__name__} {error}"
    return None
