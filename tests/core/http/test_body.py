"""Bodies unpacked within a limit."""

import gzip
import json
import tracemalloc
import zlib
from itertools import repeat
from typing import TYPE_CHECKING

import pytest

from mediawright.http.client import Call, Http
from mediawright.http.connections import HttpLimits
from mediawright.http.errors import TooLarge
from mediawright.types.errors import Uncertain, Unreachable

if TYPE_CHECKING:
    from tests.core.conftest import Reply, WireServer


def raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush()


DATA = b'{"n": 1}' * 40_000


@pytest.mark.parametrize(
    ("encoding", "packed"),
    [
        ("identity", DATA),
        ("gzip", gzip.compress(DATA)),
        ("GZip", gzip.compress(DATA)),
        ("deflate", zlib.compress(DATA)),
        ("deflate", raw_deflate(DATA)),
    ],
)
async def test_a_packed_answer_is_unpacked(
    encoding: str, packed: bytes, wire: "WireServer", http: Http, reply: "type[Reply]"
) -> None:
    url = wire.on("/packed", reply(headers={"content-encoding": encoding}, body=packed))
    assert (await http.request_idempotent(Call(method="GET", url=url))).content == DATA


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br"])
async def test_what_cannot_be_unpacked_is_unreachable(
    encoding: str, wire: "WireServer", http: Http, reply: "type[Reply]"
) -> None:
    """Garbage, and an encoding that was not asked for."""
    url = wire.on("/garbage", reply(headers={"content-encoding": encoding}, body=b"no such thing at all"))
    with pytest.raises(Unreachable) as caught:
        await http.request_idempotent(Call(method="GET", url=url, tries=1))
    assert caught.value.message.key == "http.unreadable"
    with pytest.raises(Uncertain):
        await http.once(Call(method="POST", url=url))


async def test_an_answer_cut_while_packed_is_no_whole_one(wire: "WireServer", http: Http, reply: "type[Reply]") -> None:
    cut = gzip.compress(b'{"state": "done", "link": "https://x"}', mtime=0)[:-12]
    url = wire.on("/cut", reply(headers={"content-encoding": "gzip"}, body=cut))
    with pytest.raises(json.JSONDecodeError):
        (await http.request_idempotent(Call(method="GET", url=url, tries=1))).json()


async def test_a_gzip_bomb_stops_early(wire: "WireServer", http: Http, reply: "type[Reply]") -> None:
    bomb = gzip.compress(bytes(300_000_000), 9)
    url = wire.on("/bomb", reply(headers={"content-encoding": "gzip"}, body=bomb))
    await http.request_idempotent(Call(method="GET", url=wire.on("/warm", reply(body=b"{}"))))
    tracemalloc.start()
    with pytest.raises(TooLarge):
        await http.request_idempotent(Call(method="GET", url=url))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 60_000_000
    assert len(wire.seen) == 2  # not asked for again


async def test_an_endless_answer_stops(wire: "WireServer", http: Http, reply: "type[Reply]") -> None:
    http.limits = HttpLimits(answer_bytes=1_000_000)
    url = wire.on("/endless", reply(body=repeat(b"[" * 65_536), length=None))
    with pytest.raises(TooLarge):
        await http.request_idempotent(Call(method="GET", url=url))


async def test_an_announced_size_is_believed_when_too_large(
    wire: "WireServer", http: Http, reply: "type[Reply]"
) -> None:
    url = wire.on("/ten-gigabytes", reply(body=b"{}", length=10 * 1024**3))
    with pytest.raises(TooLarge):
        await http.request_idempotent(Call(method="GET", url=url))
