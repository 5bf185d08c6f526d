"""The tutorial's code and the tested example are the same text: cut into the page, poured out of the page.

`python -m tests.docs.tutorial` cuts the blocks of `docs/tutorials/write-a-provider.md` anew from `examples/queue_provider`;
`python -m tests.docs.tutorial FOLDER` writes the package that the page describes.
"""

import ast
import re
import sys
from collections.abc import Iterator
from functools import reduce
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "tutorials" / "write-a-provider.md"
EXAMPLE = ROOT / "examples" / "queue_provider"
#: `<!-- file: path -->` or `<!-- file: path: name, name -->`, then one fenced block; "top" is all up to the last import
BLOCK = re.compile(
    r"<!-- file: (?P<path>[\w./-]+)(?:: (?P<names>[\w, ]+))? -->\n```(?P<kind>\w+)\n(?P<code>.*?)```\n", re.DOTALL
)
#: `<!-- run -->`, then one block of commands
RUN = re.compile(r"<!-- run -->\n```sh\n(.*?)```\n", re.DOTALL)


def cut(page: str) -> str:
    """The page with every block as it stands in the example."""

    def fresh(found: re.Match[str]) -> str:
        text = (EXAMPLE / found["path"]).read_text("utf-8")
        code = _named(text, [name.strip() for name in found["names"].split(",")]) if found["names"] else text
        head = found[0].partition("\n")[0]
        return f"{head}\n```{found['kind']}\n{code.strip()}\n```\n"

    return BLOCK.sub(fresh, page)


def _named(text: str, names: list[str]) -> str:
    """The named things of a Python file, with the comments and decorators above them."""
    lines = text.splitlines()
    places = dict(_places(ast.parse(text), lines))
    parts = ["\n".join(lines[slice(*places[name])]).strip() + "\n" for name in names]
    return reduce(_after, parts)


def _after(before: str, code: str) -> str:
    """Two pieces of a file with the blank lines that belong between them."""
    function = code.startswith(("@", "def ", "async def ", "class ")) or before.splitlines()[-1].startswith(" ")
    return before + ("\n\n" if function else "\n") + code


def _places(tree: ast.Module, lines: list[str]) -> Iterator[tuple[str, tuple[int, int]]]:
    imports = [node.end_lineno or 0 for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)]
    yield "top", (0, max(imports))
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            start = min([node.lineno, *(item.lineno for item in node.decorator_list)])
            yield node.name, (_with_comments(start, lines), node.end_lineno or 0)
        elif isinstance(node, ast.ClassDef):
            yield node.name, (_with_comments(node.lineno, lines), node.end_lineno or 0)
        elif isinstance(node, ast.Assign):
            first = next(item for item in ast.walk(node.targets[0]) if isinstance(item, ast.Name))
            yield first.id, (_with_comments(node.lineno, lines), node.end_lineno or 0)


def _with_comments(line: int, lines: list[str]) -> int:
    start = line - 1
    while start and lines[start - 1].startswith("#"):
        start -= 1
    return start


def poured(page: str) -> dict[str, str]:
    """Path → text, of every file the page holds; the blocks of one file one after the other."""
    files: dict[str, str] = {}
    for found in BLOCK.finditer(page):
        before = files.get(found["path"])
        files[found["path"]] = found["code"] if before is None else _after(before, found["code"])
    return files


def pour(folder: Path) -> list[str]:
    """Write the page's files over a package."""
    files = poured(PAGE.read_text("utf-8"))
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    return sorted(files)


def commands(page: str) -> list[str]:
    """Every command that the page says to run, in order."""
    return [line for block in RUN.findall(page) for line in block.splitlines() if line and not line.startswith("#")]


if __name__ == "__main__":
    if sys.argv[1:]:
        sys.stdout.write("\n".join(pour(Path(sys.argv[1]))) + "\n")
    else:
        PAGE.write_text(cut(PAGE.read_text("utf-8")), "utf-8")
