"""Small things kept, and a request to cancel."""

import pytest

from mediawright.ledger import Ledger
from mediawright.testing.builders import a_job
from mediawright.types.errors import NotFound


@pytest.mark.parametrize("value", [1, "x", [1, "二"], {"a": None, "b": 2.5}, False])
def test_a_fact_comes_back(ledger: Ledger, value: object) -> None:
    ledger.metadata_set("a.b", value)
    assert ledger.metadata_get("a.b") == value


def test_a_fact_is_replaced_and_forgotten(ledger: Ledger) -> None:
    ledger.metadata_set("a", 1)
    ledger.metadata_set("a", 2)
    assert ledger.metadata_get("a") == 2
    ledger.metadata_set("a", None)
    assert ledger.metadata_get("a") is None


def test_a_fact_that_was_renewed_meanwhile_is_not_forgotten(ledger: Ledger) -> None:
    ledger.metadata_set("a", 2)
    ledger.fact_drop("a", 1)
    assert ledger.metadata_get("a") == 2
    ledger.fact_drop("a", 2)
    assert ledger.metadata_get("a") is None


def test_a_request_to_cancel_is_kept_once(ledger: Ledger) -> None:
    job = ledger.add(a_job())
    assert not ledger.cancel_requested(job.id)
    ledger.request_cancel(job.id)
    ledger.request_cancel(job.id)
    assert ledger.cancel_requested(job.id)
    assert [event.kind for event in ledger.events(job.id)] == ["added", "cancel_asked", "cancel_asked"]


def test_nobody_s_job_is_not_cancelled(ledger: Ledger) -> None:
    assert not ledger.cancel_requested("nobody")
    with pytest.raises(NotFound):
        ledger.request_cancel("nobody")
