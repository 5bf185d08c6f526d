"""Chinese scripts: `△` actions are shots; `人物：`, `【字幕：】`, `【转场：】`, `名字（语气）：台词` between them."""

import re
from collections.abc import Iterator, Sequence

from mediawright.film.importers import utterances
from mediawright.film.importers.columns import column_of
from mediawright.film.importers.draft import Draft, DraftShot, plain, transition_of
from mediawright.film.importers.headings import take_preface
from mediawright.film.importers.people import introduction, take_people
from mediawright.film.words import listed, spellings

_ACTION = re.compile(r"^\s*(?:[-*]\s*)?[△▲▵∆⊿※☆◆◇]\s*")
_HEADING = re.compile(
    r"^\s*#{0,4}\s*(?:\*\*)?\s*(?:"
    r"\d{1,3}\s*[-－—.]\s*\d{1,3}(?:\s+|[、.，,：:])\s*\S"
    r"|第\s*[一二三四五六七八九十百零\d]+\s*(?:场|幕)"
    r"|场(?:景|次)?\s*[:：]?\s*[一二三四五六七八九十\d]+\s*(?:[:：、.\s]|$)"
    r"|[Ss]\d{1,3}\s*(?:[|｜:：、]|\s)"
    r"|\d{1,3}\s*[.、:：]?\s*(?:内景?|外景?|日|夜|内/外|INT|EXT)[.\s，,·/|]"
    r"|(?:内景|外景|内外景)[.\s：:·]"
    r")"
)
_EPISODE = re.compile(r"^\s*#{0,4}\s*(?:\*\*)?\s*第\s*[一二三四五六七八九十百零\d]+\s*集")
_META = re.compile(r"^\s*[【\[]?\s*(?P<label>[^：:【】（(]{1,10})\s*[：:]\s*(?P<text>.*?)\s*[】\]]?\s*$")
_BRACKET = re.compile(r"^\s*[【\[](?P<inside>[^】\]]+)[】\]]\s*(?P<rest>.*)$")
_BIOS = re.compile(
    r"^\s*#{0,4}\s*(?:\*\*)?[【\[]?\s*(?:主要|登场)?(?:人物|角色)(?:小传|介绍|表|设定|简介)?\s*[】\]]?\s*(?:\*\*)?\s*[：:]?\s*$"
)
#: who speaks, on a line of their own: `女儿（哽咽）`
_CUE = re.compile(r"^\s*(?P<name>[\u3400-\u9fff·]{1,6}|[A-Z][A-Z ]{1,20})\s*(?:[（(](?P<mark>[^）)]{1,20})[）)])?\s*$")
_LABELS = re.compile(r"(?:场次|场景|地点|时间|内外|日夜)\s*[：:]\s*")
_OUTLINE = (
    "大纲",
    "梗概",
    "简介",
    "故事梗概",
    "一句话",
    "logline",
    "主题",
    "剧情简介",
    "类型",
    "题材",
    "集数",
    "编剧",
    "作者",
)
_PLACE = ("场景", "地点", "时间", "道具", "天气", "日期", "服装")


def is_script(text: str) -> bool:
    """Whether a text has marked actions, or scene headings with lines below them."""
    lines = text.splitlines()
    actions = sum(bool(_ACTION.match(line)) for line in lines)
    headings = [line for line in lines if _HEADING.match(line)]
    placed = any(re.search(r"[内外](?:景|\b|$)", line) for line in headings)
    return actions >= 1 or (bool(headings) and ("：" in text or (placed and any(_CUE.match(line) for line in lines))))


def read_script(text: str, draft: Draft) -> None:
    """Add the shots of a script."""
    lines = text.splitlines()
    marked = any(_ACTION.match(line) for line in lines)
    reader = _Reader(draft, marked)
    for line in lines if marked or _speakers(lines) else _joined(lines):
        reader.take(line)


def _speakers(lines: Sequence[str]) -> int:
    """How many lines name who says them."""
    return sum(utterances.speaker(plain(line)) is not None for line in lines if not _HEADING.match(line))


def _joined(lines: Sequence[str]) -> Iterator[str]:
    """A screenplay in which the speaker stands on a line of its own: name and words as one line."""
    at = 0
    while at < len(lines):
        cue = _CUE.match(lines[at])
        begins = at == 0 or not lines[at - 1].strip()
        if cue is None or not begins or at + 1 >= len(lines) or not lines[at + 1].strip():
            yield lines[at]
            at += 1
            continue
        end = next((place for place in range(at + 1, len(lines)) if not lines[place].strip()), len(lines))
        mark = f"（{cue['mark']}）" if cue["mark"] else ""
        yield f"{cue['name']}{mark}：{''.join(line.strip() for line in lines[at + 1 : end])}"
        at = end


class _Reader:
    """One walk over the lines of a script."""

    def __init__(self, draft: Draft, marked: bool) -> None:
        self.draft = draft
        self.marked = marked
        self.bios = False
        self.in_scene = False
        self.place: list[str] = []

    def take(self, line: str) -> None:
        text = plain(line)
        if not text:
            self.bios = self.bios and not self.draft.people
            return
        if _EPISODE.match(line):
            self.bios, self.in_scene = False, False
            if not self.draft.title:
                self.draft.title = text.lstrip("# ")
        elif _HEADING.match(line):
            self._open(text)
        elif _BIOS.match(line):
            self.bios = True
        elif _ACTION.match(line):
            self._action(_ACTION.sub("", text))
        elif self.bios and introduction(text):
            name, look = introduction(text) or ("", "")
            self.draft.person(name, look)
        elif not self._bracket(text) and not self._meta(text):
            self._other(line, text)

    def _open(self, text: str) -> None:
        self.bios, self.in_scene = False, True
        words = re.sub(r"\s*[|｜]\s*", " ", _LABELS.sub("", text.lstrip("# ").strip("【】")))
        self.draft.pending_scene = words.strip()
        self.draft.scene_shots = 0
        self.place = []

    def _shot(self) -> DraftShot:
        if self.draft.last is None or not self.draft.scene_shots:
            shot = self.draft.begin(prompt=" ".join([_bare(self.draft.pending_scene), *self.place]).strip())
            shot.guessed.add("prompt")
            self.draft.scene_shots = 1
        return self.draft.shots[-1]

    def _action(self, text: str) -> None:
        """An action is a shot, unless it is a label (`※音效：…`) or a line in disguise."""
        if not text or self._bracket(text) or self._label(text):
            return
        self.in_scene = True
        self.draft.begin(prompt=text)
        self.draft.scene_shots += 1

    def _bracket(self, text: str) -> bool:
        """`【字幕：…】`, `【转场：闪黑】`, `【闪回】`."""
        found = _BRACKET.match(text)
        if not found:
            return False
        inside = found["inside"].strip()
        if not self._label(inside):
            known = transition_of(inside)
            if known:
                self.draft.pending = known
            elif found["rest"] and inside.lower() in listed("lists", "sizes"):
                self._action(found["rest"])
                self._shot().camera.append(inside)
            elif found["rest"]:
                self._action(found["rest"]) if self.marked is False else self._shot().notes.append(inside)
            elif self.in_scene:
                self._note(inside)
        if found["rest"] and self._label(inside):
            return True
        return True

    def _note(self, text: str) -> None:
        if self.draft.last is not None and self.draft.scene_shots:
            self.draft.shots[-1].notes.append(text)

    def _label(self, text: str) -> bool:
        """`音效：…`, `字幕：…`, `旁白：…`, `转场：…`: belongs to the shot above it."""
        found = re.match(r"^(?P<label>[^：:（(]{1,8})\s*(?:[（(][^）)]*[）)])?\s*[：:]\s*(?P<text>.+)$", text)
        label = spellings("labels").get(found["label"].strip().lower()) if found else None
        if found is None or label is None:
            return False
        if label == "transition":
            self.draft.pending = transition_of(found["text"]) or "cut"
        elif label == "music":
            self.draft.music.append(found["text"].strip("】 "))
        elif label == "picture":
            self._action(found["text"])
        elif label == "narration":
            utterances.take(text, "narration", self._shot(), self.draft)
        else:
            utterances.take(found["text"], label, self._shot(), self.draft)
        return True

    def _meta(self, text: str) -> bool:
        found = _META.match(text)
        if not found:
            return False
        label = found["label"].strip().lower()
        if label in _OUTLINE:
            return True
        if label in _PLACE:
            self.place += [found["text"]] if found["text"] and label != "道具" else []
            return True
        if column_of(label) == "people" and label not in ("who",):
            take_people(found["text"], self.draft)
            return True
        if not self.in_scene:
            return take_preface(text, self.draft, begun=bool(self.draft.shots))
        return self._label(text)

    def _other(self, line: str, text: str) -> None:
        """A line of dialogue, a transition standing alone, or unmarked action."""
        if not self.in_scene:
            take_preface(line, self.draft, begun=bool(self.draft.shots))
            return
        named = utterances.speaker(text)
        if named is not None:
            utterances.take(text, "dialogue", self._shot(), self.draft)
        elif transition_of(text) and len(text) <= 8:
            self.draft.pending = transition_of(text) or "cut"
        elif self.marked:
            self._loose(text)
        else:
            self._action(text)

    def _loose(self, text: str) -> None:
        """Words without a mark in a script that marks its actions: what stands in brackets is action, else a note."""
        inner = re.fullmatch(r"[（(](.+)[）)]", text)
        if inner:
            utterances.add_action(self._shot(), inner[1])
        elif set(text) - set("-=*—_ "):
            self._note(text)


def _bare(scene: str) -> str:
    """The place of a heading, without its number."""
    return (
        re.sub(r"^\s*(?:\d+\s*[-－—.]\s*\d+|第\S+[场幕]|场(?:景|次)?\s*\S+|[Ss]\d+|\d+)[\s.、：:|]*", "", scene).strip()
        or scene
    )
