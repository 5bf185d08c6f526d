"""From words to a file by clicks: nothing is sent before the amount is agreed to, and one click is one charge."""

import asyncio
import re
from dataclasses import replace
from decimal import Decimal

from tests.core.board.conftest import Harness

from mediawright.handlers import policy
from mediawright.paths import TOKEN, USER
from mediawright.services import people
from mediawright.services.studio import Studio
from mediawright.types.money import Amount
from mediawright.types.states import State

WORDS = "用可灵生成一段5秒的视频：一只红狐狸在雪地里小跑"
FREE = "Previz画一张图：海边的红色风筝"


def quote_in(path: str) -> str:
    found = re.search(r"/quotes/(Q\w+)", path)
    assert found is not None, path
    return found[1]


def hidden(text: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', text)
    return found[1] if found else ""


async def waiting(harness: Harness, words: str = WORDS, lang: str = "en"):  # type: ignore[no-untyped-def]
    """A browser with the waiting page of a message: (browser, quote, page)."""
    browser = await harness.opened(lang)
    page = await browser.follow(await browser.post("/say", text=words, thread="board-1"))
    return browser, quote_in(str(page.url)), page.text


async def test_a_click_is_one_job_and_one_charge_however_often_it_is_made(harness: Harness) -> None:
    before = harness.charged()
    browser, quote, page = await waiting(harness)
    assert "Yes, make it for 4 units" in page
    assert "一只红狐狸在雪地里小跑" in page
    for _ in range(2):
        assert f"/quotes/{quote}" in str((await browser.get(f"/quotes/{quote}")).url)
    assert harness.charged() == before
    cost = hidden(page, "cost")
    answers = await asyncio.gather(*(browser.post(f"/quotes/{quote}/confirm", cost=cost) for _ in range(3)))
    assert {answer.status_code for answer in answers} == {303}
    assert len({answer.headers["location"] for answer in answers}) == 1
    await harness.carried()
    done = await browser.follow(answers[0])
    assert "Your video is ready" in done.text
    assert harness.charged() == before + 1
    assert (await browser.get(f"/quotes/{quote}")).url == done.url
    gallery = await browser.get("/")
    assert gallery.text.count('<article class="card"') == 1


async def test_without_the_amount_or_with_too_little_nothing_is_sent(harness: Harness) -> None:
    before = harness.charged()
    browser, quote, _ = await waiting(harness)
    for cost in ("", "0", "3", "unknown", "free"):
        page = await browser.follow(await browser.post(f"/quotes/{quote}/confirm", cost=cost))
        assert "/quotes/" in str(page.url) or "/answers/" in str(page.url), cost
    async with harness.site.work.studio() as studio:
        assert studio.ledger.list() == []
    assert harness.charged() == before


async def test_what_is_free_waits_for_its_click_too(harness: Harness) -> None:
    browser, quote, page = await waiting(harness, FREE)
    assert "Yes, make it: free" in page
    async with harness.site.work.studio() as studio:
        assert studio.ledger.list() == []
    await browser.follow(await browser.post(f"/quotes/{quote}/confirm", cost=hidden(page, "cost")))
    await harness.carried()
    async with harness.site.work.studio() as studio:
        assert [job.state for job in studio.ledger.list()] == [State.DONE]


async def test_a_chip_makes_a_page_of_its_own_and_takes_the_old_one_back(harness: Harness) -> None:
    before = harness.charged()
    browser, quote, page = await waiting(harness)
    changed = await browser.follow(await browser.post(f"/revise/{quote}", change="duration=10"))
    fresh = quote_in(str(changed.url))
    assert (fresh == quote, "Yes, make it for 8 units" in changed.text) == (False, True)
    old = await browser.follow(await browser.post(f"/quotes/{quote}/confirm", cost=hidden(page, "cost")))
    assert "/answers/" in str(old.url)
    assert (await browser.get("/waiting")).text.count(f"/quotes/{fresh}") == 1
    nonsense = await browser.follow(await browser.post(f"/revise/{fresh}", change="output_dir=/etc"))
    assert "8 units" in nonsense.text
    declined = await browser.follow(await browser.post(f"/quotes/{fresh}/decline"))
    assert "Nothing was sent or charged" in declined.text
    assert harness.charged() == before


async def test_a_changed_price_asks_again(harness: Harness) -> None:
    before = harness.charged()
    browser, quote, _page = await waiting(harness)
    async with harness.site.work.studio() as studio:
        stored = studio.ledger.quote(quote)
        cheap = replace(
            stored.quote, id="QCHEAP2", price=replace(stored.quote.price, amount=Amount(Decimal(3), "units"))
        )
        studio.ledger.put_quote(cheap, stored.request, output_dir=None, lang="en")
    answer = await browser.follow(await browser.post("/quotes/QCHEAP2/confirm", cost="3"))
    assert quote_in(str(answer.url)) not in (quote, "QCHEAP2")
    assert "The price has changed" in answer.text
    assert "Yes, make it for 4 units" in answer.text
    shown = await browser.get("/quotes/QCHEAP2")
    assert "The price has changed" in shown.text
    assert harness.charged() == before


async def test_again_change_and_use_make_pages_and_a_second_run_is_paid_once_more(harness: Harness) -> None:
    browser, quote, page = await waiting(harness)
    done = await browser.post(f"/quotes/{quote}/confirm", cost=hidden(page, "cost"))
    await harness.carried()
    job, before = done.headers["location"].rpartition("/")[2], harness.charged()
    for path, fields in (
        (f"/jobs/{job}/again", {}),
        (f"/jobs/{job}/use", {"operation": "extend_video", "prompt": "it jumps", "number": "1"}),
        (f"/revise/{job}", {"prompt": "a blue fox", "was_prompt": "x"}),
    ):
        assert hidden((await browser.get(f"/revise/{job}")).text, "was_duration") == "5"
        answer = await browser.follow(await browser.post(path, **fields))
        assert "/quotes/" in str(answer.url), (path, answer.text[-1500:])
    assert harness.charged() == before
    again = await browser.follow(await browser.post(f"/jobs/{job}/again"))
    assert "a second time" in again.text
    second = quote_in(str(again.url))
    await browser.post(f"/quotes/{second}/confirm", cost=hidden(again.text, "cost"), again="1")
    await harness.carried()
    assert harness.charged() == before + 1


async def test_the_level_that_a_person_set_is_kept(harness: Harness) -> None:
    browser, quote, page = await waiting(harness)
    async with Studio(harness.environ, harness.folder) as studio:
        studio.decide("require", "terminal")
    before = harness.charged()
    page = (await browser.get(f"/quotes/{quote}")).text
    assert ('id="confirm"' in page, f"mediawright confirm {quote}" in page) == (False, True)
    await browser.post(f"/quotes/{quote}/confirm", cost="4")
    assert harness.charged() == before


async def test_a_question_is_answered_with_a_button_in_its_own_conversation(harness: Harness) -> None:
    browser = await harness.opened()
    asked = await browser.follow(await browser.post("/say", text="make something with a fox", thread="board-7"))
    buttons = re.findall(r'<button name="text" value="(\d+)">', asked.text)
    assert buttons, asked.text[-2500:]
    assert hidden(asked.text, "thread") == "board-7"
    led = await browser.follow(await browser.post("/say", text=buttons[0], thread="board-7"))
    assert re.search(r"/(quotes|answers)/", str(led.url))


async def test_dropped_files_go_into_the_request_and_others_are_refused(harness: Harness) -> None:
    from io import BytesIO

    from PIL import Image

    picture = BytesIO()
    Image.new("RGB", (640, 400), "teal").save(picture, "PNG")
    browser = await harness.opened()
    files = [("files", ("../../photo.png", picture.getvalue(), "text/html"))]
    page = await browser.follow(
        await browser.post("/say", text="用可灵把这张图做成5秒视频：海浪轻轻涌动", thread="board-2", files=files)
    )
    assert "photo.png" in page.text
    quote = quote_in(str(page.url))
    small = await browser.get(f"/inputs/{quote}/1")
    assert (small.status_code, small.headers["content-type"]) == (200, "image/webp")
    assert (await browser.get(f"/inputs/{quote}/2")).status_code == 404
    kept = list((harness.site.home.inputs).rglob("*.png"))
    assert [path.name for path in kept] == ["photo.png"]
    wrong = [("files", ("page.png", b"<html><script>alert(1)</script>", "image/png"))]
    answer = await browser.follow(await browser.post("/say", text="用可灵把这张图做成视频", files=wrong))
    assert "is no picture" in answer.text


async def test_where_persons_are_known_by_tokens_a_click_without_one_sends_nothing(harness: Harness) -> None:
    before = harness.charged()
    async with Studio(harness.environ | {USER: "anna"}, harness.folder) as studio:
        anna = people.add(studio, "anna").token
    harness.environ[TOKEN] = anna
    async with Studio(harness.environ, harness.folder) as studio:
        policy.act(studio, "tokens", {"on_off": "on"})
    browser, quote, page = await waiting(harness)
    del harness.environ[TOKEN]
    harness.environ[USER] = "anna"
    refused = await browser.follow(await browser.post(f"/quotes/{quote}/confirm", cost=hidden(page, "cost")))
    assert "known by a pass" in refused.text
    assert harness.charged() == before
    harness.environ[TOKEN] = anna
    await browser.follow(await browser.post(f"/quotes/{quote}/confirm", cost=hidden(page, "cost")))
    await harness.carried()
    assert harness.charged() == before + 1
