"""A key belongs to one region: found for free, remembered, told where the settings say another."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from tests.core.sdk.tiny import TINY, Tiny

from mediawright import plugin as mw
from mediawright.sdk import simulator as kit
from mediawright.testing.builders import a_job
from mediawright.testing.contexts import ContextOpener
from mediawright.testing.simulator import SimulatorRunner

SETTINGS = (mw.Setting(name="base_url", env=("TINY_URL",)), mw.Setting(name="region", env=("TINY_REGION",)))
PROVIDER = replace(TINY, settings=SETTINGS)
AT = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)
REQUEST = mw.Request(operation=mw.Operation.TEXT_TO_VIDEO, prompt="a fox", model="tiny-1", provider="tiny")


class Region(kit.Service):
    """One region, which takes the keys that begin with its name."""

    name = ""

    def routes(self) -> list[Any]:
        return [kit.route(method, "/v1/tasks", self.answer) for method in ("GET", "POST")]

    def answer(self, call: kit.Call) -> Any:
        if not call.header("authorization").startswith(f"Bearer {self.name}-"):
            return kit.refusal(401, {"error": {"code": "no_key", "message": "no such key"}})
        return {"id": f"t-{self.name}", "model": (call.json or {}).get("model")}


class Regional(Tiny):
    provider = PROVIDER

    def in_region(self, request: Any, region: str) -> Any:
        return replace(request, json=request.json | {"model": f"{region}-{request.json['model']}"})


@pytest.fixture
def regions(run_simulator: SimulatorRunner) -> Iterator[dict[str, Region]]:
    made = {name: Region(kit.Options()) for name in ("here", "there")}
    for name, service in made.items():
        service.name = name
    Regional.regions = {name: run_simulator(kit.create_app(service)) for name, service in made.items()}
    yield made
    Regional.regions = {}


async def test_the_region_of_a_key_is_found_for_free_once_and_named_in_the_handle(
    regions: dict[str, Region], open_context: ContextOpener
) -> None:
    api = Regional()
    job = a_job(REQUEST, AT, provider="tiny")
    async with open_context(PROVIDER, job_id="job-1", TINY_KEY="there-not-a-real-secret") as ctx:
        task = await api.submit(ctx, job)
        assert await api.settle_region(ctx) == "there"
    assert (task.id, task.handle["region"]) == ("t-there", "there")
    assert [call["method"] for call in regions["here"].requests] == ["GET"]
    assert [call["method"] for call in regions["there"].requests] == ["GET", "POST"]
    assert regions["there"].requests[1]["json"]["model"] == "there-tiny-1"


async def test_a_key_of_another_region_than_the_settings_say_is_told(
    regions: dict[str, Region], open_context: ContextOpener
) -> None:
    brought = mw.AuthAction(verb=mw.AuthVerb.IMPORT, values={"api_key": "there-not-a-real-secret"})
    async with open_context(PROVIDER, TINY_REGION="here") as ctx:
        with pytest.raises(mw.SignInNeeded) as caught:
            await signed_in(ctx, brought)
    assert (caught.value.message.key, caught.value.message.values["there"]) == ("sdk.other_region", "there")
    async with open_context(PROVIDER) as ctx:
        assert await signed_in(ctx, brought)
        assert Regional().region(ctx) == "there"


async def signed_in(ctx: mw.Context, action: mw.AuthAction) -> bool:
    events = [event async for event in Regional().auth(ctx, action)]
    return isinstance(events[-1], mw.AuthDone) and events[-1].status.signed_in


@pytest.mark.parametrize(("environ", "region"), [({"TINY_REGION": "there"}, "there"), ({}, "here")])
async def test_what_is_said_is_not_asked(
    regions: dict[str, Region], open_context: ContextOpener, environ: dict[str, str], region: str
) -> None:
    given = environ or {"TINY_URL": Regional.regions["here"]}
    async with open_context(PROVIDER, TINY_KEY="there-not-a-real-secret", **given) as ctx:
        assert await Regional().settle_region(ctx) == region
    assert [service.requests for service in regions.values()] == [[], []]


async def test_a_silent_service_leaves_the_first_region_and_is_asked_again(open_context: ContextOpener) -> None:
    class Silent(Regional):
        regions = {"here": "http://127.0.0.1:9", "there": "http://127.0.0.1:9"}  # noqa: RUF012

    async with open_context(PROVIDER, TINY_KEY="there-not-a-real-secret") as ctx:
        assert await Silent().settle_region(ctx) == "here"
        assert not ctx.recall("region")
