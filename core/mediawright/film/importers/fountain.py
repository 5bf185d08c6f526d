"""Fountain screenplays (fountain.io/syntax): every paragraph of action is a shot, dialogue belongs to the shot above it."""

import re

from mediawright.film.importers.draft import Draft, DraftShot, plain, transition_of
from mediawright.film.importers.utterances import line_of
from mediawright.film.plan import Line

_HEADING = re.compile(r"^(?:INT\.?/EXT\.?|EXT\.?/INT\.?|INT|EXT|EST|I/E)[.\s]", re.IGNORECASE)
_TITLE_KEY = re.compile(r"^([A-Za-z][A-Za-z ]{0,24}):\s*(.*)$")
_TITLE_KEYS = (
    "title",
    "credit",
    "author",
    "authors",
    "source",
    "draft date",
    "contact",
    "copyright",
    "notes",
    "format",
)
_TRANSITION = re.compile(r"^[A-Z][A-Z \-]*TO:$|^FADE (?:IN|OUT|TO BLACK)[.:]?$|^CUT TO BLACK[.:]?$")
_CUE = re.compile(r"^(?P<name>[^a-z()]*[A-Z][^a-z()]*?)\s*(?P<marks>(?:\([^)]*\)\s*)*)\^?\s*$")
_INTRODUCED = re.compile(
    r"\b(?P<name>[A-Z][A-Z'’\-]+(?: [A-Z][A-Z'’\-]+){0,2})(?P<look>\s*\((?P<words>[^)]{2,120})\))?"
)


def is_fountain(text: str) -> bool:
    """Whether a text has the headings of a screenplay."""
    return sum(bool(_HEADING.match(line.strip())) for line in text.splitlines()) >= 1


def read_fountain(text: str, draft: Draft) -> None:
    """Add the shots of a screenplay."""
    text = re.sub(r"/\*.*?\*/|\[\[.*?\]\]", "", text.replace("\r\n", "\n"), flags=re.DOTALL)
    lines = _without_title_page(text.split("\n"), draft)
    at = 0
    while at < len(lines):
        line = lines[at].strip()
        centred = re.fullmatch(r">\s*(.+?)\s*<", line)
        above = not lines[at - 1].strip() if at else True
        if not line or line.startswith(("===", "=", "#")):
            at += 1
        elif centred and draft.last is not None:
            draft.last.text.append(plain(centred[1]).strip("*_ "))
            at += 1
        elif _is_heading(line):
            _open_scene(line, draft)
            at += 1
        elif above and _is_transition(line):
            draft.pending = transition_of(line.strip("> ")) or "cut"
            at += 1
        elif above and _is_cue(lines, at):
            at = _dialogue(lines, at, draft)
        else:
            at = _action(lines, at, draft)


def _without_title_page(lines: list[str], draft: Draft) -> list[str]:
    """Read `Key: value` at the very beginning, up to the first empty line."""
    first = next((line for line in lines if line.strip()), "")
    found = _TITLE_KEY.match(first)
    if not found or found[1].strip().lower() not in _TITLE_KEYS:
        return lines
    start = lines.index(first)
    end = next((at for at in range(start, len(lines)) if not lines[at].strip()), len(lines))
    key = ""
    for line in lines[start:end]:
        named = _TITLE_KEY.match(line)
        key, value = (named[1].strip().lower(), named[2]) if named else (key, line)
        if key == "title" and value.strip():
            draft.title = f"{draft.title} {plain(value).strip('_* ')}".strip()
    return lines[end:]


def _is_heading(line: str) -> bool:
    return bool(_HEADING.match(line)) or (line.startswith(".") and line[1:2] not in ("", "."))


def _is_transition(line: str) -> bool:
    if line.startswith(">"):
        return not line.endswith("<")
    return bool(_TRANSITION.match(line))


def _is_cue(lines: list[str], at: int) -> bool:
    line = lines[at].strip()
    if at + 1 >= len(lines) or not lines[at + 1].strip():
        return False
    return line.startswith("@") or (not line.startswith("!") and bool(_CUE.match(line)))


def _open_scene(line: str, draft: Draft) -> None:
    text = plain(re.sub(r"#[^#]*#\s*$", "", line.removeprefix(".")))
    draft.pending_scene = text.title() if text.isupper() else text
    draft.scene_shots = 0


def _shot(draft: Draft) -> DraftShot:
    """The shot of the scene that is open, made from its heading where there is none yet."""
    if draft.last is None or not draft.scene_shots:
        draft.begin(prompt=_place(draft.pending_scene)).guessed.add("prompt")
        draft.scene_shots = 1
    return draft.shots[-1]


def _place(scene: str) -> str:
    return re.sub(r"^(?:int|ext|est|i/e)[./\s]+", "", scene, flags=re.IGNORECASE) or scene


def _dialogue(lines: list[str], at: int, draft: Draft) -> int:
    cue = lines[at].strip()
    found = _CUE.match(cue.removeprefix("@")) if not cue.startswith("@") else None
    name = found["name"].strip() if found else re.sub(r"\(.*?\)|\^", "", cue.removeprefix("@")).strip()
    marks = re.findall(r"\(([^)]*)\)", cue)
    over = any(re.fullmatch(r"v\.?\s?o\.?|o\.?\s?s\.?|o\.?\s?c\.?|off|over", one.strip().lower()) for one in marks)
    name = name.title() if name.isupper() else name
    shot = _shot(draft)
    manner: str | None = None
    words: list[str] = []
    at += 1
    while at < len(lines) and (lines[at].strip() or lines[at] == "  "):
        line = lines[at].strip()
        if line.startswith("(") and line.endswith(")"):
            manner = _parenthesis(line, manner, words)
        elif line:
            words.append(line.removeprefix("~"))
        at += 1
    _flush(name, manner, over, words, shot, draft)
    return at


def _parenthesis(line: str, manner: str | None, words: list[str]) -> str | None:
    """A parenthetical: the manner where nothing was said yet; later, and as a whole sentence, it goes with the words."""
    inside = line[1:-1].strip()
    if words or manner or inside[-1:] in ".!":
        words.append(f"({inside})")
        return manner
    return inside


def _flush(name: str, manner: str | None, over: bool, words: list[str], shot: DraftShot, draft: Draft) -> None:
    if not words:
        return
    line = line_of(name, None, (f"({manner}) " if manner else "") + " ".join(words), shot)
    if line is None:
        return
    name = draft.spelled(name) if over or line.over else draft.person(name)
    shot.lines.append(Line(says=line.says, who=name, how=line.how, over=over or line.over))


def _action(lines: list[str], at: int, draft: Draft) -> int:
    """A paragraph of action: one shot. The rest of its lines belong to it."""
    parts: list[str] = []
    while at < len(lines) and lines[at].strip():
        line = lines[at].strip()
        if parts and (_is_heading(line)):
            break
        parts.append(line.removeprefix("!").strip("><~").strip())
        at += 1
    text = plain(" ".join(parts)).replace("*", "").strip("_")
    if text:
        draft.begin(prompt=_introduce(text, draft))
        draft.scene_shots += 1
    return at


def _introduce(text: str, draft: Draft) -> str:
    """`IRIS (60s, oilskin coat) wipes` → `Iris wipes`, and Iris has her looks."""

    def spelled(found: re.Match[str]) -> str:
        name = found["name"]
        if found["words"] and len(name) > 1:
            return draft.person(name.title(), found["words"].strip())
        return found.group()

    return _INTRODUCED.sub(spelled, text)
