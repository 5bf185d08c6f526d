"""Rendered files on disk."""

from pathlib import Path

from mediawright.skill.output_files import stale, write

FILES = {"SKILL.md": "a\n", "skills/x/SKILL.md": "b\n"}


def test_written_once_and_then_left_alone(tmp_path: Path) -> None:
    assert write(tmp_path, FILES) == sorted(FILES)
    assert write(tmp_path, FILES) == []
    assert stale(tmp_path, FILES) == []


def test_what_changed_or_should_not_be_there_is_named(tmp_path: Path) -> None:
    write(tmp_path, FILES)
    (tmp_path / "SKILL.md").write_text("changed")
    (tmp_path / "skills" / "x" / "old.md").write_text("left behind")
    assert stale(tmp_path, FILES) == ["SKILL.md", "skills/x/old.md"]
    write(tmp_path, FILES)
    assert not (tmp_path / "skills" / "x" / "old.md").exists()


def test_another_line_end_is_another_file(tmp_path: Path) -> None:
    write(tmp_path, FILES)
    (tmp_path / "SKILL.md").write_bytes(b"a\r\n")
    assert stale(tmp_path, FILES) == ["SKILL.md"]
