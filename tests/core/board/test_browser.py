"""The board in a real browser: a click is one charge, a foreign page can do nothing, a phone sees everything."""

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2
import pytest
from tests.browser import CHROMIUM, MISSING
from tests.core.board.conftest import OTHERS
from tests.core.mcp.conftest import environment

from mediawright.testing.simulator import serve

api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason=MISSING)
WORDS = "用可灵生成一段5秒的视频：一只红狐狸在雪地里小跑"
LOOKED_AT = ("/", "/waiting", "/jobs", "/films", "/spending", "/spending?by=model", "/providers")
EVIL = """<!doctype html><title>x</title><form id=f method=post action="{base}/quotes/{quote}/confirm" target=t>
<input name=cost value=1000><input name=csrf value=guess></form><iframe name=t></iframe><img src="{base}/thumbs/x/1">
<script>document.getElementById('f').submit();
fetch('{base}/waiting', {{credentials: 'include'}}).then(r => r.text()).then(t => document.title = 'read:' + t.length)
.catch(() => document.title = 'refused');</script>"""


@dataclass
class Running:
    """A board as a process of its own, its link, and the simulator behind it."""

    link: str
    provider: str
    browser: Any
    said: Any

    @property
    def base(self) -> str:
        return self.link.partition("/open?")[0]

    def enter(self, page: Any) -> None:
        """In by the link; the next one is said at once."""
        page.goto(self.link)
        page.wait_for_url(self.base + "/")
        self.link = self.said.readline().partition(": ")[2].strip()

    def tasks(self) -> int:
        return int(httpx2.get(f"{self.provider}/__sim/charges").json()["tasks"])

    def page(self, **how: Any) -> Any:
        context = self.browser.new_context(**how)
        context.set_default_timeout(60_000)
        return context.new_page()


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    from mediawright_kling.hooks import simulator

    home = tmp_path_factory.mktemp("home")
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "SYSTEMROOT") if name in os.environ}
    with serve(simulator(options={"time_scale": "40"})) as url, api.sync_playwright() as play:
        more = {"MEDIAWRIGHT_DISABLE_PLUGINS": OTHERS, "MEDIAWRIGHT_TEST_PACE": "20", "PYTHONUNBUFFERED": "1"}
        command = [
            sys.executable,
            "-m",
            "mediawright",
            "board",
            "--port",
            "0",
            "--lang",
            "en",
            "--output-dir",
            str(home),
        ]
        board = subprocess.Popen(
            command,
            cwd=home,
            env=kept | environment(home, url) | more,
            stderr=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            text=True,
        )
        assert board.stderr is not None
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        try:
            link = board.stderr.readline().partition(": ")[2].strip()
            yield Running(link, url, browser, board.stderr)
        finally:
            browser.close()
            board.terminate()
            board.communicate(timeout=20)


def test_a_person_a_foreign_page_and_a_phone(running: Running, tmp_path: Path) -> None:
    before = running.tasks()
    page = running.page(locale="en-US", viewport={"width": 1280, "height": 860})
    wrong: list[str] = []
    page.on("console", lambda said: wrong.append(said.text) if said.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))

    # in by the link, a page by words, and the link opens nothing any more
    running.enter(page)
    page.fill("#say-text", WORDS)
    page.keyboard.press("Enter")
    page.wait_for_url("**/quotes/*")
    assert page.locator("#confirm").inner_text() == "Yes, make it for 4 units"
    page.get_by_role("button", name="10 s", exact=True).click()
    page.locator("#confirm", has_text="8 units").wait_for()
    quote = page.url.rpartition("/")[2]

    # a page of another origin in the same browser can neither send nor read anything
    evil = page.context.new_page()
    foreign = tmp_path / "evil"
    foreign.mkdir()
    (foreign / "index.html").write_text(EVIL.format(base=running.base, quote=quote))
    with serve(static(foreign)) as elsewhere:
        evil.goto(elsewhere + "/index.html")
        evil.wait_for_function("document.title !== 'x'")  # the foreign page has no policy that forbids it
        assert evil.title() == "refused"
        assert running.tasks() == before
    evil.close()

    # two quick clicks are one job and one charge, and the page shows the result by itself
    page.locator("#confirm").dblclick()
    page.wait_for_selector("figure.result video")
    assert running.tasks() == before + 1
    page.goto(running.base + "/")
    page.get_by_role("button", name="Favourite").click()
    page.wait_for_selector("[data-star] button[aria-pressed=true]")
    assert page.locator(".card").count() == 1
    page.locator(".play").click()
    assert plays(page)
    assert wrong == []

    # on a phone, in Chinese: nothing is wider than the screen, everything can be reached
    state = page.context.storage_state()
    phone = running.page(
        locale="zh-CN", viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True, storage_state=state
    )
    job = page.locator(".card .prompt").get_attribute("href")
    for path, words in (
        ("/", "作品"),
        ("/waiting", "没有等你确认的内容"),
        ("/jobs", "任务"),
        ("/providers", "平台"),
        (job.removeprefix("/" + running.base.rpartition("/")[2]), "视频做好了"),
    ):
        phone.goto(running.base + path)
        assert words in phone.locator("body").inner_text(), path
        wide = phone.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, (path, wide)
    keyboard(page, running.base)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_can_be_used_by_everyone(running: Running, scheme: str) -> None:
    accessibility = pytest.importorskip("tests.accessibility", exc_type=ImportError)
    page = running.page(locale="en-US", viewport={"width": 1280, "height": 860}, color_scheme=scheme)
    running.enter(page)
    page.fill("#say-text", WORDS + scheme)
    page.keyboard.press("Enter")
    page.wait_for_url("**/quotes/*")
    places = [page.url, page.url.replace("/quotes/", "/revise/")]
    page.locator("#confirm").click()
    page.wait_for_url("**/jobs/*")
    page.wait_for_selector("figure.result video")  # until then the page loads itself anew
    places += [page.url, *(running.base + path for path in LOOKED_AT)]
    found = {}
    for place in places:
        page.goto(place)
        page.evaluate(accessibility.LIBRARY)
        found[place] = accessibility.wrong(page.evaluate(accessibility.ASK))
    page.context.close()
    assert {place: wrong for place, wrong in found.items() if wrong} == {}


def plays(page: Any) -> bool:
    """Does the clip of the only card move on?"""
    for _ in range(200):
        if page.evaluate("document.querySelector('.card video').currentTime") > 0:
            return True
        page.wait_for_timeout(50)
    return False


def keyboard(page: Any, base: str) -> None:
    """The search is one key away, and the first stop of the tabulator leads past the head."""
    page.goto(base + "/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "q"


def static(folder: Path) -> Any:
    """A foreign site: plain files."""
    from starlette.staticfiles import StaticFiles

    return StaticFiles(directory=folder)
