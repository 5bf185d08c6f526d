"""The vendors' own files: read as they write them, never trusted to be whole."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediawright.secrets.vendor_files import locate, parse_env, parse_ini, read_vendor_file
from mediawright.types.provider import FileSource

INI = FileSource(
    path="~/.config/acme/.credentials",
    format="ini",
    fields={"ak": ("access_key_id", "access_key"), "sk": ("secret_access_key", "secret_key")},
    optional={"account": ("accountId",)},
    root_env="ACME_ROOT",
)
JSON = FileSource(path="~/.Acme/credentials.json", format="json", fields={"key": ("api_key",), "uid": ("uid",)})


def read(source: FileSource, text: str | bytes, tmp_path: Path) -> dict[str, str] | None:
    path = locate(source, {}, tmp_path)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_vendor_file(source, {}, tmp_path)


@pytest.mark.parametrize(
    "text",
    [
        "[default]\naccess_key_id = AK\nsecret_access_key = SK\n",
        "[default]\r\naccess_key=AK\r\nsecret_key=SK\r\n",
        "# mine\n; too\n\n[default]\naccess_key_id = 'AK'\nsecret_access_key = \"SK\"\n",
        "access_key_id = before\n[other]\nsecret_key = no\n[default]\naccess_key_id=AK\nsecret_key=SK",
        "\ufeff[default]\naccess_key_id = AK\naccess_key = second\nsecret_key = SK",
        "[default]\naccess_key_id =\naccess_key = AK\nsecret_key = SK",
    ],
)
def test_an_ini_in_any_of_its_spellings(text: str, tmp_path: Path) -> None:
    assert read(INI, text, tmp_path) == {"ak": "AK", "sk": "SK"}


def test_optional_fields_come_along(tmp_path: Path) -> None:
    text = "[default]\naccess_key_id = AK\nsecret_access_key = S=K\naccountId = a-1\n"
    assert read(INI, text, tmp_path) == {"ak": "AK", "sk": "S=K", "account": "a-1"}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[default]\naccess_key_id = AK\n",
        "[other]\naccess_key_id = AK\nsecret_key = SK",
        "[default]\nACCESS_KEY_ID = AK\nsecret_key = SK",
        "[default]\naccess_key_id = AK\nsecret_key = ''",
        b"\xff\xfe\x00",
    ],
)
def test_half_a_pair_is_none(text: str | bytes, tmp_path: Path) -> None:
    assert read(INI, text, tmp_path) is None


def test_a_json_file(tmp_path: Path) -> None:
    assert read(JSON, '{"api_key": " k ", "uid": 8841207, "email": null}', tmp_path) == {"key": "k", "uid": "8841207"}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "null",
        '{"api_key": "k"}',
        '{"api_key": "k", "uid": {}}',
        '{"api_key": "k", "uid": true}',
        "[" * 99999,
    ],
)
def test_a_broken_json_file_is_absent(text: str, tmp_path: Path) -> None:
    assert read(JSON, text, tmp_path) is None


def test_a_giant_is_not_read(tmp_path: Path) -> None:
    assert read(JSON, '{"api_key": "k", "uid": "1"}' + " " * 1_000_001, tmp_path) is None


def test_a_missing_file_or_a_folder_is_absent(tmp_path: Path) -> None:
    assert read_vendor_file(INI, {}, tmp_path) is None
    locate(INI, {}, tmp_path).mkdir(parents=True)
    assert read_vendor_file(INI, {}, tmp_path) is None


@pytest.mark.parametrize(
    ("environ", "where"),
    [
        ({}, "home/.config/acme/.credentials"),
        ({"ACME_ROOT": " "}, "home/.config/acme/.credentials"),
        ({"ACME_ROOT": "/srv/acme"}, "/srv/acme/.credentials"),
        ({"ACME_ROOT": "~/other"}, "home/other/.credentials"),
    ],
)
def test_the_vendors_root_moves_the_file(environ: dict[str, str], where: str) -> None:
    assert locate(INI, environ, Path("home")) == Path(where)


def test_a_bare_line(tmp_path: Path) -> None:
    line = FileSource(path="~/.acme/client_id", format="line", fields={"client_id": ("client_id",)})
    assert read(line, "6f0d7f1e\nmore\n", tmp_path) == {"client_id": "6f0d7f1e"}
    assert read(line, "\n", tmp_path) is None


def test_environment_files() -> None:
    assert parse_env("# no\nA=1\nexport B = 'two words'\nC\nD=x=y\n") == {"A": "1", "B": "two words", "D": "x=y"}


@given(st.text())
def test_any_text_can_be_parsed(text: str) -> None:
    assert isinstance(parse_ini(text), dict)
    assert isinstance(parse_env(text), dict)
