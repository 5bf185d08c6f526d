"""`cut`: an assembly and a cache folder → one film. Started anew after any interruption it goes on where it was."""

import shutil
from collections.abc import Callable
from pathlib import Path

from mediawright.film.assembly import Assembly
from mediawright.media.cut.coding import extradata
from mediawright.media.cut.joining import join
from mediawright.media.cut.mixing import make_sound
from mediawright.media.cut.pieces import make_piece
from mediawright.types.dataclass import dataclass

#: the cache may grow by this and the film needs as much again (bytes per pixel and frame, generous for crf 20)
BYTES_PER_PIXEL = 0.05

#: frames that are done, frames that there are; called at every frame, and may raise to stop the cut
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

    Raises Unreadable for a clip without a picture, NoRoom, OSError, and what `progress` raises.
    """
    cache.mkdir(parents=True, exist_ok=True)
    _check_room(assembly, cache, path)
    tell = progress or (lambda done, of: None)
    files: list[Path] = []
    made = 0
    for piece in assembly.pieces:
        file, fresh = make_piece(assembly, piece, cache, lambda done: tell(done, assembly.frames))
        made += fresh
        files.append(file)
    tell(assembly.frames, assembly.frames)
    sound, sound_made = make_sound(assembly, cache)
    tell(assembly.frames, assembly.frames)
    _check_joinable(files)
    path.parent.mkdir(parents=True, exist_ok=True)
    join(path, assembly, files, sound)
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
