"""Connections: reused, bounded, given up without a trace, never used after something went wrong."""

import asyncio
import gc
import warnings
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from hashlib import sha256
from random import Random

import anyio
import httpx2
import pytest

from mediawright.http.transport import RoutedTransport, straight

Speak = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]
OK = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok"


@asynccontextmanager
async def server(speak: Speak) -> AsyncIterator[tuple[str, list[int]]]:
    """Its address, and the ports of those who called, in order of their connections."""
    callers: list[int] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        callers.append(writer.get_extra_info("peername")[1])
        try:
            await speak(reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    async with await asyncio.start_server(serve, "127.0.0.1", 0) as listening:
        yield f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}/", callers


def client(most: int = 8, keep: int = 8, patience: httpx2.Timeout | None = None) -> httpx2.AsyncClient:
    return httpx2.AsyncClient(transport=RoutedTransport(straight, most=most, keep=keep), timeout=patience or 5.0)


async def head(reader: asyncio.StreamReader) -> bytes:
    return await reader.readuntil(b"\r\n\r\n")


async def polite(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while True:
        await head(reader)
        writer.write(OK)


async def test_a_connection_is_used_again() -> None:
    async with server(polite) as (url, callers), client() as session:
        for _ in range(3):
            assert (await session.get(url)).text == "ok"
    assert len(callers) == 1


async def test_calls_at_once_have_connections_of_their_own() -> None:
    async with server(polite) as (url, callers), client() as session:
        await asyncio.gather(*(session.get(url) for _ in range(4)))
        await session.get(url)
    assert len(callers) == 4


async def test_nothing_is_kept_where_nothing_shall_be() -> None:
    async with server(polite) as (url, callers), client(keep=0) as session:
        for _ in range(3):
            await session.get(url)
    assert len(callers) == 3


async def test_a_closing_that_is_cut_closes_every_connection() -> None:
    ended = asyncio.Semaphore(0)

    async def counted(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await polite(reader, writer)
        finally:
            ended.release()

    async with server(counted) as (url, callers):
        session = client()
        await asyncio.gather(*(session.get(url) for _ in range(4)))
        with anyio.CancelScope() as cut:  # which goes on cancelling at every wait, as a server's cut call does
            cut.cancel()
            await session.aclose()
        async with asyncio.timeout(20):
            for _ in callers:
                await ended.acquire()
    assert len(callers) == 4


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])  # one address, and a race of two (RFC 8305)
@pytest.mark.parametrize("moment", range(24))
async def test_a_call_that_is_cut_while_it_connects_leaves_no_socket(moment: int, host: str) -> None:
    async with server(polite) as (url, _):
        with warnings.catch_warnings(record=True) as heard:
            warnings.simplefilter("always")
            async with client() as session:
                calling = asyncio.create_task(session.get(url.replace("127.0.0.1", host)))
                for _ in range(moment):
                    await asyncio.sleep(0)
                calling.cancel()
                await asyncio.gather(calling, return_exceptions=True)
            for _ in range(50):
                await asyncio.sleep(0.001)
            gc.collect()
    assert [str(warning.message) for warning in heard] == []


async def test_no_more_than_so_many_at_once() -> None:
    open_now, most = 0, 0

    async def slow(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal open_now, most
        await head(reader)
        open_now += 1
        most = max(most, open_now)
        await asyncio.sleep(0.01)
        open_now -= 1
        writer.write(OK)

    async with server(slow) as (url, _), client(most=2) as session:
        await asyncio.gather(*(session.get(url) for _ in range(6)))
    assert most == 2


async def test_whoever_finds_no_room_hears_of_it() -> None:
    async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()

    async with server(silent) as (url, _), client(most=1, patience=httpx2.Timeout(5.0, pool=0.05)) as session:
        first = asyncio.create_task(session.get(url))
        await asyncio.sleep(0)
        with pytest.raises(httpx2.PoolTimeout):
            await session.get(url)
        first.cancel()
        with pytest.raises(asyncio.CancelledError):
            await first


async def test_a_connection_that_was_closed_is_not_used() -> None:
    async def once(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await head(reader)
        writer.write(OK)

    async with server(once) as (url, callers), client() as session:
        await session.get(url)
        await asyncio.sleep(0.05)
        assert (await session.get(url)).text == "ok"
    assert len(callers) == 2


async def test_an_answer_that_was_not_read_to_its_end_takes_its_connection_with_it() -> None:
    async def long(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await head(reader)
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 100000000\r\n\r\nbegin")
        await reader.read()

    async with server(long) as (url, callers), client() as session:
        for _ in range(2):
            async with session.stream("GET", url) as answer:
                assert await anext(answer.aiter_raw()) == b"begin"
    assert len(callers) == 2


async def test_a_long_body_comes_whole_to_a_slow_reader() -> None:
    body = Random(1).randbytes(5_012_345)

    async def long(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await head(reader)
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: %d\r\n\r\n" % len(body))
        for at in range(0, len(body), 70_001):
            writer.write(body[at : at + 70_001])
            await writer.drain()

    digest, largest = sha256(), 0
    async with server(long) as (url, _), client() as session, session.stream("GET", url) as answer:
        async for piece in answer.aiter_raw():
            digest.update(piece)
            largest = max(largest, len(piece))
            await asyncio.sleep(0.002)
    assert digest.digest() == sha256(body).digest()
    assert largest <= 1_000_000


async def test_a_long_body_goes_whole_to_a_slow_server() -> None:
    body = Random(2).randbytes(3_000_000)
    got = bytearray()

    async def slow(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await head(reader)
        while len(got) < len(body):
            got.extend(await reader.read(50_000))
            await asyncio.sleep(0)
        writer.write(OK)

    async with server(slow) as (url, _), client() as session:
        await session.post(url, content=body)
    assert bytes(got) == body


@pytest.mark.parametrize(
    ("patience", "sent"), [(httpx2.Timeout(5.0, read=0.05), 0), (httpx2.Timeout(5.0, write=0.05), 20_000_000)]
)
async def test_silence_has_an_end(patience: httpx2.Timeout, sent: int) -> None:
    async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await head(reader)
        await asyncio.sleep(5)

    async with server(silent) as (url, _), client(patience=patience) as session:
        with pytest.raises(httpx2.TimeoutException):
            await session.post(url, content=bytes(sent))


async def test_an_end_in_mid_answer_is_told() -> None:
    async def cut(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await head(reader)
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf")

    async with server(cut) as (url, _), client() as session:
        with pytest.raises(httpx2.RemoteProtocolError):
            await session.get(url)


async def test_all_connections_end_with_the_client() -> None:
    ended = asyncio.Event()

    async def waiting(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await head(reader)
        writer.write(OK)
        await reader.read()
        ended.set()

    async with server(waiting) as (url, _):
        async with client() as session:
            await session.get(url)
        async with asyncio.timeout(5):
            await ended.wait()
