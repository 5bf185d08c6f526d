"""`models` in full, with the provider that has most of them: pages, one model, what is old, the kept ones asked anew."""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from mediawright import plugin as mw
from mediawright.handlers import model_lists
from mediawright.services.studio import Studio
from mediawright.testing.fakes import FakeClock
from mediawright_fal.provider import FAL
from mediawright_fal.simulator.service import FalService

Start = Callable[..., tuple[FalService, dict[str, str]]]
FOUND = mw.Request(
    operation=mw.Operation.TEXT_TO_IMAGE, prompt="a fox", model="acme/tiny-flux", provider="fal", options={"steps": "4"}
)


def home(tmp_path: Path, environ: dict[str, str] | None = None) -> dict[str, str]:
    own = {"MEDIAWRIGHT_HOME": str(tmp_path / "mw"), "HOME": str(tmp_path), "MEDIAWRIGHT_NO_KEYRING": "1"}
    return own | {"MEDIAWRIGHT_ALLOW_LOOPBACK": "1"} | (environ or {})


async def test_a_long_list_comes_in_pages_and_names_each_model_once(tmp_path: Path) -> None:
    async with Studio(home(tmp_path), tmp_path) as studio:
        first = (await model_lists.of_list(studio, "fal", None, 1, "en")).page.data
        names = [model["name"] for model in first["providers"]["fal"]]
        for page in range(2, first["pages"] + 1):
            data = (await model_lists.of_list(studio, "fal", None, page, "en")).page.data
            names += [model["name"] for model in data["providers"]["fal"]]
        with pytest.raises(mw.InvalidRequest):
            await model_lists.of_list(studio, "fal", None, first["pages"] + 1, "en")
    assert len(first["providers"]["fal"]) == model_lists.A_PAGE
    assert names == [model.name for model in FAL.models]


async def test_one_model_is_shown_with_its_own_options(tmp_path: Path) -> None:
    async with Studio(home(tmp_path), tmp_path) as studio:
        data = (await model_lists.of_one(studio, "fal", "fal-ai/flux/schnell", "en")).page.data
        with pytest.raises(mw.InvalidRequest) as refused:
            await model_lists.of_one(studio, "fal", "fal-ai/flux/schnel", "en")
    assert data["options"]["num_inference_steps"]["enum"] == list(range(1, 13))
    assert "voice_setting" not in data["options"]
    assert refused.value.problems[0].allowed[0] == "fal-ai/flux/schnell"
    assert len(refused.value.problems[0].allowed) <= 10


async def test_prices_that_nobody_looked_at_for_long_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    updated = next(model.prices.updated for model in FAL.models if model.prices)
    assert updated is not None
    for days, old in ((10, False), (400, True)):
        clock = FakeClock()
        clock.jump((updated - clock.now().date() + timedelta(days=days)).total_seconds())
        async with Studio(home(tmp_path), tmp_path) as studio:
            monkeypatch.setattr(studio, "clock", clock)
            found = (await model_lists.of_old(studio, "fal")).page.data["old"]
        assert any(entry["why"].key == "models.old_price" for entry in found) is old


async def test_what_is_kept_is_asked_for_again_and_forgotten_where_it_is_gone(start: Start, tmp_path: Path) -> None:
    service, environ = start()
    async with Studio(home(tmp_path, environ), tmp_path) as studio:
        await studio.planner.plan(FOUND, "en", ask_balance=False)
        told = [(await model_lists.of_refreshed(studio, "fal", "en")).page.data["refreshed"]["fal"]]
        listed = await model_lists.of_list(studio, "fal", mw.Operation.TEXT_TO_IMAGE, 1, "en")
        service.platform.schemas.pop("acme/tiny-flux")
        told.append((await model_lists.of_refreshed(studio, "fal", "en")).page.data["refreshed"]["fal"])
    assert "acme/tiny-flux" in [model["name"] for model in listed.page.data["providers"]["fal"]]
    assert told == [{"kept": 1, "gone": 0}, {"kept": 0, "gone": 1}]


@pytest.mark.parametrize(
    ("text", "options", "taken"),
    [
        ('{"num_inference_steps": 3, "output_format": "png"}', [], {"num_inference_steps": 3, "output_format": "png"}),
        ('{"output_format": "png"}', ["output_format=jpeg"], {"output_format": "jpeg"}),
        ("[1]", [], "problem.input_json.no_object"),
        ("{", [], "problem.input_json.no_object"),
    ],
)
async def test_options_may_come_from_a_file(tmp_path: Path, text: str, options: list[str], taken: Any) -> None:
    (tmp_path / "options.json").write_text(text)
    values = {"prompt": "a fox", "provider": "fal", "model": "fal-ai/flux/schnell", "option": options}
    async with Studio(home(tmp_path), tmp_path) as studio:
        if isinstance(taken, str):
            with pytest.raises(mw.InvalidRequest) as refused:
                studio.read("image", {**values, "input_json": "options.json"})
            assert refused.value.problems[0].message.key == taken
            return
        request = studio.read("image", {**values, "input_json": "options.json"})
        plan = await studio.planner.plan(request, "en", ask_balance=False)
    assert json.loads(json.dumps(dict(plan.request.options))) == taken
