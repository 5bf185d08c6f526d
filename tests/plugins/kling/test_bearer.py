"""What goes out as Authorization: exact claims, keys and tokens as given, nothing shown in full."""

import json
from base64 import urlsafe_b64decode

import pytest

from mediawright_kling.auth import bearer

VECTOR = (
    "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJpc3MiOiJhay1kZW1vLTAwMDEiLCJleHAiOjE4MDAwMDE4MDAsIm5iZiI6MTc5OTk5OTk5NX0"
    ".9j1DTJkwioLq0OnJHd6J6uZYnfruWgCynaxYDNKKkbI"
)
PAIR = {"access_key": "ak-demo-0001", "secret_key": "sk-demo-0001"}


def test_the_vector_of_the_contract() -> None:
    assert bearer.bearer(PAIR, 1800000000.7) == VECTOR


def test_three_claims_and_no_other() -> None:
    payload = bearer.sign("ak", "sk", 1000).split(".")[1]
    claims = json.loads(urlsafe_b64decode(payload + "=="))
    assert claims == {"iss": "ak", "exp": 2800, "nbf": 995}


@pytest.mark.parametrize("given", ["a.b.c", "Bearer a.b.c", "bearer  a.b.c ", "BEARER a.b.c"])
def test_a_session_token_goes_out_as_it_is(given: str) -> None:
    assert bearer.bearer({"token": given}, 0) == "a.b.c"
    assert not bearer.resignable({"token": given})


def test_an_api_key_is_not_signed() -> None:
    assert bearer.bearer({"api_key": "key-not-a-secret"}, 0) == "key-not-a-secret"
    assert not bearer.resignable({"api_key": "key-not-a-secret"})


@pytest.mark.parametrize(("key", "shown"), [("AKabcdefgh123", "AKab***123"), ("AKabcdef", "AK***")])
def test_keys_are_shown_in_part(key: str, shown: str) -> None:
    assert bearer.account_of({"access_key": key, "secret_key": "x"}) == shown


def test_a_token_has_no_name() -> None:
    assert bearer.account_of({"token": "a.b.c"}) == "KLING_TOKEN"
