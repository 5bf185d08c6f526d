"""Tools beside the making: jobs, models, accounts, edit sessions."""

from mcp_types import CallToolResult, InputRequiredResult

from mediawright.handlers import accounts, listings, model_lists
from mediawright.handlers.response import Response
from mediawright.mcp.tool_call import Asked, ToolCall
from mediawright.mcp.tool_results import result_of
from mediawright.services.studio import Studio
from mediawright.types.auth import Window
from mediawright.types.operations import Operation
from mediawright.types.states import State
from mediawright.types.verdicts import TalkAction, TalkVerb


async def wait(call: ToolCall, job_id: str, seconds: float | None) -> CallToolResult:
    return result_of(await call.wait(job_id, seconds), call.lang)


async def jobs(
    call: ToolCall, job_id: str | None, state: State | None, provider: str | None, limit: int
) -> CallToolResult:
    async def work(studio: Studio) -> Response:
        if job_id is not None:
            return listings.of_job_shown(studio, studio.ledger.get(job_id))
        found = studio.ledger.list(states=[state] if state else None, provider=provider, limit=limit)
        return listings.of_jobs(studio, found)

    return await call.told(work)


async def cancel(call: ToolCall, job_id: str) -> CallToolResult:
    async def work(studio: Studio) -> Response:
        job = studio.ledger.get(job_id)
        before = job.state
        job, said = await studio.past.cancel(job, call.lang)
        return listings.of_cancel(studio, job, said, before=before)

    return await call.told(work)


async def models(
    call: ToolCall, provider: str | None, operation: Operation | None, model: str | None, page: int | None
) -> CallToolResult:
    async def work(studio: Studio) -> Response:
        return await model_lists.told(studio, provider, operation, model, page, call.lang)

    return await call.told(work)


async def balance(call: ToolCall, provider: str | None) -> CallToolResult:
    async def work(studio: Studio) -> Response:
        if provider is None:
            names = [plugin.name for plugin in studio.registry.load_all()]
            states = {name: await studio.accounts.status(name, call.lang) for name in names}
            return accounts.of_signed_in(studio, states, one=False)
        name = studio.registry.load(provider).name
        return accounts.of_quota(studio, name, await studio.accounts.quota(name, Window(), call.lang))

    return await call.told(work)


async def login(call: ToolCall, provider: str, seconds: float) -> Asked:
    """The link, opened by the client where it can; then who is signed in."""

    async def work(studio: Studio) -> Response:
        name = studio.registry.load(provider).name
        return accounts.of_signed_in(studio, {name: await studio.accounts.status(name, call.lang)}, one=True)

    response = await call.login(provider, seconds)
    if response.status != "sign_in_pending":
        return result_of(response, call.lang)
    found = await call.signed_in(response, provider)
    if found is None:
        return await call.told(work)
    return found if isinstance(found, InputRequiredResult) else result_of(found, call.lang)


async def edit(
    call: ToolCall, action: str, name: str | None, sources: list[str], provider: str | None
) -> CallToolResult:
    async def work(studio: Studio) -> Response:
        chosen = studio.provider_with("converse", provider, lang=call.lang)
        wanted = TalkAction(verb=TalkVerb(action), name=name, sources=tuple(sources), lang=call.lang)
        return listings.of_talk(studio, chosen, wanted, await studio.talk(chosen, wanted, lang=call.lang))

    return await call.told(work)
