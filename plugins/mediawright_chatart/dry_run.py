"""The exact submit for `--dry-run`: the same builder, secrets masked, files by their names. Pure."""

from collections.abc import Sequence
from pathlib import PurePath
from typing import Any
from urllib.parse import urlsplit

from mediawright.plugin import Credential, Media, Request, WireCall
from mediawright_chatart import client, request_body, request_plan, sources
from mediawright_chatart.errors import say
from mediawright_chatart.models import Kind
from mediawright_chatart.provider import API

MASKED = Credential(values={"api_key": "***", "identity_id": "***"}, source="")


def calls_of(request: Request) -> Sequence[WireCall]:
    """One call per result; what only a fetched clip can tell is said in a note."""
    plan = request_plan.plan(request)
    if plan is None:
        return ()
    body = request_body.body(plan, [shown(media) for media in plan.media])
    open_ = plan.kind in (Kind.REPLACE, Kind.EXTEND) and (plan.seconds is None or plan.resolution is None)
    call = WireCall(
        method="POST",
        url=API + request_body.path(plan),
        headers=client.headers(MASKED),
        json=body,
        note=say("chatart.note.measured_later") if open_ else None,
    )
    return (call,) * plan.count


def shown(media: Media) -> Any:
    """An address of ChatArt's own as it is; what will be uploaded by its name alone (a link's query may be a secret)."""
    if sources.is_own(media, {}):
        return media.source
    path = urlsplit(media.source).path if media.is_url else media.source
    return {"$file": PurePath(path).name}
