"""What most providers would otherwise each write again: the task API over HTTP, and a kit for simulators.

Public beside `mediawright.plugin`: a provider may use every name of `__all__`, and `mediawright.sdk.simulator`. Names are
loaded when they are first used, since a description must be there at once.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mediawright.sdk.endpoint import CancelCall, Clock, Endpoint, Listing, Outputs
    from mediawright.sdk.error_table import ErrorRule, OwnWords, ServiceError, error_of, retry_after, sentence
    from mediawright.sdk.file_limits import file_problems
    from mediawright.sdk.http_request import HttpRequest, Link, preview, without_empty
    from mediawright.sdk.inputs import (
        KeptUploads,
        UploadTarget,
        as_data_uri,
        body_of,
        is_below,
        send_file,
        upload_failed,
    )
    from mediawright.sdk.json_paths import every, first, text
    from mediawright.sdk.key_auth import brought, key_needed, key_refused
    from mediawright.sdk.lookup import Row
    from mediawright.sdk.model_table import Line, grade_of, lines_of, models_of, price_rows, settings_of
    from mediawright.sdk.sizes import picture_size
    from mediawright.sdk.task_api import TaskApi

_HOMES = {
    "endpoint": ("CancelCall", "Clock", "Endpoint", "Listing", "Outputs"),
    "error_table": ("ErrorRule", "OwnWords", "ServiceError", "error_of", "retry_after", "sentence"),
    "file_limits": ("file_problems",),
    "http_request": ("HttpRequest", "Link", "preview", "without_empty"),
    "inputs": ("KeptUploads", "UploadTarget", "as_data_uri", "body_of", "is_below", "send_file", "upload_failed"),
    "json_paths": ("every", "first", "text"),
    "key_auth": ("brought", "key_needed", "key_refused"),
    "lookup": ("Row",),
    "model_table": ("Line", "grade_of", "lines_of", "models_of", "price_rows", "settings_of"),
    "sizes": ("picture_size",),
    "task_api": ("TaskApi",),
}

__all__ = [
    "CancelCall",
    "Clock",
    "Endpoint",
    "ErrorRule",
    "HttpRequest",
    "KeptUploads",
    "Line",
    "Link",
    "Listing",
    "Outputs",
    "OwnWords",
    "Row",
    "ServiceError",
    "TaskApi",
    "UploadTarget",
    "as_data_uri",
    "body_of",
    "brought",
    "error_of",
    "every",
    "file_problems",
    "first",
    "grade_of",
    "is_below",
    "key_needed",
    "key_refused",
    "lines_of",
    "models_of",
    "picture_size",
    "preview",
    "price_rows",
    "retry_after",
    "send_file",
    "sentence",
    "settings_of",
    "text",
    "upload_failed",
    "without_empty",
]


def __getattr__(name: str) -> Any:
    home = next((module for module, names in _HOMES.items() if name in names), None)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{home}"), name)
