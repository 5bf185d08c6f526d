"""The only place that spends: how often it sends, what it waits for, and where every end leaves the row."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from tests.core.runner.execution import Execution
from tests.core.runner.scripted_provider import PROVIDER, TASK

from mediawright.http.errors import CertificateRefused
from mediawright.ledger import StaleState
from mediawright.ledger.errors import LedgerBusy
from mediawright.runner import crash_points
from mediawright.runner.lease import CancelAsked, LeaseLost
from mediawright.runner.submit import GivenUp, approval_expired, is_as_approved, still_holds, submit
from mediawright.testing.builders import a_quote
from mediawright.types.codec import content_hash
from mediawright.types.errors import (
    Busy,
    ConfirmationNeeded,
    InvalidRequest,
    LocalFault,
    MediawrightError,
    NotSent,
    OutOfCredits,
    RefusedByPolicy,
    Rejected,
    SignInNeeded,
    Uncertain,
    Unreachable,
)
from mediawright.types.job import Job
from mediawright.types.message import Message
from mediawright.types.money import ApprovalKind
from mediawright.types.operations import MediaKind
from mediawright.types.request import Media, Role
from mediawright.types.states import State

if TYPE_CHECKING:
    from tests.core.runner.conftest import Harness

    from mediawright.ledger.address import Where

Make = Callable[..., "Harness"]


@pytest.fixture
def where(either: "Where") -> "Where":
    return either


def notes(harness: "Harness", job: Job, kind: str) -> list[dict[str, Any]]:
    return [dict(event.data) for event in harness.ledger.events(job.id) if event.kind == kind]


async def failing(harness: "Harness", job: Job, execution: Execution, kind: type[BaseException]) -> BaseException:
    """The error of a submit that does not succeed. The lease no longer says that something is being sent."""
    with pytest.raises(kind) as raised:
        await submit(job, execution.typed)
    assert not execution.lease.sending
    return raised.value


# --- one submit


async def test_one_submit_one_task(harness: Make) -> None:
    b = harness()
    job, execution = b.approved(), Execution(b, [TASK])
    done = await submit(job, execution.typed)
    assert (done.state, done.task, done.submitted_at) == (State.SUBMITTED, TASK, b.clock.now())
    assert (execution.done.submits, execution.done.sending, execution.lease.sending) == (1, [True], False)
    assert [(one.id, one.task) for one in execution.done.forgotten] == [(job.id, None)]
    assert (execution.done.pauses, execution.done.renewals, execution.done.copies) == ([], 0, [])
    assert execution.ctx is execution.done.contexts[0]


async def test_copies_are_written_only_where_an_input_has_one(harness: Make) -> None:
    b = harness()
    job = b.approved()
    media = Media(source="b.jpg", kind=MediaKind.IMAGE, role=Role.REFERENCE, original="a.heic")
    request = job.request.with_(media=(media,))
    assert job.approval is not None
    digest = content_hash(request)
    altered = replace(
        job,
        id="11111111-0000-4000-8000-000000000002",
        request=request,
        request_hash=digest,
        approval=replace(job.approval, request_hash=digest),
    )
    b.ledger.add(altered)
    execution = Execution(b, [TASK])
    await submit(b.ledger.get(altered.id), execution.typed)
    assert execution.done.copies == [request]


async def test_a_cancel_that_came_first_sends_nothing(harness: Make) -> None:
    b = harness()
    job, execution = b.approved(), Execution(b, [TASK])
    b.ledger.request_cancel(job.id)
    assert (await submit(job, execution.typed)).state is State.CANCELLED
    assert execution.done.submits == 0


# --- how often


async def test_a_renewal_that_fails_sends_nothing_again(harness: Make) -> None:
    b = harness()
    job, execution = b.approved(), Execution(b, [SignInNeeded(provider="acme"), TASK], renews=False)
    await failing(b, job, execution, SignInNeeded)
    assert (execution.done.submits, execution.done.renewals) == (1, 1)
    assert b.ledger.get(job.id).state is State.APPROVED


async def test_a_renewal_that_succeeds_sends_once_more(harness: Make) -> None:
    b = harness()
    job, execution = b.approved(), Execution(b, [SignInNeeded(), TASK])
    assert (await submit(job, execution.typed)).state is State.SUBMITTED
    assert (execution.done.submits, execution.done.renewals) == (2, 1)
    assert len(execution.done.contexts) == 2  # each try is judged by its own calls


@pytest.mark.parametrize("first", [SignInNeeded(), Busy(retry_after=1.0)], ids=["renewed", "busy"])
async def test_a_sign_in_missing_at_a_later_try_is_not_renewed(harness: Make, first: MediawrightError) -> None:
    b = harness()
    job, execution = b.approved(), Execution(b, [first, SignInNeeded(), TASK])
    await failing(b, job, execution, SignInNeeded)
    assert execution.done.submits == 2
    assert execution.done.renewals == (1 if isinstance(first, SignInNeeded) else 0)


async def test_a_connection_that_is_never_made_is_tried_three_times(harness: Make) -> None:
    b = harness()
    job, execution = b.approved(), Execution(b, [NotSent()], sent=False)
    await failing(b, job, execution, NotSent)
    assert (execution.done.submits, execution.done.pauses) == (3, [2.0, 4.0])
    assert b.ledger.get(job.id).state is State.APPROVED


async def test_a_refused_certificate_is_not_tried_again(harness: Make) -> None:
    b = harness()
    job, execution = b.approved(), Execution(b, [CertificateRefused(Message("error.not_sent"))], sent=False)
    await failing(b, job, execution, CertificateRefused)
    assert (execution.done.submits, execution.done.pauses) == (1, [])


@pytest.mark.parametrize(
    ("wait", "pauses"),
    [
        (None, [2.0, 4.0, 8.0, 16.0, 32.0]),  # six tries
        (0.0, [0.0] * 5),  # at once is what the provider said
        (60.0, [60.0] * 5),  # 300 seconds in all
        (61.0, [61.0] * 4),  # a fifth wait would be beyond them
        (300.0, [300.0]),
        (300.5, []),
    ],
    ids=str,
)
async def test_not_now_is_waited_for_within_bounds(harness: Make, wait: float | None, pauses: list[float]) -> None:
    b = harness()
    job, execution = b.approved(), Execution(b, [Busy(retry_after=wait, provider_code="429")])
    await failing(b, job, execution, Busy)
    assert (execution.done.submits, execution.done.pauses) == (len(pauses) + 1, pauses)
    assert execution.done.said == [
        Message("runner.busy", {"provider": PROVIDER.title, "seconds": pause}) for pause in pauses
    ]
    assert notes(b, job, "busy") == [{"wait_s": pause, "code": "429"} for pause in pauses]
    assert b.ledger.get(job.id).state is State.APPROVED


# --- where an error leaves the row

FAULT = LocalFault(Message("error.local_fault"))
REASON = Message("error.rejected")


@pytest.mark.parametrize(
    ("error", "sent", "doubtful", "state", "raised"),
    [
        (Rejected(REASON, provider_code="no"), True, False, State.FAILED, Rejected),
        (Rejected(REASON, provider_code="no"), False, False, State.FAILED, Rejected),
        (OutOfCredits(), True, False, State.FAILED, OutOfCredits),
        (InvalidRequest(), True, False, State.FAILED, InvalidRequest),
        (RefusedByPolicy(), True, False, State.FAILED, RefusedByPolicy),
        (Rejected(REASON), True, True, State.UNCERTAIN, Uncertain),
        (Busy(retry_after=1.0), True, True, State.UNCERTAIN, Uncertain),
        (NotSent(), True, False, State.UNCERTAIN, Uncertain),
        (Unreachable(), True, False, State.UNCERTAIN, Uncertain),
        (Unreachable(), False, False, State.APPROVED, Unreachable),
        (FAULT, False, False, State.APPROVED, LocalFault),
        (FAULT, True, False, State.UNCERTAIN, Uncertain),
        (Uncertain(), False, False, State.UNCERTAIN, Uncertain),
        (Uncertain(), True, False, State.UNCERTAIN, Uncertain),
    ],
    ids=lambda value: getattr(value, "code", str(value)),
)
async def test_every_error_leaves_the_row_where_it_is_true(
    harness: Make, error: MediawrightError, sent: bool, doubtful: bool, state: State, raised: type[MediawrightError]
) -> None:
    b = harness()
    job, execution = b.approved(), Execution(b, [error], sent=sent, doubtful=doubtful)
    found = await failing(b, job, execution, raised)
    assert isinstance(found, MediawrightError)
    row = b.ledger.get(job.id)
    assert (row.state, execution.done.submits, found.data["job"]) == (state, 1, job.id)
    if state is State.FAILED:
        assert found is error
        assert (row.reason, row.provider_code, row.finished_at) == (error.message, error.provider_code, b.clock.now())
    if state is State.UNCERTAIN:
        assert notes(b, job, "lost_answer") == [{"error": error.code}]
        assert found.provider == (error.provider if found is error else "acme")


async def test_the_providers_own_words_stay_with_an_uncertain_end(harness: Make) -> None:
    b = harness()
    error = Unreachable(provider_code="E7", data={"job": "named by the plugin"})
    execution = Execution(b, [error])
    found = await failing(b, b.approved(), execution, Uncertain)
    assert isinstance(found, Uncertain)
    assert (found.provider_code, error.data["job"], found.__cause__) == ("E7", "named by the plugin", error)


async def test_a_task_whose_id_cannot_be_one_is_an_uncertain_end(harness: Make) -> None:
    """Looked for by an id of marks without width, a job would be followed without end."""
    b = harness()
    job = b.approved()
    await failing(b, job, Execution(b, [replace(TASK, id="\u200b" * 50)]), Uncertain)
    assert b.ledger.get(job.id).state is State.UNCERTAIN


@pytest.mark.parametrize("end", [asyncio.CancelledError(), KeyboardInterrupt()], ids=["cancelled", "Ctrl-C"])
@pytest.mark.parametrize("sent", [True, False])
async def test_an_interruption_is_judged_by_what_left(harness: Make, end: BaseException, sent: bool) -> None:
    b = harness()
    job, execution = b.approved(), Execution(b, [end], sent=sent)
    with pytest.raises(type(end)):
        await submit(job, execution.typed)
    assert not execution.lease.sending
    assert b.ledger.get(job.id).state is (State.UNCERTAIN if sent else State.APPROVED)
    assert notes(b, job, "lost_answer") == ([{"error": "CancelledError"}] if sent else [])


async def test_a_lost_lease_touches_nothing(harness: Make) -> None:
    b = harness()
    job = b.approved()
    execution = Execution(b, [LeaseLost(job.id)], sent=False)
    await failing(b, job, execution, LeaseLost)
    assert b.ledger.get(job.id).state is State.SUBMITTING
    assert notes(b, job, "lost_answer") == []


async def test_a_row_that_another_process_moved_is_left_to_it(harness: Make) -> None:
    b = harness()
    job = b.approved()

    def moved() -> None:
        b.ledger.move(job.id, State.SUBMITTING, State.UNCERTAIN)
        raise Unreachable

    await failing(b, job, Execution(b, [moved], sent=False), Unreachable)
    assert b.ledger.get(job.id).state is State.UNCERTAIN


async def test_an_uncertain_end_that_finds_another_row_is_uncertain_all_the_same(harness: Make) -> None:
    b = harness()
    job = b.approved()

    def moved() -> None:
        b.ledger.move(job.id, State.SUBMITTING, State.UNCERTAIN)
        raise Unreachable

    await failing(b, job, Execution(b, [moved]), Uncertain)
    assert notes(b, job, "lost_answer") == []


# --- the task id is written down


@pytest.mark.parametrize("written", [False, True])
async def test_a_ledger_that_does_not_answer_for_a_minute_is_waited_for(
    harness: Make, written: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether the first write arrived or not: the row has its task once the ledger answers again."""
    b = harness()
    job, batch, away = b.approved(), b.ledger.batch, b.clock.monotonic() + 60

    @contextmanager
    def unanswered() -> Iterator[None]:
        late = b.clock.monotonic() < away
        if late and not written:
            raise LedgerBusy(Message("ledger.unreachable"))
        with batch():
            yield
        if late:
            raise LedgerBusy(Message("ledger.unreachable"))

    monkeypatch.setattr(b.ledger, "batch", unanswered)
    execution = Execution(b, [TASK])
    done = await submit(job, execution.typed)
    assert (done.state, done.task) == (State.SUBMITTED, TASK)
    assert b.states(job).count("submitted") == execution.done.submits == 1
    assert notes(b, job, "late_answer") == []
    assert sum(b.clock.slept) == 60


@pytest.mark.parametrize("refusals", [1, 4, 5])
async def test_a_disk_without_room_is_given_five_tries(
    harness: Make, refusals: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    b = harness()
    job, move, left = b.approved(), b.ledger.move, [refusals]

    def full(job_id: str, old: State, new: State, **changes: Any) -> Job:
        if new is State.SUBMITTED and left[0]:
            left[0] -= 1
            raise FAULT
        return move(job_id, old, new, **changes)

    monkeypatch.setattr(b.ledger, "move", full)
    execution = Execution(b, [TASK])
    if refusals < 5:
        assert (await submit(job, execution.typed)).task == TASK
    else:
        told = await failing(b, job, execution, LocalFault)
        assert isinstance(told, LocalFault)
        assert (told.message, told.provider) == (Message("runner.not_recorded", {"task": TASK.id}), "acme")
        assert told.data == {"job": job.id, "task_id": TASK.id}
        assert execution.done.forgotten == []
    assert b.clock.slept == [0.5] * min(refusals, 4)
    assert execution.done.submits == 1


@pytest.mark.parametrize("state", [State.UNCERTAIN, State.FAILED])
async def test_an_answer_outweighs_what_a_look_up_found(harness: Make, state: State) -> None:
    b = harness()
    job = b.approved()

    def settled() -> Any:
        more = {"reason": REASON, "provider_code": "gone", "finished_at": b.clock.now()}
        b.ledger.move(job.id, State.SUBMITTING, State.UNCERTAIN)
        if state is State.FAILED:
            b.ledger.move(job.id, State.UNCERTAIN, State.FAILED, **more)
        return TASK

    done = await submit(job, Execution(b, [settled]).typed)
    assert (done.state, done.task) == (State.SUBMITTED, TASK)
    assert (done.reason, done.provider_code, done.provider_message, done.finished_at) == (None, None, None, None)


async def test_a_job_that_a_person_gave_up_tells_its_task(harness: Make) -> None:
    b = harness()
    job = b.approved()

    def given_up() -> Any:
        b.ledger.move(job.id, State.SUBMITTING, State.UNCERTAIN)
        b.ledger.move(job.id, State.UNCERTAIN, State.CANCELLED)
        return TASK

    told = await failing(b, job, Execution(b, [given_up]), GivenUp)
    assert isinstance(told, GivenUp)
    assert told.data == {"job": job.id, "task_id": TASK.id}
    said = Message("runner.accepted_after_all", {"provider": PROVIDER.title, "task": TASK.id})
    assert (told.message, told.provider) == (said, "acme")
    assert notes(b, job, "late_answer") == [{"task": TASK.id}]
    assert b.clock.slept == []


async def test_a_job_that_has_a_task_by_now_keeps_it(harness: Make) -> None:
    b = harness()
    job, other = b.approved(), replace(TASK, id="t-2")

    def adopted() -> Any:
        b.ledger.move(job.id, State.SUBMITTING, State.SUBMITTED, task=other)
        return TASK

    await failing(b, job, Execution(b, [adopted]), StaleState)
    assert b.ledger.get(job.id).task == other
    assert notes(b, job, "late_answer") == [{"task": TASK.id}]
    assert b.clock.slept == []


# --- approvals


@pytest.mark.parametrize(
    ("seconds", "holds"), [(-120.001, False), (-120, True), (0, True), (899.999, True), (900, False), (9999, False)]
)
async def test_an_approval_holds_from_its_time_to_its_end(harness: Make, seconds: float, holds: bool) -> None:
    approval = harness().approved().approval
    assert approval is not None
    limited = replace(approval, expires_at=approval.at + timedelta(seconds=900))
    now = approval.at + timedelta(seconds=seconds)
    assert still_holds(limited, now) is holds
    assert still_holds(replace(limited, kind=ApprovalKind.FREE), now)
    assert still_holds(replace(limited, expires_at=None), now)
    assert not still_holds(None, now)


async def test_an_old_approval_expires_without_a_byte(harness: Make) -> None:
    b = harness()
    job = b.approved()
    assert job.approval is not None
    old = b.ledger.update(job.id, approval=replace(job.approval, expires_at=job.approval.at))
    execution = Execution(b, [TASK])
    told = await failing(b, old, execution, ConfirmationNeeded)
    assert isinstance(told, ConfirmationNeeded)
    assert (told.message, told.provider, told.data) == (Message("runner.yes_expired"), "acme", {"job": job.id})
    assert (b.ledger.get(job.id).state, execution.done.submits) == (State.EXPIRED, 0)
    quote = a_quote()
    assert approval_expired(replace(old, quote=quote)).data == {"job": job.id, "quote": quote.id}


async def test_the_request_must_be_the_one_that_was_approved(harness: Make) -> None:
    b = harness()
    job = b.approved()
    assert job.approval is not None
    assert is_as_approved(job)
    assert not is_as_approved(replace(job, approval=None))
    assert not is_as_approved(replace(job, approval=replace(job.approval, request_hash="0" * 64)))
    assert not is_as_approved(replace(job, request_hash="0" * 64))
    assert not is_as_approved(replace(job, request=job.request.with_(prompt="another")))
    b.ledger.update(job.id, approval=replace(job.approval, request_hash="0" * 64))
    execution = Execution(b, [TASK])
    told = await failing(b, b.ledger.get(job.id), execution, ConfirmationNeeded)
    assert isinstance(told, ConfirmationNeeded)
    row = b.ledger.get(job.id)
    assert (row.state, row.reason, row.finished_at) == (State.FAILED, told.message, b.clock.now())
    assert (execution.done.submits, told.data, told.provider) == (0, {"job": job.id}, "acme")


@pytest.mark.parametrize("kind", [Rejected, OutOfCredits, Busy, SignInNeeded, Uncertain, Unreachable])
@pytest.mark.parametrize("known", [{}, {"job": "another"}])
async def test_every_error_of_a_submit_says_which_job_it_concerns(
    harness: Make, kind: type[MediawrightError], known: dict[str, str]
) -> None:
    """What a plugin says of the job stands, but for a lost answer that we made one ourselves."""
    b = harness()
    job, ended = b.approved(), Uncertain if kind is Unreachable else kind
    told = await failing(b, job, Execution(b, [lambda: failed(kind(data=known))], renews=False), ended)
    assert isinstance(told, MediawrightError)
    assert told.data["job"] == (job.id if kind is Unreachable else known.get("job", job.id))


def failed(error: MediawrightError) -> None:
    raise error


async def test_an_end_that_is_asked_for_before_anything_left_cancels_the_job(harness: Make) -> None:
    b = harness()
    job, given = b.approved(), Execution(b, [CancelAsked()])
    row = await submit(job, given.typed)
    assert (row.id, row.state) == (job.id, State.CANCELLED)
    assert b.states(job)[-2:] == ["approved", "cancelled"]
    assert (given.done.forgotten, given.lease.sending) == ([], False)


async def test_the_provider_gets_the_files_of_this_machine(harness: Make) -> None:
    b, sent = harness(), list[Job]()
    here = Media(kind=MediaKind.IMAGE, role=Role.REFERENCE, source="/here/a.png")
    plain = b.approved()
    assert plain.approval is not None
    there = plain.request.with_(media=(replace(here, source="/there/a.png"),))
    digest = content_hash(there)
    approval = replace(plain.approval, request_hash=digest)
    name = "22222222-0000-4000-8000-000000000002"
    job = b.ledger.add(replace(plain, id=name, request=there, request_hash=digest, approval=approval))
    given = Execution(b, [TASK])
    given.localized = lambda request: request.with_(media=(here,))
    plugin_submit = given.plugin.submit

    async def submitted(ctx: Any, row: Job) -> Any:
        sent.append(row)
        return await plugin_submit(ctx, row)

    given.plugin.submit = submitted
    row = await submit(job, given.typed)
    assert [one.request.media for one in sent] == [(here,)]
    assert b.ledger.get(row.id).request_hash == digest


async def test_a_process_may_die_before_and_after_the_task_is_written(
    harness: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    b, points = harness(), list[str]()
    monkeypatch.setattr(crash_points, "point", points.append)
    await submit(b.approved(), Execution(b, [TASK]).typed)
    assert points == ["before-submit", "after-submit", "after-task"]
