"""The contract's fault switches by name (§17): `--option fault=lost_answer,list_delay:20`."""

from typing import Any

from mediawright.sdk import simulator as kit
from mediawright_minimax.simulator.refusals import body

OVERLOADED = {"type": "error", "error": {"type": "overloaded_error", "message": "overloaded", "http_code": "529"}}
#: what the service itself does differently
_FLAGS = """bom no_task_id numeric_ids lower_case_status unknown_status success_without_file url_expired list_delay
    list_twin list_500 delete_race fail_1027 images_partial counts_as_text counts_as_number hex_odd music_closed
    wrong_region plan_window as_tar"""
FLAGS = frozenset(_FLAGS.split())


def both(**fault: Any) -> list[dict[str, Any]]:
    """Return a fault for the next create of either family."""
    return [{"on": on, **fault} for on in ("POST *v2/video_generation", "POST *v1/*_*")]


def strikes(number: int, status: int | None = None, **more: Any) -> list[dict[str, Any]]:
    """Return the faults that answer the next create with a number of §9, each family in its own dress."""
    dressed = zip(both(kind="status", **more), (True, False), strict=True)
    return [
        fault | dict(zip(("status", "json"), body(number, v2=v2, status=status), strict=True)) for fault, v2 in dressed
    ]


NAMED = {
    "lost_answer": lambda _: both(kind="drop", when="after"),
    "lost_before": lambda _: both(kind="drop", when="before"),
    "http_500_made": lambda _: strikes(1000, 500, when="after"),
    "http_500_not_made": lambda _: strikes(1000, 500),
    "529_create": lambda _: both(kind="status", status=529, json=OVERLOADED),
    "code": lambda number: strikes(int(number)),
    "retry_after": lambda number: strikes(1002, headers={"retry-after": number or "2"}),
}


def faults(names: str) -> tuple[list[dict[str, Any]], dict[str, float]]:
    return kit.named(names, NAMED, FLAGS)
