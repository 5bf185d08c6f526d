"""An endpoint that is on no curated table: found by its id, kept, planned without a network, and run by another process."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from mediawright import plugin as mw
from mediawright.services.studio import Studio
from mediawright_fal.simulator.service import FalService

Start = Callable[..., tuple[FalService, dict[str, str]]]
REQUEST = mw.Request(
    operation=mw.Operation.TEXT_TO_IMAGE,
    prompt="a red fox",
    model="acme/tiny-flux",
    provider="fal",
    aspect_ratio="1:1",
    options={"steps": "4"},
)


def home(tmp_path: Path, environ: dict[str, str]) -> dict[str, str]:
    own = {"MEDIAWRIGHT_HOME": str(tmp_path / "mw"), "HOME": str(tmp_path), "MEDIAWRIGHT_NO_KEYRING": "1"}
    return own | {"MEDIAWRIGHT_ALLOW_LOOPBACK": "1"} | environ


async def test_an_endpoint_by_its_id_is_found_once_and_kept(start: Start, tmp_path: Path) -> None:
    service, environ = start()
    service.platform.prices["acme/tiny-flux"] = (0.004, "images")
    for _ in range(2):
        async with Studio(home(tmp_path, environ), tmp_path) as studio:
            plan = await studio.planner.plan(REQUEST, "en", ask_balance=False)
            assert plan.request.options == {"steps": 4}
            assert plan.quote.price.amount == mw.Amount(Decimal("0.004"), "USD")
    asked = [entry for entry in service.requests if entry["path"] == "/api/v1/models"]
    assert len(asked) == 1


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        ({"options": {"steps": "99"}}, "problem.options.not_offered"),
        ({"options": {}}, "problem.options.missing"),
        ({"options": {"steps": "4", "stepz": "4"}}, "problem.options.unknown"),
        ({"model": "acme/nothing"}, "problem.model.unknown"),
        ({"model": "acme/tiny-trainer"}, "problem.model.unknown"),
    ],
)
async def test_its_inputs_are_checked_before_anything_is_sent(
    start: Start, tmp_path: Path, changes: dict[str, object], key: str
) -> None:
    service, environ = start()
    async with Studio(home(tmp_path, environ), tmp_path) as studio:
        with pytest.raises(mw.InvalidRequest) as caught:
            await studio.planner.plan(REQUEST.with_(**changes), "en", ask_balance=False)
    assert caught.value.problems[0].message.key == key
    assert len(caught.value.problems[0].allowed) <= 50
    assert not service.tasks.all


async def test_words_never_lead_to_what_is_not_curated(start: Start, tmp_path: Path) -> None:
    _, environ = start()
    async with Studio(home(tmp_path, environ), tmp_path) as studio:
        await studio.planner.plan(REQUEST, "en", ask_balance=False)
    async with Studio(home(tmp_path, environ), tmp_path) as studio:
        plan = await studio.planner.plan(REQUEST.with_(model=None, options={}), "en", ask_balance=False)
    assert plan.model.name == "fal-ai/flux/schnell"
    assert len(plan.others) <= 3


async def test_a_request_made_elsewhere_becomes_a_job_by_its_link(start: Start, tmp_path: Path) -> None:
    service, environ = start()
    task = service.tasks.create("r-1", {}, app="fal-ai/flux", endpoint="fal-ai/flux/schnell", fate={})
    async with Studio(home(tmp_path, environ), tmp_path) as studio:
        link = "https://queue.fal.run/fal-ai/flux/requests/r-1"
        job = await studio.past.adopt_named("fal", link, "image", str(tmp_path), "en")
        with pytest.raises(mw.NotFound):
            await studio.past.adopt_named("fal", link.replace("r-1", "r-2"), "image", str(tmp_path), "en")
    assert job.task is not None
    assert (job.task.id, job.task.handle["status"]) == (task.id, "/fal-ai/flux/requests/r-1/status")
