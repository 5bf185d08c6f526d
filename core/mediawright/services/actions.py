"""The exact commands that go on from here: what stands in every answer's `next`."""

import shlex
from collections.abc import Mapping, Sequence
from typing import Any

from mediawright.types.errors import ConfirmationNeeded, LocalFault, MediawrightError, StillRunning
from mediawright.types.job import Job
from mediawright.types.money import Price, Quote
from mediawright.types.provider import AuthKind, EnvSource, Provider
from mediawright.types.states import FINAL, State

PROGRAM = "mediawright"


def spell(*words: str) -> str:
    """One command line, quoted for a shell."""
    return shlex.join((PROGRAM, *words))


def cost_word(price: Price) -> str:
    """What `--approve-cost` takes for this price: the number, or "unknown"."""
    return "unknown" if price.amount is None else f"{price.amount.value.normalize():f}"


def confirm(quote: Quote) -> str:
    return spell("confirm", quote.id, "--approve-cost", cost_word(quote.price), "--json")


def wait(job: Job) -> str:
    return spell("jobs", "wait", job.id, "--json")


def after_submit(job: Job) -> tuple[str, ...]:
    return (wait(job), spell("jobs", "show", job.id, "--json"))


def resume(job: Job) -> str:
    return spell("jobs", "resume", job.id, "--json")


def show(job: Job) -> str:
    return spell("jobs", "show", job.id, "--json")


def again(job: Job) -> tuple[str, ...]:
    """A new approval to the same request, where nothing came of the first one."""
    if job.quote is None:
        return ()
    return (spell("confirm", job.quote.id, "--approve-cost", cost_word(job.quote.price), "--again", "--json"),)


def after_failure(job: Job, error: MediawrightError) -> tuple[str, ...]:
    """How the job of a failed run goes on: never by sending it again unasked."""
    from mediawright.runner.reconcile import NotArrived

    if isinstance(error, (NotArrived, ConfirmationNeeded)):
        return again(job)
    if isinstance(error, LocalFault) and "task_id" in error.data:
        return (spell("jobs", "adopt", str(error.data["task_id"]), "--provider", job.provider, "--json"),)
    if job.state is State.UNCERTAIN:
        found = error.data.get("candidates", ())
        return (*which_is_it(job, found), resume(job), show(job))
    return () if job.state in FINAL or isinstance(error, StillRunning) else (resume(job),)


def which_is_it(job: Job, candidates: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    """A person's word on an uncertain job: one of the provider's tasks is its own, or none is. () without candidates."""
    mine = [spell("jobs", "adopt", str(item["id"]), "--job", job.id, "--json") for item in candidates]
    return (*mine, spell("jobs", "cancel", job.id, "--json")) if mine else ()


def login(provider: Provider, lang: str | None = None) -> tuple[str, ...]:
    """The way in that the provider has: a link or a token of its own, keys from the environment or typed in, or a poll
    at what it found in its own file. `lang`: the language of the request, which the command itself does not show.
    """
    speaking = ("--lang", lang) if lang else ()
    if provider.auth != (AuthKind.KEYS,):
        return (spell("auth", "login", provider.name, *speaking, "--json"),)
    if any(isinstance(source, EnvSource) for source in provider.credentials):
        typed = spell("auth", "configure", provider.name)
        return (spell("auth", "import", provider.name, "--env", *speaking, "--json"), typed)
    return (spell("auth", "status", provider.name, *speaking, "--json"),)


#: what is asked of one provider at a time: hook → the command that asks
ASKED = {"quota": ("account", "quota"), "history": ("account", "history")}


def which(hook: str, providers: Sequence[Provider]) -> tuple[str, ...]:
    """The same question put to each of the providers; () where no short command does it."""
    if hook == "auth":
        return tuple(login(provider)[0] for provider in providers)
    asked = ASKED.get(hook, ())
    return tuple(spell(*asked, "--provider", provider.name, "--json") for provider in providers if asked)


def unfinished(jobs: Sequence[Job]) -> tuple[str, ...]:
    """One command for all of them, or for the only one."""
    return (spell("jobs", "resume", *([jobs[0].id] if len(jobs) == 1 else []), "--json"),)
