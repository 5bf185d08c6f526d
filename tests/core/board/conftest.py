"""A board in this process against a simulated provider, and a browser of few manners."""

import asyncio
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx2
import pytest
from tests.core.mcp.conftest import environment, kling

from mediawright.board.app import board_app
from mediawright.board.place import Place
from mediawright.board.sessions import Sessions
from mediawright.board.site import Site
from mediawright.board.work import BoardWork

__all__ = ["kling"]

ORIGIN = "http://127.0.0.1:8787"
#: the providers that these tests meet
OTHERS = "fal,ark,dashscope,gemini,minimax,runway,chatart,nemovideo"


@dataclass
class Browser:
    """Keeps cookies, sends forms with their token; `lang` is what it asks for."""

    client: httpx2.AsyncClient
    prefix: str
    lang: str = "en"
    csrf: str = ""
    last: Any = None

    def headers(self, **more: str) -> dict[str, str]:
        return {"accept-language": self.lang, **{name.replace("_", "-"): value for name, value in more.items()}}

    async def get(self, path: str, **headers: str) -> httpx2.Response:
        """A page; the token of its forms is kept."""
        self.last = await self.client.get(self.prefix + path, headers=self.headers(**headers), follow_redirects=True)
        if found := re.search(r'name="csrf" value="([^"]+)"', self.last.text):
            self.csrf = found[1]
        answer: httpx2.Response = self.last
        return answer

    async def post(self, path: str, *, origin: str = ORIGIN, files: Any = None, **fields: str) -> httpx2.Response:
        """A form of this board's own page."""
        data = {"csrf": self.csrf, **fields}
        headers = self.headers(origin=origin)
        return await self.client.post(self.prefix + path, data=data, files=files, headers=headers)

    async def follow(self, answer: httpx2.Response) -> httpx2.Response:
        """The page that a form led to."""
        assert answer.status_code == 303, answer.text
        return await self.get(answer.headers["location"].removeprefix(self.prefix))


@dataclass
class Harness:
    """One home, one folder for files, one simulated provider, one board."""

    folder: Path
    url: str
    environ: dict[str, str]
    site: Site
    said: list[str] = field(default_factory=list)

    def charged(self) -> int:
        """How many paid tasks the simulated provider has."""
        return int(httpx2.get(f"{self.url}/__sim/charges").json()["tasks"])

    def browser(self, lang: str = "en") -> Browser:
        transport = httpx2.ASGITransport(app=board_app(self.site))
        return Browser(httpx2.AsyncClient(transport=transport, base_url=ORIGIN), self.site.place.prefix, lang)

    async def opened(self, lang: str = "en") -> Browser:
        """A browser that came in by the link."""
        browser = self.browser(lang)
        await browser.get(f"/open?token={self.site.sessions.link()}")
        await browser.get("/")
        assert browser.csrf
        return browser

    async def carried(self) -> None:
        """Wait until nothing is followed any more."""
        for _ in range(400):
            if not self.site.work.live:
                return
            await asyncio.sleep(0.02)
        raise AssertionError("a job is still followed")


@pytest.fixture
async def harness(tmp_path: Path, kling: str) -> AsyncIterator[Harness]:
    home, folder = tmp_path / "home", tmp_path / "work"
    home.mkdir()
    folder.mkdir()
    environ = environment(home, kling) | {"MEDIAWRIGHT_DISABLE_PLUGINS": OTHERS, "MEDIAWRIGHT_TEST_PACE": "50"}
    said: list[str] = []
    site = Site.of(BoardWork(environ, folder), Place.loopback(), Sessions(), said.append)
    site.work.address = ORIGIN
    yield Harness(folder, kling, environ, site, said)
    await site.work.finish(1.0)
