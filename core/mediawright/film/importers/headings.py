"""What stands above and between shots: the title, a language's ratio, the poll, the people, the scene."""

import re

from mediawright.film.importers.columns import column_of
from mediawright.film.importers.draft import Draft, plain
from mediawright.film.importers.people import introduction, take_people

_BOOK = re.compile(r"《([^》]{1,80})》")
_RATIO = re.compile(r"(?<!\d)(16[:：]9|9[:：]16|1[:：]1|4[:：]3|3[:：]4|21[:：]9|4[:：]5)(?!\d)")
#: shapes that are said in words
_SHAPES = {"竖屏": "9:16", "竖版": "9:16", "竖拍": "9:16", "横屏": "16:9", "横版": "16:9", "vertical video": "9:16"}
_SHAPE = re.compile("|".join(_SHAPES), re.IGNORECASE)
_TAIL = re.compile(
    r"\s*[（(]\s*(?:\d+\s*(?:s|sec|秒|min|分)[^）)]*|[^）)]*(?:分镜|脚本)[^）)]*)[）)]\s*$", re.IGNORECASE
)
_LABEL = re.compile(r"^\s*(?P<label>[^：:]{1,20})[：:]\s*(?P<text>.+)$")


def take_preface(line: str, draft: Draft, *, begun: bool) -> bool:
    """Read a line that is no shot. `begun`: shots came before it. Returns whether it was understood."""
    depth = len(line) - len(line.lstrip("#")) if line.startswith("#") else 0
    text = plain(line.lstrip("#")).strip("-*• ")
    if not text or set(text) <= set("-=*_ "):
        return True
    ratio = _RATIO.search(text)
    shaped = _SHAPE.search(text)
    if draft.ratio is None and (ratio or shaped):
        draft.ratio = ratio[1].replace("：", ":") if ratio else _SHAPES[shaped[0].lower()] if shaped else None
    book = _BOOK.search(text)
    if not draft.title and (book or depth == 1):
        draft.title = book[1] if book else _TAIL.sub("", text)
        return True
    if depth:
        draft.pending_scene = text if begun or depth > 1 else draft.pending_scene
        return True
    return _take_label(text, draft)


def _take_label(text: str, draft: Draft) -> bool:
    found = _LABEL.match(text)
    if not found:
        return False
    column = column_of(found["label"])
    value = found["text"].strip()
    if column == "title" and not draft.title:
        draft.title = value.strip("《》")
    elif column == "style":
        draft.look = f"{draft.look}，{value}" if draft.look else value
    elif column == "people":
        one = introduction(value)
        if one and ("：" in value or ":" in value):
            draft.person(*one)
        else:
            take_people(value, draft)
    elif column == "music":
        draft.music.append(value)
    elif column == "scene":
        draft.pending_scene = value
    else:
        return column in ("ratio", "duration", "time", "notes")
    return True
