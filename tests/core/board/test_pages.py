"""The pages in both languages: results are found, marked and compared; files are served as they are and no others."""

import json
import re
from pathlib import Path

import pytest
from tests.core.board.conftest import Browser, Harness

from mediawright.board.pages.events import Told, message, seen_in
from mediawright.testing.builders import a_job, a_request
from mediawright.types.job import Asset, Job
from mediawright.types.message import Message
from mediawright.types.operations import MediaKind
from mediawright.types.states import State

PICTURE = (320, 200)


def made(harness: Harness, name: str, prompt: str) -> Job:
    """A job with a picture on disk."""
    from PIL import Image

    path = harness.folder / f"{name}.png"
    Image.new("RGB", PICTURE, "teal").save(path)
    asset = Asset(
        path=str(path),
        kind=MediaKind.IMAGE,
        media_type="image/png",
        size=path.stat().st_size,
        sha256=name.ljust(64, "0"),
    )
    return a_job(a_request(prompt), state=State.DONE, assets=(asset,))


async def stored(harness: Harness, *jobs: Job) -> None:
    async with harness.site.work.studio() as studio:
        for job in jobs:
            studio.ledger.add(job)


@pytest.fixture
async def browser(harness: Harness) -> Browser:
    await stored(harness, made(harness, "a", "a red kite"), made(harness, "b", "海边日落"))
    return await harness.opened()


def prompts(text: str) -> list[str]:
    return re.findall(r'<a class="prompt"[^>]*>([^<]+)</a>', text)


async def test_results_are_found_marked_and_compared(browser: Browser, harness: Harness) -> None:
    assert prompts((await browser.get("/")).text) == ["海边日落", "a red kite"]
    assert prompts((await browser.get("/?q=KITE")).text) == ["a red kite"]
    assert prompts((await browser.get("/?kind=video")).text) == []
    assert prompts((await browser.get("/?since=2999-01-01")).text) == []
    assert prompts((await browser.get("/?since=nonsense&kind=x&before=")).text) == ["海边日落", "a red kite"]
    keys = re.findall(r'name="r" value="([^"]+)"', browser.last.text)
    job = keys[1].partition(":")[0]
    await browser.post(f"/jobs/{job}/favourite", on="1", back=browser.prefix + "/")
    await browser.post(f"/jobs/{job}/tags", tags="blue，for Ann")
    assert prompts((await browser.get("/?favourite=1")).text) == ["a red kite"]
    assert prompts((await browser.get("/?tag=for%20Ann")).text) == ["a red kite"]
    assert "#blue" in (await browser.get("/")).text
    beside = await browser.get(f"/compare?r={keys[0]}&r={keys[1]}&r=gone:1&r={keys[0]}")
    assert prompts(beside.text) == ["海边日落", "a red kite"]
    assert "a red kite" in (await browser.get(f"/jobs/{job}")).text
    outside = await browser.post(f"/jobs/{job}/favourite", on="0", back="//evil.example/")
    assert outside.headers["location"] == f"{browser.prefix}/jobs/{job}"


async def test_pages_are_in_the_browsers_language_or_the_chosen_one(harness: Harness) -> None:
    browser = await harness.opened("zh-CN,zh;q=0.9,en;q=0.8")
    for path in ("/", "/jobs", "/waiting", "/providers", "/compare", "/jobs/gone", "/nowhere"):
        page = await browser.get(path)
        assert '<html lang="zh-Hans">' in page.text, path
    assert "作品" in (await browser.get("/")).text
    await browser.post("/language", lang="en", back=browser.prefix + "/jobs")
    assert "Gallery" in (await browser.get("/")).text


@pytest.mark.parametrize(
    ("header", "lang"),
    [
        ("", "en"),
        ("zh", "zh"),
        ("en;q=0.5, zh-TW;q=0.9", "zh"),
        ("fr, de", "en"),
        ("zh;q=0", "en"),
        ("zh;q=x, en;q=0.1", "en"),
    ],
)
def test_the_language_is_weighed(header: str, lang: str) -> None:
    from mediawright.board.templates import accepted

    assert accepted(header) == lang


async def test_files_are_served_whole_and_in_parts_and_only_those_of_the_ledger(
    browser: Browser, harness: Harness
) -> None:
    job = re.findall(r'name="r" value="([^":]+)', (await browser.get("/")).text)[1]
    content = (harness.folder / "a.png").read_bytes()
    whole = await browser.get(f"/media/{job}/1")
    assert (whole.content, whole.headers["content-type"]) == (content, "image/png")
    assert "sandbox" in whole.headers["content-security-policy"]
    part = await browser.get(f"/media/{job}/1", range="bytes=10-19")
    assert (part.status_code, part.content) == (206, content[10:20])
    assert (await browser.get(f"/media/{job}/1?download=1")).headers["content-disposition"].startswith("attachment")
    small = await browser.get(f"/thumbs/{job}/1")
    assert small.headers["content-type"] == "image/webp"
    for path in (
        f"/media/{job}/2",
        f"/media/{job}/0",
        "/media/gone/1",
        f"/media/{job}/../../../etc/passwd",
        "/thumbs/gone/1",
    ):
        assert (await browser.get(path)).status_code == 404, path
    changed = harness.folder / "a.png"
    changed.write_text("<html><script>alert(1)</script>")
    lie = await browser.get(f"/media/{job}/1")
    assert lie.headers["content-type"] == "application/octet-stream"
    assert lie.headers["content-disposition"].startswith("attachment")
    changed.unlink()
    changed.symlink_to("/etc/hostname")
    assert (await browser.get(f"/media/{job}/1")).status_code == 404


async def test_a_thumbnail_is_made_once(browser: Browser, harness: Harness) -> None:
    job = re.findall(r'name="r" value="([^":]+)', (await browser.get("/")).text)[0]
    await browser.get(f"/thumbs/{job}/1")
    (kept,) = harness.site.home.thumbnails.rglob("*.webp")
    first = kept.stat().st_mtime_ns
    await browser.get(f"/thumbs/{job}/1")
    assert kept.stat().st_mtime_ns == first


async def test_jobs_are_listed_page_by_page_and_by_state(harness: Harness) -> None:
    await stored(
        harness,
        *(a_job(a_request(f"number {number}"), state=State.FAILED) for number in range(45)),
        a_job(a_request("under way"), state=State.RUNNING),
    )
    browser = await harness.opened()
    page = await browser.get("/jobs")
    assert page.text.count('<li class="job"') == 41
    assert "under way" in page.text
    older = re.search(r'href="[^"]*(/jobs\?before=[^"]+)"', page.text)
    assert older is not None
    assert (await browser.get(older[1])).text.count('<li class="job"') == 5
    assert (await browser.get("/jobs?state=done")).text.count('<li class="job"') == 0


async def test_what_changed_before_a_page_listened_is_told_at_once(harness: Harness) -> None:
    over, same = (a_job(a_request("over"), state=State.DONE), a_job(a_request("same"), state=State.RUNNING))
    await stored(harness, over, same)
    seen = seen_in([f"{over.id}:running", f"{same.id}:running", "nothing:running", "nonsense"])
    async with harness.site.work.studio() as studio:
        told = Told(harness.site, studio, "en", "token", seen)
        first = [(name, data.get("job")) for name, data in told.changes()]
        assert first == [("job", over.id), ("counts", None)]
        assert told.changes() == []


async def test_what_changes_is_told_once_in_the_language_of_the_page(harness: Harness) -> None:
    job = a_job(a_request("under way"), state=State.SUBMITTED)
    await stored(harness, job)
    async with harness.site.work.studio() as studio:
        told = Told(harness.site, studio, "zh", "token")
        assert told.changes() == [("counts", {"waiting": 0, "running": 1})]
        assert told.changes() == []
        studio.ledger.move(job.id, State.SUBMITTED, State.RUNNING)
        ((name, data),) = told.changes()
        assert (name, data["job"], data["state"]) == ("job", job.id, "running")
        assert "token" in data["html"]
        assert re.search("[一-鿿]", data["html"])
        studio.ledger.move(job.id, State.RUNNING, State.FAILED)
        events = told.changes()
        assert [name for name, _ in events] == ["job", "counts"]
        assert told.changes() == []
    text = message("job", {"html": "a\n\nb"})
    assert text.count("\n") == 3
    assert json.loads(text.partition("data: ")[2]) == {"html": "a\n\nb"}


async def test_a_job_is_cancelled_honestly(harness: Harness) -> None:
    job = a_job(a_request("under way"), state=State.UNCERTAIN)
    await stored(harness, job)
    browser = await harness.opened()
    answer = await browser.follow(await browser.post(f"/jobs/{job.id}/cancel"))
    assert "/answers/" in str(answer.url)
    async with harness.site.work.studio() as studio:
        assert studio.ledger.get(job.id).state is State.CANCELLED


async def test_providers_tell_who_is_signed_in_and_what_is_left(harness: Harness) -> None:
    browser = await harness.opened()
    page = (await browser.get("/providers")).text
    assert "Kling AI" in page
    assert "signed in" in page
    assert "units" in (await browser.get("/providers/kling/balance")).text
    assert (await browser.get("/providers/nobody/balance")).status_code == 200
    for name in ("KLING_ACCESS_KEY_ID", "KLING_SECRET_ACCESS_KEY"):
        harness.environ.pop(name)
    link = await browser.follow(await browser.post("/providers/kling/sign-in"))
    assert '<svg xmlns="http://www.w3.org/2000/svg"' in link.text or "<svg" in link.text
    assert "style=" not in link.text
    assert (await browser.get("/providers/kling/state")).json() == {"signed_in": False}


async def test_words_of_others_are_shown_and_never_run(harness: Harness) -> None:
    evil = '<script>alert(1)</script>"><img src=x onerror=alert(1)>'
    job = made(harness, "c", evil)
    failed = a_job(
        a_request(evil), state=State.FAILED, provider_message=evil, reason=Message("price.exact", {"amount": evil})
    )
    await stored(harness, job, failed)
    browser = await harness.opened()
    await browser.post(f"/jobs/{job.id}/tags", tags=evil)
    for path in (
        "/",
        "/jobs",
        f"/jobs/{job.id}",
        f"/jobs/{failed.id}",
        f"/compare?r={job.id}:1",
        f"/?q={evil}&tag={evil}",
    ):
        text = (await browser.get(path)).text
        assert "<script>alert" not in text, path
        assert "<img src=x" not in text, path
        assert "alert(1)" in text, path


async def test_no_page_has_a_script_or_a_style_of_its_own(browser: Browser) -> None:
    for path in ("/", "/jobs", "/waiting", "/providers", "/compare"):
        text = (await browser.get(path)).text
        assert "style=" not in text
        assert "<style" not in text
        assert re.findall(r"<script(?![^>]* src=)", text) == []
        assert re.findall(r"\son\w+=", text) == []
        assert re.findall(r'src="(?!/)[^"]', text) == []


def test_nothing_is_loaded_from_elsewhere() -> None:
    static = Path(__file__).parents[3] / "core/mediawright/board/static"
    for path in static.iterdir():
        text = path.read_text("utf-8").replace("http://www.w3.org/2000/svg", "")
        assert "http" not in text.replace("https://", "http://"), path
        assert "@import" not in text
