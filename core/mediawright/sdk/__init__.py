"""What most providers would otherwise each write again: the task API over HTTP, and a kit for simulators.

Public beside `mediawright.plugin`: a provider may use every name of `__all__`, and `mediawright.sdk.simulator`. Names are
loaded when they are first used, since a description must be there at once.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mediawright.sdk.endpoint import BalanceCall, CancelCall, Clock, Endpoint, Listing, Outputs
    from mediawright.sdk.error_table import (
        ErrorRule,
        OwnWords,
        ServiceError,
        error_of,
        proof_of,
        retry_after,
        retry_after_in,
        rule_for,
        sentence,
    )
    from mediawright.sdk.file_limits import file_problems
    from mediawright.sdk.http_request import HttpRequest, Link, preview, without_empty
    from mediawright.sdk.inputs import (
        KeptUploads,
        UploadTarget,
        as_data_uri,
        body_of,
        is_below,
        send_file,
        send_parts,
        upload_failed,
        upload_name,
    )
    from mediawright.sdk.json_paths import every, first, links, same, text
    from mediawright.sdk.json_schema import openapi_input, schema_of_lines
    from mediawright.sdk.key_auth import brought, key_needed, key_refused
    from mediawright.sdk.lookup import Row
    from mediawright.sdk.model_table import (
        Line,
        grade_of,
        lines_of,
        models_of,
        operations,
        options_of,
        price_rows,
        settings_of,
    )
    from mediawright.sdk.open_creates import OpenCreates
    from mediawright.sdk.price_today import UnitPrice, compared, counted, unit_price
    from mediawright.sdk.renewal import once_renewed
    from mediawright.sdk.retirement import is_retired, mark_retired, retired
    from mediawright.sdk.schema_models import SchemaModels
    from mediawright.sdk.schema_prices import own_price
    from mediawright.sdk.sizes import picture_size
    from mediawright.sdk.sounds import as_wave
    from mediawright.sdk.task_api import TaskApi

_HOMES = {
    "endpoint": ("BalanceCall", "CancelCall", "Clock", "Endpoint", "Listing", "Outputs"),
    "error_table": (
        "ErrorRule",
        "OwnWords",
        "ServiceError",
        "error_of",
        "proof_of",
        "retry_after",
        "retry_after_in",
        "rule_for",
        "sentence",
    ),
    "file_limits": ("file_problems",),
    "http_request": ("HttpRequest", "Link", "preview", "without_empty"),
    "inputs": (
        "KeptUploads",
        "UploadTarget",
        "as_data_uri",
        "body_of",
        "is_below",
        "send_file",
        "send_parts",
        "upload_failed",
        "upload_name",
    ),
    "json_paths": ("every", "first", "links", "same", "text"),
    "json_schema": ("openapi_input", "schema_of_lines"),
    "key_auth": ("brought", "key_needed", "key_refused"),
    "lookup": ("Row",),
    "model_table": (
        "Line",
        "grade_of",
        "lines_of",
        "models_of",
        "operations",
        "options_of",
        "price_rows",
        "settings_of",
    ),
    "open_creates": ("OpenCreates",),
    "price_today": ("UnitPrice", "compared", "counted", "unit_price"),
    "renewal": ("once_renewed",),
    "retirement": ("is_retired", "mark_retired", "retired"),
    "schema_models": ("SchemaModels",),
    "schema_prices": ("own_price",),
    "sizes": ("picture_size",),
    "sounds": ("as_wave",),
    "task_api": ("TaskApi",),
}

__all__ = [
    "BalanceCall",
    "CancelCall",
    "Clock",
    "Endpoint",
    "ErrorRule",
    "HttpRequest",
    "KeptUploads",
    "Line",
    "Link",
    "Listing",
    "OpenCreates",
    "Outputs",
    "OwnWords",
    "Row",
    "SchemaModels",
    "ServiceError",
    "TaskApi",
    "UnitPrice",
    "UploadTarget",
    "as_data_uri",
    "as_wave",
    "body_of",
    "brought",
    "compared",
    "counted",
    "error_of",
    "every",
    "file_problems",
    "first",
    "grade_of",
    "is_below",
    "is_retired",
    "key_needed",
    "key_refused",
    "lines_of",
    "links",
    "mark_retired",
    "models_of",
    "once_renewed",
    "openapi_input",
    "operations",
    "options_of",
    "own_price",
    "picture_size",
    "preview",
    "price_rows",
    "proof_of",
    "retired",
    "retry_after",
    "retry_after_in",
    "rule_for",
    "same",
    "schema_of_lines",
    "send_file",
    "send_parts",
    "sentence",
    "settings_of",
    "text",
    "unit_price",
    "upload_failed",
    "upload_name",
    "without_empty",
]


def __getattr__(name: str) -> Any:
    home = next((module for module, names in _HOMES.items() if name in names), None)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{home}"), name)
