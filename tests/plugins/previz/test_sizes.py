"""Ratio and resolution words in pixels."""

import pytest

from mediawright_previz.render.sizes import IMAGE_SIDES, RATIOS, VIDEO_SIDES, image_size, ratio_value, video_size
from mediawright_previz.render.timecode import timecode


@pytest.mark.parametrize(
    ("ratio", "resolution", "size"),
    [
        ("16:9", "720p", (1280, 720)),
        ("9:16", "720p", (720, 1280)),
        ("1:1", "1080p", (1080, 1080)),
        ("21:9", "480p", (1120, 480)),
        ("16:9", "4K", (3840, 2160)),
        ("16:9", "480p", (854, 480)),
        (None, None, (1280, 720)),
    ],
)
def test_a_clip_is_as_large_as_its_short_side_says(ratio: str, resolution: str, size: tuple[int, int]) -> None:
    assert video_size(ratio_value(ratio), resolution) == size


@pytest.mark.parametrize(("ratio", "resolution", "size"), [("3:2", "2k", (2048, 1366)), ("2:3", "1k", (682, 1024))])
def test_a_picture_is_as_large_as_its_long_side_says(ratio: str, resolution: str, size: tuple[int, int]) -> None:
    assert image_size(ratio_value(ratio), resolution) == size


def test_every_side_is_even() -> None:
    sizes = [video_size(ratio_value(r), s) for r in RATIOS for s in VIDEO_SIDES]
    sizes += [image_size(ratio_value(r), s) for r in RATIOS for s in IMAGE_SIDES]
    assert all(width % 2 == 0 and height % 2 == 0 for width, height in sizes)


def test_an_automatic_ratio_follows_the_input_within_reason() -> None:
    assert ratio_value("auto", (400, 300)) == 4 / 3
    assert ratio_value("auto", (4000, 100)) == 21 / 9
    assert ratio_value("auto") == 16 / 9


@pytest.mark.parametrize("word", ["wide", "16:0", "-1:2"])
def test_a_word_that_is_no_ratio(word: str) -> None:
    with pytest.raises(ValueError, match=r"ratio|float"):
        ratio_value(word)


def test_an_unknown_resolution() -> None:
    with pytest.raises(ValueError, match="8k"):
        video_size(1.0, "8k")


@pytest.mark.parametrize(
    ("frame", "fps", "code"), [(0, 24, "00:00:00:00"), (25, 24, "00:00:01:01"), (108000, 30, "01:00:00:00")]
)
def test_time_code(frame: int, fps: int, code: str) -> None:
    assert timecode(frame, fps) == code
