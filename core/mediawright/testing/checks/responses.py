"""What the provider makes of answers that are refusals or cannot be read: the right one of the core's errors."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

from mediawright.testing.checks.scenario import POLL, SUBMIT, Scenario, named, submitted
from mediawright.testing.fault_proxy import Answer
from mediawright.testing.findings import Finding
from mediawright.testing.harness import Harness
from mediawright.types.auth import Window
from mediawright.types.errors import (
    Busy,
    InvalidRequest,
    MediawrightError,
    NotSent,
    PluginFault,
    Rejected,
    SignInNeeded,
    TaskFailed,
    Uncertain,
    Unreachable,
)
from mediawright.types.job import Task
from mediawright.types.provider import AuthKind
from mediawright.types.states import State

PAGE = b"<html><body>Bad gateway</body></html>"
#: what a submit may be answered with → what it must mean, and why; Uncertain where these are not the service's own words
ANSWERS: dict[tuple[int, bytes], tuple[tuple[type[MediawrightError], ...], str]] = {
    (401, b'{"detail": "no"}'): ((SignInNeeded, Uncertain), "the person is asked to sign in again"),
    (429, b'{"detail": "later"}'): ((Busy, Uncertain), "the core waits and tries again"),
    (400, b'{"detail": "no"}'): ((Rejected, TaskFailed, InvalidRequest, Uncertain), "a plain no: nothing was made"),
    (500, PAGE): ((Unreachable, Uncertain), "nobody knows whether a task was made"),
    (502, PAGE): ((Unreachable, Uncertain), "nobody knows whether a task was made"),
    (200, b"{"): ((Unreachable, Uncertain), "the task may exist, its id is lost"),
    (200, b"{}"): ((Unreachable, Uncertain), "the task may exist, its id is lost"),
}
#: kinds of Unreachable that say "nothing was received": after one of them a submit is sent again
SENT_AGAIN = (Busy, NotSent)


async def refusals(scenario: Scenario) -> AsyncIterator[Finding]:
    """Whatever a submit is answered with becomes one of the core's errors, and the right one."""
    harness, spending = scenario.harness, scenario.spending
    if harness.proxy is None or spending is None:
        return
    for (status, body), (wanted, meaning) in ANSWERS.items():
        if status == 401 and harness.plugin.provider.auth == (AuthKind.NONE,):
            continue
        harness.proxy.instead = lambda *call, said=(status, body): said if call == spending else None
        got = await submitted(scenario)
        harness.proxy.instead = lambda method, path: None
        again = isinstance(got, SENT_AGAIN) and Busy not in wanted
        if again or not isinstance(got, wanted) or isinstance(got, PluginFault):
            names = " or ".join(kind.__name__ for kind in wanted)
            what = f"HTTP {status} {body[:24].decode()!r} to a submit becomes {named(got)}, not {names}."
            yield Finding(what, meaning, SUBMIT)


async def broken_polls(scenario: Scenario) -> AsyncIterator[Finding]:
    """A poll that cannot be read is trouble that passes, never the end of a paid task."""
    harness = scenario.harness
    task = await submitted(scenario) if harness.proxy else None
    if harness.proxy is None or not isinstance(task, Task):
        return
    for said in ((200, b"{"), (200, b"{}"), (200, b"[]"), (500, PAGE), (503, PAGE)):
        heard: list[str] = []

        def instead(method: str, path: str, said: Any = said, heard: list[str] = heard) -> Any:
            heard.append(path)
            return said

        harness.proxy.instead = instead
        try:
            seen_poll = await harness.plugin.poll(harness.open(), task)
            ended = seen_poll.state in (State.FAILED, State.CANCELLED, State.SUCCEEDED)
            got = f"a final {seen_poll.state}" if ended else ""
        except Unreachable:
            got = ""
        except MediawrightError as error:
            got = named(error)
        finally:
            harness.proxy.instead = lambda method, path: None
        if got and heard:  # a synchronous service is not asked again
            why = "the task goes on at the provider; Unreachable makes the core look again"
            yield Finding(f"A look answered with HTTP {said[0]} {said[1][:24].decode()!r} becomes {got}.", why, POLL)


async def broken_answers(scenario: Scenario) -> AsyncIterator[Finding]:
    """Asking what is left, or after a lost submit, can meet an answer that cannot be read."""
    harness, job = scenario.harness, scenario.harness.approved(scenario.request)
    hooks: dict[str, Callable[[], Awaitable[object]]] = {
        "quota": lambda: harness.plugin.quota(harness.open(job), Window())
    }
    if harness.plugin.has("reconcile"):
        hooks["reconcile"] = lambda: harness.plugin.reconcile(harness.open(job), job)
    for name, call in hooks.items() if harness.proxy else ():
        for said in ((200, b"{"), (200, b"{}"), (200, b"[]"), (500, PAGE)):
            got = await _answered(harness, said, call)
            if isinstance(got, PluginFault):
                why = "a page of a proxy is no answer; Unreachable says so, and the core asks again"
                what = f"{name}() answered with HTTP {said[0]} {said[1][:24].decode()!r} becomes {named(got)}."
                yield Finding(what, why, f"mediawright.hookspecs.{name}")


async def _answered(harness: Harness, said: Answer, call: Callable[[], Awaitable[object]]) -> object:
    """What comes of a call when everything is answered like this."""
    assert harness.proxy is not None
    harness.proxy.instead = lambda method, path: said
    try:
        return await call()
    except MediawrightError as error:
        return error
    finally:
        harness.proxy.instead = lambda method, path: None
