"""What goes wrong in the middle of a film: one shot waits for a word, the others are made, and one sentence says so."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from tests.e2e.test_cast import House, house

from mediawright.handlers.films import FilmService
from mediawright.handlers.response import Response
from mediawright.services.studio import Studio
from mediawright_kling.simulator.faults import Fault

__all__ = ["house"]

PLAN = """title = "Sea"
[format]
resolution = "360p"
captions = "off"
[defaults]
provider = "kling"
model = "kling-v3-omni"
retries = 0
"""
SHOT = '[[shots]]\nid = "s{n}"\nduration = 3\nprompt = "wave number {n} rolls in"\n'
NAME = "sea"
#: seconds of the clock of these tests, which goes faster
PATIENCE = 9000.0


def write(house: House, count: int = 3, more: str = "") -> None:
    text = PLAN + "".join(SHOT.format(n=n) for n in range(1, count + 1)) + more
    (house.folder / f"{NAME}.film.toml").write_text(text, "utf-8")


async def run(studio: Studio, *, yes: bool = False, **more: Any) -> Response:
    return await FilmService(studio, "en").run(NAME, approve_cost=("100 units",) if yes else (), **more)


async def states(studio: Studio) -> dict[str, str]:
    board = (await FilmService(studio, "en").status(NAME)).page
    return {one["id"]: one["state"] for one in board.data["shots"]}


def tasks(house: House) -> list[str]:
    return sorted(str(work.body["prompt"])[:13] for work in house.service.works.values())


async def test_a_shot_that_the_provider_refuses_leaves_the_others_made(house: House) -> None:
    write(house)
    house.service.faults.all += Fault.all_of({"kind": "moderation_late", "times": 1})
    async with house.studio() as studio:
        answer = await run(studio, yes=True, timeout=PATIENCE)
        assert (answer.exit, answer.failure and answer.failure.code) == (6, "task_failed")
        found = await states(studio)
        assert sorted(found.values()) == ["failed", "good", "good"]
        await run(studio, timeout=PATIENCE)
    assert len(tasks(house)) == 3, "a refusal is not sent again by itself"


async def test_a_shot_whose_answer_is_lost_is_looked_up_and_not_sent_again(house: House) -> None:
    write(house)
    house.service.faults.all += Fault.all_of({"kind": "lost_create", "times": 1})
    async with house.studio() as studio:
        answer = await run(studio, yes=True, timeout=PATIENCE)
        assert answer.exit == 0, "its own number was found in the provider's list"
    assert tasks(house) == ["wave number 1", "wave number 2", "wave number 3"]


async def test_a_shot_of_which_it_cannot_be_known_waits_for_a_person(house: House) -> None:
    write(house)
    house.service.faults.all += Fault.all_of({"kind": "lost_create_unmade", "times": 1})
    async with house.studio() as studio:
        answer = await run(studio, yes=True, timeout=PATIENCE)
        assert answer.exit == 8
        assert sorted((await states(studio)).values()) == ["good", "good", "unclear"]
    assert len(tasks(house)) == 2


async def test_a_price_that_rose_holds_its_shot_back_and_no_other(house: House) -> None:
    write(house)
    async with house.studio() as studio:
        film = await FilmService(studio, "en").look(NAME)
        await agreed(studio, film.row.id)
        row = studio.ledger.films.get(film.row.id)
        assert row is not None
        cheaper = {**row.agreed, "s2": {**row.agreed["s2"], "price": "0.1"}}
        studio.ledger.films.put(replace(row, agreed=cheaper))
        answer = await run(studio, timeout=PATIENCE)
        assert (answer.exit, answer.failure and answer.failure.message.key) == (5, "film.dearer")
        assert answer.failure is not None
        assert answer.failure.message.values["then"] == "0.1"
    assert tasks(house) == ["wave number 1", "wave number 3"]


async def agreed(studio: Studio, film_id: str) -> None:
    """A yes that is written down while nothing is sent yet."""
    from mediawright.services.batch_price import Ceilings
    from mediawright.services.films.driver import Driver
    from mediawright.services.films.files import open_plan

    driver = Driver(studio, "en")
    film = driver.load(open_plan(NAME, studio.roots))
    assert film.row.id == film_id
    await driver.price(film)
    driver.agree(film, Ceilings.read(["100 units"]))


async def test_a_yes_that_runs_out_half_way_lets_what_runs_end_and_asks_for_the_rest(house: House) -> None:
    write(house, 1, '[[shots]]\nid = "s2"\nduration = 3\nprompt = "wave number 2 rolls in"\nfirst_frame = "s1"\n')
    async with house.studio() as studio:
        started = await run(studio, yes=True, timeout=0.0)
        assert started.exit == 7
        film = await FilmService(studio, "en").look(NAME)
        past = studio.clock.now() - timedelta(seconds=1)
        studio.ledger.films.put(replace(film.row, expires_at=past))
        answer = await run(studio, timeout=PATIENCE)
        assert answer.exit == 5
        assert (await states(studio))["s1"] == "good"
        assert tasks(house) == ["wave number 1"]
        made = await run(studio, yes=True, timeout=PATIENCE)
        assert made.exit == 0, made.page
    assert tasks(house) == ["wave number 1", "wave number 2"]
