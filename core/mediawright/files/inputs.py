"""Local paths and links that come in: inside the roots, whole, and what their bytes say they are."""

from mediawright.files.roots import Roots
from mediawright.types.operations import MediaKind
from mediawright.types.request import Media


def measure(media: Media, roots: Roots) -> Media:
    """The same input with `info` filled from its bytes; a link is only checked for its spelling. Blocking.

    Raises InvalidRequest: missing, unreadable, empty, no plain file, outside the roots, another kind than claimed.
    """
    raise NotImplementedError


def classify(source: str) -> MediaKind | None:
    """The kind that a path's or link's extension promises; None where it promises nothing."""
    raise NotImplementedError
