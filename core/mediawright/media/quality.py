"""The check after download: is the file whole, is it what was asked for, does anything in it need a person's eyes?

One pass over pictures and sound. Nothing here judges taste: `broken` is a damaged file, `doubt` is worth a glance, `note` is
kept and not spoken of.
"""

from collections.abc import Iterator, Mapping
from dataclasses import field
from pathlib import Path
from typing import Any, Literal

from mediawright.types.dataclass import dataclass
from mediawright.types.message import Message

Verdict = Literal["good", "note", "doubt", "broken"]
ORDER: tuple[Verdict, ...] = ("good", "note", "doubt", "broken")
#: seconds by which a clip may be shorter than asked; from `BROKEN_SHORT` on it is broken
SHORT, BROKEN_SHORT = 0.25, 1.0
#: part by which width : height may differ
RATIO = 0.02
SLOWEST = 20.0
#: stretches shorter than these are not spoken of (seconds), and parts from which all of it is meant
BLACK, FROZEN, MOST = 0.5, 1.0, 0.9
#: black at the edges of a clip is a fade (seconds)
EDGE = 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What was asked for, as far as it was. Seconds, pixels of the shorter side, width : height."""

    duration: float | None = None
    ratio: float | None = None
    short_side: int | None = None
    sound: bool = False
    still: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class QualityNote:
    """One finding: the code of its sentence (`quality.<code>`), how much it weighs, and its figures."""

    code: str
    verdict: Verdict
    values: Mapping[str, Any] = field(default_factory=dict)

    @property
    def message(self) -> Message:
        """The one sentence of the finding."""
        return Message(f"quality.{self.code}", self.values)


@dataclass(frozen=True, slots=True, kw_only=True)
class Quality:
    """What was found in one file. `seconds`: how much could be decoded."""

    notes: tuple[QualityNote, ...] = ()
    seconds: float | None = None

    @property
    def verdict(self) -> Verdict:
        return max((one.verdict for one in self.notes), key=ORDER.index, default="good")

    @property
    def first(self) -> QualityNote | None:
        """The finding that is told: the heaviest, of those the first."""
        told = [one for one in self.notes if one.verdict in ("doubt", "broken")]
        return max(told, key=lambda one: ORDER.index(one.verdict), default=None)

    def as_data(self) -> dict[str, Any]:
        notes = [{"code": one.code, "verdict": one.verdict, "values": dict(one.values)} for one in self.notes]
        return {"verdict": self.verdict, "seconds": self.seconds, "notes": notes}


def from_data(data: Mapping[str, Any]) -> Quality:
    """The inverse of `Quality.as_data`."""
    notes = tuple(
        QualityNote(code=one["code"], verdict=one["verdict"], values=one.get("values", {}))
        for one in data.get("notes", ())
    )
    return Quality(notes=notes, seconds=data.get("seconds"))


def check_file(path: Path, media_type: str, asked: Asked | None = None) -> Quality:
    """Check a result. Blocking; needs the extra `media`, without which ImportError is raised."""
    asked = asked or Asked()
    if media_type.startswith("image/"):
        return _check_picture(path, asked)
    if media_type.startswith(("video/", "audio/")):
        return _check_clip(path, asked, pictures=media_type.startswith("video/"))
    return Quality()


def _check_picture(path: Path, asked: Asked) -> Quality:
    from PIL import Image

    try:
        with Image.open(path) as image:
            image.load()
            size = image.size
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return Quality(notes=(QualityNote(code="unreadable", verdict="broken"),))
    return Quality(notes=tuple(_of_size(size, asked)))


def _of_size(size: tuple[int, int], asked: Asked) -> Iterator[QualityNote]:
    width, height = size
    if asked.ratio and abs(width / height / asked.ratio - 1) > RATIO:
        yield QualityNote(code="ratio", verdict="doubt", values={"width": width, "height": height})
    if asked.short_side and min(size) < asked.short_side:
        yield QualityNote(code="small", verdict="doubt", values={"found": min(size), "asked": asked.short_side})


def _check_clip(path: Path, asked: Asked, *, pictures: bool) -> Quality:
    from mediawright.media.decoding import Unopened, scan

    try:
        found = scan(path, pictures=pictures)
    except Unopened:
        return Quality(notes=(QualityNote(code="unreadable", verdict="broken"),))
    notes: list[QualityNote] = []
    if found.claimed and found.claimed - found.seconds > max(2 * found.frame, 0.01 * found.claimed):
        notes.append(_seconds("cut_short", "broken", readable=found.seconds, whole=found.claimed))
    elif asked.duration and asked.duration - found.seconds > SHORT:
        verdict: Verdict = "broken" if asked.duration - found.seconds > BROKEN_SHORT else "doubt"
        notes.append(_seconds("too_short", verdict, found=found.seconds, asked=asked.duration))
    if pictures and found.size:
        notes += _of_size(found.size, asked)
        if found.fps and found.fps < SLOWEST:
            notes.append(QualityNote(code="slow", verdict="doubt", values={"fps": round(found.fps, 1)}))
        notes += _of_stretches(found.black, found.frozen, found.seconds, asked)
        cuts = [at for at in found.cuts if EDGE < at < found.seconds - EDGE]
        if cuts:
            notes.append(_seconds("hard_cut", "note", at=cuts[0], count=len(cuts)))
    notes += _of_sound(found.heard, found.silent, found.distorted, asked, wanted=asked.sound or not pictures)
    return Quality(notes=tuple(notes), seconds=round(found.seconds, 3))


def _of_stretches(
    black: tuple[tuple[float, float], ...], frozen: tuple[tuple[float, float], ...], seconds: float, asked: Asked
) -> Iterator[QualityNote]:
    """Black and still stretches; what is still because it is black is told once."""
    if sum(end - start for start, end in black) >= MOST * seconds:
        yield QualityNote(code="all_black", verdict="broken")
        return
    for start, end in black:
        if end - start >= BLACK and start > EDGE and end < seconds - EDGE:
            yield _seconds("black", "doubt", at=start, length=end - start)
    still = [one for one in frozen if not any(start <= one[0] + EDGE and one[1] <= end + EDGE for start, end in black)]
    if asked.still or not still:
        return
    length = sum(end - start for start, end in still)
    start, end = max(still, key=lambda one: one[1] - one[0])
    if length >= MOST * seconds:
        yield QualityNote(code="all_frozen", verdict="doubt")
    elif end - start >= FROZEN:
        code = "frozen_end" if end >= seconds - EDGE else "frozen"
        yield _seconds(code, "doubt", at=start, length=end - start)


def _of_sound(heard: bool, silent: bool, distorted: bool, asked: Asked, *, wanted: bool) -> Iterator[QualityNote]:
    if wanted and not heard:
        yield QualityNote(code="no_sound", verdict="doubt")
    elif wanted and silent:
        yield QualityNote(code="silent", verdict="doubt")
    if distorted:
        yield QualityNote(code="distorted", verdict="note")


def _seconds(code: str, verdict: Verdict, **values: float) -> QualityNote:
    return QualityNote(code=code, verdict=verdict, values={name: round(value, 1) for name, value in values.items()})
