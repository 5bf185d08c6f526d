"""The state and its draft, however it comes (docs/contracts/nemovideo.md §7)."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediawright_nemovideo.draft.state import read_state, snapshot, tracks_of

ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=6),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["t", "tt", "sg", "d", "m", "st", "id", "name", "src", "volume"]), inner)
    ),
    max_leaves=20,
)


def state_of(draft: Any, **more: Any) -> dict[str, Any]:
    return {"state": {"draft": draft, **more}}


def a_draft(*tracks: tuple[int, list[dict[str, Any]]]) -> dict[str, Any]:
    return {"d": 5000, "t": [{"tt": kind, "sg": segments} for kind, segments in tracks]}


@pytest.mark.parametrize(
    "draft", [None, {}, {"t": None}, {"t": []}, {"t": [{"tt": 0, "sg": []}]}, {"t": [7]}, "x", 5, []]
)
def test_n_r18_what_is_not_exportable(draft: Any) -> None:
    assert not read_state(state_of(draft)).exportable


def test_n_r18_one_segment_is_enough() -> None:
    assert read_state(state_of(a_draft((0, [{}])))).exportable


def test_the_newer_markup_is_recognised() -> None:
    found = read_state(state_of("  <draft version='2'>"))
    assert found.markup
    assert not found.exportable


def test_n_r26_times_are_milliseconds_and_missing_starts_add_up() -> None:
    segments = [{"d": 2000}, {"d": 1500}, {"st": 9000, "d": 1}, {"start": 5, "d": 2}, {"s": 6}]
    [track] = read_state(state_of(a_draft((0, segments)))).tracks
    assert [(s.start, s.end) for s in track.segments] == [(0, 2000), (2000, 3500), (9000, 9001), (5, 7), (6, 6)]


@pytest.mark.parametrize(
    ("kind", "segment", "name"),
    [
        (7, {"m": {"text": "Snow", "name": "t1"}}, "Snow"),
        (0, {"m": {"text": "Snow", "name": "fox"}}, "fox"),
        (0, {"m": {"title": "fox"}}, "fox"),
        (0, {"name": "fox"}, "fox"),
        (0, {"text": "fox"}, "fox"),
        (0, {"m": {"src": "https://x.example/a/red%20fox.mp4?sig=1"}}, "red fox.mp4"),
        (0, {"m": {"name": " "}}, ""),
    ],
)
def test_the_first_name_that_says_something(kind: int, segment: dict[str, Any], name: str) -> None:
    [track] = read_state(state_of(a_draft((kind, [segment])))).tracks
    assert track.segments[0].name == name


@pytest.mark.parametrize(("volume", "share"), [(0.35, 0.35), (1, 1.0), (35, 0.35), (None, None), (True, None)])
def test_volumes_up_to_one_are_shares(volume: Any, share: float | None) -> None:
    [track] = read_state(state_of(a_draft((1, [{"m": {"volume": volume}}])))).tracks
    assert track.segments[0].volume == share


def test_a_snapshot_sees_no_signature_and_no_analysis() -> None:
    before = state_of(a_draft((0, [{"m": {"src": "https://x.example/a.mp4?sig=1"}}])), video_analyses={"a": 1})
    after = state_of(a_draft((0, [{"m": {"src": "https://x.example/a.mp4?sig=2"}}])), video_analyses={"a": 2})
    assert snapshot(read_state(before)) == snapshot(read_state(after))


def test_n_r28_a_change_that_no_rule_can_name_is_a_change() -> None:
    before, after = a_draft((0, [{"id": "a"}])), a_draft((0, [{"id": "a", "filter": "warm"}]))
    assert snapshot(read_state(state_of(before)))["hash"] != snapshot(read_state(state_of(after)))["hash"]


def test_n_r03_a_snapshot_holds_no_link() -> None:
    media = [{"url": "https://static.example/gm.mp4?Signature=not-a-real-secret"}]
    found = snapshot(read_state(state_of(None, generated_media=media, video_infos=media)))
    assert "http" not in str(found)


@given(ANY)
def test_n_r28_any_draft_can_be_read(draft: Any) -> None:
    found = read_state(state_of(draft))
    snap = snapshot(found)
    assert tracks_of(snap) == found.tracks or any(s.volume != s.volume for t in found.tracks for s in t.segments)


@given(ANY)
def test_n_r28_any_payload_can_be_read(payload: Any) -> None:
    assert read_state(payload).tracks is not None
