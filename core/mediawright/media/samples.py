"""Sound as samples: stereo, 32-bit floats, interleaved, at 48 kHz, in blocks. Every stream here is gapless and counted."""

from collections.abc import Iterable, Iterator
from fractions import Fraction

import av

from mediawright.media.graphs import RATE, Chain, sound_source

#: bytes of one sample of both channels
WIDTH = 8
#: samples of a block: a tenth of a second
BLOCK = RATE // 10


def silence(count: int) -> Iterator[bytes]:
    """`count` samples of nothing."""
    while count > 0:
        yield bytes(min(count, BLOCK) * WIDTH)
        count -= BLOCK


def file_samples(path: str, first: int, count: int, start: float = 0.0) -> Iterator[bytes]:
    """Yield exactly `count` samples of a file's sound from sample `first` on, silence where there is none.

    Sample 0 is where the pictures begin (where there are any), `start` seconds later.
    """
    given = 0
    for piece in _decoded(path, first, count, start):
        piece = piece[: (count - given) * WIDTH]
        given += len(piece) // WIDTH
        if piece:
            yield piece
        if given >= count:
            return
    yield from silence(count - given)


def _decoded(path: str, first: int, count: int, start: float) -> Iterator[bytes]:
    try:
        with av.open(path) as container:
            if not container.streams.audio:
                return
            stream = container.streams.audio[0]
            zero = _zero(container) + Fraction(str(start))
            if start > 2:
                container.seek(int((zero - 1) * av.time_base))
            chain: Chain | None = None
            for frame in container.decode(stream):
                base = frame.time_base or Fraction(1, frame.sample_rate)
                if chain is None:
                    chain = Chain([_source(frame, base)], _to_grid(frame, first, count))
                if frame.pts is not None:
                    frame.pts -= round(zero / base)
                chain.push(frame)
                yield from _bytes(chain)
            if chain is not None:
                chain.push(None)
                yield from _bytes(chain)
    except (OSError, av.FFmpegError):
        return  # a damaged track is silent from there on


def _zero(container: "av.container.InputContainer") -> Fraction:
    """When the pictures begin, in seconds; sound alone begins with itself."""
    streams = container.streams.video or container.streams.audio
    stream = streams[0]
    return Fraction(stream.start_time or 0) * (stream.time_base or Fraction(0))


def _source(frame: av.AudioFrame, base: Fraction) -> tuple[str, str]:
    return sound_source(frame.sample_rate, frame.layout.name, frame.format.name, base)


def _to_grid(frame: av.AudioFrame, first: int, count: int) -> str:
    """Filters to 48 kHz stereo from time 0 on; one channel keeps its level on both sides."""
    mono = "pan=stereo|c0=c0|c1=c0," if len(frame.layout.channels) == 1 else ""
    return (
        f"{mono}aresample={RATE}:async=1:first_pts=0:rematrix_maxval=1:ochl=stereo:osf=flt,"
        f"atrim=start_sample={first}:end_sample={first + count},"
        "aformat=sample_fmts=flt:channel_layouts=stereo"
    )


def _bytes(chain: Chain) -> Iterator[bytes]:
    for frame in chain.pull():
        if isinstance(frame, av.AudioFrame) and frame.samples:
            yield bytes(frame.planes[0])[: frame.samples * WIDTH]


def blocks(pieces: Iterable[bytes], size: int = BLOCK) -> Iterator[bytes]:
    """The same samples in blocks of one size; the last may be shorter."""
    held = bytearray()
    wide = size * WIDTH
    for piece in pieces:
        held += piece
        while len(held) >= wide:
            yield bytes(held[:wide])
            del held[:wide]
    if held:
        yield bytes(held)


def as_frame(samples: bytes, at: int) -> av.AudioFrame:
    """A frame of samples that begins at sample `at`."""
    frame = av.AudioFrame(format="flt", layout="stereo", samples=len(samples) // WIDTH)
    frame.planes[0].update(samples)
    frame.sample_rate = RATE
    frame.pts, frame.time_base = at, Fraction(1, RATE)
    return frame


def through(chain: str, pieces: Iterable[bytes]) -> "Iterator[av.AudioFrame]":
    """The frames that come out of filters fed with samples."""
    made = Chain([sound_source()], f"{chain},aformat=sample_fmts=flt:channel_layouts=stereo")
    at = 0
    for block in blocks(pieces):
        made.push(as_frame(block, at))
        at += len(block) // WIDTH
        yield from (frame for frame in made.pull() if isinstance(frame, av.AudioFrame))
    made.push(None)
    yield from (frame for frame in made.pull() if isinstance(frame, av.AudioFrame))


def bytes_of(frames: "Iterable[av.AudioFrame]") -> Iterator[bytes]:
    for frame in frames:
        if frame.samples:
            yield bytes(frame.planes[0])[: frame.samples * WIDTH]
