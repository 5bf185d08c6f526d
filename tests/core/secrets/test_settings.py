"""Settings in their order, and what of a credential is secret."""

from pathlib import Path

import pytest

from mediawright.secrets.settings import read_settings, secret_values
from mediawright.types.message import Text
from mediawright.types.provider import FileSource, Provider, Setting

FILE = FileSource(path="~/.acme/acme.env", format="env", fields={"base": ("ACME_BASE",)}, root_env="ACME_ROOT")
ACME = Provider(
    name="acme",
    title=Text("Acme", "艾克米"),
    models=(),
    settings=(
        Setting(name="base", env=("ACME_BASE_TEST", "ACME_BASE"), default="https://acme.example", file=FILE),
        Setting(name="empty"),
    ),
)


@pytest.fixture
def vendor_file(tmp_path: Path) -> Path:
    (tmp_path / ".acme").mkdir()
    path = tmp_path / ".acme" / "acme.env"
    path.write_text("# theirs\nexport ACME_BASE='https://file'\n")
    return path


def read(environ: dict[str, str], configured: dict[str, str], home_dir: Path) -> str:
    return read_settings(ACME, environ, configured, home_dir)["base"]


def test_each_source_gives_way_to_the_one_before(vendor_file: Path, tmp_path: Path) -> None:
    both = {"ACME_BASE_TEST": "https://test", "ACME_BASE": "https://env"}
    assert read(both, {"base": "https://config"}, tmp_path) == "https://test"
    assert read({**both, "ACME_BASE_TEST": "  "}, {"base": "https://config"}, tmp_path) == "https://env"
    assert read({}, {"base": "https://config"}, tmp_path) == "https://config"
    assert read({}, {}, tmp_path) == "https://file"
    vendor_file.unlink()
    assert read({}, {}, tmp_path) == "https://acme.example"


def test_every_setting_has_a_value(tmp_path: Path) -> None:
    assert read_settings(ACME, {}, {"unknown": "x"}, tmp_path) == {"base": "https://acme.example", "empty": ""}


def test_what_is_for_people_is_no_secret() -> None:
    values = {"api_key": "k", "token": "t", "uid": "1", "email": "a@b.c", "name": "Lin", "created_at": "x", "code": "c"}
    assert sorted(secret_values(values)) == ["c", "k", "t"]
