"""Pages inside a chat program: what comes beside an answer, and that a program without them loses nothing."""

import re
from html import unescape
from json import loads
from typing import Any

import pytest
from mcp import Client
from mcp.client.extension import advertise
from mcp.server.apps import APP_MIME_TYPE, EXTENSION_ID
from tests.core.mcp.conftest import ERAS, REQUEST, Harness, told
from tests.core.mcp.test_film_tools import PLAN
from tests.core.mcp.test_levels import require

from mediawright.board.hosted import document
from mediawright.mcp.host_pages import PAGES, SHOWN
from mediawright.mcp.page_maker import KEY, PICTURES
from mediawright.types.money import Level

SHOWS = advertise(EXTENSION_ID, {"mimeTypes": [APP_MIME_TYPE]})
EVIL = '<img src=x onerror="steal()"> </script><script>steal()</script>'


def client_of(harness: Harness, era: str = "auto") -> Client:
    return Client(harness.server(), mode=era, extensions=[SHOWS])


def page(result: Any) -> str:
    """The HTML beside an answer."""
    return str(result.meta[KEY]["html"])


def pressed(html: str, tool: str) -> dict[str, Any]:
    """What the button that calls a tool calls it with."""
    found = re.search(rf"data-call=\"{tool}\" data-arguments='([^']+)'", html)
    assert found, html
    arguments: dict[str, Any] = loads(unescape(found[1]))
    return arguments


async def test_each_document_stands_by_itself_and_lets_nothing_else_run(harness: Harness) -> None:
    async with client_of(harness) as client:
        tools = {
            tool.name: (tool.meta or {}).get("ui", {}).get("resourceUri") for tool in (await client.list_tools()).tools
        }
        listed = {str(one.uri): one.mime_type for one in (await client.list_resources()).resources}
        (content,) = (await client.read_resource("ui://mediawright/confirmation.html")).contents
    assert {name: uri for name, uri in tools.items() if uri} == SHOWN
    assert listed == dict.fromkeys(PAGES, APP_MIME_TYPE)
    assert content.mime_type == APP_MIME_TYPE
    html = content.text  # type: ignore[union-attr]
    assert html == document()
    assert not re.search(r"""(src|href)=["'](?!data:)""", html)
    policy = unescape(re.search(r'Content-Security-Policy" content="([^"]+)"', html)[1])  # type: ignore[index]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy


@pytest.mark.parametrize("era", ERAS)
async def test_a_press_runs_exactly_what_stands_on_the_button(harness: Harness, era: str) -> None:
    before = harness.tasks()
    async with client_of(harness, era) as client:
        asked = await client.call_tool("media_run", {"wish": REQUEST})
        html = page(asked)
        assert asked.meta is not None
        assert asked.meta[KEY]["lang"] == "zh-Hans"
        button = pressed(html, "media_confirm")
        assert button == {"quote_id": told(asked)["data"]["quote"], "accepted_cost": "4 units"}
        assert "4 点" in html
        # another choice is another page with its own price; the one before is taken back
        dearer = await client.call_tool("media_revise", {"of": button["quote_id"], "settings": {"duration": "10"}})
        fresh = pressed(page(dearer), "media_confirm")
        assert fresh["accepted_cost"] == "8 units"
        old = told(await client.call_tool("media_confirm", button))
        assert (old["ok"], harness.tasks()) == (False, before)
        done = await client.call_tool("media_confirm", fresh)
        again = await client.call_tool("media_confirm", fresh)
    assert harness.tasks() == before + 1
    assert told(done)["data"]["job"] == told(again)["data"]["job"]
    shown = page(done)
    assert "data:image/webp;base64," in shown
    assert f'data-read="file://{harness.folder}' in shown
    assert "data-follow" not in shown
    assert len(shown) < PICTURES + 50_000


async def test_chips_are_calls_that_the_server_takes(harness: Harness) -> None:
    tried = {"mode"}  # it goes with the resolution, and is refused with another one
    async with client_of(harness) as client:
        html = page(await client.call_tool("media_run", {"wish": REQUEST}))
        while fresh := [call for call in chips(html) if not tried.issuperset(call["settings"])]:
            tried.update(fresh[0]["settings"])
            answer = await client.call_tool("media_revise", fresh[0])
            assert told(answer)["status"] == "confirmation_needed", (fresh[0], told(answer))
            html = page(answer)
    assert {"model", "duration", "aspect_ratio", "sound"} <= tried


def chips(html: str) -> list[dict[str, Any]]:
    """What the chips that are not chosen call."""
    found = re.findall(r"data-call=\"media_revise\" data-arguments='([^']+)'(?! aria)", html)
    return [loads(unescape(one)) for one in found]


async def test_a_job_that_runs_is_followed_by_its_page(slow_harness: Harness) -> None:
    async with client_of(slow_harness) as client:
        button = pressed(page(await client.call_tool("media_run", {"wish": REQUEST})), "media_confirm")
        sent = await client.call_tool("media_confirm", button | {"wait_s": 0})
        waited = await client.call_tool("media_wait", {"job_id": told(sent)["data"]["job"], "wait_s": 0})
    for result in (sent, waited):
        assert f'data-follow="{told(sent)["data"]["job"]}"' in page(result)
    assert pressed(page(waited), "media_cancel") == {"job_id": told(sent)["data"]["job"]}


async def test_words_of_others_are_never_markup(harness: Harness) -> None:
    async with client_of(harness) as client:
        settings = {"prompt": EVIL, "duration": 5, "provider": "kling"}
        quoted = page(await client.call_tool("media_quote", {"command": "video", "settings": settings}))
        asked = page(await client.call_tool("media_run", {"wish": f"用可灵生成一段5秒的视频：{EVIL}"}))
    for html in (quoted, asked):
        assert "steal()" in html
        assert "<script" not in html
        assert "<img src=x" not in html


@pytest.mark.parametrize("level", [Level.TERMINAL, Level.ELICITATION])
async def test_where_words_are_not_enough_there_is_no_button(harness: Harness, level: Level) -> None:
    require(harness, level)
    async with client_of(harness) as client:
        html = page(await client.call_tool("media_run", {"wish": REQUEST}))
    assert "media_confirm" not in html
    assert "mediawright confirm" in html


async def test_a_film_is_shown_shot_by_shot(harness: Harness) -> None:
    harness.environ["MEDIAWRIGHT_TEST_PACE"] = "50"
    async with client_of(harness) as client:
        await client.call_tool("film", {"action": "new", "plan": "kite", "text": PLAN})
        priced = await client.call_tool("film_run", {"plan": "kite"})
        button = pressed(page(priced), "film_run")
        named = next(one["arguments"] for one in told(priced)["calls"] if one["tool"] == "film_run")
        assert button == named
        assert "at most" in page(priced)
        assert "A kite climbs over a beach" in page(priced)
        for _ in range(30):
            made = await client.call_tool("film_run", button)
            if told(made)["status"] != "still_running":
                break
        board = await client.call_tool("film", {"action": "status", "plan": "kite"})
    assert told(made)["ok"], told(made)
    for result in (made, board):
        assert page(result).count('class="card shot"') == 2
        assert "data:image/webp;base64," in page(result)


@pytest.mark.parametrize("extensions", [None, [advertise(EXTENSION_ID, {"mimeTypes": ["text/plain"]})]])
async def test_other_programs_get_the_page_in_words_alone(harness: Harness, extensions: Any) -> None:
    async with Client(harness.server(), extensions=extensions) as client:
        asked = await client.call_tool("media_run", {"wish": REQUEST})
    assert KEY not in (asked.meta or {})
    assert "4 点" in told(asked)["message"]
