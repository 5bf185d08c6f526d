"""What people say, in Chinese and English, goes to the right place or gets a question (docs/explanation/router.md).

>>> from mediawright.router import Router
>>> Router().route("draw a cat in the rain").operation
'text_to_image'
"""

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
