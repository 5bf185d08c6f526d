"""MiniMax's hooks: three families behind one key, and what is odd about each. Facts: docs/contracts/minimax.md."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from mediawright import plugin as mw
from mediawright import sdk
from mediawright_minimax import errors, pricing, request_body
from mediawright_minimax import reconcile as reconcile_module
from mediawright_minimax.endpoints import CLIP, HAILUO, IMAGE, LISTED, LONG, MUSIC, SPEECH
from mediawright_minimax.provider import AUTO, GROUPS, KEY_PAGES, MINIMAX, REGIONS, SONGS, TABLE, is_mainland, say

State = mw.State
LATE = timedelta(seconds=60)  # so long a finished task may be without its file (M-R28)
ENDS = re.compile(r"(/v1|/v2|/anthropic)?/*$")
PLAIN = re.compile(r"http://(?!127\.|localhost|\[::1\])")


class MiniMax(sdk.TaskApi):
    provider = MINIMAX
    endpoints = (CLIP, HAILUO, LONG, IMAGE, SPEECH, MUSIC)
    errors = errors.ERRORS
    regions = REGIONS
    key_page = KEY_PAGES["global"]
    probe = sdk.HttpRequest(path=LISTED, method="GET", query={"page_size": 1})

    voice_list = sdk.HttpRequest(path="/v1/get_voice", json={"voice_type": "all"})
    voice_rows = ("system_voice[]", "voice_cloning[]", "voice_generation[]")

    # --- where calls go (§1)

    def region_said(self, ctx: mw.Context, values: Mapping[str, str]) -> str:
        chosen, given = ctx.settings["region"], ctx.settings["base_url"]
        if chosen and chosen not in REGIONS:
            raise mw.SignInNeeded(say("bad_region", region=chosen[:40]), provider="minimax")
        if given and not chosen and "{region}" not in given:
            return "cn" if is_mainland(given) else "global"
        return super().region_said(ctx, values)

    def base(self, ctx: mw.Context, region: str = "", setting: str = "") -> str:
        return ENDS.sub("", super().base(ctx, region, setting))

    def page(self, region: str = "") -> str:
        return KEY_PAGES.get(region, self.key_page)

    def facts(self, answer: mw.Answer) -> Mapping[str, object]:
        """M-R36: a refused key names the region that refused it, and the other one."""
        here, there = ("cn", "global") if is_mainland(answer.url) else ("global", "cn")
        return {"link": KEY_PAGES[here], "region": here, "other": there, "host": REGIONS[there].partition("//")[2]}

    def service_error(self, status: int, data: Any) -> sdk.ServiceError | None:
        return errors.service_error(data)

    async def call(self, ctx: mw.Context, request: sdk.HttpRequest, **more: Any) -> mw.Answer:
        path = grouped(request.path, ctx.settings["group_id"])
        return await super().call(ctx, replace(request, path=path), **more)

    # --- the one call that spends

    def endpoint_of(self, request: mw.Request) -> sdk.Endpoint:
        return self.endpoint(request_body.family_of(request))

    def endpoint_for(self, model: str | None) -> sdk.Endpoint:
        return self.endpoint(str(GROUPS.get(model or "", {}).get("family", "v2")))

    def build_request(self, request: mw.Request, job_id: str, link: sdk.Link) -> sdk.HttpRequest:
        path = grouped(TABLE["paths"][request_body.family_of(request)], str(request.options.get("group_id", "")))
        return sdk.HttpRequest(path=path, json=request_body.body(request, link))

    async def place(self, ctx: mw.Context, media: mw.Media, request: mw.Request) -> Any:
        from mediawright_minimax.files import place

        return media.source if media.is_url else await place(self, ctx, media, request)

    @mw.hookimpl
    async def submit(self, ctx: mw.Context, job: mw.Job) -> mw.Task:
        music_is_on(ctx, job.request.operation)
        listed, group = self.endpoint_of(job.request) is CLIP, ctx.settings["group_id"]
        if listed:
            await reconcile_module.begun(ctx, job)
        options = {**job.request.options, **({"group_id": group} if group else {})}
        try:
            task = await super().submit(ctx, replace(job, request=job.request.with_(options=options)))
        except mw.MediawrightError as error:
            if listed:
                reconcile_module.refused(ctx, job, error)
            plan = ctx.credential is not None and ctx.credential.values["api_key"].startswith("sk-cp-")
            if listed and plan and isinstance(error, mw.InvalidRequest) and error.provider_code == "2013":
                error.problems += (say.problem("model", "plan_key", "M-R37"),)
            raise
        if listed:
            reconcile_module.creates(ctx).settle(job, task.id)
        return task

    def handle(self, ctx: mw.Context, request: mw.Request, endpoint: sdk.Endpoint, data: Any) -> dict[str, Any]:
        return super().handle(ctx, request, endpoint, data) | pricing.kept(request, self.region(ctx))

    def is_answer(self, endpoint: sdk.Endpoint, task: mw.Task, data: Any) -> bool:
        """Code 0 alone is the last word (M-R4), also with nothing in it: worked on, and nothing came (M-R41, M-R44)."""
        code = sdk.text(data, "base_resp.status_code")
        found = super().is_answer(endpoint, task, data) and not code
        return found or (code == "0" and isinstance(sdk.first(data, "data"), dict))

    def speaker(self, row: Any) -> mw.Voice | None:
        """What a voice speaks stands in its id alone (§7.3)."""
        name, label = sdk.text(row, "voice_id"), sdk.text(row, ("voice_name", "voice_id"))
        spoken = tuple(code for code, word in TABLE["languages"].items() if name.startswith(word))
        return mw.Voice(name=name, label=mw.Text(label, label), languages=spoken) if name else None

    # --- what comes back

    def outputs(self, endpoint: sdk.Endpoint, task: mw.Task, data: Any) -> Iterator[mw.Output]:
        """Clips of the older interface by their file, links by https alone (M-R40), raw sound with what plays it."""
        number, sound = sdk.text(data, "file_id", 200), sdk.first(data, "extra_info")
        if endpoint in (HAILUO, LONG) and number.strip("0 "):
            kind = mw.MediaKind(task.handle.get("kind", mw.MediaKind.VIDEO))
            yield mw.Output(kind=kind, name=task.id.replace("/", "-"), extra={"file_id": number})
        for output in super().outputs(endpoint, task, data):
            if output.extra.get("file") and sdk.text(sound, "audio_format") == "pcm":
                yield replace(output, extra={**output.extra, "raw": sound})
            elif output.extra.get("file") or output.url.startswith(("http://", "https://")):
                yield replace(output, url=PLAIN.sub("https://", output.url, count=1))

    def charged(self, endpoint: sdk.Endpoint, task: mw.Task, data: Any) -> mw.Amount | None:
        return pricing.cost(task.handle, data)

    @mw.hookimpl
    async def poll(self, ctx: mw.Context, task: mw.Task) -> mw.Progress:
        from mediawright.sdk.polling import unknown_task

        try:
            said = await super().poll(ctx, task)
        except mw.InvalidRequest as error:  # 2013 is its word for a task that it does not know (§5.2)
            raise unknown_task(self) from error
        if self.endpoint(str(task.handle.get("endpoint", ""))).synchronous:
            return said
        if said.reason is not None and said.reason.key == "sdk.no_outputs":
            return _awaited(said, task, ctx.clock.now())
        free = said.state in (State.FAILED, State.CANCELLED) and "unit" in task.handle
        return replace(said, charged=mw.Amount(pricing.NOTHING, str(task.handle["unit"]))) if free else said

    async def take(self, ctx: mw.Context, task: mw.Task, output: mw.Output, sink: mw.Sink) -> None:
        if output.url or output.extra.keys() == {"file"}:
            await super().take(ctx, task, output, sink)
        else:
            from mediawright_minimax.files import bring

            await bring(self, ctx, task, output, sink)

    # --- finding

    async def examine(self, ctx: mw.Context, row: sdk.Row, body: Any) -> bool | None:
        return reconcile_module.same(ctx, row, body)

    @mw.hookimpl
    async def reconcile(self, ctx: mw.Context, job: mw.Job) -> mw.Reconciled:
        found = await super().reconcile(ctx, job)
        return reconcile_module.judged(ctx, job, found) if self.endpoint_of(job.request) is CLIP else found

    @mw.hookimpl
    async def adopt(self, ctx: mw.Context, reference: str, model: str | None) -> mw.Task:
        """An id does not say which interface made it: the newer one is asked first."""
        try:
            return await super().adopt(ctx, reference, model)
        except mw.NotFound:
            if model is not None:
                raise
        return await super().adopt(ctx, reference, "MiniMax-Hailuo-2.3")


def grouped(path: str, group: str) -> str:
    """Return a path of the older interfaces with the group of an old key (§1)."""
    return f"{path}{'&' if '?' in path else '?'}GroupId={group}" if group and path.startswith("/v1/") else path


def music_is_on(ctx: mw.Context, operation: mw.Operation) -> None:
    """M-R45. Raises InvalidRequest."""
    if operation is mw.Operation.TEXT_TO_MUSIC and ctx.settings["music"] != "on":
        raise mw.InvalidRequest(say.problem("operation", "music_off", "M-R45"), provider="minimax")


def _awaited(said: mw.Progress, task: mw.Task, now: datetime) -> mw.Progress:
    """A finished task without its file is polled on for a minute."""
    since = str(task.handle.get("empty_since") or now.isoformat())
    if now - datetime.fromisoformat(since) >= LATE:
        return replace(said, reason=say("result_missing"))
    kept = replace(task, handle={**task.handle, "empty_since": since})
    return mw.Progress(state=State.RUNNING, task=kept, provider_code=said.provider_code, look_again_s=10.0)


API = MiniMax()
describe, auth, quota, history, cancel = API.describe, API.auth, API.quota, API.history, API.cancel
wire, submit, poll, download = API.wire, API.submit, API.poll, API.download
reconcile, adopt, voices = API.reconcile, API.adopt, API.voices


@mw.hookimpl
def complete(request: mw.Request) -> mw.Request:
    """The core's word for a shape that is left to the model; music without words to sing is instrumental."""
    if request.aspect_ratio == "adaptive":
        request = request.with_(aspect_ratio=AUTO)
    music = request.operation is mw.Operation.TEXT_TO_MUSIC
    if music and not {"lyrics", "is_instrumental", "lyrics_optimizer"} & request.options.keys():
        return request.with_(options={**request.options, "is_instrumental": True})
    return request


@mw.hookimpl
def validate(request: mw.Request) -> Sequence[mw.Problem]:
    from mediawright_minimax.validation import problems

    return problems(request)


@mw.hookimpl
async def quote(ctx: mw.Context, request: mw.Request) -> mw.Price | None:
    music_is_on(ctx, request.operation)
    return pricing.price(request, await API.settle_region(ctx))


@mw.hookimpl
async def catalogue(ctx: mw.Context, query: mw.CatalogueQuery) -> mw.CataloguePage:
    """Music, for accounts that still have it (§8)."""
    found = [model for model in SONGS if query.name in ("", model.name)]
    if query.name and found:
        music_is_on(ctx, mw.Operation.TEXT_TO_MUSIC)
    return mw.CataloguePage(models=tuple(found) if ctx.settings["music"] == "on" else ())


@mw.hookimpl
def learn(model: mw.Model) -> None:
    """Nothing: what a music model takes stands in the table."""


@mw.hookimpl
def simulator(options: dict[str, str]) -> Any:
    from mediawright_minimax.simulator import create_app

    return create_app(options)
