"""What is heard: a soft chord at the start of every shot over a quiet pad, or an input's own sound.

Pulse-code samples are 16-bit, stereo, interleaved, at 48 kHz, made frame by frame so that memory stays flat.
"""

import math
from array import array
from collections.abc import Iterator
from contextlib import suppress
from functools import cache

import av

from mediawright.plugin import Media
from mediawright_previz.render.pictures import UnreadableInput
from mediawright_previz.render.plan import Plan

RATE = 48_000
CHANNELS = 2
#: hertz: the pad's root and fifth, whole numbers so that one second loops without a seam
PAD = (110, 165)
PAD_LEVEL = 0.012
#: a pentatonic walk upwards, one step per shot
STEPS = (440.0, 495.0, 550.0, 660.0, 733.0, 880.0)
CHIME_SECONDS = 1.8
CHIME_LEVEL = 0.10
FADE_SECONDS = 0.4


def sound_of(plan: Plan) -> Iterator[bytes]:
    """The samples of each video frame of the plan, exactly `RATE / fps` of them. Raises UnreadableInput."""
    per_frame = RATE // plan.canvas.fps
    source = _Source(plan.sound.source) if plan.sound.source and not plan.sound.source.is_url else None
    for frame in range(plan.frames):
        samples = _tones(plan, frame, per_frame) if plan.sound.tones else array("h", bytes(per_frame * 2))
        mixed = _stereo(samples)
        yield _add(mixed, source.take(per_frame)).tobytes() if source else mixed.tobytes()


def _stereo(mono: "array[int]") -> "array[int]":
    both = array("h", bytes(len(mono) * 4))
    both[0::2] = mono
    both[1::2] = mono
    return both


def _add(one: "array[int]", other: "array[int]") -> "array[int]":
    return array("h", [max(-32768, min(32767, a + b)) for a, b in zip(one, other, strict=True)])


def _tones(plan: Plan, frame: int, count: int) -> "array[int]":
    """Pad and chimes for the samples of one frame, faded at both ends of the film."""
    start = frame * count
    end = plan.frames * count
    offset = start % RATE
    pad = _pad()
    samples = [pad[(offset + n) % RATE] for n in range(count)]
    for number, mark in enumerate(plan.sound.tones):
        first = start - mark * count
        chime = _chime(STEPS[number % len(STEPS)])
        if 0 <= first < len(chime):
            part = chime[first : first + count]
            samples[: len(part)] = [a + b for a, b in zip(samples, part, strict=False)]
    edge = FADE_SECONDS * RATE
    gain = min(1.0, (end - start) / edge)
    return array("h", [int(value * gain) for value in samples])


@cache
def _pad() -> "array[int]":
    """One second of a root and a fifth."""
    turn = math.tau / RATE
    wave = ((math.sin(PAD[0] * turn * n) + 0.6 * math.sin(PAD[1] * turn * n)) * PAD_LEVEL for n in range(RATE))
    return array("h", [int(value * 32767) for value in wave])


@cache
def _chime(hertz: float) -> "array[int]":
    """A struck chord: root, fifth, octave; quick to rise, slow to die away."""
    turn = math.tau * hertz / RATE
    rise = 0.012 * RATE
    samples = array("h")
    for n in range(int(CHIME_SECONDS * RATE)):
        level = min(1.0, n / rise) * math.exp(-3.2 * n / RATE) * (1 - n / (CHIME_SECONDS * RATE))
        tone = math.sin(turn * n) + 0.45 * math.sin(1.5 * turn * n) + 0.3 * math.sin(2 * turn * n)
        samples.append(int(tone * level * CHIME_LEVEL * 32767))
    return samples


class _Source:
    """An input's sound as our samples, then silence."""

    def __init__(self, media: Media) -> None:
        self._left = bytearray()
        self._pieces = self._decode(media)

    def _decode(self, media: Media) -> Iterator[bytes]:
        try:
            container = av.open(media.source)
        except (OSError, av.FFmpegError) as error:
            raise UnreadableInput(media) from error
        with container, suppress(av.FFmpegError):
            if not container.streams.audio:
                return
            resampler = av.AudioResampler(format="s16", layout="stereo", rate=RATE)
            for frame in container.decode(audio=0):
                for piece in resampler.resample(frame):
                    yield bytes(piece.planes[0])[: piece.samples * 2 * CHANNELS]

    def take(self, count: int) -> "array[int]":
        """The next `count` samples of both channels."""
        need = count * 2 * CHANNELS
        while len(self._left) < need:
            piece = next(self._pieces, None)
            if piece is None:
                self._left.extend(bytes(need - len(self._left)))
            else:
                self._left.extend(piece)
        samples = array("h", bytes(self._left[:need]))
        del self._left[:need]
        return samples
