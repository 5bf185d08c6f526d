"""The kit for simulators: one shape of faults, one control prefix, real media, and answers that break off."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import httpx2
import pytest
from starlette.requests import Request

from mediawright.files.sniff import sniff
from mediawright.sdk import simulator as kit
from mediawright.sdk.simulator.clock import SimulatedClock
from mediawright.testing.simulator import SimulatorRunner


class Echo(kit.Service):
    def routes(self) -> list[Any]:
        return [kit.route("POST", "/echo", self.echo)]

    def echo(self, call: kit.Call) -> Any:
        self.tasks.create(self.new_id(), call.json)
        return {"said": call.json, "task": dict(self.faults.task(call.name))}


@pytest.fixture
def echo() -> Echo:
    return Echo(kit.Options())


@pytest.fixture
def client(echo: Echo, run_simulator: SimulatorRunner) -> Iterator[httpx2.Client]:
    with httpx2.Client(base_url=run_simulator(kit.create_app(echo)), trust_env=False) as made:
        yield made


def say(client: httpx2.Client) -> httpx2.Response:
    return client.post("/echo", json={"a": 1}, headers={"authorization": "Bearer not-a-real-secret"})


def arm(client: httpx2.Client, **fault: Any) -> None:
    assert client.post("/__sim/faults", json=fault).status_code == 200


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize(
    ("fault", "status", "body"),
    [
        ({"kind": "status", "status": 429, "json": {"x": 1}, "headers": {"retry-after": "3"}}, 429, b'{"x":1}'),
        ({"kind": "page", "status": 502}, 502, b"<html>"),
        ({"kind": "empty"}, 200, b""),
        ({"kind": "garbage"}, 200, b'{"a": [1, '),
        ({"kind": "body", "json": {"task": None}}, 200, b'{"task":null}'),
    ],
)
def test_a_fault_answers_in_the_place_of_the_service(
    echo: Echo, client: httpx2.Client, when: str, fault: dict[str, Any], status: int, body: bytes
) -> None:
    arm(client, **fault, when=when)
    struck, after = say(client), say(client)
    assert (struck.status_code, struck.content[: len(body)]) == (status, body)
    assert after.json()["said"] == {"a": 1}, "it strikes once"
    assert len(echo.tasks.all) == (1 if when == "before" else 2)


@pytest.mark.parametrize("kind", ["drop", "cut"])
def test_an_answer_breaks_off_after_the_work_was_done(echo: Echo, client: httpx2.Client, kind: str) -> None:
    arm(client, kind=kind, when="after")
    with pytest.raises(httpx2.RemoteProtocolError):
        say(client)
    assert len(echo.tasks.all) == 1


@pytest.mark.parametrize("fault", [{"kind": "flood"}, {"when": "soon"}, {"often": 3}])
def test_a_fault_that_does_not_exist_is_refused(client: httpx2.Client, fault: dict[str, Any]) -> None:
    assert client.post("/__sim/faults", json=fault).status_code == 400
    assert client.get("/__sim/faults").json() == []


def test_a_fault_may_be_for_the_task(client: httpx2.Client) -> None:
    arm(client, kind="task", on="POST /echo", json={"ends": "failed"})
    assert [say(client).json()["task"] for _ in range(2)] == [{"ends": "failed"}, {}]


def test_everything_that_came_is_written_down_without_the_key(client: httpx2.Client) -> None:
    say(client)
    log = client.get("/__sim/requests").text
    entry = client.get("/__sim/requests").json()[0]
    assert (entry["method"], entry["path"], entry["json"], entry["status"]) == ("POST", "/echo", {"a": 1}, 200)
    assert "not-a-real-secret" not in log
    assert entry["headers"]["authorization"] == "Bearer ***"


@pytest.mark.parametrize(
    ("kind", "media_type"), [("image", "image/png"), ("video", "video/mp4"), ("audio", "audio/x-wav")]
)
def test_samples_are_real_files_and_come_in_parts(client: httpx2.Client, kind: str, media_type: str) -> None:
    path = kit.media_url("", kind, "t-1", seconds=1)
    whole = client.get(path).content
    part = client.get(path, headers={"range": "bytes=10-19"})
    beyond = client.get(path, headers={"range": f"bytes={len(whole)}-"})
    assert sniff(whole[:4096]) is not None
    assert (part.status_code, part.content) == (206, whole[10:20])
    assert beyond.status_code == 416


@pytest.mark.parametrize(
    ("asked", "tag", "status", "body"),
    [
        ({}, '"a"', 200, b"0123456789"),
        ({"range": "bytes=4-"}, '"a"', 206, b"456789"),
        ({"range": "bytes=-3"}, '"a"', 206, b"789"),
        ({"range": "bytes=-30"}, '"a"', 206, b"0123456789"),
        ({"range": "bytes=-"}, '"a"', 200, b"0123456789"),
        ({"range": "bytes=1-2,4-5"}, '"a"', 200, b"0123456789"),
        ({"range": "bytes=4-5", "if-range": '"a"'}, '"a"', 206, b"45"),
        ({"range": "bytes=4-5", "if-range": '"b"'}, '"a"', 200, b"0123456789"),
        ({"range": "bytes=4-5", "if-range": '"a"'}, "", 200, b"0123456789"),
        ({"range": "bytes=10-"}, '"a"', 416, b""),
    ],
)
def test_a_part_is_given_of_the_very_file_that_is_meant(
    asked: dict[str, str], tag: str, status: int, body: bytes
) -> None:
    scope = {"type": "http", "headers": [(name.encode(), value.encode()) for name, value in asked.items()]}
    answer = kit.ranged(Request(scope), b"0123456789", "text/plain", tag=tag)
    assert (answer.status_code, bytes(answer.body)) == (status, body)
    assert answer.headers.get("etag", "") == ("" if status == 416 else tag)


@pytest.mark.parametrize("more", [{}, {"sound": True}, {"tint": 7}])
def test_a_clip_has_the_length_size_and_sound_that_were_asked_for(more: dict[str, Any]) -> None:
    av = pytest.importorskip("av")
    with av.open(BytesIO(kit.make_clip(2, 120, 90, **more))) as clip:
        assert clip.duration == pytest.approx(2_000_000, abs=100_000)
        assert (clip.streams.video[0].width, clip.streams.video[0].height) == (120, 90)
        assert len(clip.streams.audio) == ("sound" in more)


def test_clips_of_another_tint_are_other_files() -> None:
    pytest.importorskip("av")
    assert kit.make_clip(1, 120, 90, tint=7) != kit.make_clip(1, 120, 90, tint=44)


def test_an_mp3_plays_as_long_as_it_should() -> None:
    av = pytest.importorskip("av")
    with av.open(BytesIO(kit.make_mp3(2) or b"")) as sound:
        assert sound.duration == pytest.approx(2_000_000, abs=150_000)


def test_the_clock_runs_faster_or_stands_still() -> None:
    ticks = iter([0.0, 2.0, 2.0])
    fast = SimulatedClock(scale=10, tick=lambda: next(ticks))
    assert fast.seconds() - fast._start == 20.0
    still = SimulatedClock(manual=True)
    before = still.seconds()
    still.advance(5)
    assert still.seconds() - before == 5


def test_a_task_waits_runs_and_ends_and_money_comes_back() -> None:
    service = Echo(kit.Options(clock="manual", queue_s=1, run_s=2, balance=10))
    first, second = (service.tasks.create(name, {}, cost=4) for name in ("a", "b"))
    states = [service.tasks.state(first)]
    for _ in range(3):
        service.clock.advance(1)
        states.append(service.tasks.state(first))
    assert states == ["queued", "running", "running", "succeeded"]
    assert not service.tasks.cancel(first)
    assert (service.tasks.shown_balance(), service.tasks.affords(4), service.tasks.state(second)) == (
        "2",
        False,
        "succeeded",
    )
    third = service.tasks.create("c", {}, cost=2)
    assert service.tasks.cancel(third)
    assert (service.tasks.state(third), service.tasks.shown_balance()) == ("cancelled", "2")
