"""What is cut where this machine cannot write the words."""

from pathlib import Path

import pytest

from mediawright.film.reading import read_text
from mediawright.ledger.films import FilmRow
from mediawright.media import fonts
from mediawright.services.films.cutting import assembly_of, unwritten
from mediawright.services.films.files import PlanFile
from mediawright.services.films.works import Film

PLAN = """
title = "T"
[[shots]]
id = "a"
kind = "card"
text = [{ says = "%s" }]
lines = [{ says = "%s" }]
duration = 1
"""


@pytest.mark.parametrize(("card", "line"), [("雨", "Rain"), ("Rain", "雨")])
def test_captions_that_no_font_writes_lie_in_a_track(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, card: str, line: str
) -> None:
    monkeypatch.setattr(fonts, "installed_fonts", fonts.FontSet)
    file = PlanFile(tmp_path / "t.film.toml", read_text(PLAN % (card, line)), ())
    film = Film(file=file, row=FilmRow(id="F", plan_path="", title="", lang="zh", output_dir=""), works=[])
    assert unwritten(file.plan)
    assert assembly_of(film).captions == "track"
    plain = PlanFile(tmp_path / "t.film.toml", read_text(PLAN % ("Rain", "Rain")), ())
    assert not unwritten(plain.plan)
    assert assembly_of(Film(file=plain, row=film.row, works=[])).captions == "burn"
