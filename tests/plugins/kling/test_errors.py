"""The code table: every row with a sentence in both languages, and what is not in it judged by its status."""

import pytest

from mediawright.plugin import Busy, MediawrightError, Rejected, SignInNeeded, Unreachable
from mediawright.present.catalog import render
from mediawright_kling.envelope import Envelope
from mediawright_kling.errors import refusal, rule_of, sentence
from mediawright_kling.simulator.errors import HTTP


@pytest.mark.parametrize("code", HTTP)
def test_every_code_speaks_both_languages(code: int) -> None:
    message = sentence(Envelope(status=400, code=code, message="the server's words"))
    said = [render(message, lang) for lang in ("en", "zh")]
    assert all(said)
    assert said[0] != said[1]
    assert not any("{" in text or "kling.code" in text for text in said)


def test_the_words_of_a_refused_setting_are_shown() -> None:
    message = sentence(Envelope(status=400, code=1201, message="duration value '99' is invalid"))
    assert render(message, "en") == "A setting was refused: duration value '99' is invalid"


@pytest.mark.parametrize(
    ("status", "code", "raised"),
    [
        (401, None, SignInNeeded),
        (429, None, Busy),
        (403, None, Rejected),
        (408, None, Unreachable),
        (502, None, Unreachable),
        (200, None, Unreachable),
        (200, 1999, Rejected),
        (200, 7777, Unreachable),
        (400, 7777, Rejected),
        (400, 5000, Unreachable),
    ],
)
def test_what_the_table_does_not_list(status: int, code: int | None, raised: type[MediawrightError]) -> None:
    assert rule_of(Envelope(status=status, code=code)).raises is raised


def test_the_request_id_is_always_shown() -> None:
    error = refusal(Envelope(status=400, code=1201, message="x", request_id="r-9"), spending=True)
    assert (error.data, error.provider_message) == ({"request_id": "r-9"}, "x")
