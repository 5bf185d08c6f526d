"""A provider whose service is a task API: JSON over HTTP, create, poll, list, cancel, links to the results.

A provider of that shape is a subclass: class attributes are its data, overridden methods what is odd about it.

    class Acme(TaskApi):
        provider = ACME
        endpoints = (Endpoint(poll="/tasks/{id}", states={...}, outputs=(Outputs(url="output[].url"),)),)
        errors = (ErrorRule(raises=SignInNeeded, status=(401,), message="key_refused"), ...)

        def build_request(self, request, job_id, link):
            return HttpRequest(path="/tasks", json={"prompt": request.prompt, "image": link(request.images[0])})

    API = Acme()
    describe, auth, quota = API.describe, API.auth, API.quota
    wire, submit, poll, download = API.wire, API.submit, API.poll, API.download

The dry run and the submit are made by the one `build_request`, so that they cannot differ; every answer to a create is
judged by `judge_submit`.
"""

from collections.abc import AsyncIterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from mediawright.hookspecs import hookimpl
from mediawright.plugin import Answer, Context, Sink
from mediawright.sdk.endpoint import Endpoint
from mediawright.sdk.error_table import ServiceError, sentence
from mediawright.sdk.http_request import HttpRequest
from mediawright.sdk.lookup import Row
from mediawright.sdk.task_shape import TaskShape
from mediawright.types.auth import AuthAction, AuthEvent, HistoryItem, Quota, Window
from mediawright.types.errors import MediawrightError, TaskFailed, Unreachable
from mediawright.types.job import Job, Output, Progress, Task
from mediawright.types.operations import Operation
from mediawright.types.provider import Provider, Voice
from mediawright.types.request import Request
from mediawright.types.verdicts import Cancelled, Reconciled, WireCall


class TaskApi(TaskShape):
    """See the module. Attributes are those of `TaskShape`; every method without `hookimpl` may be overridden."""

    # --- sending ------------------------------------------------------------------------------------------------------

    def region(self, ctx: Context) -> str:
        """Return the region: that of the settings, else the one that took this key before, else the first."""
        if not self.regions:
            return ctx.settings.get(self.region_setting, "")
        from mediawright.sdk.key_auth import remembered_region

        values = ctx.credential.values if ctx.credential is not None else {}
        return self.region_said(ctx, values) or remembered_region(ctx) or next(iter(self.regions))

    def region_said(self, ctx: Context, values: Mapping[str, str]) -> str:
        """Return the region that settings name, or that keys name by their form; "" where it is to be found out."""
        from mediawright.sdk import regions

        return regions.said(self, ctx)

    def kept_region(self, ctx: Context, region: str) -> str:
        """Return what a job keeps of its region: the name, or a whole base URL where settings may move it meanwhile."""
        return region

    async def settle_region(self, ctx: Context) -> str:
        """Return the region of the key, found out for free where nobody knows it yet. A quote asks it where the price
        hangs on it; a submit does by itself."""
        from mediawright.sdk import regions

        return await regions.settle(self, ctx)

    def in_region(self, request: HttpRequest, region: str) -> HttpRequest:
        """Return the call as one region wants it, where names differ between them. A dry run shows the first region's."""
        return request

    def page(self, region: str = "") -> str:
        """Return where a person makes a key, or opens a model, in a region ("" where none is known)."""
        return self.key_page

    def base(self, ctx: Context, region: str = "", setting: str = "") -> str:
        """Return the base URL without a slash at its end: the setting, else that of the region the task was made in."""
        given = ctx.settings.get(setting or self.base_setting, "")
        region = region or self.region(ctx)
        if region.startswith("http"):
            return region
        return (given.replace("{region}", region) or self.regions.get(region, "")).rstrip("/")

    def trusts(self, ctx: Context, url: str, *hosts: str, setting: str = "") -> bool:
        """Tell whether an address that the service named may be used: https at one of the hosts (below one that begins with
        a dot), or at the host of the setting with its base URL."""
        from mediawright.sdk.inputs import is_below

        return is_below(url, *hosts) or urlsplit(url)[:2] == urlsplit(self.base(ctx, setting=setting))[:2]

    def default_base(self) -> str:
        """Return the base URL that a dry run shows."""
        setting = next((item for item in self.provider.settings if item.name == self.base_setting), None)
        return (setting.default if setting else "") or next(iter(self.regions.values()), "")

    def call_headers(self, values: Mapping[str, str]) -> dict[str, str]:
        """Return the headers of every call for a credential's fields. Raises KeyError for a field that is not there."""
        return {name: text.format_map(values) for name, text in self.headers.items()}

    def signed(self, ctx: Context) -> dict[str, str]:
        """Return the headers of every call. Raises SignInNeeded without a sign-in."""
        from mediawright.sdk.key_auth import key_needed

        if ctx.credential is None:
            raise key_needed(self.provider, self.page(self.region(ctx)))
        return self.call_headers(ctx.credential.values)

    async def call(self, ctx: Context, request: HttpRequest, *, region: str = "", tries: int | None = None) -> Answer:
        """Make a call that costs nothing and return its answer, whatever the status. Raises SignInNeeded, Unreachable."""
        from mediawright.sdk import calls

        return await calls.call(self, ctx, request, region=region, tries=tries)

    async def fetch(self, ctx: Context, request: HttpRequest, *, region: str = "") -> Any:
        """Make such a call and return its JSON. Raises what `errors` says of a refusal, Unreachable for anything else."""
        from mediawright.sdk import calls
        from mediawright.sdk.inputs import body_of

        answer = await self.call(ctx, request, region=region)
        data = body_of(answer)
        if answer.status < 300 and data is not None and self.refusal(answer.status, data) is None:
            return data
        raise calls.error(self, answer)

    def error(self, answer: Answer) -> MediawrightError:
        """Return what an answer that is no good one means, by `errors`; Unreachable where no row fits."""
        from mediawright.sdk import calls

        return calls.error(self, answer)

    def refusal(self, status: int, data: Any) -> ServiceError | None:
        """Return the service's error where an answer is one: below 300 only with a code that a row of `errors` knows."""
        found = self.service_error(status, data)
        if found is None or status >= 300:
            return found
        return found if any(rule.codes and rule.fits(status, found) for rule in self.errors) else None

    # --- the hooks ----------------------------------------------------------------------------------------------------

    @hookimpl
    def describe(self) -> Provider:
        return self.provider

    @hookimpl
    async def auth(self, ctx: Context, action: AuthAction) -> AsyncIterator[AuthEvent]:
        from mediawright.sdk import polling
        from mediawright.sdk.key_auth import sign_in

        async for event in sign_in(ctx, action, self.page(self.region(ctx)), polling.probe_of(self)):
            yield event

    @hookimpl
    async def quota(self, ctx: Context, window: Window) -> Quota:
        if self.balance is not None:
            from mediawright.sdk import balance

            return await balance.quota(self, ctx, self.balance)
        return Quota(note=sentence(self.provider, "balance_elsewhere", {"link": self.balance_page or self.key_page}))

    @hookimpl
    def wire(self, request: Request, job_id: str) -> Sequence[WireCall]:
        from mediawright.sdk import creating
        from mediawright.sdk.http_request import preview

        headers = {name: creating.masked(text) for name, text in self.headers.items()}
        return [self.build_request(request, job_id, preview).shown(self.default_base(), headers)]

    @hookimpl
    async def submit(self, ctx: Context, job: Job) -> Task:
        from mediawright.sdk import creating

        return await creating.create(self, ctx, job)

    @hookimpl
    async def poll(self, ctx: Context, task: Task) -> Progress:
        from mediawright.sdk import polling

        return await polling.poll(self, ctx, task)

    @hookimpl
    async def poll_many(self, ctx: Context, tasks: Sequence[Task]) -> Mapping[str, Progress]:
        from mediawright.sdk import finding

        return await finding.poll_many(self, ctx, tasks)

    @hookimpl
    async def download(self, ctx: Context, task: Task, progress: Progress, sink: Sink) -> None:
        for output in progress.outputs:
            await self.take(ctx, task, output, sink)

    @hookimpl
    async def cancel(self, ctx: Context, task: Task) -> Cancelled:
        from mediawright.sdk import polling

        return await polling.cancel(self, ctx, task)

    @hookimpl
    async def reconcile(self, ctx: Context, job: Job) -> Reconciled:
        from mediawright.sdk import finding

        return await finding.reconcile(self, ctx, job)

    @hookimpl
    async def adopt(self, ctx: Context, reference: str, model: str | None) -> Task:
        from mediawright.sdk import polling

        return await polling.adopt(self, ctx, reference, model)

    @hookimpl
    async def history(self, ctx: Context, window: Window) -> Sequence[HistoryItem]:
        from mediawright.sdk import finding

        return await finding.history(self, ctx, window)

    @hookimpl
    async def voices(self, ctx: Context) -> Sequence[Voice]:
        from mediawright.sdk import speakers

        return await speakers.speakers(self, ctx)

    def progress(self, task: Task, data: Any) -> Progress | None:
        """Return what a row of a list says of a task, as a poll would say it; None where it says no state."""
        from mediawright.sdk import polling

        return polling.read(self, self.endpoint(str(task.handle.get("endpoint", ""))), task, data)

    # --- what the hooks stand on --------------------------------------------------------------------------------------

    async def take(self, ctx: Context, task: Task, output: Output, sink: Sink) -> None:
        """Bring one output to disk: a text, a file of the job's folder, else a link, fetched without the key."""
        if "text" in output.extra:
            await sink.write(output, _written(f"{output.extra['text']}\n"))
        elif output.extra.get("file"):
            await self.hand_over(ctx.workdir / str(output.extra["file"]), output, sink)
        else:
            await sink.fetch(output)

    async def hand_over(self, path: Path, output: Output, sink: Sink) -> None:
        """Give a file of the job's folder away as a result. Raises TaskFailed where it is none: it stays what it is."""
        try:
            await sink.take(output, path)
        except Unreachable as error:
            raise TaskFailed(error.message, provider=self.provider.name) from error

    def endpoint(self, name: str) -> Endpoint:
        return next((item for item in self.endpoints if item.name == name), self.endpoints[0])

    def handle(self, ctx: Context, request: Request, endpoint: Endpoint, data: Any) -> dict[str, Any]:
        """Return what later calls need of an accepted create, beside the id."""
        from mediawright.sdk import creating

        return creating.handle(self, ctx, request, endpoint, data)

    def listed_handle(self, ctx: Context, endpoint: Endpoint, row: Row) -> dict[str, Any]:
        """Return the handle of a task that is known from the list alone."""
        from mediawright.sdk import responses

        found = {responses.ENDPOINT: endpoint.name, **responses.kept_fields(endpoint, row.data)}
        return found | ({responses.REGION: self.kept_region(ctx, self.region(ctx))} if self.regions else {})

    def kind_of(self, operation: Operation) -> str:
        return str(operation.result or "")


async def _written(text: str) -> AsyncIterator[bytes]:
    yield text.encode()
