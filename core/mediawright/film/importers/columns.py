"""What a column, a label or a key holds, by the many names people give it (`words.toml`, `[columns]`)."""

import re
from collections.abc import Sequence

from mediawright.film.words import spellings

_BRACKETS = re.compile(r"[（(\[【][^）)\]】]*[）)\]】]")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def column_of(heading: str) -> str | None:
    """What is under a heading; None where the heading is unknown."""
    known = spellings("columns")
    word = re.sub(r"[*`_#]{2,}", "", heading)
    word = _CAMEL.sub(" ", word)
    word = _BRACKETS.sub("", word) if _BRACKETS.sub("", word).strip() else word.strip("（）()[]【】")
    word = re.sub(r"[\s_]+", " ", word.replace("*", "")).strip().lower().rstrip(":：")
    parts = re.split(r"\s*[/／&+、|]\s*|\s+and\s+", word)
    for tried in (word, word.replace("-", " "), "".join(parts), *parts, *_by_script(word)):
        if tried in known:
            return known[tried]
    return None


def _by_script(word: str) -> tuple[str, ...]:
    """The Chinese and the Latin half of a heading in two languages (`画面 Visual`); nothing for one in a single language."""
    chinese = "".join(re.findall(r"[\u3400-\u9fff]+", word))
    latin = re.sub(r"\s+", " ", re.sub(r"[\u3400-\u9fff]+", " ", word)).strip(" .:：#")
    return (chinese, latin) if chinese and re.search(r"[a-z]{2}", latin) and not re.search(r"\d", latin) else ()


def columns_of(headings: Sequence[str]) -> list[str | None]:
    """What each column holds. `Shot` is a number where nothing else is one, `Scene` a number beside a named place."""
    found = [column_of(heading) for heading in headings]
    words = [re.sub(r"\s+", " ", heading).strip().lower() for heading in headings]
    for number, word in enumerate(words):
        if word == "镜头":
            has_move = any(one == "move" for place, one in enumerate(found) if place != number)
            has_id = "id" in found
            found[number] = "id" if not has_id and number == 0 else ("notes" if has_move else "move")
            if "picture" not in found and found[number] == "notes":
                found[number] = "picture"
        elif word == "who" and "dialogue" in found:
            found[number] = "speaker"
        elif word in ("sound", "声音", "音频"):
            found[number] = "sfx" if {"dialogue", "narration"} & set(found) else "audio"
        elif word in ("time", "时间") and {"duration"} <= set(found):
            found[number] = "time" if "duration" not in found else "notes"
    if "picture" not in found:
        for place, one in enumerate(found):
            if one == "notes" and words[place] not in ("备注", "notes", "note", "remarks", "comments"):
                found[place] = "picture"
                break
    return found
