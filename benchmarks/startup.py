"""How long a command takes before it does anything, and a whole job against a provider that answers at once."""

import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from benchmarks.machine import PASS, PROGRAM, Figure, empty_home, provider, ratios

REQUEST = ("video", "--prompt", "a fox at dawn", "--provider", "kling")
COMMANDS = {
    "--version": ((*PROGRAM, "--version"), 3.0),
    'route "…"': ((*PROGRAM, "route", "make a 10 second vertical video of a fox at dawn"), 16.0),
    "video --help": ((*PROGRAM, "video", "--help"), 8.0),
    "video … --dry-run": ((*PROGRAM, *REQUEST, "--dry-run"), 16.0),
}
JOB = (*PROGRAM, *REQUEST, "--approve-cost", "4 units", "--again")


def commands(rounds: int) -> Iterator[Figure]:
    """Commands that send nothing."""
    with empty_home() as (cwd, env):
        found = ratios({name: command for name, (command, _) in COMMANDS.items()}, cwd, env, rounds)
    for name, (_, limit) in COMMANDS.items():
        yield Figure(name, found[name], limit, note="times an interpreter that does nothing")


def job(rounds: int) -> Iterator[Figure]:
    """Submit, poll, a download of 1 MB, the ledger; beside it the same process with its imports only."""
    with provider(bytes=1_000_000) as url, empty_home(KLING_API_BASE=url) as (cwd, env):
        loads = (PASS[0], "-c", loaded(cwd, env))
        found = ratios({"job": JOB, "imports": loads}, cwd, env, rounds)
    yield Figure("one whole job", found["job"], 30.0, note="times an interpreter that does nothing")
    own = (found["job"] - found["imports"]) / found["job"]
    yield Figure("of it, work beyond imports", own * 100, 25.0, "%", note="of the job's time")


def loaded(cwd: Path, env: Mapping[str, str]) -> str:
    """A program that imports what one job imports, in its order, and does nothing with it."""
    traced = (sys.executable, "-X", "importtime", "-m", "mediawright", *JOB[1:])
    told = subprocess.run(traced, cwd=cwd, env=dict(env), capture_output=True, text=True, check=True).stderr
    names = [line.rpartition("|")[2].strip() for line in told.splitlines() if line.startswith("import time:")][1:]
    return "\n".join(
        [
            "import gc; gc.disable()",
            "import importlib, sys",
            f"for name in {names!r}:",
            "    try: importlib.import_module(name)",
            "    except ImportError: pass",
            "gc.freeze()",
        ]
    )
