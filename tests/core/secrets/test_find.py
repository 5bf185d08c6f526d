"""Where a credential comes from, in order."""

from pathlib import Path

import pytest

from mediawright.context.protocol import Credential
from mediawright.paths import Home
from mediawright.secrets.find import find
from mediawright.secrets.store import Store
from mediawright.types.message import Text
from mediawright.types.provider import EnvSource, FileSource, Provider

ACME = Provider(
    name="acme",
    title=Text("Acme", "艾克米"),
    models=(),
    credentials=(
        EnvSource(fields={"token": "ACME_TOKEN"}),
        EnvSource(fields={"ak": "ACME_AK", "sk": "ACME_SK"}),
        EnvSource(fields={"ak": "ACME_OLD_AK", "sk": "ACME_OLD_SK"}),
        FileSource(path="~/.acme", format="ini", fields={"ak": ("ak",), "sk": ("sk",)}),
    ),
)


@pytest.fixture
def store(home: Home) -> Store:
    store = Store(home, lambda: None)
    store.save("acme", {"ak": "stored", "sk": "stored"})
    return store


def found(environ: dict[str, str], tmp_path: Path, store: Store) -> tuple[str | None, str]:
    credential = find(ACME, environ, tmp_path, store)
    assert credential is not None
    return credential.values.get("ak") or credential.values.get("token"), credential.source


def test_each_source_gives_way_to_the_one_before(tmp_path: Path, store: Store) -> None:
    (tmp_path / ".acme").write_text("[default]\nak=file\nsk=file")
    environ = {"ACME_TOKEN": "t", "ACME_AK": "a", "ACME_SK": "s"}
    assert found(environ, tmp_path, store) == ("t", "env:ACME_TOKEN")
    assert found({**environ, "ACME_TOKEN": " \n"}, tmp_path, store) == ("a", "env:ACME_AK+ACME_SK")
    assert found({}, tmp_path, store) == ("file", "file:~/.acme")
    (tmp_path / ".acme").unlink()
    assert found({}, tmp_path, store) == ("stored", "private file")
    store.forget("acme")
    assert find(ACME, {}, tmp_path, store) is None


def test_halves_of_two_pairs_are_never_mixed(tmp_path: Path, store: Store) -> None:
    environ = {"ACME_AK": "new", "ACME_OLD_SK": "old"}
    assert found(environ, tmp_path, store) == ("stored", "private file")


def test_a_credential_does_not_show_itself() -> None:
    assert "not-a-real-secret" not in repr(Credential(values={"sk": "not-a-real-secret"}, source="x"))
