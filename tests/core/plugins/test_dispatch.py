"""The one way to a plugin: which hook is called, under which name it acts, and what becomes of whatever it raises."""

import asyncio
import types
from collections.abc import AsyncIterator
from dataclasses import replace
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
from mediawright.types.codec import plain
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


# --- what is handed over


async def done(value: Any) -> Any:
    return value


REQUEST, JOB, WINDOW = a_request(), a_job(), object()
ONE_OF_EACH: dict[str, tuple[Any, tuple[Any, ...]]] = {
    "quote": (lambda ctx, request: done((ctx, request)), (CTX, REQUEST)),
    "quota": (lambda ctx, window: done((ctx, window)), (CTX, WINDOW)),
    "submit": (lambda ctx, job: done((ctx, job)), (CTX, JOB)),
    "reconcile": (lambda ctx, job: done((ctx, job)), (CTX, JOB)),
    "poll": (lambda ctx, task: done((ctx, task)), (CTX, TASK)),
    "poll_many": (lambda ctx, tasks: done((ctx, tasks)), (CTX, [TASK])),
    "adopt": (lambda ctx, reference, model: done((ctx, reference, model)), (CTX, "https://a.example/t-1", "m")),
    "catalogue": (lambda ctx, query: done((ctx, query)), (CTX, WINDOW)),
    "history": (lambda ctx, window: done((ctx, window)), (CTX, WINDOW)),
    "subjects": (lambda ctx, action: done((ctx, action)), (CTX, WINDOW)),
    "converse": (lambda ctx, action: done((ctx, action)), (CTX, WINDOW)),
}


@pytest.mark.parametrize("hook", ONE_OF_EACH)
async def test_a_hook_gets_what_was_given_and_its_answer_is_given_back(hook: str) -> None:
    function, given = ONE_OF_EACH[hook]
    assert await getattr(plugin(**{hook: function}), hook)(*given) == given


async def test_voices_cancel_and_download_get_what_was_given() -> None:
    seen: list[object] = []

    async def download(ctx: Any, task: Any, progress: Any, sink: Any) -> None:
        seen.extend((ctx, task, progress, sink))

    asked = plugin(
        voices=lambda ctx: done((ctx,)), cancel=lambda ctx, task: done((ctx, task) == (CTX, TASK)), download=download
    )
    progress, sink = mw.Progress(state=mw.State.SUCCEEDED), cast(mw.Sink, object())
    await asked.download(CTX, TASK, progress, sink)
    assert seen == [CTX, TASK, progress, sink]
    assert cast(object, await asked.voices(CTX)) == (CTX,)
    assert await asked.cancel(CTX, TASK) == Stopped()


def test_plain_hooks_get_what_was_given() -> None:
    seen: list[object] = []
    asked = plugin(
        complete=lambda request: request.with_(prompt="filled"),
        validate=lambda request: [request],
        wire=lambda request, job_id: [request, job_id],
        simulator=lambda options: options,
        commands=lambda app, cli: seen.append((app, cli)),
        learn=lambda model: seen.append(model),
    )
    assert asked.complete(REQUEST) == REQUEST.with_(prompt="filled")
    assert cast(object, asked.validate(REQUEST)) == (REQUEST,)
    assert cast(object, asked.wire(REQUEST, "J1")) == (REQUEST, "J1")
    assert asked.simulator({"a": "b"}) == {"a": "b"}
    asked.commands("app", "cli")
    asked.learn(MODEL)
    assert seen == [("app", "cli"), MODEL]


class Keeping:
    """A context that remembers a catalogue."""

    def __init__(self, *models: mw.Model) -> None:
        self._kept = {model.name: plain(model) for model in models}

    def recall(self, key: str) -> Any:
        return self._kept if key == "catalogue" else None


OTHER = replace(MODEL, name="from-the-catalogue")


@pytest.mark.parametrize("hook", ["submit", "reconcile"])
async def test_a_model_of_the_kept_catalogue_is_known_before_it_is_paid_for(hook: str) -> None:
    learned: list[mw.Model] = []

    def known(ctx: Any, job: Any) -> Any:
        return done([model.name for model in learned])

    asked = plugin(learn=lambda model: learned.append(model), **{hook: known})
    job, ctx = a_job(a_request(model=OTHER.name)), cast(mw.Context, Keeping(OTHER))
    assert await getattr(asked, hook)(ctx, job) == [OTHER.name]
    assert asked.provider.model(OTHER.name) == OTHER
    assert await getattr(asked, hook)(ctx, job) == [OTHER.name]  # once


def test_a_model_that_nobody_kept_or_knows_how_to_learn_is_left_alone() -> None:
    ctx = cast(mw.Context, Keeping(OTHER))
    learns = plugin(learn=lambda model: None)
    for name in (None, MODEL.name, "unheard"):
        assert not learns.recall_model(ctx, name)
    assert learns.recall_model(ctx, OTHER.name)
    assert not plugin().recall_model(ctx, OTHER.name)
    assert not learns.recall_model(cast(mw.Context, Keeping()), "unheard")
