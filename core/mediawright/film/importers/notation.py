"""Which notation a text is in, and the way from it to a plan."""

import re
from collections.abc import Callable
from pathlib import PurePath
from typing import Any

from mediawright.film.importers.draft import Draft
from mediawright.film.importers.fountain import is_fountain, read_fountain
from mediawright.film.importers.listing import headings_in, labels_in, read_listing
from mediawright.film.importers.records import parse, read_records
from mediawright.film.importers.scripts import is_script, read_script
from mediawright.film.importers.settling import Guess, settle, to_toml
from mediawright.film.importers.tables import has_markdown_table, read_markdown, read_separated
from mediawright.film.importers.timed import marks_in, read_timed
from mediawright.types.dataclass import dataclass
from mediawright.types.errors import InvalidRequest
from mediawright.types.message import Message

Reader = Callable[[str, Draft], None]
#: full-width digits and letters, as Chinese input methods write them, and the wide blank
_PLAIN = {code: code - 0xFEE0 for first, last in ("０９", "ＡＺ", "ａｚ") for code in range(ord(first), ord(last) + 1)}
_PLAIN[0x3000] = 0x20
#: files of programs that can save as text
_PACKED = (".xlsx", ".xls", ".numbers", ".docx", ".doc", ".pdf", ".fdx", ".pages", ".celtx")


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """A plan made of another notation: its text, and what was guessed."""

    notation: str
    toml: str
    draft: Draft
    guesses: tuple[Guess, ...]


def import_text(text: str, name: str = "") -> Imported:
    """A plan from a text in any known notation. `name`: its file's name, for the title and as a hint.

    Raises InvalidRequest where no shot is found in it.
    """
    suffix = PurePath(name).suffix.lower()
    if suffix in _PACKED:
        raise InvalidRequest(message=Message("film.import.packed", {"suffix": suffix}), data={"suffix": suffix})
    text = evened(text)
    draft = Draft()
    notation = notation_of(text, suffix)
    _READERS[notation](text, draft)
    guesses = settle(draft)
    if not draft.shots:
        raise InvalidRequest(message=Message("film.import.nothing", {"name": name}), data={"notation": notation})
    draft.title = draft.title or PurePath(name).stem
    return Imported(notation=notation, toml=to_toml(draft), draft=draft, guesses=tuple(guesses))


def evened(text: str) -> str:
    """The text with one kind of line ends, plain digits and letters for full-width ones, and no mark at its beginning."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").translate(_PLAIN)
    text = re.sub(r"(?<=\d)．(?=\d)", ".", text)
    return "\n".join(line.replace("｜", "|") if line.count("｜") > 1 else line for line in text.split("\n"))


def notation_of(text: str, suffix: str = "") -> str:
    """The notation of a text, by its file's suffix and by what is in it."""
    if suffix == ".json" or (text.lstrip()[:1] in "{[" and parse(text) is not None):
        return "json"
    if suffix in (".csv", ".tsv"):
        return "separated"
    if suffix in (".fountain", ".spmd"):
        return "fountain"
    if has_markdown_table(text):
        return "table"
    if "```json" in text and parse(text) is not None:
        return "json"
    return _of_prose(text)


def _of_prose(text: str) -> str:
    timed, labels = marks_in(text), labels_in(text)
    if is_script(text) and labels < 6 * max(1, text.count("\n")) // 10:
        return "script"
    if is_fountain(text):
        return "fountain"
    if _separated(text):
        return "separated"
    if (labels >= 2 and labels >= timed) or (timed and headings_in(text) >= max(2, timed)):
        return "listing"
    if timed >= 1:
        return "timed"
    return "script" if is_script(text) else "listing"


def _separated(text: str) -> bool:
    """Whether the first lines part into the same number of cells; a title above the table does not count."""
    lines = [line for line in text.splitlines() if line.strip()]
    for mark in ("\t", ",", ";", "|"):
        first = next((at for at, line in enumerate(lines[:6]) if line.count(mark) >= 2), None)
        if first is None or (first and mark != "|"):
            continue
        counts = {line.count(mark) for line in lines[first : first + 4]}
        if len(lines[first:]) > 1 and min(counts) >= 2 and (mark == "\t" or len(counts) == 1):
            return True
    return False


def _records(text: str, draft: Draft) -> None:
    data: Any = parse(text)
    if data is None:
        raise InvalidRequest(message=Message("film.import.broken_json"))
    read_records(data, draft)


_READERS: dict[str, Reader] = {
    "json": _records,
    "separated": read_separated,
    "fountain": read_fountain,
    "table": read_markdown,
    "script": read_script,
    "timed": read_timed,
    "listing": read_listing,
}
