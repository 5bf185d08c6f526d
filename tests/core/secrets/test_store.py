"""Our own store: keyring, else private files."""

import stat

import pytest

from mediawright.paths import Home
from mediawright.secrets.keyrings import KeyringFault
from mediawright.secrets.store import Store
from mediawright.types.errors import LocalFault

VALUES = {"ak": "not-a-real-key", "sk": "not-a-real-secret"}


class Ring:
    """A keyring in memory whose lock can be turned."""

    def __init__(self) -> None:
        self.kept: dict[str, str] = {}
        self.locked = False

    def _open(self) -> dict[str, str]:
        if self.locked:
            raise KeyringFault
        return self.kept

    def get(self, name: str) -> str | None:
        return self._open().get(name)

    def set(self, name: str, value: str) -> None:
        self._open()[name] = value

    def delete(self, name: str) -> None:
        self._open().pop(name, None)


@pytest.fixture
def ring() -> Ring:
    return Ring()


@pytest.fixture(params=["keyring", "files"])
def store(request: pytest.FixtureRequest, home: Home, ring: Ring) -> Store:
    return Store(home, lambda: ring if request.param == "keyring" else None)


def files(home: Home) -> list[str]:
    return sorted(path.name for path in home.secrets.glob("*.json"))


def test_a_credential_comes_back_and_goes(store: Store) -> None:
    assert store.load("acme") is None
    store.save("acme", VALUES)
    credential = store.load("acme")
    assert credential is not None
    assert credential.values == VALUES
    assert credential.source in {"keyring", "private file"}
    assert store.load("other") is None
    store.forget("acme")
    assert store.load("acme") is None


def test_pending_secrets_are_apart_from_the_credential(store: Store) -> None:
    store.save("acme", VALUES)
    store.keep("acme", "verifier", "v")
    store.keep("acme", "code", "c")
    store.keep("acme", "verifier", None)
    assert (store.recall("acme", "verifier"), store.recall("acme", "code")) == (None, "c")
    store.forget("acme")
    assert store.recall("acme", "code") == "c"
    store.keep("acme", "code", None)
    assert store.recall("acme", "code") is None


def test_nothing_is_written_before_something_is_saved(store: Store, home: Home) -> None:
    store.load("acme")
    store.forget("acme")
    assert not home.config.exists()


def test_files_are_private(home: Home) -> None:
    Store(home, lambda: None).save("acme", VALUES)
    modes = [stat.S_IMODE(path.stat().st_mode) for path in (home.secrets, home.secrets / "acme.json")]
    assert modes == [0o700, 0o600]


def test_the_keyring_leaves_no_file(home: Home, ring: Ring) -> None:
    Store(home, lambda: ring).save("acme", VALUES)
    assert files(home) == []


def test_a_locked_keyring_gives_way_to_a_file(home: Home, ring: Ring) -> None:
    store = Store(home, lambda: ring)
    store.save("acme", {"ak": "old"})
    ring.locked = True
    store.save("acme", VALUES)
    ring.locked = False
    credential = store.load("acme")
    assert credential is not None
    assert (credential.values, credential.source) == (VALUES, "private file")
    store.save("acme", {"ak": "new"})
    assert files(home) == []


def test_a_keyring_that_does_not_let_go_is_told(home: Home, ring: Ring) -> None:
    store = Store(home, lambda: ring)
    store.save("acme", VALUES)
    ring.locked = True
    assert store.load("acme") is None
    with pytest.raises(LocalFault):
        store.forget("acme")


@pytest.mark.parametrize("text", ["{", "[]", "null"])
def test_nonsense_in_the_keyring_is_nothing(text: str, home: Home, ring: Ring) -> None:
    ring.kept["acme"] = text
    assert Store(home, lambda: ring).load("acme") is None


def test_the_keyring_is_asked_for_once_and_late(home: Home, ring: Ring) -> None:
    asked: list[int] = []

    def find() -> Ring:
        asked.append(1)
        return ring

    store = Store(home, find)
    assert asked == []
    store.load("acme")
    store.load("acme")
    assert asked == [1]


def test_the_switch_turns_the_keyring_off(home: Home) -> None:
    store = Store.of(home, {"MEDIAWRIGHT_NO_KEYRING": "1"})
    store.save("acme", VALUES)
    assert files(home) == ["acme.json"]
