"""The operating system's keyring, where there is a real one."""

from collections.abc import Callable, Mapping
from typing import Protocol, TypeVar

from mediawright.time_limit import call_within

T = TypeVar("T")
SERVICE = "mediawright"
#: seconds for one answer: a locked keyring may wait for a person in a window that nobody sees
PATIENCE_S = 3.0


class Keyring(Protocol):
    """One text per name. Any method may raise KeyringFault."""

    def get(self, name: str) -> str | None: ...

    def set(self, name: str, value: str) -> None: ...

    def delete(self, name: str) -> None: ...


class KeyringFault(Exception):
    """The keyring is locked, gone, or takes no value this long."""


class KeyringSilent(KeyringFault):
    """The keyring gave no answer in time: it is asked no more."""


def system_keyring(environ: Mapping[str, str]) -> Keyring | None:
    """None where no real one is installed, where `MEDIAWRIGHT_NO_KEYRING=1` says so, and where `MEDIAWRIGHT_HOME` moved
    everything of ours into one folder: then secrets stay in that folder too."""
    if (
        environ.get("MEDIAWRIGHT_NO_KEYRING", "").strip() not in {"", "0"}
        or environ.get("MEDIAWRIGHT_HOME", "").strip()
    ):
        return None
    try:
        import keyring
    except ImportError:
        return None
    try:
        backend = _asked(keyring.get_keyring)
        real = _asked(lambda: float(backend.priority)) >= 1  # below: plain text files, or no store at all
    except KeyringFault:
        return None
    return SystemKeyring(backend) if real else None


class Backend(Protocol):
    """The part of the library's backend that is used."""

    def get_password(self, service: str, username: str) -> str | None: ...

    def set_password(self, service: str, username: str, password: str) -> None: ...

    def delete_password(self, service: str, username: str) -> None: ...


class SystemKeyring:
    """Entries under the service "mediawright"."""

    def __init__(self, backend: Backend) -> None:
        self._backend = backend

    def get(self, name: str) -> str | None:
        return _asked(lambda: self._backend.get_password(SERVICE, name))

    def set(self, name: str, value: str) -> None:
        _asked(lambda: self._backend.set_password(SERVICE, name, value))

    def delete(self, name: str) -> None:
        if self.get(name) is not None:
            _asked(lambda: self._backend.delete_password(SERVICE, name))


def _asked(call: Callable[[], T]) -> T:
    """The keyring's answer, waited for `PATIENCE_S`. Each system's fails with exceptions of its own; here they are one."""
    try:
        return call_within(PATIENCE_S, call)
    except TimeoutError as error:
        raise KeyringSilent from error
    except Exception as error:
        raise KeyringFault(type(error).__name__) from error
