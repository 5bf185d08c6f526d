"""Programs of this machine: only declared ones, without a shell, without keys, and never longer than the call."""

import asyncio
import os
import sys
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from mediawright.config import Config
from mediawright.context.factory import Contexts
from mediawright.context.plugin import PluginContext
from mediawright.http.client import Http
from mediawright.paths import Home
from mediawright.tools.find import find
from mediawright.types.errors import InvalidRequest, LocalFault, NotAvailable, PluginFault, TaskFailed
from mediawright.types.message import Text
from mediawright.types.operations import MediaKind
from mediawright.types.provider import EnvSource, Provider
from mediawright.types.request import Media, Role

if TYPE_CHECKING:
    from mediawright.testing.canaries import CanarySecrets
    from mediawright.testing.fakes import FakeClock, PredictableIds

ACME = Provider(
    name="acme",
    title=Text("Acme", "艾克米"),
    models=(),
    credentials=(EnvSource(fields={"key": "ACME_KEY"}),),
    tools=("draw", "absent"),
)
MakeTool = Callable[[str], None]


@pytest.fixture
def tool(tmp_path: Path) -> MakeTool:
    """`tool(code)` installs that Python code as the program `draw`."""
    folder = tmp_path / "bin"
    folder.mkdir()

    def install(code: str) -> None:
        path = folder / "draw"
        path.write_text(f"#!{sys.executable}\nimport os, sys, time\n{code}\n")
        path.chmod(0o755)

    return install


@pytest.fixture
async def ctx(
    http: Http,
    home: Home,
    tmp_path: Path,
    fake_clock: "FakeClock",
    predictable_ids: "PredictableIds",
    canary_secrets: "CanarySecrets",
) -> AsyncIterator[PluginContext]:
    environ = {
        "MEDIAWRIGHT_NO_KEYRING": "1",
        "HOME": str(tmp_path),
        "PATH": f"{tmp_path / 'bin'}{os.pathsep}/usr/bin{os.pathsep}/bin",
        "ACME_KEY": canary_secrets["access_key"],
    }
    async with Contexts(home, Config(), environ, fake_clock, predictable_ids, http, cwd=tmp_path) as contexts:
        yield contexts.open(ACME, job_id="job-1")


async def test_what_it_said_and_how_it_ended_come_back(ctx: PluginContext, tool: MakeTool) -> None:
    tool("print('drawn'); print('slow disk', file=sys.stderr); sys.exit(3)")
    answer = await ctx.run_tool(["draw"])
    assert (answer.code, answer.out, answer.err) == (3, "drawn\n", "slow disk\n")


async def test_words_are_words_and_no_shell_reads_them(ctx: PluginContext, tool: MakeTool) -> None:
    tool("print(sys.argv[1:])")
    words = ["-p", "a fox; $(touch x) `id` | cat > y", "*"]
    assert (await ctx.run_tool(["draw", *words])).out == f"{words}\n"


async def test_it_sees_no_key_and_works_in_the_job_s_folder(
    ctx: PluginContext, tool: MakeTool, canary_secrets: "CanarySecrets"
) -> None:
    tool("print(dict(os.environ)); print(os.getcwd()); print(repr(sys.stdin.read()))")
    said = (await ctx.run_tool(["draw"])).out
    assert canary_secrets.leaked_in(said) == []
    assert "ACME_KEY" not in said
    assert str(ctx.workdir.resolve()) in said
    assert said.endswith("''\n")


async def test_a_secret_is_never_put_on_a_command_line(
    ctx: PluginContext, tool: MakeTool, canary_secrets: "CanarySecrets"
) -> None:
    tool("print('ran')")
    with pytest.raises(PluginFault) as caught:
        await ctx.run_tool(["draw", f"--key={canary_secrets['access_key']}"])
    assert caught.value.message.key == "tools.secret"


async def test_an_input_becomes_its_checked_path(ctx: PluginContext, tool: MakeTool, tmp_path: Path) -> None:
    tool("print(sys.argv[1])")
    (tmp_path / "cat.png").write_bytes(b"x")
    cat = Media(kind=MediaKind.IMAGE, role=Role.REFERENCE, source="cat.png")
    assert (await ctx.run_tool(["draw", cat])).out.strip() == str((tmp_path / "cat.png").resolve())
    with pytest.raises(InvalidRequest):
        await ctx.run_tool(["draw", Media(kind=MediaKind.IMAGE, role=Role.REFERENCE, source="/etc/hosts")])


@pytest.mark.parametrize("name", ["sh", "/bin/sh", "../draw", ""])
async def test_only_declared_programs_run(ctx: PluginContext, name: str) -> None:
    with pytest.raises(PluginFault) as caught:
        await ctx.run_tool([name])
    assert caught.value.message.key == "tools.undeclared"


async def test_a_program_that_is_not_there_is_told_in_words(ctx: PluginContext) -> None:
    with pytest.raises(NotAvailable) as caught:
        await ctx.run_tool(["absent"])
    assert caught.value.message.key == "tools.missing"


def test_a_program_beside_the_interpreter_is_found_without_a_search_path() -> None:
    name = Path(sys.executable).name
    assert find(name, (name,), {}).name == name


async def test_a_program_that_cannot_start_is_a_fault_of_this_machine(ctx: PluginContext, tmp_path: Path) -> None:
    (tmp_path / "bin").mkdir(exist_ok=True)
    (tmp_path / "bin" / "draw").write_text("#!/no/such/interpreter\n")
    (tmp_path / "bin" / "draw").chmod(0o755)
    with pytest.raises(LocalFault):
        await ctx.run_tool(["draw"])


FAMILY = """
import subprocess
child = subprocess.Popen(["sleep", "60"])
open("pids", "w").write(f"{os.getpid()} {child.pid}")
time.sleep(60)
"""


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    # a zombie waits for its parent only
    return Path(f"/proc/{pid}/stat").read_text().split()[2] != "Z" if Path("/proc").exists() else True


async def gone(*pids: int) -> bool:
    for _ in range(100):
        if not any(map(alive, pids)):
            return True
        await asyncio.sleep(0.02)
    return False


async def pids_of(ctx: PluginContext) -> list[int]:
    for _ in range(200):
        if (ctx.workdir / "pids").exists() and (text := (ctx.workdir / "pids").read_text()):
            return [int(word) for word in text.split()]
        await asyncio.sleep(0.02)
    raise AssertionError("the program never began")


async def test_too_long_is_too_long(ctx: PluginContext, tool: MakeTool) -> None:
    tool(FAMILY)
    began = time.monotonic()
    with pytest.raises(TaskFailed) as caught:
        await ctx.run_tool(["draw"], timeout=0.5)
    assert caught.value.message.key == "tools.too_slow"
    assert time.monotonic() - began < 10
    assert await gone(*await pids_of(ctx))


async def test_an_interrupted_call_leaves_nothing_running(ctx: PluginContext, tool: MakeTool) -> None:
    tool(FAMILY)
    task = asyncio.create_task(ctx.run_tool(["draw"]))
    pids = await pids_of(ctx)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await gone(*pids)


async def test_a_chatty_program_fills_no_memory(ctx: PluginContext, tool: MakeTool) -> None:
    tool("for n in range(200): print('x' * 10_000)\nprint('the end')")
    answer = await ctx.run_tool(["draw"])
    assert len(answer.out) == 64 * 1024
    assert answer.out.endswith("the end\n")
