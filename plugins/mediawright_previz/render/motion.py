"""Where the camera is at a moment: windows into a picture that pan and zoom, and the curve of a cross-fade."""

import math
from random import Random

from mediawright.plugin import dataclass

#: how much larger than the canvas a picture is prepared, so that the camera has room
ROOM = 1.24


@dataclass(frozen=True, slots=True)
class Window:
    """A view into a picture: centre and width as parts of the picture (0–1). Its height follows the canvas."""

    x: float
    y: float
    width: float

    def box(self, size: tuple[int, int], ratio: float) -> tuple[float, float, float, float]:
        """The view in pixels of a picture of `size`, with the given width over height, kept inside the picture."""
        width = min(size[0] * self.width, size[1] * ratio)
        # a hair outside by rounding is refused by the scaler, so the picture's own edges have the last word
        height = min(width / ratio, float(size[1]))
        left = max(0.0, min(size[0] * self.x - width / 2, size[0] - width))
        top = max(0.0, min(size[1] * self.y - height / 2, size[1] - height))
        return (left, top, min(left + width, float(size[0])), min(top + height, float(size[1])))


@dataclass(frozen=True, slots=True)
class Move:
    """From one view to another."""

    start: Window
    end: Window

    def at(self, progress: float) -> Window:
        t = ease(progress)
        return Window(
            self.start.x + (self.end.x - self.start.x) * t,
            self.start.y + (self.end.y - self.start.y) * t,
            self.start.width + (self.end.width - self.start.width) * t,
        )


def ease(t: float) -> float:
    """Slow in, slow out, but never quite at rest: half a cosine, half a straight line."""
    t = min(1.0, max(0.0, t))
    return 0.5 * t + 0.25 * (1 - math.cos(math.pi * t))


def fade(t: float, start: float = 0.3, end: float = 0.7) -> float:
    """The share of the second picture: 0 up to `start`, 1 from `end` on, smooth between."""
    t = min(1.0, max(0.0, (t - start) / (end - start)))
    return t * t * (3 - 2 * t)


FULL, NEAR = 1.0, 1 / ROOM
MOVES: dict[str, Move] = {
    "static": Move(Window(0.5, 0.5, FULL), Window(0.5, 0.5, FULL)),
    "push_in": Move(Window(0.5, 0.5, FULL), Window(0.5, 0.48, NEAR)),
    "pull_out": Move(Window(0.5, 0.48, NEAR), Window(0.5, 0.5, FULL)),
    "pan_left": Move(Window(0.60, 0.5, NEAR), Window(0.40, 0.5, NEAR)),
    "pan_right": Move(Window(0.40, 0.5, NEAR), Window(0.60, 0.5, NEAR)),
    "tilt_up": Move(Window(0.5, 0.60, NEAR), Window(0.5, 0.40, NEAR)),
    "tilt_down": Move(Window(0.5, 0.40, NEAR), Window(0.5, 0.60, NEAR)),
    "rise": Move(Window(0.5, 0.58, NEAR), Window(0.5, 0.46, FULL)),
    "follow": Move(Window(0.46, 0.52, 0.97), Window(0.54, 0.49, NEAR)),
}
#: taken where the words name no move
GENTLE = ("push_in", "pull_out", "follow", "pan_right", "pan_left")


def move_for(name: str | None, random: Random) -> Move:
    """The named move, or a gentle one drawn by `random`."""
    return MOVES[name or random.choice(GENTLE)]
