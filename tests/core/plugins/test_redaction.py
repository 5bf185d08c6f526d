"""What a provider repeats of a secret is hidden before anybody reads the error."""

from mediawright.plugins.redaction import conceal
from mediawright.types.errors import InvalidRequest, Rejected
from mediawright.types.message import Message, Problem

SECRET = "not-a-real-secret"


def hide(text: str) -> str:
    return text.replace(SECRET, "***")


def test_the_words_and_the_sentence_are_cleaned() -> None:
    inner = Message("inner", {"text": f"key {SECRET}"})
    error = Rejected(Message("outer", {"said": SECRET, "count": 3, "inner": inner}), provider_message=f"bad {SECRET}")
    conceal(error, hide)
    assert error.provider_message == "bad ***"
    assert error.message.values == {"said": "***", "count": 3, "inner": Message("inner", {"text": "key ***"})}


def test_every_problem_is_cleaned() -> None:
    error = InvalidRequest(Problem("prompt", Message("refused", {"value": SECRET})))
    conceal(error, hide)
    assert error.problems[0].message.values == {"value": "***"}


def test_an_error_without_words_stays_as_it_is() -> None:
    error = Rejected()
    conceal(error, hide)
    assert (error.message, error.provider_message) == (Message("error.rejected"), None)
