"""Connections → one mix, music ducked under speech → a coded track of the right loudness."""

import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

import av
from av.filter import Graph
from av.filter.context import FilterContext

from mediawright.film.assembly import Assembly
from mediawright.media.cut.tracks import clip_lane, gain_to, music_lane, packed, row_lane
from mediawright.media.graphs import RATE, sound_source
from mediawright.media.loudness import CEILING, TRUE_PEAK, Loudness, master_for, measure
from mediawright.media.samples import BLOCK, WIDTH, as_frame, blocks, file_samples

#: raised when the same inputs would give other sound
MIXING = 1
BITS = 192_000
#: music under speech: -10 dB, back after a second
DUCK = "threshold=0.03:ratio=4:attack=20:release=500"


def sound_key(assembly: Assembly) -> str:
    """The sound's name in the cache: everything it depends on, and nothing else (no caption, no picture's size)."""
    music = assembly.music
    facts = {
        "mixing": [MIXING, BITS, av.__version__],
        "grid": [assembly.fps, assembly.loudness],
        "takes": [
            [take.sha256, take.start] if take.kind == "video" and take.sound else None for take in assembly.takes
        ],
        "pieces": [[one.kind, one.shot, one.frames, one.source_from, one.next_from] for one in assembly.pieces],
        "sounds": [[one.lane, one.sha256, one.start, one.level] for one in assembly.sounds],
        "music": [music.sha256, music.level, music.fade] if music else None,
    }
    return hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()


def make_sound(assembly: Assembly, folder: Path) -> tuple[Path, bool]:
    """The film's sound as AAC, made where it is not kept yet. Returns its file and whether it was made. Raises OSError."""
    path = folder / f"{sound_key(assembly)}.m4a"
    if path.exists():
        path.touch()
        return path, False
    raw = folder / f"{path.name}.{os.getpid()}.raw"
    part = folder / f"{path.name}.{os.getpid()}.part"
    try:
        with raw.open("wb") as file:
            for piece in mixed(assembly):
                file.write(piece)
        _master(raw, part, assembly.loudness)
        part.replace(path)
    finally:
        raw.unlink(missing_ok=True)
        part.unlink(missing_ok=True)
    return path, True


def mixed(assembly: Assembly) -> Iterator[bytes]:
    """The whole mix, before its loudness is set: exactly as many samples as the film has."""
    voices = [one for one in assembly.sounds if one.lane == "voice"]
    effects = [one for one in assembly.sounds if one.lane == "effects"]
    gains = {one.file: gain_to(one.file, assembly.loudness) for one in voices}
    speech = [clip_lane(assembly), *(row_lane(row, assembly, gains) for row in packed(voices))]
    other = [row_lane(row, assembly, {}) for row in packed(effects)]
    music = assembly.music
    under = [music_lane(music, assembly, gain_to(music.file, assembly.loudness + music.level))] if music else []
    graph = _Mix(len(speech), len(other), bool(under))
    total = assembly.frames * RATE // assembly.fps
    given = 0
    for piece in graph.run([blocks(lane) for lane in (*speech, *other, *under)]):
        piece = piece[: (total - given) * WIDTH]
        given += len(piece) // WIDTH
        yield piece


class _Mix:
    """One graph for all connections: speech together, music pressed down by it, all of it added."""

    def __init__(self, speech: int, effects: int, music: bool) -> None:
        self.graph = Graph()
        name, arguments = sound_source()
        self.sources = [self.graph.add(name, arguments) for _ in range(speech + effects + int(music))]
        voice = self._sum(self.sources[:speech])
        parts = [voice, *self.sources[speech : speech + effects]]
        if music:
            split = self.graph.add("asplit", "2")
            voice.link_to(split)
            duck = self.graph.add("sidechaincompress", DUCK)
            self.sources[-1].link_to(duck, 0, 0)
            split.link_to(duck, 1, 1)
            parts = [split, *parts[1:], duck]
        out = self._sum(parts)
        form = self.graph.add("aformat", "sample_fmts=flt:channel_layouts=stereo")
        self.sink = self.graph.add("abuffersink")
        out.link_to(form)
        form.link_to(self.sink)
        self.graph.configure()

    def _sum(self, parts: list[FilterContext]) -> FilterContext:
        if len(parts) == 1:
            return parts[0]
        mix = self.graph.add("amix", f"inputs={len(parts)}:normalize=0:dropout_transition=0")
        for place, part in enumerate(parts):
            part.link_to(mix, 0, place)
        return mix

    def run(self, lanes: list[Iterator[bytes]]) -> Iterator[bytes]:
        at = 0
        for row in zip(*lanes, strict=True):
            for source, block in zip(self.sources, row, strict=True):
                source.push(as_frame(block, at))
            at += len(row[0]) // WIDTH
            yield from self._ready()
        for source in self.sources:
            source.push(None)
        yield from self._ready()

    def _ready(self) -> Iterator[bytes]:
        while True:
            try:
                frame = self.sink.pull()
            except (av.error.BlockingIOError, av.error.EOFError):
                return
            if isinstance(frame, av.AudioFrame) and frame.samples:
                yield bytes(frame.planes[0])[: frame.samples * WIDTH]


def _master(raw: Path, path: Path, target: float) -> Loudness:
    """Code the mix at its loudness; a peak that coding raised above -1 dBTP lowers the ceiling, and it is coded again."""
    found = measure(_raw(raw))
    ceiling = CEILING
    result = found
    for _ in range(4):
        master = master_for(lambda: _raw(raw), found, target, ceiling)
        encode_sound(path, master.apply(_raw(raw)))
        result = measure(file_samples(str(path), 0, raw.stat().st_size // WIDTH))
        over = result.true_peak - TRUE_PEAK
        if over <= 0:
            break
        ceiling *= 10 ** (-(over + 0.2) / 20)
    return result


def _raw(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(BLOCK * WIDTH):
            yield piece


def encode_sound(path: Path, pieces: Iterable[bytes]) -> None:
    """Samples → AAC in an MP4 of its own. Raises OSError."""
    with av.open(str(path), "w", format="mp4") as container:
        stream = container.add_stream("aac", rate=RATE, layout="stereo")
        stream.bit_rate = BITS
        at = 0
        for block in blocks(pieces, 1024):
            container.mux(stream.encode(as_frame(block, at)))
            at += len(block) // WIDTH
        container.mux(stream.encode(None))
