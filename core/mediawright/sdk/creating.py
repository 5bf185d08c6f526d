"""The one call of a task API that spends: inputs are placed, the request is written down, sent once, its answer judged."""

import re
from dataclasses import replace
from pathlib import PurePath
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from mediawright.plugin import Answer, Context
from mediawright.sdk import error_table, finding, json_paths, regions, responses, sent
from mediawright.sdk.endpoint import Endpoint
from mediawright.sdk.inputs import body_of, placed
from mediawright.types.errors import InvalidRequest, LocalFault, Uncertain
from mediawright.types.job import Job, Task
from mediawright.types.message import Message, Problem
from mediawright.types.request import Media, Request
from mediawright.types.submitting import Proof, is_task_id

if TYPE_CHECKING:
    from mediawright.sdk.task_api import TaskApi

_FIELD = re.compile(r"\{\w+\}")


def masked(text: str) -> str:
    """Return a header for a dry run: what would be filled in is hidden."""
    return _FIELD.sub("***", text)


async def create(api: "TaskApi", ctx: Context, job: Job) -> Task:
    """Send the create of a job once. Raises what `submit` may raise."""
    request, endpoint = job.request, api.endpoint_of(job.request)
    headers, region = api.signed(ctx), await regions.settle(api, ctx)

    async def place(media: Media) -> Any:
        return await api.place(ctx, await _as_approved(ctx, media, request), request)

    links = await placed(tuple(api.inputs(request)), place)
    call = api.in_region(api.build_request(request, job.id, links.__getitem__), region)
    record = sent.Sent(at=ctx.clock.now(), endpoint=endpoint.name, region=api.kept_region(ctx, region), body=call.json)
    try:
        await sent.remember(ctx.workdir, record)
    except OSError as error:
        raise LocalFault(provider=api.provider.name, data={"cause": error.strerror or ""}) from error
    answer = await ctx.post_once(
        api.base(ctx, region, call.setting) + call.path,
        params=call.query or None,
        headers={**headers, **call.headers},
        json=call.json,
        timeout=endpoint.create_timeout_s,
    )
    return await judged(api, ctx, job, endpoint, answer)


async def _as_approved(ctx: Context, media: Media, request: Request) -> Media:
    """The input with what was measured of it; one that an option names must be the file that was approved.

    Raises InvalidRequest where its bytes are others by now.
    """
    if media.is_url or media.info is not None:
        return media
    info = await ctx.inspect(media)
    if request.option_files.get(media.source) != info.sha256:
        name = PurePath(media.source.replace("\\", "/")).name
        raise InvalidRequest(Problem("option", Message("files.changed", {"file": name})))
    return replace(media, info=info)


async def judged(api: "TaskApi", ctx: Context, job: Job, endpoint: Endpoint, answer: Answer) -> Task:
    """Return the task that the answer to a create proves. Raises the refusal it proves, else Uncertain."""
    data = body_of(answer)
    named = _named(api, endpoint, job, data)
    error = api.service_error(answer.status, data)
    rule = error_table.rule_for(api.errors, answer.status, error)
    proof = error_table.proof_of(answer.status, named, rule)
    if proof is Proof.REFUSED:
        facts = {**api.facts(answer), "link": api.page(api.region(ctx))}
        raise error_table.error_of(api.provider, rule, answer, error, facts)
    if proof is Proof.UNCERTAIN:
        raise uncertain(api, answer, error)
    if endpoint.synchronous:
        await _kept(api, ctx, endpoint, answer, data)
    return Task(provider=api.provider.name, id=named, handle=api.handle(ctx, job.request, endpoint, data))


def uncertain(api: "TaskApi", answer: Answer, error: error_table.ServiceError | None) -> Uncertain:
    return Uncertain(
        provider=api.provider.name,
        provider_code=(error.code if error else "") or str(answer.status),
        provider_message=error.text[: error_table.WORDS] if error else None,
    )


def handle(api: "TaskApi", ctx: Context, request: Request, endpoint: Endpoint, data: Any) -> dict[str, Any]:
    """Return what later calls need: the endpoint, the region, what is made and how many."""
    found: dict[str, Any] = {**responses.kept_fields(endpoint, data), **_kept_paths(api, ctx, endpoint, data)}
    found[responses.ENDPOINT] = endpoint.name
    if request.operation.result is not None:
        found[responses.KIND] = request.operation.result.value
    if (request.count or 1) > 1:
        found[responses.COUNT] = request.count
    if endpoint.listing is not None and endpoint.listing.needs_model:
        finding.used(ctx, str(request.model))
    if api.regions:
        found[responses.REGION] = api.kept_region(ctx, api.region(ctx))
    return found


def _kept_paths(api: "TaskApi", ctx: Context, endpoint: Endpoint, data: Any) -> dict[str, str]:
    found, base, number = {}, urlsplit(api.base(ctx)).path, responses.task_id(endpoint, data)
    for name, where in endpoint.keep_paths.items():
        path = urlsplit(json_paths.text(data, where, 2000)).path.removeprefix(base)
        if path.startswith("/") and number and number in path:
            found[name] = path
    return found


def _named(api: "TaskApi", endpoint: Endpoint, job: Job, data: Any) -> str:
    """Return the task's id. Of a synchronous create it is ours where the service has none: the answer itself is the task."""
    named = responses.task_id(endpoint, data)
    if not endpoint.synchronous:
        return named
    task = Task(provider=job.provider, id=named if is_task_id(named) else f"local-{job.id}")
    return task.id if api.is_answer(endpoint, task, data) else ""


async def _kept(api: "TaskApi", ctx: Context, endpoint: Endpoint, answer: Answer, data: Any) -> None:
    """Keep the answer of a synchronous create: it cannot be had again."""
    try:
        await sent.keep_answer(ctx.workdir, data, responses.inside(endpoint, data))
    except (OSError, ValueError) as error:
        raise uncertain(api, answer, None) from error
