"""Numbered scenes with labels: `镜头1（3秒）` / `Scene 1`, and below it `画面：`, `镜头：`, `配音：`, `字幕：`, `时长：`."""

import re

from mediawright.film.importers.cells import add_rows
from mediawright.film.importers.columns import column_of
from mediawright.film.importers.draft import Draft, plain
from mediawright.film.importers.headings import take_preface

_NUMBER = r"(?:\d{1,3}|[一二三四五六七八九十]{1,3}|[A-Z]?\d{1,3}[A-Za-z]?)"
_HEADING = re.compile(
    rf"^\s*[#*\-\s]*[【\[（(]?\s*(?:"
    rf"(?:第\s*{_NUMBER}\s*(?:镜|场|幕|个镜头|段))"
    rf"|(?:镜头|分镜|镜号|镜|场景|场次|画面|片段|段落|幕|scene|shot|frame|panel|clip|segment|beat)\s*[#：:]?\s*{_NUMBER}(?![\d])"
    rf"|{_NUMBER}\s*[.、)）](?!\d)"
    rf")\s*[】\]）)]?(?P<rest>.*)$",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"^\s*[#\-*•·>\s]*[【\[]?(?P<label>[^：:\[\]【】]{1,22}?)[】\]]?\s*\**\s*[：:]\s*\**\s*(?P<text>.*)$"
)
_BARE_LABEL = re.compile(r"^\s*[\-*•·\s]*[【\[](?P<label>[^】\]]{1,12})[】\]]\s*(?P<text>.+)$")
_TIMES = re.compile(
    r"[（(\[【]?\s*(?:时长|约|duration)?[：:]?\s*(?P<time>(?:\d+(?:[:：.]\d+)*\s*(?:秒|s|sec)?\s*(?:-|–|—|－|~|～|至|到|to)\s*)?\d+(?:[:：.]\d+)*)"
    r"\s*(?P<unit>秒|seconds?|secs?|s\b|″|\")?\s*[）)\]】]?",
    re.IGNORECASE,
)


def labels_in(text: str) -> int:
    """How many lines begin with a label of a shot."""
    found = (_label_of(line) for line in text.splitlines())
    return sum(one is not None and one[0] not in ("title", "style", "ratio", "people") for one in found)


def headings_in(text: str) -> int:
    """How many lines begin with the number of a shot."""
    return sum(_heading(line) is not None for line in text.splitlines())


def read_listing(text: str, draft: Draft) -> None:
    """Add a shot for each numbered part, or for each repeated label of a picture where nothing is numbered."""
    rows: list[dict[str, list[str]]] = []
    lines = text.splitlines()
    numbered = headings_in(text) > 0
    last: str | None = None
    for line in lines:
        if not plain(line):
            continue
        heading = _heading(line) if numbered else None
        label = _label_of(line)
        if heading is not None:
            rows.append(_begin(heading))
            last = "picture"
        elif label is not None and (rows or (not numbered and label[0] in ("picture", "id", "duration", "time"))):
            if not numbered and (not rows or (label[0] in rows[-1] and label[0] in ("picture", "id"))):
                rows.append({})
            rows[-1].setdefault(label[0], []).append(label[1])
            last = label[0]
        elif rows and last:
            _continue(rows[-1], last, line)
        else:
            take_preface(line, draft, begun=bool(rows))
    _drop_headings(rows)
    add_rows(rows, draft)


def _heading(line: str) -> str | None:
    """What follows the number of a heading; None where a line is no heading."""
    found = _HEADING.match(line.replace("**", ""))
    if not found:
        return None
    label = _label_of(line)
    if label is not None and label[0] in ("dialogue", "narration", "sfx", "text", "music", "duration", "notes"):
        return None
    return found["rest"].strip(" *：:-–—、.")


def _begin(rest: str) -> dict[str, list[str]]:
    row: dict[str, list[str]] = {"mark": [""]}
    times = _TIMES.search(rest)
    if times and (times["unit"] or re.search(r"[-–—－~～至到:：]", times["time"])):
        row["time" if re.search(r"[-–—－~～至到]", times["time"]) else "duration"] = [
            times["time"] + (times["unit"] or "")
        ]
        rest = (rest[: times.start()] + " " + rest[times.end() :]).strip(" *：:-–—、.|")
    if rest:
        row["heading"] = [rest]
    return row


def _drop_headings(rows: list[dict[str, list[str]]]) -> None:
    """Words beside a number are the picture where nothing else is, else a remark."""
    for row in rows:
        row.pop("mark", None)
        words = row.pop("heading", [])
        if words:
            row.setdefault("notes" if "picture" in row else "picture", []).extend(words)


def _label_of(line: str) -> tuple[str, str] | None:
    line = line.replace("**", "")
    for pattern in (_LABEL, _BARE_LABEL):
        found = pattern.match(line)
        if found:
            column = column_of(found["label"].strip())
            if column is not None:
                return column, found["text"].strip()
    return None


def _continue(row: dict[str, list[str]], last: str, line: str) -> None:
    text = line.strip().lstrip("-*• ")
    if row.get(last):
        row[last][-1] = f"{row[last][-1]}\n{text}" if row[last][-1] else text
    else:
        row.setdefault(last, []).append(text)
