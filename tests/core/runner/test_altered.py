"""A row that was edited after its approval is not sent."""

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from mediawright.types.errors import ConfirmationNeeded
from mediawright.types.states import State

if TYPE_CHECKING:
    from tests.core.runner.conftest import Harness

Make = Callable[..., "Harness"]


def edited(harness: "Harness", job_id: str, column: str, change: Callable[[dict[str, Any]], Any]) -> None:
    assert isinstance(harness.ledger.where, Path)
    with sqlite3.connect(harness.ledger.where) as db:
        (text,) = db.execute(f"SELECT {column} FROM jobs WHERE id = ?", (job_id,)).fetchone()
        told = change(json.loads(text) if column != "request_hash" else {})
        db.execute(f"UPDATE jobs SET {column} = ? WHERE id = ?", (told, job_id))


CHANGES: dict[str, tuple[str, Callable[[dict[str, Any]], Any]]] = {
    "another prompt": ("request", lambda request: json.dumps(request | {"prompt": "something else"})),
    "ten times as long": ("request", lambda request: json.dumps(request | {"duration": 50})),
    "another model": ("request", lambda request: json.dumps(request | {"model": "dearest"})),
    "an option more": ("request", lambda request: json.dumps(request | {"options": {"quality": "high"}})),
    "another hash": ("request_hash", lambda _: "0" * 64),
    "an approval of something else": ("approval", lambda yes: json.dumps(yes | {"request_hash": "1" * 64})),
}


@pytest.mark.parametrize(("column", "change"), CHANGES.values(), ids=list(CHANGES))
async def test_a_request_altered_after_its_approval_is_not_sent(
    column: str, change: Callable[[dict[str, Any]], Any], harness: Make
) -> None:
    b = harness()
    job = b.approved()
    edited(b, job.id, column, change)
    with pytest.raises(ConfirmationNeeded) as caught:
        await b.runner.run(job)
    assert caught.value.message.key == "runner.request_altered"
    assert (b.ledger.get(job.id).state, b.script.charges, b.script.keys) == (State.FAILED, 0, [])


async def test_a_row_rewritten_in_another_spelling_is_the_same_request(harness: Make) -> None:
    b = harness()
    job = b.approved()
    edited(b, job.id, "request", lambda request: json.dumps(dict(reversed(request.items())), indent=2))
    assert (await b.runner.run(job)).state is State.DONE
