"""The storyboard of a film that is being made: every shot by its own take, whatever else is made for it."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from mediawright.board.views.storyboard import storyboard_view
from mediawright.film.reading import read_text
from mediawright.film.timeline import build
from mediawright.ledger.films import FilmRow, FilmStep
from mediawright.services.films.files import PlanFile
from mediawright.services.films.pictures import stand_in
from mediawright.services.films.steps import works_of
from mediawright.services.films.works import Film, Taken
from mediawright.testing.builders import a_job
from mediawright.types.states import State

PLAN = """
title = "Sea"
[defaults]
provider = "kling"
[speech]
provider = "kling"
[music]
provider = "gemini"
words = "slow piano"
[[cast]]
name = "Ann"
look = "a girl in a yellow raincoat"
draw = true
[[shots]]
id = "s1"
prompt = "@Ann walks by the sea"
duration = 3
lines = [{ says = "So blue." }]
[[shots]]
id = "s2"
prompt = "a wave"
duration = 3
"""
AGREED = {"shape": "now", "price": "3", "unit": "units", "level": "amount"}


def film(tmp_path: Path) -> Film:
    plan = read_text(PLAN)
    works = works_of(plan.plan, build(plan.plan).spans, draft=False)
    row = FilmRow(id="F", plan_path="", title="Sea", lang="en", output_dir="", agreed={"s2": AGREED})
    for number, work in enumerate(works):
        job = a_job(id=f"{number:08}-{work.id}", state=State.RUNNING)
        step = FilmStep(film_id="F", step=work.id, take=1, key="k", shape="now", job_id=job.id)
        work.shape = "now"
        work.takes = [] if work.id == "s2" else [Taken(step, job)]
    return Film(file=PlanFile(tmp_path / "sea.film.toml", plan, ()), row=row, works=works)


def test_a_shot_is_shown_by_its_own_take_and_not_by_its_voice_the_music_or_a_face(tmp_path: Path) -> None:
    first, second = storyboard_view(film(tmp_path), (), "en")["shots"]
    assert first["job"].endswith("-s1")
    assert (second["job"], second["live"]) == ("", False)


def test_what_was_agreed_to_and_has_not_begun_is_not_asked_for_again(tmp_path: Path) -> None:
    shown = film(tmp_path)
    assert storyboard_view(shown, (), "en")["shots"][1]["state"] == "agreed, not begun"
    shown.works = [work for work in shown.works if work.id != "s2"]
    assert storyboard_view(shown, (), "en")["shots"][1]["state"] == "done", "nothing is made for it"


def test_pictures_are_written_by_several_at_once(tmp_path: Path) -> None:
    for size in range(20, 40):
        with ThreadPoolExecutor(8) as pool:
            found = set(pool.map(lambda _, size=size: stand_in(tmp_path, (size, size)), range(8)))
        assert len(found) == 1
        assert found.pop().is_file()
    assert not list(tmp_path.rglob("*.part.png"))
