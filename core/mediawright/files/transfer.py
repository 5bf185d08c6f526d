"""Inputs on their way to a provider: read, encoded, or fetched from a link first. Never other bytes than were approved."""

import asyncio
import base64
import hashlib
from dataclasses import replace
from pathlib import Path

from mediawright.files.inputs import check_link, find, measure
from mediawright.files.outputs import expected
from mediawright.files.probe import sha256_of
from mediawright.files.roots import Roots
from mediawright.files.sniff import extension
from mediawright.http.client import Http
from mediawright.http.download import Download, Downloaded, DownloadLimits
from mediawright.http.errors import WrongContent
from mediawright.http.partial import Partial
from mediawright.os_errors import disk_faults
from mediawright.types.errors import InvalidRequest
from mediawright.types.message import Message, Problem
from mediawright.types.request import Base64File, Media, MediaInfo

#: bytes of one input that is inlined into a request as text: no provider takes more than 64 MB (docs/contracts)
LARGEST_INLINE = 64 * 1024**2
#: bytes of a link's file that is fetched for a provider that names no limit
LARGEST_FETCHED = 200 * 1024**2


def inspect(media: Media, roots: Roots) -> MediaInfo:
    """What the bytes of a local input are now. Blocking. Raises InvalidRequest, also where they changed since they were
    measured for the approval."""
    measured = measure(media, roots)
    if measured.info is None:
        raise InvalidRequest(Problem("media", Message("files.bad_path")))
    if media.info is not None and media.info.sha256 != measured.info.sha256:
        raise InvalidRequest(Problem("media", Message("files.changed", {"file": Path(media.source).name})))
    return measured.info


def as_base64(media: Media, roots: Roots, prefix: str = "") -> Base64File:
    """A local input that is sent as base64, read once for its hash. Blocking. Raises InvalidRequest: changed since it was
    measured, or too large; LocalFault."""
    path = _small_enough(media, roots)
    with disk_faults("files.cannot_read"):
        size, digest = path.stat().st_size, sha256_of(path)
    _same(media, path, digest)
    return Base64File(path=str(path), size=size, sha256=digest, prefix=prefix)


def read_base64(media: Media, roots: Roots) -> str:
    """A local input as raw base64. Blocking. Raises like `as_base64`."""
    path = _small_enough(media, roots)
    with disk_faults("files.cannot_read"):
        data = path.read_bytes()
    _same(media, path, hashlib.sha256(data).hexdigest())
    return base64.b64encode(data).decode("ascii")


def _small_enough(media: Media, roots: Roots) -> Path:
    path = find(media, roots)
    if path.stat().st_size > LARGEST_INLINE:
        raise InvalidRequest(Problem("media", Message("files.too_large", {"file": path.name})))
    return path


def _same(media: Media, path: Path, sha256: str) -> None:
    if media.info is not None and media.info.sha256 != sha256:
        raise InvalidRequest(Problem("media", Message("files.changed", {"file": path.name})))


async def fetch_input(http: Http, media: Media, folder: Path, max_bytes: int | None) -> Media:
    """A link's file, in `folder` under a name made from the link; public addresses only. Raises InvalidRequest (no such
    kind of file), TooLarge, LinkExpired, AddressRefused, Unreachable, LocalFault."""
    link = http.reveal(media.source)
    check_link(link)
    name = hashlib.sha256(link.encode()).hexdigest()[:24]
    download = Download(
        http,
        link,
        folder / f"input-{name}.part",
        lambda head: expected(media.kind, head),
        limits=DownloadLimits(max_bytes=max_bytes or LARGEST_FETCHED, max_s=600.0),
    )
    try:
        loaded = await download.run()
    except WrongContent as error:
        raise InvalidRequest(Problem("media", error.message)) from error
    return await asyncio.to_thread(_named, media, loaded, folder / f"input-{name}")


def _named(media: Media, loaded: Downloaded, stem: Path) -> Media:
    path = stem.with_name(stem.name + extension(loaded.media_type))
    with disk_faults():
        loaded.path.replace(path)
    Partial.remove(loaded.path)
    return measure(replace(media, source=str(path), info=None), Roots((stem.parent.resolve(),)))
