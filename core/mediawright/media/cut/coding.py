"""Frames → a closed piece of H.264, and pieces → one file, packet by packet."""

import os
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import av
from av.video.reformatter import ColorPrimaries, Colorspace, ColorTrc
from av.video.stream import VideoStream

from mediawright.media.cut.clips import Canvas

if TYPE_CHECKING:
    from av.packet import Packet

#: x264's constant quality, and its preset: 20 is visually clean
CRF, PRESET = "20", "veryfast"
#: a fixed number, since x264 gives other bytes with another one
THREADS = 4


def write_piece(path: Path, canvas: Canvas, frames: Iterator[av.VideoFrame]) -> int:
    """Code a stretch of film; returns its frames. The file is there whole or not at all. Raises OSError."""
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    count = 0
    try:
        with av.open(str(part), "w", format="mp4") as container:
            video = _stream(container.add_stream("libx264", rate=canvas.fps), canvas)
            for frame in frames:
                container.mux(video.encode(frame))
                count += 1
            container.mux(video.encode(None))
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return count


def _stream(stream: VideoStream, canvas: Canvas) -> VideoStream:
    context = stream.codec_context
    stream.width, stream.height, stream.pix_fmt = canvas.width, canvas.height, "yuv420p"
    stream.time_base = context.time_base = Fraction(1, canvas.fps)
    context.gop_size = canvas.fps * 2
    context.thread_count = THREADS
    context.color_primaries = ColorPrimaries.BT709
    context.color_trc = ColorTrc.BT709
    context.colorspace = Colorspace.ITU709
    stream.options = {"preset": PRESET, "crf": CRF}
    return stream


def packets(path: Path, start: int, fps: int) -> "Iterator[Packet[VideoStream]]":
    """The coded pictures of a piece, moved to where they lie in the film."""
    with av.open(str(path)) as container:
        for packet in container.demux(video=0):
            if packet.dts is None or packet.pts is None or packet.time_base is None:
                continue
            shift = round(Fraction(start, fps) / packet.time_base)
            packet.pts += shift
            packet.dts += shift
            yield packet


def extradata(path: Path) -> bytes:
    """The header of a piece: pieces with the same one can be joined."""
    with av.open(str(path)) as container:
        return bytes(container.streams.video[0].codec_context.extradata or b"")
