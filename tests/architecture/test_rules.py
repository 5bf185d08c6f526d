"""Rules that import-linter does not know: no provider named in the core, small files and functions, docstrings."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CORE = ROOT / "core" / "mediawright"
PLUGINS = ROOT / "plugins"
MOST_LINES = {"file": 300, "function": 50}
VAGUE = re.compile(r"^(utils?|helpers?|misc|common|base)$")


def sources(*folders: Path) -> list[Path]:
    return sorted(path for folder in folders for path in folder.rglob("*.py"))


def label(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_the_core_names_no_provider() -> None:
    names = "|".join(folder.name.removeprefix("mediawright_") for folder in PLUGINS.glob("mediawright_*"))
    provider = re.compile(
        rf"(?<!\"\.)\b({names})\b", re.IGNORECASE
    )  # a folder of a program of that name is no provider
    named = [
        f"{label(path)}:{number}"
        for path in sources(CORE)
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if provider.search(line) and "docs/contracts/" not in line  # a contract may be cited as the source of a fact
    ]
    assert named == []


def test_files_and_functions_stay_small() -> None:
    long = []
    for path in sources(CORE, PLUGINS):
        text = path.read_text("utf-8")
        if text.count("\n") > MOST_LINES["file"]:
            long.append(label(path))
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or 0) - node.lineno + 1
                long += [f"{label(path)}: {node.name} ({lines})"] if lines > MOST_LINES["function"] else []
    assert long == []


def test_psycopg_is_imported_by_the_ledger_s_own_rooms_alone() -> None:
    imports = re.compile(r"^\s*(import|from) psycopg\b", re.MULTILINE)
    found = [label(path) for path in sources(CORE) if imports.search(path.read_text("utf-8"))]
    assert found
    assert [name for name in found if "ledger/postgres" not in name] == []


def test_a_file_says_what_it_is() -> None:
    silent = [
        label(path)
        for path in sources(CORE, PLUGINS, ROOT / "devtools")
        if VAGUE.match(path.stem)
        or (path.read_text("utf-8").strip() and not ast.get_docstring(ast.parse(path.read_text("utf-8"))))
    ]
    assert silent == []


def test_the_public_names_are_sorted_and_all_there() -> None:
    from mediawright import plugin

    assert sorted(plugin.__all__, key=lambda name: (not name.isupper(), name[0].islower(), name)) == plugin.__all__
    missing = [name for name in plugin.__all__ if not hasattr(plugin, name)]
    assert missing == []
