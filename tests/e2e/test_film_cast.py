"""A film whose plan only names a member of the cast library: what leaves for it, at a simulated provider."""

from pathlib import Path
from typing import Any

from tests.e2e.test_cast import OMNI, House, house, saved

from mediawright.handlers.films import FilmService
from mediawright.services.studio import Studio

__all__ = ["house"]

PLAN = """title = "Sea"
[format]
resolution = "720p"
captions = "off"
[defaults]
provider = "kling"
model = "kling-v3-omni"
[speech]
provider = "kling"
[[cast]]
name = "mia"
[[shots]]
id = "a"
duration = 3
prompt = "@mia walks by the sea"
lines = [{ who = "mia", says = "So blue." }]
"""
YES = ("100 units", "unknown")


async def started(studio: Studio, folder: Path, name: str, prompt: str = "@mia walks by the sea") -> Any:
    """A film whose jobs are sent and not waited for."""
    (folder / f"{name}.film.toml").write_text(PLAN.replace("@mia walks by the sea", prompt), "utf-8")
    return await FilmService(studio, "en").run(name, approve_cost=YES, timeout=0.0)


def bodies(house: House) -> list[dict[str, Any]]:
    return house.posted(OMNI)


async def test_a_member_is_shown_by_its_pictures_and_then_by_the_subject_that_was_saved(house: House) -> None:
    async with house.studio() as studio:
        await house.fill(studio)
        page = await started(studio, house.folder, "one")
        assert page.status == "still_running", page.page
        (first,) = bodies(house)
        assert len(first["image_list"]) == 2
        assert "Mia (<<<image_1>>>, <<<image_2>>>) walks by the sea" in first["prompt"]
        await saved(studio)
        await started(studio, house.folder, "two")
        second = bodies(house)[-1]
        assert "image_list" not in second or not second["image_list"]
        assert len(second["element_list"]) == 1
        assert "<<<element_1>>>" in second["prompt"]


async def test_a_member_that_only_has_words_is_described(house: House) -> None:
    async with house.studio() as studio:
        await studio.cast.add("Mia", words="a girl with a red hat")
        await started(studio, house.folder, "one")
        (body,) = bodies(house)
        assert "Mia (a girl with a red hat) walks by the sea" in body["prompt"]


async def test_a_line_is_said_with_the_voice_that_the_library_keeps(house: House) -> None:
    async with house.studio() as studio:
        await studio.cast.add("Mia", words="a girl with a red hat", voice=["kling:my-own-mia"])
        await started(studio, house.folder, "one")
    spoken = [one["json"] for one in house.service.log if one["method"] == "POST" and "voice_id" in (one["json"] or {})]
    assert [body["voice_id"] for body in spoken] == ["my-own-mia"]


async def test_the_free_draft_shows_the_pictures(house: House) -> None:
    async with house.studio() as studio:
        await house.fill(studio)
        (house.folder / "one.film.toml").write_text(PLAN, "utf-8")
        film = await FilmService(studio, "en").look("one", draft=True)
        request = film.shots[0].priced.request if film.shots[0].priced else None
        assert request is not None
        assert [Path(media.source).suffix for media in request.images] == [".png"]
        assert bodies(house) == []
