"""What must never be seen."""

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediawright.http.redact import SafeLog, hide, redact, strip_query, visible

if TYPE_CHECKING:
    from mediawright.testing.canaries import CanarySecrets

JWT = "eyJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJub3QtYS1yZWFsLXNlY3JldCJ9.bm90LWEtcmVhbC1zZWNyZXQ"


@pytest.mark.parametrize(
    "text",
    [
        "Authorization: Bearer not-a-real-secret",
        "authorization=bearer   not-a-real-secret",
        '{"secret_key": "not-a-real-secret", "n": 1}',
        "{'access_token': 'not-a-real-secret'}",
        "device_code=not-a-real-secret&n=1",
        "GET https://files.example.com/a.mp4?Expires=1&Signature=not-a-real-secret HTTP/1.1",
        "see https://not-a-real-secret@example.com/a",
        "https://example.com/a#not-a-real-secret",
        "X-Api-Key: not-a-real-secret",
        "Cookie: not-a-real-secret",
    ],
)
def test_secrets_are_found_by_where_they_stand(text: str) -> None:
    assert "not-a-real-secret" not in redact(text)


def test_a_jwt_is_found_by_its_shape() -> None:
    assert redact(f"sent {JWT} to the server") == "sent *** to the server"


def test_what_is_known_is_found_anywhere_and_in_any_spelling() -> None:
    known = "not/a real+secret"
    text = f"path/{known}/x and not%2Fa%20real%2Bsecret and not/a%20real%2Bsecret"
    assert redact(text, [known]) == "path/***/x and *** and ***"


def test_the_rest_of_a_line_stays_readable() -> None:
    line = "GET https://files.example.com/a.mp4?Signature=x status=200 size=17"
    assert redact(line) == "GET https://files.example.com/a.mp4?*** status=200 size=17"


def test_what_is_stored_loses_known_secrets_and_nothing_else() -> None:
    prompt = "a sign that says TOKEN: 5 and https://example.com/?a=1"
    assert hide(prompt, ["not-a-real-secret"]) == prompt


def test_short_values_are_no_secrets() -> None:
    assert hide("a cat on a mat", ["cat"]) == "a cat on a mat"


@given(st.text())
def test_a_link_without_query_has_none(text: str) -> None:
    link = strip_query(f"https://example.com/a?{text}")
    assert link in {"https://example.com/a", "***"}


def test_a_link_that_is_none_is_hidden() -> None:
    assert strip_query("https://[::1/?a=b") == "***"


@given(st.text())
def test_a_line_has_no_control_characters(text: str) -> None:
    assert visible(text).isprintable()


def test_the_log_is_silent_unless_asked() -> None:
    lines: list[str] = []
    SafeLog({}, lines.append).line("x")
    SafeLog({"MEDIAWRIGHT_DEBUG": "0"}, lines.append).line("x")
    assert lines == []


def test_the_log_hides_what_it_learned(canary_secrets: "CanarySecrets") -> None:
    lines: list[str] = []
    log = SafeLog({"MEDIAWRIGHT_DEBUG": "1"}, lines.append)
    log.learn(canary_secrets.values.values())
    log.line("answer", url=canary_secrets.signed_url(), body=f"<{canary_secrets['token']}>", colour="\x1b[31m")
    assert lines == ["debug: answer url=https://files.example.com/result.mp4?*** body=<***> colour=\\x1b[31m\n"]


def test_the_log_goes_to_stderr(capsys: pytest.CaptureFixture[str]) -> None:
    SafeLog({"MEDIAWRIGHT_DEBUG": "1"}).line("here")
    assert capsys.readouterr() == ("", "debug: here\n")
