"""A table is read once per installation, and again as soon as its file changes."""

import os
import sys
from datetime import date
from pathlib import Path

import pytest

from mediawright.resource_cache import MOST_CODES, Compiled, derived, table


@pytest.fixture(autouse=True)
def writing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever this process was told about compiled files."""
    monkeypatch.setattr(sys, "dont_write_bytecode", False)


@pytest.fixture
def home(tmp_path: Path) -> str:
    (tmp_path / "words.toml").write_text('[a]\nb = ["c", 1, 2.5]\n', "utf-8")
    return str(tmp_path / "module.py")


def kept(home: str) -> list[Path]:
    return list((Path(home).parent / "__pycache__").glob("*"))


def test_the_table_is_kept_beside_the_compiled_sources(home: str) -> None:
    assert table(home, "words.toml") == {"a": {"b": ["c", 1, 2.5]}}
    assert len(kept(home)) == 1
    assert table(home, "words.toml") == {"a": {"b": ["c", 1, 2.5]}}


def test_a_changed_table_is_read_again(home: str) -> None:
    table(home, "words.toml")
    path = Path(home).with_name("words.toml")
    path.write_text("a = 2", "utf-8")
    assert table(home, "words.toml") == {"a": 2}
    path.write_text("a = 3", "utf-8")
    os.utime(path, ns=(1, 1))
    assert table(home, "words.toml") == {"a": 3}


def test_a_spoiled_copy_is_made_again(home: str) -> None:
    table(home, "words.toml")
    kept(home)[0].write_bytes(b"not what was kept")
    assert table(home, "words.toml") == {"a": {"b": ["c", 1, 2.5]}}


def test_what_has_no_short_form_is_read_each_time(home: str) -> None:
    Path(home).with_name("dates.toml").write_text("day = 2026-01-02", "utf-8")
    assert table(home, "dates.toml") == {"day": date(2026, 1, 2)}
    assert kept(home) == []


def test_a_folder_that_cannot_be_written_to_stops_nothing(home: str) -> None:
    Path(home).with_name("__pycache__").write_text("a file in the way")
    assert table(home, "words.toml") == {"a": {"b": ["c", 1, 2.5]}}


def test_what_is_made_from_several_files_hangs_on_all_of_them(tmp_path: Path) -> None:
    files = [tmp_path / name for name in ("a", "b")]
    for file in files:
        file.write_text("x")
    sources = tuple(map(str, files))
    assert derived("length", sources, lambda: 1) == 1
    assert derived("length", sources, lambda: 2) == 1
    files[1].write_text("xyz")
    assert derived("length", sources, lambda: 2) == 2


def run(compiled: Compiled, text: str) -> dict[str, object]:
    spot: dict[str, object] = {}
    exec(compiled.code(text), {}, spot)  # noqa: S102  what it is kept for
    return spot


def test_code_is_kept_for_the_next_process(home: str) -> None:
    first = Compiled(home)
    assert run(first, "a = 1") == {"a": 1}
    assert run(first, "a = 1") == {"a": 1}
    assert kept(home) == []
    first.keep()
    second = Compiled(home)
    assert run(second, "a = 1") == {"a": 1}
    assert second._fresh == {}
    assert run(second, "a = 2") == {"a": 2}


def test_processes_do_not_forget_each_others_code(home: str) -> None:
    one, two = Compiled(home), Compiled(home)
    run(one, "a = 1")
    run(two, "a = 2")
    one.keep()
    two.keep()
    third = Compiled(home)
    assert [run(third, text) for text in ("a = 1", "a = 2")] == [{"a": 1}, {"a": 2}]
    assert third._fresh == {}


@pytest.mark.parametrize("content", [b"", b"nonsense", b"i\x01\x00\x00\x00"])
def test_code_that_cannot_be_read_is_made_again(home: str, content: bytes) -> None:
    first = Compiled(home)
    run(first, "a = 1")
    first.keep()
    (path,) = kept(home)
    path.write_bytes(content)
    again = Compiled(home)
    assert run(again, "a = 1") == {"a": 1}
    again.keep()
    assert run(Compiled(home), "a = 1") == {"a": 1}


def test_too_much_code_is_begun_anew(home: str) -> None:
    first = Compiled(home)
    for number in range(MOST_CODES + 1):
        first.code(f"a = {number}")
    first.keep()
    second = Compiled(home)
    second.code("b = 1")
    second.keep()
    assert list(Compiled(home)._read()) == ["b = 1"]
