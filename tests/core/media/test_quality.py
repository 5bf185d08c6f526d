"""The check after download: each finding from a file that has it, none from one that has not."""

from pathlib import Path

import av
import pytest
from PIL import Image
from tests.core.media.numbered import write_clip, write_tone

from mediawright.media.frames import from_picture
from mediawright.media.quality import Asked, Quality, QualityNote, check_file, from_data
from mediawright.present import catalog
from mediawright.types.message import LANGS


def moving(path: Path, count: int = 48, still_from: int = 999, black: range = range(0), rate: int = 24) -> Path:
    """A clip in which a bar moves on, until it stands still, with a black stretch."""
    with av.open(str(path), "w", options={"movflags": "+faststart"}) as container:
        video = container.add_stream("libx264", rate=rate)
        video.width, video.height, video.pix_fmt = 128, 72, "yuv420p"
        video.options = {"preset": "ultrafast", "crf": "12"}
        for number in range(count):
            picture = Image.new("RGB", (128, 72), (0, 0, 0) if number in black else (90, 90, 90))
            if number not in black:
                at = min(number, still_from) * 2 % 120
                picture.paste((200, 60, 60), (at, 0, at + 8, 72))
            frame = from_picture(picture).reformat(format="yuv420p")
            frame.pts = number
            container.mux(video.encode(frame))
        container.mux(video.encode(None))
    return path


def codes(found: Quality) -> list[str]:
    return [one.code for one in found.notes if one.verdict != "note"]


def check(path: Path, asked: Asked | None = None, media_type: str = "video/mp4") -> Quality:
    return check_file(path, media_type, asked)


def test_a_good_clip_is_good(tmp_path: Path) -> None:
    found = check(moving(tmp_path / "a.mp4"), Asked(duration=2, ratio=16 / 9, short_side=72))
    assert (codes(found), found.seconds) == ([], 2.0)
    assert found.verdict in ("good", "note")


def test_a_clip_that_stops_half_way_is_broken(tmp_path: Path) -> None:
    path = write_clip(tmp_path / "a.mp4", 24, 96, size=(320, 180))
    data = path.read_bytes()
    path.write_bytes(data[: len(data) * 6 // 10])
    found = check(path)
    assert found.first is not None
    assert (found.first.code, found.verdict) == ("cut_short", "broken")
    assert found.first.values["whole"] == 4.0


@pytest.mark.parametrize("data", [b"", b"<html>gone</html>", bytes(2000)])
def test_no_clip_at_all_is_broken(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a.mp4"
    path.write_bytes(data)
    assert codes(check(path)) == ["unreadable"]


@pytest.mark.parametrize(
    ("asked", "verdict"), [(2.0, "good"), (2.2, "good"), (2.5, "doubt"), (3.5, "broken"), (1.0, "good")]
)
def test_a_clip_shorter_than_asked(tmp_path: Path, asked: float, verdict: str) -> None:
    found = check(moving(tmp_path / "a.mp4"), Asked(duration=asked))
    assert [one.verdict for one in found.notes if one.code == "too_short"] == ([] if verdict == "good" else [verdict])


def test_another_shape_and_size_are_doubted(tmp_path: Path) -> None:
    found = check(moving(tmp_path / "a.mp4"), Asked(ratio=1.0, short_side=720))
    assert codes(found) == ["ratio", "small"]


def test_a_slow_clip_is_doubted(tmp_path: Path) -> None:
    assert codes(check(moving(tmp_path / "a.mp4", rate=12))) == ["slow"]


def test_a_clip_that_stands_still_is_doubted(tmp_path: Path) -> None:
    found = check(moving(tmp_path / "a.mp4", 72, still_from=30))
    assert found.first is not None
    assert found.first.code == "frozen_end"
    assert found.first.values["length"] == pytest.approx(1.75, abs=0.1)
    assert codes(check(moving(tmp_path / "b.mp4", still_from=0))) == ["all_frozen"]
    assert codes(check(tmp_path / "b.mp4", Asked(still=True))) == []


def test_black_is_told_once_and_not_at_the_edges(tmp_path: Path) -> None:
    assert codes(check(moving(tmp_path / "a.mp4", 72, black=range(24, 48)))) == ["black"]
    assert codes(check(moving(tmp_path / "b.mp4", 72, black=range(10)))) == []
    assert codes(check(moving(tmp_path / "c.mp4", 48, black=range(48)))) == ["all_black"]


def test_sound_that_was_asked_for(tmp_path: Path) -> None:
    silent = moving(tmp_path / "a.mp4")
    assert codes(check(silent, Asked(sound=True))) == ["no_sound"]
    clicking = write_clip(tmp_path / "b.mp4", 24, 48, sound=True)
    assert "no_sound" not in codes(check(clicking, Asked(sound=True)))
    quiet = write_tone(tmp_path / "c.wav", 2, level=0.00001)
    assert codes(check(quiet, media_type="audio/wav")) == ["silent"]
    assert codes(check(write_tone(tmp_path / "d.wav", 2), media_type="audio/wav")) == []


def test_pictures(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    Image.effect_noise((64, 48), 80).save(path)
    assert codes(check(path, Asked(ratio=4 / 3), "image/png")) == []
    assert codes(check(path, Asked(ratio=1.0), "image/png")) == ["ratio"]
    path.write_bytes(path.read_bytes()[:500])
    assert codes(check(path, media_type="image/png")) == ["unreadable"]


def test_what_was_found_can_be_kept() -> None:
    found = Quality(notes=(), seconds=1.5)
    assert from_data(found.as_data()) == found


#: every finding with the figures of its sentence
VALUES: dict[str, dict[str, float]] = {
    "unreadable": {},
    "cut_short": {"readable": 2.4, "whole": 4.0},
    "too_short": {"found": 2.0, "asked": 5.0},
    "ratio": {"width": 10, "height": 10},
    "small": {"found": 480, "asked": 720},
    "slow": {"fps": 12.0},
    "all_black": {},
    "black": {"at": 1.0, "length": 0.7},
    "all_frozen": {},
    "frozen": {"at": 1.0, "length": 1.2},
    "frozen_end": {"at": 2.8, "length": 1.2},
    "no_sound": {},
    "silent": {},
}


@pytest.mark.parametrize("code", VALUES)
def test_every_finding_has_one_sentence_in_each_language(code: str) -> None:
    catalog.strict()
    for lang in LANGS:
        text = catalog.render(QualityNote(code=code, verdict="doubt", values=VALUES[code]).message, lang)
        assert text.strip()
        for value in VALUES[code].values():
            assert f"{value:g}" in text
