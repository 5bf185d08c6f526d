"""The cast's own pictures and recordings: copied into our home and named after their content."""

import os
import shutil
from contextlib import suppress
from pathlib import Path, PurePath

from mediawright.files.atomic import PRIVATE_FILE
from mediawright.files.inputs import measure
from mediawright.files.names import safe_stem
from mediawright.files.probe import sha256_of
from mediawright.files.roots import Roots
from mediawright.files.sniff import extension
from mediawright.os_errors import disk_faults
from mediawright.paths import Home
from mediawright.types.cast import StoredFile
from mediawright.types.errors import InvalidRequest
from mediawright.types.message import Message, Problem
from mediawright.types.operations import MediaKind
from mediawright.types.request import Media, Role

#: the flag that a kind of file is given by
FIELDS = {MediaKind.IMAGE: "pictures", MediaKind.AUDIO: "voice"}


def stored(source: str, kind: MediaKind, roots: Roots, home: Home) -> StoredFile:
    """Copy a file into the cast's folder; one that is there already is the same. Blocking.

    Raises InvalidRequest where it may not be read, is a link, or is of another kind; LocalFault without room.
    """
    if "://" in source:
        raise InvalidRequest(Problem(FIELDS[kind], Message("cast.no_links")))
    media = measure(Media(kind=kind, role=Role.REFERENCE, source=source), roots)
    info = media.info
    assert info is not None, "a local file is measured"
    original, _ = roots.find_media(source, FIELDS[kind])
    folder = home.ensure(home.cast / info.sha256[:16])
    name = f"{safe_stem(PurePath(original).stem)}{extension(info.media_type)}"
    path = next((one for one in sorted(folder.iterdir()) if _is(one, info.sha256)), folder / name)
    if not path.exists() or not _is(path, info.sha256):
        _copy(original, path)
        if not _is(path, info.sha256):  # it changed while it was copied
            path.unlink(missing_ok=True)
            raise InvalidRequest(Problem(FIELDS[kind], Message("files.changed", {"file": original.name})))
    return StoredFile(
        path=str(path),
        media_type=info.media_type,
        size=info.size,
        sha256=info.sha256,
        width=info.width,
        height=info.height,
        duration=info.duration,
    )


def is_whole(file: StoredFile) -> bool:
    """Are these still the bytes that were kept? Blocking."""
    return _is(Path(file.path), file.sha256)


def discard(file: StoredFile, home: Home) -> None:
    """Remove a file from the cast's folder; what lies elsewhere is not touched."""
    path = Path(file.path)
    if path.parent.parent != home.cast:
        return
    with suppress(OSError):
        path.unlink()
        path.parent.rmdir()


def _is(path: Path, sha256: str) -> bool:
    try:
        return not path.name.startswith(".") and sha256_of(path) == sha256
    except OSError:
        return False


def _copy(original: Path, path: Path) -> None:
    """A whole copy or none, readable by its owner only."""
    part = path.with_name(f".{path.name}.{os.getpid()}~")
    with disk_faults():
        try:
            shutil.copyfile(original, part)
            part.chmod(PRIVATE_FILE)
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
