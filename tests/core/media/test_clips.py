"""Clips on the grid: which source frame each film frame shows."""

from fractions import Fraction
from pathlib import Path

import pytest
from tests.core.media.numbered import number_of, number_picture, write_clip

from mediawright.media.cut.clips import Canvas, Unreadable, clip_frames

RATES = {"24": Fraction(24), "25": Fraction(25), "30": Fraction(30), "23.976": Fraction(24_000, 1001)}


def expected(times: list[Fraction], fps: int, count: int) -> list[int]:
    """The frame that begins last at or before each grid place, each rounded to the nearest place."""
    places = [int(time * fps + Fraction(1, 2)) for time in times]
    return [max(number for number, place in enumerate(places) if place <= at) for at in range(count)]


@pytest.mark.parametrize("fps", [24, 25, 30])
@pytest.mark.parametrize("rate", RATES)
def test_every_frame_is_the_right_one(rate: str, fps: int, tmp_path: Path) -> None:
    path = write_clip(tmp_path / "clip.mp4", RATES[rate], 100)
    want = expected([number / RATES[rate] for number in range(100)], fps, 80)
    found = [number_of(frame) for frame in clip_frames(str(path), Canvas(64, 64, fps), 0, 80)]
    assert found == want


@pytest.mark.parametrize("rate", RATES)
def test_a_trim_begins_at_its_exact_frame(rate: str, tmp_path: Path) -> None:
    path = write_clip(tmp_path / "clip.mp4", RATES[rate], 120)
    want = expected([number / RATES[rate] for number in range(120)], 24, 90)
    found = [number_of(frame) for frame in clip_frames(str(path), Canvas(64, 64, 24), 41, 40)]
    assert found == want[41:81]


def test_a_variable_rate_is_followed(tmp_path: Path) -> None:
    times = [0]
    for number in range(89):
        times.append(times[-1] + (20, 33, 61, 42, 90)[number % 5])
    path = write_clip(tmp_path / "clip.mp4", 25, 90, times=times)
    want = expected([Fraction(time, 1000) for time in times], 25, 100)
    found = [number_of(frame) for frame in clip_frames(str(path), Canvas(64, 64, 25), 0, 100)]
    assert found == want
    assert [number_of(frame) for frame in clip_frames(str(path), Canvas(64, 64, 25), 60, 30)] == want[60:90]


def test_what_lies_before_the_start_is_left_out(tmp_path: Path) -> None:
    path = write_clip(tmp_path / "clip.mp4", 24, 100)
    found = [number_of(frame) for frame in clip_frames(str(path), Canvas(64, 64, 24), 5, 10, start=2.0)]
    assert found == list(range(53, 63))


def test_the_last_picture_is_held(tmp_path: Path) -> None:
    path = write_clip(tmp_path / "clip.mp4", 24, 10)
    found = [number_of(frame) for frame in clip_frames(str(path), Canvas(64, 64, 24), 6, 8)]
    assert found == [6, 7, 8, 9, 9, 9, 9, 9]


@pytest.mark.parametrize(
    ("fit", "ratio"), [("fill", (32, 64)), ("pad", (32, 64)), ("fill", (128, 64)), ("pad", (128, 64))]
)
def test_a_clip_of_another_shape_is_cut_or_padded(fit: str, ratio: tuple[int, int], tmp_path: Path) -> None:
    path = write_clip(tmp_path / "clip.mp4", 24, 3, size=ratio, first=255)
    frame = next(clip_frames(str(path), Canvas(64, 64, 24, fit), 0, 1))
    assert (frame.width, frame.height, frame.format.name) == (64, 64, "yuv420p")
    plane = frame.planes[0]
    corner = bytes(plane)[0]
    assert (corner > 200) == (fit == "fill")


def test_a_file_without_a_picture_is_told(tmp_path: Path) -> None:
    broken = tmp_path / "broken.mp4"
    broken.write_bytes(b"no clip at all")
    with pytest.raises(Unreadable):
        list(clip_frames(str(broken), Canvas(64, 64, 24), 0, 1))


def test_numbers_are_read_as_they_were_written() -> None:
    from mediawright.media.frames import from_picture

    frames = [from_picture(number_picture(number)).reformat(format="yuv420p") for number in (0, 1, 77, 255)]
    assert [number_of(frame) for frame in frames] == [0, 1, 77, 255]
