"""What a command may load: start-up time is a feature, kept by lists of modules and never by a stopwatch."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

#: runs one command line in this process's place and says on stderr which modules were loaded
PROBE = """
import atexit, json, os, sys
known = set(sys.modules)
def tell():
    os.write(2, ("LOADED " + json.dumps(sorted(set(sys.modules) - known)) + "\\n").encode())
atexit.register(tell)
sys.argv = ["mediawright", *sys.argv[1:]]
from mediawright.cli.entry import main
main()
"""
PARSER = ("typer", "click")
DRAWING = ("rich", "pygments", "markdown_it")
NETWORK = ("httpx2", "httpcore2", "ssl", "h11", "anyio", "http.client", "certifi", "jwt")
LOOP = ("asyncio", "concurrent", "ssl", "socket", "logging")
RECORDS = ("sqlite3", "mediawright.ledger")
METADATA = ("importlib.metadata", "email", "zipfile", "tomllib")
HEAVY = (
    "pydantic",
    "pydantic_core",
    "av",
    "PIL",
    "mcp",
    "starlette",
    "keyring",
    "babel",
    "importlib.resources",
    "psycopg",
    "dbos",
    "sqlalchemy",
)
WORK = (
    "mediawright.runner",
    "mediawright.services.studio",
    "mediawright.http",
    "mediawright.secrets",
    "mediawright.gate",
)
PLUGINS = (
    "mediawright_ark",
    "mediawright_chatart",
    "mediawright_dashscope",
    "mediawright_fal",
    "mediawright_gemini",
    "mediawright_kling",
    "mediawright_minimax",
    "mediawright_nemovideo",
    "mediawright_previz",
    "mediawright_runway",
)
NOTICES = ("mediawright.services.notify", "mediawright.ledger.outbox", "mediawright.ledger.feed")
REQUEST = ("--prompt", "a fox", "--duration", "5")

NAMED = "make a 10 second vertical video of a fox"
OTHERS = tuple(name for name in PLUGINS if name != "mediawright_kling")
ROUTER = "mediawright.router"

#: command line → what it may not load, and how many modules of ours it may
BUDGETS: dict[str, tuple[tuple[str, ...], tuple[str, ...], int]] = {
    "version": (("--version",), ("typing", "re", "dataclasses", *PARSER, *LOOP, *RECORDS, *METADATA, *HEAVY), 4),
    "route": (
        ("route", NAMED),
        (*PARSER, *DRAWING, *NETWORK, *LOOP, *RECORDS, *METADATA, *HEAVY, *WORK, "hashlib", "shutil", "signal"),
        191,
    ),
    "help of a command": (
        ("video", "--help"),
        (*DRAWING, *NETWORK, *LOOP, *RECORDS, *METADATA, *HEAVY, *WORK, *PLUGINS, ROUTER),
        40,
    ),
    "dry run": (
        ("video", *REQUEST, "--provider", "kling", "--dry-run"),
        (*PARSER, *DRAWING, "httpx2", "jwt", *RECORDS, *METADATA, *HEAVY, ROUTER, *OTHERS),
        195,
    ),
    "jobs, when there are none": (
        ("jobs", "list"),
        (*PARSER, *DRAWING, "httpx2", *METADATA, *HEAVY, *PLUGINS, ROUTER, *NOTICES),
        185,
    ),
    "confirm": (("confirm", "Q222222"), (*PARSER, *DRAWING, "httpx2", *HEAVY, *PLUGINS, ROUTER, *NOTICES), 193),
}


def loaded(tmp_path: Path, *words: str) -> list[str]:
    """The modules that one command line loads, in an empty home."""
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}
    home = {
        "HOME": str(tmp_path),
        "MEDIAWRIGHT_HOME": str(tmp_path / "mw"),
        "MEDIAWRIGHT_NO_KEYRING": "1",
        "LANG": "C.UTF-8",
    }
    keys = {"KLING_ACCESS_KEY_ID": "not-a-key", "KLING_SECRET_ACCESS_KEY": "not-a-real-secret"}
    command = [sys.executable, "-c", PROBE, *words]
    done = subprocess.run(command, cwd=tmp_path, env=kept | home | keys, capture_output=True, text=True, check=False)
    told = [line for line in done.stderr.splitlines() if line.startswith("LOADED ")]
    assert told, done.stderr
    return list(json.loads(told[0].removeprefix("LOADED ")))


@pytest.mark.parametrize("name", BUDGETS)
def test_a_command_loads_only_what_it_needs(name: str, tmp_path: Path) -> None:
    words, barred, most = BUDGETS[name]
    found = loaded(tmp_path, *words)
    strangers = sorted({bar for bar in barred for module in found if module == bar or module.startswith(bar + ".")})
    assert strangers == []
    ours = [module for module in found if module.partition(".")[0].startswith("mediawright")]
    assert len(ours) <= most, ours


def test_a_whole_free_job_needs_no_network_library(tmp_path: Path) -> None:
    found = loaded(tmp_path, "image", "--prompt", "a fox", "--provider", "previz", "--json")
    barred = {*PARSER, *DRAWING, "httpx2", "pydantic", "mcp", "starlette", "babel", "psycopg"}
    assert sorted(barred.intersection(found)) == []
