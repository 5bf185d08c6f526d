"""A timeline in words (docs/contracts/nemovideo.md §7.3)."""

import pytest

from mediawright.present.page import Segment, Track, Tracks
from mediawright.present.tracks import tenths, tracks_in_words
from mediawright.types.message import Text


def test_the_contracts_own_example() -> None:
    tracks = Tracks(
        (
            Track(Text("Video", "视频"), (Segment("fox at dawn", 0, 5),)),
            Track(Text("BGM", "背景音乐"), (Segment("Winter Strings", 0, 5, volume=0.35),)),
            Track(Text("Title", "标题"), (Segment("First Snow", 0, 3, quoted=True),)),
            Track(Text("Empty", "空"), ()),
        )
    )
    assert tracks_in_words(tracks, "en") == (
        "Timeline (3 tracks): 1. Video: fox at dawn (0-5s)"
        ' 2. BGM: Winter Strings (0-5s, 35%) 3. Title: "First Snow" (0-3s)'
    )
    assert tracks_in_words(tracks, "zh") == (
        "时间线（3 条轨道）：1. 视频：fox at dawn（0-5秒）"
        " 2. 背景音乐：Winter Strings（0-5秒，35%） 3. 标题：“First Snow”（0-3秒）"
    )


def test_more_than_four_pieces_are_counted() -> None:
    pieces = tuple(Segment(name, at, at + 1) for at, name in enumerate("abcde"))
    assert "a (0-1s), b (1-2s), c (2-3s), +2 more" in tracks_in_words(Tracks((Track("V", pieces),)), "en")
    assert "d (3-4s)" in tracks_in_words(Tracks((Track("V", pieces[:4]),)), "en")


def test_an_empty_timeline() -> None:
    assert tracks_in_words(Tracks(()), "zh") == "时间线还是空的。"


@pytest.mark.parametrize(("seconds", "words"), [(5.0, "5"), (9.5, "9.5"), (0.04, "0"), (3.26, "3.3")])
def test_seconds_with_at_most_one_decimal(seconds: float, words: str) -> None:
    assert tenths(seconds) == words
