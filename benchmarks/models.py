"""A plan beside a provider of two thousand models against the same provider with six: one package, one run, in turns.

Processor time of the whole command, its start included, so that other work on the machine counts for nothing.
"""

import asyncio
import json
import os
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.machine import PROGRAM, Figure, empty_home, ratios, run_module, worked
from mediawright.services.studio import Studio
from mediawright.types.operations import Operation
from mediawright.types.request import Request

FEW, MANY = 6, 2000
WORDS = ("--prompt", "a fox at dawn", "--dry-run", "--json")
NAMED = ("--provider", "many", "--model", "many/model-3/text-to-image")
COMMANDS = {
    "plan, model named": (*PROGRAM, "image", *WORDS, *NAMED),
    "plan, provider named": (*PROGRAM, "image", *WORDS, "--provider", "many"),
    "plan elsewhere": (*PROGRAM, "video", *WORDS, "--provider", "kling"),
    "plan, nothing named": (*PROGRAM, "image", *WORDS),
    "route": (*PROGRAM, "route", "draw a fox at dawn", "--json"),
    "a name that no model has": (
        "sh",
        "-c",
        " ".join([*PROGRAM, "image", "--prompt", "fox", *NAMED[:3], "many/none", "||", "true"]),
    ),
    "models": (*PROGRAM, "models", "--provider", "many", "--json"),
}
PACKAGE = '''
"""A provider with as many models as MANY_MODELS says, each with options of its own, as an aggregator has them."""

import os
from datetime import date
from decimal import Decimal
from mediawright import plugin as mw

OPERATIONS = (mw.Operation.TEXT_TO_IMAGE, mw.Operation.EDIT_IMAGE, mw.Operation.TEXT_TO_VIDEO)


def model(number: int) -> mw.Model:
    operation = OPERATIONS[number % 3]
    picture = operation is not mw.Operation.TEXT_TO_VIDEO
    inputs = (mw.Inputs(kind=mw.MediaKind.IMAGE, at_least=1, at_most=1),) if operation is OPERATIONS[1] else ()
    steps = {"type": "integer", "minimum": 1, "maximum": 50}
    name = f"many/model-{number}/{operation.value.replace('_', '-')}"
    return mw.Model(
        name=name, label=mw.Text(f"Model {number}", f"模型 {number}"), aliases=(name.removeprefix("many/"),),
        kind=mw.MediaKind.IMAGE if picture else mw.MediaKind.VIDEO,
        capabilities=(mw.Capability(
            operations=(operation,), aspect_ratios=("1:1", "16:9"), durations=() if picture else (5, 10), inputs=inputs,
            seed=True, defaults={"aspect_ratio": "1:1"},
            schema={"type": "object", "properties": {"steps": steps, "style": {"type": "string"}}}),),
        prices=mw.Prices(source="https://many.example", updated=date(2026, 11, 1), rules=(
            mw.PriceRule(value=Decimal("0.01"), unit="USD", per=mw.Per.ITEM),)))


MANY = mw.Provider(
    name="many", title=mw.Text("Many", "Many"), spec=2, broker=True, auth=(mw.AuthKind.KEYS,),
    credentials=(mw.EnvSource(fields={"api_key": "MANY_KEY"}),), hosts=("many.example",),
    models=tuple(model(number) for number in range(int(os.environ["MANY_MODELS"]))))


@mw.hookimpl
def describe():
    return MANY


@mw.hookimpl
async def auth(ctx, action):
    yield mw.AuthDone(status=mw.AuthStatus(signed_in=True, source="MANY_KEY"))


@mw.hookimpl
async def quota(ctx, window):
    return mw.Quota()


@mw.hookimpl
def wire(request, job_id):
    return [mw.WireCall(method="POST", url="https://many.example/run", json={"prompt": request.prompt})]


@mw.hookimpl
async def submit(ctx, job):
    raise mw.NotSent(provider="many")


@mw.hookimpl
async def poll(ctx, task):
    return mw.Progress(state=mw.State.RUNNING)


@mw.hookimpl
async def download(ctx, task, progress, sink):
    return None
'''


def installed(folder: Path) -> None:
    """Write the package and what makes it a plugin of this installation."""
    facts = folder / "many_models-1.0.dist-info"
    facts.mkdir(parents=True)
    (facts / "METADATA").write_text("Metadata-Version: 2.1\nName: many-models\nVersion: 1.0\n", "utf-8")
    (facts / "entry_points.txt").write_text("[mediawright.providers]\nmany = many_models\n", "utf-8")
    (folder / "many_models.py").write_text(PACKAGE.lstrip(), "utf-8")


async def planned(rounds: int = 20) -> float:
    """Milliseconds of the processor that one plan takes in a process that runs already, the best of some."""
    request = Request(operation=Operation.TEXT_TO_IMAGE, prompt="a fox", provider="many", model=NAMED[3])
    times = []
    async with Studio(dict(os.environ), Path.cwd()) as studio:
        for _ in range(rounds):
            began = time.process_time()
            await studio.planner.plan(request, "en", ask_balance=False)
            times.append(time.process_time() - began)
    return min(times) * 1000


def stocks(rounds: int) -> Iterator[Figure]:
    """Each command beside two thousand models, as a multiple of what it takes beside six."""
    with empty_home(MANY_KEY="not-a-real-secret") as (cwd, env):
        place = cwd.parent / "site"
        installed(place)
        env["PYTHONPATH"] = str(place)
        sized = {
            (name, size): ("env", f"MANY_MODELS={size}", *command)
            for name, command in COMMANDS.items()
            for size in (FEW, MANY)
        }
        alone = {
            size: run_module("benchmarks.models", cwd=cwd, env={**env, "MANY_MODELS": str(size)})
            for size in (FEW, MANY)
        }
        found = ratios({f"{name} {size}": command for (name, size), command in sized.items()}, cwd, env, rounds, worked)
    for name in COMMANDS:
        few, many = found[f"{name} {FEW}"], found[f"{name} {MANY}"]
        yield Figure(
            f"{name}, beside {MANY:,} models", many / few, 2.0, note=f"times that beside {FEW}; {few:.1f} → {many:.1f}"
        )
    note = f"a plan by itself, in a process that runs already; beside {FEW}: {alone[FEW]:.1f} ms"
    yield Figure(f"one more plan, beside {MANY:,} models", alone[MANY], 5.0, "ms", note=note)


if __name__ == "__main__":
    print(json.dumps(asyncio.run(planned())))
