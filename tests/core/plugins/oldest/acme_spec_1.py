"""A guest of contract 1, frozen: it stands for every provider that was published with it. Never changed, only joined.

It uses what contract 1 promised: these names, these fields, these arguments. When it stops working, a promise was broken.
"""

from collections.abc import AsyncIterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from mediawright import plugin as mw

URL = "https://api.acme.example/v1/videos"
CLIPS = mw.Capability(
    operations=(mw.Operation.TEXT_TO_VIDEO, mw.Operation.IMAGE_TO_VIDEO),
    durations=(5, 10),
    aspect_ratios=("16:9", "9:16"),
    resolutions=("720p", "1080p"),
    modes=("std", "pro"),
    sound=(True, False),
    counts=(1, 2),
    inputs=(mw.Inputs(kind=mw.MediaKind.IMAGE, roles=(mw.Role.FIRST_FRAME,), at_least=0, at_most=1),),
    negative_prompt=True,
    seed=True,
    prompt_limit=500,
    defaults={"duration": 5, "resolution": "720p"},
)
PRICES = mw.Prices(
    source="https://acme.example/prices",
    updated=date(2026, 9, 1),
    rules=(mw.PriceRule(value=Decimal(2), unit="credits", per=mw.Per.SECOND, when={"resolution": "720p"}),),
    usd={"credits": Decimal("0.01")},
)
ACME = mw.Provider(
    name="acme",
    title=mw.Text("Acme", "艾克米"),
    spec=1,
    website="https://acme.example",
    models=(
        mw.Model(
            name="acme-1",
            label=mw.Text("Acme 1", "艾克米 1"),
            kind=mw.MediaKind.VIDEO,
            capabilities=(CLIPS,),
            aliases=("acme one",),
            prices=PRICES,
            timing=mw.Timing(typical_low=30, typical_high=90, source="https://acme.example/faq"),
            recommended_for=(mw.Operation.TEXT_TO_VIDEO,),
        ),
    ),
    auth=(mw.AuthKind.KEYS, mw.AuthKind.DEVICE),
    credentials=(mw.EnvSource(fields={"key": "ACME_KEY"}),),
    settings=(mw.Setting(name="url", env=("ACME_URL",), default=URL),),
    options=(mw.Option(name="style", description=mw.Text("Style", "风格"), allowed=("a", "b")),),
    vocabulary=mw.Vocabulary(names=("acme",)),
    limits=mw.Limits(parallel=2, input_bytes=10_000_000),
    client_id=True,
)


@mw.hookimpl
def describe() -> mw.Provider:
    return ACME


@mw.hookimpl
def complete(request: mw.Request) -> mw.Request:
    return request if request.mode else request.with_(mode="std")


@mw.hookimpl
def validate(request: mw.Request) -> Sequence[mw.Problem]:
    return [mw.Problem("prompt", mw.Message("acme.rule.x", domain="acme"), rule="1")] if "x" in request.prompt else []


@mw.hookimpl
def wire(request: mw.Request, job_id: str) -> Sequence[mw.WireCall]:
    return [mw.WireCall(method="POST", url=URL, headers={"authorization": "***"}, json={"ref": job_id})]


@mw.hookimpl
async def quote(ctx: mw.Context, request: mw.Request) -> mw.Price:
    return mw.Price(amount=mw.Amount(Decimal(10), "credits"), source="acme")


@mw.hookimpl
async def auth(ctx: mw.Context, action: mw.AuthAction) -> AsyncIterator[mw.AuthEvent]:
    if action.verb is mw.AuthVerb.LOGIN:
        yield mw.AuthLink(verification_uri="https://acme.example/link", user_code="AB-CD")
        yield mw.AuthWaiting(wait_s=5.0)
    yield mw.AuthDone(status=mw.AuthStatus(signed_in=ctx.credential is not None))


@mw.hookimpl
async def quota(ctx: mw.Context, window: mw.Window) -> mw.Quota:
    return mw.Quota(balances=(mw.Balance(left=mw.Amount(Decimal(7), "credits")),))


@mw.hookimpl
async def submit(ctx: mw.Context, job: mw.Job) -> mw.Task:
    answer = await ctx.post_once(ctx.settings["url"], json={"ref": job.id, "prompt": job.request.prompt})
    if answer.status >= 400:
        raise mw.Rejected(provider_code=str(answer.status))
    return mw.Task(provider="acme", id=answer.json()["id"], handle={"n": 1})


@mw.hookimpl
async def reconcile(ctx: mw.Context, job: mw.Job) -> mw.Reconciled:
    return mw.CannotTell(check=mw.Message("acme.look", domain="acme"))


@mw.hookimpl
async def poll(ctx: mw.Context, task: mw.Task) -> mw.Progress:
    found = (await ctx.get(f"{ctx.settings['url']}/{task.id}", tries=1)).json()
    if found["status"] != "done":
        return mw.Progress(state=mw.State.RUNNING, percent=50.0, look_again_s=2.0)
    output = mw.Output(kind=mw.MediaKind.VIDEO, name=task.id, url=found["url"])
    return mw.Progress(state=mw.State.SUCCEEDED, outputs=(output,), charged=mw.Amount(Decimal(10), "credits"))


@mw.hookimpl
async def download(task: mw.Task, progress: mw.Progress, sink: mw.Sink) -> None:
    await mw.fetch_outputs(task, progress, sink)


@mw.hookimpl
async def cancel(ctx: mw.Context, task: mw.Task) -> bool:
    return False


@mw.hookimpl
async def history(ctx: mw.Context, window: mw.Window) -> Sequence[mw.HistoryItem]:
    return [mw.HistoryItem(id="t-1", kind="video", state="done")]


@mw.hookimpl
def commands(app: Any, cli: Any) -> None:
    app.command("hello")(lambda: None)


@mw.hookimpl
def simulator(options: dict[str, str]) -> Any:
    return {"options": options}
