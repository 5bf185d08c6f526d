"""A call of a task API that costs nothing, with the sign-in that is made good once on the way, and what a refusal means."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from mediawright.plugin import Answer, Context
from mediawright.sdk import error_table
from mediawright.sdk.http_request import HttpRequest
from mediawright.sdk.inputs import body_of
from mediawright.sdk.renewal import once_renewed
from mediawright.types.errors import MediawrightError, SignInNeeded

if TYPE_CHECKING:
    from mediawright.sdk.task_api import TaskApi


async def call(
    api: "TaskApi", ctx: Context, request: HttpRequest, *, region: str = "", tries: int | None = None
) -> Answer:
    """Make a call that may be repeated; a refused sign-in is renewed once where the provider can."""

    async def send(headers: Mapping[str, str]) -> Answer:
        return await sent_signed(api, ctx, request, headers, region, tries)

    async def renewed(answer: Answer) -> Mapping[str, str] | None:
        return api.signed(ctx) if await api.renew(ctx) else None

    return await once_renewed(send, api.signed(ctx), lambda answer: _sign_in_refused(api, answer), renewed)


def _sign_in_refused(api: "TaskApi", answer: Answer) -> bool:
    return answer.status in (401, 403) and isinstance(error(api, answer), SignInNeeded)


async def sent_signed(
    api: "TaskApi", ctx: Context, request: HttpRequest, headers: Mapping[str, str], region: str, tries: int | None
) -> Answer:
    url, more = api.base(ctx, region, request.setting) + request.path, {**headers, **request.headers}
    if request.method == "GET":
        return await ctx.get(url, params=request.query or None, headers=more, tries=tries)
    return await ctx.post(
        url, params=request.query or None, headers=more, json=request.json, tries=tries, method=request.method
    )


def error(api: "TaskApi", answer: Answer) -> MediawrightError:
    """Return what a refusal means, by the provider's table; Unreachable where no row fits or nothing can be read."""
    found = api.service_error(answer.status, body_of(answer))
    rule = error_table.rule_for(api.errors, answer.status, found)
    return error_table.error_of(api.provider, rule, answer, found, api.facts(answer))
