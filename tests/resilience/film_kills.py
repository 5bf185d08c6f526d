"""Kill -9 at random instants over whole films: nothing charged twice, nothing lost, the cap kept, the bytes the same.

`python -m tests.resilience.film_kills --kills 100 --seed 1 [PROVIDER…]` prints one table row per provider
(docs/evidence/films.md); with another seed it goes on elsewhere, so that a campaign can be run in slices.
"""

import argparse
import random
import shlex
import shutil
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from tests.fork_server import Ran
from tests.resilience.chaos import TARGETS, ChaosHarness, Shell
from tests.resilience.kills import struck

SHOTS = 12
#: runs of one film that are killed, at most
MOST = 12
#: runs in peace until a film is done, at most
PATIENCE = 6


@dataclass(frozen=True)
class Fate:
    """What became of one film: its kills, the charges of each of its shots, how it ended, whether its bytes are the same."""

    kills: int
    charges: tuple[int, ...]
    code: int
    holes: int
    spent: Decimal
    cap: Decimal
    same: bool

    @property
    def doubled(self) -> int:
        return sum(count > 1 for count in self.charges)

    @property
    def lost(self) -> int:
        """Shots that were charged and are not in a finished film; a film that waits for a person's word has lost none."""
        return self.holes if self.code == 0 else 0


@dataclass
class Campaign:
    """Many films at one provider."""

    provider: str
    fates: list[Fate] = field(default_factory=list)

    @property
    def kills(self) -> int:
        return sum(fate.kills for fate in self.fates)

    def row(self) -> str:
        """One row of the table in docs/evidence/films.md."""
        fates = self.fates
        told = (
            len(fates), self.kills, sum(sum(fate.charges) for fate in fates), sum(fate.doubled for fate in fates),
            sum(fate.lost for fate in fates), sum(fate.spent > fate.cap for fate in fates),
            sum(fate.code == 0 for fate in fates), sum(fate.same for fate in fates),
        )  # fmt: skip
        return f"| {self.provider} | {' | '.join(map(str, told))} |"


def plan(provider: str, mark: str) -> str:
    """A film of twelve shots whose words are found again in the provider's own count."""
    head = f'title = "Kills"\n[format]\nresolution = "360p"\ncaptions = "off"\n[defaults]\nprovider = "{provider}"\n'
    shots = [f'[[shots]]\nid = "s{n}"\nprompt = "{words(mark, n)}"\nduration = 1\n' for n in range(SHOTS)]
    shots[3] += 'transition = "dissolve"\n'
    return head + "".join(shots)


def words(mark: str, number: int) -> str:
    return f"a fox {mark} at place {number:02} of the wood"


def one(chaos: ChaosHarness, folder: Path, length: float, rng: random.Random) -> Fate:
    """One film, killed again and again at random instants, and at last left in peace."""
    shell, mark = chaos.shell(folder), f"{rng.randrange(10**9):09}"
    (shell.cwd / "kills.film.toml").write_text(plan(chaos.target.name, mark), "utf-8")
    page = shell("film", "run", "kills", "--json", timeout=chaos.patience)
    assert page.code == 5, page.out + page.err
    yes = agreed(page.json["data"])
    kills = 0
    for number in range(MOST):
        more = yes if number == 0 else ()
        started = shell.start("film", "run", "kills", *more, "--json", "--timeout", "9000")
        if not struck(started, rng.uniform(0.15, 0.9) * length):
            break
        kills += 1
    last = finished(chaos, shell, mark)
    charges = tuple(chaos.charges(words(mark, number)) for number in range(SHOTS))
    data = last.json["data"]
    made: dict[str, Any] = data.get("made") or {}
    return Fate(
        kills, charges, last.code, len(made.get("holes", ())), amount(data.get("spent")), amount(data.get("cap")),
        same_again(shell, made, chaos.patience),
    )  # fmt: skip


def agreed(data: dict[str, Any]) -> list[str]:
    """A yes to exactly what the page says."""
    said = [*data["totals"], *(["unknown"] if data["without_price"] else [])]
    return [word for amount in said for word in ("--approve-cost", amount)]


def amount(said: Sequence[str] | None) -> Decimal:
    return sum((Decimal(one.split()[0]) for one in said or ()), Decimal(0))


def finished(chaos: ChaosHarness, shell: Shell, mark: str) -> Ran:
    """The same line until the film is done; where it is asked for, the word of a person who looked in the list of works."""
    patience = chaos.patience
    ran = shell("film", "run", "kills", "--json", "--timeout", "9000", timeout=patience)
    for _ in range(PATIENCE):
        if ran.code == 0:
            return ran
        if ran.code == 8:
            resumed = shell("jobs", "resume", "--json", "--timeout", "60", timeout=patience)
            found = [one for one in resumed.json["next"] if "jobs adopt" in one]
            if found:
                shell(*shlex.split(found[0])[1:], "--timeout", "60", timeout=patience)
            else:
                give_up(chaos, shell, mark)
        ran = shell("film", "run", "kills", "--json", "--timeout", "9000", timeout=patience)
    return ran


def give_up(chaos: ChaosHarness, shell: Shell, mark: str) -> None:
    """Close what the provider's list does not show, and ask for it once more."""
    board = shell("film", "status", "kills", "--json", timeout=chaos.patience).json["data"]["shots"]
    for number, shot in enumerate(board):
        if shot["state"] == "unclear" and not chaos.charges(words(mark, number)):
            shell("jobs", "cancel", shot["job"], "--json", timeout=chaos.patience)
            shell("film", "reroll", "kills", shot["id"], "--json", "--timeout", "9000", timeout=chaos.patience)


def same_again(shell: Shell, made: dict[str, Any], patience: float) -> bool:
    """Whether a cut from nothing, undisturbed, has the bytes of the one that was killed."""
    if not made:
        return False
    for cache in shell.home.rglob("film-pieces"):
        shutil.rmtree(cache)
    Path(made["path"]).unlink()
    again = shell("film", "cut", "kills", "--json", timeout=patience)
    return again.code == 0 and again.json["data"]["made"]["sha256"] == made["sha256"]


def measure(chaos: ChaosHarness, folder: Path) -> float:
    """Seconds that one undisturbed film takes."""
    shell = chaos.shell(folder)
    (shell.cwd / "kills.film.toml").write_text(plan(chaos.target.name, "undisturbed"), "utf-8")
    page = shell("film", "run", "kills", "--json", timeout=chaos.patience)
    began = time.monotonic()
    ran = shell("film", "run", "kills", *agreed(page.json["data"]), "--json", "--timeout", "9000", timeout=600)
    assert ran.code == 0, ran.out + ran.err
    return time.monotonic() - began


def campaign(provider: str, kills: int, seed: int) -> Campaign:
    """Films until so many kills have struck."""
    found, rng = Campaign(provider), random.Random(seed)
    with tempfile.TemporaryDirectory() as folder, TARGETS[provider].running() as chaos:
        length = measure(chaos, Path(folder) / "undisturbed")
        sys.stderr.write(f"{provider}: an undisturbed film takes {length:.1f} s\n")
        while found.kills < kills:
            place = Path(folder) / f"film{len(found.fates)}"
            found.fates.append(one(chaos, place, length, rng))
            sys.stderr.write(f"{provider}: {found.kills} kills, {found.fates[-1]}\n")
            sys.stderr.flush()
            shutil.rmtree(place)
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("providers", nargs="*", default=list(TARGETS))
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    sys.stdout.write(
        "| provider | films | kills | charges | charged twice | lost | cap passed | finished | bytes the same |\n"
    )
    sys.stdout.write("| --- | --: | --: | --: | --: | --: | --: | --: | --: |\n")
    bad = 0
    for provider in asked.providers:
        found = campaign(provider, asked.kills, asked.seed)
        sys.stdout.write(found.row() + "\n")
        sys.stdout.flush()
        bad += sum(fate.doubled + fate.lost + (fate.spent > fate.cap) for fate in found.fates)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
