"""Bodies unpacked within a limit."""

import gzip
import tracemalloc
import zlib
from itertools import repeat
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediawright.http.body import PIECE, Unpacker
from mediawright.http.client import Call, Http
from mediawright.http.connections import HttpLimits
from mediawright.http.errors import TooLarge
from mediawright.types.errors import Unreachable

if TYPE_CHECKING:
    from tests.core.conftest import Reply, WireServer


def unpacked(encoding: str, data: bytes, cut: int) -> bytes:
    unpacker = Unpacker(encoding)
    pieces = [data[at : at + cut] for at in range(0, len(data), cut)]
    return b"".join(piece for part in pieces for piece in unpacker.feed(part)) + unpacker.finish()


def raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush()


@given(data=st.binary(max_size=3000), cut=st.integers(1, 700))
def test_whatever_the_pieces_the_content_is_the_same(data: bytes, cut: int) -> None:
    assert unpacked("", data, cut) == data
    assert unpacked("gzip", gzip.compress(data, mtime=0), cut) == data
    assert unpacked("deflate", zlib.compress(data), cut) == data


@given(data=st.binary(min_size=1, max_size=3000))
def test_deflate_may_be_raw(data: bytes) -> None:
    assert unpacked("deflate", raw_deflate(data), 4000) == data


def test_members_may_be_strung_together_and_padded() -> None:
    assert unpacked("gzip", gzip.compress(b"one", mtime=0) + gzip.compress(b"two") + b"\0" * 9, 1000) == b"onetwo"


def test_a_bomb_comes_in_small_pieces() -> None:
    bomb = gzip.compress(bytes(5_000_000))
    sizes = [len(piece) for piece in Unpacker("gzip").feed(bomb)]
    assert max(sizes) == PIECE
    assert sum(sizes) >= 5_000_000 - PIECE


@pytest.mark.parametrize("data", [b"no gzip at all", gzip.compress(b"cut off" * 99, mtime=0)[:-9]])
def test_what_cannot_be_unpacked_is_unreachable(data: bytes) -> None:
    with pytest.raises(Unreachable):
        unpacked("gzip", data, 1000)


def test_an_encoding_that_was_not_asked_for_is_refused() -> None:
    with pytest.raises(Unreachable):
        Unpacker("br")


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
