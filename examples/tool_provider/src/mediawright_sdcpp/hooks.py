"""The tool's hooks: a submit writes down the command line, watching runs it, the file is handed over."""

from collections.abc import AsyncIterator, Sequence

from mediawright import plugin as mw

from mediawright_sdcpp.about import SDCPP, SIZES, TOOL

DRAFT, PICTURE = "draft.png", "picture.png"
LONGEST_S = 3600.0


def say(key: str) -> mw.Message:
    return mw.Message(f"sdcpp.{key}", domain="sdcpp")


@mw.hookimpl
def describe() -> mw.Provider:
    return SDCPP


@mw.hookimpl
def wire(request: mw.Request, job_id: str) -> Sequence[mw.WireCall]:
    return [mw.WireCall(method="RUN", url=f"local:{TOOL}", json={"arguments": arguments(request)})]


@mw.hookimpl
async def auth(action: mw.AuthAction) -> AsyncIterator[mw.AuthEvent]:
    yield mw.AuthDone(status=mw.AuthStatus(signed_in=True, source="local"))


@mw.hookimpl
async def quota() -> mw.Quota:
    return mw.Quota(note=say("free"))


@mw.hookimpl
async def submit(ctx: mw.Context, job: mw.Job) -> mw.Task:
    """Nothing is started yet: what is missing on this machine is told now, not in the middle of a wait."""
    if not ctx.settings["model"]:
        raise mw.NotAvailable(mw.Problem("provider", say("model_needed")))
    await ctx.run_tool([TOOL, "--help"], timeout=60)
    pictures = [mw.plain(await ctx.localize(picture)) for picture in job.request.images]
    return mw.Task(provider="sdcpp", id=job.id, handle={"arguments": arguments(job.request), "pictures": pictures})


@mw.hookimpl
async def reconcile() -> mw.Reconciled:
    return mw.NotAccepted()


@mw.hookimpl
async def watch(ctx: mw.Context, task: mw.Task) -> AsyncIterator[mw.Progress]:
    """Draws, unless an earlier wait already did. An interrupted drawing begins again: a half picture is not kept."""
    if not (ctx.workdir / PICTURE).exists():
        yield mw.Progress(state=mw.State.RUNNING)
        given = [word for picture in task.handle["pictures"] for word in ("-i", mw.restore(mw.Media, picture))]
        words = [TOOL, "-m", ctx.settings["model"], *task.handle["arguments"], *given]
        answer = await ctx.run_tool(words, timeout=LONGEST_S)
        if answer.code:
            last = "".join((answer.err.strip() or answer.out.strip()).splitlines()[-1:])
            code = str(answer.code)
            yield mw.Progress(state=mw.State.FAILED, reason=say("failed"), provider_code=code, provider_message=last)
            return
        (ctx.workdir / DRAFT).rename(ctx.workdir / PICTURE)
    yield done(task)


@mw.hookimpl
async def poll(ctx: mw.Context, task: mw.Task) -> mw.Progress:
    return done(task) if (ctx.workdir / PICTURE).exists() else mw.Progress(state=mw.State.SUBMITTED)


@mw.hookimpl
async def download(ctx: mw.Context, progress: mw.Progress, sink: mw.Sink) -> None:
    await sink.take(progress.outputs[0], ctx.workdir / PICTURE)


def arguments(request: mw.Request) -> list[str]:
    width, height = SIZES[request.aspect_ratio or "1:1"]
    words = ["-p", request.prompt, "-W", str(width), "-H", str(height), "-o", DRAFT]
    words += ["-n", request.negative_prompt] if request.negative_prompt else []
    # the tool's own default is always the same picture; below zero it is random
    return [*words, "-s", str(-1 if request.seed is None else request.seed)]


def done(task: mw.Task) -> mw.Progress:
    output = mw.Output(kind=mw.MediaKind.IMAGE, name=f"sdcpp-{task.id[-8:]}")
    return mw.Progress(state=mw.State.SUCCEEDED, outputs=(output,))
