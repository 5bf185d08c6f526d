"""One pass over a clip with meters beside its pictures and its sound: what they saw, in seconds from the clip's start."""

from dataclasses import field
from fractions import Fraction
from pathlib import Path

import av

from mediawright.media.graphs import Chain, sound_source
from mediawright.types.dataclass import dataclass

PICTURE_METERS = "format=gray,blackdetect=d=0.25:pic_th=0.98:pix_th=0.06,freezedetect=n=-80dB:d=0.6,scdet=threshold=10"
SOUND_METERS = (
    "aformat=sample_fmts=flt,silencedetect=n=-55dB:d=0.8,ebur128=metadata=1:peak=true:framelog=quiet,astats=metadata=1,"
    "aformat=sample_fmts=flt:channel_layouts=stereo"
)
#: quieter than this from end to end is silence (LUFS)
SILENT = -55.0
#: crest factor (dB) and loudness (LUFS) of sound that was driven into its ceiling
FLAT_CREST, LOUD = 4.0, -8.0

Stretch = tuple[float, float]


class Unopened(Exception):
    """Nothing of the file can be decoded."""


@dataclass(slots=True, kw_only=True)
class Scan:
    """What one pass found. `claimed`: the seconds the container says."""

    seconds: float = 0.0
    claimed: float | None = None
    frame: float = 0.04
    fps: float | None = None
    size: tuple[int, int] | None = None
    black: tuple[Stretch, ...] = ()
    frozen: tuple[Stretch, ...] = ()
    cuts: list[float] = field(default_factory=list)
    heard: bool = False
    silent: bool = False
    distorted: bool = False


def scan(path: Path, *, pictures: bool) -> Scan:
    """Decode all of a file. Raises Unopened where nothing of it can be read."""
    found = Scan()
    try:
        with av.open(str(path)) as container:
            _scan(container, found, pictures=pictures)
    except (OSError, av.FFmpegError, ValueError) as error:
        raise Unopened(str(path)) from error
    if not found.seconds:
        raise Unopened(str(path))
    return found


def _scan(container: "av.container.InputContainer", found: Scan, *, pictures: bool) -> None:
    video = container.streams.video[0] if pictures and container.streams.video else None
    audio = container.streams.audio[0] if container.streams.audio else None
    main = video or audio
    if main is None or (pictures and video is None):
        raise ValueError("nothing to decode")
    base = main.time_base or Fraction(1, 1000)
    found.claimed = float(main.duration * base) if main.duration else None
    if video is not None:
        video.thread_type = "AUTO"
        rate = video.average_rate or Fraction(25)
        found.fps, found.frame = float(rate), float(1 / rate)
    eyes, ears = _Eyes(found), _Ears(found)
    try:
        for frame in container.decode([one for one in (video, audio) if one is not None]):
            if isinstance(frame, av.VideoFrame):
                eyes.see(frame, main.start_time or 0, base)
            elif isinstance(frame, av.AudioFrame):
                ears.hear(frame, alone=video is None)
    except av.FFmpegError:
        if not found.seconds:
            raise
    eyes.done()
    ears.done()


class _Stretches:
    """Beginnings and ends as meters tell them; an open one reaches to the end."""

    def __init__(self) -> None:
        self.open: float | None = None
        self.all: list[Stretch] = []

    def take(self, start: str | None, end: str | None) -> None:
        if end is not None and self.open is not None:
            self.all.append((self.open, float(end)))
            self.open = None
        if start is not None and (not self.all or float(start) > self.all[-1][0]):
            self.open = float(start)

    def close(self, seconds: float) -> tuple[Stretch, ...]:
        if self.open is not None:
            self.all.append((self.open, seconds))
        return tuple(self.all)


class _Eyes:
    """The meters of pictures."""

    def __init__(self, found: Scan) -> None:
        self.found = found
        self.chain: Chain | None = None
        self.black, self.frozen = _Stretches(), _Stretches()

    def see(self, frame: av.VideoFrame, zero: int, base: Fraction) -> None:
        time = float((frame.pts - zero) * base) if frame.pts is not None else self.found.seconds
        self.found.seconds = max(self.found.seconds, time + self.found.frame)
        if self.chain is None:
            turned = frame.rotation in (90, -90)
            self.found.size = (frame.height, frame.width) if turned else (frame.width, frame.height)
            source = f"video_size={frame.width}x{frame.height}:pix_fmt={frame.format.name}:time_base=1/90000"
            self.chain = Chain([("buffer", source)], PICTURE_METERS)
            self.kind = (frame.width, frame.height, frame.format.name)
        if (frame.width, frame.height, frame.format.name) != self.kind:
            return
        frame.pts, frame.time_base = round(time * 90_000), Fraction(1, 90_000)
        self.chain.push(frame)
        self._read()

    def _read(self) -> None:
        for frame in self.chain.pull() if self.chain else ():
            said = frame.metadata
            self.black.take(said.get("lavfi.black_start"), said.get("lavfi.black_end"))
            freeze = "lavfi.freezedetect.freeze_"
            self.frozen.take(said.get(f"{freeze}start"), said.get(f"{freeze}end"))
            if "lavfi.scd.time" in said:
                self.found.cuts.append(float(said["lavfi.scd.time"]))

    def done(self) -> None:
        if self.chain is None:
            return
        self.chain.push(None)
        self._read()
        self.found.black = self.black.close(self.found.seconds)
        self.found.frozen = self.frozen.close(self.found.seconds)


class _Ears:
    """The meters of sound."""

    def __init__(self, found: Scan) -> None:
        self.found = found
        self.chain: Chain | None = None
        self.said: dict[str, str] = {}
        self.samples = 0

    def hear(self, frame: av.AudioFrame, *, alone: bool) -> None:
        if self.chain is None:
            base = Fraction(1, frame.sample_rate)
            source = sound_source(frame.sample_rate, frame.layout.name, frame.format.name, base)
            self.chain = Chain([source], SOUND_METERS)
        if alone:
            self.found.seconds += frame.samples / frame.sample_rate
        frame.pts, frame.time_base = self.samples, Fraction(1, frame.sample_rate)
        self.samples += frame.samples
        self.found.heard = True
        self.chain.push(frame)
        self._read()

    def _read(self) -> None:
        for frame in self.chain.pull() if self.chain else ():
            self.said.update(frame.metadata)

    def done(self) -> None:
        if self.chain is None:
            return
        self.chain.push(None)
        self._read()
        loudness = float(self.said.get("lavfi.r128.I", "-70"))
        peaks = [float(self.said.get(f"lavfi.r128.true_peaks_ch{channel}", "0")) for channel in (0, 1)]
        level = [float(self.said.get(f"lavfi.astats.Overall.{name}", "nan")) for name in ("Peak_level", "RMS_level")]
        highest = float(self.said.get("lavfi.astats.Overall.Peak_level", "-inf"))
        self.found.silent = loudness < SILENT and not highest > SILENT
        crest = level[0] - level[1]
        self.found.distorted = max(peaks) > 1.0 or (crest < FLAT_CREST and loudness > LOUD)
