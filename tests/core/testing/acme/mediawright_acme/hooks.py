"""Acme as a mediawright provider: the smallest one that keeps the whole contract."""

from collections.abc import AsyncIterator, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

from mediawright import plugin as mw

PRICES = mw.Prices(
    source="https://acme.example/prices",
    updated=date(2026, 9, 1),
    rules=(
        mw.PriceRule(value=Decimal(2), unit="credits", per=mw.Per.SECOND, when={"resolution": "720p"}),
        mw.PriceRule(value=Decimal(4), unit="credits", per=mw.Per.SECOND, when={"resolution": "1080p"}),
    ),
    usd={"credits": Decimal("0.01")},
)
CLIPS = mw.Capability(
    operations=(mw.Operation.TEXT_TO_VIDEO,),
    durations=tuple(range(2, 11)),
    resolutions=("720p", "1080p"),
    prompt_limit=500,
    defaults={"duration": 5, "resolution": "720p"},
)
ACME_1 = mw.Model(
    name="acme-1",
    label=mw.Text("Acme 1", "艾克米 1"),
    kind=mw.MediaKind.VIDEO,
    capabilities=(CLIPS,),
    aliases=("acme one",),
    prices=PRICES,
    timing=mw.Timing(typical_low=30, typical_high=90, source="https://acme.example/faq"),
    recommended_for=(mw.Operation.TEXT_TO_VIDEO,),
)
ACME = mw.Provider(
    name="acme",
    title=mw.Text("Acme", "艾克米"),
    models=(ACME_1,),
    auth=(mw.AuthKind.KEYS,),
    credentials=(mw.EnvSource(fields={"key": "ACME_KEY"}),),
    vocabulary=mw.Vocabulary(names=("acme", "艾克米")),
    client_id=True,
    locale=str(Path(__file__).with_name("locale")),
)
URL = "https://api.acme.example/v1/videos"
STATES = {
    "QUEUED": mw.State.SUBMITTED,
    "RUNNING": mw.State.RUNNING,
    "DONE": mw.State.SUCCEEDED,
    "REFUSED": mw.State.FAILED,
}


def body(request: mw.Request, job_id: str) -> dict[str, object]:
    return {
        "model": request.model,
        "prompt": request.prompt,
        "resolution": request.resolution,
        "seconds": request.duration,
        "client_ref": job_id,
    }


@mw.hookimpl
def describe() -> mw.Provider:
    return ACME


@mw.hookimpl
def validate(request: mw.Request) -> Sequence[mw.Problem]:
    if "http" in request.prompt:
        return [mw.Problem("prompt", mw.Message("acme.rule.no_links", domain="acme"), rule="A-1")]
    return []


@mw.hookimpl
def wire(request: mw.Request, job_id: str) -> Sequence[mw.WireCall]:
    headers = {"authorization": "Bearer ***"}
    return [mw.WireCall(method="POST", url=URL, headers=headers, json=body(request, job_id))]


@mw.hookimpl
async def auth(ctx: mw.Context, action: mw.AuthAction) -> AsyncIterator[mw.AuthEvent]:
    yield mw.AuthDone(status=mw.AuthStatus(signed_in=ctx.credential is not None))


@mw.hookimpl
async def quota(ctx: mw.Context) -> mw.Quota:
    left = (await ctx.get("https://api.acme.example/v1/wallet")).json()["credits"]
    return mw.Quota(balances=(mw.Balance(left=mw.Amount(Decimal(left), "credits")),))


@mw.hookimpl
async def submit(ctx: mw.Context, job: mw.Job) -> mw.Task:
    answer = (await ctx.post_once(URL, json=body(job.request, job.id))).json()
    if answer["code"] != 0:
        raise mw.Rejected(provider_code=str(answer["code"]), provider_message=answer["message"])
    return mw.Task(provider="acme", id=answer["id"])


@mw.hookimpl
async def poll(ctx: mw.Context, task: mw.Task) -> mw.Progress:
    answer = (await ctx.get(f"{URL}/{task.id}")).json()
    state = STATES.get(answer["status"], mw.State.UNKNOWN)
    urls = answer.get("urls", ())
    outputs = tuple(mw.Output(kind=mw.MediaKind.VIDEO, name=task.id, url=url, index=i) for i, url in enumerate(urls))
    return mw.Progress(state=state, outputs=outputs, provider_message=answer.get("why"))


@mw.hookimpl
async def download(task: mw.Task, progress: mw.Progress, sink: mw.Sink) -> None:
    await mw.fetch_outputs(task, progress, sink)


@mw.hookimpl
async def reconcile(ctx: mw.Context, job: mw.Job) -> mw.Reconciled:
    hits = (await ctx.get(URL, params={"client_ref": job.id})).json()
    return mw.Found(mw.Task(provider="acme", id=hits[0]["id"])) if hits else mw.CannotTell()
