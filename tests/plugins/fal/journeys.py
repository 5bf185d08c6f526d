"""Five kinds of work at fal, in both languages: a wish, its page, the approval, the file. In this process, by simulator.

python -m tests.plugins.fal.journeys    # writes docs/evidence/fal-journeys.md
"""

import io
import json
import os
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.skill.transcripts import steady

from mediawright.cli.app import run
from mediawright.commands.aliases import normalise
from mediawright.sdk import simulator as kit
from mediawright.testing.simulator import serve
from mediawright_fal.simulator.service import FalOptions, FalService

PAGE = Path(__file__).parents[3] / "docs" / "evidence" / "fal-journeys.md"
#: files that wishes name
INPUTS: Mapping[str, Callable[[], bytes]] = {
    "fox.png": lambda: kit.make_picture(640, 360),
    "talk.wav": lambda: kit.make_sound(2.0),
}


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person says, in both languages, and the endpoint that is asked for it."""

    en: str
    zh: str
    endpoint: str


WISHES = (
    Wish(
        "use fal-ai/kling-video/v3/pro/text-to-video to make a 5 second video: a red kite over a grey sea",
        "用 fal-ai/kling-video/v3/pro/text-to-video 做一个5秒的视频：灰色海面上的红风筝",
        "fal-ai/kling-video/v3/pro/text-to-video",
    ),
    Wish(
        "use fal, Kling 3 Turbo, to animate fox.png: the fox turns its head",
        "用 fal 的可灵 3 Turbo 让 fox.png 动起来：狐狸转过头",
        "fal-ai/kling-video/v3/turbo/standard/image-to-video",
    ),
    Wish(
        "use fal to draw two pictures 16:9: a red fox",
        "用 fal 画两张16:9的图：一只红狐狸",
        "fal-ai/flux/schnell",
    ),
    Wish(
        "use fal to read this aloud: the harbour wakes up at dawn",
        "用 fal 把这段话读出来：清晨的渔港醒来了",
        "fal-ai/elevenlabs/tts/eleven-v3",
    ),
    Wish(
        "use fal to write down what is said in talk.wav",
        "用 fal 把 talk.wav 转成文字",
        "fal-ai/elevenlabs/speech-to-text/scribe-v2",
    ),
)


@contextmanager
def place(folder: Path, environ: Mapping[str, str]) -> Iterator[None]:
    """Work in a folder with an environment of its own, and the inputs that wishes name."""
    kept, cwd = dict(os.environ), Path.cwd()
    own = {"HOME": str(folder), "MEDIAWRIGHT_HOME": str(folder / "mw"), "MEDIAWRIGHT_NO_KEYRING": "1"}
    os.environ.update({**own, "MEDIAWRIGHT_ALLOW_LOOPBACK": "1", **environ})
    for name, make in INPUTS.items():
        (folder / name).write_bytes(make())
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(cwd)
        os.environ.clear()
        os.environ.update(kept)


def said(*words: str) -> tuple[int, dict[str, Any]]:
    """What one command line answers, and its exit code."""
    out, code = io.StringIO(), 0
    with redirect_stdout(out), redirect_stderr(io.StringIO()):
        try:
            run(normalise([*words, "--json"]))
        except SystemExit as ended:
            code = int(ended.code or 0)
    return code, json.loads(out.getvalue())


def journey(wish: Wish, lang: str) -> tuple[list[str], dict[str, Any], dict[str, Any]]:
    """The lines of one journey, the answer that showed the page and the one that brought the file."""
    words = wish.zh if lang == "zh" else wish.en
    code, page = said("do", words)
    lines = [f'$ mediawright do "{words}"', f"[{code}] {page['message']}"]
    assert code == 5, lines
    confirm = page["next"][0].split()[1:]
    code, done = said(*[word for word in confirm if word != "--json"])
    lines += [f"$ mediawright {' '.join(confirm)}", f"[{code}] {done['message']}"]
    assert code == 0, lines
    return lines, page, done


def environ_of(url: str) -> dict[str, str]:
    """What leads to a simulator at this address, with a key that it takes."""
    parts = {"FAL_REST_URL": "rest", "FAL_CDN_URL": "cdn", "FAL_API_URL": "api", "FAL_SITE_URL": "site"}
    places = {name: f"{url}/{part}" for name, part in parts.items()}
    return places | {"FAL_QUEUE_URL": url, "FAL_KEY": "not-a-real-secret"}


def main() -> None:
    """Write the page; ids of quotes are made equal."""
    text = [
        "<!-- made by `python -m tests.plugins.fal.journeys`; do not edit -->",
        "# Five kinds of work at fal",
        "From words to a file, against the simulator; every line is what a person or an agent reads.",
    ]
    service = FalService(FalOptions(queue_s=0.0, run_s=0.0))
    with serve(kit.create_app(service)) as url:
        for wish in WISHES:
            for lang in ("en", "zh"):
                with tempfile.TemporaryDirectory() as folder, place(Path(folder), environ_of(url)):
                    lines, _, _ = journey(wish, lang)
                shown = steady("\n".join(lines))
                text.append(f"## {wish.endpoint}, {lang}\n\n```text\n{shown}\n```")
    PAGE.write_text("\n\n".join(text) + "\n", "utf-8")


if __name__ == "__main__":
    main()
