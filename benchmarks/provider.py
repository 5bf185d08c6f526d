"""A provider that answers at once, or after a drawn time: the least HTTP server that its plugin takes for the real one.

    python -m benchmarks.provider [--bytes N] [--mean SECONDS] [--seed N]

Prints its address. Work ends after a lognormal time around `--mean` (0: at once). Files support Range and ETag.
"""

import argparse
import asyncio
import json
import math
import random
import struct
import time
from collections.abc import Mapping
from typing import Any

PIECE = b"\0" * 65536


def box(kind: bytes, body: bytes) -> bytes:
    """One box of an MP4."""
    return struct.pack(">I4s", len(body) + 8, kind) + body


def head_of(size: int) -> bytes:
    """The beginning of a clip of 1280x720 and five seconds that is `size` bytes long, zeroes included."""
    mvhd = box(b"mvhd", b"\0" * 12 + struct.pack(">II", 1000, 5000))
    tkhd = box(b"tkhd", b"\0" * 76 + struct.pack(">II", 1280 << 16, 720 << 16))
    mdia = box(b"mdia", box(b"hdlr", b"\0" * 8 + b"vide" + b"\0" * 12))
    front = box(b"ftyp", b"isom\0\0\2\0isomiso2mp41") + box(b"moov", mvhd + box(b"trak", tkhd + mdia))
    return front + struct.pack(">I4sQ", 1, b"mdat", size - len(front))


class Provider:
    """Tasks by number, each with the moment at which it is done. Counts what it was asked."""

    def __init__(self, size: int, mean: float, seed: int, cut: int, rate: float = 0.0) -> None:
        self.size, self.mean, self.cut, self.rate = size, mean, cut, rate
        self.head = head_of(size)
        self.rng = random.Random(seed)
        self.done_at: dict[str, float] = {}
        self.seen_at: dict[str, float] = {}
        self.polls: dict[str, int] = {}
        self.open = self.most_open = self.sent = self.pages = 0

    def create(self) -> dict[str, Any]:
        number = str(len(self.done_at) + 1)
        wait = self.rng.lognormvariate(math.log(self.mean), 0.25) if self.mean else 0.0
        self.done_at[number] = time.monotonic() + wait
        return {"task_id": number, "task_status": "submitted"}

    def request_idempotent(self, number: str, host: str) -> dict[str, Any]:
        self.polls[number] = self.polls.get(number, 0) + 1
        return self._state(number, host)

    def _state(self, number: str, host: str) -> dict[str, Any]:
        now = time.monotonic()
        if now < self.done_at.get(number, math.inf):
            return {"task_id": number, "task_status": "processing"}
        self.seen_at.setdefault(number, now)
        video = {"id": number, "url": f"http://{host}/file/{number}.mp4", "duration": "5"}
        return {
            "task_id": number,
            "task_status": "succeed",
            "task_result": {"videos": [video]},
            "final_unit_deduction": "4",
        }

    def page(self, path: str, host: str) -> list[dict[str, Any]]:
        """Newest first."""
        asked = dict(word.split("=") for word in path.partition("?")[2].split("&"))
        size, last = int(asked["pageSize"]), len(self.done_at) - (int(asked["pageNum"]) - 1) * int(asked["pageSize"])
        self.pages += 1
        return [self._state(str(number), host) for number in range(last, max(0, last - size), -1)]

    def told(self) -> dict[str, Any]:
        lags = [self.seen_at[number] - self.done_at[number] for number in self.seen_at]
        counted = {"looks": sum(self.polls.values()), "pages": self.pages, "most_open": self.most_open}
        return counted | {"lags": lags, "done_at": self.done_at, "bytes": self.sent}


async def serve(provider: Provider, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """One connection, kept open as HTTP/1.1 does."""
    provider.open += 1
    provider.most_open = max(provider.most_open, provider.open)
    try:
        while line := await reader.readline():
            method, path, _ = line.decode().split(" ", 2)
            headers = await _headers(reader)
            left = int(headers.get("content-length", 0))
            while left > 0 and (data := await reader.read(min(left, 1 << 20))):
                left -= len(data)
            if path.startswith("/push/"):
                await _push(provider, path.rpartition("/")[2], headers["host"], writer)
            elif path.startswith("/file/"):
                await _file(provider, headers, writer)
            else:
                _answer(writer, _data(provider, method, path, headers["host"]))
            await writer.drain()
    except (ConnectionError, asyncio.IncompleteReadError):
        pass
    finally:
        provider.open -= 1
        writer.close()


async def _headers(reader: asyncio.StreamReader) -> dict[str, str]:
    found = {}
    while line := (await reader.readline()).decode().strip():
        name, _, value = line.partition(":")
        found[name.lower()] = value.strip()
    return found


def _data(provider: Provider, method: str, path: str, host: str) -> Any:
    if path == "/told":
        return provider.told()
    if method == "POST":
        return provider.create()
    number = path.partition("?")[0].rpartition("/")[2]
    if number.isdecimal():
        return provider.request_idempotent(number, host)
    return provider.page(path, host) if "pageNum=" in path else {"resource_pack_subscribe_infos": []}


def _answer(writer: asyncio.StreamWriter, data: Any) -> None:
    body = json.dumps({"code": 0, "message": "SUCCEED", "data": data}).encode()
    writer.write(
        b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: %d\r\n\r\n%s" % (len(body), body)
    )


async def _push(provider: Provider, number: str, host: str, writer: asyncio.StreamWriter) -> None:
    """A task's stream of events: that it runs, and at its time that it is done."""
    writer.write(b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nconnection: close\r\n\r\ndata: {}\n\n")
    await writer.drain()
    await asyncio.sleep(max(0.0, provider.done_at[number] - time.monotonic()))
    link = {"url": f"http://{host}/file/{number}.mp4"}
    writer.write(b"data: %s\n\n" % json.dumps(link).encode())
    await writer.drain()
    raise ConnectionError


async def _file(provider: Provider, headers: Mapping[str, str], writer: asyncio.StreamWriter) -> None:
    """Zeroes behind the head of a film; the first answer is cut after `cut` bytes where that is asked for."""
    start = int(headers["range"].removeprefix("bytes=").rstrip("-")) if "range" in headers else 0
    left = provider.size - start
    status = b"206 Partial Content\r\ncontent-range: bytes %d-%d/%d" % (start, provider.size - 1, provider.size)
    writer.write(
        b'HTTP/1.1 %s\r\ncontent-type: video/mp4\r\netag: "same"\r\ncontent-length: %d\r\n\r\n'
        % (status if start else b"200 OK", left)
    )
    if start == 0:
        writer.write(provider.head)
        left -= len(provider.head)
    cut, provider.cut = provider.cut, 0
    began, first = time.monotonic(), left
    while left > 0:
        piece = PIECE[: min(left, len(PIECE))]
        writer.write(piece)
        await writer.drain()
        left, provider.sent = left - len(piece), provider.sent + len(piece)
        if provider.rate:
            await asyncio.sleep(max(0.0, began + (first - left) / provider.rate - time.monotonic()))
        if cut and provider.sent >= cut:
            raise ConnectionError


async def main() -> None:
    """Listen on a free port of loopback until the process is ended."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bytes", type=int, default=1_000_000)
    parser.add_argument("--mean", type=float, default=0.0)
    parser.add_argument("--cut", type=int, default=0)
    parser.add_argument("--rate", type=float, default=0.0, help="bytes per second of a file; 0: as fast as can be")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--tasks", type=int, default=0, help="so many are under way already")
    asked = parser.parse_args()
    provider = Provider(asked.bytes, asked.mean, asked.seed, asked.cut, asked.rate)
    for _ in range(asked.tasks):
        provider.create()
    server = await asyncio.start_server(lambda r, w: serve(provider, r, w), "127.0.0.1", 0, backlog=4096)
    print(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main())
