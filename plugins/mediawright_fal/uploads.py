"""Local inputs to fal's storage (docs/contracts/fal.md §6): a token, then the bytes whole or in parts, else another store.

Uploads cost nothing and may be repeated. The key goes to the rest host alone, the token to the CDN alone (F-R4); an
address that fal named must be one of fal's own, or at the CDN that the settings name (F-R3).
"""

import json
from datetime import datetime, timedelta
from typing import Any

from mediawright import plugin as mw
from mediawright import sdk

#: above this many bytes a file goes in parts of so many
WHOLE, PART = 100 * 2**20, 10 * 2**20
#: how long fal keeps our inputs, in seconds
LIFE = json.dumps({"expiration_duration_seconds": 86400})
CDN = ".fal.media"
STORES = (CDN, "storage.googleapis.com")


async def upload(api: sdk.TaskApi, ctx: mw.Context, media: mw.Media) -> str:
    """Return the link of a local input. Raises Unreachable where neither store takes it."""
    info = await ctx.inspect(media)
    try:
        token = await _token(api, ctx)
        return await (_parts if info.size > WHOLE else _whole)(api, ctx, media, info, token)
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
    if not all(token.values()) or not api.trusts(ctx, token["base_url"], CDN, setting="cdn"):
        raise mw.Unreachable(provider="fal", provider_code="token")
    token["base_url"] = token["base_url"].rstrip("/")
    ctx.keep_secret("cdn", json.dumps(token))
    return token


def _headers(media: mw.Media, info: mw.MediaInfo, token: dict[str, Any]) -> dict[str, str]:
    return {
        "authorization": f"{token['token_type']} {token['token']}",
        "content-type": info.media_type,
        "x-fal-file-name": sdk.upload_name(media, info),
        "x-fal-object-lifecycle": LIFE,
        "x-fal-object-lifecycle-preference": LIFE,
    }


async def _whole(api: sdk.TaskApi, ctx: mw.Context, media: mw.Media, info: mw.MediaInfo, token: dict[str, Any]) -> str:
    url, headers = f"{token['base_url']}/files/upload", _headers(media, info, token)
    return await sdk.send_file(
        ctx, media, sdk.UploadTarget(url=url, link_paths=("access_url",), field=None, headers=headers)
    )


async def _parts(api: sdk.TaskApi, ctx: mw.Context, media: mw.Media, info: mw.MediaInfo, token: dict[str, Any]) -> str:
    headers = _headers(media, info, token)
    begun = await ctx.post(f"{token['base_url']}/files/upload/multipart", headers=headers)
    said = sdk.body_of(begun)
    link, number = sdk.text(said, "access_url", 4000), sdk.text(said, "uploadId")
    if begun.status >= 300 or not number or not api.trusts(ctx, link, CDN, setting="cdn"):
        raise sdk.upload_failed(ctx, begun)
    bearer = {"authorization": headers["authorization"]}
    plain = bearer | {"accept-encoding": "identity", "content-type": info.media_type}
    etags = await sdk.send_parts(ctx, media, lambda part: f"{link}/multipart/{number}/{part}", PART, plain)
    parts = [{"partNumber": part, "etag": etag} for part, etag in enumerate(etags, 1)]
    done = await ctx.post(f"{link}/multipart/{number}/complete", headers=bearer, json={"parts": parts})
    if done.status >= 300:
        raise sdk.upload_failed(ctx, done)
    return link


async def _elsewhere(api: sdk.TaskApi, ctx: mw.Context, media: mw.Media, info: mw.MediaInfo) -> str:
    """The older store: an address to put the bytes to, and no key with them."""
    about = {"file_name": sdk.upload_name(media, info), "content_type": info.media_type}
    call = sdk.HttpRequest(path="/storage/upload/initiate", query={"storage_type": "gcs"}, json=about, setting="rest")
    found = await api.fetch(ctx, call)
    url, link = sdk.text(found, "upload_url", 4000), sdk.text(found, "file_url", 4000)
    if not link or not api.trusts(ctx, url, *STORES, setting="cdn"):
        raise mw.Unreachable(provider="fal", provider_code="upload_url")
    headers = {"content-type": info.media_type}
    target = sdk.UploadTarget(url=url, link=link, method="PUT", field=None, headers=headers)
    return await sdk.send_file(ctx, media, target)
