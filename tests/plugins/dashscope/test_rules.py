"""The numbered rules of DashScope's contract (docs/contracts/dashscope.md §15), each against the simulator."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from mediawright import plugin as mw
from mediawright.sdk import simulator as kit
from mediawright.testing.builders import a_job
from mediawright.testing.contexts import ContextOpener
from mediawright.testing.fakes import FakeClock
from mediawright_dashscope import hooks, uploads
from mediawright_dashscope.provider import DASHSCOPE
from mediawright_dashscope.simulator.service import DashScopeService

Start = Callable[..., tuple[DashScopeService, dict[str, str]]]
CLIP = mw.Request(operation=mw.Operation.TEXT_TO_VIDEO, prompt="一只红狐", model="wan2.7-t2v", provider="dashscope")
PICTURE = CLIP.with_(operation=mw.Operation.TEXT_TO_IMAGE, model="qwen-image-2.0", count=1)
SPEECH = CLIP.with_(operation=mw.Operation.TEXT_TO_SPEECH, model="qwen3-tts-flash", prompt="你好")
TALK = CLIP.with_(operation=mw.Operation.TALKING_PHOTO, model="wan2.2-s2v", prompt="")
CREATES = "POST /*/api/v1/services/*"


def media(kind: str, role: str, name: str = "a.png", seconds: float | None = None) -> mw.Media:
    source = f"https://media.example.net/{name}"
    info = None if seconds is None else mw.MediaInfo(media_type=f"{kind}/x", size=1, sha256="0", duration=seconds)
    return mw.Media(kind=mw.MediaKind(kind), role=mw.Role(role), source=source, info=info)


FRAME, END, VOICE = media("image", "first_frame"), media("image", "end_frame"), media("audio", "voice", "v.mp3")


def job(request: mw.Request, clock: FakeClock) -> mw.Job:
    return a_job(request, clock.now(), provider="dashscope")


def opened(opener: ContextOpener, environ: dict[str, str]) -> Any:
    return opener(DASHSCOPE, job_id="job-1", **environ)


def creates(service: DashScopeService) -> list[dict[str, Any]]:
    return [entry for entry in service.requests if "/services/" in entry["path"]]


@pytest.mark.parametrize(
    "fault", [{"kind": "drop"}, {"kind": "status", "status": 500, "json": {"code": "InternalError"}}]
)
async def test_d_r1_a_create_goes_out_once(
    start: Start, open_context: ContextOpener, fake_clock: FakeClock, fault: dict[str, Any]
) -> None:
    service, environ = start()
    service.faults.add(on=CREATES, when="after", times=-1, **fault)
    async with opened(open_context, environ) as ctx:
        with pytest.raises(mw.Uncertain):
            await hooks.submit(ctx, job(CLIP, fake_clock))
    assert list(service.tasks.same_body().values()) == [1]


@pytest.mark.parametrize(
    ("request_", "asynchronous"),
    [(CLIP, True), (PICTURE, True), (PICTURE.with_(options={"call": "sync"}), False), (SPEECH, False)],
)
async def test_d_r2_d_r13_a_task_says_so_and_what_comes_at_once_does_not(
    start: Start, open_context: ContextOpener, fake_clock: FakeClock, request_: mw.Request, asynchronous: bool
) -> None:
    service, environ = start()
    async with opened(open_context, environ) as ctx:
        task = await hooks.submit(ctx, job(request_, fake_clock))
        done = await hooks.poll(ctx, task)
    assert (done.state, len(done.outputs)) == (mw.State.SUCCEEDED, 1)
    assert [("x-dashscope-async" in entry["headers"]) for entry in creates(service)] == [asynchronous]


async def test_d_r3_d_r4_d_r6_d_r25_d_r28_a_local_file_is_stored_once_for_its_model_and_the_key_stays_home(
    start: Start, open_context: ContextOpener, fake_clock: FakeClock, tmp_path: Path
) -> None:
    service, environ = start()
    (tmp_path / "work").mkdir()
    (tmp_path / "work" / "first frame.png").write_bytes(kit.make_picture())
    local = mw.Media(kind=mw.MediaKind.IMAGE, role=mw.Role.FIRST_FRAME, source="first frame.png")
    async with opened(open_context, environ) as ctx:
        local = replace(local, info=await ctx.inspect(local))
        moved = CLIP.with_(operation=mw.Operation.IMAGE_TO_VIDEO, model="wan2.7-i2v", media=(local,))
        for _ in range(2):
            task = await hooks.submit(ctx, job(moved, fake_clock))
        assert (await hooks.poll(ctx, task)).state is mw.State.SUCCEEDED
        await uploads.place(hooks.API, ctx, local, "happyhorse-1.1-i2v")
        await hooks.submit(ctx, job(moved.with_(media=(FRAME,)), fake_clock))
    stored = [entry for entry in service.requests if entry["path"].startswith("/oss")]
    assert len(stored) == 2, "one for each model"
    assert all("authorization" not in entry["headers"] for entry in stored)
    assert all("first" not in key for key in service.storage.files), "no personal name"
    headers = [("x-dashscope-ossresourceresolve" in entry["headers"]) for entry in creates(service)]
    assert headers == [True, True, False]
    other = next(key for key, (_, model) in service.storage.files.items() if model.startswith("happyhorse"))
    assert service.storage.fault_of([f"oss://{other}"], "sk-cn", "wan2.7-i2v", True) is not None


async def test_an_upload_whose_policy_has_run_out_gets_a_new_one_once(
    start: Start, open_context: ContextOpener, tmp_path: Path
) -> None:
    service, environ = start()
    (tmp_path / "work").mkdir()
    (tmp_path / "work" / "a.png").write_bytes(kit.make_picture())
    local = mw.Media(kind=mw.MediaKind.IMAGE, role=mw.Role.FIRST_FRAME, source="a.png")
    service.faults.add(on="POST /oss/", kind="status", status=403, times=1)
    async with opened(open_context, environ) as ctx:
        assert (await uploads.place(hooks.API, ctx, local, "wan2.7-i2v")).startswith("oss://dashscope-instant/")
        service.faults.add(on="POST /oss/", kind="status", status=403, times=-1)
        with pytest.raises(mw.Unreachable):
            await uploads.place(hooks.API, ctx, local, "wan2.7-r2v")


async def test_where_nothing_is_stored_a_picture_goes_inside_and_a_clip_needs_a_link(
    start: Start, open_context: ContextOpener, tmp_path: Path
) -> None:
    _, environ = start()
    (tmp_path / "work").mkdir()
    (tmp_path / "work" / "a.png").write_bytes(kit.make_picture())
    (tmp_path / "work" / "a.mp4").write_bytes(kit.make_clip(1.0))
    async with opened(open_context, environ | {"DASHSCOPE_REGION": "us-east-1", "DASHSCOPE_API_KEY": "sk-us"}) as ctx:
        picture = mw.Media(kind=mw.MediaKind.IMAGE, role=mw.Role.FIRST_FRAME, source="a.png")
        assert (await uploads.place(hooks.API, ctx, picture, "wan2.7-i2v")).prefix == "data:image/png;base64,"
        clip = mw.Media(kind=mw.MediaKind.VIDEO, role=mw.Role.BASE, source="a.mp4")
        with pytest.raises(mw.InvalidRequest):
            await uploads.place(hooks.API, ctx, clip, "wan2.7-videoedit")


async def test_d_r5_a_job_keeps_its_base_url(start: Start, open_context: ContextOpener, fake_clock: FakeClock) -> None:
    _, environ = start()
    async with opened(open_context, environ) as ctx:
        task = await hooks.submit(ctx, job(CLIP, fake_clock))
    moved = {"DASHSCOPE_REGION": "ap-southeast-1", "DASHSCOPE_HTTP_BASE_URL": "http://127.0.0.1:9"}
    async with opened(open_context, environ | moved) as ctx:
        assert (await hooks.poll(ctx, task)).state is mw.State.SUCCEEDED
    assert str(task.handle["region"]).endswith("/cn-beijing")


@pytest.mark.parametrize(
    ("request_", "field"),
    [
        (CLIP.with_(model="happyhorse-1.1-t2v", prompt="狐" * 2501), "prompt"),
        (CLIP.with_(negative_prompt="x" * 501), "negative_prompt"),
        (CLIP.with_(shots=(mw.Shot(index=1, prompt="x" * 5001, duration=5),), prompt=""), "shots"),
    ],
)
def test_d_r7_a_text_that_would_be_cut_is_refused(request_: mw.Request, field: str) -> None:
    assert [problem.field for problem in hooks.validate(request_)] == [field]


def test_d_r7_the_models_know_their_limits() -> None:
    limits = {model.name: model.capabilities[0].prompt_limit for model in DASHSCOPE.models}
    assert [limits[name] for name in ("wan2.7-t2v", "wan3.0-video", "qwen-image-2.0", "qwen3-tts-flash")] == [
        5000,
        20000,
        800,
        600,
    ]


def sent(request: mw.Request) -> Any:
    return hooks.wire(request, "job-1")[0].json


def test_d_r8_d_r9_only_what_was_asked_for_is_sent() -> None:
    assert sent(CLIP) == {
        "model": "wan2.7-t2v",
        "input": {"prompt": "一只红狐"},
        "parameters": {"watermark": False},
    }
    assert [p.field for p in hooks.validate(CLIP.with_(keep_original_sound=True))] == ["keep_original_sound"]


def test_d_r10_d_r11_lengths_are_numbers_resolutions_capitals_and_the_watermark_is_said() -> None:
    told = sent(CLIP.with_(duration=8, resolution="1080p", aspect_ratio="9:16", seed=7))["parameters"]
    assert told == {"duration": 8, "resolution": "1080P", "ratio": "9:16", "seed": 7, "watermark": False}
    assert sent(CLIP.with_(watermark=True))["parameters"] == {"watermark": True}
    moved = CLIP.with_(operation=mw.Operation.ANIMATE_IMAGE, model="wan2.2-animate-move", prompt="", mode="std")
    assert sent(moved.with_(media=(FRAME, media("video", "base", "b.mp4")))) == {
        "model": "wan2.2-animate-move",
        "input": {
            "watermark": False,
            "image_url": "https://media.example.net/a.png",
            "video_url": "https://media.example.net/b.mp4",
        },
        "parameters": {"mode": "wan-std"},
    }


LOST = {"kind": "drop", "when": "after", "times": -1}


async def lost(service: DashScopeService, ctx: mw.Context, made: mw.Job) -> None:
    """A create that was accepted and whose answer never came; the list tells the time of the test's clock."""
    service.faults.add(on=CREATES, **LOST)
    with pytest.raises(mw.Uncertain):
        await hooks.submit(ctx, made)
    service.faults.all.clear()
    for task in service.tasks.all.values():
        task.made_at = ctx.clock.now().timestamp()


@pytest.mark.parametrize(
    ("options", "settings", "verdict"),
    [
        ({}, {}, mw.Found),  # it has ended, and repeats our prompt
        ({"rows_named_tasks": True}, {}, mw.Found),
        ({"run_s": 9e9}, {}, mw.CannotTell),
        ({"run_s": 9e9}, {"DASHSCOPE_EXCLUSIVE": "on"}, mw.Found),
        ({"list_lag": 9e9}, {"DASHSCOPE_EXCLUSIVE": "on"}, mw.CannotTell),
    ],
)
async def test_d_r12_d_r14_a_lost_create_is_taken_only_where_it_must_be_ours(
    start: Start,
    open_context: ContextOpener,
    fake_clock: FakeClock,
    options: dict[str, Any],
    settings: dict[str, str],
    verdict: type,
) -> None:
    service, environ = start(**options)
    service.clock.wall = lambda: fake_clock.now().timestamp() + 5  # type: ignore[method-assign]
    made = job(CLIP, fake_clock)
    async with opened(open_context, environ | settings) as ctx:
        await lost(service, ctx, made)
        found = await hooks.reconcile(ctx, made)
    assert type(found) is verdict
    asked = [entry for entry in service.requests if entry["path"].endswith("/tasks")][1]  # the first one tried the key
    assert {"start_time", "end_time", "model_name", "page_no", "page_size"} == {name for name, _ in asked["query"]}


async def test_d_r14_another_prompt_another_job_and_two_alike_are_never_taken(
    start: Start, open_context: ContextOpener, fake_clock: FakeClock
) -> None:
    service, environ = start()
    service.clock.wall = lambda: fake_clock.now().timestamp() + 5  # type: ignore[method-assign]
    made = job(CLIP, fake_clock)
    async with opened(open_context, environ | {"DASHSCOPE_EXCLUSIVE": "on"}) as ctx:
        await hooks.submit(ctx, job(CLIP, fake_clock))  # another job of ours with the same words: it has its id
        service.faults.add(on=CREATES, kind="drop", when="before", times=-1)
        with pytest.raises(mw.Uncertain):
            await hooks.submit(ctx, made)
        assert isinstance(await hooks.reconcile(ctx, made), mw.CannotTell)
        service.faults.all.clear()
        await lost(service, ctx, job(CLIP, fake_clock))
        await lost(service, ctx, job(CLIP, fake_clock))
        found = await hooks.reconcile(ctx, made)
    assert isinstance(found, mw.CannotTell)
    assert len(found.candidates) == 2


async def test_nothing_in_the_list_means_nothing_unless_an_operator_says_so(
    start: Start, open_context: ContextOpener, fake_clock: FakeClock
) -> None:
    service, environ = start()
    service.faults.add(on=CREATES, kind="drop", when="before", times=-1)
    made = job(CLIP, fake_clock)
    async with opened(open_context, environ | {"DASHSCOPE_LIST_IS_COMPLETE": "on"}) as ctx:
        with pytest.raises(mw.Uncertain):
            await hooks.submit(ctx, made)
        verdicts = []
        for seconds in (70, 30, 61):
            fake_clock.advance(seconds)
            verdicts.append(type(await hooks.reconcile(ctx, made)))
    assert verdicts == [mw.CannotTell, mw.CannotTell, mw.NotAccepted]


@pytest.mark.parametrize(("hours", "state"), [(23, mw.State.UNKNOWN), (25, mw.State.FAILED)])
async def test_d_r15_a_task_that_is_not_known_has_failed_only_after_a_day(
    start: Start, open_context: ContextOpener, fake_clock: FakeClock, hours: int, state: mw.State
) -> None:
    service, environ = start()
    async with opened(open_context, environ) as ctx:
        task = await hooks.submit(ctx, job(CLIP, fake_clock))
        service.tasks.all.clear()
        fake_clock.advance(timedelta(hours=hours).total_seconds())
        assert (await hooks.poll(ctx, task)).state is state


@pytest.mark.parametrize("model", ["qwen-image-2.0", "wan2.2-t2i-flash"])
async def test_d_r16_fewer_files_than_asked_for_are_said_and_paid_by_their_number(
    start: Start, open_context: ContextOpener, fake_clock: FakeClock, model: str
) -> None:
    service, environ = start()
    service.faults.add(on=CREATES, kind="task", json={"fewer": 1})
    async with opened(open_context, environ) as ctx:
        task = await hooks.submit(ctx, job(PICTURE.with_(model=model, count=3), fake_clock))
        done = await hooks.poll(ctx, task)
    assert (done.state, len(done.outputs), done.note is not None) == (mw.State.SUCCEEDED, 2, True)
    assert str(done.charged) == ("0.4 CNY" if model.startswith("qwen") else "None")


WAN3 = CLIP.with_(operation=mw.Operation.REFERENCE_TO_VIDEO, model="wan3.0-video", resolution="1080p")
REFERENCE = media("image", "reference", "r.png")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"media": (FRAME, REFERENCE)}, "media"),
        (
            {"operation": mw.Operation.TEXT_TO_VIDEO, "options": {"file": "u", "link": "v", "enable_thinking": True}},
            "options",
        ),
        ({"operation": mw.Operation.TEXT_TO_VIDEO, "options": {"link": "v"}}, "options"),
        ({"media": (media("video", "reference", "v.mp4", 10),), "duration": 21}, "duration"),
        ({"media": (media("video", "reference", "v.mp4", 10), media("video", "reference", "w.mp4", 6))}, "media"),
    ],
)
def test_d_r17_wan_3_takes_frames_or_references_and_thirty_seconds_in_all(changes: dict[str, Any], field: str) -> None:
    assert [problem.field for problem in hooks.validate(WAN3.with_(**changes))] == [field]


@pytest.mark.parametrize(
    ("operation", "given", "types"),
    [
        ("image_to_video", (FRAME,), "first_frame"),
        ("image_to_video", (FRAME, VOICE), "first_frame driving_audio"),
        ("image_to_video", (FRAME, END), "first_frame last_frame"),
        ("lip_sync", (FRAME, END, VOICE), "first_frame last_frame driving_audio"),
        ("extend_video", (media("video", "source", "v.mp4"),), "first_clip"),
        ("extend_video", (media("video", "source", "v.mp4"), END), "first_clip last_frame"),
    ],
)
def test_d_r18_wan_2_7_moves_a_picture_in_six_ways(operation: str, given: tuple[mw.Media, ...], types: str) -> None:
    request = CLIP.with_(operation=mw.Operation(operation), model="wan2.7-i2v", media=given)
    assert [entry["type"] for entry in sent(request)["input"]["media"]] == types.split()
    able = next(model for model in DASHSCOPE.models if model.name == "wan2.7-i2v").capability(request.operation)
    assert able is not None
    assert all(rule.at_most == 1 for rule in able.inputs)


@pytest.mark.parametrize(("face", "paths"), [("face.png", 2), ("noface.png", 1)])
async def test_d_r19_a_face_is_looked_for_before_anything_dear_is_sent(
    start: Start, open_context: ContextOpener, fake_clock: FakeClock, face: str, paths: int
) -> None:
    service, environ = start()
    request = TALK.with_(media=(media("image", "reference", face), VOICE))
    async with opened(open_context, environ) as ctx:
        if face.startswith("no"):
            with pytest.raises(mw.InvalidRequest):
                await hooks.submit(ctx, job(request, fake_clock))
        else:
            task = await hooks.submit(ctx, job(request, fake_clock))
            done = await hooks.poll(ctx, task)
            assert (done.state, len(done.outputs)) == (mw.State.SUCCEEDED, 1), "the clip stands under `results` here"
    called = [entry["path"].rpartition("/")[2] for entry in creates(service)]
    assert called == ["face-detect", "video-synthesis"][:paths]
    assert "x-dashscope-async" not in creates(service)[0]["headers"]


@pytest.mark.parametrize(
    ("key", "settings", "base"),
    [
        ("sk-sp-x", {}, "https://token-plan.cn-beijing.maas.aliyuncs.com"),
        ("sk-1", {}, "https://dashscope.aliyuncs.com"),
        ("sk-1", {"DASHSCOPE_REGION": "us-east-1"}, "https://dashscope-us.aliyuncs.com"),
        ("sk-1", {"DASHSCOPE_WORKSPACE": "llm-1"}, "https://llm-1.cn-beijing.maas.aliyuncs.com"),
        ("sk-ws-p.llm-2.k.s", {}, "https://llm-2.cn-beijing.maas.aliyuncs.com"),
        ("sk-1", {"DASHSCOPE_BASE_URL": "https://gw.example/compatible-mode/v1"}, "https://gw.example"),
    ],
)
async def test_d_r20_a_key_leads_to_its_host(
    open_context: ContextOpener, key: str, settings: dict[str, str], base: str
) -> None:
    async with opened(open_context, settings | {"DASHSCOPE_API_KEY": key}) as ctx:
        assert hooks.API.base(ctx) == base
        assert ("x-dashscope-workspace" in hooks.API.signed(ctx)) == ("llm" in base)


@pytest.mark.parametrize(
    ("key", "settings"),
    [
        ("sk-sp-x", {"DASHSCOPE_BASE_URL": "https://dashscope.aliyuncs.com"}),
        ("sk-1", {"DASHSCOPE_BASE_URL": "https://token-plan.cn-beijing.maas.aliyuncs.com"}),
        ("sk-1", {"DASHSCOPE_REGION": "eu-central-1"}),
        ("sk-1", {"DASHSCOPE_WORKSPACE": "evil.example/x"}),
    ],
)
async def test_d_r20_a_key_goes_nowhere_else(open_context: ContextOpener, key: str, settings: dict[str, str]) -> None:
    async with opened(open_context, settings | {"DASHSCOPE_API_KEY": key}) as ctx:
        with pytest.raises(mw.SignInNeeded):
            hooks.API.signed(ctx)


async def test_d_r21_a_refused_key_names_the_region_and_a_good_one_finds_its_own(
    start: Start, open_context: ContextOpener, fake_clock: FakeClock
) -> None:
    service, environ = start()
    async with opened(open_context, environ | {"DASHSCOPE_REGION": "ap-southeast-1"}) as ctx:
        with pytest.raises(mw.SignInNeeded) as caught:
            await hooks.submit(ctx, job(CLIP, fake_clock))
    assert caught.value.message.values["region"] == "ap-southeast-1"
    service.requests.clear()
    async with opened(open_context, environ | {"DASHSCOPE_API_KEY": "sk-intl"}) as ctx:
        price = await hooks.quote(ctx, CLIP.with_(duration=5, resolution="720p"))
        task = await hooks.submit(ctx, job(CLIP, fake_clock))
    assert price is not None
    assert str(price.amount) == "0.5 USD"
    assert str(task.handle["region"]).endswith("/ap-southeast-1")
    assert [entry["method"] for entry in service.requests] == ["GET", "GET", "POST"], "found for free, once"


async def test_d_r22_an_expired_link_is_fresh_after_another_poll(
    start: Start, open_context: ContextOpener, fake_clock: FakeClock
) -> None:
    _, environ = start()
    async with opened(open_context, environ) as ctx:
        task = await hooks.submit(ctx, job(CLIP, fake_clock))
        urls = [(await hooks.poll(ctx, task)).outputs[0].url for _ in range(2)]
    assert all("Signature" in str(url) for url in urls)
    assert "Signature" not in str(task.handle), "a link is never kept: the runner polls again where one has run out"
    assert DASHSCOPE.limits.result_life_s == 86400


async def test_d_r23_many_tasks_are_polled_with_one_list(
    start: Start, open_context: ContextOpener, fake_clock: FakeClock
) -> None:
    service, environ = start(run_s=9e9, parallel=99)
    service.clock.wall = lambda: fake_clock.now().timestamp() - 5  # type: ignore[method-assign]
    async with opened(open_context, environ) as ctx:
        tasks = [await hooks.submit(ctx, job(CLIP.with_(seed=n), fake_clock)) for n in range(12)]
        service.requests.clear()
        said = await hooks.poll_many(ctx, tasks)
    assert {progress.state for progress in said.values()} == {mw.State.RUNNING}
    assert (len(said), len(service.requests)) == (12, 1)


EDIT = CLIP.with_(operation=mw.Operation.EDIT_VIDEO, model="wan2.7-videoedit", resolution="720p")


@pytest.mark.parametrize(
    ("request_", "region", "cost"),
    [
        (EDIT.with_(media=(media("video", "base", "v.mp4", 6.4),)), "cn-beijing", "7.2 CNY"),  # 6 in, 6 out
        (EDIT.with_(media=(media("video", "base", "v.mp4", 6.4),), duration=4), "cn-beijing", "6 CNY"),
        (EDIT.with_(media=(media("video", "base", "v.mp4"),)), "cn-beijing", "12 CNY"),  # nobody knows: ten
        (CLIP.with_(duration=10), "cn-beijing", "10 CNY"),
        (CLIP.with_(duration=10), "us-east-1", "1.5 USD"),
        (WAN3.with_(operation=mw.Operation.TEXT_TO_VIDEO, duration=-1), "cn-beijing", "36 CNY"),
        (WAN3.with_(operation=mw.Operation.TEXT_TO_VIDEO, duration=5), "us-east-1", "None"),
        (PICTURE.with_(count=3), "cn-beijing", "0.6 CNY"),
        (TALK.with_(media=(FRAME, media("audio", "voice", "v.mp3", 8.0))), "cn-beijing", "4.004 CNY"),
        (SPEECH.with_(prompt="好" * 100), "cn-beijing", "0.008 CNY"),
        (CLIP, "token-plan", "None"),
    ],
)
def test_d_r24_a_quote_counts_what_goes_in_and_never_guesses_low(request_: mw.Request, region: str, cost: str) -> None:
    from mediawright_dashscope.pricing import price

    found = price(request_, region)
    assert str(found.amount) == cost
    assert any(note.key == "dashscope.length_unknown" for note in found.notes) == (cost == "12 CNY")


async def test_what_was_used_is_what_was_charged(
    start: Start, open_context: ContextOpener, fake_clock: FakeClock
) -> None:
    _, environ = start()
    async with opened(open_context, environ) as ctx:
        request = EDIT.with_(media=(media("video", "base", "v.mp4"),))
        done = await hooks.poll(ctx, await hooks.submit(ctx, job(request, fake_clock)))
    assert str(done.charged) == "6 CNY", "ten seconds, five of them put in"


@pytest.mark.parametrize(
    ("key", "model", "prompt", "raised", "said"),
    [
        ("sk-bad", "wan2.7-t2v", "狐", mw.SignInNeeded, "key_refused"),
        ("sk-poor", "wan2.7-t2v", "unsafe", mw.OutOfCredits, "arrears"),  # D-R27: before anything is looked at
        ("sk-closed", "wan2.7-t2v", "狐", mw.SignInNeeded, "not_open"),
        ("sk-cn", "wan2.7-t2v", "unsafe", mw.Rejected, "content"),
        ("sk-cn", "wan3.0-video", "unsafe 3", mw.Rejected, "content"),
    ],
)
async def test_d_r26_d_r27_a_refusal_is_what_it_says(
    start: Start,
    open_context: ContextOpener,
    fake_clock: FakeClock,
    key: str,
    model: str,
    prompt: str,
    raised: type[mw.MediawrightError],
    said: str,
) -> None:
    service, environ = start()
    settings = {"DASHSCOPE_API_KEY": key, "DASHSCOPE_REGION": "cn-beijing"}
    async with opened(open_context, environ | settings) as ctx:
        with pytest.raises(raised) as caught:
            await hooks.submit(ctx, job(CLIP.with_(model=model, prompt=prompt), fake_clock))
    assert caught.value.message.key == f"dashscope.{said}"
    assert not service.tasks.all


@pytest.mark.parametrize(
    ("answer", "raised"),
    [
        ((429, "Throttling.RateQuota", "Requests rate limit exceeded"), mw.Busy),
        ((429, "Throttling.AllocationQuota", "Allocated quota exceeded, please increase your quota limit"), mw.Busy),
        ((429, "Throttling.AllocationQuota", "Free allocated quota exceeded"), mw.OutOfCredits),
        ((429, "PostpaidBillOverdue", "x"), mw.OutOfCredits),
        ((403, "AllocationQuota.FreeTierOnly", "x"), mw.OutOfCredits),
        ((403, "AccessDenied", "current user api does not support asynchronous calls."), mw.NotAvailable),
        ((404, "ModelNotFound", "x"), mw.NotFound),
        ((400, "InvalidParameter", "Model not exist."), mw.NotFound),
        ((400, "InvalidParameter.FileDownload", "x"), mw.InvalidRequest),
        ((413, "BadRequest.TooLarge", "x"), mw.InvalidRequest),
        ((408, "RequestTimeOut", "x"), mw.Uncertain),
        ((503, "ModelUnavailable", "x"), mw.Uncertain),
    ],
)
async def test_every_refusal_of_the_table(
    start: Start, open_context: ContextOpener, fake_clock: FakeClock, answer: tuple[int, str, str], raised: type
) -> None:
    service, environ = start()
    status, code, words = answer
    service.faults.add(on=CREATES, kind="status", status=status, json={"code": code, "message": words})
    async with opened(open_context, environ | {"DASHSCOPE_REGION": "cn-beijing"}) as ctx:
        with pytest.raises(raised) as caught:
            await hooks.submit(ctx, job(CLIP.with_(model="wan3.0-video"), fake_clock))
    hint = [problem.message.key for problem in getattr(caught.value, "problems", ())]
    assert ("dashscope.wan3_workspace" in hint) == isinstance(caught.value, mw.InvalidRequest)


@pytest.mark.parametrize(("key", "raised"), [("sk-cn", mw.Busy), ("sk-sp-x", mw.OutOfCredits)])
async def test_d_r1_the_quota_of_a_plan_does_not_come_back_with_the_next_minute(
    start: Start, open_context: ContextOpener, fake_clock: FakeClock, key: str, raised: type[mw.MediawrightError]
) -> None:
    service, environ = start()
    said = {"code": hooks.MINUTES, "message": "Allocated quota exceeded, please increase your quota limit"}
    service.faults.add(on=CREATES, kind="status", status=429, json=said)
    async with opened(open_context, environ | {"DASHSCOPE_API_KEY": key}) as ctx:
        with pytest.raises(raised) as caught:
            await hooks.submit(ctx, job(CLIP, fake_clock))
    assert caught.value.provider_code == hooks.MINUTES
    assert not service.tasks.all


async def test_d_r26_bad_media_are_taken_and_fail_later_with_their_reason(
    start: Start, open_context: ContextOpener, fake_clock: FakeClock
) -> None:
    _, environ = start()
    request = CLIP.with_(operation=mw.Operation.IMAGE_TO_VIDEO, model="wan2.7-i2v")
    async with opened(open_context, environ) as ctx:
        bad = request.with_(media=(media("image", "first_frame", "unreachable.png"),))
        done = await hooks.poll(ctx, await hooks.submit(ctx, job(bad, fake_clock)))
    assert done.reason is not None
    assert (done.state, done.reason.key, done.charged) == (mw.State.FAILED, "dashscope.bad_file", None)


@pytest.mark.parametrize(
    ("times", "fate", "state", "said"),
    [
        ({"queue_s": 60.0}, {}, mw.State.SUBMITTED, mw.Stopped),
        ({"queue_s": 60.0}, {"word": "SUSPENDED"}, mw.State.SUBMITTED, mw.NotPossible),
        ({"run_s": 60.0}, {}, mw.State.RUNNING, mw.NotPossible),
        ({}, {"nested": True, "no_usage": True}, mw.State.SUCCEEDED, mw.NotPossible),
        ({}, {"code": "DataInspectionFailed"}, mw.State.FAILED, mw.NotPossible),
    ],
)
async def test_every_state_and_whether_it_can_still_be_stopped(
    start: Start,
    open_context: ContextOpener,
    fake_clock: FakeClock,
    times: dict[str, float],
    fate: dict[str, Any],
    state: mw.State,
    said: type,
) -> None:
    service, environ = start(**times)
    service.faults.add(on=CREATES, kind="task", json=fate)
    async with opened(open_context, environ) as ctx:
        task = await hooks.submit(ctx, job(CLIP, fake_clock))
        assert (await hooks.poll(ctx, task)).state is state
        assert type(await hooks.cancel(ctx, task)) is said
        assert (await hooks.adopt(ctx, task.id, None)).id == task.id


def test_voices_stand_with_the_picture_or_clip_they_belong_to() -> None:
    one, two = media("image", "reference", "1.png"), media("image", "reference", "2.png")
    first, second = media("audio", "voice", "1.mp3"), media("audio", "voice", "2.mp3")
    request = CLIP.with_(operation=mw.Operation.REFERENCE_TO_VIDEO, model="wan2.7-r2v")

    def voices(*given: mw.Media) -> list[Any]:
        entries = sent(request.with_(media=given))["input"]["media"]
        return [str(entry.get("reference_voice", ""))[-5:] for entry in entries]

    assert voices(one, two, first, second) == ["1.mp3", "2.mp3"]
    assert voices(one, first, two) == ["1.mp3", ""]
    assert voices(one, two, second) == ["", "2.mp3"]
    assert [p.field for p in hooks.validate(request.with_(media=(one, first, second)))] == ["media"]


@pytest.mark.parametrize(
    ("model", "changes", "size"),
    [
        ("qwen-image-2.0", {"aspect_ratio": "16:9"}, "1664*928"),
        ("qwen-image-2.0", {"aspect_ratio": "3:2"}, "1536*1024"),
        ("qwen-image-2.0", {"resolution": "2k", "aspect_ratio": "16:9"}, "2560*1440"),
        ("wan2.7-image-pro", {"resolution": "4k", "aspect_ratio": "16:9"}, "3840*2160"),
        ("wan2.2-t2i-flash", {"aspect_ratio": "16:9"}, "1440*800"),
        ("qwen-image-2.0", {}, None),
    ],
)
def test_a_picture_s_size_is_written_out(model: str, changes: dict[str, Any], size: str | None) -> None:
    assert sent(PICTURE.with_(model=model, **changes))["parameters"].get("size") == size


def test_shots_are_told_in_the_prompt() -> None:
    shots = (mw.Shot(index=1, prompt="a fox", duration=3), mw.Shot(index=2, prompt="an owl", duration=2))
    told = sent(CLIP.with_(prompt="Night.", shots=shots))["input"]["prompt"]
    assert told == "Night.\nShot 1 [0-3 s] a fox\nShot 2 [3-5 s] an owl"
