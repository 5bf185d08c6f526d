"""Reports of tasks to the address that their create named: loopback only, signed where a secret is configured
(docs/contracts/kling-more.md C, §10 duty 10)."""

import asyncio
import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from mediawright_kling.callbacks import signature
from mediawright_kling.simulator import standard, tasks
from mediawright_kling.simulator.faults import CALLBACK

if TYPE_CHECKING:
    from mediawright_kling.simulator.state import ServiceState

Message = tuple[Mapping[str, str], bytes]
FAR_S, PATIENCE_S = 400, 2.0
LOOPBACK = ("127.0.0.1", "localhost", "::1")


async def report(state: "ServiceState", base: str) -> None:
    """Tell every change since the last call. Nobody who does not listen keeps the simulator waiting."""
    for work in list(state.works.values()):
        status = work.status(state.clock.now_ms())
        address = str(work.body.get("callback_url") or "")
        if not address or status == work.reported or urlsplit(address).hostname not in LOOPBACK:
            continue
        work.reported = status
        for headers, raw in messages(state, _body(state, work, base)):
            with suppress(OSError):
                await asyncio.to_thread(_post, address, headers, raw)


def _body(state: "ServiceState", work: tasks.Work, base: str) -> dict[str, Any]:
    """The record without an envelope, in the words of the standard that made the task."""
    return standard.record(state, work, base) if work.body.get("standard") == "new" else state.told(work, base)


def messages(state: "ServiceState", body: dict[str, Any]) -> Iterator[Message]:
    """What is sent of one change: once and well signed, unless a fault says otherwise."""
    fault = state.faults.take("CALLBACK report", CALLBACK)
    kind = fault.kind if fault else ""
    name, raw = state.ids.mint(state.clock.now_ms()), json.dumps(body).encode()
    yield _signed(state, name, raw, kind), raw
    if kind == "callback_twice":
        yield _signed(state, name, raw, kind), raw
    if kind == "callback_reordered":
        key = "update_time" if "id" in body else "updated_at"
        older = json.dumps({**body, key: int(body[key]) - 1000}).encode()
        yield _signed(state, state.ids.mint(state.clock.now_ms()), older, kind), older


def _signed(state: "ServiceState", name: str, raw: bytes, kind: str) -> dict[str, str]:
    headers = {"content-type": "application/json"}
    secret = state.settings.webhook_secret
    if not secret or kind == "callback_unsigned":
        return headers
    time = str(state.clock.now_ms() // 1000 - (FAR_S if kind == "callback_old" else 0))
    signed = f"v1,{signature(secret, name, time, raw)}"
    if kind == "callback_wrong":
        signed = "v1,AAAA"
    if kind == "callback_two_signatures":
        signed = f"v0,AAAA v1,AAAA {signed}"
    return {**headers, "webhook-id": name, "webhook-timestamp": time, "webhook-signature": signed}


def _post(address: str, headers: Mapping[str, str], raw: bytes) -> None:
    with urlopen(Request(address, raw, dict(headers), method="POST"), timeout=PATIENCE_S) as answer:
        answer.read()
