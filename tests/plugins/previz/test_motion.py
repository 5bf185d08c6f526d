"""Curves that start and end where they should, windows that stay inside."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediawright_previz.render.motion import GENTLE, MOVES, ease, fade, move_for

parts = st.floats(0, 1)


@given(parts, parts)
def test_easing_never_goes_back(a: float, b: float) -> None:
    assert (ease(a) <= ease(b)) or b < a


def test_curves_begin_and_end_exactly() -> None:
    assert (ease(0), ease(1)) == (0, 1)
    assert (fade(0), fade(0.3), fade(1)) == (0, 0, 1)
    assert fade(0.5) == pytest.approx(0.5)


@given(st.sampled_from(sorted(MOVES)), parts, st.floats(0.4, 2.4))
def test_the_window_stays_inside_the_picture(name: str, progress: float, ratio: float) -> None:
    size = (1000, 700)
    left, top, right, bottom = MOVES[name].at(progress).box(size, ratio)
    assert 0 <= left < right <= size[0]
    assert 0 <= top < bottom <= size[1]
    assert abs((right - left) / (bottom - top) - ratio) < 1e-6


def test_an_unnamed_move_is_gentle_and_repeatable() -> None:
    assert move_for(None, Random(3)) == move_for(None, Random(3))
    assert move_for(None, Random(3)) in [MOVES[name] for name in GENTLE]
    assert move_for("tilt_up", Random(3)) == MOVES["tilt_up"]
