"""Filter graphs of PyAV in one line each: sources and sinks with a chain between them."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

import av
from av.filter import Graph
from av.filter.context import FilterContext

#: samples per second of all sound here
RATE = 48_000


class Chain:
    """A filter graph with one or more inputs and one output. Not for several threads at once."""

    def __init__(self, inputs: Sequence[tuple[str, str]], chain: str) -> None:
        """`inputs`: filter and arguments of each source. `chain`: filters parted by commas; the first takes all sources."""
        self.graph = Graph()
        self.sources = [self.graph.add(name, arguments) for name, arguments in inputs]
        last: FilterContext | None = None
        for text in split(chain, ","):
            name, _, arguments = text.partition("=")
            step = self.graph.add(name.strip(), arguments or None)
            if last is None:
                for place, source in enumerate(self.sources):
                    source.link_to(step, 0, place)
            else:
                last.link_to(step)
            last = step
        sink = self.graph.add("abuffersink" if inputs[0][0] == "abuffer" else "buffersink")
        (last or self.sources[0]).link_to(sink)
        self.sink = sink
        self.graph.configure()

    def push(self, frame: "av.VideoFrame | av.AudioFrame | None", place: int = 0) -> None:
        self.sources[place].push(frame)

    def pull(self) -> "Iterator[av.VideoFrame | av.AudioFrame]":
        """What is ready now."""
        while True:
            try:
                yield self.sink.pull()  # type: ignore[misc]
            except (av.error.BlockingIOError, av.error.EOFError):
                return


def split(chain: str, mark: str) -> list[str]:
    """Part a chain at marks that stand outside quotation marks."""
    parts, quoted = [""], False
    for char in chain:
        quoted ^= char == "'"
        if char == mark and not quoted:
            parts.append("")
        else:
            parts[-1] += char
    return parts


def picture_source(frame: av.VideoFrame, fps: int) -> tuple[str, str]:
    """A source for frames like this one, numbered by film frames."""
    return (
        "buffer",
        f"video_size={frame.width}x{frame.height}:pix_fmt={frame.format.name}:time_base=1/{fps}"
        f":pixel_aspect=1/1:frame_rate={fps}/1",
    )


def sound_source(
    rate: int = RATE, layout: str = "stereo", kind: str = "flt", base: Fraction | None = None
) -> tuple[str, str]:
    base = base or Fraction(1, rate)
    return (
        "abuffer",
        f"sample_rate={rate}:sample_fmt={kind}:channel_layout={layout}:time_base={base.numerator}/{base.denominator}",
    )
