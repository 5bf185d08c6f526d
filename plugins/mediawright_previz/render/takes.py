"""A plan → files, one take after the other, with real progress and a way to stop at every frame.

A clip is coded in chunks of a few seconds that stay on disk until it is whole: a rendering that was cut short goes on
with the first chunk that is missing, so that a long clip is finished even by many short waits.
"""

import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import islice
from pathlib import Path

from PIL import Image

from mediawright.plugin import dataclass
from mediawright.sdk.typesetting import FontSet
from mediawright_previz.render.encode import join, write_chunk
from mediawright_previz.render.frames import Shown, film
from mediawright_previz.render.plan import Plan
from mediawright_previz.render.sound import sound_of
from mediawright_previz.render.still import write_still

CHUNK_SECONDS = 2
CHUNKS = "chunks"


class Stopped(Exception):
    """Somebody asked the renderer to stop."""


@dataclass(frozen=True, slots=True)
class Step:
    """How far the rendering is: frames of all takes, and where it stands (both counted from 0)."""

    done: int
    total: int
    take: int
    scene: int

    @property
    def percent(self) -> int:
        return 100 * self.done // self.total


#: called after every frame; raises Stopped to end the rendering
Tell = Callable[[Step], None]


def path_of(plan: Plan, folder: Path, take: int) -> Path:
    return folder / f"{plan.name(take)}.{plan.suffix}"


def chunks_of(plan: Plan, folder: Path, take: int) -> list[tuple[Path, int]]:
    """Where the chunks of a take are or will be, with the first frame of each."""
    length = CHUNK_SECONDS * plan.canvas.fps
    starts = range(0, plan.frames, length)
    return [(folder / CHUNKS / f"{plan.name(take)}-{n:04d}.mp4", start) for n, start in enumerate(starts)]


def frames_on_disk(plan: Plan, folder: Path) -> int:
    """How many frames of all takes are there already, in finished files and chunks."""
    return sum(
        plan.frames if path_of(plan, folder, take).exists() else _first_missing(plan, chunks_of(plan, folder, take))
        for take in range(plan.takes)
    )


def _first_missing(plan: Plan, chunks: list[tuple[Path, int]]) -> int:
    return next((start for path, start in chunks if not path.exists()), plan.frames)


def render(plan: Plan, folder: Path, fonts: FontSet, tell: Tell, unique: str) -> None:
    """Render what `folder` does not hold yet. A file appears under its name only when it is complete.

    `unique` keeps two processes apart that render the same plan. Raises UnreadableInput, OSError, Stopped.
    """
    for take in range(plan.takes):
        target = path_of(plan, folder, take)
        if not target.exists():
            with _Part(target, unique) as part:
                _render_take(plan, take, part, fonts, tell, unique, folder)
    forget_chunks(folder)


def forget_chunks(folder: Path) -> None:
    """Remove what is only worth keeping while a rendering may go on."""
    shutil.rmtree(folder / CHUNKS, ignore_errors=True)


class _Part:
    """A file under another name until it is whole; what is not whole disappears."""

    def __init__(self, target: Path, unique: str) -> None:
        self._target = target
        self._path = target.with_name(f"{target.stem}.{unique}.part")

    def __enter__(self) -> Path:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        return self._path

    def __exit__(self, failed: type[BaseException] | None, *_: object) -> None:
        if failed is None:
            self._path.replace(self._target)
        self._path.unlink(missing_ok=True)


def _render_take(plan: Plan, take: int, part: Path, fonts: FontSet, tell: Tell, unique: str, folder: Path) -> None:
    chunks = chunks_of(plan, folder, take)
    first = 0 if plan.still else _first_missing(plan, chunks)
    with closing(film(plan, take, fonts, first)) as shown:
        pictures = _told(shown, plan, take, first, tell)
        if plan.still:
            write_still(part, next(pictures))
            return
        for path, start in chunks:
            if start >= first:
                with _Part(path, unique) as piece:
                    write_chunk(piece, plan.canvas, islice(pictures, CHUNK_SECONDS * plan.canvas.fps))
    join(part, plan.canvas, chunks, None if plan.sound.silent else sound_of(plan))


def _told(shown: Iterator[Shown], plan: Plan, take: int, first: int, tell: Tell) -> Iterator[Image.Image]:
    total = plan.frames * plan.takes
    for number, picture in enumerate(shown, first + 1):
        tell(Step(take * plan.frames + number, total, take, picture.scene))
        yield picture.image
