"""The submit as the provider would see it, with nothing secret and nothing sent. Pure; the same builder as `submit`."""

from collections.abc import Sequence

from mediawright.plugin import Message, Request, WireCall
from mediawright_kling import request_body
from mediawright_kling.side.endpoints import endpoint_of
from mediawright_kling.standard.choice import is_new


def calls_of(request: Request, job_id: str) -> Sequence[WireCall]:
    """The call that makes the task, after the questions it needs. The address is a path: which region answers is found
    out only when it is sent."""
    endpoint = None if is_new(request) else endpoint_of(request)
    call = request_body.build(request, job_id, request_body.shown)
    if endpoint is None:
        return (_shown(call),)
    from mediawright_kling.side.steps import questions

    return tuple(_shown(one) for one in (*questions(endpoint, request, request_body.shown), call))


def _shown(call: request_body.Call) -> WireCall:
    headers = {"Authorization": "Bearer ***", "Content-Type": "application/json"}
    note = Message("kling.wire.base", domain="kling")
    return WireCall(method="POST", url=call.path, headers=headers, json=dict(call.body), note=note)
