"""fal's refusals: docs/contracts/fal.md §8.2. Neither body family ever shows `input`, which repeats the prompt (F-R20)."""

from typing import Any

from mediawright import plugin as mw
from mediawright import sdk

#: a value that is not allowed, and an unfit input file: on a submit the request is wrong, on a result the task failed
_VALUES = "missing value_error* type_error* greater_than* less_than* multiple_of one_of sequence_too_* *_type *_parsing"
VALUES = (*_VALUES.split(), "feature_not_supported", "literal_error", "enum")
_FILES = "file_download_error image_* file_too_large unsupported_*_format video_duration_* audio_duration_*"
FILES = (*_FILES.split(), "invalid_archive", "archive_file_count_*")
RUNNER = (
    "internal_server_error",
    "internal_error",
    "runner_*",
    "request_timeout",
    "startup_timeout",
    "generation_timeout",
)
OWNER = ("downstream_service_error", "downstream_service_unavailable")
NOTHING = ("no_media_generated", "face_detection_error")

ERRORS = (
    sdk.ErrorRule(raises=mw.Unreachable, status=(400,), words=("still in progress",), no_task=False),
    sdk.ErrorRule(raises=mw.SignInNeeded, status=(401,), message="key_refused"),
    sdk.ErrorRule(raises=mw.OutOfCredits, status=(403,), words=("balance",), message="no_balance"),
    sdk.ErrorRule(raises=mw.SignInNeeded, status=(403,), message="no_right"),
    sdk.ErrorRule(raises=mw.Busy, status=(429,), message="busy"),
    sdk.ErrorRule(raises=mw.Rejected, codes=("content_policy_violation",), message="content", ends_task=True),
    sdk.ErrorRule(raises=mw.Rejected, codes=NOTHING, message="failed", ends_task=True),
    sdk.ErrorRule(raises=mw.InvalidRequest, status=(400, 422), codes=FILES, message="bad_input", ends_task=True),
    sdk.ErrorRule(raises=mw.InvalidRequest, status=(400, 422), codes=VALUES, message="bad_value", ends_task=True),
    sdk.ErrorRule(raises=mw.Unreachable, codes=OWNER, message="try_again", no_task=False, ends_task=True),
    sdk.ErrorRule(raises=mw.Unreachable, codes=RUNNER, message="try_again", no_task=False, ends_task=True),
    sdk.ErrorRule(raises=mw.NotFound, status=(404,), message="no_model"),
    sdk.ErrorRule(raises=mw.InvalidRequest, status=(400, 405, 413, 422), message="bad_value"),
)


def service_error(status: int, data: Any) -> sdk.ServiceError | None:
    """Return fal's own code and words; None where the body is neither of its families (a gateway's page)."""
    detail = data.get("detail") if isinstance(data, dict) else None
    if isinstance(detail, list) and detail and isinstance(detail[0], dict):
        item = detail[0]
        where = ".".join(str(part) for part in item.get("loc") or () if part != "body")
        words = str(item.get("msg") or "")
        return sdk.ServiceError(str(item.get("type") or ""), f"{where}: {words}" if where else words)
    code = sdk.text(data, ("error_type", "error.type"))
    words = sdk.text(data, ("detail", "message", "error.message", "error"))
    return sdk.ServiceError(code, words) if code or words else None
