"""Local inputs to DashScope's temporary storage: a policy, then one form to the store, then `oss://` in the body (§5).

An upload is free, lives for 48 hours and is bound to the model and the account it was made for. The key never goes along.
"""

from typing import Any

from mediawright import plugin as mw
from mediawright import sdk
from mediawright_dashscope.provider import say

#: seconds that an upload is used for; the store keeps it for 48 h (D-R6)
LIFE_S = 47 * 3600.0
STORE = ".aliyuncs.com"
#: largest picture that goes inside the body where there is no storage
INLINE = 7 * 2**20
MB = 2**20


async def place(api: Any, ctx: mw.Context, media: mw.Media, model: str) -> Any:
    """Return what stands in the body for a local input. Raises InvalidRequest, Unreachable."""
    if not api.stores(ctx):
        if media.kind is mw.MediaKind.IMAGE:
            return await sdk.as_data_uri(ctx, media, most_bytes=INLINE)
        raise mw.InvalidRequest(say.problem("media", "needs_public_link"))
    key = ctx.credential.values["api_key"] if ctx.credential else ""
    kept = sdk.KeptUploads(ctx, LIFE_S, api.base(ctx), key, model)
    return await kept.link(media, lambda info: _uploaded(api, ctx, media, model, info))


async def _uploaded(api: Any, ctx: mw.Context, media: mw.Media, model: str, info: mw.MediaInfo) -> str:
    for left in (1, 0):
        policy = await _policy(api, ctx, model)
        most = sdk.text(policy, "max_file_size_mb")
        if most.isdigit() and info.size > int(most) * MB:
            name = media.source.replace("\\", "/").rpartition("/")[2]
            values = {"name": name, "size": info.size, "limit": int(most) * MB}
            raise mw.InvalidRequest(mw.Problem("media", mw.Message("problem.media.too_big", values)))
        kind = info.media_type.rpartition("/")[2].replace("jpeg", "jpg").replace("quicktime", "mov")
        name = f"{info.sha256[:8]}.{kind}"
        key = f"{sdk.text(policy, 'upload_dir')}/{name}"
        form = {
            "OSSAccessKeyId": sdk.text(policy, "oss_access_key_id"),
            "Signature": sdk.text(policy, "signature", 2000),
            "policy": sdk.text(policy, "policy", 8000),
            "key": key,
            "x-oss-object-acl": sdk.text(policy, "x_oss_object_acl"),
            "x-oss-forbid-overwrite": sdk.text(policy, "x_oss_forbid_overwrite"),
            "success_action_status": "200",
            "x-oss-content-type": info.media_type,
        }
        host = sdk.text(policy, "upload_host").rstrip("/")
        answer = await ctx.upload(f"{host}/", media, form=form, filename=name)
        if answer.status < 300:
            return f"oss://{key}"
        if answer.status != 403 or not left:
            raise sdk.upload_failed(ctx, answer)
    raise AssertionError("the second try returns or raises")


async def _policy(api: Any, ctx: mw.Context, model: str) -> Any:
    query: dict[str, str | int | list[str]] = {"action": "getPolicy", "model": model}
    answer = await api.fetch(ctx, sdk.HttpRequest(path="/api/v1/uploads", method="GET", query=query))
    found = sdk.first(answer, "data")
    host = sdk.text(found, "upload_host")
    if not api.trusts(ctx, host, STORE):
        raise mw.Unreachable(provider="dashscope", provider_code="upload_host")
    return found
