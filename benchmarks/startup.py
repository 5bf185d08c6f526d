"""How long a command takes before it does anything, and a whole job against a provider that answers at once."""

import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from benchmarks.machine import PASS, PROGRAM, Figure, empty_home, provider, ratios
from mediawright.plugins.discover import DISABLE, Registry

REQUEST = ("video", "--prompt", "a fox at dawn", "--provider", "kling")
COMMANDS = {
    "--version": ((*PROGRAM, "--version"), 3.0),
    'route "…"': ((*PROGRAM, "route", "make a 10 second vertical video of a fox at dawn"), 16.0),
    "video --help": ((*PROGRAM, "video", "--help"), 8.0),
    "video … --dry-run": ((*PROGRAM, *REQUEST, "--dry-run"), 16.0),
}
#: a wish in words, read and priced; nothing is sent
WISH = (*PROGRAM, "do", "用可灵做一个5秒的视频：海边日落", "--dry-run")
#: beside these four, what is left out of the comparison by the setting for it
FOUR = frozenset({"kling", "chatart", "nemovideo", "previz"})
JOB = (*PROGRAM, *REQUEST, "--approve-cost", "4 units", "--again")


def commands(rounds: int) -> Iterator[Figure]:
    """Commands that send nothing."""
    with empty_home() as (cwd, env):
        found = ratios({name: command for name, (command, _) in COMMANDS.items()}, cwd, env, rounds)
    for name, (_, limit) in COMMANDS.items():
        yield Figure(name, found[name], limit, note="times an interpreter that does nothing")


def providers(rounds: int) -> Iterator[Figure]:
    """What every further provider costs a wish in words: all that are installed beside four, in turns."""
    rest = ",".join(name for name in Registry.installed({}).names() if name not in FOUR)
    with empty_home() as (cwd, env):
        four = ("env", f"{DISABLE}={rest}", *WISH)
        found = ratios({"all": ("env", f"{DISABLE}=", *WISH), "four": four}, cwd, env, rounds)
    note = f"{found['all']:.1f} against {found['four']:.1f} times an interpreter that does nothing"
    yield Figure("do, all providers against four", found["all"] / found["four"], 1.3, note=note)


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
