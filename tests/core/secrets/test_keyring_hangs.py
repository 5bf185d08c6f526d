"""A keyring that hangs, is locked, or raises: the private file, said once, within seconds."""

import threading

import pytest

from mediawright.paths import Home
from mediawright.secrets import keyrings
from mediawright.secrets.keyrings import KeyringFault, KeyringSilent, SystemKeyring
from mediawright.secrets.store import Store
from mediawright.types.errors import LocalFault
from mediawright.types.message import Message


class Hanging:
    """A backend that waits for a person in a window that is never seen."""

    def __init__(self) -> None:
        self.release, self.calls = threading.Event(), 0

    def get_password(self, service: str, username: str) -> str | None:
        self.calls += 1
        self.release.wait(20)
        return None

    def set_password(self, service: str, username: str, password: str) -> None:
        self.get_password(service, username)

    def delete_password(self, service: str, username: str) -> None:
        self.get_password(service, username)


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keyrings, "PATIENCE_S", 0.05)


def test_no_answer_is_a_fault_of_the_keyring() -> None:
    with pytest.raises(KeyringSilent):
        SystemKeyring(Hanging()).get("acme")


def test_the_private_file_takes_over_and_it_is_said_once(home: Home) -> None:
    backend, notices = Hanging(), list[Message]()
    store = Store(home, lambda: SystemKeyring(backend), notices.append)
    store.save("acme", {"key": "one"})
    store.save("other", {"key": "two"})
    found = store.load("acme")
    assert found is not None
    assert found.values == {"key": "one"}
    assert backend.calls == 1
    assert [notice.key for notice in notices] == ["secrets.keyring_silent"]


def test_a_sign_out_removes_the_private_file_whatever_the_keyring_does(home: Home) -> None:
    store = Store(home, lambda: SystemKeyring(Hanging()))
    store.save("acme", {"key": "one"})
    with pytest.raises(LocalFault):
        store.forget("acme")
    assert not (home.secrets / "acme.json").exists()


@pytest.mark.parametrize("error", [OSError(), RuntimeError("locked"), ValueError()])
def test_whatever_it_raises_is_one_fault(error: Exception) -> None:
    class Raising(Hanging):
        def get_password(self, service: str, username: str) -> str | None:
            raise error

    with pytest.raises(KeyringFault):
        SystemKeyring(Raising()).get("acme")
