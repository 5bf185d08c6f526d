"""Files of jobs, and small pictures of them: nothing that is not in the ledger, and nothing that a browser would run."""

import asyncio
from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, Response

from mediawright.board.site import Site
from mediawright.board.thumbnails import TYPE
from mediawright.files.sniff import sniff_file
from mediawright.services.studio import Studio
from mediawright.types.errors import MediawrightError
from mediawright.types.job import Asset
from mediawright.types.operations import MediaKind
from mediawright.types.request import Media

#: shown in the page; everything else is only handed over as a file
SHOWN = frozenset(
    ("image/png", "image/jpeg", "image/webp", "image/gif", "image/avif", "image/bmp", "video/mp4", "video/webm")
) | frozenset(
    ("video/quicktime", "video/x-matroska", "audio/mpeg", "audio/wav", "audio/mp4", "audio/ogg", "audio/flac")
)
#: a file that is opened by itself runs nothing and loads nothing
ALONE = "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'; sandbox"
#: a result never changes under its address
KEPT = {"cache-control": "private, max-age=86400", "content-security-policy": ALONE}


async def media(site: Site, request: Request) -> Response:
    """One result, whole or a part of it. What is no longer what the ledger says is not served."""
    asset = await _asset(site, request)
    path = _there(asset.path)
    shown = (
        asset.media_type in SHOWN and sniff_file(path) == asset.media_type and "download" not in request.query_params
    )
    return FileResponse(
        path,
        media_type=asset.media_type if shown else "application/octet-stream",
        filename=path.name,
        content_disposition_type="inline" if shown else "attachment",
        headers=KEPT,
    )


async def thumbnail(site: Site, request: Request) -> Response:
    """The small picture of a result."""
    asset = await _asset(site, request)
    return await _small(site, _there(asset.path), asset.kind, asset.sha256)


async def input_thumbnail(site: Site, request: Request) -> Response:
    """The small picture of what goes into a request that was quoted or became a job."""

    async def found(studio: Studio) -> tuple[Path, MediaKind]:
        media = studio.past.request_of(request.path_params["of"]).media[_number(request) - 1]
        return _local(studio, media), media.kind

    try:
        path, kind = await site.work.read_only(found)
    except (MediawrightError, IndexError):
        raise HTTPException(404) from None
    return await _small(site, path, kind, "")


def _local(studio: Studio, media: Media) -> Path:
    """The path of an input that may be read. Raises InvalidRequest, HTTPException."""
    if media.is_url:
        raise HTTPException(404)
    path, _ = studio.roots.find_media(media.source, "media")
    return _there(str(path))


async def _small(site: Site, path: Path, kind: MediaKind, digest: str) -> Response:
    try:
        found = await site.thumbnails.of(path, kind, digest if len(set(digest)) > 1 else "")
    except OSError:
        found = None
    if found is None:
        raise HTTPException(404)
    return FileResponse(found, media_type=TYPE, headers=KEPT)


async def _asset(site: Site, request: Request) -> Asset:
    """The result that an address names. Raises HTTPException 404."""

    async def found(studio: Studio) -> Asset:
        job = studio.ledger.get(request.path_params["job"])
        if (shared_files := studio.contexts.shared_files) is not None:
            job = await asyncio.to_thread(shared_files.here, job)
        return job.assets[_number(request) - 1]

    try:
        return await site.work.read_only(found)
    except (MediawrightError, IndexError):
        raise HTTPException(404) from None


def _number(request: Request) -> int:
    number = int(request.path_params["number"])
    if number < 1:
        raise IndexError(number)
    return number


def _there(name: str) -> Path:
    """A plain file, not a link to one. Raises HTTPException 404."""
    path = Path(name)
    try:
        if path.is_symlink() or not path.is_file():
            raise HTTPException(404)
    except OSError:
        raise HTTPException(404) from None
    return path
