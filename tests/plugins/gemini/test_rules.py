"""The numbered rules of Gemini's contract (docs/contracts/gemini.md §13), each against the simulator."""

import asyncio
import wave
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from mediawright import plugin as mw
from mediawright.config import Config
from mediawright.context.factory import Contexts
from mediawright.paths import Home
from mediawright.sdk import simulator as kit
from mediawright.testing.builders import a_job
from mediawright.testing.contexts import ContextOpener
from mediawright.testing.fakes import FakeClock, PredictableIds
from mediawright.types.constraints import check, choose_model, complete
from mediawright_gemini import errors, files, hooks, pricing, results
from mediawright_gemini.provider import GEMINI
from mediawright_gemini.simulator.service import GeminiService

Start = Callable[..., tuple[GeminiService, dict[str, str]]]
CLIP = mw.Request(
    operation=mw.Operation.TEXT_TO_VIDEO, prompt="a kite", model="gemini-omni-1.2-flash", provider="gemini", duration=5
)
PICTURE = CLIP.with_(operation=mw.Operation.TEXT_TO_IMAGE, model="gemini-nano-banana-2.1", duration=None)
SPEECH = PICTURE.with_(operation=mw.Operation.TEXT_TO_SPEECH, model="gemini-3.8-flash-tts")
SONG = PICTURE.with_(operation=mw.Operation.TEXT_TO_MUSIC, model="lyria-3.5")
WRITTEN = PICTURE.with_(operation=mw.Operation.TRANSCRIBE, model="gemini-3.5-transcribe", prompt="")
EDIT = CLIP.with_(operation=mw.Operation.EDIT_VIDEO, duration=None)
EXTEND = CLIP.with_(operation=mw.Operation.EXTEND_VIDEO)
CREATES = "POST /v1/interactions"
DAY = date(2026, 11, 30)


def media(kind: str, role: str, name: str = "a.png", seconds: float | None = None) -> mw.Media:
    info = None if seconds is None else mw.MediaInfo(media_type=f"{kind}/x", size=1, sha256="0", duration=seconds)
    return mw.Media(kind=mw.MediaKind(kind), role=mw.Role(role), source=name, info=info)


def job(request: mw.Request, clock: FakeClock) -> mw.Job:
    return a_job(request, clock.now(), provider="gemini")


def opened(opener: ContextOpener, environ: dict[str, str]) -> Any:
    return opener(GEMINI, job_id="job-1", **environ)


def sent(request: mw.Request, job_id: str = "job-1") -> Any:
    return hooks.wire(request, job_id)[0].json


class Sink:
    """Keeps what it is given, as bytes."""

    def __init__(self, ctx: Any) -> None:
        self.ctx, self.got = ctx, [b""]

    async def fetch(
        self, output: mw.Output, url: str | None = None, *, headers: Any = None, trusted: bool = False
    ) -> Any:
        answer = await self.ctx.get(str(url), headers=headers)
        if answer.status >= 300:
            raise mw.Unreachable(provider="gemini", provider_code=str(answer.status))
        self.got = [*self.got[:-1], answer.content]
        return None

    async def write(self, output: mw.Output, chunks: Any) -> Any:
        raise NotImplementedError

    async def take(self, output: mw.Output, path: Path) -> Any:
        self.got = [await asyncio.to_thread(path.read_bytes)]
        return None


async def made(ctx: Any, request: mw.Request, clock: FakeClock) -> tuple[mw.Progress, bytes]:
    """A whole life of a task: submit, poll, download."""
    task = await hooks.submit(ctx, job(request, clock))
    done = await hooks.poll(ctx, task)
    sink = Sink(ctx)
    if done.state is mw.State.SUCCEEDED:
        await hooks.download(ctx, task, done, sink)
    return done, sink.got[-1]


@pytest.mark.parametrize("request_", [CLIP, PICTURE])
@pytest.mark.parametrize(
    "fault",
    [
        {"kind": "drop"},
        *({"kind": "status", "status": s, "json": {"error": {"status": "X"}}} for s in (499, 500, 503, 504)),
    ],
    ids=str,
)
async def test_g_r1_g_r27_a_create_goes_out_once_and_trouble_leaves_it_open(
    start: Start, open_context: ContextOpener, fake_clock: FakeClock, request_: mw.Request, fault: dict[str, Any]
) -> None:
    service, environ = start()
    service.faults.add(on="POST *", when="after", times=-1, **fault)
    async with opened(open_context, environ) as ctx:
        with pytest.raises(mw.Uncertain):
            await hooks.submit(ctx, job(request_, fake_clock))
    assert list(service.tasks.same_body().values()) == [1]


async def test_g_r2_g_r5_g_r17_g_r28_a_clip_goes_up_and_comes_down_and_the_key_stays_home(
    start: Start, open_context: ContextOpener, fake_clock: FakeClock, tmp_path: Path
) -> None:
    service, environ = start(processing=2)
    (tmp_path / "work").mkdir()
    (tmp_path / "work" / "my clip.mp4").write_bytes(kit.make_clip(1.0))
    async with opened(open_context, environ) as ctx:
        clip = media("video", "base", "my clip.mp4")
        request = EDIT.with_(media=(replace(clip, info=await ctx.inspect(clip)),))
        for _ in range(2):
            done, content = await made(ctx, request, fake_clock)
    assert (done.state, content[4:8]) == (mw.State.SUCCEEDED, b"ftyp")
    uploads = [entry for entry in service.requests if entry["path"].startswith("/upload")]
    assert [("x-goog-api-key" in entry["headers"]) for entry in uploads] == [True, False], "and once for both"
    assert all("key" not in dict(entry["query"]) for entry in service.requests)
    assert "my clip" not in str(service.requests)
    created = next(entry for entry in service.requests if entry["path"] == "/v1/interactions")
    assert created["json"]["input"][0]["content"][0]["uri"].startswith(environ["GOOGLE_GEMINI_BASE_URL"] + "/v1/files/")


async def test_a_large_clip_goes_up_in_pieces(
    start: Start, open_context: ContextOpener, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    service, environ = start()
    monkeypatch.setattr(files, "PIECE", 1000)
    content = kit.make_clip(1.0)
    (tmp_path / "work").mkdir()
    (tmp_path / "work" / "a.mp4").write_bytes(content)
    async with opened(open_context, environ) as ctx:
        found = await files.place(hooks.API, ctx, media("video", "base", "a.mp4"), EDIT)
    assert service.store.files[files.file_id(found["uri"])].content == content


async def test_g_r2_the_key_follows_no_redirect(
    start: Start, open_context: ContextOpener, fake_clock: FakeClock, tmp_path: Path
) -> None:
    service, environ = start(redirect_download=True)
    home = {"HOME": str(tmp_path), "MEDIAWRIGHT_HOME": str(tmp_path / "mw"), "MEDIAWRIGHT_NO_KEYRING": "1"}
    used = home | {"MEDIAWRIGHT_ALLOW_LOOPBACK": "1"} | environ
    async with Contexts(Home.find(used), Config(), used, fake_clock, PredictableIds(), cwd=tmp_path) as contexts:
        ctx = contexts.open(GEMINI, job_id="job-1")
        task = await hooks.submit(ctx, job(CLIP, fake_clock))
        await hooks.download(ctx, task, await hooks.poll(ctx, task), contexts.sink("job-1"))
    fetched = next(entry for entry in service.requests if entry["path"].startswith("/elsewhere"))
    assert (fetched["status"], "x-goog-api-key" in fetched["headers"]) == (200, False)


async def test_a_clip_that_stands_inside_the_answer_is_taken_out(
    start: Start, open_context: ContextOpener, fake_clock: FakeClock
) -> None:
    _, environ = start(inline=True)
    async with opened(open_context, environ) as ctx:
        done, content = await made(ctx, CLIP, fake_clock)
    assert (done.state, content[4:8]) == (mw.State.SUCCEEDED, b"ftyp")


async def test_g_r17_a_result_that_is_called_failed_is_tried_once(
    start: Start, open_context: ContextOpener, fake_clock: FakeClock
) -> None:
    service, environ = start()
    service.faults.add(on=CREATES, kind="task", json={"file": "FAILED"}, times=-1)
    async with opened(open_context, environ) as ctx:
        _, content = await made(ctx, CLIP, fake_clock)
        assert content[4:8] == b"ftyp"
        service.faults.add(on="GET /v1/files/*:download", kind="status", status=404, times=-1)
        with pytest.raises(mw.TaskFailed):
            await made(ctx, CLIP, fake_clock)


def test_g_r3_g_r4_a_model_that_is_gone_or_unknown_is_refused_here() -> None:
    with pytest.raises(mw.InvalidRequest) as caught:
        choose_model(GEMINI, CLIP.with_(model="gemini-omni-9"))
    assert "gemini-omni-1.2-flash" in caught.value.problems[0].allowed
    assert choose_model(GEMINI, CLIP.with_(model="veo3")).retires is not None


@pytest.mark.parametrize(
    ("request_", "task", "duration"),
    [
        (CLIP, "text_to_video", "5s"),
        (CLIP.with_(operation=mw.Operation.IMAGE_TO_VIDEO), "image_to_video", "5s"),
        (CLIP.with_(operation=mw.Operation.REFERENCE_TO_VIDEO), "reference_to_video", "5s"),
        (EXTEND.with_(aspect_ratio="16:9", options={"previous": "v1_x"}), "extend", "5s"),
        (EDIT.with_(aspect_ratio="16:9", duration=5, options={"previous": "v1_x"}), "edit", None),
        (EDIT.with_(operation=mw.Operation.UPSCALE_VIDEO, resolution="4k"), "upscale", None),
    ],
)
def test_g_r6_g_r7_g_r8_g_r9_a_clip_is_asked_for_in_the_background_with_its_task(
    request_: mw.Request, task: str, duration: str | None
) -> None:
    body = sent(request_)
    assert (body["background"], body["response_format"]["delivery"], "store" in body) == (True, "uri", False)
    assert body["generation_config"]["video_config"] == {"task": task}
    assert body["response_format"].get("duration") == duration
    assert "aspect_ratio" not in body["response_format"]


@pytest.mark.parametrize(
    ("fate", "prompt", "state", "said"),
    [
        ({}, "please refuse", mw.State.FAILED, "gemini.content"),
        ({"status": "failed"}, "a kite", mw.State.FAILED, "sdk.failed"),
        ({"status": "budget_exceeded"}, "a kite", mw.State.FAILED, "gemini.budget"),
        ({"status": "requires_action"}, "a kite", mw.State.FAILED, "sdk.failed"),
        ({"status": "incomplete"}, "a kite", mw.State.SUCCEEDED, None),
        ({"status": "requires_continuation"}, "a kite", mw.State.RUNNING, None),
        ({"status": "dreaming"}, "a kite", mw.State.RUNNING, None),
    ],
)
async def test_g_r10_g_r20_g_r25_every_state_is_what_it_says(
    start: Start,
    open_context: ContextOpener,
    fake_clock: FakeClock,
    fate: dict[str, Any],
    prompt: str,
    state: mw.State,
    said: str | None,
) -> None:
    service, environ = start()
    service.faults.add(on=CREATES, kind="task", json=fate)
    async with opened(open_context, environ) as ctx:
        task = await hooks.submit(ctx, job(CLIP.with_(prompt=prompt), fake_clock))
        done = await hooks.poll(ctx, task)
        assert (done.state, done.reason.key if done.reason else None) == (state, said)
        if said == "gemini.content":
            assert done.provider_message == "I can't create that video."
        if fate.get("status") == "dreaming":
            fake_clock.advance(25 * 3600)
            assert (await hooks.poll(ctx, task)).state is mw.State.UNKNOWN
    assert sum(entry["method"] == "POST" for entry in service.requests) == 1


@pytest.mark.parametrize(
    ("status", "body", "raised"),
    [
        (400, {"code": "invalid_request", "message": "Request contains an invalid argument."}, mw.Unreachable),
        (400, {"code": "invalid_request", "message": "Invalid interaction name."}, mw.NotFound),
        (404, {"code": "not_found", "message": "gone"}, mw.NotFound),
    ],
)
async def test_g_r11_a_hiccup_ends_nothing(
    start: Start, open_context: ContextOpener, fake_clock: FakeClock, status: int, body: Any, raised: type
) -> None:
    service, environ = start()
    async with opened(open_context, environ) as ctx:
        task = await hooks.submit(ctx, job(CLIP, fake_clock))
        service.faults.add(on="GET /v1/interactions/*", kind="status", status=status, json={"error": body})
        with pytest.raises(raised):
            await hooks.poll(ctx, task)
        assert (await hooks.poll(ctx, task)).state is mw.State.SUCCEEDED


async def test_g_r12_g_r15_g_r16_what_comes_at_once_is_on_disk_and_only_results_are_taken(
    start: Start, open_context: ContextOpener, fake_clock: FakeClock, tmp_path: Path
) -> None:
    service, environ = start()
    async with opened(open_context, environ) as ctx:
        task = await hooks.submit(ctx, job(PICTURE, fake_clock))
        kept = sorted(path.name for path in ctx.workdir.iterdir())
        service.faults.add(on="*", kind="status", status=500, times=-1)
        done = await hooks.poll(ctx, task)
        sink = Sink(ctx)
        await hooks.download(ctx, task, done, sink)
        assert "0.bin" in kept
        assert (len(done.outputs), sink.got[0][:2]) == (1, b"\xff\xd8"), "the draft of a thought is no result"
        service.faults.all.clear()
        _, sound = await made(ctx, SPEECH, fake_clock)
    (tmp_path / "s.wav").write_bytes(sound)
    with wave.open(str(tmp_path / "s.wav")) as file:
        assert (file.getframerate(), file.getnframes()) == (24000, 24000)


def test_g_r15_g_r20_nulls_and_unknown_fields_are_ignored() -> None:
    data = {"candidates": [{"content": {"parts": [{"text": "x"}, {"inlineData": None}, {"odd": 1}]}}], "odd": None}
    assert list(results.parts(data, mw.MediaKind.IMAGE)) == []
    assert results.block({"steps": None, "output_video": None}, mw.MediaKind.VIDEO) is None


@pytest.mark.parametrize(
    ("prompt", "said"),
    [("blocked", "content"), ("imgsafety", "content"), ("noimage", "no_picture"), ("talk", "gave_up")],
)
async def test_a_picture_that_was_not_made_says_why(
    start: Start, open_context: ContextOpener, fake_clock: FakeClock, prompt: str, said: str
) -> None:
    service, environ = start()
    async with opened(open_context, environ) as ctx:
        done, _ = await made(ctx, PICTURE.with_(prompt=prompt), fake_clock)
    assert done.reason is not None
    assert (done.state, done.reason.key) == (mw.State.FAILED, f"gemini.{said}")
    assert len(service.tasks.all) == 1


def fails(status: int, word: str, text: str, details: list[Any] | None = None) -> dict[str, Any]:
    error = {"code": status, "status": word, "message": text, "details": details or []}
    return {"kind": "status", "status": status, "json": {"error": error}}


@pytest.mark.parametrize(
    ("fault", "raised", "said"),
    [
        (fails(400, "INVALID_ARGUMENT", "x", [{"reason": "API_KEY_INVALID"}]), mw.SignInNeeded, "sdk.key_refused"),
        (fails(400, "INVALID_ARGUMENT", "API key expired."), mw.SignInNeeded, "sdk.key_refused"),
        (fails(400, "FAILED_PRECONDITION", "billing"), mw.OutOfCredits, "gemini.needs_billing"),
        (fails(400, "FAILED_PRECONDITION", "User location is not supported"), mw.NotAvailable, "gemini.country"),
        (fails(400, "INVALID_ARGUMENT", "Unsupported image_size"), mw.InvalidRequest, "gemini.bad_value"),
        (
            fails(400, "INVALID_ARGUMENT", 'Unknown name "labels": Cannot find field.'),
            mw.InvalidRequest,
            "gemini.try_beta",
        ),
        (fails(400, "INVALID_ARGUMENT", "violates our policy"), mw.Rejected, "gemini.content"),
        (fails(403, "PERMISSION_DENIED", "reported as leaked"), mw.SignInNeeded, "gemini.no_right"),
        (fails(404, "NOT_FOUND", "no longer available to new users"), mw.NotAvailable, "gemini.model_gone"),
        (fails(413, "INVALID_ARGUMENT", "x"), mw.InvalidRequest, "gemini.too_large"),
        (
            fails(429, "RESOURCE_EXHAUSTED", "Your prepayment credits are depleted"),
            mw.OutOfCredits,
            "gemini.no_balance",
        ),
        (fails(429, "RESOURCE_EXHAUSTED", "quota, limit: 0"), mw.OutOfCredits, "gemini.paid_only"),
        (fails(429, "RESOURCE_EXHAUSTED", "slow", [{"retryDelay": "34s"}]), mw.Busy, "gemini.busy"),
        (
            {"kind": "status", "status": 400, "json": [{"error": {"code": "invalid_request", "message": "x"}}]},
            mw.InvalidRequest,
            "gemini.bad_value",
        ),
    ],
)
async def test_g_r13_a_refusal_is_what_it_says_whatever_its_status(
    start: Start,
    open_context: ContextOpener,
    fake_clock: FakeClock,
    fault: dict[str, Any],
    raised: type[mw.MediawrightError],
    said: str,
) -> None:
    service, environ = start()
    service.faults.add(on="POST *", **fault)
    async with opened(open_context, environ) as ctx:
        with pytest.raises(raised) as caught:
            await hooks.submit(ctx, job(CLIP, fake_clock))
    assert caught.value.message.key == said
    if isinstance(caught.value, mw.Busy):
        assert caught.value.retry_after == 34.0


@pytest.mark.parametrize(("said", "wait"), [("34s", 34.0), ("1.5s", 1.5), ("9000s", 300.0), ("soon", None)])
def test_g_r14_a_wait_is_read_as_google_writes_it(said: str, wait: float | None) -> None:
    import json

    body = json.dumps({"error": {"details": [{"retryDelay": said}]}}).encode()
    found = errors.facts(mw.Answer(status=429, headers={}, content=body, url=""), "page")
    assert found.get("retry_after") == wait


@pytest.mark.parametrize(
    ("key", "raised"),
    [("bad", mw.SignInNeeded), ("noright", mw.SignInNeeded), ("poor", mw.OutOfCredits), ("free", mw.OutOfCredits)],
)
async def test_g_r13_every_key_of_the_simulator(
    start: Start, open_context: ContextOpener, fake_clock: FakeClock, key: str, raised: type
) -> None:
    _, environ = start()
    async with opened(open_context, environ | {"GEMINI_API_KEY": key}) as ctx:
        with pytest.raises(raised):
            await hooks.submit(ctx, job(CLIP, fake_clock))


async def test_the_first_of_two_keys_is_used_as_google_s_own_client_does(open_context: ContextOpener) -> None:
    async with open_context(GEMINI, GOOGLE_API_KEY="one", GEMINI_API_KEY="two") as ctx:
        assert hooks.API.signed(ctx) == {"x-goog-api-key": "one"}


def test_g_r18_a_label_is_our_job_alone() -> None:
    assert sent(CLIP, "A" * 80)["labels"] == {"mediawright-job": "a" * 63}


@pytest.mark.parametrize(
    ("request_", "fields"),
    [
        (EDIT.with_(media=(media("video", "base", "v.mp4", 16),)), ["media"]),
        (EDIT.with_(model="gemini-omni-1.1-flash", media=(media("video", "base", "v.mp4", 11),)), ["media"]),
        (EDIT, ["media"]),
        (EXTEND.with_(media=(media("video", "base", "v.mp4", 27),)), ["duration"]),
        (EXTEND.with_(options={"previous": "v1_x"}), []),
        (CLIP.with_(options={"previous": "v1_x"}), ["options"]),
        (
            CLIP.with_(operation=mw.Operation.IMAGE_TO_VIDEO, duration=12, media=(media("image", "end_frame"),)),
            ["duration"],
        ),
        (CLIP.with_(operation=mw.Operation.REFERENCE_TO_VIDEO, media=(media("image", "reference"),) * 7), ["media"]),
        (
            CLIP.with_(
                operation=mw.Operation.REFERENCE_TO_VIDEO,
                media=(media("image", "reference"),) * 7,
                options={"max_references": 10},
            ),
            [],
        ),
        (
            CLIP.with_(operation=mw.Operation.REFERENCE_TO_VIDEO, media=(media("video", "feature", "v.mp4", 4),)),
            ["media", "media"],
        ),
        (SPEECH.with_(options={"voices": {"A": "Kore", "B": "Puck", "C": "Zephyr"}}), ["options"]),
    ],
)
def test_g_r19_limits_are_told_before_anything_is_sent(request_: mw.Request, fields: list[str]) -> None:
    assert [problem.field for problem in hooks.validate(request_)] == fields


@pytest.mark.parametrize(
    ("request_", "cost"),
    [
        (CLIP.with_(duration=8, resolution="1080p"), "0.85 USD"),  # 8 x 0.105 + 0.01
        (CLIP.with_(model="gemini-omni-1.1-flash", duration=10), "1.01 USD"),
        (EDIT.with_(media=(media("video", "base", "v.mp4", 6.4),)), "0.45 USD"),
        (EXTEND.with_(media=(media("video", "base", "v.mp4", 10),)), "1.08 USD"),  # G-R22: 15 seconds
        (EXTEND.with_(options={"previous": "v1_x"}), "2.11 USD"),
        (EDIT.with_(operation=mw.Operation.UPSCALE_VIDEO, options={"previous": "v1_x"}), "None"),
        (CLIP.with_(options={"service_tier": "flex"}), "None"),  # G-R21
        (PICTURE.with_(options={"thinking_level": "high"}), "None"),
        (PICTURE.with_(resolution="2k"), "0.0604 USD"),
        (PICTURE.with_(operation=mw.Operation.EDIT_IMAGE, media=(media("image", "base"),) * 2), "0.0476 USD"),
        (SONG, "0.08 USD"),
        (WRITTEN, "None"),
    ],
)
def test_g_r21_g_r22_a_quote_is_the_table_s_and_unknown_where_nobody_says(request_: mw.Request, cost: str) -> None:
    assert str(pricing.price(request_, DAY).amount) == cost


def test_g_r21_nothing_of_it_is_sent_unasked() -> None:
    assert not {"service_tier", "safety_settings", "thinkingConfig"} & {*sent(CLIP), *sent(PICTURE)["generationConfig"]}


def test_g_r26_speech_is_dearer_from_the_new_year() -> None:
    before, after = (pricing.price(SPEECH.with_(prompt="好" * 100), day).amount for day in (DAY, date(2027, 1, 1)))
    assert before is not None
    assert after is not None
    assert after.value > before.value * Decimal("1.9")


async def test_g_r23_the_computed_cost_is_kept_and_a_dearer_one_is_told(
    start: Start, open_context: ContextOpener, fake_clock: FakeClock
) -> None:
    service, environ = start()
    async with opened(open_context, environ) as ctx:
        task = await hooks.submit(ctx, job(CLIP, fake_clock))
        done = await hooks.poll(ctx, task)
        assert (str(done.charged), done.note) == ("0.3559 USD", None)
        service.tasks.all[task.id].body["response_format"]["duration"] = "8s"
        done = await hooks.poll(ctx, task)
    assert done.note is not None
    assert (str(done.charged), done.note.key) == ("0.5688 USD", "gemini.dearer")


async def test_g_r24_a_lost_create_cannot_be_looked_up(
    start: Start, open_context: ContextOpener, fake_clock: FakeClock
) -> None:
    service, environ = start()
    service.faults.add(on="POST *", kind="drop", when="after", times=-1)
    made_job = job(CLIP, fake_clock)
    async with opened(open_context, environ) as ctx:
        with pytest.raises(mw.Uncertain):
            await hooks.submit(ctx, made_job)
        assert isinstance(await hooks.reconcile(ctx, made_job), mw.CannotTell)
    assert GEMINI.lookup is mw.LookupGrade.NONE


async def test_a_clip_goes_on_from_an_earlier_job(
    start: Start, open_context: ContextOpener, fake_clock: FakeClock
) -> None:
    service, environ = start()
    first = job(CLIP, fake_clock)
    async with opened(open_context, environ) as ctx:
        task = await hooks.submit(ctx, first)
        await hooks.submit(ctx, job(EXTEND.with_(options={"after": first.id}), fake_clock))
        with pytest.raises(mw.InvalidRequest):
            await hooks.submit(ctx, job(EXTEND.with_(options={"after": "nobody"}), fake_clock))
    assert service.requests[-1]["json"]["previous_interaction_id"] == task.id


async def test_songs_transcripts_and_pictures_by_interactions_come_down(
    start: Start, open_context: ContextOpener, fake_clock: FakeClock, tmp_path: Path
) -> None:
    _, environ = start()
    (tmp_path / "work").mkdir()
    (tmp_path / "work" / "a.wav").write_bytes(kit.make_sound(1.0))
    async with opened(open_context, environ) as ctx:
        _, song = await made(ctx, SONG, fake_clock)
        spoken = media("audio", "voice", "a.wav")
        spoken = replace(spoken, info=await ctx.inspect(spoken))
        _, words = await made(ctx, WRITTEN.with_(media=(spoken,)), fake_clock)
        _, picture = await made(ctx, PICTURE.with_(options={"call": "interactions"}), fake_clock)
    assert (song[:4], words, picture[:2]) == (b"RIFF", b"the tide is coming in", b"\xff\xd8")


@pytest.mark.parametrize(("times", "said"), [({"run_s": 60.0}, mw.Requested), ({}, mw.NotPossible)])
async def test_a_cancel_is_asked_for_and_the_job_followed(
    start: Start, open_context: ContextOpener, fake_clock: FakeClock, times: dict[str, float], said: type
) -> None:
    _, environ = start(**times)
    async with opened(open_context, environ) as ctx:
        task = await hooks.submit(ctx, job(CLIP, fake_clock))
        assert type(await hooks.cancel(ctx, task)) is said
        wanted = mw.State.CANCELLED if times else mw.State.SUCCEEDED
        assert (await hooks.poll(ctx, task)).state is wanted


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"response_format": {"duration": 5}}, 400),
        ({"store": False, "background": True}, 400),
        ({"input": [{"role": "user", "parts": []}]}, 400),
        ({"negative_prompt": "x"}, 400),
        ({"previous_interaction_id": "v1_nobody"}, 400),
        ({"input": [{"type": "text", "text": "flat"}]}, 200),
    ],
)
async def test_g_r29_g_r30_the_simulator_refuses_what_google_refuses(
    start: Start, open_context: ContextOpener, body: dict[str, Any], status: int
) -> None:
    _, environ = start()
    whole = {"model": "gemini-omni-1.2-flash", "input": "a kite"} | body
    async with opened(open_context, environ) as ctx:
        for version in ("v1", "v1beta"):
            url = f"{environ['GOOGLE_GEMINI_BASE_URL']}/{version}/interactions"
            answer = await ctx.post(url, headers={"x-goog-api-key": "k"}, json=whole, tries=1)
            assert answer.status == status


async def test_the_version_is_a_setting(open_context: ContextOpener) -> None:
    for said, base in (("", "v1"), ("beta", "v1beta"), ("v1beta", "v1beta")):
        async with open_context(GEMINI, GOOGLE_GENAI_API_VERSION=said) as ctx:
            assert hooks.API.base(ctx) == f"https://generativelanguage.googleapis.com/{base}"


def test_a_base_goes_before_what_goes_with_it_and_words_go_last() -> None:
    model = next(model for model in GEMINI.models if model.name == "gemini-nano-banana-2.1")
    given = (media("image", "reference", "b.png"), media("image", "base", "a.png"))
    whole = complete(PICTURE.with_(operation=mw.Operation.EDIT_IMAGE, media=given), model)
    assert check(GEMINI, model, whole) == ()
    parts = sent(whole)["contents"][0]["parts"]
    assert [part.get("text") or part["inlineData"]["data"]["$file"] for part in parts] == ["a.png", "b.png", "a kite"]


async def test_the_voices_of_an_account_are_listed(start: Start, open_context: ContextOpener) -> None:
    service, environ = start()
    async with opened(open_context, environ) as ctx:
        found = await hooks.voices(ctx)
    assert [voice.name for voice in found] == ["Kore"]
    assert [(entry["method"], entry["path"]) for entry in service.requests] == [("GET", "/v1/voices")]
