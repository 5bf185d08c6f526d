"""Leaving: what is being sent is waited for, for so long, and the turns go back in line."""

from tests.core.fleet.records import Away, Memory

from mediawright.fleet.drain import STEP_S, drain, hand_back
from mediawright.fleet.line import LiveTurn
from mediawright.types.message import Message


class Leaver:
    """What a worker's end asks of the one that carries."""

    def __init__(self) -> None:
        self.draining, self.stopped_after = False, -1.0
        self.turns: frozenset[str] = frozenset()
        self.waited = 0.0

    async def stop(self) -> None:
        self.stopped_after = self.waited

    async def sleep(self, seconds: float) -> None:
        assert self.draining  # nothing new is taken on while it waits
        self.waited += seconds


async def test_it_waits_for_what_is_being_sent_and_no_longer() -> None:
    leaver, handed = Leaver(), []

    async def back() -> None:
        handed.append(leaver.stopped_after)

    calm = await drain(leaver, lambda: (leaver.waited < 3 and ["job"]) or [], 60, hand_back=back, sleep=leaver.sleep)
    assert calm
    assert 3 <= handed[0] < 3 + 2 * STEP_S


async def test_it_does_not_wait_for_ever() -> None:
    leaver = Leaver()

    async def back() -> None:
        return None

    assert not await drain(leaver, lambda: ["job"], 2, hand_back=back, sleep=leaver.sleep)
    assert leaver.waited < 2 + 2 * STEP_S


async def test_a_database_that_is_away_does_not_hold_up_the_end() -> None:
    leaver = Leaver()

    async def back() -> None:
        raise Away(Message("ledger.unreachable"))

    assert await drain(leaver, lambda: [], 60, hand_back=back, sleep=leaver.sleep)


def test_its_own_turns_go_back_in_line_and_no_others() -> None:
    memory = Memory()
    for name, worker in (("a.1", "me"), ("b.1", "other"), ("c.1", None)):
        memory.live_turns[name] = LiveTurn(id=name, queue="q", worker=worker)
    assert [turn.id for turn in hand_back(memory, "me")] == ["a.1"]
    assert {name: turn.worker for name, turn in memory.live_turns.items()} == {"a.1": None, "b.1": "other", "c.1": None}
