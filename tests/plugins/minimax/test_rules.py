"""The numbered rules of MiniMax's contract (docs/contracts/minimax.md §14) about sending and what comes back."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from mediawright import plugin as mw
from mediawright.sdk import simulator as kit
from mediawright.testing.builders import a_job
from mediawright.testing.contexts import ContextOpener
from mediawright.testing.fakes import FakeClock
from mediawright_minimax import errors, files, hooks
from mediawright_minimax import reconcile as reconcile_module
from mediawright_minimax.provider import KEY_PAGES, MINIMAX
from mediawright_minimax.request_body import shape
from mediawright_minimax.simulator.service import MiniMaxService

Start = Callable[..., tuple[MiniMaxService, dict[str, str]]]
CLIP = mw.Request(
    operation=mw.Operation.TEXT_TO_VIDEO,
    prompt="a kettle boils",
    model="MiniMax-H3",
    provider="minimax",
    duration=5,
    resolution="768p",
    aspect_ratio="16:9",
)
FILM = CLIP.with_(model="MiniMax-Hailuo-2.3", duration=None, resolution=None, aspect_ratio=None)
PICTURE = FILM.with_(operation=mw.Operation.TEXT_TO_IMAGE, model="image-01", count=1)
SPEECH = FILM.with_(operation=mw.Operation.TEXT_TO_SPEECH, model="speech-2.8-hd", prompt="Low tide at noon.")
SONG = FILM.with_(
    operation=mw.Operation.TEXT_TO_MUSIC, model="music-3.0", prompt="slow piano", options={"is_instrumental": True}
)
ALL = [CLIP, FILM, PICTURE, SPEECH, SONG]
CREATES, FILMS = "POST /v2/video_generation", "POST /v1/video_generation"
Status, Stop = mw.State, (mw.Stopped, mw.Requested, mw.NotPossible)


def media(kind: str, role: str, name: str = "a.png", seconds: float | None = None) -> mw.Media:
    info = None if seconds is None else mw.MediaInfo(media_type=f"{kind}/mp4", size=1, sha256="0", duration=seconds)
    return mw.Media(kind=mw.MediaKind(kind), role=mw.Role(role), source=f"https://media.example.net/{name}", info=info)


def job(request: mw.Request, clock: FakeClock) -> mw.Job:
    return a_job(request, clock.now(), provider="minimax")


def opened(opener: ContextOpener, environ: dict[str, str], **more: str) -> Any:
    return opener(MINIMAX, job_id="job-1", **environ, **more)


class Sink:
    """Keeps what it is given, as bytes, and the headers it was fetched with."""

    def __init__(self, ctx: Any) -> None:
        self.ctx, self.got, self.asked = ctx, b"", [""]

    async def fetch(self, output: mw.Output, url: str | None = None, **more: Any) -> Any:
        answer = await self.ctx.get(str(url or output.url), headers=more.get("headers"))
        if answer.status >= 300 or b"AccessDenied" in answer.content:
            raise mw.Unreachable(provider="minimax", provider_code=str(answer.status))
        self.got = answer.content
        self.asked.append(str(url or output.url))

    async def write(self, output: mw.Output, chunks: Any) -> Any:
        raise NotImplementedError

    async def take(self, output: mw.Output, path: Path) -> Any:
        self.got = path.read_bytes()  # noqa: ASYNC240


async def made(ctx: Any, request: mw.Request, clock: FakeClock) -> tuple[mw.Progress, bytes]:
    """A whole life of a task: submit, poll, download."""
    task = await hooks.submit(ctx, job(request, clock))
    done = await hooks.poll(ctx, task)
    sink = Sink(ctx)
    if done.state is Status.SUCCEEDED:
        await hooks.download(ctx, task, done, sink)
    return done, sink.got


async def test_m_r1_m_r33_m_r35_a_create_goes_out_once_and_trouble_leaves_it_open(
    start: Start, open_context: ContextOpener, fake_clock: FakeClock
) -> None:
    """Dropped, a server's fault by status or by number, an overload: each of the five kinds, and never twice."""
    service, environ = start(music_open=True)
    on: dict[str, Any] = {"on": "POST *", "when": "after", "times": -1}
    troubles: list[dict[str, Any]] = [
        {"kind": "drop"},
        {"kind": "status", "status": 500, "json": {"type": "error", "error": {"message": "x (1000)"}}},
        {"kind": "status", "status": 529, "json": {"type": "error", "error": {"type": "overloaded_error"}}},
        *({"kind": "body", "json": {"base_resp": {"status_code": n}}} for n in (0, 1000, 1001, 1013, 1024, 1033)),
    ]
    for request in ALL:
        for trouble in troubles:
            service.faults.add(**on, **trouble)
            async with opened(open_context, environ, MINIMAX_MUSIC="on") as ctx:
                with pytest.raises(mw.Uncertain):
                    await hooks.submit(ctx, job(request, fake_clock))
                found = await hooks.reconcile(ctx, job(request, fake_clock)) if request is not CLIP else None
            assert found is None or isinstance(found, mw.CannotTell)
            service.faults.all.clear()
            fake_clock.advance(120)
    spent = [entry for entry in service.requests if entry["method"] == "POST"]
    assert len(spent) == len(ALL) * len(troubles) == len(service.tasks.all)


@pytest.mark.parametrize(
    ("request_", "path"),
    [
        (CLIP, "/v2/video_generation"),
        (CLIP.with_(model="MiniMax-H3-Max"), "/v2/video_generation"),
        (FILM, "/v1/video_generation"),
        (FILM.with_(model="S2V-01", operation=mw.Operation.REFERENCE_TO_VIDEO), "/v1/video_generation"),
        (PICTURE, "/v1/image_generation"),
        (SPEECH, "/v1/t2a_v2"),
        (SPEECH.with_(prompt="x" * 10_000), "/v1/t2a_async_v2"),
        (SPEECH.with_(options={"call": "task"}), "/v1/t2a_async_v2"),
        (SONG, "/v1/music_generation"),
    ],
)
def test_m_r2_the_model_says_which_interface_serves_it(request_: mw.Request, path: str) -> None:
    assert hooks.wire(request_, "job-1")[0].url == "https://api.minimax.io" + path


async def test_m_r3_m_r6_m_r40_m_r47_every_kind_comes_home_and_the_key_stays_with_the_service(
    start: Start, open_context: ContextOpener, fake_clock: FakeClock
) -> None:
    """With numbers for ids, a byte-order mark, words in small letters: the file is there, and no result saw the key."""
    service, environ = start(music_open=True, fault="bom,numeric_ids,lower_case_status")
    heads = {}
    async with opened(open_context, environ, MINIMAX_MUSIC="on") as ctx:
        for request in ALL:
            done, content = await made(ctx, request, fake_clock)
            assert done.state is Status.SUCCEEDED
            heads[str(request.model)] = content[:4]
            fake_clock.advance(5)
        ids = [(await hooks.submit(ctx, job(CLIP.with_(duration=n), fake_clock))).id for n in (7, 8)]
    assert heads.pop("MiniMax-H3")[:3] == heads.pop("MiniMax-Hailuo-2.3")[:3] == b"\0\0\0"
    assert heads == {"image-01": b"\x89PNG", "speech-2.8-hd": b"RIFF", "music-3.0": b"RIFF"}
    assert all(isinstance(number, str) and len(number) == 15 for number in ids)
    fetched = [entry for entry in service.requests if entry["path"].startswith("/results")]
    assert len(fetched) == 4
    assert not any("authorization" in entry["headers"] for entry in fetched)
    assert all(entry["headers"]["authorization"] == "Bearer ***" for entry in service.requests if entry not in fetched)
    assert not any("mm-api-source" in entry["headers"] for entry in service.requests)
    https = mw.Task(provider="minimax", id="1", handle={"kind": "image"})
    plain = {"data": {"image_urls": ["http://result.example.net/1.jpeg?sig=00"]}}
    (only,) = hooks.API.outputs(hooks.API.endpoint("image"), https, plain)
    assert only.url == "https://result.example.net/1.jpeg?sig=00"


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"base_resp": {"status_code": 1008, "status_msg": "insufficient balance"}}, "1008"),
        ({"base_resp": {"status_code": "1026"}}, "1026"),
        ({"task_id": "1", "base_resp": {"status_code": 0}}, None),
        ({"task_id": "446"}, None),  # M-R5: v2 has no base_resp, and that is normal
        ({"task": {"status": "queued"}}, None),
        ({"type": "error", "error": {"type": "bad_request_error", "message": "x, 99s (2013)"}}, "2013"),
        ({"type": "error", "error": {"type": "overloaded_error"}}, "overloaded_error"),
        ("<html>", None),
    ],
)
def test_m_r4_m_r5_success_is_judged_in_both_dresses(body: Any, code: str | None) -> None:
    found = errors.service_error(body)
    assert (found.code if found else None) == code


def test_m_r27_m_r28_words_are_compared_without_case_and_an_unknown_one_ends_nothing() -> None:
    points = {name: hooks.API.endpoint(name) for name in ("v2", "v1", "long")}
    words = {word: hooks.API.state_of(points["v1"], {"status": word}) for word in ("SUCCESS", "Queueing", "pondering")}
    assert {word: found[0] for word, found in words.items() if found} == {
        "SUCCESS": Status.SUCCEEDED,
        "Queueing": Status.SUBMITTED,
        "pondering": Status.UNKNOWN,
    }
    assert hooks.API.state_of(points["long"], {"status": "Expired"}) == (Status.FAILED, "Expired")


@pytest.mark.parametrize("request_", [CLIP, FILM])
async def test_m_r28_a_success_without_its_file_is_polled_for_a_minute(
    start: Start, open_context: ContextOpener, fake_clock: FakeClock, request_: mw.Request
) -> None:
    _, environ = start(fault="success_without_file")
    async with opened(open_context, environ) as ctx:
        task = await hooks.submit(ctx, job(request_, fake_clock))
        states = []
        for seconds in (0, 30, 31):
            fake_clock.advance(seconds)
            said = await hooks.poll(ctx, task)
            task = said.task or task
            states.append(said.state)
    assert states == [Status.RUNNING, Status.RUNNING, Status.FAILED]
    assert said.reason is not None
    assert said.reason.key == "minimax.result_missing"
    assert said.charged == mw.Amount(Decimal("0.4") if request_ is CLIP else Decimal("0.28"), "USD")


@pytest.mark.parametrize(
    ("request_", "options", "said", "calls"),
    [
        (CLIP, {"queue_s": 60.0}, mw.Stopped, ["GET", "DELETE", "GET"]),
        (CLIP, {"queue_s": 60.0, "run_s": 60.0, "fault": "delete_race"}, mw.NotPossible, ["GET", "DELETE"]),
        (CLIP, {"run_s": 60.0}, mw.NotPossible, ["GET"]),
        (CLIP, {}, mw.NotPossible, ["GET"]),
        (FILM, {"queue_s": 60.0}, mw.NotPossible, []),
    ],
)
async def test_m_r29_m_r30_only_a_waiting_v2_clip_is_stopped_and_nothing_is_ever_deleted(
    start: Start,
    open_context: ContextOpener,
    fake_clock: FakeClock,
    request_: mw.Request,
    options: dict[str, Any],
    said: type,
    calls: list[str],
) -> None:
    service, environ = start(**options)
    async with opened(open_context, environ) as ctx:
        task = await hooks.submit(ctx, job(request_, fake_clock))
        service.requests.clear()
        verdict = await hooks.cancel(ctx, task)
    assert (type(verdict), [entry["method"] for entry in service.requests]) == (said, calls)
    assert task.id in service.tasks.all


async def lost(service: MiniMaxService, ctx: Any, request: mw.Request, clock: FakeClock) -> mw.Job:
    """A create that was accepted and whose answer never came; the list tells the time of the test's clock."""
    service.faults.add(on=CREATES, kind="drop", when="after")
    sent = job(request, clock)
    with pytest.raises(mw.Uncertain):
        await hooks.submit(ctx, sent)
    for task in service.tasks.all.values():
        task.made_at = clock.now().timestamp()
    return sent


@pytest.mark.parametrize(
    ("options", "settings", "verdict", "candidates"),
    [
        ({}, {"MINIMAX_SOLE_USER": "on"}, mw.Found, 0),
        ({}, {}, mw.CannotTell, 1),
        ({"fault": "list_twin"}, {"MINIMAX_SOLE_USER": "on"}, mw.CannotTell, 2),
        ({"fault": "list_delay:1e9"}, {}, mw.NotAccepted, 0),
        ({"fault": "list_500"}, {"MINIMAX_SOLE_USER": "on"}, mw.Unreachable, 0),
    ],
)
async def test_m_r31_a_lost_clip_is_looked_for_in_the_list_and_found_only_by_a_sole_user(
    start: Start,
    open_context: ContextOpener,
    fake_clock: FakeClock,
    options: dict[str, Any],
    settings: dict[str, str],
    verdict: type,
    candidates: int,
) -> None:
    service, environ = start(**options)
    async with opened(open_context, environ, **settings) as ctx:
        sent = await lost(service, ctx, CLIP, fake_clock)
        service.requests.clear()
        try:
            found: Any = await hooks.reconcile(ctx, sent)
        except mw.Unreachable as error:
            found = error
    assert type(found) is verdict
    assert len(getattr(found, "candidates", ())) == candidates
    assert {entry["method"] for entry in service.requests} == {"GET"}, "never a POST"
    asked = dict(service.requests[0]["query"])
    assert (asked["filter.model"], asked["filter.task_type"]) == ("MiniMax-H3", "generation")
    assert sum(fake_clock.slept) >= (60 if verdict in (mw.CannotTell, mw.NotAccepted) else 10)


async def test_m_r31_what_is_another_job_s_or_of_another_shape_or_of_another_time_is_not_ours(
    start: Start, open_context: ContextOpener, fake_clock: FakeClock
) -> None:
    service, environ = start()
    async with opened(open_context, environ, MINIMAX_SOLE_USER="on") as ctx:
        for other in (CLIP, CLIP.with_(duration=6), CLIP.with_(resolution="2k"), CLIP.with_(aspect_ratio="9:16")):
            await hooks.submit(ctx, job(other, fake_clock))
        service.faults.add(on=CREATES, kind="drop", when="before")
        sent = job(CLIP, fake_clock)
        with pytest.raises(mw.Uncertain):
            await hooks.submit(ctx, sent)
        for task in service.tasks.all.values():
            task.made_at = fake_clock.now().timestamp()
        assert isinstance(await hooks.reconcile(ctx, sent), mw.NotAccepted)
        fake_clock.advance(timedelta(days=8).total_seconds())
        assert isinstance(await hooks.reconcile(ctx, sent), mw.CannotTell), "the list forgets after seven days"


async def test_m_r32_equal_creates_go_out_one_after_another(
    start: Start, open_context: ContextOpener, fake_clock: FakeClock
) -> None:
    service, environ = start()
    async with opened(open_context, environ, MINIMAX_SOLE_USER="on") as ctx:
        first = await lost(service, ctx, CLIP, fake_clock)
        fake_clock.slept.clear()
        await hooks.submit(ctx, job(CLIP.with_(duration=9), fake_clock))
        assert not fake_clock.slept, "another shape need not wait"
        await hooks.submit(ctx, job(CLIP, fake_clock))
        assert sum(fake_clock.slept) >= 60, "an equal one waits until the lost one was looked for"
        reconcile_module.creates(ctx).note(first, shape(CLIP))
        with pytest.raises(mw.Busy):
            await hooks.submit(ctx, job(CLIP, fake_clock))
    assert len(service.tasks.all) == 3


@pytest.mark.parametrize(
    ("number", "words", "raised", "key"),
    [
        (1004, "", mw.SignInNeeded, "minimax.key_refused"),
        (2049, "", mw.SignInNeeded, "minimax.key_refused"),
        (1008, "", mw.OutOfCredits, "minimax.no_balance"),
        (2056, "", mw.OutOfCredits, "minimax.plan_used_up"),
        (2067, "", mw.OutOfCredits, "minimax.plan_too_small"),
        (1002, "", mw.Busy, "minimax.busy"),
        (1039, "", mw.Busy, "minimax.busy"),
        (1041, "", mw.Busy, "minimax.busy"),
        (2045, "", mw.Busy, "minimax.busy"),
        (2013, "", mw.InvalidRequest, "minimax.bad_value"),
        (1042, "", mw.InvalidRequest, "minimax.bad_value"),
        (20132, "", mw.InvalidRequest, "minimax.no_voice"),
        (2042, "", mw.InvalidRequest, "minimax.no_voice"),
        (2037, "", mw.InvalidRequest, "minimax.bad_value"),
        (1026, "", mw.Rejected, "minimax.input"),
        (1027, "", mw.Rejected, "minimax.output"),
    ],
)
async def test_m_r34_m_r36_every_refusal_of_the_table_in_both_dresses(
    start: Start,
    open_context: ContextOpener,
    fake_clock: FakeClock,
    number: int,
    words: str,
    raised: type[mw.MediawrightError],
    key: str,
) -> None:
    service, environ = start(fault=f"code:{number}")
    async with opened(open_context, environ) as ctx:
        for request in (CLIP, FILM):
            with pytest.raises(raised) as caught:
                await hooks.submit(ctx, job(request, fake_clock))
            said = getattr(caught.value, "problems", None)
            message = said[0].message if said else caught.value.message
            assert message.key == key
    assert caught.value.provider_code == str(number)
    assert not service.tasks.all


async def test_m_r34_what_was_asked_for_in_seconds_is_waited(
    start: Start, open_context: ContextOpener, fake_clock: FakeClock
) -> None:
    _, environ = start(fault="retry_after:7")
    async with opened(open_context, environ) as ctx:
        with pytest.raises(mw.Busy) as caught:
            await hooks.submit(ctx, job(CLIP, fake_clock))
        task = await hooks.submit(ctx, job(CLIP, fake_clock))
    assert (caught.value.retry_after, len(task.id)) == (7.0, 15)


@pytest.mark.parametrize(
    ("key", "settings", "region", "calls"),
    [
        ("world-key", {}, "global", 1),
        ("cn-key", {}, "cn", 2),
        ("cn-key", {"MINIMAX_REGION": "cn"}, "cn", 0),
    ],
)
async def test_the_region_of_a_key_is_found_for_free_and_remembered(
    start: Start,
    open_context: ContextOpener,
    fake_clock: FakeClock,
    key: str,
    settings: dict[str, str],
    region: str,
    calls: int,
) -> None:
    service, environ = start()
    environ = environ | {"MINIMAX_API_HOST": environ["MINIMAX_API_HOST"] + "/{region}/v1/", "MINIMAX_API_KEY": key}
    async with opened(open_context, environ, **settings) as ctx:
        price = await hooks.quote(ctx, CLIP)
        probes = [(entry["method"], dict(entry["query"])) for entry in service.requests]
        task = await hooks.submit(ctx, job(CLIP, fake_clock))
        done = await hooks.poll(ctx, task)
    assert probes == [("GET", {"page_size": "1"})] * calls
    assert price is not None
    assert str(price.amount) == {"global": "0.4 USD", "cn": "2.5 CNY"}[region]
    assert str(done.charged) == str(price.amount)
    assert (task.handle["region"], service.requests[-1]["path"].split("/")[1]) == (region, region)


async def test_m_r36_a_key_of_the_other_region_is_told_so(
    start: Start, open_context: ContextOpener, fake_clock: FakeClock
) -> None:
    _, environ = start()
    environ = environ | {"MINIMAX_API_HOST": environ["MINIMAX_API_HOST"] + "/{region}", "MINIMAX_API_KEY": "cn-key"}
    async with opened(open_context, environ, MINIMAX_REGION="global") as ctx:
        with pytest.raises(mw.SignInNeeded) as caught:
            await hooks.submit(ctx, job(FILM, fake_clock))
        assert dict(caught.value.message.values) | {"message": "", "provider": ""} == {
            "message": "",
            "provider": "",
            "region": "global",
            "other": "cn",
            "host": "api.minimax.cn",
            "link": KEY_PAGES["global"],
        }
        bring = mw.AuthAction(verb=mw.AuthVerb.IMPORT, values={"MINIMAX_API_KEY": "cn-key", "api_key": "cn-key"})
        with pytest.raises(mw.SignInNeeded) as told:
            [event async for event in hooks.auth(ctx, bring)]
    assert (told.value.message.key, told.value.message.values["there"]) == ("sdk.other_region", "cn")
    async with opened(open_context, environ, MINIMAX_REGION="eu") as ctx:
        with pytest.raises(mw.SignInNeeded):
            await hooks.quote(ctx, CLIP)


@pytest.mark.parametrize(
    ("base", "used", "region"),
    [
        ("https://api.minimax.io/v1", "https://api.minimax.io", "global"),
        ("https://api.minimaxi.com/anthropic/", "https://api.minimaxi.com", "cn"),
        ("https://api-bj.minimaxi.com", "https://api-bj.minimaxi.com", "cn"),
        ("https://api.minimax.cn/v2/", "https://api.minimax.cn", "cn"),
        ("https://gateway.example/minimax", "https://gateway.example/minimax", "global"),
        ("", "https://api.minimax.io", "global"),
    ],
)
async def test_a_given_address_is_used_alone_without_its_end(
    open_context: ContextOpener, base: str, used: str, region: str
) -> None:
    async with opened(open_context, {"MINIMAX_API_HOST": base, "MINIMAX_API_KEY": "k"}) as ctx:
        assert (hooks.API.base(ctx), hooks.API.region(ctx)) == (used, region)


async def test_m_r37_a_subscription_key_is_told_that_it_does_not_serve_h3(
    start: Start, open_context: ContextOpener, fake_clock: FakeClock
) -> None:
    _, environ = start()
    async with opened(open_context, environ | {"MINIMAX_API_KEY": "sk-cp-1"}) as ctx:
        with pytest.raises(mw.InvalidRequest) as caught:
            await hooks.submit(ctx, job(CLIP, fake_clock))
        assert [problem.message.key for problem in caught.value.problems][1:] == ["minimax.plan_key"]
        assert (await hooks.submit(ctx, job(FILM, fake_clock))).id


@pytest.mark.parametrize(
    ("fault", "count", "state", "files_", "charged"),
    [
        ("images_partial", 4, Status.SUCCEEDED, 1, "0.0035 USD"),
        ("images_partial,counts_as_number", 1, Status.FAILED, 0, "0 USD"),
        ("counts_as_text", 3, Status.SUCCEEDED, 3, "0.0105 USD"),
    ],
)
async def test_m_r41_fewer_pictures_are_a_success_with_a_remark_and_none_is_a_failure(
    start: Start,
    open_context: ContextOpener,
    fake_clock: FakeClock,
    fault: str,
    count: int,
    state: mw.State,
    files_: int,
    charged: str,
) -> None:
    _, environ = start(fault=fault)
    async with opened(open_context, environ) as ctx:
        done, _ = await made(ctx, PICTURE.with_(count=count), fake_clock)
    assert (done.state, len(done.outputs), str(done.charged)) == (state, files_, charged)
    assert (done.note is not None) == (0 < files_ < count)


async def test_pictures_may_stand_inside_the_answer(
    start: Start, open_context: ContextOpener, fake_clock: FakeClock
) -> None:
    _, environ = start()
    async with opened(open_context, environ) as ctx:
        inside = PICTURE.with_(count=2, options={"response_format": "base64"})
        done, content = await made(ctx, inside, fake_clock)
    assert (len(done.outputs), content[:4]) == (2, b"\x89PNG")


@pytest.mark.parametrize("packed", ["", "as_tar"])
async def test_m_r42_a_long_text_becomes_a_task_whose_sound_is_fetched_with_the_key(
    start: Start, open_context: ContextOpener, fake_clock: FakeClock, packed: str
) -> None:
    service, environ = start(fault=packed)
    async with opened(open_context, environ) as ctx:
        long = SPEECH.with_(prompt="tide. " * 1700, options={"sample_rate": 16000})
        price = await hooks.quote(ctx, long)
        done, content = await made(ctx, long, fake_clock)
    assert price is not None
    assert [note.key for note in price.notes] == ["minimax.long_text"]
    assert (done.state, content[:4]) == (Status.SUCCEEDED, b"RIFF")
    sent = service.requests[0]["json"]
    assert sent["audio_setting"] == {"audio_sample_rate": 16000, "bitrate": 128000, "format": "mp3", "channel": 1}
    assert "output_format" not in sent
    assert str(done.charged) == "1.02 USD"
    limits = {model.name: model.capabilities[0].prompt_limit for model in MINIMAX.models}
    assert limits["speech-2.8-hd"] == 50_000


@pytest.mark.parametrize("form", ["mp3", "wav", "pcm"])
async def test_m_r44_speech_comes_as_hex_and_raw_sound_is_made_to_play(
    start: Start, open_context: ContextOpener, fake_clock: FakeClock, form: str
) -> None:
    service, environ = start()
    async with opened(open_context, environ) as ctx:
        options = {"format": form, "sample_rate": 16000, "channel": 2}
        done, content = await made(ctx, SPEECH.with_(options=options), fake_clock)
    assert (done.state, content[:4]) == (Status.SUCCEEDED, b"RIFF")
    assert (int.from_bytes(content[24:28], "little"), content[22]) == (16000, 2)
    assert service.requests[0]["json"]["output_format"] == "hex"
    assert str(done.charged) == "0.0017 USD"


async def test_m_r44_half_a_byte_is_no_sound_and_was_charged(
    start: Start, open_context: ContextOpener, fake_clock: FakeClock
) -> None:
    _, environ = start(fault="hex_odd")
    async with opened(open_context, environ) as ctx:
        done, _ = await made(ctx, SPEECH, fake_clock)
    assert (done.state, str(done.charged)) == (Status.FAILED, "0.0017 USD")


async def test_m_r44_what_is_no_sound_ends_the_job_and_is_not_waited_for(
    start: Start, open_context: ContextOpener, fake_clock: FakeClock
) -> None:
    class Refusing(Sink):
        async def take(self, output: mw.Output, path: Path) -> Any:
            raise mw.Unreachable(provider="minimax")

    _, environ = start()
    async with opened(open_context, environ) as ctx:
        task = await hooks.submit(ctx, job(SPEECH, fake_clock))
        with pytest.raises(mw.TaskFailed):
            await hooks.download(ctx, task, await hooks.poll(ctx, task), Refusing(ctx))


async def test_m_r44_a_sound_that_fits_into_no_answer_comes_as_an_address(
    start: Start, open_context: ContextOpener, fake_clock: FakeClock
) -> None:
    service, environ = start()
    async with opened(open_context, environ) as ctx:
        large = SPEECH.with_(prompt="潮" * 3000, options={"format": "wav", "sample_rate": 44100})
        done, content = await made(ctx, large, fake_clock)
    assert (service.requests[0]["json"]["output_format"], done.state, content[:4]) == ("url", Status.SUCCEEDED, b"RIFF")


async def test_m_r45_music_needs_its_setting_and_says_why(
    start: Start, open_context: ContextOpener, fake_clock: FakeClock
) -> None:
    service, environ = start(fault="music_closed")
    by_name = mw.CatalogueQuery(name="music-3.0")
    async with opened(open_context, environ) as ctx:
        for asked in (hooks.quote(ctx, SONG), hooks.submit(ctx, job(SONG, fake_clock)), hooks.catalogue(ctx, by_name)):
            with pytest.raises(mw.InvalidRequest) as caught:
                await asked
            assert caught.value.problems[0].message.key == "minimax.music_off"
        assert (await hooks.catalogue(ctx, mw.CatalogueQuery())).models == ()
    assert not service.requests
    async with opened(open_context, environ, MINIMAX_MUSIC="on") as ctx:
        assert [model.name for model in (await hooks.catalogue(ctx, by_name)).models] == ["music-3.0"]
        with pytest.raises(mw.InvalidRequest) as refused:
            await hooks.submit(ctx, job(SONG, fake_clock))
    assert "closed" in str(refused.value.provider_message)
    assert hooks.validate(SONG.with_(model=None))[0].message.key == "minimax.music_off"


async def test_m_r18_files_stand_in_the_body_while_they_fit_and_are_stored_for_a_week_where_not(
    start: Start, open_context: ContextOpener, fake_clock: FakeClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    service, environ = start()
    (tmp_path / "work").mkdir()
    (tmp_path / "work" / "First Frame.PNG").write_bytes(kit.make_picture(640, 360))
    frame = mw.Media(kind=mw.MediaKind.IMAGE, role=mw.Role.FIRST_FRAME, source="First Frame.PNG")
    async with opened(open_context, environ) as ctx:
        frame = replace(frame, info=await ctx.inspect(frame))
        moved = CLIP.with_(operation=mw.Operation.IMAGE_TO_VIDEO, media=(frame,), aspect_ratio="auto")
        await hooks.submit(ctx, job(moved, fake_clock))
        monkeypatch.setattr(files, "INSIDE", 100)
        for _ in range(2):
            await hooks.submit(ctx, job(moved, fake_clock))
    sent = [entry for entry in service.requests if entry["path"] == "/v2/video_generation"]
    inline = sent[0]["json"]["content"][1]["image_url"]["url"]
    assert inline["starts"].startswith("data:image/png;base64,") if isinstance(inline, dict) else inline
    assert sent[1]["json"]["content"][1]["image_url"]["url"] == "mm_file://300000000000001"
    assert len(service.stored) == 1, "stored once for both"
    assert b"First" not in next(iter(service.stored.values()))
    async with opened(open_context, environ, MINIMAX_UPLOADS="off") as ctx:
        with pytest.raises(mw.InvalidRequest):
            await hooks.submit(ctx, job(moved, fake_clock))


@pytest.mark.parametrize("request_", [CLIP, FILM])
async def test_what_failed_or_was_stopped_is_free_and_says_why(
    start: Start, open_context: ContextOpener, fake_clock: FakeClock, request_: mw.Request
) -> None:
    _, environ = start(fault="fail_1027")
    async with opened(open_context, environ) as ctx:
        done = await hooks.poll(ctx, await hooks.submit(ctx, job(request_, fake_clock)))
    assert done.reason is not None
    assert (done.state, done.reason.key, str(done.charged)) == (Status.FAILED, "minimax.output", "0 USD")


async def test_an_id_alone_is_enough_whichever_interface_made_it(
    start: Start, open_context: ContextOpener, fake_clock: FakeClock
) -> None:
    _, environ = start()
    async with opened(open_context, environ) as ctx:
        for request, endpoint in ((CLIP, "v2"), (FILM, "v1")):
            task = await hooks.submit(ctx, job(request, fake_clock))
            found = await hooks.adopt(ctx, task.id, None)
            assert (found.id, found.handle["endpoint"]) == (task.id, endpoint)
        with pytest.raises(mw.NotFound):
            await hooks.adopt(ctx, "1", None)
        past = await hooks.history(ctx, mw.Window(start=fake_clock.now(), end=fake_clock.now()))
    assert [item.model for item in past] == ["MiniMax-H3"], "only clips of v2 are listed"


def test_m_r48_no_call_makes_or_deletes_a_voice() -> None:
    root = Path(files.__file__).parent
    text = "".join(path.read_text("utf-8") for path in root.glob("*.py"))
    assert not any(word in text for word in ("voice_clone", "voice_design", "delete_voice", "h3_context_ir"))


async def test_voices_are_asked_for_once_a_day_and_for_each_key_apart(
    start: Start, open_context: ContextOpener, fake_clock: FakeClock
) -> None:
    service, environ = start()
    async with opened(open_context, environ) as ctx:
        found = await hooks.voices(ctx)
        assert {voice.name: voice.languages for voice in found} == {
            "English_expressive_narrator": ("en",),
            "Chinese (Mandarin)_Warm_Girl": ("zh",),
            "female-shaonv": (),
        }
        assert await hooks.voices(ctx) == found
        assert len(service.requests) == 1
        fake_clock.advance(86_401)
        await hooks.voices(ctx)
    async with opened(open_context, environ | {"MINIMAX_API_KEY": "another-key"}) as ctx:
        await hooks.voices(ctx)
    assert [entry["path"] for entry in service.requests] == ["/v1/get_voice"] * 3
    async with opened(open_context, environ | {"MINIMAX_API_KEY": "bad"}) as ctx:
        with pytest.raises(mw.SignInNeeded):
            await hooks.voices(ctx)


async def test_an_old_key_names_its_group_with_older_calls_alone(
    start: Start, open_context: ContextOpener, fake_clock: FakeClock
) -> None:
    service, environ = start()
    async with opened(open_context, environ, MINIMAX_GROUP_ID="g1") as ctx:
        for request in (CLIP, FILM):
            await hooks.poll(ctx, await hooks.submit(ctx, job(request, fake_clock)))
    assert ["GroupId" in dict(entry["query"]) for entry in service.requests] == [False, False, True, True]
