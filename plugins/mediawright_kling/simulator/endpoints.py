"""What each path does; the envelope and the trouble around it are `serving`'s."""

import zlib
from typing import Any

from starlette.responses import Response

from mediawright.sdk.simulator import ranged
from mediawright_kling.simulator import sample_media, tasks
from mediawright_kling.simulator.errors import RefusedError, bad
from mediawright_kling.simulator.middleware import Call


def create(call: Call) -> dict[str, Any]:
    made = call.service_state.create(call.path, call.body, call.task_fault)
    return tasks.created_answer(made)


def query(call: Call) -> dict[str, Any]:
    path, _, name = call.path.rpartition("/")
    return call.service_state.told(call.service_state.find(path, name), call.base)


def list_tasks(call: Call) -> list[dict[str, Any]]:
    page, size = call.number("pageNum", 1, 1, 1000), call.number("pageSize", 30, 1, 500)
    return call.service_state.listed(call.path, page, size, call.base)


def presets(call: Call) -> list[dict[str, Any]]:
    """Preset elements, each in a task of its own, without deductions (§10)."""
    page, size = call.number("pageNum", 1, 1, 1000), call.number("pageSize", 30, 1, 500)
    shown = call.service_state.library.presets[(page - 1) * size : page * size]
    return [
        {
            "task_id": preset.id[:3] + "0" * 15,
            "task_status": "succeed",
            "task_status_msg": "",
            "task_info": {},
            "created_at": 1765876000000,
            "updated_at": 1765876000000,
            "task_result": {"elements": [preset.told()]},
        }
        for preset in shown
    ]


def delete_element(call: Call) -> dict[str, Any]:
    element_id = str(call.body.get("element_id") or "")
    if not element_id:
        raise bad("element_id can not be null")
    call.service_state.settle()
    call.service_state.library.delete(element_id)
    return {"task_id": call.service_state.ids.mint(call.service_state.clock.now_ms()), "task_status": "succeed"}


def costs(call: Call) -> dict[str, Any]:
    """The double envelope of §11."""
    query = call.request.query_params
    try:
        start, end = int(query.get("start_time", "")), int(query.get("end_time", ""))
    except ValueError as error:
        raise bad("start_time or end_time is invalid") from error
    if start >= end:
        raise bad("start_time must be less than end_time")
    call.service_state.settle()
    found = call.service_state.packs.bought_between(
        start, end, query.get("resource_pack_name"), call.service_state.clock.now_ms()
    )
    return {"code": 0, "msg": "SUCCEED", "resource_pack_subscribe_infos": found}


def init_session(call: Call) -> dict[str, Any]:
    bind = call.service_state.bindings.open(call.body, call.service_state.clock.now_ms())
    return {
        "sessionId": bind.session_id,
        "deviceCode": bind.device_code,
        "verificationUriComplete": f"/device?user_code={bind.user_code}",
        "interval": 2,
        "expiresIn": int(call.service_state.settings.bind_life_s),
    }


def exchange(call: Call) -> dict[str, Any]:
    return call.service_state.bindings.exchange(call.body, call.service_state.clock.now_ms(), call.service_state.keys)


def media(call: Call) -> Response:
    """A result file, whole or from a byte on (Range). No Authorization is wanted here."""
    found = sample_media.bytes_of(call.path, call.service_state.settings.media_scale)
    if found is None:
        raise RefusedError(1203)
    content, kind = found
    return ranged(call.request, content, kind, tag=f'"{zlib.crc32(content):08x}"')
