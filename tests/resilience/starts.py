"""The same thing started twice at the same moment, as processes of their own; the provider's own count of charges decides.

`python -m tests.resilience.starts --starts 200 [WAY…]` prints one row per way (docs/explanation/durability.md).
"""

import argparse
import itertools
import json
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.resilience.chaos import TARGETS, ChaosHarness, Shell

#: lines of a batch
LINES = 2
#: seconds that one process may take
PATIENCE = 180.0
#: what each charges in
UNITS = {"kling": "units", "nemovideo": "credits", "chatart": "credits"}
#: what a simulator needs so that it never says "too many at once"
ROOMY = {"kling": {"video_slots": "100"}}


@dataclass(frozen=True)
class Started:
    """What came of one double start: the charges, those that were agreed to, and how each process ended."""

    way: str
    fresh: bool
    charges: int
    agreed: int
    codes: tuple[int, ...]
    told: tuple[str, ...] = ()

    @property
    def right(self) -> bool:
        """Charged exactly once, and no process was told that anything went wrong."""
        return self.charges == self.agreed and set(self.codes) == {0}


def together(shell: Shell, copies: int, *words: str) -> list[tuple[int, str]]:
    """The same command line so many times, begun before any of them has said a word; (exit code, its output) of each."""
    running = [shell.start(*words) for _ in range(copies)]
    ended = [process.communicate(timeout=PATIENCE) for process in running]
    return [(process.returncode, (out + err).decode()) for process, (out, err) in zip(running, ended, strict=True)]


def batch(shell: Shell, prompt: str, copies: int) -> list[tuple[int, str]]:
    name, target = f"{prompt.replace(' ', '-')}.jsonl", shell.chaos.target.name
    lines = [{"command": "video", "prompt": f"{prompt}, line {n}", "provider": target} for n in range(LINES)]
    (shell.cwd / name).write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    enough = f"1000 {UNITS[target]}"
    return together(shell, copies, "batch", name, "--approve-cost", enough, "--json", "--timeout", "1000")


def confirm(shell: Shell, prompt: str, copies: int) -> list[tuple[int, str]]:
    plain = shell.media_request(prompt)[: shell.media_request(prompt).index("--json") + 1]
    quote = shell(*plain).json["data"]["quote"]
    ceiling = shell.chaos.target.ceiling
    return together(shell, copies, "confirm", str(quote), "--approve-cost", ceiling, "--wait", "--json")


def video(shell: Shell, prompt: str, copies: int) -> list[tuple[int, str]]:
    return together(shell, copies, *shell.media_request(prompt))


def do(shell: Shell, prompt: str, copies: int) -> list[tuple[int, str]]:
    target = shell.chaos.target
    media_request = ("do", f"make a 5 second video of {prompt}", "--provider", target.name)
    return together(shell, copies, *media_request, "--approve-cost", target.ceiling, "--wait", "--json")


def resume(shell: Shell, prompt: str, copies: int) -> list[tuple[int, str]]:
    """An approved job whose process was killed before it sent anything."""
    shell.video(prompt, MEDIAWRIGHT_CRASH_AT="after-approval")
    return together(shell, copies, "jobs", "resume", "--json", "--timeout", "1000")


WAYS: dict[str, Callable[[Shell, str, int], list[tuple[int, str]]]] = {
    "batch": batch,
    "confirm": confirm,
    "video": video,
    "do": do,
    "resume": resume,
}


def starts(chaos: ChaosHarness, way: str, count: int, place: Path, copies: int = 2) -> list[Started]:
    """So many double starts, by turns in a home that never ran anything and in one that has."""
    used = chaos.shell(place / f"{way}-used")
    found = []
    for number, fresh in zip(range(count), itertools.cycle((True, False)), strict=False):
        shell = chaos.shell(place / f"{way}-{number}") if fresh else used
        prompt = f"a fox of {way} times {copies} number {number:04d}"
        ended = WAYS[way](shell, prompt, copies)
        agreed = LINES if way == "batch" else 1
        wrong = tuple(said for code, said in ended if code)
        codes = tuple(code for code, _ in ended)
        found.append(Started(way, fresh, chaos.charges(prompt), agreed, codes, wrong))
    return found


def row(way: str, found: Sequence[Started]) -> str:
    """One row of the table in docs/explanation/durability.md."""
    doubled = sum(start.charges > start.agreed for start in found)
    lost = sum(start.charges < start.agreed for start in found)
    codes = Counter(code for start in found for code in start.codes)
    told = ", ".join(f"{code}: {count}" for code, count in sorted(codes.items()))
    fresh = sum(start.fresh for start in found)
    return f"| {way} | {len(found)} | {fresh} | {doubled} | {lost} | {told} |"


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("ways", nargs="*", default=list(WAYS))
    parser.add_argument("--starts", type=int, default=200, help="double starts altogether")
    parser.add_argument("--copies", type=int, default=2, help="processes that are started at once")
    parser.add_argument("--provider", default="kling")
    chosen = parser.parse_args(arguments)
    bad = 0
    share = -(-chosen.starts // len(chosen.ways))
    with (
        tempfile.TemporaryDirectory() as place,
        TARGETS[chosen.provider].running(**ROOMY.get(chosen.provider, {})) as chaos,
    ):
        for way in chosen.ways:
            found = starts(chaos, way, share, Path(place), chosen.copies)
            sys.stdout.write(row(way, found) + "\n")
            for start in found:
                if not start.right:
                    bad += 1
                    sys.stdout.write(f"  {start}"[:2000] + "\n")
            sys.stdout.flush()
    return 1 if bad else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
