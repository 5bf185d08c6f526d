"""A bucket of S3 or of what speaks like it (MinIO, Ceph, R2). The one file that imports obstore.

Its name and secret are read as all such programs read them: `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`, `AWS_REGION`,
`AWS_ENDPOINT_URL`, `AWS_SESSION_TOKEN`, the role of the machine.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from mediawright.installing import install_command
from mediawright.os_errors import disk_faults
from mediawright.store.address import Key
from mediawright.types.errors import LocalFault, Unreachable
from mediawright.types.message import Message

if TYPE_CHECKING:
    from obstore.store import S3Store

#: how long a link may be opened
LINK_LIFE = timedelta(minutes=10)
#: bytes that are read at once
CHUNK = 2**20
#: what of the environment is for the bucket
NAMES = (
    "AWS_ACCESS_KEY_ID",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_SESSION_TOKEN",
    "AWS_REGION",
    "AWS_DEFAULT_REGION",
    "AWS_ENDPOINT_URL",
    "AWS_WEB_IDENTITY_TOKEN_FILE",
    "AWS_ROLE_ARN",
    "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
)


class BucketStore:
    """The store of `s3://BUCKET/PREFIX`."""

    def __init__(self, url: str, environ: Mapping[str, str]) -> None:
        """Raises LocalFault where the library is missing or the address is none that it takes."""
        self._store = _opened(url, environ)

    def put(self, key: Key, source: Path) -> None:
        """Raises LocalFault, Unreachable. An upload in parts becomes an object when its last part is there, or never."""
        import obstore

        with disk_faults("files.cannot_read"):
            size = source.stat().st_size
        with _speaking():
            if self._size(key) == size:
                return
            obstore.put(self._store, key.text, source)
            if self._size(key) != size:
                raise LocalFault(Message("store.not_whole", {"file": source.name}))

    def fetch(self, key: Key, target: Path) -> bool:
        """Raises LocalFault, Unreachable."""
        import obstore

        with _speaking():
            try:
                found = obstore.get(self._store, key.text)
            except FileNotFoundError:
                return False
            with disk_faults(), target.open("wb") as file:
                for chunk in found.stream(min_chunk_size=CHUNK):
                    file.write(chunk)
        return True

    def link(self, key: Key) -> str | None:
        """Signed on this machine: whether there is such a file is not asked. Raises LocalFault, Unreachable."""
        import obstore

        with _speaking():
            return obstore.sign(self._store, "GET", key.text, LINK_LIFE)

    def _size(self, key: Key) -> int | None:
        import obstore

        try:
            return obstore.head(self._store, key.text)["size"]
        except FileNotFoundError:
            return None


def _opened(url: str, environ: Mapping[str, str]) -> "S3Store":
    try:
        from obstore.exceptions import BaseError
        from obstore.store import S3Store
    except ImportError as error:
        values = {"command": install_command("fleet-s3")}
        raise LocalFault(Message("store.no_library", values)) from error
    given = {name.lower(): environ[name] for name in NAMES if environ.get(name)}
    endpoint = given.get("aws_endpoint_url", "")
    try:
        return S3Store.from_url(
            url,
            config={"aws_checksum_algorithm": "SHA256", **given},  # type: ignore[arg-type]
            client_options={"connect_timeout": "5s", "timeout": "600s", "allow_http": endpoint.startswith("http://")},
            retry_config={"max_retries": 3, "retry_timeout": timedelta(seconds=60)},
        )
    except (BaseError, ValueError) as error:
        raise LocalFault(Message("store.address_wrong"), data={"cause": type(error).__name__}) from error


@contextmanager
def _speaking() -> Iterator[None]:
    """Tell the library's errors as ours. What it says holds addresses and is not passed on."""
    from obstore.exceptions import BaseError, PermissionDeniedError, UnauthenticatedError

    try:
        yield
    except (PermissionDeniedError, UnauthenticatedError) as error:
        raise LocalFault(Message("store.refused"), data={"cause": type(error).__name__}) from error
    except FileNotFoundError as error:  # there is no such bucket: a file that is not there was looked for before
        raise LocalFault(Message("store.refused"), data={"cause": type(error).__name__}) from error
    except BaseError as error:
        raise Unreachable(Message("store.unreachable"), data={"cause": type(error).__name__}) from error
