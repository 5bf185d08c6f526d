"""Quill's hooks: every line is a call or a map. Submit gives a status address; the status leads to the result."""

from collections.abc import AsyncIterator, Sequence
from typing import Any

from mediawright import plugin as mw

from mediawright_quill import wire as quill
from mediawright_quill.about import QUILL


@mw.hookimpl
def describe() -> mw.Provider:
    return QUILL


@mw.hookimpl
async def auth(ctx: mw.Context, action: mw.AuthAction) -> AsyncIterator[mw.AuthEvent]:
    """A key from the environment or one that was brought; quill has no sign-in page that hands one out."""
    if action.verb is mw.AuthVerb.IMPORT and "api_key" in action.values:
        ctx.save_credential({"api_key": action.values["api_key"]})
    elif action.verb is mw.AuthVerb.LOGOUT:
        ctx.forget_credential()
    found = ctx.credential
    if found is None and action.verb not in (mw.AuthVerb.STATUS, mw.AuthVerb.LOGOUT):
        raise mw.SignInNeeded(quill.say("key_needed"))
    yield mw.AuthDone(status=mw.AuthStatus(signed_in=found is not None, source=found.source if found else None))


@mw.hookimpl
async def quota() -> mw.Quota:
    return mw.Quota(note=quill.say("quota"))


@mw.hookimpl
def wire(request: mw.Request, job_id: str) -> Sequence[mw.WireCall]:
    url = f"https://queue.quill.example/{request.model}"
    return [mw.WireCall(method="POST", url=url, headers={"authorization": "Key ***"}, json=quill.body(request))]


@mw.hookimpl
async def submit(ctx: mw.Context, job: mw.Job) -> mw.Task:
    url = f"{ctx.settings['queue']}/{job.request.model}"
    answer = await ctx.post_once(url, headers=key(ctx), json=quill.body(job.request))
    return quill.task(answer)


@mw.hookimpl
async def poll(ctx: mw.Context, task: mw.Task) -> mw.Progress:
    answer = await fetch(ctx, task, "status")
    if answer.status == 404:
        return quill.result(task, answer)
    quill.refuse(answer)
    word = quill.read(answer, "status")
    state = quill.STATES.get(word, mw.State.UNKNOWN)
    if state is mw.State.SUCCEEDED:
        return quill.result(task, await fetch(ctx, task, "response"))
    return mw.Progress(state=state, provider_code=word)


@mw.hookimpl
async def download(task: mw.Task, progress: mw.Progress, sink: mw.Sink) -> None:
    await mw.fetch_outputs(task, progress, sink)


@mw.hookimpl
async def cancel(ctx: mw.Context, task: mw.Task) -> mw.Cancelled:
    """Quill takes note with a 202 and may finish all the same: only a 200 means that it has stopped."""
    answer = await ctx.post(ctx.settings["queue"] + task.handle["cancel"], method="PUT", headers=key(ctx))
    return mw.Stopped() if answer.status == 200 else mw.Requested() if answer.status < 300 else mw.NotPossible()


@mw.hookimpl
def simulator(options: dict[str, str]) -> Any:
    from mediawright_quill.simulator import create_app

    return create_app(options)


def key(ctx: mw.Context) -> dict[str, str]:
    if ctx.credential is None:
        raise mw.SignInNeeded(quill.say("key_needed"))
    return {"authorization": f"Key {ctx.credential.values['api_key']}"}


async def fetch(ctx: mw.Context, task: mw.Task, name: str) -> mw.Answer:
    return await ctx.get(ctx.settings["queue"] + task.handle[name], headers=key(ctx))
