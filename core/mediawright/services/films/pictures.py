"""The last picture of a shot, with which another begins; and one that stands for it until it is there."""

import hashlib
import os
import threading
from pathlib import Path

from mediawright.film.plan import Format


def picture_name(shot: str, sha256: str, frames: int) -> str:
    """A name that changes with the take and with how much of it is shown."""
    plain = "".join(char if char.isalnum() else "-" for char in shot)
    return f"{plain}-{sha256[:12]}-{frames}.png"


def last_picture(clip: str, path: Path, form: Format, frames: int) -> None:
    """Write the last picture that the film shows of a clip, in the film's shape. Blocking. Raises Unreadable, OSError."""
    from mediawright.media.cut.clips import Canvas, clip_frames
    from mediawright.media.frames import to_picture

    width, height = form.size
    frame = next(iter(clip_frames(clip, Canvas(width, height, form.fps), max(0, frames - 1), 1)))
    path.parent.mkdir(parents=True, exist_ok=True)
    to_picture(frame).save(part := _part_of(path))
    part.replace(path)


def _part_of(path: Path) -> Path:
    """Where a picture is written before it has its name: a place of its own for everyone who looks at the film meanwhile."""
    return path.with_name(f"{path.stem}.{os.getpid()}-{threading.get_ident()}.part.png")


def stand_in(folder: Path, size: tuple[int, int], name: str = "") -> Path:
    """A grey picture of the film's size: what a request is priced with while the real one is not there.

    `name`: what it stands for, where several are needed at once.
    """
    from PIL import Image

    tail = f"-{hashlib.sha256(name.encode()).hexdigest()[:8]}" if name else ""
    path = folder / "frames" / f"stand-in-{size[0]}x{size[1]}{tail}.png"
    if not path.is_file():
        path.parent.mkdir(parents=True, exist_ok=True)
        Image.new("RGB", size, (128, 128, 128)).save(part := _part_of(path))
        part.replace(path)
    return path
