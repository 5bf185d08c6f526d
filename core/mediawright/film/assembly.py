"""What the cutter is given: which file fills which shot, and the grid, as plain data in frames."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any, Literal

from mediawright.film.plan import Music, Plan
from mediawright.film.timeline import Caption, Chapter, Cue, Piece, Timeline
from mediawright.types.dataclass import dataclass

#: raised when the same assembly would give other pictures or sounds
VERSION = 1
TakeKind = Literal["video", "still", "card"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Take:
    """What fills one shot: a clip from `start` seconds on, a picture that we move, or a card with words."""

    shot: str
    kind: TakeKind
    file: str = ""
    sha256: str = ""
    start: float = 0.0
    frames: int = 0
    words: tuple[str, ...] = ()
    sound: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class SoundFile:
    """A sound on the film's grid: its first film frame, decibels, and what it is mixed with."""

    lane: Literal["voice", "effects"]
    file: str
    sha256: str
    start: int
    level: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class MusicFile:
    """Music under the whole film: `level` in LU below the film's loudness, `fade` in seconds at both ends."""

    file: str
    sha256: str
    level: float = -20.0
    fade: float = 1.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Assembly:
    """A film, ready to be cut."""

    title: str
    language: str
    fps: int
    width: int
    height: int
    fit: Literal["fill", "pad"]
    captions: Literal["burn", "track", "both", "off"]
    loudness: float
    takes: tuple[Take, ...]
    pieces: tuple[Piece, ...]
    titles: tuple[Caption, ...]
    sounds: tuple[SoundFile, ...] = ()
    music: MusicFile | None = None
    chapters: tuple[Chapter, ...] = ()
    version: int = VERSION

    @property
    def frames(self) -> int:
        return self.pieces[-1].start + self.pieces[-1].frames if self.pieces else 0

    @property
    def speech(self) -> tuple[Caption, ...]:
        """The captions that say what is heard: these alone go into a track or a caption file."""
        return tuple(one for one in self.titles if one.place == "speech")

    @property
    def burnt(self) -> tuple[Caption, ...]:
        """What is written into the pictures."""
        wanted = self.captions in ("burn", "both")
        return tuple(one for one in self.titles if wanted or one.place != "speech")

    @property
    def files(self) -> tuple[str, ...]:
        """Every file that is read."""
        music = (self.music.file,) if self.music else ()
        found = (*(one.file for one in self.takes), *(one.file for one in self.sounds), *music)
        return tuple(dict.fromkeys(file for file in found if file))


def assemble(
    plan: Plan,
    timeline: Timeline,
    takes: Sequence[Take],
    hashes: Mapping[str, str],
    size: tuple[int, int] | None = None,
) -> Assembly:
    """Put plan, grid and chosen takes together. `hashes`: sha256 by file of the plan; a file without one is left out."""
    width, height = size or plan.format.size
    spans = timeline.spans
    return Assembly(
        title=plan.title,
        language=plan.language,
        fps=plan.format.fps,
        width=width,
        height=height,
        fit=plan.format.fit,
        captions=plan.format.captions,
        loudness=plan.format.loudness,
        takes=tuple(_sized(take, spans[number].clip_frames) for number, take in enumerate(takes)),
        pieces=timeline.pieces,
        titles=timeline.captions,
        sounds=tuple(_sound(cue, hashes[cue.file]) for cue in timeline.cues if cue.file in hashes),
        music=_music(plan.music, hashes),
        chapters=timeline.chapters,
    )


def _sized(take: Take, frames: int) -> Take:
    return Take(**{**{name: getattr(take, name) for name in Take.__slots__}, "frames": frames})


def _sound(cue: Cue, sha256: str) -> SoundFile:
    return SoundFile(lane=cue.lane, file=cue.file, sha256=sha256, start=cue.start, level=cue.level)


def _music(music: Music | None, hashes: Mapping[str, str]) -> MusicFile | None:
    if music is None or not music.file or music.file not in hashes:
        return None
    return MusicFile(file=music.file, sha256=hashes[music.file], level=music.level, fade=music.fade)


def to_data(assembly: Assembly) -> dict[str, Any]:
    """As plain data that can be stored and hashed."""
    return asdict(assembly)


def from_data(data: Mapping[str, Any]) -> Assembly:
    """The inverse of `to_data`. Raises KeyError, TypeError or ValueError for anything else."""
    values = dict(data)
    if values.get("version") != VERSION:
        raise ValueError("another version")
    values["takes"] = tuple(Take(**{**one, "words": tuple(one["words"])}) for one in values["takes"])
    values["pieces"] = tuple(Piece(**one) for one in values["pieces"])
    values["titles"] = tuple(Caption(**one) for one in values["titles"])
    values["sounds"] = tuple(SoundFile(**one) for one in values["sounds"])
    values["chapters"] = tuple(Chapter(**one) for one in values["chapters"])
    values["music"] = MusicFile(**values["music"]) if values["music"] else None
    return Assembly(**values)


def by_number(assembly: Assembly) -> tuple[dict[str, Any], tuple[str, ...]]:
    """The assembly as data in which every file is a number from 1, and the files: so it holds wherever they lie."""
    files = assembly.files
    numbers = {"": 0} | {file: number for number, file in enumerate(files, 1)}
    data = to_data(assembly)
    for one in (*data["takes"], *data["sounds"], *([data["music"]] if data["music"] else [])):
        one["file"] = numbers[one["file"]]
    return data, files


def with_files(data: Mapping[str, Any], files: Sequence[str]) -> Assembly:
    """The inverse of `by_number`. Raises KeyError, IndexError, TypeError or ValueError for anything else."""
    paths = ("", *files)

    def named(one: Mapping[str, Any]) -> dict[str, Any]:
        return {**one, "file": paths[int(one["file"])]}

    whole = dict(data)
    for name in ("takes", "sounds"):
        whole[name] = [named(one) for one in data[name]]
    whole["music"] = named(data["music"]) if data["music"] else None
    return from_data(whole)
