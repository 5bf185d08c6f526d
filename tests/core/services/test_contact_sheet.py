"""One picture of all results: what can be seen of each, and words where nothing can."""

import math
import struct
import wave
from pathlib import Path

import pytest
from PIL import Image

from mediawright.services.contact_sheet import BAD, CARD, GAP, HEAD, LABEL, WAVE, WIDE, Cell, draw
from mediawright.types.job import Asset
from mediawright.types.operations import MediaKind


def asset(path: Path, kind: MediaKind) -> Asset:
    return Asset(path=str(path), kind=kind, media_type="", size=1, sha256="")


@pytest.fixture
def cells(tmp_path: Path) -> list[Cell]:
    """A sound, a wide picture, one that failed, and a file that is no picture."""
    sound, picture, broken = tmp_path / "a.wav", tmp_path / "b.png", tmp_path / "c.png"
    with wave.open(str(sound), "wb") as written:
        written.setparams((1, 2, 8000, 0, "NONE", ""))
        written.writeframes(b"".join(struct.pack("<h", int(20_000 * math.sin(at / 9))) for at in range(8000)))
    Image.new("RGB", (320, 160), (10, 200, 30)).save(picture)
    broken.write_bytes(b"no picture")
    return [
        Cell("1. One", "4 units", asset(sound, MediaKind.AUDIO)),
        Cell("2. 二", "免费", asset(picture, MediaKind.IMAGE)),
        Cell("3. Three", "", None, "it did not work out " * 9),
        Cell("4. " + "a long name " * 20, "", asset(broken, MediaKind.IMAGE)),
    ]


def test_each_is_shown_as_what_it_is(cells: list[Cell]) -> None:
    sheet = draw(cells, "一只狐狸 " * 90)
    high = WIDE // 2
    assert sheet.size == (2 * (WIDE + GAP) + GAP, HEAD + 2 * (high + LABEL + GAP) + GAP)
    fields = [
        sheet.crop((x, y, x + WIDE, y + high)) for y in (HEAD, HEAD + high + LABEL + GAP) for x in (GAP, 2 * GAP + WIDE)
    ]
    colours = [{colour for _, colour in field.getcolors(WIDE * high) or ()} for field in fields]
    assert WAVE in colours[0]
    assert colours[1] == {(10, 200, 30)}
    assert BAD in colours[2]
    assert colours[3] == {CARD}


@pytest.mark.parametrize(("count", "across"), [(1, 1), (2, 2), (3, 3), (5, 3), (10, 4)])
def test_many_stand_in_rows(cells: list[Cell], count: int, across: int) -> None:
    assert draw([cells[1]] * count, "").width == across * (WIDE + GAP) + GAP
