"""Work that always ends in an answer."""

from pathlib import Path

import pytest

from mediawright.handlers.errors import answered
from mediawright.handlers.response import Reply
from mediawright.present import pages
from mediawright.services.studio import Studio
from mediawright.types.errors import ExitCode, NotFound


@pytest.fixture
def studio(tmp_path: Path) -> Studio:
    return Studio.open({"MEDIAWRIGHT_HOME": str(tmp_path)}, tmp_path)


async def test_an_answer_stays_what_it_is(studio: Studio) -> None:
    made = Reply(page=pages.note("done"), status="done")

    async def work(studio: Studio) -> Reply:
        return made

    assert await answered(studio, work, "en") is made


async def test_a_failure_is_an_answer(studio: Studio) -> None:
    async def work(studio: Studio) -> Reply:
        raise NotFound

    reply = await answered(studio, work, "en")
    assert (reply.status, reply.exit, reply.ok) == ("not_found", ExitCode.INVALID, False)


async def test_a_bug_is_told_in_a_sentence_and_shown_to_who_asks(studio: Studio) -> None:
    async def work(studio: Studio) -> Reply:
        raise ZeroDivisionError

    reply = await answered(studio, work, "en")
    assert (reply.exit, reply.page.data["kind"]) == (ExitCode.UNEXPECTED, "ZeroDivisionError")
    with pytest.raises(ZeroDivisionError):
        await answered(studio, work, "en", debug=True)
