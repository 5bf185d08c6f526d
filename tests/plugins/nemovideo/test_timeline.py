"""The timeline in words and as bars (docs/contracts/nemovideo.md §7.3)."""

from typing import Any

import pytest

from mediawright.present.catalog import render
from mediawright_nemovideo.draft.state import Segment, Track
from mediawright_nemovideo.draft.timeline import bars, in_words, seconds

FOX = Track(0, (Segment("s1", "fox at dawn", 0, 5000),))
MUSIC = Track(1, (Segment("s2", "Winter Strings", 0, 5000, 0.35),))
TITLE = Track(7, (Segment("s3", "First Snow", 0, 3000),))


def test_the_sentence_of_the_contract() -> None:
    words = in_words([FOX, MUSIC, TITLE])
    assert render(words, "en") == (
        "Timeline (3 tracks): 1. Video: fox at dawn (0-5s) 2. BGM: Winter Strings (0-5s, 35%) "
        '3. Title: "First Snow" (0-3s)'
    )
    assert render(words, "zh") == (
        "时间线（3 条轨道）：1. 视频：fox at dawn (0-5秒) 2. 背景音乐：Winter Strings (0-5秒, 35%) "
        "3. 标题：“First Snow” (0-3秒)"
    )


@pytest.mark.parametrize("tracks", [[], [Track(0, ())]])
def test_an_empty_timeline_is_said(tracks: list[Track]) -> None:
    assert render(in_words(tracks), "en") == "The timeline is empty."
    assert render(in_words(tracks), "zh") == "时间线还是空的。"


def test_n_r28_an_unknown_track_is_called_by_its_number() -> None:
    found = in_words([Track(12, (Segment("a", "x", 0, 1000),)), Track(None, (Segment("b", "", 0, 500),))])
    assert render(found, "en") == "Timeline (2 tracks): 1. Track type 12: x (0-1s) 2. Track type ?: clip (0-0.5s)"


@pytest.mark.parametrize(("count", "end"), [(4, "d (0-1s)"), (5, "c (0-1s), +2 more"), (9, "c (0-1s), +6 more")])
def test_more_than_four_segments_are_counted(count: int, end: str) -> None:
    track = Track(0, tuple(Segment(str(n), name, 0, 1000) for n, name in enumerate("abcdefghi"[:count])))
    assert render(in_words([track]), "en").endswith(end)


@pytest.mark.parametrize(("ms", "text"), [(0, "0"), (5000, "5"), (1500, "1.5"), (1249, "1.2"), (60000, "60")])
def test_n_r26_seconds_have_one_decimal_at_most(ms: float, text: str) -> None:
    assert seconds(ms) == text


def test_bars_are_data_in_milliseconds() -> None:
    drawn: list[dict[str, Any]] = bars([FOX, Track(1, ()), TITLE])
    assert [track["label"].en for track in drawn] == ["Video", "Title"]
    expected = {"name": "First Snow", "start_ms": 0, "end_ms": 3000, "volume": None, "quoted": True}
    assert drawn[1]["segments"] == [expected]


def test_the_core_can_draw_the_bars() -> None:
    from mediawright.handlers.final_note import tracks_of

    drawn = tracks_of(bars([FOX, MUSIC]))
    assert drawn[1].segments[0].volume == 0.35
    assert drawn[0].segments[0].end == 5.0
