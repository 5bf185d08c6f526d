"""Somebody follows the tutorial: an empty folder, the page's commands, the page's code. `python -m tests.docs.following`."""

import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from tests.docs.tutorial import PAGE, commands, pour
from tests.examples.installing import Place

#: from here on the page's code is in the package
TURN = "python -m mediawright.po.compile"


@dataclass(frozen=True)
class Step:
    """One command, what it said, and how long it took (seconds)."""

    command: str
    said: str
    seconds: float


def follow(folder: Path) -> list[Step]:
    """Every command of the page, typed in order; a command that fails is an AssertionError with all it said."""
    place = Place(folder)
    here = place.folder / "desk"
    here.mkdir()
    steps = []
    for command in commands(PAGE.read_text("utf-8")):
        if command.startswith("cd "):
            here = here / command.removeprefix("cd ")
        if command.startswith(TURN):
            names = pour(here)
            steps.append(Step("# the code of sections 3 to 8 goes into its files", "\n".join(names), 0.0))
        began = time.perf_counter()
        said = place.shell(command, here) if not command.startswith("cd ") else ""
        steps.append(Step(command, said.replace(str(folder), "~"), time.perf_counter() - began))
    return steps


def transcript(steps: list[Step]) -> str:
    """The steps as a terminal would show them."""
    lines = []
    for step in steps:
        took = f"   [{step.seconds:.1f} s]" if step.seconds >= 0.1 else ""
        lines += [f"$ {step.command}{took}", *step.said.rstrip().splitlines(), ""]
    lines.append(f"machine time in all: {sum(step.seconds for step in steps):.1f} s")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as made:
        sys.stdout.write(transcript(follow(Path(made) / "reader")))
