"""The fault names of docs/contracts/kling-more.md §10 that stand for one of the kinds at a place. Data."""

from collections.abc import Mapping
from typing import Any

from mediawright_kling.simulator.errors import NO_ACCESS_KEYS, NO_PARTS

NEW = "* /text-to-*|* /image-to-*|* /omni-*|* /motion-*|* /tasks"
MAKES = "POST /v1/*|POST /text-to-*|POST /image-to-*|POST /omni-*|POST /motion-*"
NAMED: Mapping[str, tuple[Mapping[str, Any], ...]] = {
    "aksk_on_new": ({"kind": "code", "on": NEW, "code": 1002, "status": 401, "message": NO_ACCESS_KEYS},),
    "key_wrong": (
        {"kind": "code", "on": NEW, "code": 1002, "status": 401, "message": NO_ACCESS_KEYS},
        {"kind": "code", "on": "* /v1/*|* /account/*", "code": 1002, "status": 401, "message": NO_PARTS},
    ),
    "lost_create": ({"kind": "drop_after", "on": MAKES},),
    "lost_create_unmade": ({"kind": "drop_before", "on": MAKES},),
    "lost_tts": ({"kind": "drop_after", "on": "POST /v1/audio/tts"},),
    "duplicate_id": (
        {"kind": "code", "on": MAKES, "code": 1201, "message": "External_task_id job-0001 already exists"},
    ),
    "twenty_one_ids": (
        {
            "kind": "code",
            "on": "GET /tasks",
            "code": 1201,
            "message": "task_ids and external_task_ids cannot exceed 20 in total",
        },
    ),
    "not_found_1203": ({"kind": "code", "on": "GET /v1/*", "code": 1203},),
    "outputs_empty": ({"kind": "no_files", "on": MAKES},),
    "status_new_word": ({"kind": "unknown_status", "on": MAKES, "message": "queued"},),
    "moderation_late": ({"kind": "moderation", "on": MAKES},),
    "session_expired": (
        {
            "kind": "code",
            "on": "POST /v1/videos/advanced-lip-sync|POST /v1/videos/multi-elements*",
            "code": 1201,
            "message": "session_id is invalid or expired",
        },
    ),
    "retired_model": ({"kind": "code", "on": MAKES, "code": 1203, "message": "The model has been discontinued"},),
    "retired_effect": (
        {"kind": "code", "on": "POST /v1/videos/effects", "code": 1203, "message": "effect_scene is not available"},
    ),
    "no_human": (
        {"kind": "fail", "on": "POST /v1/images/kolors-virtual-try-on", "message": "there is no human in the video"},
    ),
    "delete_no_data": ({"kind": "no_task_id", "on": "POST /v1/general/delete-*"},),
    "delete_twice": (
        {"kind": "code", "on": "POST /v1/general/delete-*", "code": 1201, "message": "1 already be deleted"},
    ),
    "image_pack_empty": (
        {
            "kind": "code",
            "on": "POST /v1/images/*|POST /v1/general/ai-multi-shot",
            "code": 1102,
            "status": 429,
            "message": "Account balance not enough",
        },
    ),
    **{
        kind: ({"kind": kind, "on": "GET /tasks", "times": times},)
        for kind, times in {
            "task_vanishes": 1,
            "legacy_in_tasks_off": -1,
            "result_expired": -1,
            "cash_billing": -1,
            "billing_missing": -1,
            "billing_two_entries": -1,
        }.items()
    },
    "page_cursor_lost": ({"kind": "page_cursor_lost", "on": "POST /tasks"},),
    **{
        kind: ({"kind": kind, "on": "POST /v1/videos/identify-face"},)
        for kind in ("no_face", "three_faces", "face_too_short")
    },
    "init_refused": ({"kind": "init_refused", "on": "POST /v1/videos/multi-elements/init-selection"},),
    "watermark_absent": ({"kind": "watermark_absent", "on": MAKES},),
    "slots_full": ({"kind": "code", "on": MAKES, "code": 1303, "status": 429},),
    "http_200_errors": ({"kind": "code", "on": MAKES, "code": 1201, "status": 200},),
}
