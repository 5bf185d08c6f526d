"""The board with ten thousand jobs: how long its pages take, what its memory does, how long two thousand thumbnails take.

The server is a process of its own and is asked over loopback, one request after the other; a browser adds its own drawing.
"""

import re
import statistics
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx2
from tests.browser import CHROMIUM

from benchmarks.batch import job
from benchmarks.machine import PROGRAM, Figure, empty_home
from mediawright.clock import SystemClock
from mediawright.ledger import Ledger
from mediawright.types.job import Asset
from mediawright.types.operations import MediaKind
from mediawright.types.states import State

JOBS, THUMBNAILS, PICTURES = 10_000, 2_000, 50
#: how often each page is asked for; the first time is not counted
TIMES = 30
#: how often a browser is started to see its first paint
PAINTS = 7
PAINTED = """() => new Promise((found) => new PerformanceObserver((seen) => {
    for (const entry of seen.getEntriesByName("first-contentful-paint")) found(entry.startTime);
}).observe({ type: "paint", buffered: true }))"""
PAGES = {
    "gallery": "/",
    "gallery, words of many results": "/?q=fox",
    "gallery, words of none": "/?q=nothingofthekind",
    "gallery, one kind and provider": "/?kind=image&provider=kling",
    "gallery, a day long ago": "/?since=2026-01-01&until=2026-01-02",
    "jobs": "/jobs",
    "waiting": "/waiting",
}


def fill(home: Path, folder: Path) -> None:
    """So many jobs with a picture each; a picture's content tells the thumbnails apart."""
    from PIL import Image

    home.mkdir(parents=True, exist_ok=True)
    for number in range(PICTURES):
        Image.effect_noise((1280, 720), 40 + number).convert("RGB").save(folder / f"{number}.jpg", quality=85)
    start = datetime.now(UTC) - timedelta(days=400)
    with Ledger(home / "ledger.db", SystemClock()) as ledger:
        for first in range(0, JOBS, 5000):
            with ledger.batch():
                for number in range(first, first + 5000):
                    ledger.add(done(number, folder, start + timedelta(hours=number)))


def done(number: int, folder: Path, at: datetime) -> Any:
    path = folder / f"{number % PICTURES}.jpg"
    asset = Asset(
        path=str(path),
        kind=MediaKind.IMAGE if number % 3 else MediaKind.VIDEO,
        media_type="image/jpeg",
        size=path.stat().st_size,
        sha256=f"{number % THUMBNAILS:064x}"[::-1],
        width=1280,
        height=720,
    )
    made = job(number, "https://provider.example")
    request = made.request.with_(prompt=f"{'a fox at dawn, ' * 12}take {number}")
    return replace(made, request=request, state=State.DONE, assets=(asset,), created_at=at, finished_at=at)


@contextmanager
def running(cwd: Path, env: dict[str, str]) -> Iterator[tuple[httpx2.Client, str, int]]:
    """A board, a client that came in, the path of the pages, and the process."""
    process = subprocess.Popen(
        (*PROGRAM, "board", "--port", "0", "--lang", "en"), cwd=cwd, env=env, stderr=subprocess.PIPE, text=True
    )
    assert process.stderr is not None
    try:
        link = process.stderr.readline().partition(": ")[2].strip()
        with httpx2.Client(timeout=60) as client:
            client.get(link)
            yield client, link.partition("/open?")[0], process.pid
    finally:
        process.terminate()
        process.wait(20)


def memory(process: int) -> float:
    """Megabytes that a process holds."""
    found = re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{process}/status").read_text())
    return int(found[1]) / 1024 if found else 0.0


def timed(client: httpx2.Client, url: str) -> float:
    """The middle of so many answers, in milliseconds."""
    spent = []
    for _ in range(TIMES + 1):
        start = time.perf_counter()
        client.get(url).raise_for_status()
        spent.append((time.perf_counter() - start) * 1000)
    return statistics.median(spent[1:])


def painted(client: httpx2.Client, base: str) -> Iterator[Figure]:
    """Milliseconds until a newly started Chromium shows something of the gallery; nothing where there is none."""
    if CHROMIUM is None:
        return
    from playwright.sync_api import sync_playwright

    spent = []
    with sync_playwright() as play:
        for _ in range(PAINTS):
            browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
            context = browser.new_context()
            context.add_cookies(
                [{"name": one.name, "value": one.value or "", "url": base} for one in client.cookies.jar]
            )
            page = context.new_page()
            page.goto(f"{base}/")
            spent.append(page.evaluate(PAINTED))
            browser.close()
    worst = f"{min(spent):.0f} to {max(spent):.0f}, a new browser each time"
    yield Figure(f"gallery, first paint, {JOBS:,} jobs", statistics.median(spent), 300, "ms", note=worst)


def boards() -> Iterator[Figure]:
    """Pages, thumbnails and memory."""
    with empty_home() as (cwd, env):
        fill(Path(env["MEDIAWRIGHT_HOME"]) / "state", cwd)
        with running(cwd, env) as (client, base, process):
            for name, path in PAGES.items():
                yield Figure(
                    f"{name}, {JOBS:,} jobs", timed(client, base + path), 300, "ms", note="until the last byte"
                )
            yield from painted(client, base)
            before = memory(process)
            start, before_s = time.perf_counter(), ""
            made = 0
            while made < THUMBNAILS:
                page = client.get(f"{base}/{before_s}").text
                for thumb in dict.fromkeys(
                    re.findall(r'src="([^"]*/thumbs/[^"]+)"|poster="([^"]*/thumbs/[^"]+)"', page)
                ):
                    client.get(base.rpartition("/")[0] + next(filter(None, thumb)))
                    made += 1
                before_s = next(iter(re.findall(r'rel="next" href="[^"]*/(\?[^"]+)"', page)), "")
                if not before_s:
                    break
            spent = time.perf_counter() - start
            yield Figure(
                f"{made:,} thumbnails, each", spent / max(1, made) * 1000, 100, "ms", note="made, kept and sent"
            )
            for _ in range(200):
                client.get(base + "/")
            yield Figure(
                "memory after 200 more pages and all thumbnails",
                memory(process) - before,
                60,
                "MB",
                note=f"{before:.0f} before",
            )
