"""What can be measured of a file."""

import hashlib
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from mediawright.files.probe import MediaProbe, measure_file, sha256_of


def test_a_picture_has_pixels(picture: Callable[..., Path]) -> None:
    assert measure_file(picture(width=30, height=20), "image/png") == MediaProbe(width=30, height=20)


def test_a_clip_has_pixels_seconds_and_frames(clip: Callable[..., Path]) -> None:
    assert measure_file(clip(), "video/mp4") == MediaProbe(width=64, height=48, duration=0.5, fps=24.0)


def test_a_sound_has_seconds(tmp_path: Path) -> None:
    import wave

    with wave.open(str(tmp_path / "a.wav"), "wb") as file:
        file.setparams((1, 2, 8000, 0, "NONE", ""))
        file.writeframes(bytes(16000))
    assert measure_file(tmp_path / "a.wav", "audio/wav") == MediaProbe(duration=1.0)


@pytest.mark.parametrize("media_type", ["image/png", "video/mp4", "audio/mpeg"])
def test_garbage_is_broken(media_type: str, tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(bytes(500))
    assert measure_file(tmp_path / "a", media_type).broken


def test_a_format_that_nothing_here_reads_is_not_broken(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(bytes(500))
    assert measure_file(tmp_path / "a", "image/heic") == MediaProbe()
    assert measure_file(tmp_path / "a", "application/pdf") == MediaProbe()


def test_without_the_media_library_its_boxes_speak(clip: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> None:
    path = clip()
    monkeypatch.setitem(sys.modules, "av", None)
    assert measure_file(path, "video/mp4") == MediaProbe(width=64, height=48, duration=0.5)


def test_hashes_are_of_the_bytes(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"x" * 3_000_000)
    assert sha256_of(tmp_path / "a") == hashlib.sha256(b"x" * 3_000_000).hexdigest()
