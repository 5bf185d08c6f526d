"""Shots, and frames that add up."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediawright.plugin import Request, Shot
from mediawright_previz.render.storyboard import beats, implied_shots, seconds_of, share

Ask = Callable[..., Request]


@given(st.integers(0, 5000), st.lists(st.integers(1, 60), min_size=1, max_size=12))
def test_shares_add_up_exactly(total: int, weights: list[int]) -> None:
    parts = share(total, weights)
    assert sum(parts) == total
    assert len(parts) == len(weights)


@pytest.mark.parametrize(
    ("prompt", "shots"),
    [
        ("Shot 1: rain. Shot 2: she looks up. Shot 3: wide", ["rain.", "she looks up.", "wide"]),
        ("镜头一：雨夜。镜头二：特写，她抬头。", ["雨夜。", "特写，她抬头。"]),
        ("分镜1：港口；分镜2：渡轮", ["港口", "渡轮"]),
        ("one scene: a kite", ["one scene: a kite"]),
        ("A screenshot 1: nothing", ["A screenshot 1: nothing"]),
    ],
)
def test_a_prompt_that_numbers_its_shots(ask: Ask, prompt: str, shots: list[str]) -> None:
    assert implied_shots(ask(prompt=prompt)) == shots


def test_sentences_become_shots_only_when_many_are_asked_for(ask: Ask) -> None:
    prompt = "Rain falls. She looks up! 雪停了。"
    assert implied_shots(ask(prompt=prompt)) == [prompt]
    assert implied_shots(ask(prompt=prompt, multi_shot=True)) == ["Rain falls.", "She looks up!", "雪停了。"]


def test_many_sentences_are_merged_and_none_is_dropped(ask: Ask) -> None:
    shots = implied_shots(ask(prompt=" ".join(f"Beat {n}." for n in range(20)), multi_shot=True))
    assert len(shots) == 6
    assert " ".join(shots) == " ".join(f"Beat {n}." for n in range(20))


def test_explicit_shots_keep_their_order_and_lengths(ask: Ask) -> None:
    shots = (Shot(index=2, prompt="b", duration=3), Shot(index=1, prompt="a", duration=1))
    request = ask(shots=shots)
    assert seconds_of(request) == 4
    assert [(b.number, b.prompt, b.frames) for b in beats(request, 96, 24)] == [(1, "a", 24), (2, "b", 72)]


def test_no_shot_is_shorter_than_half_a_second(ask: Ask) -> None:
    board = beats(ask(prompt=" ".join(f"Shot {n}: x." for n in range(1, 7))), 24, 24)
    assert len(board) == 2
    assert sum(beat.frames for beat in board) == 24
