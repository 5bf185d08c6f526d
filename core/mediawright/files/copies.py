"""Converted copies of inputs: named at planning, written when they are sent, and removed after a day."""

import hashlib
from dataclasses import replace
from pathlib import Path

from mediawright.files.atomic import write_private
from mediawright.files.convert import convert, info_of
from mediawright.files.inputs import find
from mediawright.files.roots import Roots
from mediawright.files.sniff import extension
from mediawright.paths import Home
from mediawright.types.errors import InvalidRequest
from mediawright.types.message import Message, Problem
from mediawright.types.request import Media, Request

#: seconds after which a copy is removed; a request that is sent later makes its own again
KEPT_S = 86_400


def planned(media: Media, target: str, roots: Roots, folder: Path) -> Media | None:
    """The input as it would be sent: the copy's place and what its bytes will be. None where it cannot be converted.

    Blocking; writes nothing. Raises InvalidRequest where the original may not be read.
    """
    assert media.info is not None, "measured before it is converted"
    info = info_of(find(media, roots), media.info.sha256, target)
    if info is None:
        return None
    copy = _place(media.source, media.info.sha256, target, folder)
    return replace(media, source=str(copy), original=media.source, info=info)


def written(request: Request, roots: Roots, home: Home) -> None:
    """Write the copies of a request, so that they can be sent. Blocking.

    Raises InvalidRequest where an original is gone, or would give other bytes than those that were approved; LocalFault.
    """
    from mediawright.files.sweep import sweep  # only where something is sent

    sweep(home.converted, KEPT_S)
    for media in request.media:
        if media.original and media.info is not None and _digest(Path(media.source)) != media.info.sha256:
            original = find(media.given, roots)
            made = convert(original, media.info.media_type)
            copy = Path(media.source)
            inside = copy.is_absolute() and copy.parent.parent == home.converted
            if made is None or hashlib.sha256(made).hexdigest() != media.info.sha256 or not inside:
                raise InvalidRequest(Problem("media", Message("files.changed", {"file": original.name})))
            home.ensure(copy.parent)
            write_private(copy, made)


def _place(source: str, sha256: str, target: str, folder: Path) -> Path:
    stem = Path(source.replace("\\", "/")).stem
    return folder / sha256[:16] / f"{stem}{extension(target)}"


def _digest(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""
