"""The contract's fault switches by name (§17): `--option fault=lost_answer,slow_image:20`."""

from collections.abc import Callable
from typing import Any

from mediawright.sdk import simulator as kit

CREATE, IMAGES, LIST = "POST *tasks", "POST *images/generations", "GET *generations/tasks"


def refusal(status: int, code: str, message: str) -> dict[str, Any]:
    error = {"code": code, "message": message, "param": "", "type": code.partition(".")[0]}
    return {"kind": "status", "status": status, "json": {"error": error}}


#: of an answer to a create
SAID = {
    "429_rpm": refusal(
        429, "ModelAccountRpmRateLimitExceeded", "requests per minute (RPM) limit of the associated endpoint"
    ),
    "429_quota_queue": refusal(429, "QuotaExceeded", "The number of queued tasks has reached the limit"),
    "429_quota_free": refusal(429, "QuotaExceeded", "You have exceeded the quota: the free allowance is used up"),
    "set_limit": refusal(429, "SetLimitExceeded", "Account 2100000001 has reached the set inference limit"),
    "overdue": refusal(403, "AccountOverdueError", "Account 2100000001 has an overdue balance"),
    "model_not_open": refusal(404, "ModelNotOpen", "Your account 2100000001 has not activated the model"),
    "model_gone": refusal(404, "InvalidEndpointOrModel.NotFound", "The model or endpoint does not exist"),
    "sensitive_input": refusal(
        400, "InputTextSensitiveContentDetected", "the input text may contain sensitive information"
    ),
    "privacy_input": refusal(
        400, "InputImageSensitiveContentDetected.PrivacyInformation", "the input image may contain real person"
    ),
    "two_errors_one_named": refusal(
        400, "InvalidParameter", "the parameter seed specified in the request is not valid"
    ),
}
CUT = {
    "lost_answer": {"kind": "drop", "when": "after"},
    "lost_before": {"kind": "drop", "when": "before"},
    "http_500_made": refusal(500, "InternalServiceError", "internal error") | {"when": "after"},
    "http_500_not_made": refusal(500, "InternalServiceError", "internal error"),
}
#: what becomes of a task
FATES: dict[str, dict[str, Any]] = {
    "sensitive_output": {
        "code": "OutputVideoSensitiveContentDetected",
        "message": "the output video may contain sensitive information",
    },
    "task_type_constraint": {
        "code": "InvalidParameter.TaskTypeConstraint",
        "message": "the task is determined as video editing",
    },
    "stuck_running": {"run_s": 1e9},
    "expired": {"ends": "expired"},
    "unknown_status": {"word": "pondering"},
    "completed_word": {"word_at_end": "completed"},
    "null_content": {"null_content": True},
    "no_echo": {"no_echo": True},
}
#: what the service itself does differently
FLAGS = frozenset(
    {"list_delay", "list_unsorted", "list_500", "delete_race", "download_400_first", "url_expired"}
    | {"slow_image", "series_partial"}
)


def answers(calls: tuple[str, ...], fault: dict[str, Any]) -> Callable[[str], list[dict[str, Any]]]:
    """Return what befalls these creates; with a number the service asks for so many seconds."""
    return lambda n: [{"on": on, **fault, **({"headers": {"retry-after": n}} if n else {})} for on in calls]


def faults(names: str) -> tuple[list[dict[str, Any]], dict[str, float]]:
    said = {name: answers((CREATE, IMAGES), fault) for name, fault in (SAID | CUT).items()}
    fates = {name: answers((CREATE,), {"kind": "task", "json": fate, "times": -1}) for name, fate in FATES.items()}
    return kit.named(names, said | fates, FLAGS)
