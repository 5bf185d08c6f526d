"""Make the films of this folder on simulators, from the script to the file with one approval, with kills where asked for.

`python examples/films/make.py FOLDER [yegui|keeper …] [--kill N]`
"""

import argparse
import json
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
FILMS = ("yegui", "keeper")
#: seconds after which a run is killed, at random between these
KILLED = (2.0, 15.0)
PROGRAM = (sys.executable, "-m", "mediawright")


def say(words: str) -> None:
    sys.stdout.write(words + "\n\n")
    sys.stdout.flush()


@contextmanager
def simulator(provider: str, *options: str) -> Iterator[str]:
    """A provider on this machine; gives its address."""
    more = [word for option in options for word in ("--option", option)]
    with subprocess.Popen([*PROGRAM, "simulate", provider, "--port", "0", *more], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().decode().strip()
        finally:
            process.terminate()


def surroundings(folder: Path, kling: str, gemini: str) -> dict[str, str]:
    """A home of its own, and the simulators in the place of the providers."""
    return os.environ | {
        "MEDIAWRIGHT_HOME": str(folder / "home"),
        "MEDIAWRIGHT_NO_KEYRING": "1",
        "MEDIAWRIGHT_ALLOW_LOOPBACK": "1",
        "KLING_API_BASE": kling,
        "KLING_BIND_BASE": kling,
        "KLING_ACCESS_KEY_ID": "sim-access-key",
        "KLING_SECRET_ACCESS_KEY": "sim-not-a-secret",
        "GOOGLE_GEMINI_BASE_URL": gemini,
        "GEMINI_API_KEY": "sim-key",
    }


def make(name: str, folder: Path, env: dict[str, str], kills: int) -> None:
    """One film: its script carried over, its plan checked, drafted, priced, agreed to, made."""

    def film(*words: str, patience: float | None = None) -> dict[str, Any]:
        command = [*PROGRAM, "film", *words, "--json"]
        ran = subprocess.run(command, cwd=folder, env=env, capture_output=True, check=False, timeout=patience)
        answer: dict[str, Any] = json.loads(ran.stdout)
        say(answer["message"])
        return answer

    script = next(path for path in HERE.glob(f"{name}.*") if not path.name.endswith(".film.toml"))
    shutil.copy(script, folder)
    shutil.copy(HERE / f"{name}.film.toml", folder)
    (folder / f"{name}-carried.film.toml").unlink(missing_ok=True)
    film("new", f"{name}-carried", "--from", script.name)
    film("check", name)
    film("animatic", name, "--timeout", "3600")
    totals = film("run", name)["data"]["totals"]
    yes = [word for amount in totals for word in ("--approve-cost", amount)]
    for _ in range(kills):
        try:
            film("run", name, *yes, "--timeout", "3600", patience=random.uniform(*KILLED))
        except subprocess.TimeoutExpired:
            say("-- killed --")
        yes = []
    film("run", name, *yes, "--timeout", "3600")
    film("status", name, "--sheet")


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("films", nargs="*", choices=[*FILMS, []], default=list(FILMS))
    parser.add_argument("--kill", type=int, default=0)
    asked = parser.parse_args(arguments)
    folder = asked.folder.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        kling = stack.enter_context(simulator("kling", "media_scale=8"))
        gemini = stack.enter_context(simulator("gemini"))
        for name in asked.films:
            make(name, folder, surroundings(folder, kling, gemini), asked.kill)


if __name__ == "__main__":
    main()
