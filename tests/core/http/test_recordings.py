"""Recorded answers replay through the same client: what plugins' cassettes stand on."""

import gzip
from pathlib import Path
from typing import TYPE_CHECKING

import vcr

from mediawright.http.client import Call, Http
from mediawright.http.download import Download

if TYPE_CHECKING:
    from tests.core.conftest import Reply, WireServer


async def session(http: Http, base: str, part: Path) -> list[object]:
    """One of each kind of call."""
    looked = await http.request_idempotent(Call(method="GET", url=base + "/look"))
    sent = await http.once(Call(method="POST", url=base + "/submit", json={"n": 1}))
    async with http.stream(Call(method="POST", url=base + "/events", json={})) as stream:
        events = [event.data async for event in stream.events()]
    loaded = await Download(http, base + "/clip", part, lambda head: "video/mp4").run()
    return [looked.json(), sent.status, events, loaded.sha256]


async def test_a_recording_says_what_the_server_said(
    wire: "WireServer", http: Http, reply: "type[Reply]", tmp_path: Path
) -> None:
    packed = {"content-encoding": "gzip", "content-type": "application/json"}
    wire.on("/look", reply(headers=packed, body=gzip.compress('{"好": 1}'.encode())))
    wire.on("/submit", reply(status=429))
    wire.on("/events", reply(headers={"content-type": "text/event-stream"}, body=b"data: 1\n\n: hi\n\n"))
    wire.on("/clip", reply(body=bytes(range(256)) * 500))
    cassette = str(tmp_path / "session.yaml")
    with vcr.use_cassette(cassette, record_mode="once"):
        live = await session(http, wire.url, tmp_path / "live.part")
    with vcr.use_cassette(cassette, record_mode="none"):
        again = await session(http, wire.url, tmp_path / "again.part")
    assert live == again
    assert live[:3] == [{"好": 1}, 429, ["1", "hi"]]
    assert len(wire.seen) == 4
