"""The clients behind the client."""

import subprocess
import sys
from typing import Any

import anyio

from mediawright.http.address_policy import Guard
from mediawright.http.connections import Connections, HttpLimits
from mediawright.http.redact import SafeLog
from mediawright.testing.simulator import SimulatorRunner


async def test_each_kind_of_call_has_one_client() -> None:
    made = Connections(Guard(), HttpLimits(), SafeLog())
    assert made.pooled() is made.pooled()
    assert len({id(c) for c in (made.pooled(), made.once(), made.public(), made.public_by_proxy())}) == 4
    await made.aclose()


async def test_after_closing_it_can_begin_again() -> None:
    made = Connections(Guard(), HttpLimits(), SafeLog())
    first = made.pooled()
    await made.aclose()
    assert first.is_closed
    assert made.pooled() is not first
    await made.aclose()


async def answering(scope: dict[str, Any], receive: Any, send: Any) -> None:
    if scope["type"] == "lifespan":
        for kind in ("startup", "shutdown"):
            await receive()
            await send({"type": f"lifespan.{kind}.complete"})
        return
    await send({"type": "http.response.start", "status": 204, "headers": []})
    await send({"type": "http.response.body"})


async def test_a_closing_that_is_cut_closes_every_client(run_simulator: SimulatorRunner) -> None:
    url = run_simulator(answering)
    made = Connections(Guard(allow_loopback=True), HttpLimits(), SafeLog())
    clients = [made.pooled(), made.once()]
    for client in clients:
        await client.get(url)
    with anyio.CancelScope() as cut:
        cut.cancel()
        await made.aclose()
    assert [client.is_closed for client in clients] == [True, True]


def test_silence_can_be_longer_but_connecting_cannot() -> None:
    timeout = Connections(Guard(), HttpLimits(), SafeLog()).timeout(120)
    assert (timeout.connect, timeout.read, timeout.write) == (10, 120, 120)


def test_nothing_heavy_is_imported_before_the_first_call() -> None:
    heavy = ["httpx2", "pydantic", "keyring", "av", "PIL", "filetype", "platformdirs"]
    code = f"import sys, mediawright.context.factory; print([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
