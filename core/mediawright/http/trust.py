"""Which authorities a server's certificate may come from: the system's own store, or what `SSL_CERT_FILE` names."""

import os
import ssl
from collections.abc import Callable, Mapping

from mediawright.http.errors import CertificateRefused
from mediawright.types.dataclass import dataclass
from mediawright.types.message import Message

FILE, FOLDER = "SSL_CERT_FILE", "SSL_CERT_DIR"


@dataclass(frozen=True, slots=True, kw_only=True)
class TrustStore:
    """`setting`: the variable that names `path`; both empty for the system's store."""

    setting: str = ""
    path: str = ""

    @classmethod
    def of(cls, environ: Mapping[str, str]) -> "TrustStore":
        """In the order in which the library asks."""
        for name in (FILE, FOLDER):
            if environ.get(name):
                return cls(setting=name, path=environ[name])
        return cls()

    @property
    def readable(self) -> bool:
        """Is what the setting names there? (a file, a folder, or the system's store)"""
        if not self.setting:
            return True
        return os.path.isfile(self.path) if self.setting == FILE else os.path.isdir(self.path)  # noqa: PTH112, PTH113


def trusted(make: Callable[[], ssl.SSLContext]) -> ssl.SSLContext:
    """What `make` gives, which reads the certificates. Raises CertificateRefused where the setting names nothing of use."""
    store = TrustStore.of(os.environ)
    unusable = CertificateRefused(
        Message("http.no_certificates", {"setting": store.setting, "path": store.path}), data={"setting": store.setting}
    )
    if not store.readable:
        raise unusable
    try:
        return make()
    except (OSError, ssl.SSLError) as error:
        if store.setting:
            raise unusable from error
        raise
