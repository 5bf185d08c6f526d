"""The plan of a film as frozen values: what is to be seen, heard and read, in the order of the shots.

A plan holds no consent, no state and no job ids; those live in the ledger. Seconds unless a name says otherwise.
"""

from collections.abc import Mapping
from dataclasses import field
from typing import Any, Literal

from mediawright.types.dataclass import dataclass

Captions = Literal["burn", "track", "both", "off"]
ShotKind = Literal["video", "still", "file", "card"]
CastKind = Literal["person", "place", "thing"]

#: frames per second for which a frame is a whole number of samples at 48 kHz
FRAME_RATES = (24, 25, 30, 50, 60)
RATIOS = ("16:9", "9:16", "1:1", "4:3", "3:4", "21:9", "4:5", "2:3", "3:2")
RESOLUTIONS = ("360p", "480p", "540p", "720p", "1080p", "1440p", "4k")
CAPTIONS: tuple[Captions, ...] = ("burn", "track", "both", "off")
SHOT_KINDS: tuple[ShotKind, ...] = ("video", "still", "file", "card")
CAST_KINDS: tuple[CastKind, ...] = ("person", "place", "thing")
TRANSITIONS = ("cut", "fade", "dissolve", "fade-white", "wipe-left", "wipe-right", "slide-left", "slide-right")
#: limits of one plan
MOST_SHOTS = 200
SHORTEST_SHOT, LONGEST_SHOT = 0.5, 30.0
LONGEST_FILM = 3600.0
MOST_CAST = 12
MOST_PICTURES = 6
MOST_LINES = 8
#: a transition that does not say how long it takes
TRANSITION_SECONDS = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """How the finished file is to be. `loudness` in LUFS (EBU R 128)."""

    ratio: str = "16:9"
    resolution: str = "1080p"
    fps: int = 24
    captions: Captions = "burn"
    loudness: float = -14.0
    fit: Literal["fill", "pad"] = "fill"

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels: the resolution is the shorter side, both sides are even."""
        wide, high = (int(part) for part in self.ratio.split(":"))
        short = 2160 if self.resolution == "4k" else int(self.resolution.removesuffix("p"))
        if wide >= high:
            return round(short * wide / high / 2) * 2, short
        return short, round(short * high / wide / 2) * 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """Words for every shot."""

    look: str = ""
    avoid: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Defaults:
    """What a shot takes that names nothing of its own. `retries` by itself, for what is surely broken."""

    provider: str | None = None
    model: str | None = None
    retries: int = 1
    sound: bool = False
    options: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Maker:
    """Who makes voices, effects, music or pictures of a film. `voice`: of lines that nobody of the cast says."""

    provider: str | None = None
    model: str | None = None
    voice: str = ""
    options: Mapping[str, Any] = field(default_factory=dict)

    @property
    def named(self) -> bool:
        """Whether somebody is to make it: nothing is made, and paid for, where only words stand."""
        return bool(self.provider or self.model)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cast:
    """A person, place or thing, named as `@name` in the words of a shot.

    `voice`: one of the provider that makes the voices, or words about it. `draw`: a picture is made from `look` first.
    `library`: looks and pictures are those of the member of that name, who takes part as in any wish.
    """

    name: str
    kind: CastKind = "person"
    look: str = ""
    pictures: tuple[str, ...] = ()
    voice: str = ""
    draw: bool = False
    library: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One utterance. With `who` it is spoken in the picture, without (or with `over`) it lies over it."""

    says: str
    who: str | None = None
    how: str | None = None
    at: float | None = None
    file: str | None = None
    over: bool = False

    @property
    def off_screen(self) -> bool:
        return self.over or self.who is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """A sound of a shot: a file, or words for one that is still to be found. `level` in decibels."""

    file: str | None = None
    words: str = ""
    level: float = 0.0
    at: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Title:
    """Words in the picture: of a card, or written over a shot. `seconds` None: to the end of the shot."""

    says: str
    at: float = 0.0
    seconds: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Transition:
    """How a shot begins."""

    kind: str = "cut"
    seconds: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Music:
    """Music under the whole film: a file, or words and who makes it. `level` in LU below the voices."""

    file: str | None = None
    words: str = ""
    maker: Maker = Maker()
    level: float = -20.0
    fade: float = 1.5


@dataclass(frozen=True, slots=True, kw_only=True)
class FilmShot:
    """One shot. `scene` that differs from the one before begins a chapter. `line` is where it stands in its file."""

    id: str
    duration: float
    kind: ShotKind = "video"
    prompt: str = ""
    camera: str = ""
    scene: str = ""
    first_frame: str | None = None
    end_frame: str | None = None
    pictures: tuple[str, ...] = ()
    file: str | None = None
    start: float = 0.0
    lines: tuple[Line, ...] = ()
    sfx: tuple[Effect, ...] = ()
    text: tuple[Title, ...] = ()
    transition: Transition = Transition()
    sound: bool | None = None
    provider: str | None = None
    model: str | None = None
    options: Mapping[str, Any] = field(default_factory=dict)
    notes: str = ""
    line: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A film. Σ duration of the shots is its length, whatever the transitions."""

    title: str
    language: str = "en"
    format: Format = Format()
    style: Style = Style()
    defaults: Defaults = Defaults()
    cast: tuple[Cast, ...] = ()
    music: Music | None = None
    speech: Maker = Maker()
    effects: Maker = Maker()
    pictures: Maker = Maker()
    at_most: tuple[str, ...] = ()
    shots: tuple[FilmShot, ...] = ()

    @property
    def seconds(self) -> float:
        return sum(shot.duration for shot in self.shots)

    @property
    def spoken(self) -> int:
        """How many lines are said."""
        return sum(len(shot.lines) for shot in self.shots)

    def shot(self, id: str) -> FilmShot | None:
        return next((shot for shot in self.shots if shot.id == id), None)

    def member(self, name: str) -> Cast | None:
        return next((one for one in self.cast if one.name == name), None)
