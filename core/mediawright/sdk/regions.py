"""Which of a service's regions takes a key: asked for free with `TaskApi.probe`, once, and remembered for that key.

A setting, or a base URL that is given, is never overruled: there nobody is asked before the key is refused.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from mediawright.plugin import Context
from mediawright.sdk import calls, error_table
from mediawright.sdk.key_auth import key_refused, remember_region, remembered_region
from mediawright.types.errors import SignInNeeded, Unreachable

if TYPE_CHECKING:
    from mediawright.sdk.task_api import TaskApi


def said(api: "TaskApi", ctx: Context) -> str:
    """Return the region that settings name: by its own name, or by a base URL that is given; "" where they name none."""
    chosen, base = ctx.settings.get(api.region_setting, ""), ctx.settings.get(api.base_setting, "").rstrip("/")
    if chosen or not base or "{region}" in base:
        return chosen
    return next((name for name, url in api.regions.items() if base == url.rstrip("/")), next(iter(api.regions), ""))


async def settle(api: "TaskApi", ctx: Context) -> str:
    """Return the region of the key, found out where neither a setting nor an earlier answer says it.

    Where no region takes the key, or the service is silent, it is the first one, and nothing is remembered.
    """
    values = ctx.credential.values if ctx.credential is not None else {}
    known = api.region_said(ctx, values) or remembered_region(ctx)
    if known or len(api.regions) < 2 or api.probe is None or ctx.credential is None:
        return known or api.region(ctx)
    try:
        return await find(api, ctx, ctx.credential.values) or api.region(ctx)
    except Unreachable as error:
        ctx.debug("the region of the key could not be found out", error=error.code)
        return api.region(ctx)


async def find(api: "TaskApi", ctx: Context, values: Mapping[str, str], but: str = "") -> str:
    """Return the first region that takes these keys, and remember it; "" where none does. Raises Unreachable where none
    takes them and one is silent."""
    silent: Unreachable | None = None
    for name in api.regions:
        try:
            if name != but and await _takes(api, ctx, values, name):
                if not but:
                    remember_region(ctx, values, name)
                return name
        except Unreachable as trouble:
            silent = trouble
    if silent is not None:
        raise silent
    return ""


async def try_keys(api: "TaskApi", ctx: Context, values: Mapping[str, str]) -> None:
    """Try brought keys where they are meant to be used. Raises SignInNeeded, with the region that takes them where it is
    another one than the settings say; Unreachable."""
    here = api.region_said(ctx, values)
    if here or len(api.regions) < 2:
        if await _takes(api, ctx, values, here):
            return
    elif await find(api, ctx, values):
        return
    chosen = here and ctx.settings.get(api.region_setting, "")
    there = await find(api, ctx, values, but=here) if chosen else ""
    if there:
        words = {"here": here, "there": there, "link": api.page(here)}
        raise SignInNeeded(error_table.sentence(api.provider, "other_region", words), provider=api.provider.name)
    raise key_refused(api.provider, api.page(here))


async def _takes(api: "TaskApi", ctx: Context, values: Mapping[str, str], region: str) -> bool:
    assert api.probe is not None
    answer = await calls.sent_signed(api, ctx, api.probe, api.call_headers(values), region, 1)
    if answer.status >= 500:
        raise Unreachable(provider=api.provider.name, provider_code=str(answer.status))
    return answer.status not in (401, 403) and not isinstance(api.error(answer), SignInNeeded)
