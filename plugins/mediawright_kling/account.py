"""What is left: resource packs from /account/costs (docs/contracts/kling.md §11)."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from mediawright.plugin import Amount, Balance, Context, InvalidRequest, Message, Problem, Quota, Unreachable, Window
from mediawright_kling import client
from mediawright_kling.envelope import SUCCESS, code_of
from mediawright_kling.provider import IMAGE_UNITS, NAME, UNITS

PATH = "/account/costs"
#: packs are selected by purchase time: a short window misses older ones that still hold units
BALANCE_DAYS = 400
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
IMAGE_WORDS = ("image", "图片", "图像", "picture")
VIDEO_WORDS = ("video", "视频")


async def quota_of(ctx: Context, window: Window) -> Quota:
    """Every pack bought in the window. Raises InvalidRequest (K-R68), SignInNeeded, Unreachable."""
    params = params_of(window, ctx.clock.now())
    # the vendor's tool names a content type on this GET
    envelope = await client.request_idempotent(ctx, PATH, params, headers={"Content-Type": "application/json"})
    data = envelope.data if isinstance(envelope.data, Mapping) else {}
    inner = code_of(data)
    if inner is not None and inner not in SUCCESS:
        message = Message("kling.code.other", {"message": data.get("msg", ""), "code": str(inner)}, NAME)
        raise Unreachable(message, provider=NAME, provider_code=str(inner), provider_message=str(data.get("msg", "")))
    packs = data.get("resource_pack_subscribe_infos") or ()
    return Quota(
        balances=tuple(_balance(pack) for pack in packs if isinstance(pack, Mapping)),
        raw=data,
        note=Message("kling.quota.lag", domain=NAME),
    )


def params_of(window: Window, now: datetime) -> dict[str, str | int]:
    """The query, in Unix milliseconds. The end is now unless said, the start `days` before the end (K-R68)."""
    if window.days is not None and window.days < 1:
        raise _refused("days", "kling.rule.days")
    end = window.end or now
    start = window.start or end - timedelta(days=window.days or BALANCE_DAYS)
    if start >= end:
        raise _refused("start_time", "kling.rule.window")
    params: dict[str, str | int] = {"start_time": _ms(start), "end_time": _ms(end)}
    if window.pack and window.pack.strip():
        params["resource_pack_name"] = window.pack.strip()
    return params


def _refused(field: str, key: str) -> InvalidRequest:
    return InvalidRequest(Problem(field, Message(key, domain=NAME), "K-R68"), provider=NAME)


def _ms(moment: datetime) -> int:
    return (moment - EPOCH) // timedelta(milliseconds=1)


def _balance(pack: Mapping[str, Any]) -> Balance:
    name = str(pack.get("resource_pack_name") or "")
    pays_for = _pays_for(name)
    unit = IMAGE_UNITS if pays_for == "image" else UNITS
    total = _decimal(pack.get("total_quantity"))
    left = _decimal(pack.get("remaining_quantity"))
    status = str(pack.get("status") or "")
    ends = pack.get("invalid_time")
    return Balance(
        left=Amount(left, unit),
        total=Amount(total, unit),
        used=Amount(total - left, unit),
        name=name,
        pays_for=pays_for,
        status=status,
        expires_at=EPOCH + timedelta(milliseconds=ends) if isinstance(ends, int) else None,
        spendable=status == "online",
    )


def _pays_for(name: str) -> str | None:
    """Image and video packs are separate; only their names tell which is which."""
    lowered = name.lower()
    if any(word in lowered for word in IMAGE_WORDS):
        return "image"
    return "video" if any(word in lowered for word in VIDEO_WORDS) else None


def _decimal(value: Any) -> Decimal:
    return Decimal(str(value)) if isinstance(value, (int, float)) and not isinstance(value, bool) else Decimal(0)
