"""分镜表 and shot lists as tables: Markdown, CSV, TSV."""

import csv
import io
import re
from collections.abc import Sequence

from mediawright.film.importers.cells import Cells, add_rows
from mediawright.film.importers.columns import columns_of
from mediawright.film.importers.draft import Draft, plain
from mediawright.film.importers.headings import take_preface
from mediawright.film.words import listed

_RULE = re.compile(r"^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$")
_NEEDED = {"picture", "dialogue", "narration", "audio", "id", "duration", "time", "move"}


def has_markdown_table(text: str) -> bool:
    return any(_RULE.match(line) and "|" in line for line in text.splitlines())


def read_markdown(text: str, draft: Draft) -> None:
    """Every table of a Markdown text whose columns are those of shots; headings between them are scenes."""
    lines = text.splitlines()
    at = 0
    tables = 0
    while at < len(lines):
        if "|" in lines[at] and at + 1 < len(lines) and _RULE.match(lines[at + 1]):
            end = at + 2
            while end < len(lines) and "|" in lines[end] and lines[end].strip():
                end += 1
            rows = [_cells(line) for line in lines[at:end] if not _RULE.match(line)]
            tables += add_table(rows, draft)
            at = end
            continue
        take_preface(lines[at], draft, begun=bool(tables))
        at += 1


def read_separated(text: str, draft: Draft) -> None:
    """CSV, TSV or with semicolons, as spreadsheets write them; lines above the headings are a preface."""
    mark = max(("\t", ",", ";", "|"), key=lambda one: (_columns(text, one), one == "\t"))
    rows = [row for row in csv.reader(io.StringIO(text), delimiter=mark) if any(cell.strip() for cell in row)]
    best = max(range(min(len(rows), 10)), key=lambda at: _known(rows[at]), default=0)
    for row in rows[:best]:
        take_preface(" ".join(cell for cell in row if cell.strip()), draft, begun=False)
    add_table(rows[best:], draft)


def add_table(rows: Sequence[Sequence[str]], draft: Draft) -> int:
    """Add the shots of a table whose first row heads its columns. Returns 1 where it was a table of shots, else 0."""
    if len(rows) < 2:
        return 0
    columns = columns_of(rows[0])
    if len(set(columns) & _NEEDED) < 2 and "picture" not in columns:
        _take_cast(rows, columns, draft)
        return 0
    add_rows([_row(rows[0], columns, row) for row in _filled(columns, rows[1:])], draft)
    return 1


def _filled(columns: Sequence[str | None], rows: Sequence[Sequence[str]]) -> list[list[str]]:
    """The rows with the cell above wherever one only says "the same" (`〃`, `同上`)."""
    found: list[list[str]] = []
    for row in rows:
        cells = list(row)
        for place, cell in enumerate(cells):
            same = plain(cell).lower() in listed("lists", "above") and place < len(columns)
            if same and columns[place] is not None and found and place < len(found[-1]):
                cells[place] = found[-1][place]
        found.append(cells)
    return found


def _row(headings: Sequence[str], columns: Sequence[str | None], cells: Sequence[str]) -> Cells:
    found: dict[str, list[str]] = {}
    for heading, column, cell in zip(headings, columns, cells, strict=False):
        if column is None:
            if cell.strip():
                found.setdefault("notes", []).append(f"{plain(heading)}: {plain(cell)}")
        else:
            found.setdefault(column, []).append(cell)
    return found


def _take_cast(rows: Sequence[Sequence[str]], columns: Sequence[str | None], draft: Draft) -> None:
    """A table of people: the name in the column of people, all other cells are looks."""
    if "people" not in columns:
        return
    place = columns.index("people")
    for row in rows[1:]:
        if len(row) > place and plain(row[place]):
            looks = [plain(cell) for at, cell in enumerate(row) if at != place and plain(cell)]
            draft.person(plain(row[place]), "，".join(looks))


def _cells(line: str) -> list[str]:
    parts = re.split(r"(?<!\\)\|", line.strip())
    if parts and not parts[0].strip():
        parts = parts[1:]
    if parts and not parts[-1].strip():
        parts = parts[:-1]
    return [part.replace("\\|", "|").strip() for part in parts]


def _columns(text: str, mark: str) -> int:
    rows = list(csv.reader(io.StringIO(text), delimiter=mark))[:12]
    return max((_known(row) for row in rows), default=0)


def _known(row: Sequence[str]) -> int:
    return sum(one is not None for one in columns_of(row)) if len(row) > 1 else 0
