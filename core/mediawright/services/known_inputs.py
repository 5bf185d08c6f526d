"""What the asked provider makes of clips and recordings: files that it made itself and still has, which go by its own id
without an upload; and the name that it has for a face that speaks: a talking photo in a picture, a lip sync in a clip."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta

from mediawright.types.errors import MediawrightError
from mediawright.types.job import Job
from mediawright.types.operations import MediaKind, Operation
from mediawright.types.provider import Provider
from mediawright.types.request import Media, Request

#: SHA-256 → the finished jobs that left such a file, newest first
JobsOfFile = Callable[[str], Sequence[Job]]
#: what a provider is known to take by its id
KINDS = frozenset({MediaKind.VIDEO, MediaKind.AUDIO})


def known(provider: Provider, request: Request, jobs_of_file: JobsOfFile, now: datetime) -> Request:
    """The request as this provider knows its inputs and calls what is wanted of them."""
    return recognized(provider, named_for(provider, request), jobs_of_file, now)


def recognized(provider: Provider, request: Request, jobs_of_file: JobsOfFile, now: datetime) -> Request:
    """The request with `made_id` at each clip and recording that this provider made and still keeps, and at no other.

    A file is known by its bytes, whatever it is called by now. Nothing is known where the ledger cannot be read.
    """
    if not any(media.kind in KINDS and media.info is not None for media in request.media):
        return request
    found = [_recognized(provider, media, jobs_of_file, now) for media in request.media]
    return request.with_(media=tuple(found)) if found != list(request.media) else request


def _recognized(provider: Provider, media: Media, jobs_of_file: JobsOfFile, now: datetime) -> Media:
    if media.kind not in KINDS or media.info is None or media.is_url:
        return media
    jobs: Sequence[Job] = ()
    with suppress(MediawrightError):
        jobs = jobs_of_file(media.info.sha256)
    ids = (_id_at(provider, job, media.info.sha256, now) for job in jobs)
    made_id = next(filter(None, ids), "")
    return media if media.made_id == made_id else replace(media, made_id=made_id)


def _id_at(provider: Provider, job: Job, sha256: str, now: datetime) -> str:
    """The provider's id of the file in a job; empty where another provider made it, or it was made too long ago."""
    life, made_at = provider.limits.result_life_s, job.finished_at or job.updated_at
    if job.provider != provider.name or (life is not None and now - made_at >= timedelta(seconds=life)):
        return ""
    return next((asset.made_id for asset in job.assets if asset.sha256 == sha256), "")


def named_for(provider: Provider, request: Request) -> Request:
    """The request under the name that fits its inputs and that this provider knows; the person's own where both do.

    What has a clip is never a talking photo. A picture that speaks goes by either name, as providers list it by either.
    """
    meant = _meant(provider, request)
    return request if meant is request.operation else request.with_(operation=meant)


def _meant(provider: Provider, request: Request) -> Operation:
    offered, asked = provider.operations, request.operation
    if asked is Operation.TALKING_PHOTO:
        clip = bool(request.videos) and not request.images
        return Operation.LIP_SYNC if Operation.LIP_SYNC in offered and (clip or asked not in offered) else asked
    if asked is Operation.LIP_SYNC and request.images and not request.videos and asked not in offered:
        return Operation.TALKING_PHOTO if Operation.TALKING_PHOTO in offered else asked
    return asked
