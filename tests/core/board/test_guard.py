"""Nothing answers to another name, another page or another person, and nothing changes without the session's token."""

import re

import pytest
from tests.core.board.conftest import ORIGIN, Browser, Harness

from mediawright.board.app import CHANGES, LOOKS
from mediawright.board.guard import HEADERS
from mediawright.board.place import Place
from mediawright.types.errors import InvalidRequest

FOREIGN = (
    "https://evil.example",
    "http://127.0.0.1:9999",
    "http://localhost:8787",
    "null",
    "http://127.0.0.1:8787.evil.example",
)


def filled(path: str) -> str:
    return re.sub(r"\{[^}]+:int\}", "1", re.sub(r"\{[a-z]+\}", "x", path))


async def test_without_a_session_every_page_says_only_that_it_is_private(harness: Harness) -> None:
    browser = harness.browser()
    for path, _ in LOOKS:
        answer = await browser.get(filled(path))
        assert (answer.status_code, "private" in answer.text, "csrf" in answer.text) == (401, True, False), path
    for path, _ in CHANGES:
        assert (await browser.post(filled(path), csrf="")).status_code == 403, path


async def test_a_change_needs_the_token_of_the_session(harness: Harness) -> None:
    browser, other = await harness.opened(), await harness.opened()
    for path, _ in CHANGES:
        for token in ("", "wrong", other.csrf, "é"):
            assert (await browser.post(filled(path), csrf=token)).status_code == 403, path


@pytest.mark.parametrize("origin", FOREIGN)
async def test_a_page_of_another_origin_changes_nothing(harness: Harness, origin: str) -> None:
    browser = await harness.opened()
    for path, _ in CHANGES:
        assert (await browser.post(filled(path), origin=origin)).status_code == 403
    assert (await browser.get("/jobs", origin=origin)).status_code == 403


async def test_what_another_page_loads_is_refused_and_a_link_that_is_followed_is_not(harness: Harness) -> None:
    browser = await harness.opened()
    for site in ("cross-site", "same-site"):
        assert (await browser.get("/jobs", sec_fetch_site=site, sec_fetch_mode="no-cors")).status_code == 403
        framed = {"sec_fetch_site": site, "sec_fetch_mode": "navigate", "sec_fetch_dest": "iframe"}
        assert (await browser.get("/jobs", **framed)).status_code == 403
        followed = {"sec_fetch_site": site, "sec_fetch_mode": "navigate", "sec_fetch_dest": "document"}
        assert (await browser.get("/jobs", **followed)).status_code == 200


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "127.0.0.1:1.evil.example", "board.local:8787"]
)
async def test_another_name_gets_nothing(harness: Harness, host: str) -> None:
    browser = await harness.opened()
    assert (await browser.get("/", host=host)).status_code == 421


async def test_every_answer_carries_the_headers(harness: Harness) -> None:
    browser = await harness.opened()
    for path in ("/", "/jobs", "/nowhere", "/static/board.css", "/media/x/1", "/answers/x"):
        answer = await browser.get(path)
        for name, value in HEADERS.items():
            assert answer.headers[name] == value, (path, name)
    assert "script-src 'self'" in HEADERS["content-security-policy"]
    assert "unsafe" not in HEADERS["content-security-policy"]
    refused = await browser.get("/", host="evil.example")
    assert refused.headers["x-content-type-options"] == "nosniff"


async def test_other_paths_methods_and_bodies_are_refused(harness: Harness) -> None:
    browser = await harness.opened()
    assert (await browser.client.get("/", headers=browser.headers())).status_code == 404
    assert (await browser.client.get("/jobs", headers=browser.headers())).status_code == 404
    assert (
        await browser.client.put(browser.prefix + "/say", headers=browser.headers(origin=ORIGIN))
    ).status_code == 405
    endless = {"content-length": "2000000000", "origin": ORIGIN}
    assert (await browser.client.post(browser.prefix + "/say", headers=endless, content=b"x")).status_code == 413
    silent = await browser.client.post(browser.prefix + "/say", data={"csrf": browser.csrf, "text": "x"})
    assert silent.status_code == 403  # neither Origin nor Sec-Fetch-Site: no browser's form


async def test_the_cookie_is_strict_unreadable_and_below_the_boards_own_path(harness: Harness) -> None:
    browser = harness.browser()
    answer = await browser.get(f"/open?token={harness.site.sessions.link()}")
    (cookie,) = answer.headers.get_list("set-cookie")
    assert {"HttpOnly", "SameSite=strict", f"Path={browser.prefix}"} <= {part.strip() for part in cookie.split(";")}
    assert len(browser.prefix) > 10


async def test_a_link_opens_the_board_once(harness: Harness) -> None:
    token = harness.site.sessions.link()
    first, second = harness.browser(), harness.browser()
    assert (await first.get(f"/open?token={token}")).status_code == 200
    assert (await second.get(f"/open?token={token}")).status_code == 401
    assert (await first.get("/")).status_code == 200
    assert (await second.get("/")).status_code == 401
    fresh = harness.said[-1].partition("token=")[2]
    assert (await second.get(f"/open?token={fresh}")).status_code == 200
    assert (await second.get("/")).status_code == 200


async def test_who_signs_out_is_out(harness: Harness) -> None:
    browser = await harness.opened()
    secret = browser.client.cookies.get("mediawright_board") or ""
    await browser.post("/sign-out")
    browser.client.cookies.set("mediawright_board", secret, path=browser.prefix)
    assert (await browser.get("/")).status_code == 401


async def test_behind_a_proxy_the_public_name_and_a_password_open_it(
    harness: Harness, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dataclasses import replace

    from mediawright.board.sessions import Sessions

    place = Place.behind("https://Board.Example.org")
    site = replace(harness.site, place=place, sessions=Sessions("correct horse battery"))
    harness.site = site
    browser: Browser = harness.browser()
    public = {"host": "board.example.org"}
    assert (await browser.get("/", **public)).status_code == 401

    async def enter(password: str, origin: str = "https://board.example.org") -> int:
        headers = browser.headers(origin=origin, **public)
        answer = await browser.client.post("/sign-in", data={"password": password}, headers=headers)
        return int(answer.status_code)

    assert await enter("wrong") == 401
    assert await enter("correct horse battery", "https://evil.example") == 403
    assert await enter("correct horse battery") == 303
    assert place.cookie.startswith("__Host-")
    assert (await browser.get("/", host="elsewhere.example.org")).status_code == 421
    assert await enter("") == 401


@pytest.mark.parametrize(
    "origin", ["board.example.org", "https://", "ftp://a.b", "https://a.b/c", "https://u@a.b", "https://a b", ""]
)
def test_what_is_no_address_of_a_site_is_refused(origin: str) -> None:
    with pytest.raises(InvalidRequest):
        Place.behind(origin)
