"""Gemini's hooks: interactions that go on at Google, and answers that are the result. Facts: docs/contracts/gemini.md."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from mediawright import plugin as mw
from mediawright import sdk
from mediawright_gemini import errors, pricing, request_body, results
from mediawright_gemini.provider import GEMINI, say

State = mw.State
STATES = {
    "queued": State.SUBMITTED,
    "in_progress": State.RUNNING,
    "idle": State.RUNNING,
    "requires_continuation": State.RUNNING,
    "completed": State.SUCCEEDED,
    "incomplete": State.SUCCEEDED,
    "failed": State.FAILED,
    "budget_exceeded": State.FAILED,
    "requires_action": State.FAILED,
    "cancelled": State.CANCELLED,
}
INTERACTION = sdk.Endpoint(
    name="interaction",
    poll="/interactions/{id}?stream=false",
    states=STATES,
    task_id=("id",),
    failure_code=("errors[0].code", "steps[].error.code"),
    failure_text=("errors[0].message", "steps[].error.message", "steps[].content[].text"),
    cancel=sdk.CancelCall(path="/interactions/{id}/cancel", requested=(200, 202)),
    create_timeout_s=300,
)
DIRECT = sdk.Endpoint(
    name="direct",
    task_id=("responseId", "response_id"),
    outputs=(
        sdk.Outputs(base64="candidates[].content.parts[].inlineData.data"),
        sdk.Outputs(base64="candidates[].content.parts[].inline_data.data"),
    ),
    failure_code=("promptFeedback.blockReason", "candidates[0].finishReason"),
    failure_text=("candidates[0].finishMessage", "candidates[0].content.parts[].text"),
    create_timeout_s=300,
)
#: a word that nobody knows runs on for so long
PATIENCE = timedelta(hours=24)
#: age of a task in seconds → until the next poll (§4.3)
PACES = ((60.0, 5.0), (600.0, 10.0), (float("inf"), 30.0))
#: a cost so many times the quote is told (G-R23)
DEARER = Decimal("1.1")
MOST_KEPT = 200


class Gemini(sdk.TaskApi):
    provider = GEMINI
    endpoints = (INTERACTION, DIRECT)
    errors = errors.ERRORS
    headers = {"x-goog-api-key": "{api_key}"}  # noqa: RUF012
    key_page = "https://aistudio.google.com/apikey"
    balance_page = "https://aistudio.google.com/usage"
    voice_list = sdk.HttpRequest(path="/voices", method="GET")
    voice_page = ("pageToken", "next_page_token")
    probe = sdk.HttpRequest(path="/models", method="GET", query={"pageSize": 1})

    def base(self, ctx: mw.Context, region: str = "", setting: str = "") -> str:
        """The version is the last part of the base, so that every path is that of the contract."""
        version = ctx.settings["api_version"].strip("/") or "v1"
        return super().base(ctx) + "/" + ("v1beta" if version == "beta" else version)

    def default_base(self) -> str:
        return super().default_base() + "/v1"

    def facts(self, answer: mw.Answer) -> Mapping[str, object]:
        return errors.facts(answer, self.key_page)

    def service_error(self, status: int, data: Any) -> sdk.ServiceError | None:
        return errors.service_error(data)

    def speaker(self, row: Any) -> mw.Voice | None:
        """A voice is asked for by its name, which is the end of its id (§6)."""
        name = sdk.text(row, "display_name") or sdk.text(row, "id").rpartition("/")[2].capitalize()
        spoken = sdk.text(row, "language_code").partition("-")[0].lower()
        return mw.Voice(name=name, label=mw.Text(name, name), languages=(spoken,) if spoken else ()) if name else None

    # --- the one call that spends

    def endpoint_of(self, request: mw.Request) -> sdk.Endpoint:
        return DIRECT if request_body.is_direct(request) else INTERACTION

    def build_request(self, request: mw.Request, job_id: str, link: sdk.Link) -> sdk.HttpRequest:
        if request_body.is_direct(request):
            path = f"/models/{request.model}:generateContent"
            return sdk.HttpRequest(path=path, json=request_body.generate(request, link))
        return sdk.HttpRequest(path="/interactions", json=request_body.interaction(request, job_id, link))

    async def place(self, ctx: mw.Context, media: mw.Media, request: mw.Request) -> Any:
        from mediawright_gemini.files import place

        return await place(self, ctx, media, request)

    @mw.hookimpl
    async def submit(self, ctx: mw.Context, job: mw.Job) -> mw.Task:
        """A clip that goes on from a job of ours is named by what that job became."""
        after, made = job.request.options.get("after"), ctx.recall("made", shared=True) or {}
        if after is not None:
            if after not in made:
                raise mw.InvalidRequest(say.problem("options", "after_unknown"), provider="gemini")
            plain = {name: value for name, value in job.request.options.items() if name != "after"}
            job = replace(job, request=job.request.with_(options=plain | {"previous": made[after]}))
        task = await super().submit(ctx, job)
        if not request_body.is_direct(job.request):
            ctx.keep("made", dict([*made.items(), (job.id, task.id)][-MOST_KEPT:]), shared=True)
        return task

    def handle(self, ctx: mw.Context, request: mw.Request, endpoint: sdk.Endpoint, data: Any) -> dict[str, Any]:
        now = ctx.clock.now()
        price = pricing.price(request, now.date()).amount
        quoted = {"quoted": str(price.value)} if price is not None else {}
        known = {"model": str(request.model), "at": now.isoformat()} | quoted
        return super().handle(ctx, request, endpoint, data) | known

    def is_answer(self, endpoint: sdk.Endpoint, task: mw.Task, data: Any) -> bool:
        """Words of its own that no picture was made are an answer too: there is nothing to wait for."""
        return super().is_answer(endpoint, task, data) or bool(sdk.text(data, endpoint.failure_code))

    # --- what comes back

    def state_of(self, endpoint: sdk.Endpoint, data: Any) -> tuple[State, str] | None:
        """`completed` without what was asked for is a refusal in words (G-R10); an unknown word runs on (G-R20)."""
        found = super().state_of(endpoint, data)
        if found is not None and found[0] is State.SUCCEEDED and not self._made(data):
            return State.FAILED, "no_result"
        return (State.RUNNING, found[1]) if found is not None and found[0] is State.UNKNOWN else found

    def _made(self, data: Any) -> bool:
        kinds = (mw.MediaKind.VIDEO, mw.MediaKind.IMAGE, mw.MediaKind.AUDIO)
        words = sdk.text(data, "model").endswith("transcribe")
        return any(results.block(data, kind) for kind in ((mw.MediaKind.DOCUMENT,) if words else kinds))

    def outputs(self, endpoint: sdk.Endpoint, task: mw.Task, data: Any) -> Iterable[mw.Output]:
        return results.outputs(task, data, endpoint is DIRECT)

    def charged(self, endpoint: sdk.Endpoint, task: mw.Task, data: Any) -> mw.Amount | None:
        made = str(task.handle.get("at", "")) or "2026-11-30"
        return pricing.cost(str(task.handle.get("model", "")), data, datetime.fromisoformat(made).date())

    @mw.hookimpl
    async def poll(self, ctx: mw.Context, task: mw.Task) -> mw.Progress:
        """A 400 that names nothing comes while paid work goes on, and ends nothing (G-R11)."""
        try:
            said = await super().poll(ctx, task)
        except mw.NotFound:
            raise
        except (mw.InvalidRequest, mw.Rejected) as error:
            if "interaction name" in (error.provider_message or "").lower():
                from mediawright.sdk.polling import unknown_task

                raise unknown_task(self) from error
            raise mw.Unreachable(provider="gemini", provider_code=error.provider_code) from error
        at = task.handle.get("at")
        age = ctx.clock.now() - datetime.fromisoformat(str(at)) if at else timedelta(0)
        if said.state is State.RUNNING and str(said.provider_code) not in STATES and age > PATIENCE:
            return replace(said, state=State.UNKNOWN)
        quoted = Decimal(str(task.handle.get("quoted", "0")))
        if said.charged is not None and quoted and said.charged.value > quoted * DEARER:
            return replace(said, note=say("dearer", cost=said.charged, quote=mw.Amount(quoted, "USD")))
        wait = next(pace for limit, pace in PACES if age.total_seconds() < limit)
        return replace(said, look_again_s=wait) if said.state in (State.RUNNING, State.SUBMITTED) else said

    async def take(self, ctx: mw.Context, task: mw.Task, output: mw.Output, sink: mw.Sink) -> None:
        """A file at Google needs the key; what stood inside an answer is written here."""
        from mediawright_gemini import files

        if output.extra.get("uri"):
            await files.bring(self, ctx, output, files.file_id(str(output.extra["uri"])), sink)
        elif "inside" in output.extra:
            path = INTERACTION.poll.format(id=task.id)
            data = await self.fetch(ctx, sdk.HttpRequest(path=path, method="GET"))
            found = results.block(data, output.kind) or {}
            kind = "text" if output.kind is mw.MediaKind.DOCUMENT else "base64"
            inside = str(found.get("text" if kind == "text" else "data", ""))
            await self.hand_over(await files.write(ctx.workdir / "inside.bin", inside, kind), output, sink)
        else:
            raw = ctx.workdir / str(output.extra["file"])
            await self.hand_over(await files.as_wave(raw, str(output.extra.get("type", ""))), output, sink)


API = Gemini()
describe, auth, quota, cancel, reconcile = API.describe, API.auth, API.quota, API.cancel, API.reconcile
wire, submit, poll, download, adopt = API.wire, API.submit, API.poll, API.download, API.adopt
voices = API.voices


@mw.hookimpl
def validate(request: mw.Request) -> Sequence[mw.Problem]:
    from mediawright_gemini.validation import problems

    return problems(request)


@mw.hookimpl
async def quote(ctx: mw.Context, request: mw.Request) -> mw.Price | None:
    return pricing.price(request, ctx.clock.now().date())


@mw.hookimpl
def simulator(options: dict[str, str]) -> Any:
    from mediawright_gemini.simulator import create_app

    return create_app(options)
