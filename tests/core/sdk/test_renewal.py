"""A refused sign-in: one renewal, one repeat, and no repeat where there was no renewal."""

from collections.abc import Mapping

import pytest

from mediawright import plugin as mw
from mediawright.sdk import once_renewed

REFUSED, TAKEN = 401, 200


class Service:
    """Answers with the given statuses in turn, and remembers with which headers it was asked."""

    def __init__(self, *statuses: int) -> None:
        self._left = list(statuses)
        self.asked: list[Mapping[str, str]] = []

    async def send(self, headers: Mapping[str, str]) -> int:
        self.asked.append(headers)
        return self._left.pop(0)


async def renewed(reply: int) -> Mapping[str, str]:
    return {"authorization": f"after {reply}"}


async def test_what_is_taken_is_sent_once() -> None:
    service = Service(TAKEN)
    assert await once_renewed(service.send, {"authorization": "first"}, REFUSED.__eq__, renewed) == TAKEN
    assert service.asked == [{"authorization": "first"}]


@pytest.mark.parametrize("second", [TAKEN, REFUSED])
async def test_a_refused_sign_in_is_renewed_once_whatever_comes_then(second: int) -> None:
    service = Service(REFUSED, second)
    assert await once_renewed(service.send, {}, REFUSED.__eq__, renewed) == second
    assert service.asked == [{}, {"authorization": "after 401"}]


async def test_without_a_renewal_nothing_is_sent_again() -> None:
    async def impossible(reply: int) -> None:
        return None

    service = Service(REFUSED)
    assert await once_renewed(service.send, {}, REFUSED.__eq__, impossible) == REFUSED
    assert len(service.asked) == 1


async def test_a_renewal_that_fails_is_raised_and_nothing_is_sent_again() -> None:
    async def failing(reply: int) -> Mapping[str, str]:
        raise mw.SignInNeeded(provider="tiny")

    service = Service(REFUSED)
    with pytest.raises(mw.SignInNeeded):
        await once_renewed(service.send, {}, REFUSED.__eq__, failing)
    assert len(service.asked) == 1
