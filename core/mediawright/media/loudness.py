"""Loudness and true peak after EBU R 128, measured and brought to a target."""

import math
from collections.abc import Callable, Iterable, Iterator

import av

from mediawright.media.samples import bytes_of, through
from mediawright.types.dataclass import dataclass

#: below this nothing is heard, so nothing is made louder (LUFS)
SILENT = -55.0
#: the limiter's ceiling before coding: coded sound overshoots it by up to a decibel (linear, -2 dBFS)
CEILING = 0.794
#: the highest true peak of the finished file (dBTP)
TRUE_PEAK = -1.0
#: how near the target has to be (LU)
NEAR = 0.1
#: the most that a film is raised (dB)
MOST_GAIN = 40.0

Samples = Callable[[], Iterable[bytes]]


@dataclass(frozen=True, slots=True)
class Loudness:
    """Integrated loudness in LUFS (-inf: silence), true peak in dBTP."""

    integrated: float
    true_peak: float

    @property
    def silent(self) -> bool:
        return not self.integrated > SILENT


def measure(pieces: Iterable[bytes]) -> Loudness:
    """Measure a stream of samples."""
    return of_frames(through("ebur128=metadata=1:peak=true:framelog=quiet", pieces))


def of_frames(frames: "Iterable[av.AudioFrame]") -> Loudness:
    """What the meter wrote beside the last of its frames."""
    values: dict[str, str] = {}
    for frame in frames:
        found = frame.metadata
        if "lavfi.r128.I" in found:
            values = found
    peaks = [float(values.get(f"lavfi.r128.true_peaks_ch{channel}", 0)) for channel in (0, 1)]
    integrated = float(values.get("lavfi.r128.I", "-inf"))
    peak = max(peaks)
    return Loudness(integrated if integrated > -70 else -math.inf, 20 * math.log10(peak) if peak > 0 else -math.inf)


@dataclass(frozen=True, slots=True)
class Master:
    """What brings a mix to its loudness: a gain in decibels, and the limiter's ceiling (linear)."""

    gain: float = 0.0
    ceiling: float = CEILING

    def apply(self, pieces: Iterable[bytes]) -> Iterator[bytes]:
        return bytes_of(through(self.chain, pieces))

    @property
    def chain(self) -> str:
        return f"volume={self.gain:.3f}dB,alimiter=limit={self.ceiling:.4f}:level=false:attack=5:release=80:latency=1"


def master_for(samples: Samples, found: Loudness, target: float, ceiling: float = CEILING) -> Master:
    """The gain with which the mix meets its target behind the limiter. `samples` begins the mix anew each time."""
    if found.silent:
        return Master(0.0, ceiling)
    gain = min(MOST_GAIN, target - found.integrated)
    if found.true_peak + gain <= 20 * math.log10(ceiling) - 1:
        return Master(gain, ceiling)  # the limiter will not be touched
    for _ in range(4):
        reached = measure(Master(gain, ceiling).apply(samples())).integrated
        if abs(target - reached) <= NEAR or not math.isfinite(reached):
            break
        gain = min(MOST_GAIN, gain + target - reached)
    return Master(gain, ceiling)
