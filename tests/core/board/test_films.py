"""Films on the board, and the folder of a result."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from tests.core.board.conftest import Harness
from tests.core.board.test_pages import made, stored
from tests.core.mcp.test_film_tools import PLAN

from mediawright.cli.desktop import file_manager
from mediawright.handlers import policy
from mediawright.handlers.films import FilmService
from mediawright.services.studio import Studio


async def test_a_film_is_a_storyboard_of_its_plan_and_its_takes(harness: Harness) -> None:
    browser = await harness.opened()
    assert ">Films<" not in (await browser.get("/")).text
    plan = harness.folder / "kite.film.toml"
    plan.write_text(PLAN.replace("A kite climbs", "<b>A kite</b> climbs"))
    async with Studio.open(harness.environ, harness.folder) as studio:
        films = FilmService(studio, "en")
        await films.animatic("kite")
        done = await films.run("kite", approve_cost=["4 units"])
    assert done.ok, done.page
    listed = await browser.get("/films")
    assert ">Films<" in listed.text
    links = [part.partition('"')[0] for part in listed.text.split(f'class="prompt" href="{browser.prefix}')[1:]]
    assert len(links) == 2
    assert listed.text.count("badge left") == 1  # one of them is the draft
    before = harness.charged()
    for link in links:
        page = (await browser.get(link)).text
        assert page.count('class="card shot"') == 2
        assert "&lt;b&gt;A kite&lt;/b&gt; climbs over a beach" in page
        assert f"{browser.prefix}/thumbs/" in page
        assert f'href="{browser.prefix}/jobs/' in page
    assert harness.charged() == before
    plan.unlink()
    gone = await browser.get(links[0])
    assert gone.status_code == 404
    assert "kite.film.toml" in gone.text
    assert (await browser.get("/films/nothing")).status_code == 404


async def test_a_folder_is_opened_by_the_ledgers_own_path_and_only_here(harness: Harness) -> None:
    await stored(harness, kept := made(harness, "a", "a red kite"))
    job = kept.id
    opened: list[Path] = []
    harness.site = replace(harness.site, show_file=opened.append)
    browser = await harness.opened()
    assert "Open the folder" in (await browser.get(f"/jobs/{job}")).text
    answer = await browser.post(f"/jobs/{job}/folder", file="/etc/passwd")
    assert (answer.status_code, opened) == (303, [harness.folder / "a.png"])
    assert (await browser.post("/jobs/nothing/folder")).status_code == 404
    harness.site = replace(harness.site, show_file=None)  # reached from elsewhere, or no desktop
    plain = await harness.opened()
    assert "Open the folder" not in (await plain.get(f"/jobs/{job}")).text
    assert (await plain.post(f"/jobs/{job}/folder")).status_code == 404
    assert len(opened) == 1


@pytest.mark.parametrize("environ", [{}, {"DISPLAY": ":0", "PATH": "/nowhere"}])
def test_without_a_desktop_no_folder_is_offered(environ: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    assert file_manager(environ) is None


async def test_a_film_that_another_person_asked_for_is_agreed_to_by_a_click(harness: Harness) -> None:
    before, plan = harness.charged(), harness.folder / "kite.film.toml"
    plan.write_text(PLAN)
    async with Studio.open(harness.environ | {"MEDIAWRIGHT_USER": "anna"}, harness.folder) as studio:
        policy.act(studio, "second-person", {"on_off": "on"})
        page = await FilmService(studio, "en").run("kite")
        (row,) = studio.ledger.films.all()
    assert page.status == "confirmation_needed"
    harness.environ["MEDIAWRIGHT_USER"] = "anna"
    browser = await harness.opened()
    assert "Yes, make it" not in (await browser.get(f"/films/{row.id}")).text  # who asked is not offered it
    refused = await browser.follow(await browser.post(f"/films/{row.id}/run", cost="100 units"))
    assert ("someone else has to say yes" in refused.text, harness.charged()) == (True, before)
    harness.environ["MEDIAWRIGHT_USER"] = "ben"
    shown = (await browser.get(f"/films/{row.id}")).text
    assert "anna asked for this film" in shown
    cost = re.search(r'name="cost" value="([^"]+)"', shown)
    assert cost is not None
    assert f"Yes, make it for {cost[1]}" in shown
    without = await browser.follow(await browser.post(f"/films/{row.id}/run"))
    assert (without.status_code, harness.charged()) == (200, before)
    done = await browser.follow(await browser.post(f"/films/{row.id}/run", cost=cost[1]))
    assert "kite.mp4" in done.text
    assert harness.charged() == before + 1
    assert "Yes, make it" not in (await browser.get(f"/films/{row.id}")).text
