"""What each poll leaves behind: what is written down, how long the next one waits, which task it asks for."""

import asyncio
import random
from collections.abc import AsyncIterator, Callable
from contextlib import contextmanager
from dataclasses import replace
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from tests.core.runner.execution import Execution, following
from tests.core.runner.scripted_provider import DONE, PROVIDER, RUNNING, TASK
from tests.core.runner.test_poll import execution, submitted

from mediawright.http.errors import CertificateRefused
from mediawright.ledger.errors import LedgerBusy
from mediawright.runner import crash_points
from mediawright.runner.pacing import MIN_SAMPLES, Expectation, after_error, next_gap
from mediawright.runner.poll import expectation, follow, take
from mediawright.types.codec import plain
from mediawright.types.errors import Busy, InvalidRequest, MediawrightError, StillRunning, Uncertain, Unreachable
from mediawright.types.job import Job, Progress, Task
from mediawright.types.message import Message
from mediawright.types.provider import Timing
from mediawright.types.states import State
from mediawright.types.verdicts import NotPossible, Stopped

if TYPE_CHECKING:
    from tests.core.runner.conftest import Harness

Make = Callable[..., "Harness"]
MOVED = replace(TASK, id="t-2")
NOTE = Message("error.task_failed")


def jitters() -> Callable[[], float]:
    """The same numbers that the execution draws, in its order."""
    return random.Random(7).random


def written(b: "Harness", job: Job, kind: str) -> list[dict[str, Any]]:
    return [dict(event.data) for event in b.ledger.events(job.id) if event.kind == kind]


# --- what is written down


@pytest.mark.parametrize(
    ("note", "data", "kept"),
    [
        (NOTE, {}, [{"note": plain(NOTE), "data": {}}]),
        (None, {"tracks": 1}, [{"note": None, "data": {"tracks": 1}}]),
        (None, {}, []),
    ],
)
async def test_closing_words_are_kept_for_a_later_process(
    harness: Make, note: Message | None, data: dict[str, int], kept: list[dict[str, Any]]
) -> None:
    b = harness()
    job, _ = await follow(submitted(b), execution(b, replace(DONE, note=note, data=data)).typed)
    assert written(b, job, "closing") == kept


async def test_a_note_on_the_way_is_told_and_the_last_one_stands_in_the_answer(harness: Make) -> None:
    b = harness()
    last = Message("error.local_fault")
    given = execution(b, replace(RUNNING, note=NOTE), replace(DONE, note=last))
    await follow(submitted(b), given.typed)
    assert given.done.said == [NOTE]


async def test_a_process_may_die_after_the_verdict(harness: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    b, points = harness(), list[str]()
    monkeypatch.setattr(crash_points, "point", points.append)
    await follow(submitted(b), execution(b, RUNNING, DONE).typed)
    assert points == ["after-verdict"]


async def test_a_state_without_a_word_is_written_as_none(harness: Make) -> None:
    b = harness()
    job = submitted(b)
    take(job, Progress(state=State.UNKNOWN), execution(b).typed)
    assert written(b, job, "unknown_state") == [{"word": ""}]


async def test_a_saved_subject_is_in_the_row(harness: Make) -> None:
    b = harness()
    assert take(submitted(b), replace(DONE, subject_id="s-1"), execution(b).typed).subject_id == "s-1"


async def test_a_poll_that_failed_is_written_down(harness: Make) -> None:
    b = harness()
    job, given = submitted(b), execution(b, Unreachable(), DONE)
    await follow(job, given.typed)
    assert written(b, job, "look_failed") == [{"error": Unreachable().code}]
    assert given.done.said == [Message("runner.trouble", {"provider": PROVIDER.title})]


async def test_a_task_that_is_not_known_is_told_with_its_id(harness: Make) -> None:
    b = harness()
    with pytest.raises(Uncertain) as raised:
        await follow(submitted(b), execution(b, InvalidRequest()).typed)
    said = Message("runner.unknown_task", {"provider": PROVIDER.title, "task": TASK.id})
    assert (raised.value.message, raised.value.provider) == (said, "acme")


async def test_what_a_batch_wrote_is_not_written_again(harness: Make) -> None:
    b = harness()
    job = submitted(b)
    given = execution(b, DONE)
    row = take(job, RUNNING, given.typed)
    given.row, given.written, given.batch_poller = row, RUNNING, Reporting(RUNNING)  # type: ignore[attr-defined, assignment]
    assert (await follow(job, given.typed))[0].state is State.SUCCEEDED
    assert b.states(job).count("running") == 1


# --- how long the next poll waits


class Reporting:
    """A batch poller that tells these, and then leaves the job to itself."""

    def __init__(self, *reports: Progress) -> None:
        self.reports, self.asked = list(reports), 0
        self.subscribed: list[Any] = []

    @contextmanager
    def subscription(self, execution: object, job: Job, task: Any) -> Any:
        self.subscribed.append(SimpleNamespace(execution=execution, job=job, task=task))
        yield self.subscribed[-1]

    async def report(self, subscription: object) -> Progress | None:
        assert subscription is self.subscribed[-1]
        self.asked += 1
        return self.reports.pop(0) if self.reports else None


async def test_the_gap_follows_the_time_since_the_submit(harness: Make) -> None:
    b = harness()
    job = submitted(b)
    b.clock.advance(100)
    given = execution(b, RUNNING, replace(RUNNING, look_again_s=4.0), RUNNING, DONE)
    given.expected = expected = Expectation(120.0, 0.3)  # type: ignore[assignment]
    await follow(job, given.typed)
    draw = jitters()
    first = next_gap(100.0, expected, None, draw())
    draw()  # the provider's own wish comes first
    waits = [first, 4.0, next_gap(104.0 + first, expected, None, draw())]
    assert given.done.pauses == pytest.approx(waits, abs=1e-4)  # a time of day has microseconds


@pytest.mark.parametrize(("wish", "pauses"), [(0.0, []), (0.75, [0.75])])
async def test_a_provider_may_ask_for_any_wait_and_for_none(harness: Make, wish: float, pauses: list[float]) -> None:
    b = harness()
    given = execution(b, replace(RUNNING, look_again_s=wish), DONE)
    await follow(submitted(b), given.typed)
    assert (given.done.pauses, given.done.polls) == (pauses, 2)


@pytest.mark.parametrize(
    "error",
    [
        CertificateRefused(Message("http.certificate_expired", {"host": "api.acme.com"})),  # no wait mends it
        LedgerBusy(Message("ledger.unreachable")),  # of this machine: the provider was not even asked
    ],
    ids=lambda error: type(error).__name__,
)
async def test_what_is_no_passing_trouble_of_the_line_ends_the_wait_at_once(
    harness: Make, error: MediawrightError
) -> None:
    b = harness()
    job, given = submitted(b), execution(b, error, DONE)
    with pytest.raises(type(error)):
        await follow(job, given.typed)
    assert (given.done.polls, given.done.pauses, given.done.said) == (1, [], [])
    assert b.ledger.get(job.id).state is State.SUBMITTED


async def test_a_row_without_a_time_counts_from_now(harness: Make) -> None:
    b = harness()
    job = replace(submitted(b), submitted_at=None)
    b.clock.advance(100)
    given = execution(b, RUNNING, DONE)
    await follow(job, given.typed)
    assert given.done.pauses == [next_gap(0.0, None, None, jitters()())]


async def test_a_busy_service_says_how_long(harness: Make) -> None:
    b = harness()
    given = execution(b, Busy(retry_after=9.0), Busy(), DONE)
    await follow(submitted(b), given.typed)
    draw = jitters()
    draw()
    assert given.done.pauses == [9.0, after_error(2, None, draw())]


async def test_a_poll_between_two_failures_begins_the_count_anew(harness: Make) -> None:
    b = harness()
    given = execution(b, Unreachable(), RUNNING, Unreachable(), DONE)
    await follow(submitted(b), given.typed)
    assert [said.key for said in given.done.said] == ["runner.trouble"] * 2
    draw = jitters()
    waits = [after_error(1, None, draw()), next_gap(given.done.pauses[0], None, None, draw())]
    assert given.done.pauses == pytest.approx([*waits, after_error(1, None, draw())], abs=1e-4)


async def test_an_unknown_task_waits_as_after_any_failure(harness: Make) -> None:
    b = harness()
    given = execution(b, InvalidRequest(), InvalidRequest(), DONE)
    await follow(submitted(b), given.typed)
    draw = jitters()
    assert given.done.pauses == [after_error(1, None, draw()), after_error(2, None, draw())]


async def test_a_time_that_is_over_is_no_failure(harness: Make) -> None:
    b = harness()
    job = submitted(b)
    with pytest.raises(StillRunning):
        await follow(job, execution(b, StillRunning()).typed)
    assert written(b, job, "look_failed") == []


# --- which task is asked for


async def test_the_newest_task_is_polled(harness: Make) -> None:
    b = harness()
    asked: list[Task] = []
    steps = [replace(RUNNING, task=MOVED), RUNNING, DONE]
    given = execution(b)

    async def polled(ctx: object, task: Task) -> Any:
        assert ctx is given.ctx
        asked.append(task)
        return steps.pop(0)

    given.plugin.poll = polled
    job, _ = await follow(submitted(b), given.typed)
    assert asked == [TASK, MOVED, MOVED]
    assert job.task == MOVED


async def test_a_batch_tells_without_a_poll(harness: Make) -> None:
    b = harness()
    given = execution(b, DONE)
    given.batch_poller = batch = Reporting(RUNNING, DONE)  # type: ignore[attr-defined]
    row = submitted(b)
    job, _ = await follow(row, given.typed)
    assert (job.state, given.done.polls, given.done.pauses, batch.asked) == (State.SUCCEEDED, 0, [], 2)
    assert [(told.execution, told.job) for told in batch.subscribed] == [(given, row)]
    assert given.done.updates == [RUNNING, DONE]


@pytest.mark.parametrize("answer", [Stopped(), NotPossible()])
async def test_a_cancel_that_is_asked_for_in_a_wait_goes_out_before_the_next_poll(
    harness: Make, answer: Stopped | NotPossible
) -> None:
    b = harness()
    job, given = submitted(b), execution(b, RUNNING, Progress(state=State.CANCELLED))
    seen: list[tuple[Task, int]] = []
    pause = given.pause

    async def asked(row: Job, seconds: float) -> None:
        assert row.id == job.id
        b.ledger.request_cancel(job.id)
        await pause(row, seconds)

    async def cancel(ctx: object, task: Task) -> Any:
        assert ctx is given.ctx
        seen.append((task, given.done.polls))
        return answer

    given.pause, given.plugin.cancel, given.plugin.has = asked, cancel, "cancel".__eq__  # type: ignore[assignment, method-assign]
    await follow(job, given.typed)
    assert seen == [(TASK, 1)]
    verdict = {"verdict": type(answer).__name__, "stopped": isinstance(answer, Stopped)}
    assert written(b, job, "cancel_sent") == [verdict]


@pytest.mark.parametrize("hook", ["", "cancel"])
async def test_nothing_is_cancelled_that_was_not_asked_for_or_cannot_be(harness: Make, hook: str) -> None:
    b = harness()
    job, given = submitted(b), execution(b, RUNNING, DONE)
    if not hook:
        b.ledger.request_cancel(job.id)
    given.plugin.has = hook.__eq__
    await follow(job, given.typed)  # the plugin of the test has no `cancel`: a call would fail
    assert written(b, job, "cancel_sent") == []


# --- what is pushed


def pushing(b: "Harness", *streams: Any, left: float = float("inf")) -> tuple[Execution, list[tuple[object, Task]]]:
    """An execution whose provider pushes these streams one after the other, and what each was asked with."""
    given, asked = execution(b, watch=[]), list[tuple[object, Task]]()
    rest = list(streams)

    async def stream(ctx: object, task: Task) -> AsyncIterator[Progress]:
        asked.append((ctx, task))
        for item in following(rest):
            if isinstance(item, BaseException):
                raise item
            if item is None:
                await asyncio.sleep(60)
            yield item

    given.plugin.watch = stream
    given.left = lambda: left  # type: ignore[attr-defined]
    return given, asked


async def test_a_stream_that_ends_is_opened_again_for_the_newest_task(harness: Make) -> None:
    b = harness()
    given, asked = pushing(b, [replace(RUNNING, task=MOVED)], [RUNNING], [DONE])
    job, _ = await follow(submitted(b), given.typed)
    assert asked == [(given.ctx, TASK), (given.ctx, MOVED), (given.ctx, MOVED)]
    draw = jitters()
    assert given.done.pauses == [next_gap(30.0, None, None, draw()) for _ in range(2)]
    assert job.task == MOVED


async def test_a_word_between_two_breaks_begins_the_count_anew(harness: Make) -> None:
    b = harness()
    given, _ = pushing(b, [Unreachable()], [RUNNING, Unreachable()], [DONE])
    await follow(submitted(b), given.typed)
    draw = jitters()
    assert given.done.pauses == [after_error(1, None, draw()), after_error(1, None, draw())]
    assert len(given.done.said) == 2


async def test_a_stream_may_ask_for_patience(harness: Make) -> None:
    b = harness()
    given, asked = pushing(b, [replace(RUNNING, look_again_s=5.0), DONE])
    await follow(submitted(b), given.typed)
    assert (given.done.pauses, len(asked)) == ([5.0], 1)


async def test_a_cancel_reaches_what_is_pushed(harness: Make) -> None:
    b = harness()
    job, (given, _) = submitted(b), pushing(b, [RUNNING, RUNNING, Progress(state=State.CANCELLED)])
    b.ledger.request_cancel(job.id)
    cancelled: list[Task] = []

    async def cancel(ctx: object, task: Task) -> Stopped:
        cancelled.append(task)
        return Stopped()

    given.plugin.cancel, given.plugin.has = cancel, {"watch", "cancel"}.__contains__
    assert (await follow(job, given.typed))[0].state is State.CANCELLED
    assert cancelled == [TASK]


@pytest.mark.parametrize(("left", "stream"), [(0.0, [DONE]), (-1.0, [DONE]), (0.01, [None])])
async def test_a_stream_is_left_at_the_deadline(harness: Make, left: float, stream: list[Progress | None]) -> None:
    b = harness()
    job, (given, _) = submitted(b), pushing(b, stream, left=left)
    with pytest.raises(StillRunning) as raised:
        await follow(job, given.typed)
    assert raised.value.data == {"job": job.id}
    assert b.ledger.get(job.id).state is State.SUBMITTED


async def test_a_second_before_the_deadline_is_time_enough(harness: Make) -> None:
    b = harness()
    given, _ = pushing(b, [DONE], left=1.0)
    assert (await follow(submitted(b), given.typed))[0].state is State.SUCCEEDED


# --- how long it takes


class History:
    """A ledger of durations."""

    def __init__(self, alike: int, every: int) -> None:
        self.alike, self.every = [100.0] * alike, [200.0] * every
        self.asked: list[tuple[Any, bool]] = []

    def durations(self, request: Any, *, alike: bool = False) -> list[float]:
        self.asked.append((request, alike))
        return self.alike if alike else self.every


class Models:
    """A provider that knows one model."""

    def __init__(self, timing: Timing | None) -> None:
        self.timing = timing
        self.asked: list[tuple[str, Any]] = []

    def model(self, name: str, kind: Any) -> Any:
        self.asked.append((name, kind))
        return None if self.timing is None else SimpleNamespace(timing=self.timing)


TIMING = Timing(typical_low=60, typical_high=180)


@pytest.mark.parametrize(
    ("alike", "every", "timing", "median"),
    [
        (MIN_SAMPLES, 0, TIMING, 100.0),
        (MIN_SAMPLES - 1, MIN_SAMPLES, TIMING, 200.0),
        (MIN_SAMPLES - 1, 0, TIMING, Expectation.of(TIMING, []).median),  # type: ignore[union-attr]
        (0, 0, None, None),
    ],
)
async def test_like_jobs_count_first_then_all_then_the_contract(
    harness: Make, alike: int, every: int, timing: Timing | None, median: float | None
) -> None:
    b = harness()
    job = b.approved()
    job = replace(job, request=job.request.with_(provider=None))
    ledger, provider = History(alike, every), Models(timing)
    found = expectation(job, ledger, provider)  # type: ignore[arg-type]
    assert (found and found.median) == (median and pytest.approx(median))
    assert all(request == job.request.with_(provider="acme") for request, _ in ledger.asked)
    assert provider.asked == [("acme-1", job.request.operation.result)]


async def test_a_request_without_a_model_asks_for_none(harness: Make) -> None:
    b = harness()
    job = b.approved()
    provider = Models(None)
    assert expectation(replace(job, request=job.request.with_(model=None)), History(0, 0), provider) is None  # type: ignore[arg-type]
    assert provider.asked == [("", job.request.operation.result)]


async def test_a_job_without_its_task_is_no_job_to_follow(harness: Make) -> None:
    b = harness()
    with pytest.raises(AssertionError, match="a submitted row carries its task"):
        await follow(b.approved(), execution(b, DONE).typed)
