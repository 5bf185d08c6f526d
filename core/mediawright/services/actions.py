"""The exact actions that go on from here: what stands in every answer's `next`."""

from collections.abc import Mapping, Sequence
from typing import Any

from mediawright.commands.action import Action
from mediawright.types.errors import ConfirmationNeeded, LocalFault, MediawrightError, StillRunning
from mediawright.types.job import Job
from mediawright.types.money import Price, Quote
from mediawright.types.provider import AuthKind, EnvSource, Provider
from mediawright.types.request import Request
from mediawright.types.states import FINAL, State

#: commands of requests that are one of several under their name
PATHS: Mapping[str, tuple[str, ...]] = {
    "audio": ("audio", "make"),
    "element": ("element", "create"),
    "edit": ("edit", "say"),
}


def action(*command: str, **values: Any) -> Action:
    """An action whose answer is for a program; a terminal shows it without `--json`."""
    return Action.of(*command, **values, json=True)


def cost_word(price: Price) -> str:
    """What `--approve-cost` takes for this price: the number, or "unknown"."""
    return "unknown" if price.amount is None else f"{price.amount.value.normalize():f}"


def confirm(quote: Quote, *, again: bool = False) -> Action:
    """The approval to exactly this price; `again`: of a deliberate second run of the same request."""
    return action("confirm", quote=quote.id, approve_cost=cost_word(quote.price), again=again or None)


def confirm_page(quote_id: str) -> Action:
    """The page of a kept quote once more; without an amount nothing is agreed to."""
    return action("confirm", quote=quote_id)


def revise(quote_or_job: str | None, **values: Any) -> Action:
    """The request of a quote or a job with these values; without any, to be changed by the flags that are added."""
    return action("revise", of=quote_or_job, **values)


def made(request: Request, **values: Any) -> Action:
    """The whole command that makes a request, with these values in place of its own."""
    from mediawright.services.revising import values_of

    command = request.operation.command
    return action(*PATHS.get(command, (command,)), **{**values_of(request), **values})


def after_result(job: Job) -> tuple[Action, ...]:
    """What a finished job can lead to: a change, another take; nothing where its request is not known."""
    if job.quote is None or not job.assets:
        return ()
    return (revise(job.id), action("again", of=job.id))


def wait(job: Job) -> Action:
    return action("jobs", "wait", job=job.id)


def after_submit(job: Job) -> tuple[Action, ...]:
    return (wait(job), show(job))


def resume(*jobs: str) -> Action:
    """Go on with these jobs; with none named, with all that are not over."""
    return action("jobs", "resume", jobs=jobs)


def show(job: Job) -> Action:
    return action("jobs", "show", job=job.id)


def again(job: Job) -> tuple[Action, ...]:
    """A new approval to the same request, where nothing came of the first one."""
    return () if job.quote is None else (confirm(job.quote).with_(again=True),)


def after_failure(job: Job, error: MediawrightError) -> tuple[Action, ...]:
    """How the job of a failed run goes on: never by sending it again unasked."""
    from mediawright.runner.reconcile import NotArrived

    if isinstance(error, (NotArrived, ConfirmationNeeded)):
        return again(job)
    if isinstance(error, LocalFault) and "task_id" in error.data:
        return (action("jobs", "adopt", task_id=error.data["task_id"], provider=job.provider),)
    if job.state is State.UNCERTAIN:
        found = error.data.get("candidates", ())
        return (*which_is_it(job, found), resume(job.id), show(job))
    return () if job.state in FINAL or isinstance(error, StillRunning) else (resume(job.id),)


def which_is_it(job: Job, candidates: Sequence[Mapping[str, Any]]) -> tuple[Action, ...]:
    """A person's word on an uncertain job: one of the provider's tasks is its own, or none is. () without candidates."""
    mine = [action("jobs", "adopt", task_id=item["id"], job=job.id) for item in candidates]
    return (*mine, action("jobs", "cancel", job=job.id)) if mine else ()


def login(provider: Provider, lang: str | None = None) -> tuple[Action, ...]:
    """The way in that the provider has: a link or a token of its own, keys from the environment or typed in, or a poll
    at what it found in its own file. `lang`: the language of the request, which the command itself does not show.
    """
    if provider.auth != (AuthKind.KEYS,):
        return (action("auth", "login", provider=provider.name, lang=lang),)
    if any(isinstance(source, EnvSource) for source in provider.credentials):
        typed = Action.of("auth", "configure", provider=provider.name)
        return (action("auth", "import", provider=provider.name, env=True, lang=lang), typed)
    return (action("auth", "status", provider=provider.name, lang=lang),)


#: what is asked of one provider at a time: hook → the command that asks
ASKED = {"quota": ("account", "quota"), "history": ("account", "history")}


def which(hook: str, providers: Sequence[Provider]) -> tuple[Action, ...]:
    """The same question put to each of the providers; () where no short command does it."""
    if hook == "auth":
        return tuple(login(provider)[0] for provider in providers)
    asked = ASKED.get(hook, ())
    return tuple(action(*asked, provider=provider.name) for provider in providers if asked)


def unfinished(jobs: Sequence[Job]) -> tuple[Action, ...]:
    """One command for all of them, or for the only one."""
    return (resume(*(job.id for job in jobs if len(jobs) == 1)),)
