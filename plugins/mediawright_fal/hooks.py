"""fal's hooks: the queue, with what is odd about it. Facts: docs/contracts/fal.md."""

import json
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from mediawright import plugin as mw
from mediawright import sdk
from mediawright_fal import errors, fields, retired_endpoints
from mediawright_fal.provider import FAL, known, remember, settings_of

State = mw.State
STATES = {"in_queue": State.SUBMITTED, "in_progress": State.RUNNING, "completed": State.SUCCEEDED}
KEY = {"authorization": "Key {key}"}
#: namespaces that put a word before owner and app
NAMESPACES = ("workflows", "comfy")
#: places of a result that are no results
BESIDE = frozenset({"thumbnail", "preview", "request"})


def app_of(model: str) -> str:
    """Return what status, result and cancel are asked for: owner and app, without the path (F-R5)."""
    parts = model.split("/")
    return "/".join(parts[: 3 if parts[0] in NAMESPACES else 2])


class Fal(sdk.TaskApi):
    provider = FAL
    key_page = "https://fal.ai/dashboard/keys"
    balance_page = "https://fal.ai/dashboard/billing"
    base_setting = "queue"
    probe = sdk.HttpRequest(
        path="/v1/models/pricing", method="GET", query={"endpoint_id": "fal-ai/flux/schnell"}, setting="api"
    )
    errors = errors.ERRORS
    headers = KEY
    endpoints = (
        sdk.Endpoint(
            poll="{status}?logs=false",
            result="{response}",
            task_id=("request_id",),
            states=STATES,
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
        model = str(request.model)
        schema = known(model, request.operation)
        body = fields.body(schema, request, link, settings_of(model, request.operation))
        hook = request.options.get("webhook")
        return sdk.HttpRequest(
            path=f"/{model}",
            json=body,
            headers=headers_of(request.options),
            query={"fal_webhook": str(hook)} if hook else {},
        )

    def inputs(self, request: mw.Request) -> Sequence[mw.Media]:
        """A field of the endpoint that takes a link takes a local file too, also where it is given as an option."""
        return (*request.media, *fields.option_files(known(str(request.model), request.operation), request.options))

    async def place(self, ctx: mw.Context, media: mw.Media, request: mw.Request) -> Any:
        from mediawright_fal.uploads import upload

        return media.source if media.is_url else await upload(self, ctx, media)

    def call_headers(self, values: Mapping[str, str]) -> dict[str, str]:
        key = values["api_key"] if "api_key" in values else f"{values['key_id']}:{values['key_secret']}"
        return {"authorization": f"Key {key}"}

    def service_error(self, status: int, data: Any) -> sdk.ServiceError | None:
        return errors.service_error(status, data)

    def handle(self, ctx: mw.Context, request: mw.Request, endpoint: sdk.Endpoint, data: Any) -> dict[str, Any]:
        """Of the addresses in an answer only the paths are kept: the key goes to the hosts of the settings (F-R3)."""
        app, number = app_of(str(request.model)), sdk.text(data, "request_id")
        found = super().handle(ctx, request, endpoint, data) | paths(app, number)
        for name in ("status", "response", "cancel"):
            path = urlsplit(sdk.text(data, f"{name}_url", 2000)).path.removeprefix(urlsplit(self.base(ctx)).path)
            if path.startswith("/") and number and number in path:
                found[name] = path
        used = [name for name in ctx.recall("used") or [] if name != request.model]
        ctx.keep("used", [request.model, *used][:10])
        return found

    @mw.hookimpl
    async def submit(self, ctx: mw.Context, job: mw.Job) -> mw.Task:
        """A curated endpoint that fal does not know any more is marked for a day (F-R18)."""
        try:
            return await super().submit(ctx, job)
        except mw.NotFound as error:
            retired_endpoints.mark_gone(ctx, str(job.request.model))
            raise retired_endpoints.gone(job.request, error) from error

    # --- what comes back

    def state_of(self, endpoint: sdk.Endpoint, data: Any) -> tuple[State, str] | None:
        """`COMPLETED` has only ended: with an error beside it the run has failed (F-R6); without a word it waits."""
        if sdk.first(data, ("error", "error_type")) is not None:
            return State.FAILED, sdk.text(data, ("error_type", "status"))
        found = super().state_of(endpoint, data)
        return found or ((State.SUBMITTED, "IN_QUEUE") if sdk.text(data, "request_id") else None)

    def seen(self, progress: mw.Progress, data: Any) -> mw.Progress:
        place = sdk.first(data, "queue_position")
        return progress if not isinstance(place, int) else replace(progress, data={"queue_position": place})

    def outputs(self, endpoint: sdk.Endpoint, task: mw.Task, data: Any) -> Iterable[mw.Output]:
        """Every object with a link, in the answer's order, but for pictures beside a result (§5)."""
        kind = mw.MediaKind(task.handle.get("kind", mw.MediaKind.VIDEO))
        if kind is mw.MediaKind.DOCUMENT:
            text = sdk.first(data, "text")
            return [] if not text else [mw.Output(kind=kind, name=task.id, extra={"text": str(text)})]
        links = dict.fromkeys(_links(data))
        return [mw.Output(kind=kind, name=task.id, url=url, index=number) for number, url in enumerate(links)]

    async def take(self, ctx: mw.Context, task: mw.Task, output: mw.Output, sink: mw.Sink) -> None:
        """What was heard is no file at fal: its words are written down here (§5)."""
        if "text" in output.extra:
            await sink.write(output, _pieces(f"{output.extra['text']}\n"))
        else:
            await super().take(ctx, task, output, sink)

    # --- looking up

    def same(self, row: sdk.Row, body: Any) -> bool | None:
        """Whether a request of the list had this very body; None where its payload was not kept."""
        given = row.data.get("json_input")
        return None if given is None else canonical(given) == canonical(body)

    @mw.hookimpl
    async def reconcile(self, ctx: mw.Context, job: mw.Job) -> mw.Reconciled:
        found = await super().reconcile(ctx, job)
        sure = ctx.settings["unfinished_listed"] == "on" and isinstance(found, mw.CannotTell) and not found.candidates
        age = (ctx.clock.now() - job.updated_at).total_seconds()
        return mw.NotAccepted() if sure and age > 1800 else found

    def listed_handle(self, ctx: mw.Context, endpoint: sdk.Endpoint, row: sdk.Row) -> dict[str, Any]:
        return super().listed_handle(ctx, endpoint, row) | paths(app_of(row.model), row.id)

    @mw.hookimpl
    async def history(self, ctx: mw.Context, window: mw.Window) -> Sequence[mw.HistoryItem]:
        from mediawright_fal.account import history

        return await history(self, ctx, window)

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


def paths(app: str, number: str) -> dict[str, str]:
    one = f"/{app}/requests/{number}"
    return {"status": f"{one}/status", "response": one, "cancel": f"{one}/cancel"}


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


def canonical(value: Any) -> Any:
    """Return JSON in one form: 5 and 5.0 are equal, 1 and true are not, the order of keys says nothing."""
    if isinstance(value, dict):
        return {name: canonical(item) for name, item in value.items()}
    if isinstance(value, list):
        return [canonical(item) for item in value]
    return ("bool", value) if isinstance(value, bool) else value


async def _pieces(text: str) -> AsyncIterator[bytes]:
    yield text.encode()


def _links(data: Any) -> Iterator[str]:
    if isinstance(data, dict):
        url = data.get("url")
        if isinstance(url, str) and url.startswith(("http", "data:")):
            yield url
        for name, value in data.items():
            if name not in BESIDE:
                yield from _links(value)
    elif isinstance(data, list):
        for value in data:
            yield from _links(value)


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

    if retired_endpoints.is_gone(ctx, str(request.model)):
        raise retired_endpoints.gone(request)
    return await price(API, ctx, request)


@mw.hookimpl
async def catalogue(ctx: mw.Context, query: mw.CatalogueQuery) -> mw.CataloguePage:
    from mediawright_fal.catalogue import page

    return await page(API, ctx, query)


@mw.hookimpl
def learn(model: mw.Model) -> None:
    remember(model)


@mw.hookimpl
def simulator(options: dict[str, str]) -> Any:
    from mediawright_fal.simulator import make_app

    return make_app(options)
