"""What is said beside an answer: paid work, open requests, and nothing where nothing is."""

from mediawright.handlers.hints import Hints, about, of_rebuilt, sentences, with_hints
from mediawright.handlers.response import Response
from mediawright.present import pages
from mediawright.services.actions import action
from mediawright.services.rebuild import Found
from mediawright.testing.builders import a_job
from mediawright.types.message import Message, Text
from mediawright.types.states import State


def response() -> Response:
    return Response(page=pages.note(Message("jobs.none")), status="listed")


def test_paid_and_open_work_are_told_apart() -> None:
    jobs = [a_job(state=state) for state in (State.RUNNING, State.SUBMITTED, State.APPROVED)]
    assert sentences(jobs) == (Message("unfinished.paid", {"n": 2}), Message("unfinished.open", {"n": 1}))
    assert sentences([]) == ()


def test_an_answer_without_hints_stays_as_it_is() -> None:
    plain = response()
    assert with_hints(plain, Hints()) is plain


def test_a_command_is_named_once() -> None:
    found = Hints(lines=(Message("jobs.none"),), next=(action("jobs", "resume"),), jobs=("a",))
    page = with_hints(with_hints(response(), found), found).page
    assert page.next == (action("jobs", "resume"),)
    assert page.data["unfinished"] == ["a"]


def test_an_answer_knows_which_jobs_it_is_about() -> None:
    job = a_job()
    shown = response().plus(data={"job": job, "jobs": [{"id": "b"}, {"name": "no job"}]})
    assert about(shown) == {job.id, "b"}
    assert about(response().plus(data={"job": "c"})) == {"c"}


def test_what_was_found_again_is_counted_and_the_silent_are_named() -> None:
    silent = Text("Acme", "艾克米")
    assert of_rebuilt(Found(adopted=2, silent=(silent,))) == (
        Message("rebuild.adopted", {"n": 2}),
        Message("rebuild.silent", {"provider": silent}),
    )
