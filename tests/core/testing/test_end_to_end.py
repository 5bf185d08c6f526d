"""The end-to-end test passes a good provider and finds what a description cannot show."""

import importlib
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from itertools import count
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from mediawright import plugin as mw
from mediawright.testing.end_to_end import end_to_end, findings
from mediawright.testing.findings import review

QUEUE = Path(__file__).resolve().parents[3] / "examples" / "queue_provider" / "src"
ADDRESS = {"QUILL_QUEUE_URL": "{simulator}"}
QUICK = {"time_scale": "50"}
Breaker = Callable[..., str]


@pytest.fixture
def good() -> Iterator[Any]:
    """The hooks of the queue example."""
    sys.path.insert(0, str(QUEUE))
    yield importlib.import_module("mediawright_quill.hooks")
    sys.path.remove(str(QUEUE))


@pytest.fixture
def broken(good: ModuleType) -> Iterator[Breaker]:
    """`broken(poll=function)`: the name of a module with some hooks replaced."""
    made: list[str] = []
    numbers = count(1)

    def build(**hooks: Any) -> str:
        module = ModuleType(f"queue_broken_{next(numbers)}")
        vars(module).update({name: item for name, item in vars(good).items() if not name.startswith("__")})
        vars(module).update({name: mw.hookimpl(function) for name, function in hooks.items()})
        sys.modules[module.__name__] = module
        made.append(module.__name__)
        return module.__name__

    yield build
    for name in made:
        del sys.modules[name]


def test_a_good_provider_passes(good: ModuleType, tmp_path: Path) -> None:
    end_to_end(good.__name__, tmp_path, ADDRESS, options=QUICK)


def test_the_address_of_the_simulator_is_asked_for(good: ModuleType, tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match="No setting is given the simulator's address"):
        end_to_end(good.__name__, tmp_path, {})


@pytest.fixture
def found(broken: Breaker, tmp_path: Path) -> Callable[..., str]:
    """The review of a provider with some hooks replaced."""
    return lambda **hooks: review("it", findings(broken(**hooks), tmp_path, ADDRESS, options=QUICK))


def test_states_that_go_back(found: Callable[..., str], good: Any) -> None:
    async def poll(ctx: mw.Context, task: mw.Task) -> Any:
        seen_poll = await good.poll(ctx, task)
        back = mw.State.SUBMITTED if ctx.recall("looked") else mw.State.RUNNING
        ctx.keep("looked", 1)
        return seen_poll if seen_poll.state is mw.State.SUCCEEDED else mw.Progress(state=back)

    assert "States go back: running → submitted" in found(poll=poll)


def test_a_state_that_nobody_knows(found: Callable[..., str], good: Any) -> None:
    async def poll(ctx: mw.Context, task: mw.Task) -> Any:
        seen_poll = await good.poll(ctx, task)
        return (
            seen_poll
            if seen_poll.state is mw.State.SUCCEEDED
            else mw.Progress(state=mw.State.UNKNOWN, provider_code="IDLE")
        )

    assert "poll() does not know the state “IDLE”" in found(poll=poll)


def test_a_submit_that_repeats_itself(found: Callable[..., str], good: Any) -> None:
    async def submit(ctx: mw.Context, job: mw.Job) -> Any:
        try:
            return await good.submit(ctx, job)
        except mw.Uncertain:
            return await good.submit(ctx, job)

    assert "After a lost answer the paid call went out 2 times" in found(submit=submit)


def test_a_submit_that_pays_twice(found: Callable[..., str], good: Any) -> None:
    async def submit(ctx: mw.Context, job: mw.Job) -> Any:
        await good.submit(ctx, job)
        return await good.submit(ctx, job)

    assert "The paid call of `wire` went out 2 times for one job" in found(submit=submit)


def test_answers_that_are_misread(found: Callable[..., str], good: Any) -> None:
    async def submit(ctx: mw.Context, job: mw.Job) -> Any:
        url = f"{ctx.settings['queue']}/{job.request.model}"
        answer = await ctx.post_once(url, headers=good.API.signed(ctx), json={})
        if answer.status >= 400:
            raise mw.Rejected(provider_code=str(answer.status))
        return mw.Task(provider="quill", id=answer.json()["request_id"])

    text = found(submit=submit)
    assert """HTTP 401 '{"detail": "no"}' to a submit becomes Rejected, not SignInNeeded or Uncertain""" in text
    assert """HTTP 429 '{"detail": "later"}' to a submit becomes Rejected, not Busy or Uncertain""" in text
    assert "HTTP 500 '<html><body>Bad gateway<' to a submit becomes Rejected, not Unreachable or Uncertain" in text
    assert "HTTP 200 '{' to a submit becomes a fault of the plugin (JSONDecodeError) at test_end_to_end.py:" in text
    assert "did not finish against the simulator" in text


def test_a_no_that_is_none_would_be_sent_again(found: Callable[..., str], good: Any) -> None:
    async def submit(ctx: mw.Context, job: mw.Job) -> Any:
        try:
            return await good.submit(ctx, job)
        except mw.Uncertain as error:
            raise mw.Busy from error

    assert "HTTP 502 '<html><body>Bad gateway<' to a submit becomes Busy" in found(submit=submit)


def test_polls_that_end_a_paid_task(found: Callable[..., str], good: Any) -> None:
    async def poll(ctx: mw.Context, task: mw.Task) -> Any:
        answer = await ctx.get(ctx.settings["queue"] + task.handle["status"], headers=good.API.signed(ctx))
        if answer.status >= 500:
            return mw.Progress(state=mw.State.FAILED)
        return mw.Progress(state=good.STATES[answer.json()["status"].casefold()])

    text = found(poll=poll)
    assert "A look answered with HTTP 200 '{}' becomes a fault of the plugin (KeyError)" in text
    assert "A look answered with HTTP 503 '<html><body>Bad gateway<' becomes a final failed" in text
    assert "did not finish against the simulator: TaskFailed" in text


def test_an_answer_that_is_believed_unread(found: Callable[..., str], good: Any) -> None:
    async def quota(ctx: mw.Context) -> mw.Quota:
        return mw.Quota(
            raw=(await ctx.get(f"{ctx.settings['queue']}/me", headers=good.API.signed(ctx))).json()["credits"]
        )

    assert "quota() answered with HTTP 200 '{}' becomes a fault of the plugin (KeyError)" in found(quota=quota)


def test_a_cancel_that_stops_nothing(found: Callable[..., str]) -> None:
    async def cancel(ctx: mw.Context, task: mw.Task) -> bool:
        return True

    assert "cancel() says that it stopped the task, and it is" in found(cancel=cancel)


def test_a_list_that_says_something_else(found: Callable[..., str]) -> None:
    async def poll_many(ctx: mw.Context, tasks: Any) -> dict[str, mw.Progress]:
        return {task.id: mw.Progress(state=mw.State.RUNNING) for task in tasks}

    assert "poll_many() says something else than poll()" in found(poll_many=poll_many)


def test_a_list_that_names_nobody(found: Callable[..., str]) -> None:
    async def poll_many(ctx: mw.Context, tasks: Any) -> dict[str, mw.Progress]:
        return {}

    assert "poll_many() leaves out the newest task" in found(poll_many=poll_many)


def test_a_secret_that_is_kept_in_the_open(found: Callable[..., str], good: Any) -> None:
    async def quota(ctx: mw.Context) -> mw.Quota:
        ctx.keep("who", good.API.signed(ctx))
        raise ZeroDivisionError

    text = found(quota=quota)
    assert "The secret in QUILL_KEY was written down" in text
    assert "quota() raises a fault of the plugin (ZeroDivisionError)" in text


def test_a_sign_in_that_is_not_what_it_says(found: Callable[..., str]) -> None:
    async def auth(ctx: mw.Context, action: mw.AuthAction) -> AsyncIterator[mw.AuthEvent]:
        await ctx.get(f"{ctx.settings['queue']}/me")
        yield mw.AuthDone(
            status=mw.AuthStatus(signed_in="QUILL_KEY" not in str(ctx.credential and ctx.credential.source))
        )

    text = found(auth=auth)
    assert "auth(STATUS) asks the network" in text
    assert "A planted sign-in is not found" in text
    assert "Without any key auth(STATUS) says that somebody is signed in" in text


def test_a_poll_that_spends(found: Callable[..., str], good: Any) -> None:
    async def quota(ctx: mw.Context, window: mw.Window) -> Any:
        await ctx.post_once(f"{ctx.settings['queue']}/model", headers=good.API.signed(ctx), json={})
        return await good.quota(ctx, window)

    assert "quota() raises a fault of the plugin (plugin.may_not_spend" in found(quota=quota)
