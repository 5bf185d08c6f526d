"""The rules of the house, executable: who may import whom and what, how long things are, who is named where."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CORE = ROOT / "core" / "mediawright"
PLUGINS = ROOT / "plugins"
#: the rooms from the ground up: a file may import only from its own room and those below
ROOMS = (
    ("types", "clock", "disk", "home", "tables"),
    ("film",),
    ("media",),
    ("hookspecs",),
    ("plugin",),
    ("sdk",),
    ("plugins",),
    ("http", "files", "secrets", "ledger", "tools", "config", "context"),
    ("gate",),
    ("runner",),
    ("router",),
    ("present",),
    ("studio",),
    ("cli", "mcp", "skill", "scaffold", "testing"),
)
#: library → the rooms that may import it
IMPORTERS = {
    "pluggy": {"hookspecs", "plugins"},
    "httpx": {"http"},
    "httpx_sse": {"http"},
    "sqlite3": {"ledger"},
    "typer": {"cli"},
    "keyring": {"secrets"},
    "mcp": {"mcp"},
    "rich": {"present"},
    "babel": {"po"},
    "opentimelineio": {"film"},
    "pysubs2": {"film"},
}
VAGUE = re.compile(r"^(utils?|helpers?|misc|common|base)$")


def sources(*folders: Path) -> list[Path]:
    return sorted(path for folder in folders for path in folder.rglob("*.py"))


def label(path: Path) -> str:
    return str(path.relative_to(ROOT))


def imports(path: Path) -> Iterator[tuple[str, bool]]:
    """Every imported module, and whether only for the type checker."""
    tree = ast.parse(path.read_text("utf-8"))
    quiet = {
        id(node)
        for block in ast.walk(tree)
        if isinstance(block, ast.If) and "TYPE_CHECKING" in ast.dump(block.test)
        for node in ast.walk(block)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((name.name, id(node) in quiet) for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module, id(node) in quiet
            yield from ((f"{node.module}.{name.name}", id(node) in quiet) for name in node.names)


def room_of(module: str) -> int | None:
    parts = module.split(".")
    if parts[0] != "mediawright" or len(parts) < 2:
        return None
    return next((number for number, rooms in enumerate(ROOMS) if parts[1] in rooms), None)


@pytest.mark.parametrize("path", sources(CORE), ids=label)
def test_an_arrow_never_points_up(path: Path) -> None:
    module = ".".join(path.relative_to(CORE.parent).with_suffix("").parts)
    own = room_of(module)
    if own is None:
        pytest.skip("the front door sees nothing but the version")
    upward = sorted({name for name, quiet in imports(path) if not quiet and (room_of(name) or 0) > own})
    assert upward == []


@pytest.mark.parametrize("path", sources(CORE), ids=label)
def test_one_importer_per_dependency(path: Path) -> None:
    room = path.relative_to(CORE).parts[0].removesuffix(".py")
    strangers = {name.split(".")[0] for name, quiet in imports(path) if not quiet} & set(IMPORTERS)
    assert {name for name in strangers if room not in IMPORTERS[name] and room != "testing"} == set()


@pytest.mark.parametrize("path", sources(CORE), ids=label)
def test_the_core_names_no_provider(path: Path) -> None:
    names = "|".join(folder.name.removeprefix("mediawright_") for folder in PLUGINS.glob("mediawright_*"))
    named = [line for line in path.read_text("utf-8").splitlines() if re.search(rf"\b({names})\b", line, re.IGNORECASE)]
    # a contract may be cited as the source of a fact
    assert [line for line in named if "docs/contracts/" not in line] == []


@pytest.mark.parametrize("path", sources(PLUGINS), ids=label)
def test_a_plugin_sees_only_the_public_names_and_itself(path: Path) -> None:
    own = path.relative_to(PLUGINS).parts[0]
    foreign = {
        name
        for name, _ in imports(path)
        if name.startswith("mediawright")
        and name.split(".")[0] != own
        and not f"{name}.".startswith(("mediawright.plugin.", "mediawright.sdk."))
    }
    assert foreign - {"mediawright"} == set()
    assert not re.search(r"^\s*from mediawright import (?!plugin|sdk)", path.read_text("utf-8"), re.MULTILINE)


@pytest.mark.parametrize("path", sources(CORE, PLUGINS), ids=label)
def test_rooms_stay_small(path: Path) -> None:
    text = path.read_text("utf-8")
    assert text.count("\n") <= 300
    long = [
        f"{node.name} ({(node.end_lineno or 0) - node.lineno + 1})"
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and (node.end_lineno or 0) - node.lineno >= 50
    ]
    assert long == []


@pytest.mark.parametrize("path", sources(CORE, PLUGINS), ids=label)
def test_a_file_says_what_it_is(path: Path) -> None:
    assert not VAGUE.match(path.stem)
    if path.read_text("utf-8").strip():
        assert ast.get_docstring(ast.parse(path.read_text("utf-8")))


def test_the_public_names_are_sorted_and_all_there() -> None:
    from mediawright import plugin

    assert sorted(plugin.__all__, key=lambda name: (not name.isupper(), name[0].islower(), name)) == plugin.__all__
    missing = [name for name in plugin.__all__ if not hasattr(plugin, name)]
    assert missing == []
