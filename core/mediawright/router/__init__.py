"""What people say, in Chinese and English, goes to the right place or gets a question (docs/explanation/router.md).

>>> from mediawright.router import Router
>>> Router().route("draw a cat in the rain").operation
'text_to_image'

Names are loaded when they are first used: one message needs neither the reader of batches nor the explanation.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mediawright.router.batch import read_batch, record, route_lines, write_batch
    from mediawright.router.decision.trace import explain
    from mediawright.router.routing import Router

__all__ = [
    "Router",
    "explain",
    "read_batch",
    "record",
    "route_lines",
    "write_batch",
]

_HOMES = {
    "Router": "routing",
    "explain": "decision.trace",
    "read_batch": "batch",
    "record": "batch",
    "route_lines": "batch",
    "write_batch": "batch",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
