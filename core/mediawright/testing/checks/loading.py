"""Loading: hooks of the right shape, and a `describe` that is instant, repeatable and looks at nothing."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from types import ModuleType

from mediawright.plugins import contract
from mediawright.present.catalog import render
from mediawright.testing.canaries import MARK
from mediawright.testing.findings import Finding, Subject
from mediawright.types.codec import canonical
from mediawright.types.provider import EnvSource

#: what must not be loaded before it is needed: start-up time is a feature
HEAVY = (
    *("av", "PIL", "numpy", "fontTools", "starlette", "uvicorn", "httpx2", "pydantic", "keyring", "requests"),
    *("aiohttp", "alibabacloud_oss_v2", "typer", "rich", "mcp", "boto3", "google"),
)
PROBE = """
import importlib, json, sys
sys.path[:] = json.loads(sys.argv[2])
seen = []
def listen(event, args):
    if event in ("socket.connect", "subprocess.Popen", "os.system", "socket.getaddrinfo"):
        seen.append(event)
sys.addaudithook(listen)
module = importlib.import_module(sys.argv[1])
provider = module.describe()
from mediawright.types.codec import canonical
print(json.dumps({"seen": seen, "modules": sorted(sys.modules), "text": canonical(provider)}))
"""


def shape(name: str, module: ModuleType) -> Iterator[Finding]:
    """Names, colours and arguments of the hooks are those of the specification. Needs nothing loaded."""
    for fault in contract.faults(name, module):
        why = "the core calls hooks by this shape; a plugin with another one is not loaded"
        yield Finding(render(fault, "en"), why, "mediawright.hookspecs")


def hooks(subject: Subject) -> Iterator[Finding]:
    """The same for a loaded provider."""
    yield from shape(subject.name, subject.module)


def described_twice(subject: Subject) -> Iterator[Finding]:
    """`describe` is data: asked twice it says the same."""
    if canonical(subject.plugin.described()) != canonical(subject.plugin.described()):
        why = "quotes, help and docs are made from it at different moments"
        yield Finding("describe() says something else the second time.", why, "mediawright.hookspecs.describe")


def instant(subject: Subject) -> Iterator[Finding]:
    """In a fresh process: no network, no program started, no heavy library, nothing taken from the environment."""
    planted = {name: f"{MARK}-{name.lower()}" for name in _environment(subject)}
    done = subprocess.run(
        [sys.executable, "-c", PROBE, subject.module.__name__, json.dumps(sys.path)],
        capture_output=True,
        text=True,
        timeout=60,
        env=os.environ | planted,
        check=False,
    )
    where = "mediawright.hookspecs.describe"
    if done.returncode:
        last = done.stderr.strip().splitlines()[-1:]
        yield Finding(f"In a fresh process describe() fails: {' '.join(last)}", "every command begins with it", where)
        return
    answer = json.loads(done.stdout)
    if answer["seen"]:
        why = "it runs at the start of every command, also offline"
        yield Finding(f"describe() reaches outside: {', '.join(sorted(set(answer['seen'])))}", why, where)
    heavy = [name for name in HEAVY if name in answer["modules"]]
    if heavy:
        why = "every command waits for it; import heavy libraries inside the function that needs them"
        yield Finding(f"Importing this provider loads {', '.join(heavy)}.", why, where)
    if MARK in answer["text"]:
        yield Finding("A value of the environment is in the description.", "it may be a secret, and is shown", where)


def _environment(subject: Subject) -> list[str]:
    provider = subject.provider
    names = [
        name for source in provider.credentials if isinstance(source, EnvSource) for name in source.fields.values()
    ]
    return names + [name for setting in provider.settings for name in setting.env]


CHECKS = (hooks, described_twice, instant)
