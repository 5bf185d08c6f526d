"""A table of refusals: which row is taken, what it raises, and what it proves about a create."""

import pytest
from tests.core.sdk.tiny import TINY

from mediawright import plugin as mw
from mediawright.sdk.error_table import ErrorRule, ServiceError, error_of, proof_of, retry_after, rule_for

RULES = (
    ErrorRule(raises=mw.OutOfCredits, status=(403,), words=("balance",), message="no_balance"),
    ErrorRule(raises=mw.SignInNeeded, status=(401, 403), message="key_refused"),
    ErrorRule(raises=mw.Busy, status=(429,), message="busy"),
    ErrorRule(raises=mw.InvalidRequest, codes=("InvalidParameter*",), message="bad_value"),
    ErrorRule(raises=mw.Unreachable, codes=("Internal*",), no_task=False),
)


def answer(status: int, **headers: str) -> mw.Answer:
    return mw.Answer(status=status, headers=headers, content=b"{}", url="https://api.tiny.example")


@pytest.mark.parametrize(
    ("status", "error", "raised"),
    [
        (403, ServiceError("", "Exhausted Balance."), mw.OutOfCredits),
        (403, ServiceError("", "Forbidden"), mw.SignInNeeded),
        (400, ServiceError("InvalidParameter.Size", "too big"), mw.InvalidRequest),
        (418, ServiceError("Teapot", ""), mw.Unreachable),
        (502, None, mw.Unreachable),
    ],
)
def test_the_first_row_that_fits_is_raised(status: int, error: ServiceError | None, raised: type[Exception]) -> None:
    rule = rule_for(RULES, status, error)
    made = error_of(TINY, rule, answer(status), error, {"link": "https://tiny.example/keys"})
    assert type(made) is raised
    assert made.provider == "tiny"


@pytest.mark.parametrize(
    ("status", "task_id", "error", "proof"),
    [
        (400, "", ServiceError("InvalidParameter", "x"), mw.Proof.REFUSED),
        (500, "", ServiceError("InvalidParameter", "x"), mw.Proof.UNCERTAIN),
        (400, "t-1", ServiceError("InvalidParameter", "x"), mw.Proof.ACCEPTED),
        (400, "", ServiceError("InternalError", "x"), mw.Proof.UNCERTAIN),
        (400, "", ServiceError("Unheard", "x"), mw.Proof.UNCERTAIN),
        (400, "", None, mw.Proof.UNCERTAIN),
        (200, "", None, mw.Proof.UNCERTAIN),
    ],
)
def test_only_a_documented_refusal_proves_that_nothing_was_made(
    status: int, task_id: str, error: ServiceError | None, proof: mw.Proof
) -> None:
    assert proof_of(status, task_id, rule_for(RULES, status, error)) is proof


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry-after": "7"}, 7.0),
        ({"retry-after-ms": "1500"}, 1.5),
        ({"retry-after": "soon"}, None),
        ({"retry-after": "nan"}, None),
        ({"retry-after": "inf"}, None),
        ({}, None),
    ],
)
def test_a_service_says_when_to_come_back(headers: dict[str, str], seconds: float | None) -> None:
    assert retry_after(answer(429, **headers)) == seconds
    busy = error_of(TINY, RULES[2], answer(429, **headers), ServiceError("", "slow"), {})
    assert isinstance(busy, mw.Busy)
    assert busy.retry_after == seconds
