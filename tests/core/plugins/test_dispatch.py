"""The one way to a plugin: which hook is called, under which name it acts, and what becomes of whatever it raises."""

import asyncio
import types
from collections.abc import AsyncIterator
from typing import Any, cast

import pluggy
import pytest
from tests.core.runner.scripted_provider import MODEL, PROVIDER, TASK

from mediawright import hookspecs
from mediawright import plugin as mw
from mediawright.plugins import dispatch
from mediawright.plugins.acting import check_may_spend
from mediawright.plugins.dispatch import Plugin
from mediawright.testing.builders import a_job, a_request
from mediawright.types.auth import AuthAction, AuthVerb
from mediawright.types.errors import MediawrightError, NotAvailable, PluginFault, Rejected, Unreachable
from mediawright.types.verdicts import NotPossible, Requested, Stopped

CTX = cast(mw.Context, object())


def plugin(trace: Any = None, redact: Any = None, **hooks: Any) -> Plugin:
    """A plugin of these functions, beside another one that must never be called."""
    manager = pluggy.PluginManager(hookspecs.PROJECT)
    manager.add_hookspecs(hookspecs)

    for name in ("other", "acme"):
        module = types.ModuleType(name)
        functions = {"describe": lambda: PROVIDER, **hooks}
        for hook, function in functions.items():
            setattr(module, hook, mw.hookimpl(function if name == "acme" else never))
        manager.register(module, name=name)
    return Plugin("acme", manager, module, trace, redact)


def never() -> Any:
    raise AssertionError("the other provider was called")


# --- which hook


async def test_only_this_provider_is_asked() -> None:
    async def poll(task: mw.Task) -> mw.Progress:
        return mw.Progress(state=mw.State.RUNNING, provider_code=task.id)

    asked = plugin(poll=poll)
    assert (await asked.poll(CTX, TASK)).provider_code == TASK.id
    assert (asked.has("poll"), asked.has("describe"), asked.has("submit")) == (True, True, False)


def test_a_provider_is_described_once() -> None:
    asked: list[str] = []

    def describe() -> mw.Provider:
        asked.append("now")
        return PROVIDER

    one = plugin(describe=describe)
    assert (one.provider, one.provider, asked) == (PROVIDER, PROVIDER, ["now"])


def test_hooks_that_are_left_out_say_nothing() -> None:
    bare, request = plugin(), a_request()
    assert bare.complete(request) is request
    assert (bare.validate(request), bare.wire(request, "J1")) == ((), ())
    bare.learn(MODEL)
    bare.commands(None, None)


async def test_a_hook_that_is_needed_and_missing_is_named() -> None:
    with pytest.raises(NotAvailable) as raised:
        await plugin().submit(CTX, a_job())
    assert raised.value.provider == "acme"
    assert raised.value.problems[0].message.values == {"plugin": "acme", "hook": "submit"}


async def test_no_price_is_no_price() -> None:
    async def quote() -> None:
        return None

    assert await plugin(quote=quote).quote(CTX, a_request()) is None


@pytest.mark.parametrize(
    ("said", "means"),
    [(True, Stopped), (False, NotPossible), (None, NotPossible), (Requested(), Requested), (Stopped(), Stopped)],
    ids=str,
)
async def test_what_a_cancel_says(said: object, means: type) -> None:
    async def cancel() -> object:
        return said

    assert type(await plugin(cancel=cancel).cancel(CTX, TASK)) is means


# --- who acts


async def test_only_a_submit_may_spend() -> None:
    async def spending() -> Any:
        check_may_spend("POST")
        return TASK

    async def reading() -> Any:
        check_may_spend("GET")
        return mw.Progress(state=mw.State.RUNNING)

    assert await plugin(submit=spending).submit(CTX, a_job()) == TASK
    assert await plugin(poll=reading).poll(CTX, TASK)
    with pytest.raises(PluginFault) as raised:
        await plugin(poll=spending).poll(CTX, TASK)
    assert raised.value.message.values == {"plugin": "acme", "hook": "poll"}
    check_may_spend("POST")  # nothing acts any more


async def test_between_two_items_of_a_stream_the_caller_acts() -> None:
    async def watch() -> AsyncIterator[mw.Progress]:
        yield mw.Progress(state=mw.State.RUNNING)
        check_may_spend("POST")

    stream = plugin(watch=watch).watch(CTX, TASK)
    assert await anext(stream)
    check_may_spend("POST")
    with pytest.raises(PluginFault):
        await anext(stream)


# --- how it ends


async def test_an_error_of_ours_passes_with_the_providers_name() -> None:
    async def submit() -> Any:
        raise Rejected(provider_code="E1")

    async def named() -> Any:
        raise Rejected(provider="elsewhere")

    with pytest.raises(Rejected) as raised:
        await plugin(submit=submit).submit(CTX, a_job())
    assert (raised.value.provider, raised.value.provider_code) == ("acme", "E1")
    with pytest.raises(Rejected) as raised:
        await plugin(submit=named).submit(CTX, a_job())
    assert raised.value.provider == "elsewhere"


async def test_anything_else_is_the_plugins_fault_without_its_secrets() -> None:
    async def poll() -> Any:
        raise KeyError("sk-canary-in-a-key")

    with pytest.raises(PluginFault) as raised:
        await plugin(redact=lambda text: text.replace("sk-canary", "***"), poll=poll).poll(CTX, TASK)
    fault = raised.value
    assert (fault.provider, fault.message.values["reason"]) == ("acme", "KeyError")
    assert isinstance(fault.__cause__, KeyError)
    assert "sk-canary" not in repr(fault.data)


async def test_known_secrets_are_hidden_in_an_error_of_ours() -> None:
    async def poll() -> Any:
        raise Rejected(provider_message="no: sk-canary")

    with pytest.raises(Rejected) as raised:
        await plugin(redact=lambda text: text.replace("sk-canary", "***"), poll=poll).poll(CTX, TASK)
    assert raised.value.provider_message == "no: ***"


async def test_a_cancelled_call_is_nobodys_fault() -> None:
    async def poll() -> Any:
        raise asyncio.CancelledError

    with pytest.raises(asyncio.CancelledError):
        await plugin(poll=poll).poll(CTX, TASK)


async def test_a_hook_that_takes_too_long_is_an_answer_that_never_came(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(dispatch.DEADLINES, "poll", 0.01)

    async def poll() -> Any:
        await asyncio.Event().wait()

    with pytest.raises(Unreachable) as raised:
        await plugin(poll=poll).poll(CTX, TASK)
    assert (raised.value.provider, raised.value.message.key) == ("acme", "plugin.deadline")


async def test_a_stream_is_closed_when_its_reader_stops() -> None:
    closed: list[str] = []

    async def auth() -> AsyncIterator[mw.AuthEvent]:
        try:
            while True:
                yield mw.AuthWaiting(wait_s=1.0)
        finally:
            closed.append("closed")

    stream = plugin(auth=auth).auth(CTX, AuthAction(verb=AuthVerb.LOGIN))
    assert await anext(stream)
    await stream.aclose()  # type: ignore[attr-defined]
    assert closed == ["closed"]


async def test_every_call_is_traced_with_its_end() -> None:
    seen: list[tuple[str, str, str | None]] = []

    async def poll() -> Any:
        return mw.Progress(state=mw.State.RUNNING)

    async def submit() -> Any:
        raise Rejected

    def wire() -> Any:
        raise ValueError

    traced = plugin(
        lambda name, hook, seconds, failure: seen.append((name, hook, failure)), poll=poll, submit=submit, wire=wire
    )
    await traced.poll(CTX, TASK)
    with pytest.raises(Rejected):
        await traced.submit(CTX, a_job())
    with pytest.raises(MediawrightError):
        traced.wire(a_request(), "J1")
    assert [one for one in seen if one[1] != "describe"] == [
        ("acme", "poll", None),
        ("acme", "submit", "rejected"),
        ("acme", "wire", "ValueError"),
    ]
