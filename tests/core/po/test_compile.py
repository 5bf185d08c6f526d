"""The `.mo` beside every `.po`."""

from pathlib import Path

import pytest

from mediawright.po.compile import compile_all, compiled, locale_folders, main, stale
from mediawright.po.entries import read_po
from mediawright.present.catalog import CORE

SENTENCE = 'msgid ""\nmsgstr "Language: en\\n"\n\nmsgid "acme.hello"\nmsgstr "{}"\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for lang in ("en", "zh"):
        path = tmp_path / "locale" / lang / "LC_MESSAGES" / "acme.po"
        path.parent.mkdir(parents=True)
        path.write_text(SENTENCE.format(f"hello {lang}"), "utf-8")
    return tmp_path / "locale"


def test_the_committed_catalogues_are_up_to_date() -> None:
    assert [str(path) for path in stale(locale_folders())] == []


def test_the_core_and_its_plugins_are_found() -> None:
    folders = locale_folders()
    assert folders[0] == CORE
    assert all((folder / "en" / "LC_MESSAGES").is_dir() for folder in folders)


def test_compiling_makes_them_fresh_and_is_done_once(folder: Path) -> None:
    assert len(stale([folder])) == 2
    assert len(compile_all([folder])) == 2
    assert stale([folder]) == []
    assert compile_all([folder]) == []


def test_a_changed_sentence_is_stale_and_so_is_an_orphan(folder: Path) -> None:
    compile_all([folder])
    path = folder / "en" / "LC_MESSAGES" / "acme.po"
    path.write_text(SENTENCE.format("hi"), "utf-8")
    path.with_name("gone.mo").write_bytes(b"")
    assert stale([folder]) == [path, path.with_name("gone.mo")]


def test_equal_sentences_give_equal_files(folder: Path) -> None:
    path = folder / "en" / "LC_MESSAGES" / "acme.po"
    assert compiled(path) == compiled(path)


def test_a_broken_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "en" / "LC_MESSAGES" / "bad.po"
    path.parent.mkdir(parents=True)
    path.write_text("no catalogue\n", "utf-8")
    with pytest.raises(ValueError, match=r"bad\.po"):
        read_po(path)


def test_the_command_checks_without_writing(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--check", str(folder)]) == 1
    assert capsys.readouterr().out.count("stale:") == 2
    assert main([str(folder)]) == 0
    assert main(["--check", str(folder)]) == 0
