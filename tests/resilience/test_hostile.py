"""Answers that mean harm, through the whole command line: refused or cut short, told plainly, nothing spent twice."""

import json
import re
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from tests.resilience import fault_proxy
from tests.resilience.chaos import TARGETS, ChaosHarness, Shell
from tests.resilience.fault_proxy import Between, Forged
from tests.resilience.kills import is_whole

from mediawright.plugins.discover import Registry
from mediawright.testing.simulator import serve

MP4 = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom" + b"\x00" * 9000
MEDIA, POLL, SUBMIT = "GET /media/", "GET /v1/videos/", "POST /v1/videos/"
ESCAPES = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\x9b]")
EVIL = "\x1b[2J\x1b]0;pwned\x07 evil \x9b31m words"


@pytest.fixture(scope="module")
def harness() -> Iterator[ChaosHarness]:
    """The simulator behind a third party."""
    target = TARGETS["kling"]
    app = Between(Registry.installed({}).load(target.name).simulator(target.options))
    with serve(app) as url:
        yield ChaosHarness(target, url, app)


@pytest.fixture
def third_party(harness: ChaosHarness) -> Iterator[Between]:
    yield harness.app
    harness.app.clear()


def results(change: Any) -> Any:
    """Change the address of every result."""

    def edited(answer: Any) -> Any:
        for video in (answer.get("data") or {}).get("task_result", {}).get("videos", []):
            video["url"] = change(video["url"])
        return answer

    return edited


FETCHES: dict[str, tuple[Forged, int, str]] = {
    "private redirect": (fault_proxy.redirect("http://10.0.0.7/secret"), 9, "address_refused"),
    "metadata redirect": (fault_proxy.redirect("http://169.254.169.254/latest/meta-data"), 9, "address_refused"),
    "file redirect": (fault_proxy.redirect("file:///etc/passwd"), 9, "address_refused"),
    "web page": (Forged(200, {"content-type": "video/mp4"}, b"<!doctype html><title>no</title>"), 9, "wrong_content"),
    "nothing": (Forged(200, {"content-type": "video/mp4"}), 9, "wrong_content"),
    "program": (Forged(200, {"content-type": "video/mp4"}, b"\x7fELF" + b"\x00" * 9000), 9, "wrong_content"),
    "ten gigabytes": (fault_proxy.gigabytes(10, MP4), 9, "answer_too_large"),
    "endless": (fault_proxy.endless(MP4, b"\x00" * 100), 7, "still_running"),
}


@pytest.mark.parametrize("name", list(FETCHES))
def test_a_hostile_file_is_refused_and_the_right_one_comes_later(
    harness: ChaosHarness, third_party: Between, tmp_path: Path, name: str
) -> None:
    forged, code, word = FETCHES[name]
    shell, prompt = harness.shell(tmp_path), f"a fox and {name}"
    third_party.forged[MEDIA] = forged
    ran = shell.video(prompt, "--timeout", "5", MEDIAWRIGHT_TEST_PACE="3")
    told = ran.json["data"].get("call") or ran.json["status"]  # what a later call than the submit met
    assert (ran.code, told) == (code, word)
    assert shell.clips() == []
    third_party.clear()
    comes_home(harness, shell, prompt)


def comes_home(harness: ChaosHarness, shell: Shell, prompt: str) -> None:
    """The stranger is gone: what was paid for comes, and was paid for once."""
    ran = shell("jobs", "resume", "--json", "--timeout", "60")
    assert ran.code == 0, ran.out
    assert [is_whole(job) for job in shell.jobs()] == [True]
    assert harness.charges(prompt) == 1


@pytest.mark.parametrize("url", ["https://10.1.2.3/a.mp4", "https://[fd00::1]/a.mp4", "file:///etc/passwd", "nonsense"])
def test_a_result_may_not_point_inside(harness: ChaosHarness, third_party: Between, tmp_path: Path, url: str) -> None:
    shell, prompt = harness.shell(tmp_path), f"a fox at {url}"
    third_party.changes[POLL] = results(lambda _: url)
    ran = shell.video(prompt)
    assert (ran.code, ran.json["data"].get("call")) == (9, "address_refused"), ran.json
    third_party.clear()
    comes_home(harness, shell, prompt)


def peak_of(process: "subprocess.Popen[bytes]") -> int:
    """The most memory of a process until its end, kB. Its own since it was loaded: what the system counts at the end holds
    the size of the test runner it was forked from as well."""
    peak, status = 0, Path(f"/proc/{process.pid}/status")
    while process.poll() is None:
        found = re.search(r"VmHWM:\s+(\d+)", status.read_text())
        peak = max(peak, int(found[1]) if found else 0)
        with suppress(subprocess.TimeoutExpired):
            process.wait(0.02)
    process.communicate()
    return peak


POLLS = {
    "gzip bomb": fault_proxy.gzip_bomb(300),
    "json bomb": fault_proxy.json_bomb(200_000),
    "long number": fault_proxy.long_number(50_000),
    "endless answer": fault_proxy.endless(b'{"code": 0, "message": "', b"a" * 400_000),
    "array": Forged(200, {"content-type": "application/json"}, b"[1, 2, 3]"),
}


@pytest.mark.parametrize("name", list(POLLS))
def test_a_hostile_poll_costs_no_memory_and_loses_nothing(
    harness: ChaosHarness, third_party: Between, tmp_path: Path, name: str
) -> None:
    shell, prompt = harness.shell(tmp_path), f"a fox under a {name}"
    assert shell.video(prompt, "--no-wait").code == 0
    third_party.forged[POLL] = POLLS[name]
    process = shell.start("jobs", "resume", "--json", "--timeout", "20")
    peak = peak_of(process)
    assert process.returncode in (7, 9)
    assert 0 < peak < 200_000
    third_party.clear()
    comes_home(harness, shell, prompt)


@pytest.mark.parametrize("name", list(POLLS))
def test_a_hostile_answer_to_a_submit_is_never_sent_again(
    harness: ChaosHarness, third_party: Between, tmp_path: Path, name: str
) -> None:
    shell, prompt = harness.shell(tmp_path), f"a fox that asked a {name}"
    third_party.forged[SUBMIT] = POLLS[name]
    assert shell.video(prompt).code == 8
    third_party.clear()
    assert shell("jobs", "resume", "--json").code == 8
    assert harness.charges(prompt) == 0


def test_a_name_that_climbs_out_stays_in_its_folder(
    harness: ChaosHarness, third_party: Between, tmp_path: Path
) -> None:
    shell = harness.shell(tmp_path)
    climbing = "../../../../climbed"
    third_party.changes[POLL] = lambda answer: json.loads(
        re.sub(r'("(?:id|task_id)": ")\d+"', rf'\1{climbing}"', json.dumps(answer))
    )
    ran = shell.video("a fox that climbs")
    assert ran.code in (0, 7, 8, 9), ran.out
    outside = [path for path in tmp_path.rglob("*climbed*") if shell.cwd not in path.parents]
    assert outside == []
    assert not list(tmp_path.parent.glob("*climbed*"))


@pytest.mark.parametrize("form", ["--json", "--lang=en"])
def test_words_of_a_stranger_command_no_terminal(
    harness: ChaosHarness, third_party: Between, tmp_path: Path, form: str
) -> None:
    shell = harness.shell(tmp_path)
    refusal = {"code": 1201, "message": EVIL, "request_id": EVIL}
    third_party.forged[SUBMIT] = Forged(400, {"content-type": "application/json"}, json.dumps(refusal).encode())
    media_request = [word for word in shell.media_request("a fox that listens") if word != "--json"]
    ran = shell(*media_request, form)
    assert ran.code == 6
    assert not ESCAPES.search(ran.out + ran.err), "an escape sequence reached the terminal"
    if form == "--json":
        assert not ESCAPES.search(ran.json["message"])
