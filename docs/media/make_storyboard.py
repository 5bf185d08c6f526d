"""Makes `storyboard.png`: one frame of each shot of a preview that the program renders."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import av
from PIL import Image

HERE = Path(__file__).parent
STORY = (
    "Shot 1: wide shot, a lighthouse at dusk. Shot 2: close-up of the lamp, push in. Shot 3: aerial, waves on the rocks"
)
SECONDS = 9
SHOTS = 3
FRAME = (480, 270)
GAP = 6


def main() -> None:
    """Write the picture beside this file."""
    with tempfile.TemporaryDirectory() as folder:
        words = ["video", "--provider", "previz", "--prompt", STORY, "--duration", str(SECONDS), "--resolution", "720p"]
        env = {**os.environ, "MEDIAWRIGHT_HOME": f"{folder}/home", "LANG": "en_GB.UTF-8"}
        subprocess.run([sys.executable, "-m", "mediawright", *words, "--lang", "en"], cwd=folder, env=env, check=True)
        clip = next(Path(folder).glob("*.mp4"))
        sheet(frames(clip)).save(HERE / "storyboard.png", optimize=True)


def frames(clip: Path) -> list[Image.Image]:
    """The picture in the middle of each shot."""
    wanted = [(shot + 0.5) * SECONDS / SHOTS for shot in range(SHOTS)]
    found: list[Image.Image] = []
    with av.open(str(clip)) as media:
        for frame in media.decode(video=0):
            if len(found) < SHOTS and frame.time is not None and frame.time >= wanted[len(found)]:
                found.append(frame.to_image().resize(FRAME))
    return found


def sheet(pictures: list[Image.Image]) -> Image.Image:
    """The pictures side by side on black."""
    width = SHOTS * FRAME[0] + (SHOTS - 1) * GAP
    page = Image.new("RGB", (width, FRAME[1]))
    for at, picture in enumerate(pictures):
        page.paste(picture, (at * (FRAME[0] + GAP), 0))
    return page.quantize(256)


if __name__ == "__main__":
    main()
