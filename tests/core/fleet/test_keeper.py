"""Each rule of the keeper alone: time is a number, the database and the engine are plain memory."""

from datetime import timedelta

import pytest
from tests.core.fleet.records import START, Memory, a_turn, a_worker

from mediawright.fleet.keeper import (
    AHEAD,
    BEAT_S,
    DEALT_AT_ONCE,
    KEPT,
    STRAY_S,
    SWEEP_S,
    Keeper,
    deals,
    orphans,
)
from mediawright.fleet.line import LiveTurn, queue_of
from mediawright.ledger.roster import DEAD_S, Worker

QUEUE = queue_of("acme", None)


class Watched:
    """A keeper that is looked through, second by second."""

    def __init__(self, memory: Memory, me: Worker, known: tuple[str, ...] = ()) -> None:
        self.memory, self.known = memory, list(known)
        self.said: list[str] = []
        self.keeper = Keeper(me, memory, memory, lambda: self.known, self._say, memory.monotonic)

    def _say(self, event: str, data: object) -> None:
        self.said.append(event)

    def goes_on(self, seconds: float, *others: Worker) -> None:
        """Look each second; the `others` go on being heard of."""
        for _ in range(round(seconds)):
            for other in others:
                if not self.memory.away:
                    self.memory.beat(other)
            self.keeper.look()
            self.memory.pass_s(1.0)


@pytest.fixture
def memory() -> Memory:
    return Memory()


@pytest.fixture
def me(memory: Memory) -> Watched:
    return Watched(memory, a_worker("me"))


# --- beat


def test_it_is_heard_of_often_enough_to_live(memory: Memory, me: Watched) -> None:
    me.goes_on(60)
    assert memory.seconds - memory.beats["me"][1] <= BEAT_S + 1
    assert BEAT_S * 3 < DEAD_S


def test_one_that_was_buried_while_it_was_frozen_is_known_again(memory: Memory, me: Watched) -> None:
    me.goes_on(5)
    memory.bury(["me"])
    memory.pass_s(60)
    me.goes_on(4)
    assert "me" in memory.beats


# --- duty


def test_who_is_not_on_duty_deals_and_buries_nothing(memory: Memory, me: Watched) -> None:
    memory.jobs = [a_turn()]
    memory.beat(a_worker("dead", after_s=-1))
    memory.duty = "other"
    me.goes_on(30)
    assert (memory.handed_out, memory.buried) == ([], [])
    memory.duty = None
    me.goes_on(2)
    assert (len(memory.handed_out), memory.buried) == (1, ["dead"])


# --- bury


def test_what_a_dead_worker_had_is_put_back_in_line(memory: Memory, me: Watched) -> None:
    memory.beat(a_worker("other", after_s=1))
    memory.live_turns["job-1.1"] = LiveTurn(id="job-1.1", queue=QUEUE)
    memory.claim("job-1.1", "other")
    me.goes_on(DEAD_S - 1)
    assert memory.buried == []
    me.goes_on(3)
    assert memory.buried == ["other"]
    assert not memory.live_turns["job-1.1"].out


def test_the_living_keep_what_they_have(memory: Memory, me: Watched) -> None:
    other = a_worker("other", after_s=1)
    memory.live_turns["job-1.1"] = LiveTurn(id="job-1.1", queue=QUEUE)
    memory.claim("job-1.1", "other")
    me.goes_on(60, other)
    assert memory.live_turns["job-1.1"].worker == "other"


def test_what_one_has_of_whom_nothing_is_known_is_put_back() -> None:
    live = [LiveTurn(id="a.1", queue="q", worker="gone"), LiveTurn(id="b.1", queue="q", worker="me")]
    assert orphans(live, [a_worker("me")]) == {"q": ["a.1"]}


def test_after_an_outage_nobody_is_buried_before_the_living_could_be_heard_of(memory: Memory, me: Watched) -> None:
    other = a_worker("other", after_s=1)
    me.goes_on(20, other)
    memory.away = True
    me.goes_on(40, other)
    memory.away = False
    me.goes_on(BEAT_S)  # the other one takes as long to be heard of again
    me.goes_on(30, other)
    assert memory.buried == []
    assert me.said.count("database_lost") == 1


@pytest.mark.parametrize(("up_s", "expected"), [(3600.0, ["other"]), (2.0, [])])
def test_one_that_has_just_started_buries_at_once_what_a_server_that_stayed_there_has_not_heard_of(
    up_s: float, expected: list[str], memory: Memory, me: Watched
) -> None:
    memory.beat(a_worker("other", after_s=1))
    memory.pass_s(DEAD_S)
    memory.server_since = memory.seconds - up_s
    me.goes_on(3)
    assert memory.buried == expected


def test_a_process_that_stood_still_does_not_bury_those_that_stood_still_with_it(memory: Memory, me: Watched) -> None:
    other = a_worker("other", after_s=1)
    me.goes_on(20, other)
    memory.pass_s(600)  # the machine was suspended, with both of them
    me.goes_on(BEAT_S)
    me.goes_on(30, other)
    assert memory.buried == []


# --- strays


def test_a_turn_that_was_claimed_here_and_never_began_comes_home(memory: Memory, me: Watched) -> None:
    memory.live_turns["job-1.1"] = LiveTurn(id="job-1.1", queue=QUEUE)
    memory.claim("job-1.1", "me")
    me.goes_on(STRAY_S)
    where = [memory.live_turns["job-1.1"].worker]
    me.goes_on(7)
    where.append(memory.live_turns["job-1.1"].worker)
    assert where == ["me", None]
    assert "strays" in me.said


def test_a_turn_that_runs_here_is_no_stray(memory: Memory, me: Watched) -> None:
    me.known.append("job-1.1")
    memory.live_turns["job-1.1"] = LiveTurn(id="job-1.1", queue=QUEUE)
    memory.claim("job-1.1", "me")
    me.goes_on(60)
    assert memory.live_turns["job-1.1"].worker == "me"


# --- deal


def test_a_job_that_waits_gets_one_turn_and_not_a_second(memory: Memory, me: Watched) -> None:
    memory.jobs = [a_turn()]
    me.goes_on(30)
    assert memory.handed_out == [("job-1.1", "job-1", QUEUE, 1)]


def test_a_turn_that_ended_with_the_job_undone_is_followed_by_the_next_when_it_is_due(
    memory: Memory, me: Watched
) -> None:
    memory.jobs = [a_turn(number=3, outcome="uncertain", due=START + timedelta(seconds=10))]
    me.goes_on(10)
    assert memory.handed_out == []
    me.goes_on(3)
    assert [turn for turn, *_ in memory.handed_out] == ["job-1.4"]


def test_what_waits_for_a_person_or_is_carried_by_a_front_end_or_reached_by_nobody_gets_no_turn() -> None:
    waits = [a_turn("a", due=None), a_turn("b", carried=True), a_turn("c", machine="there"), a_turn("d", provider="x")]
    assert deals(waits, [], [a_worker()], START) == []
    assert deals([a_turn()], [], [a_worker(draining=True)], START) == []
    assert deals([a_turn()], [], [], START) == []


def test_a_job_of_one_machine_goes_to_that_machine_s_queue() -> None:
    (found,) = deals([a_turn(machine="here")], [], [a_worker()], START)
    assert found.queue == queue_of("acme", "here") != QUEUE


def test_persons_go_before_batches_and_a_look_deals_no_more_than_it_may() -> None:
    providers = ("a", "b", "c")
    many = [a_turn(f"{name}-{n}", provider=name, priority=10) for name in providers for n in range(AHEAD)]
    found = deals([*many, a_turn("person")], [], [a_worker(providers=dict.fromkeys((*providers, "acme"), 5))], START)
    assert (found[0].turn.job_id, len(found)) == ("person", DEALT_AT_ONCE)


def test_a_queue_holds_no_more_than_it_needs_and_the_rest_waits_in_the_ledger(memory: Memory, me: Watched) -> None:
    memory.jobs = [a_turn(f"job-{n}", priority=10) for n in range(AHEAD * 3)]
    me.goes_on(5)
    assert len(memory.handed_out) == AHEAD
    memory.jobs.append(a_turn("person"))
    memory.claim("job-0.1", "me")
    me.known.append("job-0.1")
    me.goes_on(2)
    assert [job for _, job, _, _ in memory.handed_out[AHEAD:]] == ["person"]


def test_when_the_engine_forgot_everything_each_job_gets_a_new_turn(memory: Memory, me: Watched) -> None:
    memory.jobs = [a_turn("a", number=2), a_turn("b", number=5)]
    memory.live_turns["a.2"] = LiveTurn(id="a.2", queue=QUEUE)
    memory.live_turns.clear()
    me.goes_on(2)
    assert sorted(turn for turn, *_ in memory.handed_out) == ["a.3", "b.6"]


# --- sweep, drain


def test_turns_that_ended_are_forgotten_after_a_day(memory: Memory, me: Watched) -> None:
    me.goes_on(SWEEP_S + 5)
    assert len(memory.swept) == 2
    assert memory.swept[-1] <= START + timedelta(seconds=memory.seconds) - KEPT


def test_one_that_drains_is_heard_of_at_once_and_leads_no_more(memory: Memory, me: Watched) -> None:
    me.goes_on(2)
    me.keeper.drain()
    memory.jobs = [a_turn()]
    me.goes_on(2)
    assert memory.beats["me"][0].draining
    assert memory.handed_out == []
