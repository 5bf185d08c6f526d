"""Makes `film-board.png`, the board of a film while it is being made: `python docs/media/make_film_board.py`.

Needs playwright and Chromium. The film is `examples/films/keeper`, its shots alone; nothing is sent anywhere.
"""

import io
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import sync_playwright

HERE = Path(__file__).parent
PLAN = HERE.parents[1] / "examples" / "films" / "keeper.film.toml"
PROGRAM = (sys.executable, "-m", "mediawright")
#: shots that are done when the picture is taken, and seconds to wait for them
DONE, PATIENCE_S = 2, 240.0


def silent(plan: str) -> str:
    """The plan without voices and music: one provider is enough."""
    kept: list[str] = []
    inside = ""
    for line in plan.splitlines():
        inside = line.strip() if line.startswith("[") else inside
        if inside not in ("[speech]", "[music]"):
            kept.append(line)
    return "\n".join(kept)


def asked(words: tuple[str, ...], folder: Path, env: dict[str, str]) -> dict[str, Any]:
    ran = subprocess.run([*PROGRAM, *words, "--json"], cwd=folder, env=env, capture_output=True, check=False)
    answer: dict[str, Any] = json.loads(ran.stdout)
    return answer


def main() -> None:
    from mediawright.testing.simulator import serve
    from mediawright_kling.hooks import simulator

    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    app = simulator(options={"time_scale": "2", "media_scale": "8"})
    with tempfile.TemporaryDirectory() as place, serve(app) as provider, sync_playwright() as play:
        folder = Path(place)
        (folder / "keeper.film.toml").write_text(silent(PLAN.read_text("utf-8")), "utf-8")
        env = {
            **os.environ,
            "HOME": place,
            "MEDIAWRIGHT_HOME": str(folder / "home"),
            "MEDIAWRIGHT_NO_KEYRING": "1",
            "MEDIAWRIGHT_ALLOW_LOOPBACK": "1",
            "KLING_API_BASE": provider,
            "KLING_ACCESS_KEY_ID": "sim-access-key",
            "KLING_SECRET_ACCESS_KEY": "sim-not-a-secret",
        }
        whole = asked(("film", "run", "keeper"), folder, env)["data"]["whole"]
        yes = [word for amount in whole for word in ("--approve-cost", amount)]
        run = subprocess.Popen(
            [*PROGRAM, "film", "run", "keeper", *yes, "--timeout", "3600", "--json"],
            cwd=folder, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        board = subprocess.Popen(
            [*PROGRAM, "board", "--port", "0", "--lang", "en", "--output-dir", place],
            cwd=folder, env=env, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert board.stderr is not None
        try:
            link = board.stderr.readline().partition(": ")[2].strip()
            browser = play.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
            page = browser.new_page(viewport={"width": 1240, "height": 860}, locale="en-US")
            page.goto(link)
            half_done(folder, env)
            page.goto(link.partition("/open?")[0] + "/films")
            page.click("main a[href*='/films/']")
            page.wait_for_timeout(4000)  # the small pictures are being made
            # an emoji is an empty box where the machine has no font for it
            page.evaluate(
                "for (const one of document.querySelectorAll('h1')) one.textContent = one.textContent.slice(2)"
            )
            path = HERE / "film-board.png"
            Image.open(io.BytesIO(page.screenshot())).convert("RGB").quantize(256).save(path, optimize=True)
            sys.stdout.write(f"{path} {path.stat().st_size // 1000} kB\n")
            browser.close()
        finally:
            for process in (run, board):
                process.terminate()
                process.wait(30)


def half_done(folder: Path, env: dict[str, str]) -> None:
    """Wait until some shots are there and others are on their way."""
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        states = [one["state"] for one in asked(("film", "status", "keeper"), folder, env)["data"]["shots"]]
        if states.count("good") + states.count("doubtful") > DONE and "making" in states:
            return
        time.sleep(0.3)
    raise TimeoutError(states)


if __name__ == "__main__":
    main()
