"""What of a job is already on disk."""

from dataclasses import replace
from pathlib import Path

import pytest

from mediawright.files.probe import sha256_of
from mediawright.files.records import Records
from mediawright.types.job import Asset, Output
from mediawright.types.operations import MediaKind

OUTPUT = Output(kind=MediaKind.VIDEO, name="clip", url="https://example.com/a?Signature=not-a-real-secret")


@pytest.fixture
def asset(tmp_path: Path) -> Asset:
    path = tmp_path / "clip.mp4"
    path.write_bytes(b"clip")
    return Asset(
        path=str(path), kind=MediaKind.VIDEO, media_type="video/mp4", size=4, sha256=sha256_of(path), duration=5.0
    )


def test_what_was_added_is_found_by_another_process(asset: Asset, tmp_path: Path) -> None:
    Records(tmp_path).add(OUTPUT, asset)
    assert Records(tmp_path).find(replace(OUTPUT, url="another")) == asset


def test_no_link_is_recorded(asset: Asset, tmp_path: Path) -> None:
    Records(tmp_path).add(OUTPUT, asset)
    assert "not-a-real-secret" not in (tmp_path / "outputs.json").read_text()


def test_a_file_that_changed_or_went_is_not_believed(asset: Asset, tmp_path: Path) -> None:
    records = Records(tmp_path)
    records.add(OUTPUT, asset)
    Path(asset.path).write_bytes(b"edit")
    assert records.find(OUTPUT) is None
    Path(asset.path).unlink()
    assert records.find(OUTPUT) is None


@pytest.mark.parametrize("change", [{"index": 1}, {"name": "other"}, {"watermarked": True}, {"kind": MediaKind.IMAGE}])
def test_outputs_are_told_apart(change: dict[str, object], asset: Asset, tmp_path: Path) -> None:
    records = Records(tmp_path)
    records.add(OUTPUT, asset)
    assert records.find(replace(OUTPUT, **change)) is None  # type: ignore[arg-type]


@pytest.mark.parametrize("text", ["", "[]", '{"0:video:clip": {"path": 1}}', '{"0:video:clip": "x"}'])
def test_a_broken_record_is_no_record(text: str, tmp_path: Path) -> None:
    (tmp_path / "outputs.json").write_text(text)
    assert Records(tmp_path).find(OUTPUT) is None
