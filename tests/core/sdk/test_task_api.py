"""What a subclass gets from the task API beyond the smallest one: synchronous services, results of their own, regions."""

import json
from base64 import b64encode
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, ClassVar

import pytest
from tests.core.sdk.tiny import TINY, Tiny

from mediawright import plugin as mw
from mediawright.sdk import simulator as kit
from mediawright.sdk.endpoint import CancelCall, Endpoint, Listing, Outputs
from mediawright.sdk.error_table import ErrorRule
from mediawright.sdk.http_request import HttpRequest, Link
from mediawright.testing.builders import a_job
from mediawright.testing.contexts import ContextOpener
from mediawright.testing.simulator import SimulatorRunner

ENDED = ErrorRule(raises=mw.TaskFailed, status=(422, 500), words=("unsafe",), message="content", ends_task=True)
AT = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)
REQUEST = mw.Request(operation=mw.Operation.TEXT_TO_VIDEO, prompt="a fox", model="tiny-1", provider="tiny", count=2)


class Sketch(Tiny):
    """A service that answers the create with the pictures themselves."""

    endpoints = (Endpoint(outputs=(Outputs(base64="images[].data", kind=mw.MediaKind.IMAGE),)),)


REGIONS = {"here": "https://here.example", "there": "https://there.example"}


class Parcel(Tiny):
    """A service whose result is a call of its own, in the region that took the create."""

    regions = REGIONS
    errors: ClassVar[tuple[ErrorRule, ...]] = (ENDED, *Tiny.errors)
    endpoints = (
        replace(
            Tiny.endpoints[0],
            poll="/s/{id}",
            result="/r/{path}",
            keep={"path": "result_path"},
            cancel=CancelCall(path="/s/{id}", method="PUT"),
        ),
    )


class Answers(kit.Service):
    """Answers each path with what a test put there: JSON, or a status and JSON."""

    said: dict[str, Any]

    def routes(self) -> list[Any]:
        return [kit.route(method, "/{path:path}", self.answer) for method in ("GET", "POST", "PUT")]

    def answer(self, call: kit.Call) -> Any:
        found = self.said[call.request.url.path]
        return kit.refusal(*found) if isinstance(found, tuple) else found


@pytest.fixture
def answers() -> Answers:
    service = Answers(kit.Options())
    service.said = {}
    return service


async def hooks(api: Tiny, opener: ContextOpener, url: str) -> Any:
    return opener(api.provider, job_id="job-1", TINY_URL=url, TINY_KEY="not-a-real-secret")


def job() -> mw.Job:
    return a_job(REQUEST, AT, provider="tiny")


async def test_a_synchronous_answer_is_kept_and_is_the_result(
    answers: Answers, run_simulator: SimulatorRunner, open_context: ContextOpener
) -> None:
    pictures = [kit.make_picture(8, 8, tint) for tint in (1, 2)]
    answers.said["/v1/tasks"] = {"images": [{"data": b64encode(picture).decode()} for picture in pictures]}
    api = Sketch()
    async with await hooks(api, open_context, run_simulator(kit.create_app(answers))) as ctx:
        task = await api.submit(ctx, job())
        said = await api.poll(ctx, task)
        assert (said.state, [output.extra["file"] for output in said.outputs]) == (
            mw.State.SUCCEEDED,
            ["0.bin", "1.bin"],
        )
        assert [(ctx.workdir / f"{n}.bin").read_bytes() for n in (0, 1)] == pictures
        assert "images" not in json.dumps(dict(task.handle))


async def test_a_synchronous_answer_without_a_result_leaves_it_open(
    answers: Answers, run_simulator: SimulatorRunner, open_context: ContextOpener
) -> None:
    answers.said["/v1/tasks"] = {"images": []}
    api = Sketch()
    async with await hooks(api, open_context, run_simulator(kit.create_app(answers))) as ctx:
        with pytest.raises(mw.Uncertain):
            await api.submit(ctx, job())


PARCEL = mw.Task(provider="tiny", id="t-1", handle={"path": "deep/t-1", "count": 2, "kind": "video"})


@pytest.mark.parametrize(
    ("result", "state", "urls"),
    [
        ({"files": [{"url": "https://x/1"}, {"url": "https://x/2"}]}, mw.State.SUCCEEDED, 2),
        ({"files": [{"url": "https://x/1"}]}, mw.State.SUCCEEDED, 1),
        ({"files": []}, mw.State.FAILED, 0),
        ((422, {"error": {"code": "policy", "message": "unsafe words"}}), mw.State.FAILED, 0),
        ((500, {"error": {"code": "policy", "message": "unsafe words"}}), mw.State.FAILED, 0),
    ],
)
async def test_a_result_of_its_own_is_the_verdict(
    answers: Answers,
    run_simulator: SimulatorRunner,
    open_context: ContextOpener,
    result: Any,
    state: mw.State,
    urls: int,
) -> None:
    answers.said |= {"/s/t-1": {"status": "succeeded"}, "/r/deep/t-1": result}
    api = Parcel()
    async with await hooks(api, open_context, run_simulator(kit.create_app(answers))) as ctx:
        said = await api.poll(ctx, PARCEL)
    assert (said.state, len(said.outputs)) == (state, urls)
    assert (said.note is not None) == (urls == 1), "fewer files than were asked for are spoken of"


@pytest.mark.parametrize(
    ("answer", "raised"),
    [
        ((404, {"error": {"code": "gone", "message": "no such task"}}), mw.NotFound),
        ((401, {"error": {"code": "no_key", "message": "no"}}), mw.SignInNeeded),
        ((500, {"error": {"code": "oops", "message": "broken"}}), mw.Unreachable),
        ({"nothing": "known"}, mw.Unreachable),
    ],
)
async def test_a_poll_that_says_nothing_ends_nothing(
    answers: Answers,
    run_simulator: SimulatorRunner,
    open_context: ContextOpener,
    answer: Any,
    raised: type[Exception],
) -> None:
    answers.said["/s/t-1"] = answer
    api = Parcel()
    async with await hooks(api, open_context, run_simulator(kit.create_app(answers))) as ctx:
        with pytest.raises(raised):
            await api.poll(ctx, PARCEL)


async def test_the_region_that_took_a_task_is_polled(open_context: ContextOpener) -> None:
    api = Parcel()
    provider = replace(TINY, settings=(mw.Setting(name="base_url"), mw.Setting(name="region", env=("TINY_REGION",))))
    async with open_context(provider, TINY_REGION="there") as ctx:
        assert (api.base(ctx), api.base(ctx, "here")) == ("https://there.example", "https://here.example")


async def test_a_refused_sign_in_is_made_good_once(
    answers: Answers, run_simulator: SimulatorRunner, open_context: ContextOpener
) -> None:
    class Renewing(Parcel):
        renewals = 0

        async def renew(self, ctx: mw.Context) -> bool:
            self.renewals += 1
            answers.said["/s/t-1"] = {"status": "running"} if self.renewals == 1 else answers.said["/s/t-1"]
            return True

    answers.said["/s/t-1"] = (401, {"error": {"code": "no_key", "message": "ran out"}})
    api = Renewing()
    async with await hooks(api, open_context, run_simulator(kit.create_app(answers))) as ctx:
        assert (await api.poll(ctx, PARCEL)).state is mw.State.RUNNING
        answers.said["/s/t-1"] = (401, {"error": {"code": "no_key", "message": "ran out"}})
        with pytest.raises(mw.SignInNeeded):
            await api.poll(ctx, PARCEL)
    assert api.renewals == 2


def test_a_dry_run_shows_what_is_sent_without_the_key() -> None:
    picture = mw.Media(kind=mw.MediaKind.IMAGE, role=mw.Role.FIRST_FRAME, source="/home/me/fox.png")
    shown = Tiny().wire(REQUEST.with_(media=(picture,), duration=5), "job-1")[0]
    assert shown.json == {
        "model": "tiny-1",
        "prompt": "a fox",
        "image": {"$file": "fox.png"},
        "client_id": "job-1",
        "seconds": 5,
        "number": 2,
    }
    assert (shown.url, dict(shown.headers)) == ("https://api.tiny.example/v1/tasks", {"authorization": "Bearer ***"})


class Searched(Tiny):
    """A service with a list that repeats the body, and no id of ours."""

    endpoints = (replace(Tiny.endpoints[0], listing=Listing(path="/v1/tasks", items="tasks[]")),)

    def build_request(self, request: mw.Request, job_id: str, link: Link) -> HttpRequest:
        return HttpRequest(path="/v1/tasks", json={"prompt": request.prompt})

    def same(self, row: Any, body: Any) -> bool | None:
        return row.data["body"] == body if "body" in row.data else None


OURS = {"id": "t-1", "body": {"prompt": "a fox"}, "status": "running"}


@pytest.mark.parametrize(
    ("listed", "verdict", "candidates"),
    [
        ([OURS], mw.Found, 0),
        ([OURS, OURS | {"id": "t-2"}], mw.CannotTell, 2),
        ([OURS | {"body": {"prompt": "an owl"}}], mw.CannotTell, 0),
        ([{"id": "t-3", "status": "running"}], mw.CannotTell, 1),
        ([], mw.CannotTell, 0),
    ],
)
async def test_a_lost_create_is_found_only_where_one_row_is_surely_ours(
    answers: Answers,
    run_simulator: SimulatorRunner,
    open_context: ContextOpener,
    listed: list[Any],
    verdict: type,
    candidates: int,
) -> None:
    answers.said["/v1/tasks"] = {"tasks": listed}
    api = Searched()
    async with await hooks(api, open_context, run_simulator(kit.create_app(answers))) as ctx:
        with pytest.raises(mw.Uncertain):
            await api.submit(ctx, job())
        found = await api.reconcile(ctx, job())
    assert type(found) is verdict
    assert len(getattr(found, "candidates", ())) == candidates


async def test_a_task_of_which_too_little_is_known_is_not_found(
    answers: Answers, run_simulator: SimulatorRunner, open_context: ContextOpener
) -> None:
    answers.said["/s/t-1"] = {"status": "succeeded"}
    api = Parcel()
    async with await hooks(api, open_context, run_simulator(kit.create_app(answers))) as ctx:
        with pytest.raises(mw.NotFound):
            await api.poll(ctx, mw.Task(provider="tiny", id="t-1", handle={"kind": "video"}))


REGIONAL = replace(
    TINY,
    settings=(
        mw.Setting(name="base_url", env=("TINY_URL",), default="https://{region}.tiny.example"),
        mw.Setting(name="region", env=("TINY_REGION",)),
    ),
)


class Regional(Parcel):
    provider = REGIONAL


async def signed_in(api: Tiny, ctx: mw.Context) -> None:
    action = mw.AuthAction(verb=mw.AuthVerb.IMPORT, values={"api_key": "not-a-real-secret"})
    async for _ in api.auth(ctx, action):
        pass


async def test_the_region_of_a_key_is_found_for_free_and_remembered_with_that_key(
    answers: Answers, run_simulator: SimulatorRunner, open_context: ContextOpener
) -> None:
    answers.said |= {"/here/v1/tasks": (401, {"error": {"code": "no_key"}}), "/there/v1/tasks": {"tasks": []}}
    url, api = run_simulator(kit.create_app(answers)) + "/{region}", Regional()
    async with open_context(REGIONAL, TINY_URL=url) as ctx:
        await signed_in(api, ctx)
        assert (api.region(ctx), api.base(ctx).rpartition("/")[2]) == ("there", "there")
    async with open_context(REGIONAL, TINY_URL=url, TINY_KEY="another-key") as ctx:
        assert api.region(ctx) == "here", "nothing is known of another key"
    assert {entry["method"] for entry in answers.requests} == {"GET"}


async def test_a_key_that_no_region_takes_is_refused_and_the_others_are_asked_whose_it_is(
    answers: Answers, run_simulator: SimulatorRunner, open_context: ContextOpener
) -> None:
    answers.said |= {f"/{name}/v1/tasks": (401, {"error": {"code": "no_key"}}) for name in REGIONS}
    url, api = run_simulator(kit.create_app(answers)) + "/{region}", Regional()
    for chosen, tried in (("", 2), ("there", 2)):
        answers.requests.clear()
        async with open_context(REGIONAL, TINY_URL=url, TINY_REGION=chosen) as ctx:
            with pytest.raises(mw.SignInNeeded):
                await signed_in(api, ctx)
        assert len(answers.requests) == tried
