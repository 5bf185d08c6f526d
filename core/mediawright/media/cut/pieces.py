"""The pieces of a film: their keys by content, and their frames. What is kept under a key is never made again."""

import hashlib
import json
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path

import av

from mediawright.film.assembly import Assembly, Take
from mediawright.film.timeline import Piece
from mediawright.media.cut import coding
from mediawright.media.cut.captions import shown_in, with_captions
from mediawright.media.cut.clips import Canvas, clip_frames, numbered
from mediawright.media.cut.stills import card_frames, still_frames
from mediawright.media.fonts import installed_fonts
from mediawright.media.graphs import Chain, picture_source
from mediawright.media.typeface import Typeface

#: raised when the same inputs would give other pictures
CODING = 1
#: transition of a plan → name of the xfade filter
XFADE = {
    "dissolve": "fade",
    "fade": "fadeblack",
    "fade-white": "fadewhite",
    "wipe-left": "wipeleft",
    "wipe-right": "wiperight",
    "slide-left": "slideleft",
    "slide-right": "slideright",
}


def canvas_of(assembly: Assembly) -> Canvas:
    return Canvas(assembly.width, assembly.height, assembly.fps, assembly.fit)


def key_of(assembly: Assembly, piece: Piece) -> str:
    """A piece's name in the cache: everything its pictures depend on, and nothing else."""
    takes = [assembly.takes[piece.shot]]
    if piece.kind == "transition":
        takes.append(assembly.takes[piece.shot + 1])
    fonts = installed_fonts() if any(take.kind == "card" for take in takes) else None
    shown = shown_in(assembly.burnt, piece.start, piece.frames)
    if shown:
        fonts = installed_fonts()
    facts = {
        "coding": [CODING, coding.CRF, coding.PRESET, av.__version__],
        "canvas": [assembly.width, assembly.height, assembly.fps, assembly.fit],
        "takes": [[take.kind, take.sha256, take.start, list(take.words), _total(take)] for take in takes],
        "piece": [piece.kind, piece.frames, piece.source_from, piece.next_from, piece.transition],
        "captions": [[one.text, one.start, one.end, one.place] for one in shown],
        "fonts": [fonts.latin and fonts.latin.path, fonts.cjk and fonts.cjk.path] if fonts else None,
    }
    return hashlib.sha256(json.dumps(facts, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _total(take: Take) -> int:
    """A still moves over its whole length; a clip does not care how long it is shown."""
    return take.frames if take.kind == "still" else 0


def make_piece(
    assembly: Assembly, piece: Piece, folder: Path, tell: Callable[[int], None] | None = None
) -> tuple[Path, bool]:
    """The coded piece and whether it was made now. Raises Unreadable, OSError.

    `tell` hears of every frame by its number in the film, and may raise to stop.
    """
    path = folder / f"{key_of(assembly, piece)}.mp4"
    if path.exists():
        path.touch()  # the oldest go first where room is needed
        return path, False
    coding.write_piece(path, canvas_of(assembly), _told(frames_of(assembly, piece), piece.start, tell))
    return path, True


def _told(frames: Iterator[av.VideoFrame], start: int, tell: Callable[[int], None] | None) -> Iterator[av.VideoFrame]:
    for number, frame in enumerate(frames):
        if tell is not None:
            tell(start + number)
        yield frame


def frames_of(assembly: Assembly, piece: Piece) -> Iterator[av.VideoFrame]:
    """The pictures of a piece, with what is written into them."""
    canvas = canvas_of(assembly)
    frames = _take_frames(assembly, piece.shot, piece.source_from, piece.frames)
    if piece.kind == "transition":
        following = _take_frames(assembly, piece.shot + 1, piece.next_from, piece.frames)
        frames = crossed(frames, following, piece.transition, piece.frames, canvas.fps)
    shown = shown_in(assembly.burnt, piece.start, piece.frames)
    return with_captions(frames, shown, canvas, Typeface(installed_fonts(), "bold"), piece.frames)


def _take_frames(assembly: Assembly, shot: int, first: int, count: int) -> Iterator[av.VideoFrame]:
    take, canvas = assembly.takes[shot], canvas_of(assembly)
    if take.kind == "card":
        return card_frames(take.words, Typeface(installed_fonts(), "bold"), canvas, count, take.file)
    if take.kind == "still":
        return still_frames(take.file, canvas, first, count, take.frames)
    return clip_frames(take.file, canvas, first, count, take.start)


def crossed(
    one: Iterator[av.VideoFrame], other: Iterator[av.VideoFrame], kind: str, count: int, fps: int
) -> Iterator[av.VideoFrame]:
    """`count` frames that lead from one shot into the other."""
    first, second = next(one), next(other)
    name = XFADE.get(kind, "fade")
    # the duration is a little short of the last frame, which the filter would otherwise swallow
    length = float(Fraction(count, fps))
    chain = Chain(
        [picture_source(first, fps), picture_source(second, fps)],
        f"xfade=transition={name}:duration={length:.6f}:offset=0,format=yuv420p",
    )
    made = 0
    for number in range(count):
        here = first if number == 0 else next(one, first)
        there = second if number == 0 else next(other, second)
        first, second = here, there
        chain.push(numbered(here, number, fps), 0)
        chain.push(numbered(there, number, fps), 1)
        for frame in chain.pull():
            if isinstance(frame, av.VideoFrame):
                yield numbered(frame, made, fps)
                made += 1
    chain.push(None, 0)
    chain.push(None, 1)
    for frame in chain.pull():
        if isinstance(frame, av.VideoFrame) and made < count:
            yield numbered(frame, made, fps)
            made += 1
