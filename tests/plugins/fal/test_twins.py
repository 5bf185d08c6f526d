"""A wish whose seed is drawn stays one wish: said twice it is one job, and a line that waited keeps its row."""

import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from mediawright.gate import policy_store
from mediawright.gate.policy import Per, Policy
from mediawright.services.approval import Consent
from mediawright.services.batch_file import Order, read_orders
from mediawright.services.batch_price import Ceilings
from mediawright.services.batches import Batches
from mediawright.services.studio import Studio
from mediawright.types.errors import RefusedByPolicy, Uncertain
from mediawright.types.money import Amount
from mediawright.types.states import State

YES = Consent(approve_cost="1")


@pytest.fixture
def opened(start: Callable[..., Any], tmp_path: Path) -> tuple[Any, Studio]:
    """A service whose list does not show what still runs, and a studio at it."""
    service, environ = start(run_s=600.0)
    own = {"MEDIAWRIGHT_HOME": str(tmp_path / "home"), "MEDIAWRIGHT_NO_KEYRING": "1", "MEDIAWRIGHT_ALLOW_LOOPBACK": "1"}
    return service, Studio(environ | own, tmp_path)


async def test_the_same_words_are_one_job_and_again_draws_another_seed(opened: tuple[Any, Studio]) -> None:
    service, studio = opened
    async with studio:
        wish = studio.read("image", {"prompt": "a fox", "provider": "fal"})
        first = await studio.run(wish, YES, wait=False)
        assert (await studio.run(wish, YES, wait=False)).id == first.id
        assert first.quote is not None
        other = await studio.confirm(first.quote.id, Consent(approve_cost="1", again=True), wait=False)
    assert other.id != first.id
    seeds = [task.body["seed"] for task in service.tasks.all.values()]
    assert len(set(seeds)) == len(seeds) == 2


async def test_what_may_have_been_accepted_is_not_sent_again_with_another_seed(opened: tuple[Any, Studio]) -> None:
    service, studio = opened
    service.faults.add(on="POST *", kind="page", when="after", status=502)
    async with studio:
        wish = studio.read("image", {"prompt": "a lost fox", "provider": "fal"})
        ends = []
        for _ in range(2):
            with pytest.raises(Uncertain) as lost:
                await studio.run(wish, YES, wait=False, timeout=0.1)
            ends.append(lost.value.data["job"])
    assert (len(set(ends)), len(service.tasks.all)) == (1, 1)


async def test_a_line_that_a_limit_held_back_keeps_its_row(opened: tuple[Any, Studio]) -> None:
    _, studio = opened
    line = json.dumps({"command": "image", "prompt": "a fox", "provider": "fal"})
    async with studio:
        studio.home.ensure(studio.home.config)

        def limit(policy: Policy) -> Policy:
            return policy.limit(Per.JOB, Amount(Decimal("0.0001"), "USD"), studio.clock.now())

        policy_store.edit(studio.home.config, limit)
        refused = await started(studio, line)
        assert isinstance(refused.failure, RefusedByPolicy)
        policy_store.edit(studio.home.config, lambda policy: policy.remove("b1"))
        item = await started(studio, line)
        assert item.job.id == refused.job.id
        assert (item.failure, item.job.state) == (None, State.APPROVED)


async def started(studio: Studio, text: str) -> Any:
    batches = Batches(studio, "en")
    orders: list[Order] = read_orders(text, {"image": {"prompt": "prompt", "provider": "provider"}}, studio.read)
    batch = await batches.prepare(orders, "shots.jsonl")
    batches.approve(batch, Ceilings.read(["1 USD"]))
    await batches.start(batch, str(studio.cwd))
    return batch.items[0]
