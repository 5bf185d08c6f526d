"""The operating system's keyring, where there is a real one."""

import sys
from types import SimpleNamespace

import pytest

from mediawright.secrets.keyrings import KeyringFault, SystemKeyring, system_keyring


class Backend:
    """A keyring in memory; `broken` fails as each system does in its own way."""

    def __init__(self, priority: float = 5, broken: bool = False) -> None:
        self.kept: dict[tuple[str, str], str] = {}
        self.priority = priority
        self.broken = broken

    def get_password(self, service: str, username: str) -> str | None:
        if self.broken:
            raise RuntimeError("locked")
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        if self.broken:
            raise OSError(1783, "the stub received bad data")
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.kept[service, username]


def test_texts_are_kept_under_our_service() -> None:
    backend = Backend()
    ring = SystemKeyring(backend)
    ring.set("acme", "not-a-real-secret")
    assert backend.kept == {("mediawright", "acme"): "not-a-real-secret"}
    assert ring.get("acme") == "not-a-real-secret"
    ring.delete("acme")
    ring.delete("acme")
    assert ring.get("acme") is None


def test_every_kind_of_failure_is_one() -> None:
    ring = SystemKeyring(Backend(broken=True))
    with pytest.raises(KeyringFault):
        ring.get("acme")
    with pytest.raises(KeyringFault):
        ring.set("acme", "x")


@pytest.mark.parametrize(("priority", "real"), [(5, True), (1, True), (0.5, False), (0, False), (-1, False)])
def test_only_a_real_keyring_counts(priority: float, real: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    library = SimpleNamespace(get_keyring=lambda: Backend(priority))
    monkeypatch.setitem(sys.modules, "keyring", library)
    assert (system_keyring({}) is not None) is real


@pytest.mark.parametrize("environ", [{"MEDIAWRIGHT_NO_KEYRING": "1"}, {"MEDIAWRIGHT_HOME": "/somewhere"}])
def test_it_can_be_left_alone(environ: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "keyring", SimpleNamespace(get_keyring=Backend))
    assert system_keyring(environ) is None
    assert system_keyring({"MEDIAWRIGHT_NO_KEYRING": "0"}) is not None


def test_without_the_library_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "keyring", None)
    assert system_keyring({}) is None


def test_a_keyring_that_fails_to_start_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise RuntimeError("no bus")

    monkeypatch.setitem(sys.modules, "keyring", SimpleNamespace(get_keyring=fail))
    assert system_keyring({}) is None
