"""A page inside a chat program, in a real browser: a small host passes its messages on to the server."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from mcp import Client
from mcp_types import CallToolResult
from tests.browser import CHROMIUM, MISSING
from tests.core.mcp.conftest import REQUEST, Harness, told
from tests.core.mcp.test_film_tools import PLAN
from tests.core.mcp.test_host_pages import EVIL, client_of

from mediawright.board.hosted import document

api = pytest.importorskip("playwright.async_api", reason="playwright is not installed")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason=MISSING)
#: what a host lets a page do that declares nothing (MCP Apps, "Host Behavior")
SANDBOX = (
    "default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; media-src 'self' data:; connect-src 'none'"
)
HOST = """<!doctype html><body style="margin:0">
<iframe id="app" sandbox="allow-scripts" style="border:0;width:100%;height:900px"></iframe><script>
const app = document.getElementById("app");
const post = (message) => app.contentWindow.postMessage({jsonrpc: "2.0", ...message}, "*");
const known = {protocolVersion: "2026-01-26", hostInfo: {name: "host", version: "1"},
  hostCapabilities: {serverTools: {}, serverResources: {}, openLinks: {}}, hostContext: {theme: "THEME", locale: "zh-CN"}};
window.heard = [];
addEventListener("message", async ({data, source}) => {
  if (source !== app.contentWindow) return;
  window.heard.push(data.method ?? "answer");
  if (data.method === "ui/initialize") post({id: data.id, result: known});
  else if (data.method === "ui/notifications/initialized") {
    post({method: "ui/notifications/tool-result", params: await window.first()});
  } else if (data.id !== undefined && data.method) {
    const answer = await window.forward(data.method, data.params);
    post({id: data.id, ...answer});
  }
});
</script>"""


@dataclass
class Host:
    """A chat program with one page in it."""

    client: Client
    page: Any
    frame: Any = None
    asked: list[tuple[str, Any]] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    loaded: list[str] = field(default_factory=list)

    async def forward(self, method: str, params: dict[str, Any]) -> dict[str, Any]:
        self.asked.append((method, params))
        if method == "tools/call":
            return {"result": dumped(await self.client.call_tool(params["name"], params["arguments"]))}
        if method == "resources/read":
            return {"result": dumped(await self.client.read_resource(params["uri"]))}
        return {"result": {}}

    def called(self, tool: str) -> list[dict[str, Any]]:
        return [
            params["arguments"] for method, params in self.asked if method == "tools/call" and params["name"] == tool
        ]

    async def show(self, result: CallToolResult, theme: str = "light") -> None:
        async def first() -> dict[str, Any]:
            return dumped(result)

        await self.page.expose_function("first", first)
        await self.page.expose_function("forward", self.forward)
        await self.page.set_content(HOST.replace("THEME", theme))
        policy = f'<meta http-equiv="Content-Security-Policy" content="{SANDBOX}">'
        html = document().replace("<head>", f"<head>{policy}", 1)
        await self.page.evaluate("html => { document.getElementById('app').srcdoc = html; }", html)
        self.frame = self.page.frame_locator("#app")
        await self.frame.locator("[data-words]").wait_for()


def dumped(result: Any) -> dict[str, Any]:
    found: dict[str, Any] = result.model_dump(by_alias=True, mode="json", exclude_none=True)
    return found


@asynccontextmanager
async def opened(harness: Harness, **how: Any) -> AsyncIterator[Host]:
    harness.environ["MEDIAWRIGHT_TEST_PACE"] = "50"
    async with client_of(harness) as client, api.async_playwright() as play:
        browser = await play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = await (await browser.new_context(**how)).new_page()
        page.set_default_timeout(60_000)
        host = Host(client, page)
        page.on("console", lambda said: host.wrong.append(said.text) if said.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: host.wrong.append(str(error)))
        page.on("request", lambda request: host.loaded.append(request.url))
        try:
            yield host
        finally:
            await browser.close()


async def test_a_press_is_one_charge_and_the_result_plays_in_place(harness: Harness) -> None:
    before = harness.tasks()
    async with opened(harness) as host:
        await host.show(await host.client.call_tool("media_run", {"wish": REQUEST}))
        await host.frame.get_by_role("button", name="10 秒", exact=True).click()
        await host.frame.locator("#confirm", has_text="8 点").wait_for()
        assert harness.tasks() == before
        await host.frame.locator("#confirm").dblclick()
        await host.frame.locator("figure.result img").wait_for()
        (agreed,) = host.called("media_confirm")
        assert (agreed["accepted_cost"], harness.tasks()) == ("8 units", before + 1)
        await host.frame.locator(".play").click()
        assert await host.frame.locator("figure.result video").evaluate(
            "async clip => { while (!clip.currentTime) await new Promise(done => setTimeout(done, 30)); return true; }"
        )
        # the model hears of it, the page has its height told, and nothing was loaded from anywhere
        assert "ui/update-model-context" in [method for method, _ in host.asked]
        assert "ui/notifications/size-changed" in await host.page.evaluate("window.heard")
    assert [url for url in host.loaded if not url.startswith(("data:", "about:"))] == []
    assert host.wrong == []


@pytest.mark.parametrize("theme", ["light", "dark"])
async def test_every_page_can_be_used_by_everyone(harness: Harness, theme: str) -> None:
    accessibility = pytest.importorskip("tests.accessibility", exc_type=ImportError)
    async with opened(harness) as host:
        await host.client.call_tool("film", {"action": "new", "plan": "kite", "text": PLAN})
        await host.show(await host.client.call_tool("film_run", {"plan": "kite"}), theme)
        inner = host.page.frames[1]
        await inner.evaluate(accessibility.LIBRARY)
        found = [accessibility.wrong(await inner.evaluate(accessibility.ASK))]
        asked = await host.client.call_tool("media_run", {"wish": REQUEST})
        done = await host.client.call_tool("media_confirm", told(asked)["calls"][0]["arguments"])
        for result, shown in ((asked, "aside.pay"), (done, "figure.result")):
            await host.page.evaluate("params => post({method: 'ui/notifications/tool-result', params})", dumped(result))
            await host.frame.locator(shown).wait_for()
            found.append(accessibility.wrong(await inner.evaluate(accessibility.ASK)))
    assert found == [[], [], []]


async def test_what_is_refused_leaves_the_page_and_its_price(harness: Harness) -> None:
    async with opened(harness) as host:
        await host.show(await host.client.call_tool("media_run", {"wish": REQUEST}))
        button = await host.frame.locator("#confirm").inner_text()
        await host.frame.locator("#confirm").evaluate(
            "one => { const said = JSON.parse(one.dataset.arguments);"
            " one.dataset.arguments = JSON.stringify({...said, accepted_cost: '1 units'}); }"
        )
        before = harness.tasks()
        await host.frame.locator("#confirm").click()
        await host.frame.locator("[role=alert]").wait_for()
        assert await host.frame.locator("#confirm").inner_text() == button
        assert harness.tasks() == before


async def test_words_of_others_run_nothing(harness: Harness) -> None:
    async with opened(harness) as host:
        await host.show(await host.client.call_tool("media_run", {"wish": f"用可灵生成一段5秒的视频：{EVIL}"}), "dark")
        assert "steal()" in await host.frame.locator("blockquote").inner_text()
        # even markup that got in would run nothing: the page's own policy knows its one script by its content
        ran = await host.frame.locator("#main").evaluate(
            "main => { main.innerHTML = '<img src=x onerror=\"window.stolen = 1\">'; "
            "return new Promise(done => setTimeout(() => done(window.stolen), 200)); }"
        )
        assert ran is None
        dark = await host.frame.locator("html").evaluate("root => getComputedStyle(root).backgroundColor")
    assert dark == "rgb(16, 21, 27)"


async def test_a_storyboard_shows_every_shot(harness: Harness) -> None:
    async with opened(harness) as host:
        await host.client.call_tool("film", {"action": "new", "plan": "kite", "text": PLAN})
        await host.show(await host.client.call_tool("film_run", {"plan": "kite"}))
        assert await host.frame.locator(".shot").count() == 2
        before = harness.tasks()
        await host.frame.locator("#confirm").click()
        await host.frame.locator(".shot img").first.wait_for()
    assert harness.tasks() == before + 1
    assert host.wrong == []
