"""What is asked of a task: poll, result, cancel. None of it costs anything."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from mediawright.plugin import Answer, Context
from mediawright.sdk import calls, error_table, responses, sent
from mediawright.sdk.endpoint import Endpoint
from mediawright.sdk.http_request import HttpRequest
from mediawright.sdk.inputs import body_of
from mediawright.sdk.key_auth import Probe
from mediawright.types.errors import Busy, NotFound, SignInNeeded, Unreachable
from mediawright.types.job import Progress, Task
from mediawright.types.message import Message, Problem
from mediawright.types.states import State
from mediawright.types.verdicts import Cancelled, NotPossible, Requested, Stopped

if TYPE_CHECKING:
    from mediawright.sdk.task_api import TaskApi


async def poll(api: "TaskApi", ctx: Context, task: Task) -> Progress:
    """Poll a task once, and fetch its result where that is a call of its own."""
    endpoint = api.endpoint(str(task.handle.get(responses.ENDPOINT, "")))
    if endpoint.synchronous:
        return await _kept(api, ctx, endpoint, task)
    answer = await _asked(api, ctx, task, endpoint.poll, endpoint.poll_method)
    ended = verdict(api, answer)
    if ended is not None:
        return ended
    data = _body(api, answer)
    found = read(api, endpoint, task, data)
    if found is None:
        raise Unreachable(provider=api.provider.name, provider_code=str(answer.status))
    if found.state is not State.SUCCEEDED or not endpoint.result:
        return found
    result = await _asked(api, ctx, task, endpoint.result, "GET", tries=1)
    return verdict(api, result) or _finished(api, endpoint, task, _body(api, result))


def read(api: "TaskApi", endpoint: Endpoint, task: Task, data: Any) -> Progress | None:
    """Return what an answer says of a task, be it a poll's or a row of the list; None where it says no state at all.

    Where the results are a second call, SUCCEEDED has no outputs yet.
    """
    found = api.state_of(endpoint, data)
    if found is None:
        return None
    if found[0] is State.SUCCEEDED and not endpoint.result:
        return _finished(api, endpoint, task, data)
    return api.seen(_explained(api, responses.progress(api.provider, endpoint, data, *found)), data)


def _explained(api: "TaskApi", said: Progress) -> Progress:
    """Put the table's own sentence for the code of a failed task in the place of the general one."""
    if said.state is not State.FAILED or not said.provider_code:
        return said
    told = error_table.ServiceError(said.provider_code, said.provider_message or "")
    rule = next((r for r in api.errors if r.codes and r.message and r.fits((r.status or (0,))[0], told)), None)
    words = {"message": told.text, "link": api.key_page}
    return said if rule is None else replace(said, reason=error_table.sentence(api.provider, rule.message, words))


def _finished(api: "TaskApi", endpoint: Endpoint, task: Task, data: Any) -> Progress:
    outputs = tuple(api.outputs(endpoint, task, data))
    charged = api.charged(endpoint, task, data)
    return api.seen(_explained(api, responses.finished(api.provider, endpoint, task, data, outputs, charged)), data)


def verdict(api: "TaskApi", answer: Answer) -> Progress | None:
    """Return the end of a task where the service says with an HTTP error that it has failed for good, else None."""
    found = api.refusal(answer.status, body_of(answer))
    rule = error_table.rule_for(api.errors, answer.status, found)
    if found is None or rule is None or not rule.ends_task:
        return None
    words = {"message": found.text[: error_table.WORDS], **api.facts(answer)}
    return Progress(
        state=State.FAILED,
        reason=error_table.sentence(api.provider, rule.message or "failed", words),
        provider_code=found.code or str(answer.status),
        provider_message=found.text[: error_table.WORDS] or None,
    )


def _body(api: "TaskApi", answer: Answer) -> Any:
    """Return the JSON of a good answer. Raises NotFound for a task that the service does not know, else by the table."""
    data = body_of(answer)
    if answer.status == 404 and api.service_error(answer.status, data) is not None:
        raise unknown_task(api, answer)
    if answer.status >= 300 or data is None or api.refusal(answer.status, data) is not None:
        raise calls.error(api, answer)
    return data


def unknown_task(api: "TaskApi", answer: Answer | None = None) -> NotFound:
    """The service does not know the task: the core polls some times more before it says so."""
    problem = Problem("task", error_table.sentence(api.provider, "unknown_task") or Message("sdk.unknown_task"))
    return NotFound(problem, provider=api.provider.name, provider_code=str(answer.status) if answer else None)


async def _asked(
    api: "TaskApi", ctx: Context, task: Task, path: str, method: str, tries: int | None = None, body: Any = None
) -> Answer:
    try:
        path = path_of(task, path)
    except KeyError:  # a task that is known by its bare id alone
        raise unknown_task(api) from None
    return await api.call(ctx, HttpRequest(path=path, method=method, json=body), region=_region(task), tries=tries)


def path_of(task: Task, path: str) -> str:
    """Return a path with the task's id, as one segment of it (RFC 3986 §3.3), and the fields of its handle filled in."""
    return path.format_map({**task.handle, "id": quote(task.id, safe="~:@!$&'()*+,;=")})


def _region(task: Task) -> str:
    return str(task.handle.get(responses.REGION, ""))


async def _kept(api: "TaskApi", ctx: Context, endpoint: Endpoint, task: Task) -> Progress:
    data = await sent.kept_answer(ctx.workdir)
    if data is None:
        raise unknown_task(api)
    return _finished(api, endpoint, task, data)


async def cancel(api: "TaskApi", ctx: Context, task: Task) -> Cancelled:
    """Ask for an end; the call goes out only in a state in which it deletes nothing. Raises what the table says."""
    endpoint = api.endpoint(str(task.handle.get(responses.ENDPOINT, "")))
    how = endpoint.cancel
    if how is None:
        return NotPossible()
    if how.only_in and (await api.poll(ctx, task)).state not in how.only_in:
        return NotPossible(error_table.sentence(api.provider, "too_late"))
    answer = await _asked(api, ctx, task, how.path, how.method, tries=1, body=how.json)
    if answer.status in how.requested:
        return Requested()
    if answer.status < 300:
        return await _stopped(api, ctx, task) if how.asks_after else Stopped()
    found = calls.error(api, answer)
    if answer.status < 500 and not isinstance(found, (SignInNeeded, Busy)):
        return NotPossible(error_table.sentence(api.provider, "too_late"))
    raise found


async def _stopped(api: "TaskApi", ctx: Context, task: Task) -> Cancelled:
    """Return what a poll after the call says: it may have ended by itself meanwhile, or go on for a while."""
    try:
        state = (await api.poll(ctx, task)).state
    except (NotFound, Unreachable):
        return Requested()
    if state is State.CANCELLED:
        return Stopped()
    return NotPossible() if state is State.SUCCEEDED else Requested()


async def adopt(api: "TaskApi", ctx: Context, reference: str, model: str | None) -> Task:
    """Return the task that a pasted id or link means, after one poll. Raises what the poll raises."""
    found = api.id_in(reference)
    if not found:
        raise unknown_task(api)
    endpoint = api.endpoint_for(model)
    handle = {responses.ENDPOINT: endpoint.name}
    if api.regions:
        handle[responses.REGION] = api.kept_region(ctx, api.region(ctx))
    task = Task(provider=api.provider.name, id=found, handle=handle)
    progress = await api.poll(ctx, task)
    if progress.state is State.UNKNOWN and (progress.provider_code or "").casefold() in endpoint.states:
        raise unknown_task(api)  # a word of the service's own for "there is no such task"
    return progress.task or task


def probe_of(api: "TaskApi") -> Probe | None:
    """Return what tries a key for free, where the provider names such a call."""
    request = api.probe
    if request is None:
        return None

    async def tried(ctx: Context, values: Mapping[str, str]) -> None:
        from mediawright.sdk.regions import try_keys

        await try_keys(api, ctx, values)

    return tried
