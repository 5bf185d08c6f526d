"""From results to files: what is fetched again and how often, what ends a job, and what is written beside a file."""

import json
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from tests.core.runner.execution import Execution
from tests.core.runner.scripted_provider import DONE, PROVIDER, RUNNING, TASK

from mediawright.http.errors import AddressRefused, LinkExpired, ResultCut, TooLarge, WrongContent
from mediawright.runner.deliver import RecordingSink, deliver, record_path
from mediawright.types.errors import (
    Busy,
    InvalidRequest,
    MediawrightError,
    SignInNeeded,
    TaskFailed,
    Uncertain,
    Unreachable,
)
from mediawright.types.job import Asset, Job, Progress
from mediawright.types.message import Message
from mediawright.types.money import Amount
from mediawright.types.operations import MediaKind, Operation
from mediawright.types.states import State

if TYPE_CHECKING:
    from tests.core.runner.conftest import Harness

Make = Callable[..., "Harness"]
LOCAL = replace(PROVIDER, local=True)


def succeeded(b: "Harness", **changes: Any) -> Job:
    """A job whose result the provider has."""
    job = b.approved()
    if changes:
        job = b.ledger.update(job.id, **changes)
    b.ledger.move(job.id, State.APPROVED, State.SUBMITTING)
    b.ledger.move(job.id, State.SUBMITTING, State.SUBMITTED, task=TASK, submitted_at=b.clock.now())
    return b.ledger.move(job.id, State.SUBMITTED, State.SUCCEEDED)


def asset(b: "Harness", name: str = "t-1.mp4") -> Asset:
    path = b.folder / name
    path.write_bytes(b"a film")
    return Asset(path=str(path), kind=MediaKind.VIDEO, media_type="video/mp4", size=6, sha256="0" * 64)


def record_of(file: Path) -> Any:
    return json.loads(Path(f"{file}.json").read_text("utf-8"))


def execution(b: "Harness", *downloads: Any, polls: Any = (DONE,), **more: Any) -> Execution:
    made = Execution(b, downloads=downloads, polls=polls, **more)
    made.plugin.provider = LOCAL
    return made


async def test_a_result_is_a_file_with_its_record(harness: Make) -> None:
    b = harness()
    job = succeeded(b, charged=Amount(Decimal(10), "credits"))
    given, file = execution(b, [asset(b)]), b.folder / "t-1.mp4"
    done = await deliver(job, given.typed, DONE)
    assert (done.state, [one.path for one in done.assets]) == (State.DONE, [str(file)])
    assert (given.done.polls, given.done.pauses) == (0, [])  # the verdict that brought us here is enough
    record = record_of(file)
    assert (record["job"], record["task"], record["model"]) == (job.id, TASK.id, "acme-1")
    assert (record["cost"], record["cost_is"], record["files"]) == ({"value": "10", "unit": "credits"}, "charged", 1)
    assert (record["file"]["path"], record["request"]["prompt"]) == ("t-1.mp4", "a fox")


@pytest.mark.parametrize(
    "error", [LinkExpired(), WrongContent(), AddressRefused()], ids=lambda error: type(error).__name__
)
async def test_a_link_that_leads_nowhere_is_asked_for_anew_three_times(harness: Make, error: MediawrightError) -> None:
    b = harness()
    given = execution(b, error, error, [asset(b)])
    assert (await deliver(succeeded(b), given.typed, DONE)).state is State.DONE
    assert (given.done.polls, given.done.pauses) == (2, [])


async def test_a_third_bad_link_leaves_the_job_to_be_resumed(harness: Make) -> None:
    b = harness()
    job, given = succeeded(b), execution(b, LinkExpired())
    with pytest.raises(LinkExpired):
        await deliver(job, given.typed, DONE)
    assert (b.ledger.get(job.id).state, given.done.polls) == (State.DOWNLOADING, 2)


async def test_too_large_is_not_fetched_again(harness: Make) -> None:
    b = harness()
    given = execution(b, TooLarge(), [asset(b)])
    with pytest.raises(TooLarge):
        await deliver(succeeded(b), given.typed, DONE)
    assert given.done.polls == 0


@pytest.mark.parametrize(("again", "fetches"), [(True, 3), (False, 1)])
async def test_a_result_that_stays_short_ends(harness: Make, again: bool, fetches: int) -> None:
    b = harness()
    error = ResultCut(again=again)
    given = execution(b, error)
    with pytest.raises(ResultCut):
        await deliver(succeeded(b), given.typed, DONE)
    assert len(given.done.pauses) == fetches - 1


@pytest.mark.parametrize("error", [Unreachable(), Uncertain(), Busy(retry_after=7.0)], ids=lambda error: error.code)
async def test_trouble_on_the_way_is_waited_out(harness: Make, error: MediawrightError) -> None:
    b = harness()
    given = execution(b, error, error, [asset(b)])
    assert (await deliver(succeeded(b), given.typed, DONE)).state is State.DONE
    assert (len(given.done.pauses), given.done.polls) == (2, 2)
    if isinstance(error, Busy):
        assert min(given.done.pauses) >= 7.0


@pytest.mark.parametrize(("renews", "renewals"), [(False, 1), (True, 2)])
async def test_a_sign_in_is_renewed_twice_at_most(harness: Make, renews: bool, renewals: int) -> None:
    b = harness()
    job, given = succeeded(b), execution(b, SignInNeeded(), renews=renews)
    with pytest.raises(SignInNeeded):
        await deliver(job, given.typed, DONE)
    assert given.done.renewals == renewals
    assert b.ledger.get(job.id).state is State.DOWNLOADING


async def test_a_task_that_is_not_known_three_times_is_uncertain(harness: Make) -> None:
    b = harness()
    job, given = succeeded(b), execution(b, [asset(b)], polls=[InvalidRequest(provider_code="404")])
    with pytest.raises(Uncertain):
        await deliver(job, given.typed)
    assert (given.done.polls, len(given.done.pauses), b.ledger.get(job.id).state) == (3, 2, State.DOWNLOADING)


async def test_a_success_without_a_file_is_a_failure_that_is_seen(harness: Make) -> None:
    b = harness()
    job, given = succeeded(b), execution(b, [])
    with pytest.raises(TaskFailed):
        await deliver(job, given.typed, DONE)
    row = b.ledger.get(job.id)
    assert (row.state, row.reason) == (State.FAILED, Message("runner.no_file", {"provider": LOCAL.title}))
    assert 300.0 <= sum(given.done.pauses) < 400.0


async def test_what_no_repeat_can_bring_ends_the_job(harness: Make) -> None:
    b = harness()
    job, given = (
        succeeded(b),
        execution(b, TaskFailed(Message("runner.result_gone"), provider="acme", provider_code="E7")),
    )
    with pytest.raises(TaskFailed):
        await deliver(job, given.typed, DONE)
    row = b.ledger.get(job.id)
    assert (row.state, row.reason, given.done.polls) == (State.FAILED, Message("runner.result_gone"), 0)


async def test_a_file_that_shows_later_is_fetched(harness: Make) -> None:
    b = harness()
    given = execution(b, [], [asset(b)])
    assert (await deliver(succeeded(b), given.typed, DONE)).state is State.DONE
    assert given.done.polls == 1


@pytest.mark.parametrize("state", [State.FAILED, State.CANCELLED])
async def test_a_result_that_is_gone_says_why(harness: Make, state: State) -> None:
    b = harness()
    gone = Progress(state=state, provider_code="E9")
    job, given = succeeded(b), execution(b, [asset(b)], polls=[gone])
    with pytest.raises(TaskFailed) as raised:
        await deliver(job, given.typed)
    assert (raised.value.provider_code, raised.value.message.key) == ("E9", "runner.result_gone")
    assert b.ledger.get(job.id).state is State.FAILED


async def test_a_success_that_was_said_too_early_is_polled_again(harness: Make) -> None:
    b = harness()
    given = execution(b, [asset(b)], polls=[RUNNING, DONE])
    assert (await deliver(succeeded(b), given.typed)).state is State.DONE
    assert (given.done.polls, len(given.done.pauses)) == (2, 1)


@pytest.mark.parametrize("subject", ["s-1", None])
async def test_a_subject_is_its_id_and_no_file(harness: Make, subject: str | None) -> None:
    b = harness()
    job = succeeded(b)
    request = job.request.with_(operation=Operation.CREATE_ELEMENT)
    verdict = Progress(state=State.SUCCEEDED, subject_id=subject)
    given = execution(b, [asset(b)], polls=[verdict])
    work = deliver(replace(b.ledger.move(job.id, job.state, State.DOWNLOADING), request=request), given.typed, verdict)
    if subject is None:
        with pytest.raises(TaskFailed):
            await work
        return
    done = await work
    assert (done.state, done.subject_id, done.assets) == (State.DONE, "s-1", ())


async def test_a_file_is_counted_once(harness: Make) -> None:
    b = harness()
    sink = RecordingSink(execution(b, []).make_sink(b.approved(), None))
    one = asset(b)
    for keep in (sink.fetch, sink.write, sink.take):
        assert await keep(one) is one
    assert sink.assets == [one]


def test_a_record_of_another_job_stays(harness: Make) -> None:
    b = harness()
    job, one = b.approved(), asset(b)
    first = Path(f"{one.path}.json")
    assert record_path(job, one) == first
    first.write_text(json.dumps({"job": job.id}), "utf-8")
    assert record_path(job, one) == first
    first.write_text(json.dumps({"job": "another"}), "utf-8")
    Path(f"{one.path}.1.json").write_text("not ours", "utf-8")
    assert record_path(job, one) == Path(f"{one.path}.2.json")
