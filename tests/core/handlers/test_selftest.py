"""The short form of the attacks, as a person runs it."""

from pathlib import Path

import pytest

from mediawright.handlers import selftest
from mediawright.present.chat import chat
from mediawright.services.studio import Studio
from mediawright.types.errors import ExitCode


@pytest.fixture
def studio(tmp_path: Path) -> Studio:
    return Studio.open({"MEDIAWRIGHT_HOME": str(tmp_path / "mw"), "HOME": str(tmp_path), "LANG": "C.UTF-8"}, tmp_path)


async def test_every_promise_is_tried_and_nothing_stays_behind(studio: Studio, tmp_path: Path) -> None:
    response = await selftest.prove(studio)
    assert (response.exit, response.status) == (ExitCode.DONE, "kept")
    assert [check["kept"] for check in response.page.data["checks"]] == [True, True, True]
    assert list((tmp_path / "mw" / "cache").iterdir()) == []
    assert not (tmp_path / "mw" / "state").exists()


async def test_the_page_is_plain_in_both_languages(studio: Studio) -> None:
    response = await selftest.prove(studio, {"memory": kept, "killed": not_here})
    assert "nothing was charged" in chat(response.page, "en")
    assert "没有扣费" in chat(response.page, "zh")
    assert "cannot be tried here" in chat(response.page, "en")


async def test_a_broken_promise_is_an_exit_code_and_a_failure(studio: Studio) -> None:
    response = await selftest.prove(studio, {"memory": kept, "budget": broken})
    assert (response.exit, response.ok) == (ExitCode.UNEXPECTED, False)


async def kept(place: selftest.Place) -> bool:
    return True


async def not_here(place: selftest.Place) -> None:
    return None


async def broken(place: selftest.Place) -> bool:
    raise OSError("no room")
