"""Write the page on structure: packages by size, what may import what, two walks: `python -m devtools.structure`.

The walks are traced: a command and a tool call run against a simulated provider until the result is on the disk.
"""

import json
import os
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path

from mediawright.testing.simulator import serve
from mediawright_kling.hooks import simulator

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs/evidence/structure.md"
#: package → files, thousands of lines as a survey counted them before the packages were sorted; "" is everything
BEFORE = {
    "types": (19, 2.2),
    "hookspecs, plugin": (2, 0.4),
    "plugins": (6, 0.6),
    "context": (3, 0.7),
    "http": (20, 1.8),
    "files, tools": (21, 1.4),
    "secrets, config, paths": (10, 0.6),
    "ledger": (15, 1.6),
    "gate": (9, 0.7),
    "runner": (12, 1.4),
    "router": (34, 3.6),
    "present": (53, 4.7),
    "studio (now services, handlers)": (31, 3.6),
    "cli": (40, 2.8),
    "mcp": (13, 1.3),
    "skill, scaffold": (16, 1.3),
    "testing": (21, 1.9),
    "mediawright_kling": (57, 5.4),
    "mediawright_chatart": (41, 4.3),
    "mediawright_nemovideo": (57, 5.7),
    "mediawright_previz": (41, 3.5),
}
#: what a file of a provider is for → its name
ROLES = {
    "what it offers": "provider",
    "defaults": "defaults",
    "rules": "validation",
    "price": "pricing",
    "request": "request_body",
    "dry run": "dry_run",
    "HTTP calls": "client",
    "refusals": "errors",
    "answers": "responses",
    "sign-in": "auth",
    "lost submits": "reconcile",
    "own list": "history",
    "simulator": "simulator",
}
#: what the table of roles does not say
PROVIDERS = Path(__file__).with_name("structure_providers.md")
#: runs what stands in it and prints the files in which a function (no class body, no module) was entered, each once
TRACED = """
import inspect, json, sys, threading
entered = {}
def note(frame, event, argument):
    code = frame.f_code
    if event == "call" and code.co_flags & inspect.CO_OPTIMIZED and not code.co_name.startswith("<"):
        entered.setdefault(code.co_filename)
threading.setprofile(note)
sys.setprofile(note)
try:
    RUN
except SystemExit as leaving:
    if leaving.code:
        raise
sys.setprofile(None)
sys.__stdout__.write("\\n" + json.dumps(list(entered)))
"""
COMMAND = """
    from mediawright.cli.entry import main
    sys.argv = ["mediawright", "video", "--prompt", "a fox at dawn", "--provider", "kling", "--approve-cost", "4 units"]
    main()
"""
CALL = """
    import asyncio, os
    from pathlib import Path
    from mcp import Client
    from mediawright.mcp.tool_executor import ToolExecutor
    from mediawright.mcp.tools import build
    async def calls():
        executor = ToolExecutor(dict(os.environ), Path.cwd())
        async with Client(build(executor)) as client:
            asked = await client.call_tool("media_run", {"wish": "用可灵做一个5秒的视频：海边日落"})
            call = asked.structured_content["calls"][0]
            while call["tool"] in ("media_confirm", "media_wait"):
                done = (await client.call_tool(call["tool"], call["arguments"])).structured_content
                if done["status"] == "done":
                    break
                call = done["calls"][0]
            else:
                sys.exit(f"not made: {done}")
        await executor.finish()
    asyncio.run(calls())
"""


def packages() -> Iterator[tuple[str, int, int]]:
    """Yield every package with its files and lines: those of the core, then the providers."""
    core = ROOT / "core/mediawright"
    yield "(modules)", *_size(core.glob("*.py"))
    for folder in sorted(path for path in core.iterdir() if (path / "__init__.py").is_file()):
        yield folder.name, *_size(folder.rglob("*.py"))
    for folder in sorted((ROOT / "plugins").glob("mediawright_*")):
        yield folder.name, *_size(folder.rglob("*.py"))


def _size(files: Iterable[Path]) -> tuple[int, int]:
    texts = [path.read_text("utf-8") for path in files]
    return len(texts), sum(text.count("\n") for text in texts)


def contracts() -> Iterator[tuple[str, str]]:
    """Yield the import contracts: name, kind."""
    listed = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    for contract in listed:
        yield contract["name"], contract["type"]


def roles() -> Iterator[str]:
    """Yield a table of the providers: which file has which role; a dash where there is none."""
    yield "| provider | " + " | ".join(ROLES) + " |"
    yield "| --- |" + " --- |" * len(ROLES)
    for folder in sorted((ROOT / "plugins").glob("mediawright_*")):
        there = {path.stem for path in folder.iterdir() if path.suffix == ".py" or (path / "__init__.py").is_file()}
        cells = (f"`{name}`" if name in there else "–" for name in ROLES.values())
        yield f"| {folder.name.removeprefix('mediawright_')} | " + " | ".join(cells) + " |"


def walk(code: str) -> dict[str, list[str]]:
    """Return the files that a run enters, by package, both in the order of the first entry. Raises CalledProcessError."""
    with tempfile.TemporaryDirectory() as home, serve(simulator(options={"time_scale": "40"})) as url:
        own = {
            "HOME": home,
            "MEDIAWRIGHT_HOME": f"{home}/mw",
            "MEDIAWRIGHT_NO_KEYRING": "1",
            "MEDIAWRIGHT_ALLOW_LOOPBACK": "1",
            "LANG": "C.UTF-8",
            "KLING_API_BASE": url,
            "KLING_ACCESS_KEY_ID": "sim-access-key",
            "KLING_SECRET_ACCESS_KEY": "sim-not-a-secret",
        }
        kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}
        program = (sys.executable, "-c", TRACED.replace("    RUN\n", code.lstrip("\n")))
        done = subprocess.run(program, cwd=home, env=kept | own, capture_output=True, text=True, check=True)
    found: dict[str, list[str]] = {}
    for name in json.loads(done.stdout.splitlines()[-1]):
        path = Path(name)
        if path.is_relative_to(ROOT / "core") or path.is_relative_to(ROOT / "plugins"):
            inside = path.relative_to(ROOT / ("core" if path.is_relative_to(ROOT / "core") else "plugins"))
            top = inside.parts[:2] if inside.parts[0] == "mediawright" and len(inside.parts) > 2 else inside.parts[:1]
            found.setdefault("/".join(top), []).append("/".join(inside.parts[len(top) :]).removesuffix(".py"))
    return found


def page() -> Iterator[str]:
    """Yield the lines of the page."""
    yield "# Structure"
    yield ""
    yield "[The architecture](../explanation/architecture.md) in figures, written by `python -m devtools.structure`."
    yield "Sizes are those of the day it last ran; a test holds the rest to what is there."
    yield ""
    yield "## Packages before and now"
    yield ""
    yield "| before | files | lines | | now | files | lines |"
    yield "| --- | --: | --: | --- | --- | --: | --: |"
    now = list(packages())
    rows = [(name, str(files), f"{lines:.1f}k") for name, (files, lines) in BEFORE.items()]
    rows += [("", "", "")] * (len(now) - len(rows))
    for (name, files, lines), (package, count, length) in zip(rows, now, strict=True):
        yield f"| {f'`{name}`' if name else ''} | {files} | {lines} | | `{package}` | {count} | {length:,} |"
    all_files, all_lines = sum(files for files, _ in BEFORE.values()), sum(lines for _, lines in BEFORE.values())
    yield f"| all | {all_files} | {all_lines:.1f}k | | all | {sum(n for _, n, _ in now)} | {sum(n for *_, n in now):,} |"
    yield ""
    yield "Before: four providers, no film, no board; seven circles of imports, and five imports that point up."
    yield "Now: ten providers, no import points up, and files import each other in a circle in the router alone."
    yield ""
    yield "## The files of a provider"
    yield ""
    yield from roles()
    yield ""
    yield from PROVIDERS.read_text("utf-8").splitlines()
    yield ""
    yield "## What import-linter holds"
    yield ""
    yield from (f"* {name} ({kind})" for name, kind in contracts())
    for title, code in (
        ('`mediawright video --prompt "a fox at dawn" --provider kling --approve-cost "4 units"`', COMMAND),
        ("A tool call: `media_run` with a message, `media_confirm` with its price", CALL),
    ):
        found = walk(code)
        yield ""
        yield f"## {title}"
        yield ""
        number = sum(map(len, found.values()))
        yield f"From the words to the file on the disk functions of {number} files are called, by package:"
        yield ""
        yield "| package | files, in the order of the first call |"
        yield "| --- | --- |"
        yield from (f"| `{package}` | {', '.join(names)} |" for package, names in found.items())


def main() -> None:
    """Write the page."""
    PAGE.write_text("\n".join(page()) + "\n", "utf-8")


if __name__ == "__main__":
    main()
