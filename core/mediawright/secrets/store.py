"""Our own store: the OS keyring where there is a real one, else private files. It holds credentials, and the secrets of
sign-ins that are not finished."""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from mediawright.context.protocol import Credential
from mediawright.files.lock import locked
from mediawright.paths import Home
from mediawright.secrets.keyrings import Keyring, KeyringFault, KeyringSilent, system_keyring
from mediawright.secrets.private_files import read_private, write_private_texts
from mediawright.types.errors import LocalFault
from mediawright.types.message import Message

Notice = Callable[[Message], None]


class Store:
    """`keyring` gives the keyring or None and is asked once, when first needed. `notice` hears what was repaired.

    A private file wins over the keyring: it is only there when the keyring did not take the value.
    """

    def __init__(self, home: Home, keyring: Callable[[], Keyring | None], notice: Notice | None = None) -> None:
        self._home = home
        self._find_keyring = keyring
        self._notice = notice or _unheard
        self._asked = False
        self._keyring: Keyring | None = None
        self._silent = self._noticed = False

    @classmethod
    def of(cls, home: Home, environ: Mapping[str, str], notice: Notice | None = None) -> "Store":
        return cls(home, lambda: system_keyring(environ), notice)

    def load(self, provider: str) -> Credential | None:
        """What `save` kept. Raises LocalFault where the private file is not ours."""
        values, source = self._get(provider)
        return Credential(values=values, source=source) if values else None

    def save(self, provider: str, values: Mapping[str, str]) -> None:
        """Raises LocalFault where nothing can be written."""
        with self._alone():
            self._put(provider, dict(values))

    def forget(self, provider: str) -> None:
        """Raises LocalFault where the keyring does not let go of it."""
        if not self._home.secrets.exists():
            self._put(provider, {})  # only the keyring can hold anything
            return
        with self._alone():
            self._put(provider, {})

    def recall(self, provider: str, key: str) -> str | None:
        return self._get(_pending(provider))[0].get(key)

    def keep(self, provider: str, key: str, value: str | None) -> None:
        """A secret of a pending sign-in; None forgets it. Raises LocalFault."""
        name = _pending(provider)
        with self._alone():
            others = {k: v for k, v in self._get(name)[0].items() if k != key}
            self._put(name, others if value is None else {**others, key: value})

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """One process at a time: the keyring and the private file never hold halves of two writings."""
        self._home.ensure(self._home.secrets)
        with locked(self._home.secrets / ".lock"):
            yield

    def _ring(self) -> Keyring | None:
        if not self._asked:
            self._keyring, self._asked = self._find_keyring(), True
        return self._keyring

    def _get(self, name: str) -> tuple[dict[str, str], str]:
        texts = read_private(self._path(name), self._notice)
        if texts:
            return texts, "private file"
        ring = self._ring()
        try:
            text = ring.get(name) if ring else None
        except KeyringFault as error:
            text = None
            self._without(error)
        return (_decoded(text) if text else {}), "keyring"

    def _put(self, name: str, values: dict[str, str]) -> None:
        path = self._path(name)
        if self._put_in_keyring(name, values) or not values:
            path.unlink(missing_ok=True)
            return
        self._home.ensure(path.parent)
        write_private_texts(path, values)

    def _put_in_keyring(self, name: str, values: dict[str, str]) -> bool:
        ring = self._ring()
        if ring is None:
            if self._silent and not values:
                self._path(name).unlink(missing_ok=True)
                raise LocalFault(Message("secrets.keyring_keeps"))
            return False
        try:
            if values:
                ring.set(name, json.dumps(values, sort_keys=True))
            else:
                ring.delete(name)
        except KeyringFault as error:
            self._without(error)
            if not values:
                self._path(name).unlink(missing_ok=True)  # what can be removed is removed
                raise LocalFault(Message("secrets.keyring_keeps")) from error
            return False
        return True

    def _without(self, error: KeyringFault) -> None:
        """Go on with the private file, and say so once; a keyring that hangs is asked no more by this process."""
        if isinstance(error, KeyringSilent):
            self._keyring, self._asked, self._silent = None, True, True
        if not self._noticed:
            self._noticed = True
            self._notice(Message("secrets.keyring_silent"))

    def _path(self, name: str) -> Path:
        return self._home.secrets / f"{name}.json"


def _pending(provider: str) -> str:
    return f"{provider}.pending"


def _decoded(text: str) -> dict[str, str]:
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return {str(key): str(value) for key, value in found.items()} if isinstance(found, dict) else {}


def _unheard(message: Message) -> None:
    """Nobody listens to notices here."""
