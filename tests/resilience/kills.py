"""Kill -9 and freezes at random instants, resume, and compare the provider's own count of charges with approvals and files.

`python -m tests.resilience.kills --instants 100 --seed 1 [PROVIDER…]` prints one table row per provider
(docs/explanation/durability.md).
"""

import argparse
import hashlib
import random
import shlex
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path

from tests.fork_server import Ran
from tests.resilience.chaos import TARGETS, ChaosHarness, Shell, Target, kill
from tests.resilience.freezing import FROZEN_S, stopped, ten_minutes_pass, woken

from mediawright.ledger.errors import LedgerBusy
from mediawright.types.job import Job
from mediawright.types.states import State

#: resumes of one job that are killed in their turn, at most
AGAIN = 3
#: this share of the first kills is aimed at the moment at which the provider takes the money; the rest is anywhere
AIMED = 0.4
#: this share of the first strikes is a freeze, from which the process wakes beside its successor
FROZEN = 0.25


@dataclass(frozen=True)
class Fate:
    """What became of one killed run: where the kills met it, what was charged, what is on disk in the end."""

    prompt: str
    met: tuple[str, ...]
    approvals: int
    charges: int
    state: str
    whole: bool
    code: int

    @property
    def doubled(self) -> bool:
        return self.charges > self.approvals or self.charges > 1

    @property
    def lost(self) -> bool:
        """Charged, and neither a whole file nor told as unclear. The simulator is well: no charge may end as a failure."""
        return self.charges > 0 and not self.whole and not self.unclear

    @property
    def unclear(self) -> bool:
        """Told as "nobody can tell" although it was charged: safe, but a person has to look."""
        return self.charges > 0 and self.state == State.UNCERTAIN and self.code == 8


@dataclass
class Campaign:
    """Many fates at one provider."""

    provider: str
    fates: list[Fate] = field(default_factory=list)

    @property
    def kills(self) -> int:
        return sum(len(fate.met) for fate in self.fates)

    @property
    def met(self) -> Counter[str]:
        return Counter(state for fate in self.fates for state in fate.met)

    def row(self) -> str:
        """One row of the table in docs/explanation/durability.md."""
        ends = Counter(fate.state for fate in self.fates)
        told = ", ".join(f"{state} {count}" for state, count in sorted(ends.items()))
        where = ", ".join(f"{state} {count}" for state, count in sorted(self.met.items()))
        charges = sum(fate.charges for fate in self.fates)
        approvals = sum(fate.approvals for fate in self.fates)
        files = sum(fate.whole for fate in self.fates)
        doubled, lost = sum(fate.doubled for fate in self.fates), sum(fate.lost for fate in self.fates)
        numbers = (len(self.fates), self.kills, approvals, charges, files, doubled, lost)
        return f"| {self.provider} | {' | '.join(map(str, numbers))} | {told} | {where} |"


def measure(chaos: ChaosHarness, folder: Path) -> float:
    """Seconds that one undisturbed run takes."""
    shell = chaos.shell(folder)
    began = time.monotonic()
    ran = shell.video("an undisturbed fox")
    assert ran.code == 0, ran.out + ran.err
    return time.monotonic() - began


def one(chaos: ChaosHarness, folder: Path, length: float, rng: random.Random) -> Fate:
    """One request, killed at a random instant, resumed with further kills, and at last left in peace."""
    shell, prompt = chaos.shell(folder), f"a fox at dawn number {rng.randrange(10**9):09}"
    met = []
    first = shell.start(*shell.media_request(prompt))
    if rng.random() < AIMED:
        aim(chaos, prompt, length)
        after = rng.uniform(0.0, 0.02)
    else:
        after = rng.uniform(0.2, 1.05) * length
    if rng.random() < FROZEN:
        met.extend(outlived(shell, first, after))
    elif struck(first, after):
        met.append(standing(shell))
    for _ in range(rng.randrange(AGAIN)):
        if struck(shell.start("jobs", "resume", "--json", "--timeout", "60"), rng.uniform(0.2, 1.0) * length):
            met.append(standing(shell))
    last = answered(shell, shell("jobs", "resume", "--json", "--timeout", "60"))
    jobs = shell.jobs()
    assert len(jobs) <= 1, "one wish is one job"
    state = jobs[0].state.value if jobs else "nothing"
    approvals = sum(job.approval is not None for job in jobs)
    whole = any(is_whole(job) for job in jobs)
    return Fate(prompt, tuple(met), approvals, chaos.charges(prompt), state, whole, last.code)


def answered(shell: Shell, ran: Ran) -> Ran:
    """A person's word where one is asked for: each home has an account of its own, so the one task shown is its own."""
    words = [command for command in ran.json["next"] if "jobs adopt" in command]
    return shell(*shlex.split(words[0])[1:], "--timeout", "60") if len(words) == 1 else ran


def aim(chaos: ChaosHarness, prompt: str, patience: float) -> None:
    """Come back at the moment of the charge, before its answer has been read."""
    end = time.monotonic() + 2 * patience
    while not chaos.charges(prompt) and time.monotonic() < end:
        time.sleep(0.0005)


def struck(process: "subprocess.Popen[bytes]", after: float) -> bool:
    """Kill it after so many seconds; False where it was over before."""
    try:
        process.communicate(timeout=after)
    except subprocess.TimeoutExpired:
        kill(process)
        return True
    return False


def outlived(shell: Shell, process: "subprocess.Popen[bytes]", after: float) -> list[str]:
    """Freeze it after so many seconds, let the next process take over, and wake it; where it stood, if it still ran."""
    time.sleep(after)
    if not stopped(process):
        process.communicate()
        return []
    time.sleep(FROZEN_S)
    try:
        met = [standing(shell)]
        ten_minutes_pass(shell)
    except (sqlite3.OperationalError, LedgerBusy):  # no ledger yet, or in the middle of a write: none can take over
        woken(process)
        return ["writing"]
    shell("jobs", "resume", "--json", "--timeout", "60")
    woken(process)
    return met


def standing(shell: Shell) -> str:
    """Where the kill met the job."""
    jobs = shell.jobs()
    return jobs[0].state.value if jobs else "nothing"


def is_whole(job: Job) -> bool:
    """Is every file of a finished job there with the very bytes that were recorded?"""
    files = [Path(asset.path) for asset in job.assets]
    right = [path.is_file() and sha(path) == asset.sha256 for path, asset in zip(files, job.assets, strict=True)]
    return job.state is State.DONE and bool(right) and all(right)


def sha(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def campaign(target: Target, instants: int, seed: int, workers: int = 2) -> Campaign:
    """So many instants, spread over some workers with a simulator each."""
    shares = [instants // workers + (number < instants % workers) for number in range(workers)]
    with ThreadPoolExecutor(workers) as pool:
        parts = pool.map(lambda job: _share(target, job[1], f"{seed}.{job[0]}"), enumerate(shares))
    return Campaign(target.name, [fate for part in parts for fate in part])


def _share(target: Target, instants: int, seed: str) -> list[Fate]:
    rng = random.Random(f"{target.name} {seed}")
    with tempfile.TemporaryDirectory() as place, target.running() as chaos:
        length = measure(chaos, Path(place) / "measured")
        fates = [one(chaos, Path(place) / str(number), length, rng) for number in range(instants)]
        # a request that was on its way when its process was killed may have been taken after the last poll
        return [replace(fate, charges=chaos.charges(fate.prompt)) for fate in fates]


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("providers", nargs="*", default=list(TARGETS))
    parser.add_argument("--instants", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args(arguments)
    bad = 0
    for name in chosen.providers:
        found = campaign(TARGETS[name], chosen.instants, chosen.seed)
        sys.stdout.write(found.row() + "\n")
        sys.stdout.flush()
        for fate in found.fates:
            bad += fate.doubled or fate.lost
            if fate.state not in (State.DONE, "nothing"):
                sys.stdout.write(f"  {fate}\n")
    return 1 if bad else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
