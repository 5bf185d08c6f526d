"""Work that always ends in an answer."""

from pathlib import Path

import pytest

from mediawright.handlers.errors import answered
from mediawright.handlers.response import Response
from mediawright.present import pages
from mediawright.services.studio import Studio
from mediawright.testing.builders import a_job
from mediawright.types.errors import ExitCode, InvalidRequest, NotFound
from mediawright.types.job import Task
from mediawright.types.message import Message, Problem
from mediawright.types.states import State


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


@pytest.mark.parametrize(
    ("state", "task", "close"),
    [
        (State.APPROVED, False, "problems.nothing_sent"),
        (State.FAILED, False, "problems.nothing_charged"),
        (State.FAILED, True, None),
        (State.UNCERTAIN, False, None),
        (State.RUNNING, True, None),
    ],
)
async def test_nothing_sent_is_said_only_where_it_is_known(
    studio: Studio, state: State, task: bool, close: str | None
) -> None:
    found = Task(provider="acme", id="t1") if task else None
    async with studio:
        job = studio.ledger.add(a_job(state=state, task=found))

        async def work(studio: Studio) -> Response:
            raise InvalidRequest(Problem("prompt", Message("problem.prompt.missing")), data={"job": job.id})

        async def about_earlier(studio: Studio) -> Response:
            raise InvalidRequest(Problem("job", Message("jobs.nothing_to_download", {"job": job.id})))

        said = (await answered(studio, work, "en")).page.close
        assert said == (Message(close) if close else None)
        assert (await answered(studio, about_earlier, "en")).page.close is None
