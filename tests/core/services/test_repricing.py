"""A price that rose while a job waited in line: from the line to a new yes, at the price of now."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import httpx2
import pytest
from tests.core.mcp.conftest import environment, kling

from mediawright.handlers.errors import answered
from mediawright.handlers.response import Response
from mediawright.present.chat import chat
from mediawright.services.approval import Consent
from mediawright.services.planning import Planner
from mediawright.services.repricing import price_now
from mediawright.services.studio import Studio
from mediawright.testing.fakes import FakeClock
from mediawright.types.errors import ConfirmationNeeded
from mediawright.types.job import Job
from mediawright.types.money import Amount, Price
from mediawright.types.states import State

__all__ = ["kling"]

WISH = {"prompt": "a fox in snow", "provider": "kling", "duration": 5}


@pytest.fixture
def studio(tmp_path: Path, kling: str) -> Studio:
    return Studio(environment(tmp_path, kling), tmp_path, clock=FakeClock())


def rise(monkeypatch: pytest.MonkeyPatch) -> None:
    known: Callable[..., Awaitable[Price]] = Planner.price

    async def one_more(*told: Any) -> Price:
        before = await known(*told)
        assert before.amount is not None
        return replace(before, amount=Amount(before.amount.value + 1, before.amount.unit))

    monkeypatch.setattr(Planner, "price", one_more)


async def in_line(studio: Studio) -> Job:
    """Approved, with an approval that may wait for a day, and not sent for an hour."""
    plan = await studio.plan(studio.read("video", WISH))
    job = await studio.spender.approved(plan, Consent(approve_cost="4"), "en", str(studio.cwd))
    assert job.approval is not None
    lasting = replace(job.approval, expires_at=studio.clock.now() + timedelta(days=1))
    job = studio.ledger.update(job.id, approval=lasting)
    studio.clock.advance(3600)  # type: ignore[attr-defined]
    return job


def tasks(url: str) -> int:
    return int(httpx2.get(f"{url}/__sim/charges").json()["tasks"])


@pytest.mark.parametrize("lang", ["en", "zh"])
async def test_it_is_told_and_the_next_step_leads_to_a_new_yes(
    studio: Studio, kling: str, monkeypatch: pytest.MonkeyPatch, lang: Any
) -> None:
    async with studio:
        job, before = await in_line(studio), tasks(kling)
        rise(monkeypatch)

        async def work(studio: Studio) -> Response:
            await studio.runner.run(job)
            raise AssertionError

        said = await answered(studio, work, lang)
        text = chat(said.page, lang)
        assert ("from 4 units to 5 units" if lang == "en" else "从 4") in text
        assert isinstance(said.failure, ConfirmationNeeded)
        assert f"revise {job.id}" in str([str(step) for step in said.page.next])
        assert (studio.ledger.get(job.id).state, tasks(kling)) == (State.EXPIRED, before)
        with pytest.raises(ConfirmationNeeded):  # what a second process makes of it
            await studio.runner.run(studio.ledger.get(job.id))
        with pytest.raises(ConfirmationNeeded) as asked:
            await studio.run(studio.revise(job.id), Consent(approve_cost="4"))
        assert asked.value.data["cost"] == "5 units"
        assert tasks(kling) == before
        done = await studio.run(studio.revise(job.id), Consent(approve_cost="5"))
        assert (done.state, tasks(kling)) == (State.DONE, before + 1)


async def test_at_the_same_price_it_is_sent_whatever_the_time(studio: Studio, kling: str) -> None:
    async with studio:
        job, before = await in_line(studio), tasks(kling)
        done = await studio.runner.run(job)
        assert (done.state, tasks(kling)) == (State.DONE, before + 1)


async def test_a_model_that_is_no_more_has_no_price(studio: Studio) -> None:
    async with studio:
        job = await in_line(studio)
        found = await price_now(studio.planner, job)
        assert found.amount == Amount(Decimal(4), "units")
        gone = replace(job, request=job.request.with_(model="gone"))
        assert (await price_now(studio.planner, gone)).amount is None
