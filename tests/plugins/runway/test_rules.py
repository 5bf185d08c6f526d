"""The rules of Runway's contract (docs/contracts/runway.md §14) about what goes over the wire, against the simulator."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from mediawright import plugin as mw
from mediawright.sdk import simulator as kit
from mediawright.testing.builders import a_job, a_quote
from mediawright.testing.contexts import ContextOpener
from mediawright.testing.fakes import FakeClock
from mediawright.types.constraints import choose_model, complete
from mediawright_runway import hooks
from mediawright_runway.provider import RUNWAY
from mediawright_runway.simulator.service import RunwayService

Start = Callable[..., tuple[RunwayService, dict[str, str]]]
Op, State = mw.Operation, mw.State
CLIP = mw.Request(operation=Op.TEXT_TO_VIDEO, prompt="a red fox", model="gen4.5", provider="runway")
CREATE = "POST /v1/text_to_video"


class Scene:
    """A simulator, a context that leads to it, and a job that a person agreed to pay 60 credits for."""

    def __init__(self, start: Start, opener: ContextOpener, clock: FakeClock) -> None:
        self._start, self._opener, self.clock = start, opener, clock

    def open(self, request: mw.Request = CLIP, key: str = "not-a-real-secret", **options: Any) -> Any:
        self.service, environ = self._start(**options)
        ready = complete(request, choose_model(RUNWAY, request))
        price = mw.Price(amount=mw.Amount(Decimal(60), "credits"))
        quote = replace(a_quote(ready, at=self.clock.now(), provider="runway"), price=price)
        self.job = a_job(ready, self.clock.now(), provider="runway", quote=quote)
        return self._opener(RUNWAY, job_id=self.job.id, **(environ | {"RUNWAYML_API_SECRET": key}))

    def paths(self, method: str) -> list[str]:
        return [entry["path"] for entry in self.service.requests if entry["method"] == method]


@pytest.fixture
def scene(start: Start, open_context: ContextOpener, fake_clock: FakeClock) -> Scene:
    return Scene(start, open_context, fake_clock)


@pytest.mark.parametrize(
    "fault", [{"kind": "drop", "when": "after"}, {"kind": "drop"}, {"kind": "status", "status": 409}, {"kind": "page"}]
)
async def test_w_r1_w_r18_w_r24_a_create_goes_out_once_and_the_account_is_only_a_hint(
    scene: Scene, fault: dict[str, Any]
) -> None:
    async with scene.open() as ctx:
        scene.service.faults.add(on=CREATE, times=-1, **fault)
        with pytest.raises(mw.Uncertain):
            await hooks.submit(ctx, scene.job)
        found = await hooks.reconcile(ctx, scene.job)
    assert isinstance(found, mw.CannotTell)
    accepted = fault.get("when") == "after"
    assert found.check is not None
    assert found.check.key == ("runway.runs_more" if accepted else "runway.runs_same")
    assert scene.paths("POST") == ["/v1/text_to_video"]
    assert list(scene.service.tasks.same_body().values()) == [1] * accepted


async def test_w_r2_w_r3_w_r7_w_r17_w_r25_keys_and_versions_go_to_the_api_alone(scene: Scene, tmp_path: Path) -> None:
    (tmp_path / "work").mkdir(exist_ok=True)
    content = kit.make_picture(640, 360)
    (tmp_path / "work" / "a.png").write_bytes(content)
    seen = mw.MediaInfo(media_type="image/png", size=len(content), sha256=sha256(content).hexdigest())
    first = mw.Media(kind=mw.MediaKind.IMAGE, role=mw.Role.FIRST_FRAME, source="a.png", info=seen)
    request = CLIP.with_(operation=Op.IMAGE_TO_VIDEO, media=(first,))
    async with scene.open(request) as ctx:
        task = await hooks.submit(ctx, scene.job)
        again = await hooks.API.place(ctx, first, request)
        found = await hooks.poll(ctx, task)
        answer = await ctx.get(found.outputs[0].url)
    assert answer.status == 200
    assert scene.service.leaks == []
    body = scene.service.tasks.all[task.id].body
    assert body["promptImage"] == again, "the same file is uploaded once"
    assert scene.service.uploads[again] == content
    api = [entry for entry in scene.service.requests if entry["path"].startswith("/v1/")]
    assert {entry["headers"].get("x-runway-version") for entry in api} == {"2024-11-06"}
    assert "_jwt" not in str(task)


@pytest.mark.parametrize(
    ("url", "fetched"),
    [
        ("https://media.example.net/a.png", True),
        ("http://media.example.net/a.png", False),
        ("https://93.184.216.34/a.png", False),
        ("https://[2001:db8::1]/a.png", False),
        ("https://media.example.net/" + "a" * 2048, False),
    ],
)
def test_w_r7_only_https_of_a_name_is_left_to_runway(url: str, fetched: bool) -> None:
    assert hooks.is_fetched(url) is fetched


@pytest.mark.parametrize("run_s", [0.0, 600.0])
async def test_w_r8_an_estimate_above_what_was_agreed_stops_what_has_not_begun(scene: Scene, run_s: float) -> None:
    async with scene.open(dearer=40, queue_s=0.0 if run_s else 600.0, run_s=run_s) as ctx:
        task = await hooks.submit(ctx, scene.job)
        found = await hooks.poll(ctx, task)
    told = found.note if run_s else found.reason
    assert found.state is (State.RUNNING if run_s else State.FAILED)
    assert told is not None
    assert (told.key, told.values["agreed"]) == ("runway.over" if run_s else "runway.over_stopped", "60")
    assert len(scene.paths("DELETE")) == (0 if run_s else 1)


async def test_w_r10_w_r16_too_little_credit_is_told_before_and_by_the_service(scene: Scene) -> None:
    async with scene.open(key="poor") as ctx:
        with pytest.raises(mw.OutOfCredits):
            await hooks.submit(ctx, scene.job)
        assert scene.paths("POST") == []
        with pytest.raises(mw.OutOfCredits):
            await hooks.submit(ctx, replace(scene.job, quote=None))
    assert scene.paths("POST") == ["/v1/text_to_video"]


@pytest.mark.parametrize(
    ("word", "key", "paid"),
    [("blockin", "sdk.content", 60), ("blockout", "runway.held_back", 60), ("badout", "runway.poor", 0)],
)
async def test_w_r11_w_r15_the_last_look_says_what_was_charged(scene: Scene, word: str, key: str, paid: int) -> None:
    async with scene.open(CLIP.with_(prompt=f"a {word} fox")) as ctx:
        found = await hooks.poll(ctx, await hooks.submit(ctx, scene.job))
    assert (found.state, found.reason and found.reason.key) == (State.FAILED, key)
    assert found.charged == mw.Amount(Decimal(paid), "credits")
    assert (found.note is not None and found.note.key == "runway.refunded") is (paid == 0)


async def test_w_r12_w_r13_w_r27_over_the_limit_is_waiting(scene: Scene) -> None:
    async with scene.open(places=1, run_s=100.0) as ctx:
        first = await hooks.submit(ctx, scene.job)
        other = await hooks.submit(ctx, replace(scene.job, id="job-2"))
        running, waiting = await hooks.poll(ctx, first), await hooks.poll(ctx, other)
        assert (running.state, running.look_again_s) == (State.RUNNING, 5.0)
        assert (waiting.state, waiting.look_again_s) == (State.SUBMITTED, 30.0)
        assert waiting.note is not None
        assert waiting.note.key == "runway.throttled"
        scene.service.clock.advance(100)
        assert (await hooks.poll(ctx, other)).state is State.SUCCEEDED
    assert scene.paths("POST").count("/v1/text_to_video") == 2


@pytest.mark.parametrize(
    ("queue_s", "run_s", "said"), [(60.0, 60.0, mw.Stopped), (0.0, 60.0, mw.NotPossible), (0.0, 0.0, mw.NotPossible)]
)
async def test_w_r14_a_finished_or_running_task_is_never_deleted(
    scene: Scene, queue_s: float, run_s: float, said: type
) -> None:
    async with scene.open(queue_s=queue_s, run_s=run_s) as ctx:
        task = await hooks.submit(ctx, scene.job)
        assert type(await hooks.cancel(ctx, task)) is said
    assert len(scene.paths("DELETE")) == (said is mw.Stopped)


async def test_w_r19_w_r23_no_router_is_made_or_touched(scene: Scene) -> None:
    """Creates through a router are off until it is known how soon its rows appear; what may be repeated changes nothing."""
    async with scene.open() as ctx:
        await hooks.submit(ctx, scene.job)
        base = ctx.settings["base_url"]
        headers = hooks.API.signed(ctx)
        for _ in range(2):
            usage = await ctx.post(f"{base}/v1/organization/usage", headers=headers, json={"startDate": "2026-11-01"})
        assert usage.json()["results"][0]["usedCredits"] == [{"model": "gen4.5", "amount": 60}]
        router = {"slug": "mw-0f3c77", "settings": {"models": {"mode": "allowlist_only", "ids": ["gen4.5"]}}}
        answers = [await ctx.post(f"{base}/v1/routers", headers=headers, json=router) for _ in range(2)]
    assert [answer.status for answer in answers] == [200, 409]
    assert not [path for path in scene.paths("POST")[:1] if "router" in path or "generate" in path]


async def test_w_r26_every_issue_comes_at_once(scene: Scene) -> None:
    async with scene.open() as ctx:
        body = {"model": "gen4.5", "promptText": "a", "ratio": "1:1", "foo": 1}
        answer = await ctx.post(
            f"{ctx.settings['base_url']}/v1/text_to_video", headers=hooks.API.signed(ctx), json=body
        )
        other = {"model": "gen4_image", "promptText": "a", "ratio": "1024:1024", "foo": 1}
        ignored = await ctx.post(
            f"{ctx.settings['base_url']}/v1/text_to_image", headers=hooks.API.signed(ctx), json=other
        )
        bare = await ctx.get(f"{ctx.settings['base_url']}/v1/organization", headers={"authorization": "Bearer x"})
    assert sorted(item["path"] for item in answer.json()["issues"]) == [[], ["duration"], ["ratio"]]
    assert (ignored.status, bare.status) == (200, 400)


@pytest.mark.parametrize(
    ("key", "options", "raised"),
    [
        ("bad", {}, mw.SignInNeeded),
        ("closed", {}, mw.SignInNeeded),
        ("not-a-real-secret", {"daily": 0}, mw.OutOfCredits),
    ],
)
async def test_a_refusal_is_what_it_says(scene: Scene, key: str, options: Any, raised: type[Exception]) -> None:
    async with scene.open(key=key, **options) as ctx:
        with pytest.raises(raised):
            await hooks.submit(ctx, scene.job)


async def test_the_account_shows_credits_and_the_runs_of_today(scene: Scene) -> None:
    async with scene.open() as ctx:
        await hooks.submit(ctx, scene.job)
        found = await hooks.quota(ctx, mw.Window())
    assert [str(balance.left) for balance in found.balances] == ["9940 credits"]
    assert found.note is not None
    assert found.note.values["models"] == "gen4.5: 1/50"
