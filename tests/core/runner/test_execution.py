"""What every step of a job has at hand: how long it may wait, and a sign-in that is renewed without a person."""

import asyncio
from collections.abc import AsyncIterator
from types import SimpleNamespace
from typing import Any

import pytest

from mediawright.runner import execution
from mediawright.runner.execution import JobExecution, still_running
from mediawright.testing.builders import a_job
from mediawright.testing.fakes import FakeClock
from mediawright.types.auth import AuthAction, AuthDone, AuthEvent, AuthLink, AuthStatus, AuthVerb, AuthWaiting
from mediawright.types.errors import StillRunning, Unreachable
from mediawright.types.message import Message

IN, OUT = (AuthDone(status=AuthStatus(signed_in=signed_in)) for signed_in in (True, False))
LINK = AuthLink(verification_uri="https://example.com/device")
CONTEXT: Any = SimpleNamespace(name="the job's own context")


def working(clock: FakeClock, *events: AuthEvent | Exception, left: float | None = None) -> JobExecution:
    """An execution whose provider answers a renewal with these events; `left`: seconds before the deadline."""

    async def auth(ctx: object, action: AuthAction) -> AsyncIterator[AuthEvent]:
        assert (ctx, action) == (CONTEXT, AuthAction(verb=AuthVerb.RENEW))
        for event in events:
            if isinstance(event, Exception):
                raise event
            yield event

    unused: Any = None
    return JobExecution(
        ledger=unused,
        plugin=SimpleNamespace(auth=auth),  # type: ignore[arg-type]
        ctx=CONTEXT,
        open=unused,
        lease=unused,
        clock=clock,
        observer=unused,
        make_sink=unused,
        batch_poller=unused,
        deadline=None if left is None else clock.monotonic() + left,
    )


# --- a sign-in that ran out


@pytest.mark.parametrize(
    ("events", "renewed", "slept"),
    [
        ([IN], True, []),
        ([OUT], False, []),
        ([AuthWaiting(wait_s=2.0), AuthWaiting(wait_s=3.0), IN], True, [2.0, 3.0]),
        ([LINK, IN], False, []),  # a link needs a person
        ([AuthWaiting(wait_s=2.0), LINK, IN], False, [2.0]),
        ([Unreachable()], False, []),
        ([AuthWaiting(wait_s=2.0)], False, [2.0]),
        ([], False, []),
    ],
)
async def test_a_sign_in_is_renewed_only_where_the_provider_says_so(
    events: list[AuthEvent | Exception], renewed: bool, slept: list[float]
) -> None:
    clock = FakeClock()
    assert await working(clock, *events).renew() is renewed
    assert clock.slept == slept


# --- time


async def test_without_a_deadline_there_is_always_time() -> None:
    clock = FakeClock()
    given = working(clock)
    assert given.left() == float("inf")
    await given.pause(a_job(), 10_000.0)
    assert clock.slept == [10_000.0]


@pytest.mark.parametrize(
    ("left", "seconds", "slept"),
    [(5.0, 2.0, [2.0]), (0.5, 0.25, [0.25]), (5.0, 5.0, [5.0]), (5.0, 9.0, [5.0]), (0.0, 2.0, []), (-1.0, 2.0, [])],
)
async def test_a_wait_ends_at_the_deadline(left: float, seconds: float, slept: list[float]) -> None:
    clock, job = FakeClock(), a_job()
    given = working(clock, left=left)
    assert given.left() == left
    if seconds < left:
        await given.pause(job, seconds)
    else:
        with pytest.raises(StillRunning) as raised:
            await given.pause(job, seconds)
        assert raised.value.data == {"job": job.id}
    assert clock.slept == slept


async def test_work_within_its_time_is_done() -> None:
    async def work() -> str:
        await asyncio.sleep(0)
        return "done"

    assert await working(FakeClock()).within(a_job(), work()) == "done"
    assert await working(FakeClock(), left=-100.0).within(a_job(), work()) == "done"  # one poll is always granted


@pytest.mark.parametrize(("left", "granted"), [(0.02, 0.0), (-100.0, 0.02)])
async def test_work_without_an_end_is_cut_off(left: float, granted: float, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(execution, "ONE_POLL_S", granted)
    job = a_job()
    with pytest.raises(StillRunning) as raised:
        await asyncio.wait_for(working(FakeClock(), left=left).within(job, asyncio.Event().wait()), 30)
    assert raised.value.data == {"job": job.id}


def test_a_job_that_runs_on_says_which() -> None:
    job = a_job()
    error = still_running(job)
    assert (error.message, error.provider, error.data) == (
        Message("error.still_running", {"job": job.id}),
        job.provider,
        {"job": job.id},
    )
