"""Ratio and resolution words → pixels. Every side is even, because H.264 4:2:0 halves both."""

from mediawright.plugin import dataclass

RATIOS = ("16:9", "9:16", "1:1", "4:3", "3:4", "3:2", "2:3", "21:9", "5:4", "4:5")
#: the short side of a clip, in pixels
VIDEO_SIDES = {
    "360p": 360,
    "480p": 480,
    "540p": 540,
    "720p": 720,
    "1080p": 1080,
    "1440p": 1440,
    "2160p": 2160,
    "4k": 2160,
}
#: the long side of a picture, in pixels
IMAGE_SIDES = {"1k": 1024, "2k": 2048, "3k": 3072, "4k": 4096}
DEFAULT_VIDEO = "720p"
DEFAULT_IMAGE = "1k"
DEFAULT_RATIO = "16:9"
#: frames per second
FRAME_RATES = ("24", "25", "30")
DEFAULT_FPS = 24
#: wider or taller than 21:9 is cut to it when the ratio follows an input
WIDEST = 21 / 9


@dataclass(frozen=True, slots=True)
class Canvas:
    """The picture area in pixels, both sides even, and the frame rate (1 for a still)."""

    width: int
    height: int
    fps: int = 24

    @property
    def unit(self) -> float:
        """One hundredth of the short side: all sizes of type and marks are counted in it."""
        return min(self.width, self.height) / 100

    @property
    def size(self) -> tuple[int, int]:
        return (self.width, self.height)

    @property
    def tall(self) -> bool:
        return self.height > self.width


def ratio_value(ratio: str | None, like: tuple[int, int] | None = None) -> float:
    """Width over height. "auto" and None follow `like` (pixels of the first input), else 16:9.

    Raises ValueError for a ratio that is no "W:H"."""
    if ratio in (None, "", "auto"):
        if like is None or not all(like):
            return ratio_value(DEFAULT_RATIO)
        return max(1 / WIDEST, min(WIDEST, like[0] / like[1]))
    width, _, height = str(ratio).partition(":")
    value = float(width) / float(height or 0) if float(height or 0) else 0.0
    if value <= 0:
        raise ValueError(f"no ratio: {ratio}")
    return value


def even(value: float) -> int:
    return max(2, round(value / 2) * 2)


def video_size(ratio: float, resolution: str | None) -> tuple[int, int]:
    """Pixels of a clip: the short side is what the resolution names. Raises ValueError for an unknown word."""
    short = side(VIDEO_SIDES, resolution or DEFAULT_VIDEO)
    return (even(short * ratio), even(short)) if ratio >= 1 else (even(short), even(short / ratio))


def image_size(ratio: float, resolution: str | None) -> tuple[int, int]:
    """Pixels of a picture: the long side is what the resolution names. Raises ValueError for an unknown word."""
    long = side(IMAGE_SIDES, resolution or DEFAULT_IMAGE)
    return (even(long), even(long / ratio)) if ratio >= 1 else (even(long * ratio), even(long))


def side(table: dict[str, int], word: str) -> int:
    if word.lower() not in table:
        raise ValueError(f"no resolution: {word}")
    return table[word.lower()]
