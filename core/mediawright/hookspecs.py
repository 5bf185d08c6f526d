"""The provider contract, in call order. Everything a plugin may implement is in this file.

Three colours, stated per hook and checked when a plugin is loaded: **plain** (a function), **coroutine** (`async def`),
**stream** (an async generator). The core calls one provider's hook at a time and only through `plugins.dispatch`, which
sets the deadline and turns a stray exception into one of ours that names the plugin. An implementation names only the
arguments it uses, without defaults; it opens no client, file or database, starts no program, reads no environment, prints
and prompts nothing: all of that comes through `ctx`. The core waits between polls and repeats them; within one hook an
implementation waits only with `ctx.clock`, where the provider's contract asks for it.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pluggy

if TYPE_CHECKING:
    from mediawright.context.protocol import Context, Sink
    from mediawright.types.auth import AuthAction, AuthEvent, HistoryItem, Quota, Window
    from mediawright.types.job import Job, Progress, Task
    from mediawright.types.message import Problem
    from mediawright.types.money import Price
    from mediawright.types.provider import Model, Provider, Voice
    from mediawright.types.request import Request
    from mediawright.types.verdicts import (
        Cancelled,
        CataloguePage,
        CatalogueQuery,
        Reconciled,
        SubjectAction,
        Subjects,
        TalkAction,
        TalkAnswer,
        WireCall,
    )

PROJECT = "mediawright"
hookspec = pluggy.HookspecMarker(PROJECT)
hookimpl = pluggy.HookimplMarker(PROJECT)

REQUIRED = ("describe", "auth", "quota", "submit", "poll", "download")
PLAIN = frozenset({"describe", "complete", "validate", "wire", "learn", "commands", "simulator"})
STREAM = frozenset({"auth", "watch"})


# mypy: disable-error-code="empty-body"


# --- what it is ------------------------------------------------------------------------------------------------------


@hookspec
def describe() -> Provider:
    """The provider as data. Plain; called once per process; instant: no network, no environment, no heavy import."""


# --- before anything is sent -----------------------------------------------------------------------------------------


@hookspec
def complete(request: Request) -> Request:
    """Fill in defaults that depend on more than one field, e.g. the model from the inputs or the duration from the
    shots. Plain and pure; called on the request as it was said, before the core picks a model and
    fills `Capability.defaults`; changes no field that was said; calling it twice changes nothing. Never raises. Optional."""


@hookspec
def validate(request: Request) -> Sequence[Problem]:
    """Cross-field rules beyond what `describe()` says. Plain and pure; called before every quote and again before a
    submit, on the request with its defaults filled and its local inputs measured. Returns problems; never raises."""


@hookspec
def wire(request: Request, job_id: str) -> Sequence[WireCall]:
    """The exact submit as the provider would see it, for `--dry-run`. Plain and pure; `submit` must send the same.
    Secrets masked, local files as {"$file": name}."""


@hookspec
async def quote(ctx: Context, request: Request) -> Price | None:
    """A price where the tables of `describe()` cannot give one; None: they give it. Coroutine; reads only. May raise
    Unreachable. Asked first wherever a price is shown, so the page, the dry run and the other models agree."""


@hookspec
async def catalogue(ctx: Context, query: CatalogueQuery) -> CataloguePage:
    """Models found at run time, beyond those of `describe()`. Coroutine; reads only; optional. Raises Unreachable.

    The core keeps what is found and uses it without a network until it is asked to look again (`models --refresh`). A model
    found here is used only where a person names it; free words and other models of a page never lead to one."""


@hookspec
def learn(model: Model) -> None:
    """A model of the kept catalogue is about to be used in this process: remember what `validate`, `wire` and `submit` need
    of it (`Model.data`). Plain; called before them. Needed beside `catalogue`."""


# --- who asks, and what is left --------------------------------------------------------------------------------------


@hookspec
async def auth(ctx: Context, action: AuthAction) -> AsyncIterator[AuthEvent]:
    """Sign-in. Stream: `AuthLink` when there is a link to show, `AuthWaiting` where the core is to sleep before the next
    step, `AuthDone` last. STATUS needs no network. Raises SignInNeeded, Rejected, Unreachable. Killed in mid-login, the
    next LOGIN resumes what was kept with `ctx.keep`."""
    yield  # type: ignore[misc]


@hookspec
async def quota(ctx: Context, window: Window) -> Quota:
    """What is left and what was used. Coroutine; free; reads only. Raises SignInNeeded, Unreachable."""


# --- the one that spends ---------------------------------------------------------------------------------------------


@hookspec
async def submit(ctx: Context, job: Job) -> Task:
    """Start it, once, and return the provider's task id. Coroutine; called only by the runner with an approval on disk.

    Uploads of inputs happen here, before the one spending call, which goes out by `ctx.post_once` or `ctx.stream`.
    Send `job.id` as the client id where the provider takes one. Raise Rejected (or a sibling: OutOfCredits,
    SignInNeeded, InvalidRequest, Busy) only on a plain refusal that made no task; Uncertain when nobody can know:
    `mediawright.plugin.judge_submit` draws the line.
    """


@hookspec
async def reconcile(ctx: Context, job: Job) -> Reconciled:
    """What became of a submit whose answer was lost: Found, NotAccepted or CannotTell. Coroutine; free; reads only.
    Return `CannotTell` if the task is absent from the provider's history, unless the provider documents that its history
    is complete."""


# --- looking -------------------------------------------------------------------------------------------------------------


@hookspec
async def poll(ctx: Context, task: Task) -> Progress:
    """Fetch the task's state once. Coroutine; free; idempotent. A failed task is a `Progress` with FAILED, never an
    exception; map undocumented provider states to `State.UNKNOWN`. Raises Unreachable, SignInNeeded."""


@hookspec
async def poll_many(ctx: Context, tasks: Sequence[Task]) -> Mapping[str, Progress]:
    """One poll of many tasks, by task id, where the provider has a list of them. Coroutine; free; optional.

    Called instead of `poll` when a batch of jobs waits; says of each what `poll` would say. A task that is left out is
    polled alone, so it may stop early rather than turn many pages. Raises like `poll`."""


@hookspec
async def watch(ctx: Context, task: Task) -> AsyncIterator[Progress]:
    """States as the provider pushes them, until the first final one. Stream; optional, the default polls. `look_again_s`
    on a yielded state makes the core sleep before it takes the next. Must be restartable after the process is killed."""
    yield  # type: ignore[misc]


@hookspec
async def download(ctx: Context, task: Task, progress: Progress, sink: Sink) -> None:
    """Bring every output of a succeeded `progress` into the sink. Coroutine; may be repeated. Most providers call
    `mediawright.plugin.fetch_outputs`. TaskFailed where no repeat will bring it: the job ends with that."""


@hookspec
async def cancel(ctx: Context, task: Task) -> Cancelled:
    """Stop a task. Coroutine; optional. Stopped where the provider says that it ended, Requested where it only took note
    (the job goes on being followed: it may finish and cost), NotPossible where it goes on. Raises Unreachable."""


@hookspec
async def adopt(ctx: Context, reference: str, model: str | None) -> Task:
    """The task that a person means by what they pasted: an id, or a link with one in it; made with this provider elsewhere.
    Coroutine; reads only; optional (without it the id stands for the task). `model` where the person named one. Raises
    NotFound, SignInNeeded, Unreachable."""


# --- beside the jobs -------------------------------------------------------------------------------------------------


@hookspec
async def history(ctx: Context, window: Window) -> Sequence[HistoryItem]:
    """Past work, newest first. Coroutine; free. Optional."""


@hookspec
async def voices(ctx: Context) -> Sequence[Voice]:
    """Everybody whom this account can let speak, the person's own voices among them. Coroutine; free. Optional, without it
    there are those of `describe()`. Raises SignInNeeded, Unreachable."""


@hookspec
async def subjects(ctx: Context, action: SubjectAction) -> Subjects:
    """Reusable subjects: query, list, presets, delete (creating one is a job). Coroutine; free. Optional."""


@hookspec
async def converse(ctx: Context, action: TalkAction) -> TalkAnswer:
    """The free side of a talking edit session: open, use, list, close, upload, timeline. Coroutine. What is said into
    the session is a job with operation chat_edit, what leaves it a job with operation export. Optional."""


# --- extras ----------------------------------------------------------------------------------------------------------


@hookspec
def commands(app: Any, cli: Any) -> None:
    """Extra CLI commands of this provider, added to a typer app that appears under the provider's name. Plain.

    `cli` is the shared way through: `cli.request(quote_or_job_id)` gives that request, `cli.run(request)` runs one
    with the usual gate, progress and answer (and exits)."""


@hookspec
def simulator(options: dict[str, str]) -> Any:
    """The provider as an ASGI app for `mediawright simulate NAME`, with switchable faults. Plain; heavy imports inside.
    Raises InvalidRequest for an option that does not exist: `mediawright.plugin.switches` reads them."""
