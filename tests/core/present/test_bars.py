"""Bars made of blocks."""

import pytest

from mediawright.present.bars import draw_tracks, meter
from mediawright.present.page import Meter, Segment, Track, Tracks


@pytest.mark.parametrize(
    ("used", "total", "bar"),
    [
        (0, 10, "░" * 12 + "   0%"),
        (10, 10, "█" * 12 + " 100%"),
        (20, 10, "█" * 12 + " 100%"),
        (1, 0, "░" * 12 + "   0%"),
    ],
)
def test_a_meter_never_runs_over(used: float, total: float, bar: str) -> None:
    assert meter(Meter(used, total)) == bar


def test_tracks_share_one_axis() -> None:
    tracks = (
        Track("Video", (Segment("fox", 0, 5), Segment("snow", 5, 10))),
        Track("Title", (Segment("First", 0, 3, quoted=True),)),
        Track("Music", ()),
    )
    assert [line.plain for line in draw_tracks(Tracks(tracks), "en", 31)] == [
        "Video  ▐███1████▌▐███2████▌",
        "       1 fox  0-5s",
        "       2 snow  5-10s",
        "Title  ▐█1██▌",
        '       1 "First"  0-3s',
        "       0                10s",
    ]


def test_a_very_short_piece_is_still_seen() -> None:
    lines = list(draw_tracks(Tracks((Track("V", (Segment("a", 0, 0.01), Segment("b", 9, 10))),)), "zh", 40))
    assert lines[0].plain.strip("V ").startswith("█")
    assert lines[2].plain.endswith("9-10秒")


def test_an_empty_timeline_says_so() -> None:
    assert [line.plain for line in draw_tracks(Tracks((Track("V", ()),)), "en", 40)] == ["The timeline is empty."]
