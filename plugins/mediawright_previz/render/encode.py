"""Pictures and samples → an MP4 that plays everywhere: H.264 4:2:0 in BT.709, AAC, index at the front."""

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from pathlib import Path

import av
from av.audio.stream import AudioStream
from av.container import OutputContainer
from av.video.reformatter import ColorPrimaries, Colorspace, ColorTrc
from av.video.stream import VideoStream
from PIL import Image

from mediawright_previz.render.pixels import to_frame
from mediawright_previz.render.sizes import Canvas
from mediawright_previz.render.sound import CHANNELS, RATE

#: x264's constant quality: 20 is visually clean for type on soft grounds
CRF = "20"
AUDIO_BITS = 128_000


def write_chunk(path: Path, canvas: Canvas, pictures: Iterable[Image.Image]) -> None:
    """Write one silent stretch of a clip, complete in itself. Raises OSError where the disk refuses."""
    with av.open(str(path), "w", format="mp4") as container:
        video = _video_stream(container, canvas)
        for number, picture in enumerate(pictures):
            container.mux(video.encode(_video_frame(picture, number)))
        container.mux(video.encode(None))


def join(path: Path, canvas: Canvas, chunks: Sequence[tuple[Path, int]], samples: Iterator[bytes] | None) -> None:
    """Put chunks (path, first frame) one after the other without coding them again, and the sound under them.

    `samples` gives the sound of each picture in turn. Raises OSError.
    """
    with av.open(str(path), "w", format="mp4", options={"movflags": "+faststart"}) as container:
        with av.open(str(chunks[0][0])) as first:
            video = container.add_stream_from_template(first.streams.video[0])
            audio = _audio_stream(container) if samples is not None else None
        at = 0
        for chunk, start in chunks:
            for packet in _packets(chunk, start, canvas.fps):
                packet.stream = video
                container.mux(packet)
                if audio is not None and samples is not None:
                    at += _add_sound(container, audio, samples, at)
        if audio is not None:
            container.mux(audio.encode(None))


def _packets(chunk: Path, start: int, fps: int) -> Iterator["av.Packet[VideoStream]"]:
    """The coded pictures of a chunk, moved to where they belong in the clip."""
    with av.open(str(chunk)) as container:
        for packet in container.demux(video=0):
            if packet.dts is None or packet.pts is None or packet.time_base is None:
                continue
            shift = int(Fraction(start, fps) / packet.time_base)
            packet.pts += shift
            packet.dts += shift
            yield packet


def _add_sound(container: OutputContainer, audio: AudioStream, samples: Iterator[bytes], at: int) -> int:
    """The sound of one more picture, `at` samples from the start; returns its number of samples."""
    piece = next(samples, b"")
    if not piece:
        return 0
    frame = _audio_frame(piece, at)
    container.mux(audio.encode(frame))
    return frame.samples


def _video_stream(container: OutputContainer, canvas: Canvas) -> VideoStream:
    stream = container.add_stream("libx264", rate=canvas.fps)
    stream.width, stream.height, stream.pix_fmt = canvas.width, canvas.height, "yuv420p"
    stream.time_base = stream.codec_context.time_base = Fraction(1, canvas.fps)
    stream.codec_context.gop_size = canvas.fps * 2
    stream.codec_context.color_primaries = ColorPrimaries.BT709
    stream.codec_context.color_trc = ColorTrc.BT709
    stream.codec_context.colorspace = Colorspace.ITU709
    stream.options = {"preset": "veryfast", "crf": CRF}
    return stream


def _audio_stream(container: OutputContainer) -> AudioStream:
    stream = container.add_stream("aac", rate=RATE, layout="stereo")
    stream.bit_rate = AUDIO_BITS
    return stream


def _video_frame(picture: Image.Image, number: int) -> av.VideoFrame:
    frame = to_frame(picture).reformat(format="yuv420p", dst_colorspace=Colorspace.ITU709)
    frame.pts = number
    return frame


def _audio_frame(samples: bytes, at: int) -> av.AudioFrame:
    frame = av.AudioFrame(format="s16", layout="stereo", samples=len(samples) // (2 * CHANNELS))
    frame.planes[0].update(samples)
    frame.sample_rate = RATE
    frame.pts, frame.time_base = at, Fraction(1, RATE)
    return frame
