"""What becomes of a submit whose answer was lost: each verdict, what is written of it, and what a person is shown."""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from tests.core.runner.execution import Execution, following
from tests.core.runner.scripted_provider import PROVIDER, TASK

from mediawright.runner.reconcile import (
    RECONCILE_POLL_INTERVAL_S,
    UNSURE_S,
    NotArrived,
    candidates_of,
    reconcile,
    told,
)
from mediawright.testing.fakes import START
from mediawright.types.auth import HistoryItem
from mediawright.types.codec import plain
from mediawright.types.errors import SignInNeeded, Uncertain, Unreachable
from mediawright.types.job import Job
from mediawright.types.message import Message
from mediawright.types.states import State
from mediawright.types.verdicts import CannotTell, Found, NotAccepted

if TYPE_CHECKING:
    from tests.core.runner.conftest import Harness

Make = Callable[..., "Harness"]
WHY = Message("runner.not_accepted", {"provider": "x"})
ITEM = HistoryItem(
    id="t-7",
    kind="video",
    state="done",
    created_at=START,
    url="https://example.com/secret",
    prompt="a fox",
    model="acme-1",
    task=replace(TASK, id="t-7"),
)
SHOWN = {
    "id": "t-7",
    "kind": "video",
    "state": "done",
    "created_at": plain(START),
    "prompt": "a fox",
    "model": "acme-1",
    "task": plain(ITEM.task),
}


def uncertain(b: "Harness", job_id: str = "11111111-0000-4000-8000-000000000001") -> Job:
    """A job whose answer was lost."""
    job = b.approved(job_id)
    b.ledger.move(job.id, State.APPROVED, State.SUBMITTING)
    return b.ledger.move(job.id, State.SUBMITTING, State.UNCERTAIN)


def elsewhere(b: "Harness", task_id: str) -> Job:
    """A job at another provider, with a task of that id."""
    job = replace(b.approved("99999999-0000-4000-8000-000000000009"), id="88888888-0000-4000-8000-000000000008")
    task = replace(TASK, provider="other", id=task_id)
    return b.ledger.add(replace(job, provider="other", state=State.SUBMITTED, task=task))


def asking(
    b: "Harness", *answers: Any, left: float = float("inf"), hooks: tuple[str, ...] = ("reconcile",), **more: Any
) -> Execution:
    """An execution whose provider answers a look-up with these, one after the other; the last one stays."""
    given = Execution(b, hooks=hooks, **more)
    given.asked = asked = list[tuple[object, Job]]()  # type: ignore[attr-defined]
    rest = list(answers)

    async def look_up(ctx: object, job: Job) -> Any:
        asked.append((ctx, job))
        return following(rest)

    given.plugin.reconcile = look_up
    given.left = lambda: left  # type: ignore[attr-defined]
    return given


def verdicts(b: "Harness", job: Job) -> list[dict[str, Any]]:
    return [dict(event.data) for event in b.ledger.events(job.id) if event.kind == "reconciled"]


async def unclear(b: "Harness", job: Job, given: Execution) -> Uncertain:
    """The error of a look-up that cannot tell; the row stays as it is."""
    with pytest.raises(Uncertain) as raised:
        await reconcile(job, given.typed)
    assert b.ledger.get(job.id).state is State.UNCERTAIN
    return raised.value


# --- found


@pytest.mark.parametrize("submitted", [True, False])
async def test_a_found_task_is_the_job_s(harness: Make, submitted: bool) -> None:
    b = harness()
    job = uncertain(b)
    if submitted:
        job = b.ledger.update(job.id, submitted_at=START)
    b.clock.advance(50)
    given = asking(b, Found(TASK))
    row = await reconcile(job, given.typed)
    assert (row.state, row.task) == (State.SUBMITTED, TASK)
    assert row.submitted_at == (START if submitted else b.clock.now())
    assert given.asked == [(given.ctx, job)]  # type: ignore[attr-defined]
    assert given.done.said == [Message("runner.found", {"provider": PROVIDER.title})]
    assert verdicts(b, job) == [{"verdict": "Found"}]


async def test_a_task_of_another_job_is_told_with_its_owner(harness: Make) -> None:
    b = harness()
    first = uncertain(b)
    await reconcile(first, asking(b, Found(TASK)).typed)
    second = uncertain(b, "22222222-0000-4000-8000-000000000002")
    elsewhere(b, TASK.id)
    error = await unclear(b, second, asking(b, Found(TASK)))
    assert error.message == Message("runner.task_has_an_owner", {"provider": PROVIDER.title, "job": first.id})
    assert verdicts(b, second) == [{"verdict": "CannotTell"}]


async def test_an_id_that_cannot_be_one_is_not_taken(harness: Make) -> None:
    b = harness()
    job = uncertain(b)
    await unclear(b, job, asking(b, Found(replace(TASK, id=" "))))
    assert verdicts(b, job) == [{"verdict": "CannotTell"}]
    assert b.ledger.get(job.id).task is None


# --- not accepted


@pytest.mark.parametrize(("why", "said"), [(WHY, WHY), (None, Message("runner.not_accepted"))])
async def test_what_surely_was_not_accepted_has_failed(harness: Make, why: Message | None, said: Message) -> None:
    b = harness()
    job = uncertain(b)
    b.clock.advance(UNSURE_S)
    given = asking(b, NotAccepted(why))
    with pytest.raises(NotArrived) as raised:
        await reconcile(job, given.typed)
    row = b.ledger.get(job.id)
    assert (row.state, row.reason, row.finished_at) == (State.FAILED, said, b.clock.now())
    assert (raised.value.message, raised.value.provider, raised.value.data) == (said, "acme", {"job": job.id})
    assert verdicts(b, job) == [{"verdict": "NotAccepted"}]
    assert (given.done.pauses, given.done.said) == ([], [])


async def test_while_the_request_may_be_on_its_way_it_is_looked_for_again(harness: Make) -> None:
    b = harness()
    job = uncertain(b)
    b.clock.advance(30)
    given = asking(b, NotAccepted(), Found(TASK))
    assert (await reconcile(job, given.typed)).state is State.SUBMITTED
    assert given.done.pauses == [UNSURE_S - 30]
    values = {"provider": PROVIDER.title, "seconds": UNSURE_S - 30}
    assert given.done.said[0] == Message("runner.second_look", values)


@pytest.mark.parametrize(("left", "waits"), [(60.0, False), (60.001, True)])
async def test_without_the_time_for_it_nothing_is_settled(harness: Make, left: float, waits: bool) -> None:
    b = harness()
    job = uncertain(b)
    b.clock.advance(30)
    given = asking(b, NotAccepted(), left=left)
    if waits:
        with pytest.raises(NotArrived):
            await reconcile(job, given.typed)
        return
    error = await unclear(b, job, given)
    assert error.message == Message("runner.too_early", {"provider": PROVIDER.title, "seconds": 60.0})
    assert (error.provider, error.data, given.done.pauses) == ("acme", {"job": job.id}, [])


async def test_the_time_counts_from_the_last_submit(harness: Make) -> None:
    b = harness()
    job = b.approved()
    b.ledger.move(job.id, State.APPROVED, State.SUBMITTING)
    b.ledger.move(job.id, State.SUBMITTING, State.APPROVED)  # the first connection was never made
    b.clock.advance(70)
    b.ledger.move(job.id, State.APPROVED, State.SUBMITTING)
    b.clock.advance(10)
    b.ledger.move(job.id, State.SUBMITTING, State.UNCERTAIN)
    b.clock.advance(20)
    job = b.ledger.update(job.id, provider_code="E1")
    b.ledger.note(job.id, "look_failed", error="x")
    given = asking(b, NotAccepted())
    with pytest.raises(NotArrived):
        await reconcile(job, given.typed)
    assert given.done.pauses == [UNSURE_S - 30]
    assert [row.id for _, row in given.asked] == [job.id] * 2  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("passed", "waits"), [(30.0, [UNSURE_S - 30]), (UNSURE_S - 0.5, [0.5]), (UNSURE_S, []), (-50.0, [UNSURE_S])]
)
async def test_a_row_without_its_submit_counts_from_its_last_change(
    harness: Make, passed: float, waits: list[float]
) -> None:
    """A clock that went back makes the wait no longer than it can be."""
    b = harness()
    job = b.approved("33333333-0000-4000-8000-000000000003")
    row = b.ledger.add(replace(job, id="44444444-0000-4000-8000-000000000004", state=State.UNCERTAIN))
    b.clock.advance(passed)
    given = asking(b, NotAccepted())
    with pytest.raises(NotArrived):
        await reconcile(row, given.typed)
    assert given.done.pauses == waits


# --- nobody can tell


async def test_a_provider_without_a_look_up_is_not_asked(harness: Make) -> None:
    b = harness()
    given = asking(b, Found(TASK), hooks=())
    await unclear(b, uncertain(b), given)
    assert (given.asked, given.done.pauses) == ([], [])  # type: ignore[attr-defined]


@pytest.mark.parametrize(("left", "polls"), [(float("inf"), 2), (15.001, 2), (15.0, 1), (0.0, 1)])
async def test_what_does_not_show_yet_is_looked_for_twice(harness: Make, left: float, polls: int) -> None:
    b = harness()
    job, given = uncertain(b), asking(b, CannotTell(), left=left)
    await unclear(b, job, given)
    assert len(given.asked) == polls  # type: ignore[attr-defined]
    assert given.done.pauses == [RECONCILE_POLL_INTERVAL_S] * (polls - 1)
    values = {"provider": PROVIDER.title, "seconds": RECONCILE_POLL_INTERVAL_S}
    assert given.done.said == [Message("runner.second_look", values)] * (polls - 1)


async def test_a_look_up_that_fails_is_written_down_and_made_once_more(harness: Make) -> None:
    b = harness()
    job, given = uncertain(b), asking(b, Unreachable(), Found(TASK))
    assert (await reconcile(job, given.typed)).task == TASK
    failed = [dict(event.data) for event in b.ledger.events(job.id) if event.kind == "look_failed"]
    assert failed == [{"error": Unreachable().code}]


@pytest.mark.parametrize("renews", [True, False])
async def test_a_sign_in_that_ran_out_is_renewed_or_told(harness: Make, renews: bool) -> None:
    b = harness()
    job, given = uncertain(b), asking(b, SignInNeeded(), Found(TASK), renews=renews)
    if renews:
        assert (await reconcile(job, given.typed)).task == TASK
    else:
        with pytest.raises(SignInNeeded):
            await reconcile(job, given.typed)
        assert b.ledger.get(job.id).state is State.UNCERTAIN
    assert given.done.renewals == 1


async def test_what_may_be_this_job_s_is_shown_unless_another_has_it(harness: Make) -> None:
    b = harness()
    taken = uncertain(b, "22222222-0000-4000-8000-000000000002")
    await reconcile(taken, asking(b, Found(replace(TASK, id="t-8"))).typed)
    job = uncertain(b)
    check = Message("runner.not_accepted")
    elsewhere(b, "t-7")  # ids of another provider are other tasks
    given = asking(b, CannotTell(check, (ITEM, replace(ITEM, id="t-8"))))
    error = await unclear(b, job, given)
    assert (error.message, error.provider) == (check, "acme")
    assert error.data == {"job": job.id, "candidates": [SHOWN]}
    assert verdicts(b, job) == [{"verdict": "CannotTell", "candidates": [SHOWN]}]
    assert candidates_of(b.ledger.events(job.id)) == [SHOWN]


async def test_the_latest_look_up_counts(harness: Make) -> None:
    b = harness()
    job = uncertain(b)
    assert candidates_of(b.ledger.events(job.id)) == []
    await unclear(b, job, asking(b, CannotTell(None, (ITEM,))))
    b.ledger.note(job.id, "look_failed", error="x")
    assert candidates_of(b.ledger.events(job.id)) == [SHOWN]
    await unclear(b, job, asking(b, CannotTell()))
    assert candidates_of(b.ledger.events(job.id)) == []


def test_a_candidate_is_shown_without_its_link_and_without_what_is_not_known() -> None:
    assert told(ITEM) == SHOWN
    bare = HistoryItem(id="t-9", kind="image", state="running", task="no task")
    assert told(bare) == {"id": "t-9", "kind": "image", "state": "running", "created_at": None}
