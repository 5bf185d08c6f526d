"""Work that always ends in an answer."""

from pathlib import Path

import pytest

from mediawright.handlers.errors import answered
from mediawright.handlers.response import Response
from mediawright.present import pages
from mediawright.services.studio import Studio
from mediawright.types.errors import ExitCode, NotFound


@pytest.fixture
def studio(tmp_path: Path) -> Studio:
    return Studio.open({"MEDIAWRIGHT_HOME": str(tmp_path)}, tmp_path)


async def test_an_answer_stays_what_it_is(studio: Studio) -> None:
    made = Response(page=pages.note("done"), status="done")

    async def work(studio: Studio) -> Response:
        return made

    assert await answered(studio, work, "en") is made


async def test_a_failure_is_an_answer(studio: Studio) -> None:
    async def work(studio: Studio) -> Response:
        raise NotFound

    response = await answered(studio, work, "en")
    assert (response.status, response.exit, response.ok) == ("not_found", ExitCode.INVALID, False)


async def test_a_bug_is_told_in_a_sentence_and_shown_to_who_asks(studio: Studio) -> None:
    async def work(studio: Studio) -> Response:
        raise ZeroDivisionError

    response = await answered(studio, work, "en")
    assert (response.exit, response.page.data["kind"]) == (ExitCode.UNEXPECTED, "ZeroDivisionError")
    with pytest.raises(ZeroDivisionError):
        await answered(studio, work, "en", debug=True)
