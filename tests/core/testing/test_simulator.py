"""An ASGI app on a loopback port, for as long as a test needs it."""

import urllib.error
import urllib.request
from typing import Any

import pytest

from mediawright.testing.simulator import SimulatorRunner, serve


async def hello(scope: dict[str, Any], receive: Any, send: Any) -> None:
    if scope["type"] == "lifespan":
        await receive()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await send({"type": "lifespan.shutdown.complete"})
        return
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": scope["path"].encode()})


def said_by(url: str) -> str:
    with urllib.request.urlopen(url, timeout=5) as answer:
        return str(answer.read().decode())


def test_two_apps_run_side_by_side(run_simulator: SimulatorRunner) -> None:
    one, other = run_simulator(hello), run_simulator(hello)
    assert one != other
    assert one.startswith("http://127.0.0.1:")
    assert (said_by(f"{one}/a"), said_by(f"{other}/b")) == ("/a", "/b")


def test_it_stops_with_its_context() -> None:
    with serve(hello) as url:
        said_by(url)
    with pytest.raises(urllib.error.URLError):
        said_by(url)


async def broken(scope: dict[str, Any], receive: Any, send: Any) -> None:
    await receive()
    await send({"type": "lifespan.startup.failed", "message": "no"})


def test_an_app_that_does_not_start_says_so() -> None:
    with pytest.raises(RuntimeError, match="did not start"), serve(broken):
        pass
