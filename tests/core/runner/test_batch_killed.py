"""A process that follows a batch is killed at any moment; the next one brings every job home, once."""

import subprocess
import sys
import time
from pathlib import Path

import pytest
from benchmarks.machine import empty_home, provider

JOBS = 20
ROOT = str(Path(__file__).parents[3])


def command(url: str, jobs: int) -> list[str]:
    return [sys.executable, "-m", "tests.core.runner.batch_process", url, str(jobs)]


@pytest.mark.parametrize("seconds", [0.1, 0.8])
def test_every_job_of_a_killed_batch_comes_home(seconds: float) -> None:
    with provider(mean=1.0, tasks=JOBS, bytes=200_000) as url, empty_home(KLING_API_BASE=url, PYTHONPATH=ROOT) as home:
        folder, environ = home
        with subprocess.Popen(command(url, JOBS), cwd=folder, env=environ, stdout=subprocess.PIPE) as first:
            assert first.stdout is not None
            assert first.stdout.readline() == b"begun\n"
            time.sleep(seconds)  # not a measurement: wherever it is by then
            first.kill()
        ran = subprocess.run(command(url, 0), cwd=folder, env=environ, capture_output=True, text=True, check=True)
        assert ran.stdout.split() == ["begun", *["done"] * JOBS]
        assert [path.stat().st_size for path in folder.glob("*.mp4")] == [200_000] * JOBS
