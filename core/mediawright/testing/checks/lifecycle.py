"""What the provider does with its simulator: signs in, finishes, loses no answer, maps refusals, cancels, keeps secrets."""

from collections.abc import AsyncIterator
from contextlib import suppress

from mediawright.testing.checks.beside import catalogues, final_answers, noted_cancels, past_work, somebody_elses
from mediawright.testing.checks.journeys import broken_uploads, every_capability, fewer_results
from mediawright.testing.checks.responses import broken_answers, broken_polls, refusals
from mediawright.testing.checks.scenario import MANY, PACE_WAIT, POLL, SUBMIT, Scenario, ScenarioCheck, named, submitted
from mediawright.testing.findings import Finding
from mediawright.testing.harness import Harness, RecordingObserver
from mediawright.types.auth import AuthAction, AuthDone, AuthEvent, AuthVerb, Window
from mediawright.types.errors import (
    MediawrightError,
    NotFound,
    SignInNeeded,
    Unreachable,
)
from mediawright.types.job import Job, Task
from mediawright.types.states import State
from mediawright.types.verdicts import Cancelled, Stopped

#: how far a state is; the same or further with every poll
STEP = {State.SUBMITTED: 0, State.RUNNING: 1, State.SUCCEEDED: 2, State.FAILED: 2, State.CANCELLED: 2}


async def signing_in(scenario: Scenario) -> AsyncIterator[Finding]:
    """The status of the sign-in is told without network, and the last word of it is `AuthDone`."""
    where, harness = "mediawright.hookspecs.auth", scenario.harness
    before = len(harness.proxy.calls) if harness.proxy else 0
    events = await _acted(harness, AuthVerb.STATUS)
    if not events or not isinstance(events[-1], AuthDone):
        yield Finding("auth(STATUS) does not end with AuthDone.", "nobody would know who is signed in", where)
        return
    if harness.proxy and len(harness.proxy.calls) > before:
        yield Finding("auth(STATUS) asks the network.", "it is shown in lists, offline too", where)
    if scenario.secrets and not events[-1].status.signed_in:
        why = "the keys that `credentials` describes are there, but auth(STATUS) says that nobody is signed in"
        yield Finding("A planted sign-in is not found.", why, where)


async def signed_out(scenario: Scenario) -> AsyncIterator[Finding]:
    """Signed out means signed out, and the next submit asks for a sign-in before it sends anything."""
    harness, where = scenario.harness, "mediawright.hookspecs.auth"
    events = await _acted(harness, AuthVerb.STATUS)
    if events and isinstance(events[-1], AuthDone) and events[-1].status.signed_in:
        yield Finding(
            "Without any key auth(STATUS) says that somebody is signed in.", "the next paid call fails", where
        )
    before = scenario.spent()
    try:
        await harness.plugin.submit(harness.open(), harness.approved(scenario.request))
        yield Finding("submit() works without a sign-in.", "then `auth` should be AuthKind.NONE", where)
    except SignInNeeded:
        pass
    except MediawrightError as error:
        yield Finding(
            f"submit() without a sign-in raises {named(error)}.", "SignInNeeded tells what to do next", SUBMIT
        )
    if scenario.spent() > before:
        yield Finding("Without a sign-in the paid call goes out all the same.", "it cannot succeed", SUBMIT)


async def _acted(harness: Harness, verb: AuthVerb) -> list[AuthEvent]:
    return [event async for event in harness.plugin.auth(harness.open(), AuthAction(verb=verb))]


async def finishing(scenario: Scenario) -> AsyncIterator[Finding]:
    """An ordinary request ends as files on disk, is paid once, and its states only move forward."""
    harness, polls, before = scenario.harness, RecordingObserver(), scenario.spent()
    job = harness.approved(scenario.request)
    try:
        job = await harness.runner.run(job, timeout=PACE_WAIT, observer=polls)
    except MediawrightError as error:
        said = " → ".join(seen_poll.state for seen_poll in polls.seen) or "nothing"
        what = f"{scenario.request.operation} did not finish against the simulator: {named(error)} (states: {said})."
        yield Finding(what, "this is the journey of every request", "docs/tutorials/write-a-provider.md")
        return
    for word in sorted(
        {seen_poll.provider_code or "?" for seen_poll in polls.seen if seen_poll.state is State.UNKNOWN}
    ):
        yield Finding(f"poll() does not know the state “{word}”.", "an unknown state never ends a wait", POLL)
    steps = [STEP[seen_poll.state] for seen_poll in polls.seen if seen_poll.state in STEP]
    if steps != sorted(steps):
        said = " → ".join(seen_poll.state for seen_poll in polls.seen)
        yield Finding(f"States go back: {said}.", "people and budgets follow them forward only", POLL)
    if scenario.spending and scenario.spent() - before != 1:
        times = scenario.spent() - before
        yield Finding(f"The paid call of `wire` went out {times} times for one job.", "it must be exactly once", SUBMIT)
    async for finding in _afterwards(harness, job):
        yield finding


async def _afterwards(harness: Harness, job: Job) -> AsyncIterator[Finding]:
    if job.task is None or harness.plugin.provider.local:  # a file of this machine was handed over
        return
    asked = len(harness.proxy.handled) if harness.proxy else 0
    try:
        state = (await harness.plugin.poll(harness.open(job), job.task)).state
    except NotFound:
        if harness.proxy and len(harness.proxy.handled) == asked:
            return  # the create's answer was the result: it was kept with the job, and went with it
        raise
    if state is not State.SUCCEEDED:
        yield Finding("After the end poll() says something else.", "a look may be repeated at will", POLL)
    if not harness.plugin.has("poll_many"):
        return
    found = await harness.plugin.poll_many(harness.open(job), [job.task])
    if job.task.id not in found:
        yield Finding("poll_many() leaves out the newest task.", "a list that names nobody is worth nothing", MANY)
    elif found[job.task.id].state is not State.SUCCEEDED:
        yield Finding("poll_many() says something else than poll().", "a crowd is told by it alone", MANY)


async def losing_an_answer(scenario: Scenario) -> AsyncIterator[Finding]:
    """A submit whose answer is lost is never sent again; with a client id it is found."""
    harness, spending = scenario.harness, scenario.spending
    if harness.proxy is None or spending is None:
        return
    job, before = harness.approved(scenario.request), scenario.spent()
    harness.proxy.lose = lambda *call: call == spending
    failure: MediawrightError | None = None
    try:
        job = await harness.runner.run(job, timeout=PACE_WAIT)
    except MediawrightError as error:
        failure = error
    finally:
        harness.proxy.lose = lambda method, path: False
    if (times := scenario.spent() - before) > 1:
        yield Finding(f"After a lost answer the paid call went out {times} times.", "the person pays twice", SUBMIT)
    state = harness.ledger.get(job.id).state
    if harness.plugin.provider.client_id and state is not State.DONE:
        why = "`client_id` promises that a lost answer can be looked up by the job's id"
        what = f"A lost submit was not found again (the job is {state}, {named(failure)})."
        yield Finding(what, why, "mediawright.hookspecs.reconcile")
    elif state not in (State.DONE, State.UNCERTAIN):
        why = "the task may exist and cost; only `reconcile` may say that it surely does not"
        yield Finding(f"After a lost answer the job is {state} ({named(failure)}).", why, SUBMIT)


async def cancelling(scenario: Scenario) -> AsyncIterator[Finding]:
    """What `cancel` says that it stopped is stopped."""
    harness, where = scenario.harness, "mediawright.hookspecs.cancel"
    task = await submitted(scenario) if harness.plugin.has("cancel") else None
    if not isinstance(task, Task):
        return
    if not isinstance(await _cancelled(harness, task), Stopped):
        return
    for _ in range(20):
        state = (await harness.plugin.poll(harness.open(), task)).state
        if state in (State.CANCELLED, State.FAILED):
            return
    yield Finding(f"cancel() says that it stopped the task, and it is {state}.", "the person was told so", where)


async def _cancelled(harness: Harness, task: Task) -> Cancelled:
    """The answer to a cancel. It goes out once, so a connection that broke on the way is no fault: it is asked again."""
    for _ in range(2):
        with suppress(Unreachable):
            return await harness.plugin.cancel(harness.open(), task)
    return await harness.plugin.cancel(harness.open(), task)


async def asking(scenario: Scenario) -> AsyncIterator[Finding]:
    """What is left can be asked for, and a price where `quote` is there."""
    harness = scenario.harness
    try:
        await harness.plugin.quota(harness.open(), Window())
    except MediawrightError as error:
        yield Finding(
            f"quota() raises {named(error)} against the simulator.", "it is free", "mediawright.hookspecs.quota"
        )
    if harness.plugin.has("quote"):
        with suppress(Unreachable):
            price = await harness.plugin.quote(harness.open(), scenario.request)
            if price is not None and not price.source and price.amount is not None:
                yield Finding(
                    "quote() gives a price without a source.", "it is shown with one", "mediawright.plugin.Price"
                )


async def secrets_kept(scenario: Scenario) -> AsyncIterator[Finding]:
    """No planted secret is in anything that was written: ledger, records, work folders, the debug log."""
    texts = scenario.harness.texts()
    for name, value in scenario.secrets.items():
        if any(value.encode() in text for text in texts):
            why = "what is written is kept, sent to friends who help, and shown to agents"
            yield Finding(f"The secret in {name} was written down.", why, "docs/explanation/money-and-safety.md")


#: in this order: secrets last, when everything has happened
SIGNED_IN: tuple[ScenarioCheck, ...] = (
    *(signing_in, asking, finishing, losing_an_answer, refusals, broken_polls, broken_answers, cancelling),
    *(every_capability, broken_uploads, fewer_results, past_work, somebody_elses, catalogues, noted_cancels),
    *(final_answers, secrets_kept),
)
