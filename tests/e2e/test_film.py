"""A film from its script to its file: a stranger's process, a provider that counts, kills in the middle."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.e2e.conftest import Shell
from tests.e2e.test_batch import Provider, provider
from tests.fork_server import Ran

__all__ = ["provider"]

PLAN = """
title = "Kite"
language = "en"
[format]
ratio = "16:9"
resolution = "360p"
captions = "burn"
[defaults]
provider = "kling"
[[cast]]
name = "Ann"
look = "a girl in a yellow raincoat"
[[shots]]
id = "s1"
scene = "Beach"
prompt = "@Ann runs along the beach"
duration = 3
lines = [{ who = "Ann", says = "Higher!" }]
[[shots]]
id = "s2"
prompt = "The kite climbs"
duration = 3
first_frame = "s1"
transition = "dissolve"
[[shots]]
id = "end"
kind = "card"
text = [{ says = "The end" }]
duration = 1
"""


def write(shell: Shell, text: str = PLAN) -> None:
    (shell.cwd / "kite.film.toml").write_text(text, "utf-8")


def film(shell: Shell, provider: Provider, *words: str, crash: str = "") -> Ran:
    """One film command at the counting provider."""
    more = {"MEDIAWRIGHT_CRASH_AT": crash} if crash else {}
    return shell("film", *words, timeout=150, **provider.env, **more)


def test_a_script_becomes_a_film_with_one_yes(shell: Shell, provider: Provider) -> None:
    write(shell)
    page = film(shell, provider, "run", "kite", "--timeout", "9000", "--json")
    assert page.code == 5
    assert provider.asked() == 0
    totals = page.json["data"]["totals"]
    assert len(totals) == 1
    low = film(shell, provider, "run", "kite", "--approve-cost", "1", "--json")
    assert (low.code, provider.asked()) == (5, 0)
    assert "1 unit" in low.json["message"].splitlines()[1]
    made = film(shell, provider, "run", "kite", "--approve-cost", totals[0], "--timeout", "9000", "--json")
    assert made.code == 0, made.out
    assert provider.asked() == 2
    file = made.json["data"]["made"]
    assert file["frames"] == 7 * 24
    assert Path(file["path"]).is_file()
    again = film(shell, provider, "run", "kite", "--timeout", "9000", "--json")
    assert (again.code, provider.asked()) == (0, 2)
    assert again.json["data"]["made"]["sha256"] == file["sha256"]
    _later(shell, provider)


def _later(shell: Shell, provider: Provider) -> None:
    """What comes after the film: another caption is free, another take is inside the cap or asks, a hand-over."""
    write(shell, PLAN.replace("Higher!", "Higher still!"))
    captioned = film(shell, provider, "run", "kite", "--timeout", "9000", "--json")
    assert (captioned.code, captioned.json["data"]["made"]["made"], provider.asked()) == (0, 1, 2)
    full = film(shell, provider, "reroll", "kite", "s1", "--json")
    assert (full.code, provider.asked()) == (5, 2)
    more = film(shell, provider, "reroll", "kite", "s1", "--approve-cost", "100 units", "--timeout", "9000", "--json")
    assert (more.code, provider.asked()) == (0, 3)
    board = film(shell, provider, "status", "kite", "--json")
    assert [(one["id"], one["takes"], one["take"]) for one in board.json["data"]["shots"][:2]] == [
        ("s1", 2, 2),
        ("s2", 1, 1),
    ]
    back = film(shell, provider, "reroll", "kite", "s1", "--use", "1", "--json")
    assert (back.code, provider.asked()) == (0, 3)
    sub = film(shell, provider, "export", "kite", "--to", "srt", "--json")
    assert "Higher still!" in Path(sub.json["data"]["path"]).read_text("utf-8")
    write(shell, PLAN.replace("The kite climbs", "The kite falls"))
    asks = film(shell, provider, "run", "kite", "--timeout", "9000", "--json")
    assert (asks.code, provider.asked()) == (5, 3)


@pytest.mark.parametrize("point", ["after-approval", "after-submit", "before-download"])
def test_a_film_that_is_killed_goes_on_and_pays_once(shell: Shell, provider: Provider, point: str) -> None:
    write(shell)
    words = ("run", "kite", "--approve-cost", "100 units", "--timeout", "9000", "--json")
    killed = film(shell, provider, *words, crash=point)
    assert killed.code == -9
    for _ in range(3):
        made = film(shell, provider, "run", "kite", "--timeout", "9000", "--json")
        if made.code == 0:
            break
    assert made.code == 0, made.out
    assert provider.asked() == 2


def test_a_film_that_is_not_waited_for_has_been_sent(shell: Shell, provider: Provider) -> None:
    write(shell)
    words = ("run", "kite", "--approve-cost", "100 units", "--no-wait", "--json")
    started = film(shell, provider, *words)
    assert (started.code, provider.asked()) == (7, 1), "s2 begins with the last picture of s1"
    again = film(shell, provider, "run", "kite", "--no-wait", "--json")
    assert (again.code, provider.asked()) == (7, 1)
    made = film(shell, provider, "run", "kite", "--timeout", "9000", "--json")
    assert (made.code, provider.asked()) == (0, 2)


def test_a_plan_with_problems_is_refused_with_all_of_them(shell: Shell) -> None:
    write(shell, PLAN.replace('"16:9"', '"16x9"').replace("@Ann", "@Bob"))
    refused = shell("film", "check", "kite", "--json")
    assert refused.code == 2
    assert [one["message"]["values"]["line"] for one in refused.json["data"]["problems"]] == [5, 16]


def test_a_new_plan_is_written_and_never_over_another(shell: Shell) -> None:
    (shell.cwd / "a.csv").write_text("Shot,Description,Duration\n1,A kite,3\n2,The sea,4s\n", "utf-8")
    made = shell("film", "new", "kite", "--from", "a.csv", "--json")
    assert made.code == 0, made.out
    assert made.json["data"]["film"]["seconds"] == 7
    assert shell("film", "check", "kite", "--json").code == 0
    assert shell("film", "new", "kite", "--json").code == 2


def test_a_free_draft_needs_no_yes(shell: Shell) -> None:
    small = PLAN.replace("duration = 3", "duration = 1").replace("transition", "# transition")
    write(shell, small)
    made = shell("film", "animatic", "kite", "--timeout", "120", "--json", timeout=150)
    assert made.code == 0, made.out
    assert made.json["data"]["made"]["frames"] == 3 * 24


SPOKEN = """
title = "Kite"
[format]
resolution = "360p"
captions = "off"
[defaults]
provider = "kling"
model = "kling-v3-omni"
[speech]
provider = "kling"
[[cast]]
name = "Ann"
look = "a girl in a yellow raincoat"
draw = true
[[shots]]
id = "s1"
prompt = "@Ann runs along the beach" # morning
duration = 3
lines = [{ who = "Ann", says = "Higher!" }]
"""


@pytest.fixture
def large(shell: Shell) -> Iterator[Provider]:
    """A provider whose pictures are large enough to be given on."""
    process = shell.start("simulate", "kling", "--port", "0", "--option", "media_scale=2")
    assert process.stdout is not None
    try:
        yield Provider(process.stdout.readline().decode().strip())
    finally:
        process.terminate()
        process.communicate(timeout=20)


def test_a_face_and_a_voice_are_made_with_the_same_yes_and_one_step_gets_other_words(
    shell: Shell, large: Provider
) -> None:
    provider = large
    write(shell, SPOKEN)
    page = film(shell, provider, "run", "kite", "--json")
    assert page.code == 5
    costs = [word for total in page.json["data"]["totals"] for word in ("--approve-cost", total)]
    started = film(shell, provider, "run", "kite", *costs, "--no-wait", "--json")
    assert started.code == 7, started.out
    made = film(shell, provider, "run", "kite", "--timeout", "9000", "--json")
    assert (made.code, made.json["data"]["spent"]) == (0, ["8 image_units", "2.45 units"]), made.out
    board = film(shell, provider, "status", "kite", "--json")
    assert [one["id"] for one in board.json["data"]["shots"]] == ["@Ann", "s1", "s1/voice1"]
    other = ("reroll", "kite", "s1/voice1", "--say", "Much higher!", "--json")
    kept = {path.parent.name for path in (shell.cwd / "kite" / "takes").glob("*/*.m*")}
    assert {"s1.take1", "s1_voice1.take1"} <= kept
    asks = film(shell, provider, *other)
    assert asks.code == 5
    assert "--say" in asks.json["next"][0]
    assert "Much" not in (shell.cwd / "kite.film.toml").read_text("utf-8")
    more = [word for total in asks.json["data"]["whole"] for word in ("--approve-cost", total)]
    said = film(shell, provider, *other[:-1], *more, "--timeout", "9000", "--json")
    assert (said.code, said.json["data"]["spent"]) == (0, ["8 image_units", "2.5 units"]), said.out
    text = (shell.cwd / "kite.film.toml").read_text("utf-8")
    assert ("Much higher!" in text, "# morning" in text) == (True, True)
