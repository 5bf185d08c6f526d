"""Canaries planted as keys, tokens, signed queries and login codes: whole journeys at debug level, then every place is
searched. Only the private store of secrets may hold them."""

import json
import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.fork_server import Ran
from tests.resilience.chaos import TARGETS, ChaosHarness, Shell
from tests.resilience.fault_proxy import Between, Forged

from mediawright.plugins.discover import Registry
from mediawright.testing.canaries import CanarySecrets
from mediawright.testing.simulator import serve

CANARY = CanarySecrets()
#: per provider: the simulator's options and the environment that plant the canaries
PLANTED: dict[str, tuple[dict[str, str], dict[str, str]]] = {
    "kling": (
        {"access_key": CANARY["access_key"], "secret_key": CANARY["secret_key"]},
        {"KLING_ACCESS_KEY_ID": CANARY["access_key"], "KLING_SECRET_ACCESS_KEY": CANARY["secret_key"]},
    ),
    "chatart": (
        {"api_key": CANARY["access_key"], "identity_id": CANARY["login_code"]},
        {"CHATARTPRO_API_KEY": CANARY["access_key"], "CHATARTPRO_UID": CANARY["login_code"]},
    ),
    "nemovideo": ({}, {"NEMO_TOKEN": CANARY["token"]}),
}


@pytest.fixture(params=list(PLANTED))
def harness(request: pytest.FixtureRequest) -> Iterator[ChaosHarness]:
    """A simulator that knows the canaries as its keys and signs its results with one."""
    target, (options, _) = TARGETS[request.param], PLANTED[request.param]
    inner = Registry.installed({}).load(target.name).simulator(target.options | options)
    app = Between(inner, changes=dict.fromkeys(("/v1/", "/web/", "/api/render"), signed))
    with serve(app) as url:
        if target.name == "nemovideo":
            service_state = inner.state.service_state
            bearer = service_state.issue(service_state.new_user(available=1000.0, registered=True))
            bearer.token = CANARY["token"]
            service_state.bearers[CANARY["token"]] = bearer
        yield ChaosHarness(target, url, app)


def signed(answer: Any) -> Any:
    """Every address of a result gets a signature."""
    if isinstance(answer, dict):
        return {name: signed(value) for name, value in answer.items()}
    if isinstance(answer, list):
        return [signed(value) for value in answer]
    is_result = isinstance(answer, str) and answer.startswith("http") and answer.endswith((".mp4", ".png"))
    return CANARY.signed_url(answer) if is_result else answer


def search(ran: list[Ran], shell: Shell) -> None:
    """No canary in what was said or stored."""
    for number, end in enumerate(ran):
        CANARY.assert_absent([end.out, end.err], f"command {number}")
    for path in (path for root in (shell.home, shell.cwd) for path in root.rglob("*") if path.is_file()):
        if "secrets" not in path.relative_to(path.anchor).parts:
            CANARY.assert_absent([path.read_bytes(), path.name], str(path.name))


def test_no_journey_gives_a_secret_away(harness: ChaosHarness, tmp_path: Path) -> None:
    shell = harness.shell(tmp_path, MEDIAWRIGHT_DEBUG="1")
    shell.env |= PLANTED[harness.target.name][1]
    done = shell.video("a fox with a secret")
    assert done.code == 0, done.out + done.err
    assert "debug:" in done.err
    job = done.json["data"]["job"]
    others = [
        shell("jobs", "show", job, "--json"),
        shell("account", "quota", "--provider", harness.target.name, "--json"),
        shell("auth", "status", harness.target.name, "--json"),
        shell("doctor", "--json"),
        shell("video", "--provider", harness.target.name, "--prompt", "x", "--duration", "5", "--dry-run", "--json"),
    ]
    search([done, *others], shell)


INJECTED_FAULTS: dict[str, dict[str, Forged]] = {
    "echo": {"": Forged(400, {"content-type": "application/json"}, b"")},
    "crash": {"": Forged(200, {"content-type": "application/json"}, b'{"code": 0, "data": {"task_id": {}}}')},
    "cut": {"": Forged(200, {"content-length": "5000"}, b"{")},
}


@pytest.mark.parametrize("injected", list(INJECTED_FAULTS))
def test_no_failure_gives_a_secret_away(harness: ChaosHarness, tmp_path: Path, injected: str) -> None:
    """The service repeats every secret in its own words, or answers so that something breaks."""
    shell = harness.shell(tmp_path, MEDIAWRIGHT_DEBUG="1")
    shell.env |= PLANTED[harness.target.name][1]
    words = "not allowed for " + " ".join(CANARY.values.values()) + " Bearer " + CANARY["token"]
    forged = INJECTED_FAULTS[injected][""]
    if injected == "echo":
        forged = Forged(400, forged.headers, json.dumps({"code": 1201, "message": words, "detail": words}).encode())
    harness.app.forged[""] = forged
    ran = shell.video("a fox that fails", "--timeout", "20")
    assert ran.code != 0
    own = PLANTED[harness.target.name][1].values()
    assert [value for value in own if value in ran.out + ran.err] == []


def test_a_login_gives_no_code_away(tmp_path: Path) -> None:
    target = TARGETS["kling"]
    with target.running() as chaos:
        shell = chaos.shell(tmp_path, MEDIAWRIGHT_DEBUG="1")
        shell.env = {
            name: value for name, value in shell.env.items() if not name.startswith(("KLING_ACCESS", "KLING_SEC"))
        }
        ran = shell("auth", "login", "kling", "--json", "--timeout", "5")
        assert ran.code == 3
        codes = secrets_of(chaos)
        assert codes
        texts = [ran.out, ran.err, *(path.read_text("utf-8", "replace") for path in outside_the_store(shell))]
        assert [code for code in codes if any(code in text for text in texts)] == []


def secrets_of(chaos: ChaosHarness) -> list[str]:
    """What only the two ends of a sign-in may know: the device code (its link and user code are for the person)."""
    return [bind.device_code for bind in chaos.service_state.bindings.all]


def outside_the_store(shell: Shell) -> list[Path]:
    return [p for p in shell.home.rglob("*") if p.is_file() and "secrets" not in p.parts and p.suffix != ".db"]


def test_no_child_gets_a_secret_as_an_argument(tmp_path: Path) -> None:
    target = TARGETS["kling"]
    with target.running(**PLANTED["kling"][0]) as chaos:
        shell = chaos.shell(tmp_path)
        shell.env |= PLANTED["kling"][1]
        process, seen = shell.start(*shell.media_request("a fox with children")), ""
        while process.poll() is None:
            seen += " ".join(arguments(process.pid))
            time.sleep(0.02)
        process.communicate()
    assert "mediawright" in seen or os.name != "posix"
    CANARY.assert_absent([seen], "the arguments of a process")


def arguments(group: int) -> Iterator[str]:
    """The command lines of every process of a session."""
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            if os.getsid(int(entry.name)) == group:
                yield (entry / "cmdline").read_text("utf-8", "replace")
        except OSError:
            continue
