"""A large result and a large input: throughput against `curl` in the same run, memory above idle, and a cut in the middle.

    python -m benchmarks.transfers fetch|multipart|raw|base64 URL

measures one of them in a process of its own.
"""

import asyncio
import json
import shutil
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Coroutine, Iterator
from pathlib import Path
from typing import Any

from benchmarks.machine import Figure, empty_home, peak_mb, provider, run_module, told
from mediawright.clock import SystemClock
from mediawright.files.roots import Roots
from mediawright.files.transfer import as_base64
from mediawright.http.address_policy import Guard
from mediawright.http.client import Call, Http, Upload
from mediawright.http.download import Download
from mediawright.types.operations import MediaKind
from mediawright.types.request import Media, Role

RESULT, INPUT = 500_000_000, 200_000_000
ROUNDS = 3
#: bytes per second of a line faster than most
LINE = 250e6


async def fetch(url: str) -> dict[str, Any]:
    """One download as every result is fetched: to a `.part`, hashed, flushed."""
    http = Http(SystemClock(), lambda: 0.5, guard=Guard(allow_loopback=True))
    await http.request_idempotent(
        Call(method="GET", url=f"{url}/told")
    )  # the polls before a download have loaded the library
    idle, began = peak_mb(), time.perf_counter()
    await Download(http, f"{url}/file/1.mp4", Path("film.part"), lambda head: "video/mp4").run()
    found = {"seconds": time.perf_counter() - began, "above_mb": peak_mb() - idle}
    await http.aclose()
    return found


async def send(url: str, way: Callable[[Http, str], Awaitable[Any]]) -> dict[str, Any]:
    """One local input as a provider gets it."""
    http = Http(SystemClock(), lambda: 0.5, guard=Guard(allow_loopback=True))
    await http.request_idempotent(Call(method="GET", url=f"{url}/told"))  # the library is loaded
    idle, began = peak_mb(), time.perf_counter()
    await way(http, f"{url}/upload")
    found = {"seconds": time.perf_counter() - began, "above_mb": peak_mb() - idle}
    await http.aclose()
    return found


async def uploaded(http: Http, url: str, field: str | None) -> None:
    """As multipart, or with `field` None as the raw body."""
    with await asyncio.to_thread(open, "clip.mp4", "rb") as file:
        body = Upload(file=file, name="clip.mp4", media_type="video/mp4", size=INPUT, field=field)
        await http.upload(Call(method="POST", url=url), body)


async def inlined(http: Http, url: str) -> None:
    """As base64 within a JSON body that goes out once, checked before and while it is sent."""
    clip = Media(kind=MediaKind.VIDEO, role=Role.BASE, source="clip.mp4")
    file = await asyncio.to_thread(as_base64, clip, Roots.of(Path()))
    await http.once(Call(method="POST", url=url, json={"prompt": "a fox", "video_list": [{"video": file}]}))


def measured(what: str, of: str, cwd: Path, env: dict[str, str]) -> dict[str, Any]:
    """One measurement in a process of its own."""
    found: dict[str, Any] = run_module("benchmarks.transfers", what, of, cwd=cwd, env=env)
    return found


def downloads() -> Iterator[Figure]:
    """500 MB against curl, in turns: as fast as this machine can, and over a fast line; then with a connection that breaks
    after half."""
    yield from _against_curl("500 MB result, loopback", 0.0)
    yield from _against_curl("500 MB result at 2 Gbit/s", LINE)
    with provider(bytes=RESULT, cut=RESULT // 2) as url, empty_home() as (cwd, env):
        measured("fetch", url, cwd, env)
        again = told(url)["bytes"] / RESULT
    yield Figure("500 MB result cut in half: bytes sent", again, 1.1, "x", note="of the file's size")


#: what a download does here, done by programs of the system: fetched, hashed, on the disk
SAME_WORK = '"$0" -s -o "$1" "$2" && sha256sum "$1" && sync "$1"'


def _against_curl(name: str, rate: float) -> Iterator[Figure]:
    curl = shutil.which("curl")
    ours, alone, same = [], [], []
    with provider(bytes=RESULT, rate=rate) as url, empty_home() as (cwd, env):
        link = f"{url}/file/1.mp4"
        for _ in range(ROUNDS):
            if curl:
                alone.append(_seconds([curl, "-s", "-o", "curl.out", link], cwd))
                (cwd / "curl.out").unlink()
                same.append(_seconds(["sh", "-c", SAME_WORK, curl, "curl.out", link], cwd))
                (cwd / "curl.out").unlink()
            ours.append(measured("fetch", url, cwd, env))
            (cwd / "film.part").unlink()
    best = min(run["seconds"] for run in ours)
    note = f"{RESULT / best / 1e6:.0f} MB/s"
    for others, what in ((alone, "curl's"), (same, "curl's with sha256sum and sync")):
        if others:
            yield Figure(f"{name}: throughput of {what}", min(others) / best, 0.9, "x", at_least=True, note=note)
    yield Figure(f"{name}: memory above idle", max(run["above_mb"] for run in ours), 60, "MB")


def _seconds(command: list[str], cwd: Path) -> float:
    began = time.perf_counter()
    subprocess.run(command, cwd=cwd, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - began


def inputs() -> Iterator[Figure]:
    """200 MB sent, in the three ways a provider may ask for."""
    with provider() as url, empty_home() as (cwd, env):
        with (cwd / "clip.mp4").open("wb") as file:
            file.truncate(INPUT)
        for what, name in (("multipart", "as multipart"), ("raw", "as the raw body"), ("base64", "as base64 in JSON")):
            found = measured(what, url, cwd, env)
            note = f"{INPUT / found['seconds'] / 1e6:.0f} MB/s"
            yield Figure(f"200 MB input {name}: memory above idle", found["above_mb"], 60, "MB", note=note)


WAYS: dict[str, Callable[[str], Coroutine[Any, Any, dict[str, Any]]]] = {
    "fetch": fetch,
    "multipart": lambda url: send(url, lambda http, to: uploaded(http, to, "file")),
    "raw": lambda url: send(url, lambda http, to: uploaded(http, to, None)),
    "base64": lambda url: send(url, inlined),
}

if __name__ == "__main__":
    print(json.dumps(asyncio.run(WAYS[sys.argv[1]](sys.argv[2]))))
