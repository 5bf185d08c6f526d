"""Makes `film.png`: one picture of each shot of the free draft of `examples/films/keeper.film.toml`, as the program cuts it.

`python docs/media/make_film.py [FILM]`: of a draft that is there already.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

import av
from PIL import Image

HERE = Path(__file__).parent
PLAN = HERE.parents[1] / "examples" / "films" / "keeper.film.toml"
#: which part of a shot is shown: late enough for its caption
PLACE = 0.6
FRAME = (480, 270)
ACROSS, GAP = 3, 6


def main() -> None:
    """Write the picture beside this file."""
    plan = tomllib.loads(PLAN.read_text("utf-8"))
    if len(sys.argv) > 1:
        shown = pictures(Path(sys.argv[1]), plan)
    else:
        with tempfile.TemporaryDirectory() as folder:
            shutil.copy(PLAN, folder)
            env = {**os.environ, "MEDIAWRIGHT_HOME": f"{folder}/home", "LANG": "en_GB.UTF-8"}
            words = ["film", "animatic", "keeper", "--lang", "en"]
            subprocess.run([sys.executable, "-m", "mediawright", *words], cwd=folder, env=env, check=True)
            shown = pictures(Path(folder) / "keeper" / "keeper.draft.mp4", plan)
    path = HERE / "film.png"
    sheet(shown).quantize(192).save(path, optimize=True)
    sys.stdout.write(f"{path} {path.stat().st_size // 1000} kB\n")


def pictures(film: Path, plan: dict[str, object]) -> list[Image.Image]:
    """A picture of each shot."""
    wanted, start = [], 0.0
    for shot in plan["shots"]:  # type: ignore[attr-defined]
        wanted.append(start + PLACE * shot["duration"])
        start += shot["duration"]
    found: list[Image.Image] = []
    with av.open(str(film)) as media:
        for frame in media.decode(video=0):
            if len(found) < len(wanted) and frame.time is not None and frame.time >= wanted[len(found)]:
                found.append(frame.to_image().resize(FRAME))
    return found


def sheet(shown: list[Image.Image]) -> Image.Image:
    """All of them, in rows."""
    wide, high = FRAME
    rows = -(-len(shown) // ACROSS)
    whole = Image.new("RGB", (ACROSS * (wide + GAP) - GAP, rows * (high + GAP) - GAP), (255, 255, 255))
    for number, picture in enumerate(shown):
        whole.paste(picture, (number % ACROSS * (wide + GAP), number // ACROSS * (high + GAP)))
    return whole


if __name__ == "__main__":
    main()
