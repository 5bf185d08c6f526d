"""Local inputs to fal's storage (docs/contracts/fal.md §6): a token, then the bytes whole or in parts, else another store.

Uploads cost nothing and may be repeated. The key goes to the rest host alone, the token to the CDN alone (F-R4).
"""

import json
import re
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from mediawright import plugin as mw
from mediawright import sdk

#: above this many bytes a file goes in parts of so many
WHOLE, PART = 100 * 2**20, 10 * 2**20
#: how long fal keeps our inputs, in seconds
LIFE = json.dumps({"expiration_duration_seconds": 86400})
PLAIN_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,80}")
CDN = ".fal.media"
STORES = (CDN, "storage.googleapis.com")


async def upload(api: sdk.TaskApi, ctx: mw.Context, media: mw.Media) -> str:
    """Return the link of a local input. Raises Unreachable where neither store takes it."""
    info = await ctx.inspect(media)
    try:
        token = await _token(api, ctx)
        return await (_parts if info.size > WHOLE else _whole)(ctx, media, info, token)
    except mw.Unreachable as error:
        ctx.debug("the CDN takes no file, the other store is tried", error=error.code)
        return await _elsewhere(api, ctx, media, info)


async def _token(api: sdk.TaskApi, ctx: mw.Context) -> dict[str, Any]:
    """A token is used until shortly before its end."""
    kept = json.loads(ctx.recall_secret("cdn") or "{}")
    if kept and datetime.fromisoformat(kept["expires_at"]) - timedelta(minutes=1) > ctx.clock.now():
        return dict(kept)
    query = {"storage_type": "fal-cdn-v3"}
    found = await api.fetch(ctx, sdk.HttpRequest(path="/storage/auth/token", query=query, json={}, setting="rest"))
    token = {name: str(found.get(name, "")) for name in ("token", "token_type", "base_url", "expires_at")}
    if not all(token.values()) or not _trusted(ctx, token["base_url"], CDN):
        raise mw.Unreachable(provider="fal", provider_code="token")
    ctx.keep_secret("cdn", json.dumps(token))
    return token


def _trusted(ctx: mw.Context, url: str, *hosts: str) -> bool:
    """An address that fal named is one of fal's own, or at the host of the CDN that the settings name (F-R3)."""
    return sdk.is_below(url, *hosts) or urlsplit(url)[:2] == urlsplit(ctx.settings["cdn"])[:2]


def _headers(media: mw.Media, info: mw.MediaInfo, token: dict[str, Any]) -> dict[str, str]:
    own = {"x-fal-object-lifecycle": LIFE, "x-fal-object-lifecycle-preference": LIFE}
    return own | {
        "authorization": f"{token['token_type']} {token['token']}",
        "content-type": info.media_type,
        "x-fal-file-name": name_of(media, info),
    }


def name_of(media: mw.Media, info: mw.MediaInfo) -> str:
    """Return the name that the link will show: the file's own where it is plain, since it stands in a header and a URL."""
    own = media.source.replace("\\", "/").rpartition("/")[2]
    if PLAIN_NAME.fullmatch(own):
        return own
    return "input." + info.media_type.rpartition("/")[2].replace("jpeg", "jpg").replace("quicktime", "mov")


async def _whole(ctx: mw.Context, media: mw.Media, info: mw.MediaInfo, token: dict[str, Any]) -> str:
    target = sdk.UploadTarget(
        url=f"{token['base_url'].rstrip('/')}/files/upload",
        link_paths=("access_url",),
        field=None,
        headers=_headers(media, info, token),
    )
    return await sdk.send_file(ctx, media, target)


async def _parts(ctx: mw.Context, media: mw.Media, info: mw.MediaInfo, token: dict[str, Any]) -> str:
    headers = _headers(media, info, token)
    begun = await ctx.post(f"{token['base_url'].rstrip('/')}/files/upload/multipart", headers=headers)
    said = sdk.body_of(begun)
    link, number = sdk.text(said, "access_url", 4000), sdk.text(said, "uploadId")
    if begun.status >= 300 or not number or not _trusted(ctx, link, CDN):
        raise sdk.upload_failed(ctx, begun)
    bearer = {"authorization": headers["authorization"]}
    parts = []
    for index, start in enumerate(range(0, info.size, PART), 1):
        url, more = f"{link}/multipart/{number}/{index}", bearer | {"accept-encoding": "identity"}
        more["content-type"] = info.media_type
        answer = await _part(ctx, url, media, more, (start, min(PART, info.size - start)))
        parts.append({"partNumber": index, "etag": answer.headers["etag"]})
    if (await ctx.inspect(media)).sha256 != info.sha256:
        raise sdk.upload_failed(ctx, begun)
    done = await ctx.post(f"{link}/multipart/{number}/complete", headers=bearer, json={"parts": parts})
    if done.status >= 300:
        raise sdk.upload_failed(ctx, done)
    return link


async def _part(
    ctx: mw.Context, url: str, media: mw.Media, headers: dict[str, str], part: tuple[int, int]
) -> mw.Answer:
    """Send one part; a second time where the first did not arrive."""
    for left in (1, 0):
        answer = await ctx.upload(url, media, method="PUT", field=None, headers=headers, part=part)
        if answer.status < 300 and answer.headers.get("etag"):
            return answer
        if not left:
            raise sdk.upload_failed(ctx, answer)
    raise AssertionError("the second try returns or raises")


async def _elsewhere(api: sdk.TaskApi, ctx: mw.Context, media: mw.Media, info: mw.MediaInfo) -> str:
    """The older store: an address to put the bytes to, and no key with them."""
    about = {"file_name": name_of(media, info), "content_type": info.media_type}
    query = {"storage_type": "gcs"}
    found = await api.fetch(
        ctx, sdk.HttpRequest(path="/storage/upload/initiate", query=query, json=about, setting="rest")
    )
    url, link = sdk.text(found, "upload_url", 4000), sdk.text(found, "file_url", 4000)
    if not link or not _trusted(ctx, url, *STORES):
        raise mw.Unreachable(provider="fal", provider_code="upload_url")
    headers = {"content-type": info.media_type}
    return await sdk.send_file(
        ctx, media, sdk.UploadTarget(url=url, link=link, method="PUT", field=None, headers=headers)
    )
