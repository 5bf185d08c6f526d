"""Kill -9 at random instants over whole films: nothing charged twice, nothing lost, the cap kept, the bytes the same.

`python -m tests.resilience.film_kills --kills 100 --seed 1 [PROVIDER…]` prints one table row per provider
(docs/evidence/films.md); with another seed it goes on elsewhere, so that a campaign can be run in slices.
Where a film waits for a person's word, the campaign gives it as a person would who reads the provider's own list of works.
"""

import argparse
import json
import random
import shlex
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from tests.fork_server import Ran
from tests.resilience.chaos import TARGETS, ChaosHarness, Shell, Target
from tests.resilience.kills import struck

SHOTS = 12
#: runs of one film that are killed, at most
MOST = 12
#: runs in peace until a film is done, at most
PATIENCE = 8
#: each further run of a film has less left to do: its kill comes earlier by this factor
SHORTER = 0.85


def _by_id(tasks: Mapping[str, Any]) -> dict[str, str]:
    """The works of a simulator as its own site would show them: id → everything that was asked of it."""
    return {str(name): json.dumps(task.body, ensure_ascii=False) for name, task in tasks.items()}


def _asked(service: Any) -> list[str]:
    return list(_by_id(service.tasks.all).values())


def _ark(url: str, service: Any) -> dict[str, str]:
    return {"ARK_BASE_URL": f"{url}/api/v3", "ARK_API_KEY": "sim-not-a-secret"}


def _nemovideo(url: str, service_state: Any) -> dict[str, str]:
    """Its client waits twice as long as its simulator, in proportion: twelve shots at once are slow on a busy machine."""
    return TARGETS["nemovideo"].env(url, service_state) | {"NEMO_TIME_SCALE": "0.2"}


#: the simulators under attack: those of single requests, and one that is made of the kit
FILMED = TARGETS | {
    "nemovideo": replace(TARGETS["nemovideo"], env=_nemovideo),
    "ark": Target("ark", {"time_scale": "8"}, _ark, _asked),
}
#: what stands in the list of works on the provider's own site
LISTED: dict[str, Callable[[Any], dict[str, str]]] = {
    "kling": lambda service_state: _by_id(service_state.works),
    "chatart": lambda service_state: _by_id(service_state.tasks),
    "nemovideo": lambda service_state: {str(one["session"]): str(one["text"]) for one in service_state.charges()},
    "ark": lambda service: _by_id(service.tasks.all),
}


@dataclass(frozen=True)
class Fate:
    """What became of one film: its kills, the charges of each of its shots, how it ended, whether its bytes are the same.

    `words`: how often a person was asked for what only they can know. `lost`: shots that were charged and are neither a clip
    nor told as unclear; the simulator is well, so no charge may end as a failure.
    """

    kills: int
    words: int
    charges: tuple[int, ...]
    code: int
    lost: int
    spent: Decimal
    cap: Decimal
    same: bool

    @property
    def doubled(self) -> int:
        return sum(count > 1 for count in self.charges)


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
            sum(fate.code == 0 for fate in fates), sum(fate.words for fate in fates), sum(fate.same for fate in fates),
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
        if not struck(started, rng.uniform(0.15, 0.9) * length * SHORTER**number):
            break
        kills += 1
    last, asked = finished(chaos, shell, mark, yes)
    charges = tuple(chaos.charges(words(mark, number)) for number in range(SHOTS))
    data = last.json["data"]
    made: dict[str, Any] = data.get("made") or {}
    board = shell("film", "status", "kills", "--json", timeout=chaos.patience).json["data"]["shots"]
    lost = sum(bool(charges[n]) and shot["state"] in ("failed", "broken", "planned") for n, shot in enumerate(board))
    return Fate(
        kills, asked, charges, last.code, lost, amount(data.get("spent")),
        amount(data.get("cap")), same_again(shell, made, chaos.patience),
    )  # fmt: skip


def agreed(data: dict[str, Any]) -> list[str]:
    """A yes to exactly what the page says."""
    said = [*data["totals"], *(["unknown"] if data["without_price"] else [])]
    return [word for amount in said for word in ("--approve-cost", amount)]


def amount(said: Sequence[str] | None) -> Decimal:
    return sum((Decimal(one.split()[0]) for one in said or ()), Decimal(0))


def finished(chaos: ChaosHarness, shell: Shell, mark: str, yes: Sequence[str]) -> tuple[Ran, int]:
    """The same line until the film is done, and how often a person was asked.

    A kill before the yes was on disk sent nothing: it is said again, to the same amount.
    """
    patience, asked = chaos.patience, 0
    ran = shell("film", "run", "kills", "--json", "--timeout", "9000", timeout=patience)
    for _ in range(PATIENCE):
        if ran.code == 0:
            break
        more: Sequence[str] = ()
        if ran.code == 8:
            asked += 1
            say_which(chaos, shell, mark)
        elif ran.code == 5:
            more = yes
        ran = shell("film", "run", "kills", *more, "--json", "--timeout", "9000", timeout=patience)
    return ran, asked


def say_which(chaos: ChaosHarness, shell: Shell, mark: str) -> None:
    """A person's word on every unclear step, from the provider's own list of works: that one, or none."""
    listed = LISTED[chaos.target.name](chaos.service_state)
    board = shell("film", "status", "kills", "--json", timeout=chaos.patience).json["data"]["shots"]
    unclear = {shot["job"]: shot["id"] for shot in board if shot["state"] == "unclear"}
    prompts = {job.id: str(job.request.prompt) for job in shell.jobs()}
    for job, shot in unclear.items():
        resumed = shell("jobs", "resume", job, "--json", "--timeout", "60", timeout=chaos.patience)
        found = [shlex.split(one)[1:] for one in resumed.json["next"] if "jobs adopt" in one]
        number = next(n for n in range(SHOTS) if words(mark, n) in prompts[job])
        own = [one for one in found if any(words(mark, number) in listed.get(word, "") for word in one)]
        if own:
            shell(*own[0], "--timeout", "60", timeout=chaos.patience)
        elif not chaos.charges(words(mark, number)):
            shell("jobs", "cancel", job, "--json", timeout=chaos.patience)
            shell("film", "reroll", "kills", shot, "--json", "--timeout", "9000", timeout=chaos.patience)


def same_again(shell: Shell, made: dict[str, Any], patience: float) -> bool:
    """Whether a cut from nothing, undisturbed, has the bytes of the one that was killed."""
    if not made:
        return False
    for cache in shell.home.rglob("pieces"):
        shutil.rmtree(cache)
    shutil.rmtree(Path(made["path"]).parent / "cuts")
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
    folder = tempfile.mkdtemp(prefix=f"film-kills-{provider}-")  # what was lost stays there, to be looked at
    with FILMED[provider].running() as chaos:
        length = measure(chaos, Path(folder) / "undisturbed")
        sys.stderr.write(f"{provider}: an undisturbed film takes {length:.1f} s\n")
        while found.kills < kills:
            place = Path(folder) / f"film{len(found.fates)}"
            found.fates.append(one(chaos, place, length, rng))
            sys.stderr.write(f"{provider}: {found.kills} kills, {found.fates[-1]}\n")
            sys.stderr.flush()
            if not found.fates[-1].lost:
                shutil.rmtree(place)
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("providers", nargs="*", default=list(FILMED))
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    sys.stdout.write(
        "| provider | films | kills | charges | charged twice | lost | cap passed | finished | words | bytes the same |\n"
    )
    sys.stdout.write("| --- | --: | --: | --: | --: | --: | --: | --: | --: | --: |\n")
    bad = 0
    for provider in asked.providers:
        found = campaign(provider, asked.kills, asked.seed)
        sys.stdout.write(found.row() + "\n")
        sys.stdout.flush()
        bad += sum(fate.doubled + fate.lost + (fate.spent > fate.cap) for fate in found.fates)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
