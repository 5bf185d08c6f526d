"""Small pictures of files: made once, kept by the content's hash, a few at a time."""

import asyncio
import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from mediawright.paths import Home
from mediawright.present.preview import frames_of, seen
from mediawright.types.errors import LocalFault
from mediawright.types.operations import MediaKind

if TYPE_CHECKING:
    from PIL.Image import Image

#: the longer side (pixels), the quality of the codec, and how many are made at once
SIDE, QUALITY, AT_ONCE = 480, 80, 2
#: frames of a clip among which the one that shows most is taken
FRAMES = 3
TYPE = "image/webp"


class Thumbnails:
    """Pictures by key. What cannot be drawn is remembered as an empty file."""

    def __init__(self, home: Home) -> None:
        self._home = home
        self._places = asyncio.Semaphore(AT_ONCE)
        self._making: dict[str, asyncio.Task[Path | None]] = {}

    async def of(self, path: Path, kind: MediaKind, digest: str = "") -> Path | None:
        """The small picture of a file; None where it shows nothing. `digest`: the hash of the content, where it is known."""
        key = digest[:40] or await asyncio.to_thread(_key, path)
        target = self._home.thumbnails / key[:2] / f"{key}.webp"
        if target.is_file():
            return target if target.stat().st_size else None
        if key not in self._making:
            self._making[key] = asyncio.create_task(self._make(path, kind, target))
            self._making[key].add_done_callback(lambda _: self._making.pop(key, None))
        return await asyncio.shield(self._making[key])

    async def _make(self, path: Path, kind: MediaKind, target: Path) -> Path | None:
        async with self._places:
            return await asyncio.to_thread(self._made, path, kind, target)

    def _made(self, path: Path, kind: MediaKind, target: Path) -> Path | None:
        try:
            self._home.ensure(target.parent)
            picture = small(path, kind)
            part = target.with_suffix(".part")
            if picture is None:
                part.write_bytes(b"")
            else:
                picture.save(part, "WEBP", quality=QUALITY, method=2)
            part.replace(target)
        except (OSError, LocalFault):
            return None
        return target if picture is not None else None


def small(path: Path, kind: MediaKind) -> "Image | None":
    """The picture of a file, small; None where it shows nothing or cannot be read."""
    picture = _picture(path, kind)
    if picture is not None:
        picture.thumbnail((SIDE, SIDE))
    return picture


def _picture(path: Path, kind: MediaKind) -> "Image | None":
    from PIL import Image, UnidentifiedImageError

    try:
        if kind is MediaKind.IMAGE:
            with Image.open(path) as opened:
                opened.draft("RGB", (SIDE * 2, SIDE * 2))
                return seen(opened)
        if kind is MediaKind.VIDEO:
            return fullest(list(frames_of(path, FRAMES)))
        if kind is MediaKind.AUDIO:
            from mediawright.present.waveform import waveform_of

            return waveform_of(path)
    except (OSError, UnidentifiedImageError, ValueError, LookupError, Image.DecompressionBombError):
        return None
    return None


def fullest(frames: "list[Image]") -> "Image | None":
    """The frame that shows most: a clip may begin and end in black."""
    from PIL import ImageStat

    def shown(frame: "Image") -> float:
        return float(ImageStat.Stat(frame.convert("L").resize((64, 64))).stddev[0])

    best = max(frames, key=shown, default=None)
    return best.convert("RGB") if best is not None else None


def _key(path: Path) -> str:
    """A key for a file whose content nobody has hashed: its name, size and time."""
    found = path.stat()
    return hashlib.sha256(f"{path}\0{found.st_size}\0{found.st_mtime_ns}".encode()).hexdigest()[:40]
