"""`cut`: an assembly and a cache folder → one film. Started anew after any interruption it goes on where it was."""

import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from mediawright.film.assembly import Assembly
from mediawright.media.cut.coding import extradata
from mediawright.media.cut.joining import join
from mediawright.media.cut.mixing import make_sound
from mediawright.media.cut.pieces import make_piece
from mediawright.types.dataclass import dataclass

#: pieces older than the newest ones go first beyond this (bytes)
MOST_KEPT = 5_000_000_000
#: the cache may grow by this and the film needs as much again (bytes per pixel and frame, generous for crf 20)
BYTES_PER_PIXEL = 0.05

#: what is done, what there is to do
Progress = Callable[[int, int], None]


class NoRoom(Exception):
    """The disk has not enough room. Arguments: bytes needed, bytes free."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A cut film: its file, how many pieces it has, and how many of them were made now."""

    path: Path
    pieces: int
    made: int
    sound_made: bool
    frames: int
    seconds: float


def cut(assembly: Assembly, cache: Path, path: Path, progress: Progress | None = None) -> Made:
    """Cut a film into `path`. Blocking. `cache` may be emptied at any other time.

    Raises Unreadable for a clip without a picture, NoRoom, OSError.
    """
    cache.mkdir(parents=True, exist_ok=True)
    _check_room(assembly, cache, path)
    total = len(assembly.pieces) + 2
    tell = progress or (lambda done, of: None)
    files: list[Path] = []
    made = 0
    for number, piece in enumerate(assembly.pieces):
        tell(number, total)
        file, fresh = make_piece(assembly, piece, cache)
        made += fresh
        files.append(file)
    tell(total - 2, total)
    sound, sound_made = make_sound(assembly, cache)
    tell(total - 1, total)
    _check_joinable(files)
    path.parent.mkdir(parents=True, exist_ok=True)
    join(path, assembly, files, sound)
    tell(total, total)
    prune(cache, {*files, sound})
    return Made(
        path=path,
        pieces=len(files),
        made=made,
        sound_made=sound_made,
        frames=assembly.frames,
        seconds=assembly.frames / assembly.fps,
    )


def _check_room(assembly: Assembly, cache: Path, path: Path) -> None:
    """Pieces and film together are about twice the film."""
    film = assembly.width * assembly.height * assembly.frames * BYTES_PER_PIXEL
    place = next(one for one in (path.parent, *path.parent.parents) if one.exists())
    free = shutil.disk_usage(place).free
    if free < 2 * film:
        raise NoRoom(round(2 * film), free)


def _check_joinable(files: list[Path]) -> None:
    """Pieces of another encoder cannot be joined by packets: they are forgotten, so that the next start makes them anew."""
    headers = {file: extradata(file) for file in dict.fromkeys(files)}
    if len(set(headers.values())) > 1:
        for file in headers:
            file.unlink(missing_ok=True)
        raise OSError("the kept pieces do not fit together")


def prune(cache: Path, keep: set[Path], most: int = MOST_KEPT) -> None:
    """Keep the folder below `most` bytes; what was used longest ago goes first."""
    files = sorted(cache.glob("*.m*"), key=lambda file: file.stat().st_mtime, reverse=True)
    size = 0
    for file in files:
        with suppress(OSError):
            size += file.stat().st_size
            if size > most and file not in keep:
                file.unlink(missing_ok=True)
