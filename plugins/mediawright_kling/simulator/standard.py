"""The new standard: a create per model path, one list of tasks of both standards (docs/contracts/kling-more.md §2, §3)."""

import base64
import json
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any

from mediawright_kling.provider import RESULT_LIFE_S, describe_kling
from mediawright_kling.simulator import fields, sample_media
from mediawright_kling.simulator.errors import bad
from mediawright_kling.standard.choice import NewPath, paths
from mediawright_kling.standard.defaults import MODE_OF

if TYPE_CHECKING:
    from mediawright_kling.simulator.middleware import Call
    from mediawright_kling.simulator.tasks import Work

KEYS = {"prompt", "contents", "settings", "options"}
SETTINGS = {"resolution", "duration", "aspect_ratio", "audio", "multi_shot", "character_orientation"}
OPTIONS = {"callback_url", "external_task_id", "watermark_info"}
MOST_IDS = 20
WORDS = {"succeed": "succeeded"}


@cache
def by_path() -> Mapping[str, NewPath]:
    return {one.path: one for one in paths()}


def create(call: "Call") -> dict[str, Any]:
    """K-N5, K-N7 to K-N10; every unknown key is taken, ignored and noted (§10 duty 3)."""
    new, body = by_path()[call.path], call.body
    state = call.service_state
    settings = body.get("settings") or {}
    strange = [*(set(body) - KEYS), *(f"settings.{key}" for key in set(settings) - SETTINGS)]
    if strange:
        if state.settings.strict_keys:
            raise bad(f"unknown key '{sorted(strange)[0]}'")
        state.ignored.append({"path": call.path, "keys": sorted(strange)})
    _content(new, body)
    full = _filled(new, settings)
    options = body.get("options") or {}
    kept = {
        **full,
        "external_task_id": options.get("external_task_id", ""),
        "standard": "new",
        "contents": body.get("contents"),
    }
    if options.get("watermark_info"):
        kept["watermark_info"] = options["watermark_info"]
    kept["callback_url"] = options.get("callback_url", "")
    made = state.create(call.path, kept, call.task_fault)
    return {
        "id": made.id,
        "status": "submitted",
        "create_time": made.created_ms,
        "update_time": made.created_ms,
        "external_id": made.external_id,
    }


def _content(new: NewPath, body: Mapping[str, Any]) -> None:
    if not new.types:
        if not isinstance(body.get("prompt"), str) or not body["prompt"].strip():
            raise bad("prompt is required")
        return
    contents = body.get("contents")
    if not isinstance(contents, list) or not contents:
        raise bad("contents cannot be empty")
    for item in contents:
        if item.get("type") not in new.types:
            raise bad(f"contents.type value '{item.get('type')}' is invalid")
        if item["type"] not in ("prompt", "element", "voice") and "video" not in item["type"]:
            fields.check_picture(item.get("url"))
        if item["type"] == "element" and not str(item.get("element_id") or "").isdigit():
            raise bad("Invalid element id")


def _filled(new: NewPath, settings: Mapping[str, Any]) -> dict[str, Any]:
    """The path's defaults for what is not there (§2), and refusals of values that it has not."""
    full: dict[str, Any] = {"resolution": new.row["resolutions"][0], "audio": new.row.get("audio", ["native"])[0]}
    full |= {"duration": 5} if new.durations else {}
    full |= {"aspect_ratio": "16:9"} if new.row.get("ratios") else {}
    full |= {"multi_shot": True} if new.row.get("multi_shot") else {}
    full |= {key: value for key, value in settings.items() if key in SETTINGS}
    allowed: dict[str, Any] = {"resolution": new.row["resolutions"], "aspect_ratio": ("16:9", "9:16", "1:1")}
    allowed |= {"audio": new.row["audio"]} if "audio" in new.row else {}
    allowed |= {"duration": new.durations} if new.durations else {}
    allowed |= {"character_orientation": ("image", "video")} if new.kind == "motion" else {}
    for name, values in allowed.items():
        value = full.get(name)
        wrong = value not in values or isinstance(value, bool) or (name == "duration" and not isinstance(value, int))
        if (name in settings or name == "character_orientation") and wrong:
            raise bad(f"settings.{name} value '{value}' is invalid")
    return full


def price_of(path: str, body: Mapping[str, Any]) -> Decimal:
    """Units a second, by the model's published table (§4)."""
    new = by_path()[path]
    model = describe_kling().model(new.model, describe_kling().models[0].kind)
    facts = {
        "operation": "motion_control" if new.kind == "motion" else "",
        "mode": MODE_OF.get(str(body["resolution"])),
        "resolution": body["resolution"],
        "sound": body.get("audio") == "native",
        "has_video": any("video" in str(item.get("type")) for item in body.get("contents") or ()),
    }
    rules = model.prices.rules if model and model.prices else ()
    rule = next((r for r in rules if all(facts.get(name) == value for name, value in r.when.items())), None)
    return rule.value * int(body.get("duration", 5)) if rule else Decimal(0)


def by_ids(call: "Call") -> list[dict[str, Any]]:
    """K-N29, K-N30: exactly one of the two lists, 20 ids at most; unknown ones are left out."""
    query = call.request.query_params
    names = [name for name in ("task_ids", "external_task_ids") if query.get(name)]
    if len(names) != 1:
        raise bad("task_ids or external_task_ids is required")
    ids = query[names[0]].split(",")
    if len(ids) > MOST_IDS:
        raise bad("task_ids and external_task_ids cannot exceed 20 in total")
    state = call.service_state
    state.settle()
    found = [work for work in state.works.values() if (work.id if names[0] == "task_ids" else work.external_id) in ids]
    kind = call.task_fault.kind if call.task_fault else ""
    if kind == "task_vanishes":
        return []
    kept = [work for work in found if kind != "legacy_in_tasks_off" or work.body.get("standard") == "new"]
    return [troubled(record(state, work, call.base), kind) for work in kept]


def troubled(found: dict[str, Any], kind: str) -> dict[str, Any]:
    """The record with a fault of the list in it (§10)."""
    bill = found.get("billing") or []
    if kind == "billing_missing":
        found.pop("billing", None)
    elif kind == "billing_two_entries" and bill:
        half = f"{Decimal(bill[0]['amount']) / 2:f}"
        found["billing"] = [{**bill[0], "amount": half}] * 2
    elif kind == "cash_billing" and bill:
        money = {"cash_type": "balance", "currency": "USD", "list_price": "1"}
        found["billing"] = [{"charge_type": "cash", "amount": "1", **money}]
    elif kind == "result_expired":
        found["update_time"] -= int((RESULT_LIFE_S + 86_400) * 1000)
    return found


def by_time(call: "Call") -> dict[str, Any]:
    """K-N32: newest first, a cursor to the next page."""
    state, body = call.service_state, call.body
    state.settle()
    asked = json.loads(base64.urlsafe_b64decode(str(body["cursor"]))) if body.get("cursor") else dict(body)
    start, limit = int(asked.get("at", 0)), int(asked.get("limit") or 100)
    if not 1 <= limit <= 500:
        raise bad(f"limit value '{limit}' is invalid")
    works = [work for work in sorted(state.works.values(), key=_number, reverse=True) if _wanted(state, work, asked)]
    page = works[start : start + limit]
    more = start + limit < len(works)
    cursor = base64.urlsafe_b64encode(json.dumps({**asked, "at": start + limit}).encode()).decode() if more else ""
    if call.task_fault is not None and call.task_fault.kind == "page_cursor_lost":
        more, cursor = True, ""
    return {
        "result": [record(state, work, call.base) for work in page],
        "count": len(page),
        "next_cursor": cursor,
        "has_more": more,
    }


def _number(work: "Work") -> int:
    return int(work.id)


def _wanted(state: Any, work: "Work", asked: Mapping[str, Any]) -> bool:
    """By time, the last 30 days where none is said, and by filters: one of the values of each key."""
    now = state.clock.now_ms()
    start = int(asked.get("start_time") or now - int(RESULT_LIFE_S * 1000))
    if not start <= work.created_ms <= int(asked.get("end_time") or now):
        return False
    status = work.status(now)
    facts = {"status": WORDS.get(status, status), "product_type": "image" if work.kind == "image" else "video"}
    rules = asked.get("filters") or []
    return all(facts.get(str(rule.get("key"))) in rule.get("values", ()) for rule in rules)


def record(state: Any, work: "Work", base: str) -> dict[str, Any]:
    """A task of either standard in the new shape (§10 duty 1)."""
    old = state.told(work, base)
    status = str(old["task_status"])
    found: dict[str, Any] = {
        "id": work.id,
        "status": WORDS.get(status, status),
        "message": old["task_status_msg"],
        "create_time": old["created_at"],
        "update_time": old["updated_at"],
        "external_id": work.external_id,
    }
    if status == "succeed":
        result = old.get("task_result") or {}
        found["outputs"] = [
            {"type": kind, **{key: value for key, value in item.items() if key != "index"}}
            for kind in ("video", "image")
            for item in result.get(f"{kind}s") or ()
        ]
        pack = "image" if work.kind == "image" else "video"
        amount = old["final_unit_deduction"]
        found["billing"] = [{"charge_type": "unit", "package_type": pack, "amount": amount}]
    return found


def result_of(work: "Work", base: str) -> dict[str, Any]:
    """A clip, with a sound track unless it was made without."""
    seconds = float(work.body.get("duration", 5))
    heard = work.body.get("audio") != "off"
    path = sample_media.clip_path(work.id, seconds, str(work.body.get("aspect_ratio") or "16:9"), sound=heard)
    item = {"id": work.id, "url": base + path, "duration": f"{seconds + 0.041:.3f}"}
    if (work.body.get("watermark_info") or {}).get("enabled"):
        item["watermark_url"] = base + path.replace("/media/", "/media/watermark-")
    return {"videos": [item]}
