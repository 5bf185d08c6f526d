"""A table is read from the JSON that was made of it, and from its TOML wherever that is missing or older."""

import sys
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from mediawright.tables import BUILT, derived, packed, table

TEXT = '[a]\nb = ["c", 1, 2.5]\n'


@pytest.fixture
def home(tmp_path: Path) -> str:
    (tmp_path / "words.toml").write_text(TEXT, "utf-8")
    return str(tmp_path / "module.py")


def build(home: str, value: Any, text: str = TEXT) -> None:
    Path(home).with_name(f"words.toml{BUILT}").write_bytes(packed((text.encode(),), value))


def test_without_a_built_form_the_toml_is_read_and_nothing_is_written(home: str) -> None:
    assert table(home, "words.toml") == {"a": {"b": ["c", 1, 2.5]}}
    assert [path.name for path in Path(home).parent.iterdir()] == ["words.toml"]


def test_the_built_form_is_taken(home: str) -> None:
    build(home, {"from": "json"})
    assert table(home, "words.toml") == {"from": "json"}


def test_a_changed_table_is_read_itself(home: str) -> None:
    build(home, {"from": "json"})
    Path(home).with_name("words.toml").write_text("a = 2", "utf-8")
    assert table(home, "words.toml") == {"a": 2}


@pytest.mark.parametrize("spoiled", [b"", b"not JSON", b"\xff", b"[]", b'{"of": 1}'])
def test_a_spoiled_built_form_is_passed_over(home: str, spoiled: bytes) -> None:
    Path(home).with_name(f"words.toml{BUILT}").write_bytes(spoiled)
    assert table(home, "words.toml") == {"a": {"b": ["c", 1, 2.5]}}


def test_what_json_cannot_say_is_not_built(home: str) -> None:
    Path(home).with_name("dates.toml").write_text("day = 2026-01-02", "utf-8")
    assert table(home, "dates.toml") == {"day": date(2026, 1, 2)}
    with pytest.raises(TypeError):
        packed((), {"day": date(2026, 1, 2)})


def test_what_is_derived_hangs_on_all_its_sources(home: str) -> None:
    folder = Path(home).parent
    (folder / "code.py").write_text("one", "utf-8")
    sources = ("words.toml", "code.py")
    (folder / "made.json").write_bytes(packed([(folder / name).read_bytes() for name in sources], ["kept"]))
    assert derived(home, "made.json", sources, lambda: ["fresh"]) == ["kept"]
    (folder / "code.py").write_text("two", "utf-8")
    assert derived(home, "made.json", sources, lambda: ["fresh"]) == ["fresh"]


def test_a_missing_table_is_missing(home: str) -> None:
    with pytest.raises(FileNotFoundError):
        table(home, "none.toml")


def test_in_an_archive(home: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    archive = tmp_path / "packed.zip"
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr(
            "inside/__init__.py", "from mediawright.tables import table\nTABLE = table(__file__, 'words.toml')\n"
        )
        file.writestr("inside/words.toml", TEXT)
    monkeypatch.syspath_prepend(archive)
    import inside  # type: ignore[import-not-found]

    assert inside.TABLE == {"a": {"b": ["c", 1, 2.5]}}
    with pytest.raises(OSError, match="none"):
        table(inside.__file__, "none.toml")
    del sys.modules["inside"]
