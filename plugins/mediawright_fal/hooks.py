"""fal's hooks: the queue, with what is odd about it. Facts: docs/contracts/fal.md."""

import json
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from mediawright import plugin as mw
from mediawright import sdk
from mediawright_fal import errors
from mediawright_fal.provider import ENDPOINTS, FAL

State = mw.State
STATES = {"in_queue": State.SUBMITTED, "in_progress": State.RUNNING, "completed": State.SUCCEEDED}
#: namespaces that put a word before owner and app
NAMESPACES = ("workflows", "comfy")


def app_of(model: str) -> str:
    """Return what status, result and cancel are asked for: owner and app, without the path (F-R5)."""
    parts = model.split("/")
    return "/".join(parts[: 3 if parts[0] in NAMESPACES else 2])


def paths(app: str, number: str) -> dict[str, str]:
    one = f"/{app}/requests/{number}"
    return {"status": f"{one}/status", "response": one, "cancel": f"{one}/cancel"}


class Fal(sdk.TaskApi):
    provider = FAL
    key_page = "https://fal.ai/dashboard/keys"
    balance_page = "https://fal.ai/dashboard/billing"
    base_setting = "queue"
    probe = sdk.HttpRequest(
        path="/v1/models/pricing", method="GET", query={"endpoint_id": "fal-ai/flux/schnell"}, setting="api"
    )
    errors = errors.ERRORS
    headers = {"authorization": "Key {key}"}  # noqa: RUF012
    endpoints = (
        sdk.Endpoint(
            poll="{status}?logs=false",
            result="{response}",
            task_id=("request_id",),
            states=STATES,
            outputs=(sdk.Outputs(anywhere=True), sdk.Outputs(text="text")),
            facts={"queue_position": "queue_position"},
            keep_paths={"status": "status_url", "response": "response_url", "cancel": "cancel_url"},
            cancel=sdk.CancelCall(path="{cancel}", method="PUT"),
            create_timeout_s=120,
            listing=sdk.Listing(
                setting="api",
                path="/v1/models/requests/by-endpoint",
                items="items[]",
                id="request_id",
                created="sent_at",
                clock=sdk.Clock.ISO,
                model="endpoint_id",
                needs_model=True,
                query={"endpoint_id": "{model}", "start": "{start}", "end": "{end}", "expand": "payloads"},
                time_format="%Y-%m-%dT%H:%M:%SZ",
                size="limit",
                cursor="cursor",
                next_cursor="next_cursor",
                before_s=120,
            ),
        ),
    )

    # --- the one call that spends

    def build_request(self, request: mw.Request, job_id: str, link: sdk.Link) -> sdk.HttpRequest:
        hook = request.options.get("webhook")
        return sdk.HttpRequest(
            path=f"/{request.model}",
            json=ENDPOINTS.body(request, link),
            headers=headers_of(request.options),
            query={"fal_webhook": str(hook)} if hook else {},
        )

    def inputs(self, request: mw.Request) -> Sequence[mw.Media]:
        return ENDPOINTS.inputs(request)

    async def place(self, ctx: mw.Context, media: mw.Media, request: mw.Request) -> Any:
        from mediawright_fal.uploads import upload

        return media.source if media.is_url else await upload(self, ctx, media)

    def call_headers(self, values: Mapping[str, str]) -> dict[str, str]:
        key = values["api_key"] if "api_key" in values else f"{values['key_id']}:{values['key_secret']}"
        return super().call_headers({"key": key})

    def service_error(self, status: int, data: Any) -> sdk.ServiceError | None:
        return errors.service_error(status, data)

    def handle(self, ctx: mw.Context, request: mw.Request, endpoint: sdk.Endpoint, data: Any) -> dict[str, Any]:
        """An answer without addresses is followed all the same (§1)."""
        made = paths(app_of(str(request.model)), sdk.text(data, "request_id"))
        return made | super().handle(ctx, request, endpoint, data)

    @mw.hookimpl
    async def submit(self, ctx: mw.Context, job: mw.Job) -> mw.Task:
        """A curated endpoint that fal does not know any more is marked for a day (F-R18)."""
        try:
            return await super().submit(ctx, job)
        except mw.NotFound as error:
            sdk.mark_retired(ctx, FAL, str(job.request.model))
            raise sdk.retired(FAL, job.request, error) from error

    # --- what comes back

    def state_of(self, endpoint: sdk.Endpoint, data: Any) -> tuple[State, str] | None:
        """`COMPLETED` has only ended: with an error beside it the run has failed (F-R6); without a word it waits."""
        if sdk.first(data, ("error", "error_type")) is not None:
            return State.FAILED, sdk.text(data, ("error_type", "status"))
        found = super().state_of(endpoint, data)
        return found or ((State.SUBMITTED, "IN_QUEUE") if sdk.text(data, "request_id") else None)

    # --- looking up

    def same(self, row: sdk.Row, body: Any) -> bool | None:
        """Whether a request of the list had this very body; None where its payload was not kept."""
        given = row.data.get("json_input")
        return None if given is None else sdk.same(given, body)

    @mw.hookimpl
    async def reconcile(self, ctx: mw.Context, job: mw.Job) -> mw.Reconciled:
        found = await super().reconcile(ctx, job)
        sure = ctx.settings["unfinished_listed"] == "on" and isinstance(found, mw.CannotTell) and not found.candidates
        age = (ctx.clock.now() - job.updated_at).total_seconds()
        return mw.NotAccepted() if sure and age > 1800 else found

    def listed_handle(self, ctx: mw.Context, endpoint: sdk.Endpoint, row: sdk.Row) -> dict[str, Any]:
        return super().listed_handle(ctx, endpoint, row) | paths(app_of(row.model), row.id)

    @mw.hookimpl
    async def quota(self, ctx: mw.Context, window: mw.Window) -> mw.Quota:
        from mediawright_fal.account import quota

        return await quota(self, ctx)

    @mw.hookimpl
    async def adopt(self, ctx: mw.Context, reference: str, model: str | None) -> mw.Task:
        """A link names the app; a bare id needs the model, since a request is found below its app alone."""
        path, found, rest = urlsplit(reference.strip()).path.partition("/requests/")
        number = rest.partition("/")[0] if found else reference.strip()
        app = path.strip("/") if found else app_of(model or "")
        if not app or not number:
            raise mw.InvalidRequest(mw.Problem("model", mw.Message("fal.adopt_needs_model", domain="fal")))
        task = mw.Task(provider="fal", id=number, handle=paths(app, number) | {"endpoint": "task"})
        await self.poll(ctx, task)
        return task


def headers_of(options: Mapping[str, Any]) -> dict[str, str]:
    """Return the headers that options ask for (§3); none is sent unasked (F-R14)."""
    found = {}
    if options.get("queue_priority"):
        found["x-fal-queue-priority"] = str(options["queue_priority"])
    if options.get("start_timeout"):
        found["x-fal-request-timeout"] = str(float(options["start_timeout"]))
    if str(options.get("no_retry", "")).lower() == "true":
        found["x-fal-no-retry"] = "1"
    if options.get("keep_files"):
        life = {"expiration_duration_seconds": int(options["keep_files"])}
        found["x-fal-object-lifecycle-preference"] = json.dumps(life)
    return found


API = Fal()
describe, auth, quota, history, cancel = API.describe, API.auth, API.quota, API.history, API.cancel
wire, submit, poll, download = API.wire, API.submit, API.poll, API.download
reconcile, adopt = API.reconcile, API.adopt


@mw.hookimpl
def validate(request: mw.Request) -> Sequence[mw.Problem]:
    from mediawright_fal.validation import problems

    return problems(request)


@mw.hookimpl
async def quote(ctx: mw.Context, request: mw.Request) -> mw.Price | None:
    from mediawright_fal.pricing import price

    if sdk.is_retired(ctx, str(request.model)):
        raise sdk.retired(FAL, request)
    return await price(API, ctx, request)


@mw.hookimpl
async def catalogue(ctx: mw.Context, query: mw.CatalogueQuery) -> mw.CataloguePage:
    from mediawright_fal.catalogue import page

    return await page(API, ctx, query)


@mw.hookimpl
def learn(model: mw.Model) -> None:
    ENDPOINTS.learn(model)


@mw.hookimpl
def simulator(options: dict[str, str]) -> Any:
    from mediawright_fal.simulator import create_app

    return create_app(options)
