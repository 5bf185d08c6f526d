"""Where attacks take place: a provider's simulator in this process, and the command line as a process of its own."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.child_environment import inherited
from tests.fork_server import Ran, run

from mediawright.clock import SystemClock
from mediawright.ledger import Ledger
from mediawright.plugins.discover import Registry
from mediawright.testing.simulator import serve
from mediawright.types.job import Job

#: waits take so many times less in the processes under attack
PACE = 20


@dataclass(frozen=True)
class Target:
    """A provider as it is attacked: how its simulator is set up, and the words of everything it took money for."""

    name: str
    options: dict[str, str]
    env: Callable[[str, Any], dict[str, str]]
    charged: Callable[[Any], list[str]]
    ceiling: str = "1000"
    #: settings and simulator options for runs in the tests' own process, whose clock goes faster than that of a child
    fast: dict[str, str] = field(default_factory=dict)
    quick: dict[str, str] = field(default_factory=dict)
    patience: float = 200.0

    @contextmanager
    def running(self, **options: str) -> Iterator["ChaosHarness"]:
        app = Registry.installed({}).load(self.name).simulator(self.options | options)
        with serve(app) as url:
            yield ChaosHarness(self, url, app, self.patience)


def _kling(url: str, service_state: Any) -> dict[str, str]:
    keys = {"KLING_ACCESS_KEY_ID": "sim-access-key", "KLING_SECRET_ACCESS_KEY": "sim-not-a-secret"}
    return {"KLING_API_BASE": url, "KLING_BIND_BASE": url, **keys}


def _chatart(url: str, service_state: Any) -> dict[str, str]:
    # an account for every home: times in its history are whole seconds, and a third party's work may be of the same one
    account = service_state.new_account(f"sim-identity-{len(service_state.accounts)}")
    keys = {"CHATARTPRO_API_KEY": account.key, "CHATARTPRO_UID": account.identity_id}
    return {"CHATART_BASE_URL": url, "CHATART_CDN_BASE": f"{url}/cdn/", "CHATART_OSS_ENDPOINT": url, **keys}


def _nemovideo(url: str, service_state: Any) -> dict[str, str]:
    # a user for every home: the free access is limited per address
    token = service_state.issue(service_state.new_user(available=100_000.0, registered=True)).token
    # its own clocks are scaled by its own setting, the waits between looks by the pace
    return {"NEMO_API_URL": url, "NEMO_WEB_URL": url, "NEMO_TIME_SCALE": str(0.005 * PACE), "NEMO_TOKEN": token}


def _prompts(tasks: Mapping[str, Any]) -> list[str]:
    return [str(task.body.get("prompt", "")) for task in tasks.values()]


TARGETS = {
    "kling": Target(
        "kling",
        {"time_scale": "8"},
        _kling,
        lambda service_state: _prompts(service_state.works),
        quick={"time_scale": "100", "hang_s": "0.2"},
    ),
    "chatart": Target(
        "chatart",
        {"work_s": "0.3", "polls": "2", "balance": "1000000"},
        _chatart,
        lambda service_state: _prompts(service_state.tasks),
        quick={"work_s": "0", "hold_s": "0.2"},
    ),
    "nemovideo": Target(
        "nemovideo",
        {"scale": "0.005", "credits": "100000"},
        _nemovideo,
        lambda service_state: [str(charge["text"]) for charge in service_state.charges()],
        fast={"NEMO_TIME_SCALE": "0.2"},
        quick={"scale": "0.001"},
        patience=600.0,
    ),
}


@dataclass
class ChaosHarness:
    """A running simulator and what is known of it."""

    target: Target
    url: str
    app: Any
    patience: float = 200.0

    @property
    def service_state(self) -> Any:
        state = self.app.state
        return state.service_state if hasattr(state, "service_state") else state.service

    def clear(self) -> None:
        """No fault is switched on any more."""
        held = getattr(self.app.state, "faults", None) or self.service_state.faults
        clear = getattr(held, "clear", None) or held.all.clear
        clear()

    def charges(self, prompt: str = "") -> int:
        """How many tasks the simulator took money for, all or those with this prompt in it."""
        return sum(prompt in words for words in self.target.charged(self.service_state))

    def shell(self, folder: Path, **env: str) -> "Shell":
        """The command line in a home and a working folder of its own below `folder`."""
        home, cwd = folder / "home", folder / "work"
        home.mkdir(parents=True, exist_ok=True)
        cwd.mkdir(exist_ok=True)
        whole = inherited()
        whole |= {"HOME": str(home), "MEDIAWRIGHT_HOME": str(home / "mw"), "MEDIAWRIGHT_NO_KEYRING": "1"}
        whole |= {"MEDIAWRIGHT_ALLOW_LOOPBACK": "1", "MEDIAWRIGHT_TEST_PACE": str(PACE), "LANG": "C.UTF-8"}
        return Shell(self, home, cwd, whole | self.target.env(self.url, self.service_state) | env)


@dataclass
class Shell:
    """Runs `mediawright` as a person's or an agent's process would."""

    chaos: ChaosHarness
    home: Path
    cwd: Path
    env: dict[str, str] = field(repr=False)

    def start(self, *arguments: str, **env: str) -> "subprocess.Popen[bytes]":
        """Start it with an interpreter of its own, to be stopped, killed or looked at; it is not waited for."""
        return subprocess.Popen(
            [sys.executable, "-m", "mediawright", *arguments],
            cwd=self.cwd,
            env=self.env | env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )

    def __call__(self, *arguments: str, timeout: float = 90, **env: str) -> Ran:
        return run(arguments, self.cwd, self.env | env, timeout)

    def video(self, prompt: str, *more: str, timeout: float = 90, **env: str) -> Ran:
        return self(*self.media_request(prompt, *more), timeout=timeout, **env)

    def media_request(self, prompt: str, *more: str) -> tuple[str, ...]:
        """A clip that is agreed to beforehand and waited for."""
        target = self.chaos.target
        plain = ("video", "--provider", target.name, "--prompt", prompt, "--duration", "5", "--json")
        return (*plain, "--approve-cost", target.ceiling, *(more or ("--wait",)))

    def jobs(self) -> list[Job]:
        """Every row of this home's ledger."""
        path = self.home / "mw" / "state" / "ledger.db"
        if not path.exists():
            return []
        with Ledger(path, SystemClock()) as ledger:
            return ledger.list(limit=1000)

    def clips(self) -> list[Path]:
        return sorted(self.cwd.rglob("*.mp4"))


def kill(process: "subprocess.Popen[bytes]") -> None:
    """Power loss for one process and its children; nothing of it is asked."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
