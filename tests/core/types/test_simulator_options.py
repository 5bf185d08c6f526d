"""A simulator's switches from words."""

from dataclasses import dataclass
from typing import Literal

import pytest

from mediawright.types.errors import InvalidRequest
from mediawright.types.simulator_options import switches


@dataclass(frozen=True)
class Some:
    strict: bool = False
    polls: int = 1
    scale: float = 0.5
    name: str = "a"
    mode: Literal["slow", "quick"] = "slow"


def test_what_is_not_said_keeps_its_default() -> None:
    assert switches(Some, {}) == Some()


def test_words_become_values() -> None:
    said = {"strict": "On", "polls": "3", "scale": " 2 ", "name": "b", "mode": "quick"}
    assert switches(Some, said) == Some(True, 3, 2.0, "b", "quick")


def test_an_unknown_name_is_refused_with_the_known_ones() -> None:
    with pytest.raises(InvalidRequest) as refused:
        switches(Some, {"nonsense": ""})
    assert refused.value.problems[0].allowed == ("strict", "polls", "scale", "name", "mode")


@pytest.mark.parametrize(
    ("name", "word", "allowed"),
    [
        ("strict", "perhaps", ("on", "off")),
        ("polls", "1.5", ("1, 2, 3 …",)),
        ("scale", "inf", ("0.5, 1, 2 …",)),
        ("scale", "", ("0.5, 1, 2 …",)),
        ("mode", "loud", ("slow", "quick")),
    ],
)
def test_a_value_that_cannot_be_is_refused(name: str, word: str, allowed: tuple[str, ...]) -> None:
    with pytest.raises(InvalidRequest) as refused:
        switches(Some, {name: word})
    assert [problem.allowed for problem in refused.value.problems] == [allowed]
