"""Server-sent events, however they are cut."""

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediawright.context.protocol import ServerSentEvent
from mediawright.http.client import Call, Http
from mediawright.http.errors import TooLarge
from mediawright.http.sse import SseDecoder
from mediawright.types.errors import NotSent, Uncertain, Unreachable

if TYPE_CHECKING:
    from tests.core.conftest import Reply, WireServer

SSE = {"content-type": "text/event-stream"}
TEXT = ': 心跳\n\nevent: 进度\ndata: 一\ndata: {"百分": 50}\nid: 7\n\ndata:\n\nretry: 5\n\ndata: last\n\n'
EVENTS = [
    ServerSentEvent("comment", "心跳"),
    ServerSentEvent("进度", '一\n{"百分": 50}', "7"),
    ServerSentEvent("message", "", "7"),
    ServerSentEvent("message", "last", "7"),
]


def decoded(data: bytes, cuts: list[int]) -> list[ServerSentEvent]:
    decoder = SseDecoder()
    edges = [0, *sorted(cut % (len(data) + 1) for cut in cuts), len(data)]
    parts = [data[a:b] for a, b in pairwise(edges)]
    return [event for part in parts for event in decoder.feed(part)]


@given(cuts=st.lists(st.integers(0, 500)), ending=st.sampled_from(["\n", "\r\n", "\r"]))
def test_any_cut_and_any_line_ending_gives_the_same_events(cuts: list[int], ending: str) -> None:
    assert decoded(TEXT.replace("\n", ending).encode(), cuts) == EVENTS


LINES = st.sampled_from(["data: a", "data:b", "data", "data:", "event: x", "id: 1", "id", "other: y", "", ""])


@given(lines=st.lists(LINES), cuts=st.lists(st.integers(0, 300)))
def test_it_agrees_with_the_standard(lines: list[str], cuts: list[int]) -> None:
    """A literal reading of the standard's algorithm, line by line."""
    expected: list[ServerSentEvent] = []
    data: list[str] = []
    name = last = ""
    for line in lines:
        field, _, value = line.partition(":")
        value = value.removeprefix(" ")
        if not line:
            if data:
                expected.append(ServerSentEvent(name or "message", "\n".join(data), last))
            data, name = [], ""
        elif field == "data":
            data = [*data, value]
        elif field == "event":
            name = value
        elif field == "id":
            last = value
    assert decoded("".join(line + "\n" for line in lines).encode(), cuts) == expected


def test_a_byte_order_mark_and_broken_characters_do_no_harm() -> None:
    assert decoded(b"\xef\xbb\xbfdata: \xff\xfe\n\n", [1, 2, 9]) == [ServerSentEvent("message", "\ufffd\ufffd")]


def test_an_event_without_an_end_is_none() -> None:
    assert decoded(b"data: half", []) == []


@pytest.mark.parametrize("data", [b"data: x\n" * 40, b"x" * 200, b"event: " + b"y" * 200])
def test_an_event_that_never_ends_is_stopped(data: bytes) -> None:
    decoder = SseDecoder(limit=30)
    with pytest.raises(TooLarge):
        list(decoder.feed(data))


def test_many_small_events_are_no_large_one() -> None:
    decoder = SseDecoder(limit=30)
    assert len(list(decoder.feed(b"data: 12345\n\n" * 1000))) == 1000


async def test_a_stream_gives_events_until_it_closes(wire: "WireServer", http: Http, reply: "type[Reply]") -> None:
    data = TEXT.encode()
    url = wire.on("/s", reply(headers=SSE, body=[data[i : i + 7] for i in range(0, len(data), 7)], length=None))
    async with http.stream(Call(method="POST", url=url, json={})) as stream:
        assert (stream.status, stream.headers["content-type"]) == (200, "text/event-stream")
        assert [event async for event in stream.events()] == EVENTS


async def test_a_cut_stream_is_unreachable_after_what_came(
    wire: "WireServer", http: Http, reply: "type[Reply]"
) -> None:
    url = wire.on("/s", reply(headers=SSE, body=b"data: 1\n\ndata: 2", length=1000))
    async with http.stream(Call(method="GET", url=url)) as stream:
        events = stream.events()
        assert (await anext(events)).data == "1"
        with pytest.raises(Unreachable):
            await anext(events)


async def test_silence_has_an_end(wire: "WireServer", http: Http, reply: "type[Reply]") -> None:
    url = wire.on("/s", reply(headers=SSE, body=b": hi\n\n", length=None, hold_after=True))
    async with http.stream(Call(method="GET", url=url, timeout=0.1)) as stream:
        events = stream.events()
        assert (await anext(events)).event == "comment"
        with pytest.raises(Unreachable):
            await anext(events)


async def test_another_answer_can_be_read_whole(wire: "WireServer", http: Http, reply: "type[Reply]") -> None:
    url = wire.on("/s", reply(status=400, body=b'{"code": 2001}' + b" " * 99))
    async with http.stream(Call(method="POST", url=url, json={})) as stream:
        assert await stream.read(14) == b'{"code": 2001}'


async def test_no_head_is_uncertain_and_no_connection_is_not_sent(
    wire: "WireServer", http: Http, reply: "type[Reply]"
) -> None:
    url = wire.on("/s", reply(drop=True))
    with pytest.raises(Uncertain):
        async with http.stream(Call(method="POST", url=url, json={})):
            pass
    with pytest.raises(NotSent):
        async with http.stream(Call(method="POST", url="http://127.0.0.1:9/")):
            pass
    assert len(wire.seen) == 1


async def test_the_http_library_agrees_where_it_can() -> None:
    """It drops comments, which a provider uses to say that it is alive, and tells of blocks without data."""
    import httpx2

    asked = httpx2.Request("GET", "https://example.org/")
    response = httpx2.Response(200, headers=SSE, content=TEXT.encode(), request=asked)
    theirs = [ServerSentEvent(e.event, e.data, e.id) for e in httpx2.EventSource(response) if e.retry is None]
    assert theirs == [event for event in decoded(TEXT.encode(), []) if event.event != "comment"]
