"""Coded pieces and a coded track → the film: packets are copied, so memory stays flat and pictures stay as they are."""

import os
from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
from av.container import OutputContainer
from av.subtitles.subtitle import SubtitleSet

from mediawright.film.assembly import Assembly
from mediawright.film.timeline import Caption
from mediawright.media.cut.coding import packets

#: ISO 639-2 codes, as MP4 wants them
LANGUAGE = {"en": "eng", "zh": "zho"}
_ASS = (
    "[Script Info]\nScriptType: v4.00+\n[V4+ Styles]\n"
    "Format: Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour, Bold, Italic, "
    "Underline, StrikeOut, ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, Shadow, Alignment, MarginL, MarginR, "
    "MarginV, Encoding\n"
    "Style: Default,Arial,16,&Hffffff,&Hffffff,&H0,&H0,0,0,0,0,100,100,0,0,1,1,0,2,10,10,10,0\n"
    "[Events]\nFormat: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\n"
)


def join(path: Path, assembly: Assembly, pieces: Sequence[Path], sound: Path) -> None:
    """Write the film. It is there whole or not at all. Raises OSError."""
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        with av.open(str(part), "w", format="mp4", options={"movflags": "+faststart"}) as container:
            _join(container, assembly, pieces, sound)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _join(container: OutputContainer, assembly: Assembly, pieces: Sequence[Path], sound: Path) -> None:
    container.metadata["title"] = assembly.title
    with av.open(str(pieces[0])) as first:
        video = container.add_stream_from_template(first.streams.video[0])
    with av.open(str(sound)) as heard:
        audio = container.add_stream_from_template(heard.streams.audio[0])
        audio.metadata["language"] = LANGUAGE.get(assembly.language, "und")
        written = _Written(container, assembly)
        _set_chapters(container, assembly)
        waiting = _sound_packets(heard)
        packet = next(waiting, None)
        for piece, start in zip(pieces, (one.start for one in assembly.pieces), strict=True):
            for picture in packets(piece, start, assembly.fps):
                now = Fraction(picture.dts or 0) * (picture.time_base or 1)
                while packet is not None and Fraction(packet.dts or 0) * (packet.time_base or 1) <= now:
                    packet.stream = audio
                    container.mux(packet)
                    packet = next(waiting, None)
                written.until(now)
                picture.stream = video
                container.mux(picture)
        while packet is not None:
            packet.stream = audio
            container.mux(packet)
            packet = next(waiting, None)
        written.until(None)


def _sound_packets(container: "av.container.InputContainer") -> Iterator[Any]:
    return (packet for packet in container.demux(audio=0) if packet.dts is not None)


def _set_chapters(container: OutputContainer, assembly: Assembly) -> None:
    """Chapters are told before the first packet."""
    if len(assembly.chapters) < 2:
        return
    ends = [one.start for one in assembly.chapters[1:]] + [assembly.frames]
    container.set_chapters(
        [
            {
                "id": number,
                "start": one.start,
                "end": end,
                "time_base": Fraction(1, assembly.fps),
                "metadata": {"title": one.title},
            }
            for number, (one, end) in enumerate(zip(assembly.chapters, ends, strict=True), 1)
        ]
    )


class _Written:
    """Captions as a track of their own, given to the file when their time comes."""

    def __init__(self, container: OutputContainer, assembly: Assembly) -> None:
        self.container = container
        self.fps = assembly.fps
        wanted = assembly.captions in ("track", "both")
        self.left: list[Caption] = list(assembly.speech) if wanted else []
        self.stream: Any = None
        if self.left:
            self.stream = container.add_stream("mov_text")
            self.stream.codec_context.subtitle_header = _ASS.encode()
            self.stream.codec_context.time_base = Fraction(1, 1000)
            self.stream.metadata["language"] = LANGUAGE.get(assembly.language, "und")

    def until(self, now: Fraction | None) -> None:
        """Write the captions that begin before `now` (None: all that are left)."""
        while self.left and (now is None or Fraction(self.left[0].start, self.fps) <= now):
            one = self.left.pop(0)
            start, end = (round(frame * 1000 / self.fps) for frame in (one.start, one.end))
            text = one.text.replace("\n", "\\N").replace("{", "(").replace("}", ")")
            made = SubtitleSet.create(f"0,0,Default,,0,0,0,,{text}".encode(), 0, end - start, pts=start * 1000)
            packet = self.stream.codec_context.encode_subtitle(made)
            packet.stream = self.stream
            packet.pts = packet.dts = start
            packet.duration = end - start
            packet.time_base = Fraction(1, 1000)
            self.container.mux(packet)
