"""What is heard, in connections as long as the film: the sound of the clips, voices, effects, music."""

import math
from array import array
from collections.abc import Iterator, Sequence
from functools import cache

from mediawright.film.assembly import Assembly, MusicFile, SoundFile, Take
from mediawright.film.timeline import Piece
from mediawright.media.graphs import RATE
from mediawright.media.loudness import measure
from mediawright.media.samples import blocks, bytes_of, file_samples, silence, through

#: the longest sound file that is read to its end, in seconds
LONGEST = 3 * 3600


def clip_lane(assembly: Assembly) -> Iterator[bytes]:
    """The clips' own sound, crossed where the pictures are."""
    for piece in assembly.pieces:
        yield from _piece(assembly, piece)


def _piece(assembly: Assembly, piece: Piece) -> Iterator[bytes]:
    per_frame = RATE // assembly.fps
    count = piece.frames * per_frame
    here = _take(assembly.takes[piece.shot], piece.source_from * per_frame, count)
    if piece.kind == "body":
        yield from here
        return
    there = _take(assembly.takes[piece.shot + 1], piece.next_from * per_frame, count)
    yield from _crossed(here, there, count)


def _take(take: Take, first: int, count: int) -> Iterator[bytes]:
    if take.kind != "video" or not take.sound:
        return silence(count)
    return file_samples(take.file, first, count, take.start)


def _crossed(one: Iterator[bytes], other: Iterator[bytes], count: int) -> Iterator[bytes]:
    """Equal-power crossfade over all of `count` samples."""
    at = 0
    for here, there in zip(blocks(one), blocks(other), strict=True):
        left, right = array("f", here), array("f", there)
        size = len(left) // 2
        mixed = array("f", bytes(len(here)))
        for number in range(size):
            angle = (at + number + 0.5) / count * math.pi / 2
            fall, rise = math.cos(angle), math.sin(angle)
            mixed[2 * number] = left[2 * number] * fall + right[2 * number] * rise
            mixed[2 * number + 1] = left[2 * number + 1] * fall + right[2 * number + 1] * rise
        at += size
        yield mixed.tobytes()


def packed(sounds: Sequence[SoundFile]) -> list[list[SoundFile]]:
    """Sounds in as few rows as hold them without overlap, each with the length of its file."""
    rows: list[tuple[int, list[SoundFile]]] = []
    for sound in sorted(sounds, key=lambda one: (one.start, one.file)):
        length = length_of(sound.file)
        for place, (end, row) in enumerate(rows):
            if end <= sound.start * 10_000:
                rows[place] = (sound.start * 10_000 + length, [*row, sound])
                break
        else:
            rows.append((sound.start * 10_000 + length, [sound]))
    return [row for _, row in rows]


def row_lane(row: Sequence[SoundFile], assembly: Assembly, gains: dict[str, float]) -> Iterator[bytes]:
    """Sounds one after the other, silence between them. `gains`: decibels per file."""
    per_frame = RATE // assembly.fps
    total = assembly.frames * per_frame
    at = 0
    for number, sound in enumerate(row):
        start = max(at, sound.start * per_frame)
        ends = row[number + 1].start * per_frame if number + 1 < len(row) else total
        count = min(length_of(sound.file), max(0, min(ends, total) - start))
        yield from silence(start - at)
        yield from _louder(file_samples(sound.file, 0, count), sound.level + gains.get(sound.file, 0.0))
        at = start + count
    yield from silence(total - at)


def music_lane(music: MusicFile, assembly: Assembly, gain: float) -> Iterator[bytes]:
    """Music from the beginning, again and again until the film is over, faded at both ends."""
    total = assembly.frames * RATE // assembly.fps
    fade = min(round(music.fade * RATE), total // 2)
    tail = f",afade=t=out:ss={total - fade}:ns={fade}" if fade else ""
    head = f",afade=t=in:ss=0:ns={fade}" if fade else ""
    yield from bytes_of(through(f"volume={gain:.3f}dB{head}{tail}", _repeated(music.file, total)))


def _repeated(path: str, total: int) -> Iterator[bytes]:
    length = length_of(path)
    at = 0
    while at < total and length:
        yield from file_samples(path, 0, min(length, total - at))
        at += length
    yield from silence(total - at)


def _louder(pieces: Iterator[bytes], decibels: float) -> Iterator[bytes]:
    return pieces if not decibels else bytes_of(through(f"volume={decibels:.3f}dB", pieces))


@cache
def length_of(path: str) -> int:
    """Samples of a sound file, counted by decoding it."""
    import av

    total = 0
    try:
        with av.open(path) as container:
            if not container.streams.audio:
                return 0
            for frame in container.decode(container.streams.audio[0]):
                total += frame.samples * RATE // frame.sample_rate
                if total > LONGEST * RATE:
                    break
    except (OSError, av.FFmpegError):
        return total
    return total


@cache
def loudness_of(path: str) -> float:
    """Integrated loudness of a file; -inf where it is silent."""
    return measure(file_samples(path, 0, length_of(path))).integrated


def gain_to(path: str, target: float) -> float:
    """Decibels that bring a file to a loudness; none for a silent one."""
    found = loudness_of(path)
    return max(-40.0, min(30.0, target - found)) if math.isfinite(found) and found > -60 else 0.0
