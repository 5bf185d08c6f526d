"""Measure, print the table, write the JSON.

    python -m benchmarks [--json FILE] [--rounds N] [NAME …]

Names: startup, providers, job, looks, downloads, inputs, models, batch, past, board, cut; none: all of them.
"""

import argparse
import json
import os
import platform
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path

from benchmarks import batch, board, cutting, history, models, startup, transfers
from benchmarks.machine import Figure
from benchmarks.pacing import first_and_own, timings
from benchmarks.pushing import pushes
from mediawright.plugins.discover import Registry


def polls() -> Iterator[Figure]:
    """Measure the delay from completion to detection, with the contract's figures and with local history."""
    pulled = [plugin.provider for plugin in Registry.installed({}).load_all() if not plugin.has("watch")]
    for name, timing in timings(pulled):
        contract, first, _, later = first_and_own(timing)
        seen = f"{first.polls:.1f} looks against {first.rhythm:.1f}; no plan with as many waits less than "
        note = f"{seen}{contract.least_lag:.1f} s"
        yield Figure(f"lag, {name}, contract's figures", first.lag, 1.5, "s", note=note)
        note = f"{later.polls:.1f} looks against {later.rhythm:.1f}"
        yield Figure(f"lag, {name}, own history", later.lag, 1.5, "s", note=note)
    yield from pushes()


def measurements(rounds: int) -> dict[str, Callable[[], Iterator[Figure]]]:
    """Name → what measures it."""
    return {
        "startup": lambda: startup.commands(rounds),
        "providers": lambda: startup.providers(rounds),
        "job": lambda: startup.job(rounds),
        "looks": polls,
        "downloads": transfers.downloads,
        "inputs": transfers.inputs,
        "models": lambda: models.stocks(rounds),
        "past": lambda: history.pasts(rounds),
        "crowd": batch.crowds,
        "board": board.boards,
        "cut": cutting.cutting,
    }


def line(figure: Figure) -> str:
    sign = "≥" if figure.at_least else "≤"
    mark = "ok" if figure.reached else "--"
    return f"{mark}  {figure.name:<48} {figure.value:>9.2f} {figure.unit:<5} {sign} {figure.limit:<8g} {figure.note}"


def main() -> None:
    """Run what was named. Exit code 0 whatever the figures say: a measurement is no test."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME")
    parser.add_argument("--json", type=Path, default=Path("benchmarks.json"))
    parser.add_argument("--rounds", type=int, default=9)
    asked = parser.parse_args()
    sys.dont_write_bytecode = False
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    found: dict[str, list[Figure]] = {}
    for name, measure in measurements(asked.rounds).items():
        if asked.names and name not in asked.names:
            continue
        found[name] = []
        for figure in measure():
            found[name].append(figure)
            print(line(figure), flush=True)
    machine = {"python": platform.python_version(), "cores": os.cpu_count(), "system": platform.platform()}
    told = {
        name: [asdict(figure) | {"reached": figure.reached} for figure in figures] for name, figures in found.items()
    }
    asked.json.write_text(json.dumps({"machine": machine, "figures": told}, indent=2, ensure_ascii=False), "utf-8")


if __name__ == "__main__":
    main()
