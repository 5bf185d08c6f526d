"""What the measurements share: an empty home, processes timed in turns, a provider beside them."""

import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

#: the yardstick: an interpreter that does nothing
PASS = (sys.executable, "-c", "pass")
#: the console script of this installation
PROGRAM = (str(Path(sys.executable).with_name("mediawright")),)


#: seconds that one command takes in a folder and an environment
Measure = Callable[[Sequence[str], Path, Mapping[str, str]], float]


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table: a value, what it may be, and whether it is. `unit` is "x" for a ratio."""

    name: str
    value: float
    limit: float
    unit: str = "x"
    at_least: bool = False
    note: str = ""

    @property
    def reached(self) -> bool:
        return self.value >= self.limit if self.at_least else self.value <= self.limit


@contextmanager
def empty_home(**more: str) -> Iterator[tuple[Path, dict[str, str]]]:
    """A working folder and an environment that knows of nothing else."""
    with tempfile.TemporaryDirectory(prefix="mediawright-bench-") as name:
        root = Path(name)
        (root / "work").mkdir()
        kept = {key: os.environ[key] for key in ("PATH", "SYSTEMROOT", "LD_LIBRARY_PATH") if key in os.environ}
        own = {
            "HOME": name,
            "MEDIAWRIGHT_HOME": str(root / "mw"),
            "MEDIAWRIGHT_NO_KEYRING": "1",
            "MEDIAWRIGHT_ALLOW_LOOPBACK": "1",
            "LANG": "C.UTF-8",
            "KLING_ACCESS_KEY_ID": "not-a-key",
            "KLING_SECRET_ACCESS_KEY": "not-a-real-secret",
        }
        yield root / "work", kept | own | more


@contextmanager
def provider(**options: float) -> Iterator[str]:
    """The address of a provider that runs as long as the block."""
    words = [word for name, value in options.items() for word in (f"--{name}", f"{value}")]
    command = [sys.executable, "-m", "benchmarks.provider", *words]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=Path(__file__).parents[1]) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().decode().strip()
        finally:
            process.terminate()


def told(url: str) -> dict[str, Any]:
    """What the provider counted."""
    with urllib.request.urlopen(f"{url}/told", timeout=30) as answer:
        found: dict[str, Any] = json.loads(answer.read())["data"]
        return found


def run_module(name: str, *words: str, cwd: Path, env: Mapping[str, str]) -> Any:
    """What a module of ours prints as JSON, run in a process of its own. Raises CalledProcessError."""
    more = {"PYTHONPATH": os.pathsep.join(filter(None, (env.get("PYTHONPATH"), str(Path(__file__).parents[1]))))}
    command = [sys.executable, "-m", name, *words]
    done = subprocess.run(command, cwd=cwd, env={**env, **more}, stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(done.stdout)


def timed(command: Sequence[str], cwd: Path, env: Mapping[str, str]) -> float:
    """Seconds that one process takes. Raises CalledProcessError."""
    began = time.perf_counter()
    subprocess.run(command, cwd=cwd, env=dict(env), stdin=subprocess.DEVNULL, capture_output=True, check=True)
    return time.perf_counter() - began


def worked(command: Sequence[str], cwd: Path, env: Mapping[str, str]) -> float:
    """Seconds of the processor that one process and its children take, whoever else is busy. Raises CalledProcessError."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    timed(command, cwd, env)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def ratios(
    commands: Mapping[str, Sequence[str]], cwd: Path, env: Mapping[str, str], rounds: int, measure: Measure = timed
) -> dict[str, float]:
    """Each command's time as a multiple of the yardstick's: in turns, so that all meet the same weather; the best of each.

    The first round prepares compiled files and is not counted.
    """
    times: dict[str, list[float]] = {name: [] for name in ("pass", *commands)}
    for _ in range(rounds + 1):
        for name, command in {"pass": PASS, **commands}.items():
            times[name].append(measure(command, cwd, env))
    best = {name: min(found[1:]) for name, found in times.items()}
    return {name: best[name] / best["pass"] for name in commands}


def peak_mb() -> float:
    """The most memory that this process has held so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def middle(values: Sequence[float]) -> float:
    return statistics.median(values)
