"""How long the examples are and which of the core's names the bundled plugins use: `python -m tests.examples.figures`."""

import ast
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from mediawright import plugin

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ("queue_provider", "tool_provider")
#: what holds data, not code
DATA = ("about.py",)


def code_lines(path: Path) -> int:
    """Lines that are neither blank nor comment nor docstring."""
    text = path.read_text("utf-8")
    words = {line for node in ast.walk(ast.parse(text)) for line in _docstring(node)}
    lines = enumerate(text.splitlines(), 1)
    return sum(1 for number, line in lines if line.strip() and not line.strip().startswith("#") and number not in words)


def _docstring(node: ast.AST) -> Iterator[int]:
    if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) and ast.get_docstring(node):
        yield from range(node.body[0].lineno, (node.body[0].end_lineno or 0) + 1)


def sizes(example: str) -> dict[str, int]:
    """File → lines of code, of one example's package."""
    folder = ROOT / "examples" / example / "src"
    return {path.name: code_lines(path) for path in sorted(folder.rglob("*.py"))}


def public_names(folder: Path) -> Counter[str]:
    """The names of `mediawright.plugin` that the files of a folder use, with the number of files."""
    return Counter(name for path in folder.rglob("*.py") for name in _used(ast.parse(path.read_text("utf-8"))))


def _used(tree: ast.Module) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "mediawright.plugin":
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in ("mw", "plugin"):
            found |= {node.attr} & set(plugin.__all__)
    return found


def report() -> Iterator[str]:
    """The whole page, line by line."""
    for example in EXAMPLES:
        found = sizes(example)
        code = sum(count for name, count in found.items() if name not in DATA)
        yield f"examples/{example}: {code} lines of code ({', '.join(f'{n} {c}' for n, c in found.items())})"
    for folder in sorted((ROOT / "plugins").glob("mediawright_*")):
        used = public_names(folder)
        yield f"{folder.name}: {len(used)} names: {', '.join(sorted(used))}"
    every = {name for folder in ROOT.glob("plugins/*") for name in public_names(folder)}
    yield f"in all {len(every)} of the {len(plugin.__all__)} public names; unused by ours: {', '.join(unused(every))}"


def unused(used: set[str]) -> list[str]:
    return [name for name in plugin.__all__ if name not in used]


if __name__ == "__main__":
    sys.stdout.write("\n".join(report()) + "\n")
