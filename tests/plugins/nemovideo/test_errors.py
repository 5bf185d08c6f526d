"""The sentences of docs/contracts/nemovideo.md §10, in both languages."""

import pytest

from mediawright.plugin import Busy, InvalidRequest, OutOfCredits, Rejected, SignInNeeded, Unreachable
from mediawright.present.catalog import render
from mediawright_nemovideo.errors import Who, error_of, rate_wait, registration_link
from mediawright_nemovideo.responses import Fault, Refusal
from mediawright_nemovideo.settings import Clocks, Config

CONFIG = Config()
ANON = Who(user_id="anon_9c41d0e7")


def refusal(fault: Fault) -> Refusal:
    return Refusal(fault=fault, code="1", words="bad thing")


@pytest.mark.parametrize(
    ("fault", "who", "place", "kind", "words"),
    [
        (Fault.CREDITS, ANON, "", OutOfCredits, "register?bind=anon_9c41d0e7"),
        (Fault.CREDITS, Who(anonymous=False), "", OutOfCredits, "top up at nemovideo.com"),
        (Fault.PLAN, ANON, "render", OutOfCredits, "isn't included in the free plan"),
        (Fault.FORBIDDEN, ANON, "render", OutOfCredits, "isn't included in the free plan"),
        (Fault.FORBIDDEN, ANON, "", Rejected, "isn't allowed"),
        (Fault.FILE_TYPE, ANON, "", InvalidRequest, "mp4, mov"),
        (Fault.FILE_SIZE, ANON, "", InvalidRequest, "over 200 MB"),
        (Fault.BAD, ANON, "", Rejected, "bad thing"),
        (Fault.BAD, ANON, "token", SignInNeeded, "couldn't start"),
        (Fault.RATE, ANON, "", Busy, "30 seconds"),
        (Fault.RATE, ANON, "token", SignInNeeded, "once in 7 days"),
        (Fault.SERVER, ANON, "", Unreachable, "Nothing was sent twice"),
        (Fault.TOKEN, Who(anonymous=False), "", SignInNeeded, "Your own access"),
    ],
)
def test_every_row_of_the_table(fault: Fault, who: Who, place: str, kind: type[Exception], words: str) -> None:
    error = error_of(refusal(fault), CONFIG, who, place)
    assert type(error) is kind
    assert words in render(error.message, "en")
    assert render(error.message, "zh") != render(error.message, "en")


def test_n_r23_a_plan_problem_speaks_of_no_credits() -> None:
    message = error_of(refusal(Fault.PLAN), CONFIG, ANON).message
    assert "credit" not in render(message, "en")
    assert "积分" not in render(message, "zh")


def test_n_r23_a_credit_problem_speaks_of_no_plan() -> None:
    message = error_of(refusal(Fault.CREDITS), CONFIG, ANON).message
    assert "plan" not in render(message, "en")


@pytest.mark.parametrize(
    ("user", "link"),
    [
        ("anon_1", "https://nemovideo.com/register?bind=anon_1"),
        ("", "https://nemovideo.com"),
        ("a&b", "https://nemovideo.com/register?bind=a%26b"),
    ],
)
def test_the_link_never_has_an_empty_bind(user: str, link: str) -> None:
    assert registration_link(CONFIG, user) == link


@pytest.mark.parametrize(("named", "wait"), [(None, 30.0), (10.0, 30.0), (45.0, 45.0), (600.0, 120.0)])
def test_n_r07_the_wait_after_a_429(named: float | None, wait: float) -> None:
    found = Refusal(fault=Fault.RATE, code="429", retry_after=named)
    assert rate_wait(found, CONFIG) == wait
    assert rate_wait(found, Config(clocks=Clocks().scaled(0.1))) == pytest.approx(wait / 10)
