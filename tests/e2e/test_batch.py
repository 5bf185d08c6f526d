"""Many requests with one approval: a file of lines, a third party's process, a provider that counts what it was
asked for."""

import json
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from tests.e2e.conftest import Shell
from tests.fork_server import Ran

POINTS = ("after-approval", "before-submit", "after-submit", "after-task", "before-download", "before-done")
YES = ("--approve-cost", "100 units", "--approve-cost", "100 image_units")


@dataclass(frozen=True)
class Provider:
    """A simulated provider on loopback."""

    url: str

    def asked(self) -> int:
        """How many requests were accepted, which is what costs."""
        with urllib.request.urlopen(f"{self.url}/__sim/charges", timeout=10) as answer:
            return int(json.loads(answer.read())["tasks"])

    def calls(self, method: str) -> int:
        with urllib.request.urlopen(f"{self.url}/__sim/log", timeout=10) as answer:
            return sum(call["method"] == method for call in json.loads(answer.read())["requests"])

    @property
    def env(self) -> dict[str, str]:
        return {
            "KLING_API_BASE": self.url,
            "KLING_BIND_BASE": self.url,
            "KLING_ACCESS_KEY_ID": "sim-access-key",
            "KLING_SECRET_ACCESS_KEY": "sim-not-a-secret",
            "MEDIAWRIGHT_ALLOW_LOOPBACK": "1",
            "MEDIAWRIGHT_TEST_PACE": "50",
        }


@pytest.fixture
def provider(shell: Shell) -> Iterator[Provider]:
    process = shell.start("simulate", "kling", "--port", "0", "--option", "time_scale=10")
    assert process.stdout is not None
    try:
        yield Provider(process.stdout.readline().decode().strip())
    finally:
        process.terminate()
        process.communicate(timeout=20)


def media_requests(shell: Shell, *lines: dict[str, Any] | str) -> str:
    text = "".join((line if isinstance(line, str) else json.dumps(line)) + "\n" for line in lines)
    (shell.cwd / "shots.jsonl").write_text(text, "utf-8")
    return "shots.jsonl"


def clips(count: int, provider: str = "kling") -> list[dict[str, Any]]:
    return [{"id": f"s{n}", "command": "video", "prompt": f"a fox {n}", "provider": provider} for n in range(count)]


def results(shell: Shell) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (shell.cwd / "shots.results.jsonl").read_text("utf-8").splitlines()]


def batch(shell: Shell, provider: Provider, *words: str, **env: str) -> Ran:
    there = Shell(shell.home, shell.cwd, {**shell.env, **provider.env, **env})
    return there("batch", "shots.jsonl", *words, "--json", "--timeout", "2000")


def test_free_work_is_done_at_once_and_never_twice(shell: Shell) -> None:
    free = {"provider": "previz", "duration": 1, "prompt": "a fox"}
    media_requests(
        shell,
        {"command": "video", **free},
        {"command": "video", **free},
        {"command": "image", "prompt": "x", "provider": "previz"},
    )
    first = shell("batch", "shots.jsonl", "--json")
    assert (first.code, first.json["data"]["done"]) == (0, 3)
    jobs = [line["job"] for line in results(shell)]
    assert len(set(jobs)) == 3
    again = shell("batch", "shots.jsonl", "--json")
    assert again.code == 0
    assert [line["job"] for line in results(shell)] == jobs
    assert len(shell("jobs", "list", "--json").json["data"]["jobs"]) == 3


def test_every_line_that_is_wrong_is_named_before_anything_is_sent(shell: Shell, provider: Provider) -> None:
    media_requests(
        shell,
        clips(1)[0],
        "no json",
        {"command": "video", "prmpt": "x"},
        {"command": "video", "prompt": "x", "duration": "q"},
    )
    ran = batch(shell, provider, *YES)
    fields = [problem["field"] for problem in ran.json["error"]["problems"]]
    assert (ran.code, fields) == (2, ["2:line", "3:prmpt", "4:duration"])
    assert provider.calls("POST") == 0
    assert not (shell.cwd / "shots.results.jsonl").exists()


def test_one_page_tells_the_price_of_all_and_one_approval_starts_them(shell: Shell, provider: Provider) -> None:
    media_requests(shell, *clips(3), {"command": "image", "prompt": "a dog", "provider": "kling"})
    asked = batch(shell, provider)
    assert (asked.code, asked.json["status"]) == (5, "confirmation_needed")
    assert [float(total["value"]) for total in asked.json["data"]["totals"]] == [12, 8]
    assert "--approve-cost '12 units' --approve-cost '8 image_units'" in asked.json["next"][0]
    low = batch(shell, provider, "--approve-cost", "11 units", "--approve-cost", "8 image_units")
    assert low.code == 5
    assert provider.calls("POST") == 0
    done = batch(shell, provider, "--approve-cost", "12 units", "--approve-cost", "8 image_units")
    assert (done.code, done.json["data"]["done"]) == (0, 4)
    assert [line["state"] for line in results(shell)] == ["done"] * 4
    assert all(Path(line["files"][0]["path"]).is_file() for line in results(shell))
    assert provider.asked() == 4
    assert batch(shell, provider).code == 0
    assert provider.asked() == 4


def test_a_dry_run_prices_and_sends_nothing(shell: Shell, provider: Provider) -> None:
    Image.new("RGB", (320, 320)).save(shell.cwd / "a.webp")
    media_requests(shell, *(line | {"image": ["a.webp"]} for line in clips(2)))
    ran = batch(shell, provider, "--dry-run")
    assert (ran.code, ran.json["status"]) == (0, "dry_run")
    assert ran.json["message"].count("a.webp goes to Kling AI as a JPEG copy") == 1
    assert provider.calls("POST") == 0


@pytest.mark.parametrize(
    "point", ["after-approval", "before-submit", "after-submit", "after-task", "before-download", "before-done"]
)
def test_killed_anywhere_it_goes_on_and_submits_nothing_twice(shell: Shell, provider: Provider, point: str) -> None:
    media_requests(shell, *clips(3))
    killed = batch(shell, provider, *YES, MEDIAWRIGHT_CRASH_AT=point)
    assert killed.code == -signal.SIGKILL
    for _ in range(3):
        ran = batch(shell, provider, *YES)
        if ran.code == 0:
            break
    # nobody can know whether a request that was about to leave did: it is never sent again on a guess
    doubtful = point == "before-submit"
    assert sorted(line["state"] for line in results(shell)) == ["done", "done", "uncertain" if doubtful else "done"]
    assert provider.asked() == (2 if doubtful else 3)


def test_killed_from_outside_it_goes_on_by_the_same_command(shell: Shell, provider: Provider) -> None:
    media_requests(shell, *clips(4))
    command = [sys.executable, "-m", "mediawright", "batch", "shots.jsonl", *YES, "--progress", "json"]
    process = subprocess.Popen(command, cwd=shell.cwd, env={**shell.env, **provider.env}, stderr=subprocess.PIPE)
    assert process.stderr is not None
    process.stderr.readline()
    process.kill()
    process.communicate(timeout=20)
    ran = batch(shell, provider, *YES)
    ends = sorted(line["state"] for line in results(shell))
    # killed while its request left, a job stays in doubt: the one, at most, that was about to be sent
    doubtful = ends.count("uncertain")
    assert ends == ["done"] * (4 - doubtful) + ["uncertain"] * doubtful
    assert (ran.code == 0) == (doubtful == 0)
    assert doubtful <= 1
    assert 4 - doubtful <= provider.asked() <= 4


def test_a_budget_holds_in_the_middle_of_a_batch(shell: Shell, provider: Provider) -> None:
    assert shell("policy", "limit", "8 units", "--per", "day", "--provider", "kling").code == 0
    media_requests(shell, *clips(3))
    ran = batch(shell, provider, *YES)
    assert ran.code == 10
    assert provider.asked() == 2
    assert [line["state"] for line in results(shell)] == ["done", "done", "quoted"]


def test_a_policy_can_say_approval_to_all_of_it(shell: Shell, provider: Provider) -> None:
    assert shell("policy", "allow", "4 units", "--provider", "kling").code == 0
    media_requests(shell, *clips(2))
    assert batch(shell, provider).code == 0
    assert provider.asked() == 2


def test_more_than_the_provider_takes_at_once_waits_for_its_turn(shell: Shell, provider: Provider) -> None:
    media_requests(shell, *clips(8))
    ran = batch(shell, provider, *YES)
    assert (ran.code, ran.json["data"]["done"]) == (0, 8)
    assert provider.asked() == 8
