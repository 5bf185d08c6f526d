"""DashScope's hooks: tasks, answers that come at once, and what is odd about both. Facts: docs/contracts/dashscope.md."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from mediawright import plugin as mw
from mediawright import sdk
from mediawright_dashscope import errors, pricing, request_body
from mediawright_dashscope.provider import DASHSCOPE, MORE_REGIONS, PLAN, PLAN_HOST, REGIONS, STORING, group_of, say

State = mw.State
STATES = {"pending": State.SUBMITTED, "suspended": State.SUBMITTED, "running": State.RUNNING} | {
    "succeeded": State.SUCCEEDED,
    "failed": State.FAILED,
    "canceled": State.CANCELLED,
    "unknown": State.UNKNOWN,
}
WORKSPACE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")
#: ends of a base URL that are other protocols of the same host
PREFIXES = ("/api/v1", "/compatible-mode/v1", "/apps/anthropic")
#: the quota of a minute; on a plan's host, of the plan
MINUTES = "Throttling.AllocationQuota"
#: tasks are kept so long after their end
KEPT = timedelta(hours=24)
ROWS = ("data[]", "tasks[]")
LISTING = sdk.Listing(
    path="/api/v1/tasks",
    items=ROWS,
    id="task_id",
    created="gmt_create",
    clock=sdk.Clock.MILLISECONDS,
    model="model_name",
    query={"start_time": "{start}", "end_time": "{end}", "model_name": "{model}"},
    time_format="%Y%m%d%H%M%S",
    page="page_no",
    size="page_size",
    widen_s=9 * 3600,
    longest_s=24 * 3600,
    after_s=60,
    total="total",
    looks_s=(10.0,),
)
VIDEO = sdk.Endpoint(
    name="video",
    poll="/api/v1/tasks/{id}",
    task_id=("output.task_id",),
    status=("output.task_status",),
    states=STATES,
    outputs=(
        sdk.Outputs(url="output.video_url"),
        sdk.Outputs(url="output.results.video_url"),
        sdk.Outputs(url="output.results[].url"),
        sdk.Outputs(url="output.choices[].message.content[].image"),
    ),
    failure_code=("output.code", "output.results[].code"),
    failure_text=("output.message", "output.results[].message"),
    cancel=sdk.CancelCall(path="/api/v1/tasks/{id}/cancel"),
    listing=LISTING,
    poll_after_s=10,
    create_timeout_s=60,
)
PICTURE = replace(VIDEO, name="picture", poll_after_s=3)
AT_ONCE = sdk.Endpoint(
    name="at_once",
    task_id=("request_id",),
    outputs=(
        sdk.Outputs(url="output.choices[].message.content[].image"),
        sdk.Outputs(url="output.audio.url"),
    ),
    create_timeout_s=180,
)


class DashScope(sdk.TaskApi):
    provider = DASHSCOPE
    endpoints = (VIDEO, PICTURE, AT_ONCE)
    errors = errors.ERRORS
    error_code, error_text = ("code",), ("message",)
    regions = REGIONS
    key_page = "https://bailian.console.aliyun.com/?tab=model#/api-key"
    balance_page = "https://usercenter2.aliyun.com/home"
    probe = sdk.HttpRequest(path="/api/v1/tasks", method="GET", query={"page_no": 1, "page_size": 1})

    # --- where calls go (§1)

    def region_said(self, ctx: mw.Context, values: Mapping[str, str]) -> str:
        return PLAN if values.get("api_key", "").startswith("sk-sp-") else super().region_said(ctx, values)

    def kept_region(self, ctx: mw.Context, region: str) -> str:
        """A job keeps its base URL, whatever the settings say later (D-R5)."""
        return self.base(ctx, region)

    def base(self, ctx: mw.Context, region: str = "", setting: str = "") -> str:
        """Return the base URL of a region, or of a job as it is. Raises SignInNeeded for a job of another kind of key."""
        if not region.startswith("http"):
            return self._host(ctx, region or self.region(ctx))
        return self._of_its_kind(ctx, region)

    def _of_its_kind(self, ctx: mw.Context, url: str) -> str:
        """D-R20: keys of a plan go to the plan's host, and no others do."""
        plan = PLAN in url
        if plan is not _key(ctx).startswith("sk-sp-"):
            raise mw.SignInNeeded(say("plan_key" if plan else "no_plan_here"), provider="dashscope")
        return url

    def _host(self, ctx: mw.Context, region: str) -> str:
        given, workspace = ctx.settings["base_url"].replace("{region}", region).rstrip("/"), self.workspace(ctx)
        for end in PREFIXES:
            given = given.removesuffix(end)
        if given or region == PLAN:
            return given or PLAN_HOST
        if workspace:
            return f"https://{workspace}.{region}.maas.aliyuncs.com"
        if region not in REGIONS:
            raise mw.SignInNeeded(say("needs_workspace", region=region), provider="dashscope")
        return REGIONS[region]

    def workspace(self, ctx: mw.Context) -> str:
        """Return the workspace: the setting, else the one that a key of its own carries. It becomes a host's name."""
        parts = _key(ctx).split(".")
        own = parts[1] if parts[0].startswith("sk-ws-") and len(parts) > 2 else ""
        found = ctx.settings["workspace"] or own
        if found and not WORKSPACE.fullmatch(found):
            raise mw.SignInNeeded(say("bad_workspace"), provider="dashscope")
        return found

    def stores(self, ctx: mw.Context) -> bool:
        return self.region(ctx) in STORING

    def default_base(self) -> str:
        return REGIONS["cn-beijing"]

    def signed(self, ctx: mw.Context) -> dict[str, str]:
        headers, workspace = super().signed(ctx), self.workspace(ctx)
        self._of_its_kind(ctx, self.base(ctx))
        return headers | ({"x-dashscope-workspace": workspace} if workspace else {})

    def facts(self, answer: mw.Answer) -> Mapping[str, object]:
        """D-R21: a refused key names the region that refused it."""
        named = [name for name in (*REGIONS, *MORE_REGIONS, PLAN) if name in answer.url]
        hosts = [name for name, url in REGIONS.items() if answer.url.startswith(f"{url}/")]
        region = next(iter(named + hosts), "cn-beijing")
        return {"link": self.key_page, "region": region}

    # --- the one call that spends

    def endpoint_of(self, request: mw.Request) -> sdk.Endpoint:
        if request_body.is_sync(request):
            return AT_ONCE
        return PICTURE if request.operation.result is mw.MediaKind.IMAGE else VIDEO

    def build_request(self, request: mw.Request, job_id: str, link: sdk.Link) -> sdk.HttpRequest:
        """D-R2, D-R3: a task says so in a header, and so does a body with an uploaded file."""
        headers = {} if request_body.is_sync(request) else {"x-dashscope-async": "enable"}
        if any(not media.is_url and _stored(link(media)) for media in request.media):
            headers["x-dashscope-ossresourceresolve"] = "enable"
        return sdk.HttpRequest(
            path=request_body.path_of(request), json=request_body.body(request, link), headers=headers
        )

    async def place(self, ctx: mw.Context, media: mw.Media, request: mw.Request) -> Any:
        from mediawright_dashscope.uploads import place

        return media.source if media.is_url else await place(self, ctx, media, str(request.model))

    @mw.hookimpl
    async def submit(self, ctx: mw.Context, job: mw.Job) -> mw.Task:
        from mediawright_dashscope.reconcile import creates
        from mediawright_dashscope.speaking import checked

        creates(ctx).note(job, str(job.request.model))
        try:
            if group_of(job.request).get("face"):
                await checked(self, ctx, job.request)
            task = await super().submit(ctx, job)
        except mw.MediawrightError as error:
            if not isinstance(error, mw.Uncertain):
                creates(ctx).settle(job)
            if isinstance(error, mw.Busy) and error.provider_code == MINUTES and PLAN in self.base(ctx):
                # what a plan has is used up, and no minute brings it back (§10)
                raise mw.OutOfCredits(say("quota_used_up"), provider="dashscope", provider_code=MINUTES) from error
            if isinstance(error, mw.InvalidRequest) and str(job.request.model).startswith("wan3"):
                error.problems += () if self.workspace(ctx) else (say.problem("model", "wan3_workspace"),)
            raise
        creates(ctx).settle(job, task.id)
        return task

    def handle(self, ctx: mw.Context, request: mw.Request, endpoint: sdk.Endpoint, data: Any) -> dict[str, Any]:
        found = super().handle(ctx, request, endpoint, data)
        if isinstance(request.series_amount, int):
            found["count"] = request.series_amount
        return found | pricing.rate_of(request, self.region(ctx)) | {"at": ctx.clock.now().isoformat()}

    # --- what comes back

    def charged(self, endpoint: sdk.Endpoint, task: mw.Task, data: Any) -> mw.Amount | None:
        return pricing.cost(task.handle, data)

    @mw.hookimpl
    async def poll(self, ctx: mw.Context, task: mw.Task) -> mw.Progress:
        """Within a day `UNKNOWN` ends nothing; after it the service has forgotten the task (D-R15)."""
        said = await super().poll(ctx, task)
        sent = datetime.fromisoformat(str(task.handle.get("at", ctx.clock.now().isoformat())))
        if said.provider_code == "UNKNOWN" and ctx.clock.now() - sent > KEPT:
            return replace(said, state=State.FAILED, reason=say("expired"))
        return said

    # --- looking up (§11)

    async def examine(self, ctx: mw.Context, row: sdk.Row, body: Any) -> bool | None:
        from mediawright_dashscope.reconcile import is_ours

        return await is_ours(self, ctx, row, body)

    @mw.hookimpl
    async def reconcile(self, ctx: mw.Context, job: mw.Job) -> mw.Reconciled:
        from mediawright_dashscope.reconcile import judged

        return await judged(ctx, job, await super().reconcile(ctx, job))


def _key(ctx: mw.Context) -> str:
    return ctx.credential.values.get("api_key", "") if ctx.credential is not None else ""


def _stored(link: Any) -> bool:
    """Tell whether an input is, or in a dry run would be, an upload."""
    return isinstance(link, dict) or (isinstance(link, str) and link.startswith("oss://"))


API = DashScope()
describe, auth, quota, history, cancel = API.describe, API.auth, API.quota, API.history, API.cancel
wire, submit, poll, download = API.wire, API.submit, API.poll, API.download
reconcile, adopt, poll_many = API.reconcile, API.adopt, API.poll_many


@mw.hookimpl
def validate(request: mw.Request) -> Sequence[mw.Problem]:
    from mediawright_dashscope.validation import problems

    return problems(request)


@mw.hookimpl
async def quote(ctx: mw.Context, request: mw.Request) -> mw.Price | None:
    return pricing.price(request, await API.settle_region(ctx))


@mw.hookimpl
def simulator(options: dict[str, str]) -> Any:
    from mediawright_dashscope.simulator import create_app

    return create_app(options)
