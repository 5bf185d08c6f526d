"""A plan in the making: what an importer found, what it guessed, and what has no place of its own."""

import re
from collections.abc import Iterable
from dataclasses import field

from mediawright.film import pace
from mediawright.film.plan import LONGEST_SHOT, SHORTEST_SHOT, TRANSITION_SECONDS, Line
from mediawright.film.words import listed, spellings
from mediawright.types.dataclass import dataclass

#: seconds of a shot of which nothing is known
USUAL_SECONDS = 3.0
_BRACKETS = re.compile(r"[（(\[【][^）)\]】]*[）)\]】]")


@dataclass(slots=True, kw_only=True)
class DraftShot:
    """One shot as far as its notation says."""

    id: str = ""
    scene: str = ""
    prompt: str = ""
    camera: list[str] = field(default_factory=list)
    duration: float | None = None
    lines: list[Line] = field(default_factory=list)
    sfx: list[str] = field(default_factory=list)
    text: list[str] = field(default_factory=list)
    transition: str = "cut"
    transition_seconds: float = TRANSITION_SECONDS
    first_frame: bool = False
    notes: list[str] = field(default_factory=list)
    guessed: set[str] = field(default_factory=set)

    @property
    def blank(self) -> bool:
        return not (self.prompt or self.lines or self.text)


@dataclass(slots=True, kw_only=True)
class Draft:
    """A film as far as its notation says. `people`: name → looks."""

    title: str = ""
    language: str = "en"
    ratio: str | None = None
    look: str = ""
    music: list[str] = field(default_factory=list)
    people: dict[str, str] = field(default_factory=dict)
    shots: list[DraftShot] = field(default_factory=list)
    #: a transition that was read before the shot it leads into
    pending: str = "cut"
    #: the scene of the shots to come
    pending_scene: str = ""
    #: how many shots the open scene of a script has
    scene_shots: int = 0

    def begin(self, *, id: str = "", prompt: str = "", duration: float | None = None) -> DraftShot:
        """A new shot, with the transition that was waiting for it."""
        shot = DraftShot(id=id, prompt=prompt, duration=duration, scene=self.pending_scene, transition=self.pending)
        self.pending = "cut"
        self.shots.append(shot)
        return shot

    @property
    def last(self) -> DraftShot | None:
        return self.shots[-1] if self.shots else None

    def spelled(self, name: str) -> str:
        """A name as it was first spelled; one that is not known yet, without capitals all through."""
        name = name.strip().lstrip("@")
        name = name.title() if name.isascii() and name.isupper() and len(name) > 2 else name
        return next((one for one in self.people if one.lower() == name.lower()), name)

    def person(self, name: str, look: str = "") -> str:
        """Make a name known; returns it as it was first spelled."""
        name = self.spelled(name)
        known = name if name in self.people else None
        if known is None:
            self.people[name] = look
            return name
        if look and not self.people[known]:
            self.people[known] = look
        return known


def is_chinese(text: str) -> bool:
    """Whether a text is mostly Chinese."""
    han = sum(pace.is_han(char) for char in text)
    return han * 3 > sum(char.isalpha() and not pace.is_han(char) for char in text)


def plain(text: str) -> str:
    """One line of text without Markdown and without needless blanks."""
    text = re.sub(r"\*\*|__|`", "", text)
    text = re.sub(r"<br\s*/?>", " ", text, flags=re.IGNORECASE)
    return re.sub(r"\s+", " ", text).strip()


def is_nothing(text: str) -> bool:
    """Whether a cell says that there is nothing."""
    return plain(text).lower().rstrip("。.") in listed("lists", "nothing")


def transition_of(text: str) -> str | None:
    """The transition that a text names, None where it names none."""
    word = re.sub(r"[\s.:：。]+$", "", plain(text).lower().strip("【】[]（）()>"))
    known = spellings("transitions")
    if word in known:
        return known[word]
    bare = _BRACKETS.sub("", word).strip()
    found = [other for other in known if len(other) > 1 and other in bare]
    return known[max(found, key=len)] if found else None


def guessed_seconds(prompt: str, lines: Iterable[Line]) -> float:
    """A length for a shot that says none: room for its lines and for its picture, in half seconds."""
    spoken = tuple(lines)
    seconds = max(USUAL_SECONDS, pace.needed(spoken) + (1.0 if spoken else 0.0))
    if len(prompt) > (40 if is_chinese(prompt) else 120):
        seconds = max(seconds, 5.0)
    return min(LONGEST_SHOT, max(SHORTEST_SHOT, -(-seconds * 2 // 1) / 2))
