"""The tree of failures: one code, one exit code, one retry verdict each, as its drawing says."""

import re

import pytest

from mediawright.types import errors
from mediawright.types.errors import Busy, InvalidRequest, MediawrightError
from mediawright.types.message import Message, Problem


def family(root: type[MediawrightError]) -> list[type[MediawrightError]]:
    own = [kind for kind in root.__subclasses__() if kind.__module__ == errors.__name__]
    return own + [deeper for kind in own for deeper in family(kind)]


KINDS = family(MediawrightError)
DRAWN = dict(re.findall(r"[├└]── (\w+)\s+(\w+\s+\d+\s+\w+)", errors.__doc__ or ""))


def test_every_failure_is_in_the_drawing() -> None:
    assert DRAWN.keys() == {kind.__name__ for kind in KINDS}


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_a_failure_is_what_the_drawing_says(kind: type[MediawrightError]) -> None:
    assert DRAWN[kind.__name__].split() == [kind.code, str(int(kind.exit_code)), kind.retry.value]


def test_codes_differ() -> None:
    assert len({kind.code for kind in KINDS}) == len(KINDS)


def test_a_failure_without_words_has_those_of_its_code() -> None:
    assert MediawrightError().message == Message("error.unexpected")
    assert str(Busy()) == "error.busy"


def test_an_invalid_request_speaks_with_its_first_problem() -> None:
    problems = [Problem("a", Message("x")), Problem("b", Message("y"))]
    assert InvalidRequest(*problems).message.key == "x"
    assert InvalidRequest(*problems).problems == tuple(problems)
    assert InvalidRequest(message=Message("z")).message.key == "z"


def test_a_busy_provider_may_say_when() -> None:
    assert Busy(retry_after=2.5, provider="acme").retry_after == 2.5
