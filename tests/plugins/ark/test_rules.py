"""The rules of Ark's contract (docs/contracts/ark.md §14) about what goes over the wire, against the simulator."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from mediawright import plugin as mw
from mediawright.testing.builders import a_job
from mediawright.testing.contexts import ContextOpener
from mediawright.testing.fakes import FakeClock
from mediawright.types.constraints import choose_model, complete
from mediawright_ark import errors, hooks, pricing
from mediawright_ark.provider import ARK
from mediawright_ark.simulator import named_faults
from mediawright_ark.simulator.service import ArkService

Start = Callable[..., tuple[ArkService, dict[str, str]]]
Op, State = mw.Operation, mw.State
CLIP = mw.Request(operation=Op.TEXT_TO_VIDEO, prompt="a red fox", model="seedance-2.0", provider="ark")
PICTURE = CLIP.with_(operation=Op.TEXT_TO_IMAGE, model="seedream-4.5")
SERIES = PICTURE.with_(operation=Op.IMAGE_SERIES, series_amount=3)


class Scene:
    """A simulator, a context that leads to it, and a job."""

    def __init__(self, start: Start, opener: ContextOpener, clock: FakeClock) -> None:
        self._start, self.opener, self.clock = start, opener, clock

    def open(self, request: mw.Request = CLIP, key: str = "not-a-real-secret", **options: Any) -> Any:
        self.service, self.environ = self._start(**options)
        self.service.clock.advance(self.clock.now().timestamp() - self.service.clock.seconds())
        asked = hooks.complete(request)
        asked = complete(asked, choose_model(ARK, asked))
        self.job = a_job(asked, self.clock.now(), provider="ark")
        return self.opener(ARK, job_id=self.job.id, **(self.environ | {"ARK_API_KEY": key} if key else {}))

    def calls(self, method: str) -> list[str]:
        return [entry["path"] for entry in self.service.requests if entry["method"] == method]

    def made_now(self) -> None:
        """The service's times are those of the test's clock."""
        for task in self.service.tasks.all.values():
            task.made_at = self.clock.now().timestamp()


@pytest.fixture
def scene(start: Start, open_context: ContextOpener, fake_clock: FakeClock) -> Scene:
    return Scene(start, open_context, fake_clock)


@pytest.mark.parametrize("fault", ["lost_answer", "lost_before", "http_500_made", "http_500_not_made"])
async def test_a_r1_a_create_goes_out_once(scene: Scene, fault: str) -> None:
    for request in (CLIP, PICTURE):
        async with scene.open(request, fault=fault) as ctx:
            with pytest.raises(mw.Uncertain):
                await hooks.submit(ctx, scene.job)
        assert len(scene.calls("POST")) == 1


async def test_a_r2_a_r26_a_r27_only_a_waiting_task_is_stopped_and_no_record_deleted(scene: Scene) -> None:
    for queue_s, run_s, said, deletes in (
        (60.0, 60.0, mw.Stopped, 1),
        (0, 60.0, mw.NotPossible, 0),
        (0, 0, mw.NotPossible, 0),
    ):
        async with scene.open(queue_s=queue_s, run_s=run_s) as ctx:
            task = await hooks.submit(ctx, scene.job)
            assert type(await hooks.cancel(ctx, task)) is said
        assert len(scene.calls("DELETE")) == deletes
        assert all(path.endswith("/contents/generations/tasks") for path in scene.calls("POST"))
        assert task.id in scene.service.tasks.all


async def test_a_r26_a_task_that_began_to_run_meanwhile_goes_on(scene: Scene) -> None:
    async with scene.open(queue_s=60.0, run_s=60.0, fault="delete_race") as ctx:
        task = await hooks.submit(ctx, scene.job)
        assert isinstance(await hooks.cancel(ctx, task), mw.NotPossible)
        assert (await hooks.poll(ctx, task)).state is State.RUNNING


async def test_a_r3_a_r44_the_key_goes_to_the_base_alone_and_results_keep_their_query(scene: Scene) -> None:
    async with scene.open(CLIP.with_(options={"return_last_frame": True})) as ctx:
        task = await hooks.submit(ctx, scene.job)
        found = await hooks.poll(ctx, task)
        answers = [await ctx.get(output.url) for output in found.outputs]
    assert [answer.status for answer in answers] == [200, 200]
    assert [output.kind for output in found.outputs] == [mw.MediaKind.VIDEO, mw.MediaKind.IMAGE]
    heads = {
        entry["headers"].get("authorization") for entry in scene.service.requests if "/files/" not in entry["path"]
    }
    assert heads == {"Bearer ***"}
    assert not any("not-a-real-secret" in str(entry) for entry in scene.service.requests)
    ids = [entry["headers"].get("x-client-request-id") for entry in scene.service.requests[:2]]
    assert len(set(ids)) == 2


async def test_a_r4_a_key_is_not_judged_by_its_form(scene: Scene) -> None:
    async with scene.open(key="x") as ctx:
        assert (await hooks.submit(ctx, scene.job)).id.startswith("cgt-")
    async with scene.open(key="") as ctx:
        with pytest.raises(mw.SignInNeeded):
            await hooks.submit(ctx, scene.job)
    assert scene.service.requests == []


@pytest.mark.parametrize(
    ("word", "state"),
    [("unknown_status", State.UNKNOWN), ("completed_word", State.SUCCEEDED), ("expired", State.FAILED)],
)
async def test_a_r24_words_and_what_they_mean(scene: Scene, word: str, state: mw.State) -> None:
    async with scene.open(fault=word, run_s=60.0 if word == "unknown_status" else 0.0) as ctx:
        task = await hooks.submit(ctx, scene.job)
        found = await hooks.poll(ctx, task)
    assert found.state is state
    assert word != "expired" or (found.reason is not None and found.reason.key == "ark.expired")


async def test_a_r25_a_clip_that_is_missing_is_waited_for_and_never_made_again(scene: Scene) -> None:
    async with scene.open(fault="null_content") as ctx:
        task = await hooks.submit(ctx, scene.job)
        scene.made_now()
        assert (await hooks.poll(ctx, task)).state is State.RUNNING
        scene.clock.advance(61)
        found = await hooks.poll(ctx, task)
    assert (found.state, found.reason and found.reason.key) == (State.FAILED, "ark.result_missing")
    assert len(scene.calls("POST")) == 1


async def test_a_r28_many_tasks_are_looked_up_by_fifty_once_a_second(scene: Scene) -> None:
    async with scene.open() as ctx:
        task = await hooks.submit(ctx, scene.job)
        others = [replace(task, id=f"cgt-{number}") for number in range(50)]
        found = await hooks.poll_many(ctx, [task, *others])
    assert found == {task.id: found[task.id]}
    assert found[task.id].state is State.SUCCEEDED
    asked = [entry["query"] for entry in scene.service.requests if entry["path"].endswith("/tasks") and entry["query"]]
    assert [sum(name == "filter.task_ids" for name, _ in query) for query in asked] == [50, 1]
    assert sum(scene.clock.slept) >= 1


@pytest.mark.parametrize(
    ("fault", "others", "verdict", "candidates"),
    [
        ("lost_answer", 0, mw.Found, 0),
        ("lost_answer,list_unsorted", 2, mw.Found, 0),
        ("lost_before", 1, mw.NotAccepted, 0),
        ("lost_before", 0, mw.NotAccepted, 0),
        ("lost_answer,no_echo", 0, mw.CannotTell, 1),
        ("lost_answer,no_echo", 1, mw.CannotTell, 2),
        ("lost_before,no_echo", 0, mw.NotAccepted, 0),
        ("lost_answer,list_500", 0, None, 0),
    ],
)
async def test_a_r30_a_r31_a_r32_a_lost_answer_is_looked_up_and_nothing_posted(
    scene: Scene, fault: str, others: int, verdict: type | None, candidates: int
) -> None:
    async with scene.open(fault=fault) as ctx:
        trouble, scene.service.faults.all = (
            scene.service.faults.all,
            [f for f in scene.service.faults.all if f.kind == "task"],
        )
        for _ in range(others):
            await hooks.submit(ctx, a_job(scene.job.request, scene.clock.now(), provider="ark"))
        scene.service.faults.all = trouble
        with pytest.raises(mw.Uncertain):
            await hooks.submit(ctx, scene.job)
        scene.made_now()
        posts, began = len(scene.calls("POST")), scene.clock.now()
        if verdict is None:
            with pytest.raises(mw.Unreachable):
                await hooks.reconcile(ctx, scene.job)
            return
        found = await hooks.reconcile(ctx, scene.job)
    assert type(found) is verdict
    assert len(getattr(found, "candidates", ())) == candidates
    assert len(scene.calls("POST")) == posts
    looks = sum(path.endswith("/tasks") for path in scene.calls("GET"))
    waited = (scene.clock.now() - began).total_seconds()
    assert looks == 1 if verdict is mw.Found else (looks >= 3 and waited >= 60)


async def test_a_r31_without_a_handle_another_ones_echo_proves_nothing(scene: Scene) -> None:
    async with scene.open(CLIP.with_(options={"handle": "off"})) as ctx:
        await hooks.submit(ctx, a_job(scene.job.request.with_(options={}), scene.clock.now(), provider="ark"))
        scene.service.faults.add(on=named_faults.CREATE, kind="drop", when="after")
        with pytest.raises(mw.Uncertain):
            await hooks.submit(ctx, scene.job)
        scene.made_now()
        found = await hooks.reconcile(ctx, scene.job)
    assert isinstance(found, mw.CannotTell)
    assert len(found.candidates) == 1


async def test_a_picture_whose_answer_is_lost_cannot_be_looked_up(scene: Scene) -> None:
    async with scene.open(PICTURE, fault="lost_answer") as ctx:
        with pytest.raises(mw.Uncertain):
            await hooks.submit(ctx, scene.job)
        assert isinstance(await hooks.reconcile(ctx, scene.job), mw.CannotTell)
    assert "ark.no_record" in [note.key for note in pricing.price(scene.job.request, "cn").notes]


async def test_a_r33_a_task_that_ark_does_not_know(scene: Scene) -> None:
    async with scene.open() as ctx:
        task = await hooks.submit(ctx, scene.job)
        scene.service.faults.add(on="GET */tasks/cgt-*", **named_faults.refusal(404, "NotFound", "not found"), times=-1)
        assert (await hooks.poll(ctx, task)).state is State.SUCCEEDED, "the list still knows it"
        del scene.service.tasks.all[task.id]
        with pytest.raises(mw.NotFound) as caught:
            await hooks.poll(ctx, task)
        assert caught.value.problems[0].message.key == "ark.gone_early"
        scene.clock.advance(timedelta(days=8).total_seconds())
        gone = await hooks.poll(ctx, task)
    assert (gone.state, gone.reason and gone.reason.key) == (State.FAILED, "ark.record_gone")


@pytest.mark.parametrize(
    ("fault", "raised", "key"),
    [
        ("429_rpm:7", mw.Busy, ""),
        ("429_quota_queue", mw.Busy, ""),
        ("429_quota_free", mw.OutOfCredits, "ark.spent"),
        ("set_limit", mw.OutOfCredits, "ark.own_limit"),
        ("overdue", mw.OutOfCredits, "sdk.no_balance"),
        ("model_not_open", mw.InvalidRequest, "ark.not_open"),
        ("model_gone", mw.InvalidRequest, "ark.no_model"),
        ("sensitive_input", mw.Rejected, "sdk.content"),
        ("privacy_input", mw.Rejected, "sdk.content"),
        ("two_errors_one_named", mw.InvalidRequest, "sdk.bad_value"),
    ],
)
async def test_a_r34_a_r35_a_r36_a_r37_a_refusal_is_what_it_says(
    scene: Scene, fault: str, raised: type[mw.MediawrightError], key: str
) -> None:
    async with scene.open(fault=fault) as ctx:
        with pytest.raises(raised) as caught:
            await hooks.submit(ctx, scene.job)
    error = caught.value
    assert type(error) is raised
    told = error.problems[0].message if isinstance(error, mw.InvalidRequest) else error.message
    assert key in ("", told.key)
    assert "2100000001" not in str(error.provider_message)
    if key == "ark.not_open":
        assert str(told.values["link"]).startswith("https://console.volcengine.com/ark/region")
    if isinstance(error, mw.Busy) and "rpm" in fault:
        assert error.retry_after == 7


async def test_a_r37_account_numbers_are_hidden(scene: Scene) -> None:
    assert (
        errors.masked("Account 2100000001 has no right, request 02179abc")
        == "Account *** has no right, request 02179abc"
    )


async def test_a_r42_fewer_pictures_are_a_success_and_none_a_refusal(scene: Scene) -> None:
    async with scene.open(SERIES, fault="series_partial") as ctx:
        found = await hooks.poll(ctx, await hooks.submit(ctx, scene.job))
        assert (found.state, len(found.outputs)) == (State.SUCCEEDED, 2)
        assert found.note is not None
        assert (found.note.key, found.note.values["failed"]) == ("ark.some_failed", 1)
        assert found.charged == mw.Amount(Decimal("0.50"), "CNY")
        failed = {"error": {"code": "OutputImageSensitiveContentDetected", "message": "no"}}
        scene.service.faults.add(on=named_faults.IMAGES, kind="body", json={"data": [failed, failed]}, when="after")
        with pytest.raises(mw.Rejected):
            await hooks.submit(ctx, scene.job)


async def test_a_r43_what_is_charged_are_the_tokens_of_the_answer(scene: Scene) -> None:
    async with scene.open() as ctx:
        price = await hooks.quote(ctx, scene.job.request)
        found = await hooks.poll(ctx, await hooks.submit(ctx, scene.job))
    assert price is not None
    assert found.charged == price.amount == mw.Amount(Decimal("5.0094"), "CNY")


async def test_moderation_at_the_end_is_a_failure_with_its_words(scene: Scene) -> None:
    async with scene.open(fault="sensitive_output") as ctx:
        found = await hooks.poll(ctx, await hooks.submit(ctx, scene.job))
    assert (found.state, found.provider_code) == (State.FAILED, "OutputVideoSensitiveContentDetected")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ([{"type": "image_url", "image_url": "https://a.example/a.png"}], "image_url"),
        ([{"type": "image_url", "image_url": {"url": "https://a.example/a.png"}}] * 2, "role must be specified"),
        (
            [{"type": "video_url", "video_url": {"url": "data:video/mp4;base64,AA"}, "role": "reference_video"}],
            "web url",
        ),
        (
            [
                {"type": "image_url", "image_url": {"url": "https://a.example/a.png"}, "role": "first_frame"},
                {"type": "image_url", "image_url": {"url": "https://a.example/a.png"}, "role": "reference_image"},
            ],
            "cannot be mixed",
        ),
    ],
)
async def test_the_simulator_refuses_as_ark_does(scene: Scene, content: list[Any], words: str) -> None:
    async with scene.open() as ctx:
        body = {"model": "doubao-seedance-2-0-260128", "content": content}
        headers = {"authorization": "Bearer x"}
        answer = await ctx.post(
            f"{scene.environ['ARK_BASE_URL']}/contents/generations/tasks", json=body, headers=headers
        )
    assert answer.status == 400
    assert words in answer.json()["error"]["message"]


async def test_the_dollars_of_a_key_from_abroad(scene: Scene) -> None:
    async with scene.open():
        region = {"ARK_REGION": "ap"}
        async with scene.opener(ARK, job_id=scene.job.id, **(scene.environ | region)) as abroad:
            price = await hooks.quote(abroad, scene.job.request)
            task = await hooks.submit(abroad, scene.job)
    assert price is not None
    assert price.amount == mw.Amount(Decimal("0.7623"), "USD")
    assert scene.service.tasks.all[task.id].body["model"] == "dreamina-seedance-2-0-260128"


def test_every_fault_of_the_contract_has_its_name() -> None:
    for wrong in ("nonsense", "list_delay:soon"):
        with pytest.raises(mw.InvalidRequest) as caught:
            named_faults.faults(wrong)
        assert "429_rpm" in caught.value.problems[0].allowed
    named = (*named_faults.SAID, *named_faults.CUT, *named_faults.FATES, *named_faults.FLAGS)
    made, flags = named_faults.faults(",".join(named))
    assert len(made) == 2 * len(named_faults.SAID | named_faults.CUT) + len(named_faults.FATES)
    assert flags.keys() == named_faults.FLAGS
