"""What is said, heard and read in one cell or line: `名字（语气）：台词`, `VO: …`, `SFX: …`, quoted words."""

import re
from collections.abc import Iterator

from mediawright.film.importers.draft import Draft, DraftShot, is_chinese, is_nothing, plain, transition_of
from mediawright.film.plan import Line
from mediawright.film.words import listed, spellings

_NAME = r"[^\s:：，。,.!?！？；;“”\"'（）()【】\[\]<>|/]{1,12}(?: [A-Z#\d][^\s:：,.;“”\"()|/]{0,14}){0,2}"
_LABELLED = re.compile(
    rf"^\s*@?(?P<name>{_NAME})\s*(?:[（(](?P<mark>[^）)]{{1,30}})[）)])?\s*[:：]\s*(?P<text>.+)$", re.DOTALL
)
_LEADING = re.compile(r"^\s*[（(](?P<how>[^）)]{1,60})[）)]\s*")
_INNER = re.compile(r"\s*[（(](?P<what>[^）)]{1,120})[）)]")
_QUOTES = "“”\"「」『』‘’'"
#: `BOY: "One more?"`, `少年低声说：“我回来了。”`
_SPOKEN = re.compile(
    r"(?P<name>[A-Z][\w'’-]{0,14}(?: [A-Z][\w'’-]{0,14})?|[\u3400-\u9fff·]{1,4}?)"
    r"(?:[轻低大小沉厉]声)?(?:说道|说|喊道|喊|问道|问|道| says?)?(?: \(?(?:V\.?O\.?|O\.?S\.?)\)?)?"
    r"\s*[:：]\s*[“\"「](?P<says>[^”\"」]+)[”\"」]"
)
#: where one speaker ends and the next begins
_PARTS = re.compile(r"<br\s*/?>|\r?\n|\s+[/／]\s+|\s*\|\|\s*|(?<=[。！？!?”\"])\s*[；;/／]\s*", re.IGNORECASE)
#: `秘书 OS：`, `顾霆深VO：`, `DRIVER V.O.:`, `（画外音）林夏：`: the mark goes into brackets behind the name
_MARKED = re.compile(
    r"(?P<start>^|\n|<br\s*/?>|\s[/／]\s)\s*(?P<name>(?:[\u3400-\u9fff·]{1,8}|[A-Z][\w'’-]*(?: [A-Z][\w'’-]*)?(?=\s)))"
    r"\s*(?P<mark>V\.?\s?O\.?|O\.?\s?S\.?|O\.?\s?C\.?)\s*(?=[:：])"
)
_BEFORE = re.compile(
    r"(?P<start>^|\n)\s*[（(](?P<mark>[^）)]{1,12})[）)]\s*(?P<name>[^\s:：，。（(]{1,12})\s*(?=[:：])"
)
#: effects are parted where one says what it is (`BGM：钢琴；雨声`)
_SOUNDS = re.compile(r"[；;\n]|<br\s*/?>", re.IGNORECASE)


def _label_pattern() -> re.Pattern[str]:
    names = sorted(spellings("labels"), key=len, reverse=True)
    parts = "|".join(re.escape(name) for name in names)
    return re.compile(rf"(?:(?<=\s)|(?<=[。.!?！？；;，,、【\[（(])|^)(?P<label>{parts})\s*[:：]\s*", re.IGNORECASE)


def take(text: str, kind: str, shot: DraftShot, draft: Draft) -> None:
    """Put what a text says into a shot. `kind`: what its column or label holds (`dialogue`, `narration`, `sfx` …)."""
    text = re.sub(r"\*\*|__|`", "", text)
    if kind not in ("sfx", "music"):
        text = _MARKED.sub(r"\g<start>\g<name>（\g<mark>）", text)
    for stretch in _SOUNDS.split(text) if kind == "sfx" else (text,):
        for label, part in _labelled(stretch):
            _put(part, label or kind, shot, draft)


def take_note(text: str, shot: DraftShot, draft: Draft) -> None:
    """A remark; what it labels (`字幕：…`, `SFX: …`) goes where that belongs, and the whole stays a remark otherwise."""
    known = spellings("labels")
    label, mark, words = plain(text).partition("：" if "：" in text else ":")
    kind = known.get(label.strip().lower()) if mark and words.strip() else None
    if kind in ("text", "sfx", "music", "narration"):
        take(text, kind, shot, draft)
    else:
        shot.notes.append(plain(text))


def _labelled(text: str) -> Iterator[tuple[str | None, str]]:
    """A text in stretches, each with the label before it."""
    known = spellings("labels")
    at, label = 0, None
    for found in _label_pattern().finditer(text):
        before = text[at : found.start()].rstrip(" 【[（(，,、")
        if before.strip():
            yield label, before
        at, label = found.end(), known[found["label"].lower()]
    if text[at:].strip():
        yield label, text[at:]


def _put(text: str, kind: str, shot: DraftShot, draft: Draft) -> None:
    text = text.strip().strip("【】").strip()
    if text.count(")") + text.count("）") > text.count("(") + text.count("（"):
        text = text.rstrip(" )）")
    if is_nothing(text):
        return
    if kind in ("dialogue", "narration", "audio"):
        for part in _PARTS.split(text):
            if part and not is_nothing(part):
                _say(part, kind, shot, draft)
    elif kind == "sfx":
        shot.sfx.append(plain(text).rstrip("。."))
    elif kind == "text":
        shot.text += [plain(part).strip(_QUOTES) for part in _PARTS.split(text) if not is_nothing(part)]
    elif kind == "music":
        draft.music.append(plain(text))
    elif kind == "transition":
        found = transition_of(text)
        if found:
            draft.pending = found
        else:
            shot.notes.append(plain(text))
    elif kind in ("move", "size"):
        shot.camera.append(plain(text))
    elif kind == "picture":
        add_action(shot, plain(_SPOKEN.sub(lambda found: _spoken(found, shot, draft), text)))
    else:
        shot.notes.append(plain(text))


def _spoken(found: "re.Match[str]", shot: DraftShot, draft: Draft) -> str:
    """Speech in quotation marks inside a picture's words becomes a line of the shot; of a pronoun the speaker is open."""
    if found["name"].lower() in listed("lists", "pronouns"):
        _say(f"“{found['says']}”", "dialogue", shot, draft)
        return f"{found['name']}说话" if is_chinese(found["name"]) else f"{found['name']} speaks"
    _say(f"{found['name']}：{found['says']}", "dialogue", shot, draft)
    return f"{found['name']}说话" if is_chinese(found["name"]) else f"{found['name']} speaks"


def add_action(shot: DraftShot, text: str) -> None:
    """More to see in the same shot."""
    joint = "" if not shot.prompt or shot.prompt[-1] in "。！？；，" else " "
    shot.prompt = f"{shot.prompt}{joint}{text}".strip()


def speaker(text: str) -> tuple[str, str | None, str] | None:
    """Name, mark and words of `名字（语气）：台词`; None where a text names no speaker."""
    found = _LABELLED.match(_BEFORE.sub(r"\g<start>\g<name>（\g<mark>）", text))
    if not found or found["name"].isdigit():
        return None
    return found["name"].strip(), found["mark"], found["text"]


def _say(text: str, kind: str, shot: DraftShot, draft: Draft) -> None:
    named = speaker(text)
    if named is None:
        line = line_of(None, None, text, shot)
        if line is None:
            return
        if kind != "narration":
            shot.guessed.add("lines")
        shot.lines.append(line)
        return
    name, mark, words = named
    label = spellings("labels").get(name.lower())
    if label == "narration":
        name, mark = "", mark
    elif label is not None and label != "dialogue":
        _put(words, label, shot, draft)
        return
    line = line_of(name or None, mark, words, shot)
    if line is None:
        return
    if line.who and line.over:
        line = Line(says=line.says, who=draft.spelled(line.who), how=line.how, over=True)
    elif line.who:
        line = Line(says=line.says, who=draft.person(line.who), how=line.how)
    shot.lines.append(line)


def line_of(name: str | None, mark: str | None, words: str, shot: DraftShot) -> Line | None:
    """One line; what stands in brackets inside it is its manner (at the beginning) or action (elsewhere)."""
    manner = [mark.strip()] if mark else []
    leading = _LEADING.match(words)
    while leading:
        if _is_action(leading["how"]):
            add_action(shot, leading["how"].strip())
        else:
            manner.append(leading["how"].strip())
        words = words[leading.end() :]
        leading = _LEADING.match(words)
    for inner in _INNER.finditer(words):
        if inner["what"].strip(" .。").lower() not in listed("lists", "pauses"):
            add_action(shot, inner["what"].strip())
    words = plain(_INNER.sub("", words)).strip(_QUOTES).strip()
    if is_nothing(words):
        return None
    over = any(is_over(part) for part in manner)
    how = "，".join(part for part in manner if not is_over(part)) or None
    return Line(says=words, who=name, how=how, over=over and name is not None)


def is_over(mark: str) -> bool:
    """Whether a mark says that the speaker is not seen (`V.O.`, `OS`, `画外音`)."""
    word = mark.strip().lower()
    marks = listed("marks", "over")
    return word in marks or any(part in marks for part in re.split(r"[\s，,、/·]+", word))


def _is_action(words: str) -> bool:
    """A whole sentence in brackets is something that happens, not a manner of speaking."""
    return words.rstrip()[-1:] in ".。!！" and len(words) > 6
