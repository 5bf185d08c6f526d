"""Tools beside the making: jobs, models, accounts, edit sessions."""

from mcp_types import CallToolResult, InputRequiredResult

from mediawright.handlers import accounts, installation, listings
from mediawright.handlers.response import Response
from mediawright.mcp.tool_call import Asked, Visit
from mediawright.mcp.tool_results import result_of
from mediawright.services.studio import Studio
from mediawright.types.auth import Window
from mediawright.types.operations import Operation
from mediawright.types.states import State
from mediawright.types.verdicts import TalkAction, TalkVerb


async def wait(visit: Visit, job_id: str, seconds: float | None) -> CallToolResult:
    return result_of(await visit.wait(job_id, seconds), visit.lang)


async def jobs(
    visit: Visit, job_id: str | None, state: State | None, provider: str | None, limit: int
) -> CallToolResult:
    async def work(studio: Studio) -> Response:
        if job_id is not None:
            return listings.of_job_shown(studio, studio.ledger.get(job_id))
        found = studio.ledger.list(states=[state] if state else None, provider=provider, limit=limit)
        return listings.of_jobs(studio, found)

    return await visit.told(work)


async def cancel(visit: Visit, job_id: str) -> CallToolResult:
    async def work(studio: Studio) -> Response:
        job = studio.ledger.get(job_id)
        before = job.state
        job, stopped = await studio.past.cancel(job, visit.lang)
        return listings.of_cancel(studio, job, stopped=stopped, before=before)

    return await visit.told(work)


async def models(visit: Visit, provider: str | None, operation: Operation | None) -> CallToolResult:
    async def work(studio: Studio) -> Response:
        return installation.of_models(studio, provider, operation)

    return await visit.told(work)


async def balance(visit: Visit, provider: str | None) -> CallToolResult:
    async def work(studio: Studio) -> Response:
        if provider is None:
            names = [plugin.name for plugin in studio.registry.load_all()]
            states = {name: await studio.accounts.status(name, visit.lang) for name in names}
            return accounts.of_signed_in(studio, states, one=False)
        name = studio.registry.load(provider).name
        return accounts.of_quota(studio, name, await studio.accounts.quota(name, Window(), visit.lang))

    return await visit.told(work)


async def login(visit: Visit, provider: str, seconds: float) -> Asked:
    """The link, opened by the client where it can; then who is signed in."""

    async def work(studio: Studio) -> Response:
        name = studio.registry.load(provider).name
        return accounts.of_signed_in(studio, {name: await studio.accounts.status(name, visit.lang)}, one=True)

    response = await visit.login(provider, seconds)
    if response.status != "sign_in_pending":
        return result_of(response, visit.lang)
    found = await visit.signed_in(response, provider)
    if found is None:
        return await visit.told(work)
    return found if isinstance(found, InputRequiredResult) else result_of(found, visit.lang)


async def edit(visit: Visit, action: str, name: str | None, sources: list[str], provider: str | None) -> CallToolResult:
    async def work(studio: Studio) -> Response:
        chosen = studio.provider_with("converse", provider, lang=visit.lang)
        wanted = TalkAction(verb=TalkVerb(action), name=name, sources=tuple(sources), lang=visit.lang)
        return listings.of_talk(studio, chosen, wanted, await studio.talk(chosen, wanted, lang=visit.lang))

    return await visit.told(work)
