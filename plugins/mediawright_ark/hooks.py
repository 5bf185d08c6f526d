"""Ark's hooks: the task API with what is odd about it. Facts: docs/contracts/ark.md."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from mediawright import plugin as mw
from mediawright import sdk
from mediawright_ark import errors, pricing, request_body
from mediawright_ark.provider import ARK, AUTO, GROUPS, REGIONS

State, Op = mw.State, mw.Operation
TASKS, PICTURES = "/contents/generations/tasks", "/images/generations"
STATES = {
    "queued": State.SUBMITTED,
    "running": State.RUNNING,
    "succeeded": State.SUCCEEDED,
    "completed": State.SUCCEEDED,
    "failed": State.FAILED,
    "cancelled": State.CANCELLED,
    "expired": State.FAILED,
}
#: how long a task is known, and how long a finished one may be without its clip (A-R33, A-R25)
KNOWN, LATE = timedelta(days=7), timedelta(seconds=60)
#: tasks of one list call (A-R28)
AT_ONCE = 50
#: fields of a task that tell it from others (§10.2)
ALIKE = ("model", "resolution", "ratio", "duration")
KEY_PAGES = {
    "cn": "https://console.volcengine.com/ark/region:ark+cn-beijing/apiKey",
    "ap": "https://ai.byteplus.com/ark/region:ap-southeast-1/apiKey",
    "eu": "https://ai.byteplus.com/ark/region:eu-west-1/apiKey",
}


class Ark(sdk.TaskApi):
    provider = ARK
    key_page = KEY_PAGES["cn"]
    regions = REGIONS
    probe = sdk.HttpRequest(path="/models", method="GET")
    errors = errors.ERRORS
    headers = {  # noqa: RUF012
        "authorization": "Bearer {api_key}",
        "accept": "application/json",
        "x-client-request-id": "{request_id}",
    }
    endpoints = (
        sdk.Endpoint(
            poll=TASKS + "/{id}",
            task_id=("id",),
            states=STATES,
            outputs=(
                sdk.Outputs(url="content.video_url", kind=mw.MediaKind.VIDEO),
                sdk.Outputs(url="content.last_frame_url", kind=mw.MediaKind.IMAGE),
            ),
            cancel=sdk.CancelCall(
                path=TASKS + "/{id}", method="DELETE", json={}, only_in=(State.SUBMITTED,), asks_after=True
            ),
            create_timeout_s=120,
            listing=sdk.Listing(
                path=TASKS,
                items="items[]",
                model="model",
                own_id="safety_identifier",
                query={"filter.model": "{model}"},
                page="page_num",
                size="page_size",
                total="total",
                before_s=5,
                after_s=120,
                lag_s=60,
                looks_s=(10.0, 45.0, 90.0),
                apart_s=1.0,
                complete=True,
                keeps_s=KNOWN.total_seconds(),
            ),
        ),
        sdk.Endpoint(name="image", outputs=(sdk.Outputs(url="data[].url"),), create_timeout_s=300),
    )

    # --- the one call that spends

    def endpoint_of(self, request: mw.Request) -> sdk.Endpoint:
        return self.endpoints[request.operation.result is mw.MediaKind.IMAGE]

    def build_request(self, request: mw.Request, job_id: str, link: sdk.Link) -> sdk.HttpRequest:
        if request.operation.result is mw.MediaKind.IMAGE:
            return sdk.HttpRequest(path=PICTURES, json=request_body.image(request, link))
        return sdk.HttpRequest(path=TASKS, json=request_body.video(request, job_id, link))

    def in_region(self, request: sdk.HttpRequest, region: str) -> sdk.HttpRequest:
        return replace(request, json=request.json | {"model": request_body.elsewhere(request.json["model"], region)})

    def page(self, region: str = "") -> str:
        return KEY_PAGES.get(region, self.key_page)

    def call_headers(self, values: Mapping[str, str]) -> dict[str, str]:
        return super().call_headers({"request_id": "sign-in", **values})

    def signed(self, ctx: mw.Context) -> dict[str, str]:
        """Every send has an id of its own in Ark's logs; nothing hangs on it (§1)."""
        return super().signed(ctx) | {"x-client-request-id": ctx.new_id()}

    def service_error(self, status: int, data: Any) -> sdk.ServiceError | None:
        return errors.service_error(status, data)

    def handle(self, ctx: mw.Context, request: mw.Request, endpoint: sdk.Endpoint, data: Any) -> dict[str, Any]:
        found = super().handle(ctx, request, endpoint, data)
        found |= pricing.kept(request, self.region(ctx)) | {"made": ctx.clock.now().isoformat()}
        if request.operation is Op.IMAGE_SERIES:
            found["count"] = request_body.series(request)
        return found

    # --- what comes back

    def charged(self, endpoint: sdk.Endpoint, task: mw.Task, data: Any) -> mw.Amount | None:
        path = "usage.generated_images" if endpoint.synchronous else "usage.completion_tokens"
        return pricing.charge(task.handle, sdk.text(data, path))

    def seen(self, progress: mw.Progress, data: Any) -> mw.Progress:
        """What Ark says of single pictures that failed, of a task that ran out, and when it last changed."""
        failed = [item for item in sdk.every(data, "data[].error") if isinstance(item, dict)]
        if failed and progress.state is State.SUCCEEDED:
            words = "; ".join(dict.fromkeys(errors.masked(str(item.get("message", ""))) for item in failed))
            values = {"failed": len(failed), "message": words[:300]}
            progress = replace(progress, note=mw.Message("ark.some_failed", values, domain="ark"))
        if sdk.text(data, "status") == "expired":
            progress = replace(progress, reason=mw.Message("ark.expired", domain="ark"))
        if progress.provider_message:
            progress = replace(progress, provider_message=errors.masked(progress.provider_message))
        changed = sdk.first(data, "updated_at")
        return replace(progress, data={"updated_at": changed}) if isinstance(changed, int) else progress

    async def poll_once(self, ctx: mw.Context, task: mw.Task) -> mw.Progress:
        from mediawright.sdk import polling

        return await polling.poll(self, ctx, task)

    @mw.hookimpl
    async def poll(self, ctx: mw.Context, task: mw.Task) -> mw.Progress:
        try:
            found = await self.poll_once(ctx, task)
        except mw.NotFound:
            if self.endpoint(str(task.handle.get("endpoint", ""))).synchronous:
                raise
            return await self._gone(ctx, task)
        return _whole(found, ctx.clock.now())

    async def _gone(self, ctx: mw.Context, task: mw.Task) -> mw.Progress:
        """Ark does not know the task: after 7 days nobody does, before that the list has the last word (A-R33)."""
        made = datetime.fromisoformat(str(task.handle.get("made", ctx.clock.now().isoformat())))
        if ctx.clock.now() - made > KNOWN:
            return mw.Progress(state=State.FAILED, reason=mw.Message("ark.record_gone", domain="ark"))
        found = (await self._listed(ctx, [task])).get(task.id)
        if found is None:
            link = {"link": self.page(str(task.handle.get("region", "")))}
            raise mw.NotFound(mw.Problem("task", mw.Message("ark.gone_early", link, domain="ark")), provider="ark")
        return found

    @mw.hookimpl
    async def poll_many(self, ctx: mw.Context, tasks: Sequence[mw.Task]) -> Mapping[str, mw.Progress]:
        """Up to 50 tasks for each call to the list; pictures are there when they are made, and are not listed."""
        clips = [task for task in tasks if not self.endpoint(str(task.handle.get("endpoint", ""))).synchronous]
        found: dict[str, mw.Progress] = {}
        for region in dict.fromkeys(str(task.handle.get("region", "")) for task in clips):
            here = [task for task in clips if str(task.handle.get("region", "")) == region]
            for start in range(0, len(here), AT_ONCE):
                found |= await self._listed(ctx, here[start : start + AT_ONCE])
        return found

    async def _listed(self, ctx: mw.Context, tasks: Sequence[mw.Task]) -> dict[str, mw.Progress]:
        by_id = {task.id: task for task in tasks}
        query: dict[str, str | int | list[str]] = {"filter.task_ids": list(by_id), "page_size": len(by_id)}
        call = sdk.HttpRequest(path=TASKS, method="GET", query=query)
        data = await self.fetch(ctx, call, region=str(tasks[0].handle.get("region", "")))
        found: dict[str, mw.Progress] = {}
        for row in sdk.every(data, "items[]"):
            task = by_id.get(sdk.text(row, "id"))
            progress = self.progress(task, row) if task is not None else None
            if task is not None and progress is not None:
                found[task.id] = _whole(progress, ctx.clock.now())
        return found

    async def fetch(self, ctx: mw.Context, request: sdk.HttpRequest, *, region: str = "") -> Any:
        """The list takes one call a second, whoever asks (§2 E3)."""
        if request.path == TASKS:
            last = float(ctx.recall("listed_at") or 0)
            wait = 1.0 - (ctx.clock.now().timestamp() - last)
            if 0 < wait <= 1:
                await ctx.clock.sleep(wait)
            ctx.keep("listed_at", ctx.clock.now().timestamp())
        return await super().fetch(ctx, request, region=region)

    # --- finding

    def own_id(self, job_id: str) -> str:
        return request_body.handle_of(job_id)

    def repeats_ids(self, rows: Sequence[sdk.Row], body: Any) -> bool:
        """Ark promises nowhere to repeat the handle: one of ours in the list shows that it does (§10.2)."""
        return "safety_identifier" in body and any(_ours(row) for row in rows)

    def same(self, row: sdk.Row, body: Any) -> bool | None:
        """Whether a task may be ours by what the list repeats: never proof (A-R32)."""
        told = {name: row.data[name] for name in ALIKE if row.data.get(name) is not None}
        loose = {"ratio": "adaptive", "duration": -1}
        alike = all(body.get(name) in (value, loose.get(name, value)) for name, value in told.items())
        return None if alike and not _ours(row) else False

    def listed_model(self, request: mw.Request, region: str) -> str:
        return request_body.model_id(request, region)


def _ours(row: sdk.Row) -> bool:
    return sdk.text(row.data, "safety_identifier").startswith("mw-")


def _whole(progress: mw.Progress, now: datetime) -> mw.Progress:
    """A clip that is finished but not there yet is waited for, so long (A-R25)."""
    empty = progress.state is State.FAILED and progress.reason is not None and progress.reason.key == "sdk.no_outputs"
    changed = progress.data.get("updated_at")
    if not empty:
        return progress
    if changed is not None and now.timestamp() - changed < LATE.total_seconds():
        return replace(progress, state=State.RUNNING, reason=None, look_again_s=5.0)
    return replace(progress, reason=mw.Message("ark.result_missing", domain="ark"))


API = Ark()
describe, auth, quota, history, cancel = API.describe, API.auth, API.quota, API.history, API.cancel
wire, submit, poll, poll_many, download = API.wire, API.submit, API.poll, API.poll_many, API.download
reconcile, adopt = API.reconcile, API.adopt


@mw.hookimpl
def complete(request: mw.Request) -> mw.Request:
    """Five seconds where no length was said, and the core's word for a shape that the model chooses."""
    changes: dict[str, Any] = {}
    if request.aspect_ratio == "adaptive":
        changes["aspect_ratio"] = AUTO
    clip = request.operation.result is mw.MediaKind.VIDEO and request.operation is not Op.EDIT_VIDEO
    if clip and request.duration is None and not {"duration", "draft_task"} & request.options.keys():
        changes["duration"] = 5
    if request.operation is Op.IMAGE_SERIES and request.series_amount is None:
        changes["series_amount"] = 4
    return request.with_(**changes) if changes else request


@mw.hookimpl
def validate(request: mw.Request) -> Sequence[mw.Problem]:
    from mediawright_ark.validation import problems

    return problems(request)


@mw.hookimpl
async def quote(ctx: mw.Context, request: mw.Request) -> mw.Price | None:
    return pricing.price(request, await API.settle_region(ctx)) if request.model in GROUPS else None


@mw.hookimpl
def simulator(options: dict[str, str]) -> Any:
    from mediawright_ark.simulator import create_app

    return create_app(options)
