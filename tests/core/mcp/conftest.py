"""A server in this process against a simulated provider, and clients of both protocol eras."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx2
import pytest
from mcp import Client
from mcp.server.mcpserver import MCPServer
from mcp_types import ElicitRequestURLParams, ElicitResult

from mediawright.mcp.tool_executor import ToolExecutor
from mediawright.mcp.tools import build
from mediawright.testing.simulator import serve

ERAS = ("auto", "legacy")
#: an address at which nobody answers: nothing leaves this machine
NOBODY = "http://127.0.0.1:9"
REQUEST = "用可灵做一个5秒的视频：海边日落，海浪轻轻涌动"


@dataclass
class Person:
    """Who sits behind a client: approves or no to what is asked, and remembers it. `asked` holds (mode, message)."""

    action: str = "accept"
    ticks: bool = True
    patience_s: float = 0.0
    asked: list[tuple[str, str]] = field(default_factory=list)
    on_page: Callable[[str], Awaitable[None]] | None = None

    async def __call__(self, context: Any, params: Any) -> ElicitResult:
        await asyncio.sleep(self.patience_s)
        by_page = isinstance(params, ElicitRequestURLParams)
        self.asked.append((params.mode, params.url if by_page else params.message))
        if by_page and self.action == "accept" and self.on_page is not None:
            await self.on_page(params.url)
        content: dict[str, Any] | None = None if by_page else {"approve": self.ticks}
        return ElicitResult(action=self.action, content=content if self.action == "accept" else None)  # type: ignore[arg-type]


@dataclass
class Harness:
    """One home, one folder for files, one simulated provider."""

    home: Path
    folder: Path
    url: str
    environ: dict[str, str]
    call_s: float = 20.0
    executors: list[ToolExecutor] = field(default_factory=list)

    def server(self) -> MCPServer[Any]:
        executor = ToolExecutor(self.environ, self.folder, call_s=self.call_s, tick_s=0.05)
        self.executors.append(executor)
        return build(executor)

    def client(self, era: str = "auto", person: Person | None = None) -> AbstractAsyncContextManager[Client]:
        return Client(self.server(), mode=era, elicitation_callback=person)

    def signed_out(self) -> None:
        for name in ("KLING_ACCESS_KEY_ID", "KLING_SECRET_ACCESS_KEY"):
            self.environ.pop(name, None)

    def tasks(self) -> int:
        """How many paid tasks the simulated provider has."""
        return int(httpx2.get(f"{self.url}/__sim/charges").json()["tasks"])


@pytest.fixture(scope="session")
def kling() -> Iterator[str]:
    from mediawright_kling.hooks import simulator

    with serve(simulator(options={"time_scale": "40"})) as url:
        yield url


def environment(home: Path, url: str) -> dict[str, str]:
    return {
        "HOME": str(home),
        "MEDIAWRIGHT_HOME": str(home / "mw"),
        "MEDIAWRIGHT_ALLOW_LOOPBACK": "1",
        "MEDIAWRIGHT_NO_KEYRING": "1",
        "KLING_API_BASE": url,
        "KLING_BIND_BASE": url,
        "NEMO_API_URL": NOBODY,
        "CHATART_BASE_URL": NOBODY,
        "KLING_ACCESS_KEY_ID": "sim-access-key",
        "KLING_SECRET_ACCESS_KEY": "sim-not-a-secret",
    }


@pytest.fixture(scope="session")
def slow_kling() -> Iterator[str]:
    """A provider whose work never ends: its clock stands still."""
    from mediawright_kling.hooks import simulator

    with serve(simulator(options={"clock": "manual"})) as url:
        yield url


@pytest.fixture
def slow_harness(harness: Harness, slow_kling: str) -> Harness:
    harness.url = slow_kling
    harness.environ |= {"KLING_API_BASE": slow_kling, "KLING_BIND_BASE": slow_kling}
    httpx2.post(f"{slow_kling}/__sim/reset")
    return harness


@pytest.fixture
async def harness(tmp_path: Path, kling: str) -> AsyncIterator[Harness]:
    home, folder = tmp_path / "home", tmp_path / "work"
    home.mkdir()
    folder.mkdir()
    made = Harness(home, folder, kling, environment(home, kling))
    yield made
    for executor in made.executors:
        await executor.finish()


def told(result: Any) -> dict[str, Any]:
    """The structured answer of a call."""
    found: dict[str, Any] = result.structured_content
    return found


async def finished(client: Any, answer: dict[str, Any]) -> dict[str, Any]:
    """Wait as `calls` says until something else than waiting is next."""
    for _ in range(20):
        waits = [call for call in answer["calls"] if call["tool"] == "media_wait"]
        if answer["status"] not in ("submitted", "still_running") or not waits:
            return answer
        answer = told(await client.call_tool("media_wait", waits[0]["arguments"]))
    return answer
