"""Take the pictures of the board for the documentation: `python docs/media/make_board.py` (needs playwright and Chromium).

A home is filled with drawn results, a board is started on it, and a browser looks at it. Nothing is sent anywhere.
"""

import io
import math
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw, ImageFilter
from playwright.sync_api import sync_playwright

from mediawright.clock import SystemClock
from mediawright.ledger import Ledger
from mediawright.testing.builders import a_job, a_request
from mediawright.types.job import Asset
from mediawright.types.money import Amount
from mediawright.types.operations import MediaKind, Operation
from mediawright.types.states import State

HERE = Path(__file__).parent
#: prompt, provider, model, operation, size, seconds (0: a picture), cost, colours from sky to ground
RESULTS = (
    (
        "海边日落，海浪轻轻涌动",
        "kling",
        "kling-v3",
        "text_to_video",
        (1280, 720),
        5,
        "4 units",
        ("#2b1b4d", "#ff7a59", "#ffd27a", "#12324f"),
    ),
    (
        "A paper boat drifts under a stone bridge at dawn",
        "kling",
        "kling-v2-6",
        "text_to_video",
        (1280, 720),
        10,
        "5 units",
        ("#bfe3f2", "#f6e7c8", "#f9c9a1", "#5b7f83"),
    ),
    (
        "Misty mountains in the style of an ink painting",
        "gemini",
        "gemini-3-pro-image",
        "text_to_image",
        (1200, 900),
        0,
        "0.134 USD",
        ("#e9e6dd", "#cfd3cf", "#9aa6a6", "#3d4a4f"),
    ),
    (
        "雪地里的红狐狸，竖屏",
        "kling",
        "kling-v3",
        "text_to_video",
        (720, 1280),
        5,
        "4 units",
        ("#dfe9f5", "#b9cde4", "#8fb0d0", "#f4f7fb"),
    ),
    (
        "Poster for a summer festival, bold shapes",
        "ark",
        "doubao-seedream-4-5-251128",
        "text_to_image",
        (900, 1200),
        0,
        "0.25 CNY",
        ("#ff5d5d", "#ffb347", "#ffe66d", "#1a936f"),
    ),
    (
        "Neon street in the rain, slow dolly forward",
        "runway",
        "gen4.5",
        "text_to_video",
        (1280, 720),
        8,
        "96 credits",
        ("#0b1026", "#3b1c71", "#d7267f", "#0a0a12"),
    ),
    (
        "Desert dunes at noon, one traveller",
        "dashscope",
        "wan2.6-t2v",
        "text_to_video",
        (1280, 720),
        5,
        "3 CNY",
        ("#7cc6fe", "#cdeafe", "#f2c879", "#c98b3c"),
    ),
    (
        "Forest clearing with fireflies",
        "previz",
        "previz-clip",
        "text_to_video",
        (1280, 720),
        6,
        "0 credits",
        ("#06141b", "#0f3d3e", "#2e7d5b", "#04100d"),
    ),
)


def scene(size: tuple[int, int], colours: tuple[str, ...], seed: int, at: float = 0.0) -> Image.Image:
    """A drawn landscape: sky, a light, three ranges of hills; `at` (0 to 1) moves the light."""
    rng, (width, height) = random.Random(seed), size
    sky = Image.new("RGB", (1, 3))
    for row, colour in enumerate(colours[:3]):
        sky.putpixel((0, row), tuple(int(colour[i : i + 2], 16) for i in (1, 3, 5)))
    picture = sky.resize(size, Image.Resampling.BICUBIC)
    glow = Image.new("RGBA", size)
    x, y, r = width * (0.3 + 0.4 * rng.random() + 0.1 * at), height * (0.28 + 0.15 * rng.random()), min(size) * 0.09
    for spread, alpha in ((3.2, 40), (2.0, 70), (1.0, 255)):
        ImageDraw.Draw(glow).ellipse(
            (x - r * spread, y - r * spread, x + r * spread, y + r * spread), fill=(255, 246, 222, alpha)
        )
    picture.paste(glow.filter(ImageFilter.GaussianBlur(r / 7)), (0, 0), glow.filter(ImageFilter.GaussianBlur(r / 7)))
    ground = tuple(int(colours[3][i : i + 2], 16) for i in (1, 3, 5))
    for layer in range(3):
        base, waves = (
            height * (0.56 + 0.14 * layer),
            [(rng.uniform(1, 4), rng.uniform(0, 6), rng.uniform(0.02, 0.07)) for _ in range(3)],
        )
        top = [
            (step, base - height * sum(a * math.sin(f * step / width * 6.3 + p) for f, p, a in waves))
            for step in range(0, width + 8, 8)
        ]
        mix = 0.45 + 0.275 * layer
        middle = picture.resize((1, 1)).getpixel((0, 0))
        shade = tuple(round(g * mix + m * (1 - mix)) for g, m in zip(ground, middle, strict=True))  # type: ignore[arg-type]
        ImageDraw.Draw(picture).polygon([*top, (width, height), (0, height)], fill=shade)
    return picture


def clip(path: Path, size: tuple[int, int], colours: tuple[str, ...], seed: int, seconds: int) -> None:
    """The same as a short clip; two pictures a second are enough to look at."""
    import av

    with av.open(str(path), "w") as container:
        stream: Any = container.add_stream("libx264", rate=2)
        stream.width, stream.height, stream.pix_fmt = size[0] // 2, size[1] // 2, "yuv420p"
        for number in range(seconds * 2):
            small = scene(size, colours, seed, number / (seconds * 2)).resize((stream.width, stream.height))
            container.mux(stream.encode(av.VideoFrame.from_image(small)))
        container.mux(stream.encode(None))


def fill(home: Path, out: Path) -> None:
    """A ledger with the results, one that runs, and marks."""
    state = home / "mw" / "state"
    state.mkdir(parents=True)
    start = datetime.now(UTC) - timedelta(days=6)
    with Ledger(state / "ledger.db", SystemClock()) as ledger:
        for number, (prompt, provider, model, operation, size, seconds, cost, colours) in enumerate(RESULTS):
            path = out / f"{number + 1}.{'mp4' if seconds else 'png'}"
            if seconds:
                clip(path, size, colours, number, seconds)
            else:
                scene(size, colours, number).save(path)
            value, _, unit = cost.partition(" ")
            at = start + timedelta(hours=17 * number)
            request = a_request(
                prompt, provider=provider, model=model, operation=Operation(operation), duration=seconds or None
            )
            data = path.read_bytes()
            asset = Asset(
                path=str(path),
                kind=MediaKind.VIDEO if seconds else MediaKind.IMAGE,
                media_type="video/mp4" if seconds else "image/png",
                size=len(data),
                sha256=sha256(data).hexdigest(),
                width=size[0],
                height=size[1],
                duration=float(seconds) or None,
            )
            job = ledger.add(
                a_job(
                    request,
                    at=at,
                    provider=provider,
                    state=State.DONE,
                    assets=(asset,),
                    charged=Amount(Decimal(value), unit),
                    submitted_at=at,
                    finished_at=at + timedelta(seconds=95),
                )
            )
            if number in (0, 4):
                ledger.results.favour(job.id, True)
            if number in (0, 3):
                ledger.results.tag(job.id, ["winter" if number else "海边"])


@contextmanager
def board(home: Path, folder: Path, provider: str) -> Iterator[str]:
    """A board as a process of its own; its link."""
    env = {
        **os.environ,
        "HOME": str(home),
        "MEDIAWRIGHT_HOME": str(home / "mw"),
        "MEDIAWRIGHT_NO_KEYRING": "1",
        "MEDIAWRIGHT_ALLOW_LOOPBACK": "1",
        "KLING_API_BASE": provider,
        "KLING_ACCESS_KEY_ID": "sim-access-key",
        "KLING_SECRET_ACCESS_KEY": "sim-not-a-secret",
    }
    command = [sys.executable, "-m", "mediawright", "board", "--port", "0", "--lang", "en", "--output-dir", str(folder)]
    process = subprocess.Popen(command, cwd=folder, env=env, stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    try:
        yield process.stderr.readline().partition(": ")[2].strip()
    finally:
        process.terminate()
        process.wait(20)


def shot(page: Any, name: str) -> None:
    """A picture of the page."""
    path = HERE / name
    Image.open(io.BytesIO(page.screenshot())).convert("RGB").save(path, optimize=True)
    sys.stdout.write(f"{path} {path.stat().st_size // 1000} kB\n")


def main() -> None:
    from mediawright.testing.simulator import serve
    from mediawright_kling.hooks import simulator

    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    with (
        tempfile.TemporaryDirectory() as place,
        serve(simulator(options={"time_scale": "1"})) as provider,
        sync_playwright() as play,
    ):
        home, folder = Path(place) / "home", Path(place) / "results"
        home.mkdir()
        folder.mkdir()
        fill(home, folder)
        browser = play.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        with board(home, folder, provider) as link:
            base = link.partition("/open?")[0]
            page = browser.new_page(viewport={"width": 1240, "height": 800}, locale="en-US")
            page.goto(link)
            page.wait_for_url(base + "/")
            page.wait_for_timeout(2500)  # the small pictures are being made
            shot(page, "board.png")
            page.fill("#say-text", "用可灵生成一段5秒的视频：一只红狐狸在雪地里小跑")
            page.keyboard.press("Enter")
            page.wait_for_selector("#confirm")
            shot(page, "board-confirm.png")
        browser.close()


if __name__ == "__main__":
    main()
