"""A studio in a home of its own with a clock that stands still, jobs that ended, and a receiver on a real socket."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from tests.core.ledger.test_outbox import WORK, moved

from mediawright.config import set_target
from mediawright.services.notify.notifier import Notifier
from mediawright.services.notify.senders import SECRET, store_name
from mediawright.services.notify.signing import new_secret
from mediawright.services.studio import Studio
from mediawright.testing.fakes import FakeClock, PredictableIds

__all__ = ["WORK", "moved"]


@dataclass
class Receiver:
    """Answers each request with the next of `answers` (a status line and headers), the last one for ever; "" cuts the
    connection, None says nothing at all."""

    answers: list[str | None] = field(default_factory=lambda: ["204 No Content\r\n"])
    got: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    url: str = ""
    paths: list[str] = field(default_factory=list)
    news: asyncio.Event = field(default_factory=asyncio.Event)

    async def asked(self, number: int) -> None:
        """Wait until so many requests have come."""
        async with asyncio.timeout(60):
            while len(self.got) < number:
                self.news.clear()
                await self.news.wait()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode()
        except asyncio.IncompleteReadError:  # it went away before it said anything
            writer.close()
            return
        lines = head.split("\r\n")
        headers = {
            name.lower(): value.strip() for line in lines[1:] if line for name, _, value in [line.partition(":")]
        }
        self.paths.append(lines[0].split(" ")[1])
        self.got.append((headers, await reader.readexactly(int(headers["content-length"]))))
        self.news.set()
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if answer is None:
            await reader.read()  # until the other side has had enough
        if answer:
            writer.write(f"HTTP/1.1 {answer}content-length: 0\r\nconnection: close\r\n\r\n".encode())
            await writer.drain()
        writer.close()


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    made = Receiver()
    server = await asyncio.start_server(made.serve, "127.0.0.1", 0)
    made.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/told"
    yield made
    server.close()


@dataclass
class Setting:
    """One home; `deliver` sends what is due, as a process that carried a job does at its end."""

    studio: Studio
    clock: FakeClock

    def target(self, name: str, **values: Any) -> None:
        set_target(self.studio.home, name, values)
        self.studio.__dict__.pop("config", None)
        self.studio.ledger.outbox.begin([name])

    def webhook(self, name: str, url: str, **values: Any) -> str:
        secret = new_secret()
        self.studio.contexts.store.save(store_name(name), {SECRET: secret})
        self.target(name, kind="webhook", url=url, **values)
        return secret

    def ended(self) -> str:
        return moved(self.studio.ledger, *WORK)

    async def deliver(self, seconds: float | None = 0.0) -> None:
        await Notifier(self.studio).deliver(seconds)

    def states(self, name: str) -> list[str]:
        return [notice.state.value for notice in self.studio.ledger.outbox.of(name)]

    def trouble(self, name: str) -> str:
        found = self.studio.ledger.outbox.of(name)[0].trouble
        return found.key.rpartition(".")[2] if found else ""


@pytest.fixture
async def setting(tmp_path: Path, fake_clock: FakeClock) -> AsyncIterator[Setting]:
    environ = {
        "HOME": str(tmp_path),
        "MEDIAWRIGHT_HOME": str(tmp_path / "mw"),
        "MEDIAWRIGHT_NO_KEYRING": "1",
        "PATH": "/usr/bin:/bin",
        "KLING_SECRET_ACCESS_KEY": "canary-not-for-children",
    }
    async with Studio(environ, tmp_path, clock=fake_clock, ids=PredictableIds()) as studio:
        studio.tells_ends = False
        yield Setting(studio, fake_clock)
