"""The submit as the provider would see it, with nothing secret and nothing sent. Pure; the same builder as `submit`."""

from collections.abc import Sequence

from mediawright.plugin import Message, Request, WireCall
from mediawright_kling import request_body


def calls_of(request: Request, job_id: str) -> Sequence[WireCall]:
    """One call. The address is a path: which region answers is found out only when it is sent."""
    call = request_body.build(request, job_id, request_body.shown)
    headers = {"Authorization": "Bearer ***", "Content-Type": "application/json"}
    note = Message("kling.wire.base", domain="kling")
    return (WireCall(method="POST", url=call.path, headers=headers, json=dict(call.body), note=note),)
