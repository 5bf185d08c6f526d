"""Signing in from within a call: by a page where the client can open one, by the link in the answer elsewhere."""

import httpx2
import pytest
from tests.core.mcp.conftest import ERAS, REQUEST, Harness, Person, finished, told


async def approve(url: str) -> None:
    """What the person does on the provider's page."""
    async with httpx2.AsyncClient() as browser:
        await browser.post(url, data={"verdict": "approve"})


@pytest.mark.parametrize("era", ERAS)
async def test_s45_a_client_without_pages_gets_the_link(harness: Harness, era: str) -> None:
    harness.signed_out()
    async with harness.client(era) as client:
        result = await client.call_tool("media_run", {"wish": REQUEST})
    answer = told(result)
    assert (answer["status"], result.is_error) == ("sign_in_needed", False)
    assert answer["data"]["verification_uri_complete"] in answer["message"]
    assert answer["calls"][0] == {"tool": "media_login", "arguments": {"provider": "kling", "lang": "zh"}}


@pytest.mark.parametrize("era", ERAS)
async def test_s45_a_page_then_a_price_then_the_file(harness: Harness, era: str) -> None:
    harness.signed_out()
    person = Person(on_page=approve)
    async with harness.client(era, person) as client:
        answer = await finished(client, told(await client.call_tool("media_run", {"wish": REQUEST})))
    assert [mode for mode, _ in person.asked] == ["url", "form"]
    assert answer["status"] == "done"


@pytest.mark.parametrize("era", ERAS)
async def test_s45_a_page_declined_is_declined(harness: Harness, era: str) -> None:
    harness.signed_out()
    person = Person(action="decline")
    async with harness.client(era, person) as client:
        answer = told(await client.call_tool("media_login", {"provider": "kling"}))
    assert (answer["status"], len(person.asked)) == ("declined", 1)


async def test_a_page_that_was_only_opened_is_no_sign_in(harness: Harness) -> None:
    harness.signed_out()
    harness.call_s = 5.0
    async with harness.client("auto", Person()) as client:
        answer = told(await client.call_tool("media_login", {"provider": "kling"}))
    assert answer["status"] == "sign_in_pending"


async def test_the_same_call_goes_on_after_the_person_is_done(harness: Harness) -> None:
    harness.signed_out()
    async with harness.client() as client:
        first = told(await client.call_tool("media_login", {"provider": "kling"}))
        await approve(first["data"]["verification_uri_complete"])
        second = told(await client.call_tool("media_login", {"provider": "kling", "wait_s": 10}))
        left = told(await client.call_tool("media_balance", {"provider": "kling"}))
    assert [first["status"], second["status"], left["status"]] == ["sign_in_pending", "signed_in", "listed"]


async def test_nobody_answers_in_time_and_the_page_comes_back(harness: Harness) -> None:
    harness.call_s = 10.0  # room for the page on a busy machine
    async with harness.client("legacy", Person(patience_s=60.0)) as client:
        answer = told(await client.call_tool("media_run", {"wish": REQUEST}))
    assert answer["status"] == "confirmation_needed"
    assert answer["calls"][0]["tool"] == "media_confirm"
