"""Runway's hooks: the task API with what is odd about it. Facts: docs/contracts/runway.md."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit

from mediawright import plugin as mw
from mediawright import sdk
from mediawright_runway import errors
from mediawright_runway.provider import RUNWAY

State = mw.State
STATES = {"pending": State.SUBMITTED, "throttled": State.SUBMITTED, "running": State.RUNNING} | {
    "succeeded": State.SUCCEEDED,
    "failed": State.FAILED,
    "cancelled": State.CANCELLED,
}
#: an upload lives for 24 hours
UPLOAD_LIFE_S = 23 * 3600.0
ORGANIZATION = sdk.HttpRequest(path="/v1/organization", method="GET")
#: seconds after which the account is looked at again when an answer was lost, and how many jobs are remembered
HINTS_S, REMEMBERED = (10.0, 60.0), 20


class Runway(sdk.TaskApi):
    provider = RUNWAY
    key_page = "https://dev.runwayml.com"
    probe = ORGANIZATION
    errors = errors.ERRORS
    headers = {"authorization": "Bearer {api_key}", "x-runway-version": "2024-11-06"}  # noqa: RUF012
    endpoints = (
        sdk.Endpoint(
            poll="/v1/tasks/{id}",
            task_id=("id",),
            states=STATES,
            outputs=(sdk.Outputs(url="output[]"),),
            percent="progress",
            percent_of=1.0,
            charged="cost.credits",
            charged_unit="credits",
            failure_code=("failureCode",),
            failure_text=("failure",),
            keep={"estimated": "estimatedCost.credits"},
            cancel=sdk.CancelCall(path="/v1/tasks/{id}", method="DELETE", only_in=(State.SUBMITTED,)),
            create_timeout_s=60,
            poll_after_s=5.0,
        ),
    )

    # --- the one call that spends

    def build_request(self, request: mw.Request, job_id: str, link: sdk.Link) -> sdk.HttpRequest:
        from mediawright_runway.request_body import build

        path, body = build(request, link)
        return sdk.HttpRequest(path=path, json=body)

    def service_error(self, status: int, data: Any) -> sdk.ServiceError | None:
        return errors.service_error(status, data)

    async def place(self, ctx: mw.Context, media: mw.Media, request: mw.Request) -> Any:
        """Runway fetches https from a host with a name; everything else is uploaded (W-R7)."""
        if media.is_url and is_fetched(media.source):
            return media.source
        local = await ctx.localize(media)
        kept = sdk.KeptUploads(ctx, UPLOAD_LIFE_S, *(ctx.credential.values.values() if ctx.credential else ()))
        return await kept.link(local, lambda info: self._upload(ctx, local, info))

    async def _upload(self, ctx: mw.Context, media: mw.Media, info: mw.MediaInfo) -> str:
        """A place first, then the bytes to another host, without the key (§3)."""
        name = "input." + info.media_type.rpartition("/")[2].replace("jpeg", "jpg").replace("quicktime", "mov")
        body = {"filename": name, "type": "ephemeral"}
        found = await self.fetch(ctx, sdk.HttpRequest(path="/v1/uploads", json=body))
        fields, (url, uri) = sdk.first(found, "fields"), [sdk.text(found, n, 4000) for n in ("uploadUrl", "runwayUri")]
        if not url or not uri or not isinstance(fields, dict):
            raise mw.Unreachable(provider="runway", provider_code="uploads")
        form = {str(key): str(value) for key, value in fields.items()}
        return await sdk.send_file(ctx, media, sdk.UploadTarget(url=url, link=uri, form=form, file_name=name))

    @mw.hookimpl
    async def submit(self, ctx: mw.Context, job: mw.Job) -> mw.Task:
        """The balance is read first; what the service may charge is compared with what was agreed (W-R8, W-R10)."""
        from mediawright.sdk import creating

        if ctx.credential is not None:
            await self._afford(ctx, job)
        task = await creating.create(self, ctx, job)
        agreed, told = agreed_credits(job), task.handle.get("estimated", "")
        over = agreed is not None and bool(told) and Decimal(str(told)) > agreed
        return replace(task, handle={**task.handle, "over": str(agreed)}) if over else task

    async def _afford(self, ctx: mw.Context, job: mw.Job) -> None:
        found = await self.fetch(ctx, ORGANIZATION)
        balance, quoted = sdk.first(found, "creditBalance"), job.quote.price.amount if job.quote else None
        if isinstance(balance, int) and quoted is not None and quoted.unit == "credits" and balance < quoted.value:
            raise mw.OutOfCredits(sdk.sentence(RUNWAY, "no_balance", {"link": self.key_page}), provider="runway")
        kept = {**(ctx.recall("before") or {}), job.id: runs_of(found, str(job.request.model))}
        ctx.keep("before", dict(list(kept.items())[-REMEMBERED:]))

    # --- what comes back

    def seen(self, progress: mw.Progress, data: Any) -> mw.Progress:
        if sdk.text(data, "status").upper() == "THROTTLED":
            return replace(progress, note=mw.Message("runway.throttled", domain="runway"), look_again_s=30.0)
        if progress.state is State.FAILED:
            key = errors.sentence_of(sdk.text(data, "failureCode"))
            progress = replace(progress, reason=mw.Message(key, {"provider": RUNWAY.title}, domain="runway"))
        unpaid = progress.charged is not None and not progress.charged.value
        if unpaid and progress.state in (State.FAILED, State.CANCELLED):
            return replace(progress, note=mw.Message("runway.refunded", domain="runway"))
        return progress

    @mw.hookimpl
    async def poll(self, ctx: mw.Context, task: mw.Task) -> mw.Progress:
        from mediawright.sdk import polling

        found = await polling.poll(self, ctx, task)
        if "over" not in task.handle or found.state not in (State.SUBMITTED, State.RUNNING):
            return found
        values = {"agreed": str(task.handle["over"]), "told": str(task.handle.get("estimated", ""))}
        if found.state is State.RUNNING:
            return replace(found, note=mw.Message("runway.over", values, domain="runway"))
        stop = sdk.HttpRequest(path=f"/v1/tasks/{task.id}", method="DELETE")
        if (await self.call(ctx, stop, tries=1)).status >= 300:
            return found
        return mw.Progress(state=State.FAILED, reason=mw.Message("runway.over_stopped", values, domain="runway"))

    # --- the account, and what can be known of a lost answer

    @mw.hookimpl
    async def quota(self, ctx: mw.Context, window: mw.Window) -> mw.Quota:
        found = await self.fetch(ctx, ORGANIZATION)
        left = mw.Amount(Decimal(str(sdk.first(found, "creditBalance") or 0)), "credits")
        used, limits = sdk.first(found, "usage.models"), sdk.first(found, "tier.models") or {}
        names = sorted(used) if isinstance(used, dict) else []
        most = {name: limits.get(name, {}).get("maxDailyGenerations") for name in names}
        told = ", ".join(f"{name}: {runs_of(found, name)}/{most[name] or '∞'}" for name in names)
        note = mw.Message("runway.runs_today", {"models": told}, domain="runway") if told else None
        return mw.Quota(balances=(mw.Balance(left=left),), raw=found, note=note)

    @mw.hookimpl
    async def reconcile(self, ctx: mw.Context, job: mw.Job) -> mw.Reconciled:
        """There is no list: the account gives a hint, never proof (§11.1, W-R18)."""
        kept = (ctx.recall("before") or {}).get(job.id)
        link = {"link": self.key_page}
        if kept is None:
            return mw.CannotTell(sdk.sentence(RUNWAY, "cannot_look_up", link))
        runs = 0
        for number, at in enumerate(HINTS_S):
            await ctx.clock.sleep(at - (HINTS_S[number - 1] if number else 0.0))
            runs = runs_of(await self.fetch(ctx, ORGANIZATION), str(job.request.model)) - int(kept)
            if runs > 0:
                break
        key = "runs_more" if runs > 0 else "runs_same"
        return mw.CannotTell(mw.Message(f"runway.{key}", {**link, "runs": runs}, domain="runway"))


def is_fetched(url: str) -> bool:
    """Tell whether Runway itself fetches an address: https, a name and no number, at most 2,048 characters."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    return (
        parts.scheme == "https"
        and "." in host
        and not host.replace(".", "").isdigit()
        and ":" not in host
        and len(url) <= 2048
    )


def agreed_credits(job: mw.Job) -> Decimal | None:
    """Return the most that a person agreed to, in credits."""
    ceiling = job.approval.ceiling if job.approval else None
    quoted = job.quote.price.amount if job.quote else None
    found = ceiling if ceiling is not None and ceiling.unit == "credits" else quoted
    return found.value if found is not None and found.unit == "credits" else None


def runs_of(organization: Any, model: str) -> int:
    """Return how many tasks of a model the account shows for today."""
    models = sdk.first(organization, "usage.models")
    found = models.get(model, {}).get("dailyGenerations") if isinstance(models, Mapping) else None
    return found if isinstance(found, int) else 0


API = Runway()
describe, auth, quota, cancel, reconcile = API.describe, API.auth, API.quota, API.cancel, API.reconcile
wire, submit, poll, download, adopt = API.wire, API.submit, API.poll, API.download, API.adopt


@mw.hookimpl
def validate(request: mw.Request) -> Sequence[mw.Problem]:
    from mediawright_runway.validation import problems

    return problems(request)


@mw.hookimpl
async def quote(ctx: mw.Context, request: mw.Request) -> mw.Price | None:
    from mediawright_runway.pricing import price
    from mediawright_runway.shapes import ABOUT

    return price(request) if request.model in ABOUT else None


@mw.hookimpl
def simulator(options: dict[str, str]) -> Any:
    from mediawright_runway.simulator import create_app

    return create_app(options)
