"""What changed, by name (docs/contracts/nemovideo.md §7.4)."""

from typing import Any

import pytest

from mediawright.present.catalog import render
from mediawright_nemovideo.draft.difference import Kind, changed, difference, in_words
from mediawright_nemovideo.draft.state import read_state, snapshot

CLIP: dict[str, Any] = {"id": "s1", "st": 0, "d": 5000, "m": {"name": "fox", "src": "https://x.example/a.mp4"}}
TUNE: dict[str, Any] = {"id": "b1", "st": 0, "d": 5000, "m": {"name": "Strings", "volume": 0.35}}
TEXT: dict[str, Any] = {"id": "t1", "st": 0, "d": 3000, "m": {"text": "Snow"}}


def snap(*tracks: tuple[int, dict[str, Any]], ratio: str = "16:9", **more: Any) -> dict[str, Any]:
    draft = {"t": [{"tt": kind, "sg": [segment]} for kind, segment in tracks]}
    return snapshot(read_state({"state": {"draft": draft, "canvas_config": {"ratio": ratio}, **more}}))


BEFORE = snap((0, CLIP), (1, TUNE), (7, TEXT))


def with_(segment: dict[str, Any], **meta: Any) -> dict[str, Any]:
    return {**segment, "m": {**segment["m"], **meta}}


@pytest.mark.parametrize(
    ("after", "said"),
    [
        (snap((0, CLIP), (1, TUNE), (7, TEXT), (7, {**TEXT, "id": "t2"})), 'Title added: "Snow" (0-3s).'),
        (snap((0, CLIP), (7, TEXT)), "BGM removed: Strings (was 0-5s)."),
        (snap((0, CLIP), (1, TUNE), (7, with_(TEXT, text="First Snow"))), 'Title changed: "Snow" → "First Snow".'),
        (snap((0, CLIP), (1, TUNE), (7, {**TEXT, "st": 1500})), 'Title "Snow" now starts at 1.5s instead of 0s.'),
        (snap((0, CLIP), (1, TUNE), (7, {**TEXT, "d": 4000})), 'Title "Snow" now lasts 4s instead of 3s.'),
        (snap((0, CLIP), (1, with_(TUNE, volume=0.5)), (7, TEXT)), "BGM Strings: volume 35% → 50%."),
        (snap((0, CLIP), (1, TUNE), (7, TEXT), ratio="9:16"), "Picture format: 16:9 → 9:16."),
        (snap((0, CLIP), (1, TUNE), (7, TEXT), video_infos=[{"hash": "a"}]), "A new file is in the project."),
        (snap((0, CLIP), (1, TUNE), (7, TEXT), generated_media=[{"id": "gm"}]), "A new clip is there."),
        (snap((0, {**CLIP, "filter": "warm"}), (1, TUNE), (7, TEXT)), "Something in the project changed."),
    ],
)
def test_n_r14_every_change_has_a_sentence(after: dict[str, Any], said: str) -> None:
    assert render(in_words(difference(BEFORE, after)), "en") == said


def test_n_r14_several_changes_are_told_in_a_row() -> None:
    after = snap((0, CLIP), (7, with_(TEXT, text="First Snow")))
    assert render(in_words(difference(BEFORE, after)), "zh") == (
        "删除背景音乐：Strings（原为 0-5秒）。标题修改：“Snow” → “First Snow”。"
    )


def test_nothing_changed_is_nothing() -> None:
    assert not changed(BEFORE, BEFORE)
    assert difference(BEFORE, BEFORE) == ()


def test_segments_without_ids_are_told_apart_by_position() -> None:
    a, b, c = ({"d": 1000, "m": {"name": name}} for name in "abc")
    found = difference(snap((0, a), (0, b)), snap((0, a), (0, c)))
    assert [(change.kind, change.old, change.new) for change in found] == [(Kind.RENAMED, "b", "c")]
