"""The store that an address names: `file:///…` or `s3://…`."""

from collections.abc import Mapping
from pathlib import Path
from urllib.parse import unquote, urlsplit
from urllib.request import url2pathname

from mediawright.store.protocol import Store
from mediawright.types.errors import InvalidRequest
from mediawright.types.message import Message, Problem


def check_store(address: str) -> None:
    """Raises InvalidRequest for an address that can be none; it is never repeated, for it may hold a secret."""
    try:
        parts = urlsplit(address)
        bare = not (parts.query or parts.fragment or "@" in parts.netloc)
        known = bare and (
            (parts.scheme == "file" and parts.netloc in ("", "localhost") and len(parts.path) > 1)
            or (parts.scheme == "s3" and bool(parts.netloc))
        )
    except ValueError:
        known = False
    if not known:
        raise InvalidRequest(Problem("store", Message("store.address_wrong")))


def root_of(address: str) -> Path | None:
    """The folder that an address names; None for a bucket. Raises InvalidRequest."""
    check_store(address)
    parts = urlsplit(address)
    return _path(parts.path) if parts.scheme == "file" else None


def open_store(address: str, environ: Mapping[str, str]) -> Store:
    """Looks for nothing yet. Raises InvalidRequest, LocalFault where a library is missing."""
    root = root_of(address)
    if root is not None:
        from mediawright.store.folder import FolderStore

        return FolderStore(root)
    from mediawright.store.bucket import BucketStore

    return BucketStore(address, environ)


def _path(path: str) -> Path:
    """The folder of a file address; on Windows `/C:/media` is `C:\\media`."""
    found = Path(url2pathname(path))
    return found if found.is_absolute() else Path(unquote(path))
