"""The server as a process of its own: over stdio with the official client, and on loopback behind its token."""

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx2
import pytest
from mcp import Client, StdioServerParameters
from mcp.client.streamable_http import streamable_http_client
from tests.child_environment import inherited
from tests.core.mcp.conftest import ERAS, REQUEST, Harness, Person, finished, told

from mediawright.mcp.server import http_app, token_of
from mediawright.mcp.tool_executor import ToolExecutor
from mediawright.testing.simulator import serve

TOKEN = "not-a-real-token"


def process_environment(harness: Harness) -> dict[str, str]:
    return inherited() | harness.environ


def ran(harness: Harness, *words: str, cwd: Path | None = None) -> "subprocess.CompletedProcess[bytes]":
    """An interpreter with nobody at its input, to its end."""
    return subprocess.run(
        [sys.executable, *words],
        env=process_environment(harness),
        cwd=cwd or harness.folder,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=30,
        check=False,
    )


def over_stdio(harness: Harness, era: str, person: Person | None) -> Client:
    command = StdioServerParameters(
        command=sys.executable,
        args=["-m", "mediawright", "mcp"],
        env=process_environment(harness),
        cwd=str(harness.folder),
    )
    return Client(command, mode=era, elicitation_callback=person)


@pytest.mark.parametrize("era", ERAS)
@pytest.mark.parametrize("person", [Person(), None], ids=["asked by the client", "in two steps"])
async def test_s44_a_whole_paid_job_over_stdio(harness: Harness, era: str, person: Person | None) -> None:
    before = harness.tasks()
    async with over_stdio(harness, era, person) as client:
        answer = told(await client.call_tool("media_run", {"wish": REQUEST}))
        if person is None:
            answer = told(await client.call_tool("media_confirm", answer["calls"][0]["arguments"]))
        answer = await finished(client, answer)
    assert (answer["status"], harness.tasks()) == ("done", before + 1)
    assert answer["data"]["files"][0]["path"] in [str(path) for path in harness.folder.iterdir()]


def test_s44_the_end_of_input_is_a_clean_end(harness: Harness) -> None:
    done = ran(harness, "-m", "mediawright", "mcp")
    assert (done.returncode, done.stdout, done.stderr.count(b"\n")) == (0, b"", 1)
    assert b"serves" in done.stderr


def serving(harness: Harness, *words: str, stdin: int = subprocess.PIPE) -> "subprocess.Popen[bytes]":
    """A server that has said that it serves."""
    process = subprocess.Popen(
        [sys.executable, *words],
        env=process_environment(harness),
        cwd=harness.folder,
        stdin=stdin,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stderr is not None
    assert b"serves" in process.stderr.readline()
    return process


@pytest.mark.skipif(os.name != "posix", reason="other systems have other signals")
@pytest.mark.parametrize("told_to_end", [signal.SIGINT, signal.SIGTERM])
def test_one_signal_ends_it_quietly_while_its_input_is_open(harness: Harness, told_to_end: signal.Signals) -> None:
    with serving(harness, "-m", "mediawright", "mcp") as process:
        process.send_signal(told_to_end)
        assert process.wait(10) == 0
        assert [stream.read() for stream in (process.stdout, process.stderr) if stream] == [b"", b""]


@pytest.mark.skipif(os.name != "posix", reason="only there a child outlives its parent under another one")
def test_it_ends_with_the_process_that_started_it(harness: Harness) -> None:
    host = (
        "import subprocess, sys, time\n"
        "server = subprocess.Popen([sys.executable, '-m', 'mediawright', 'mcp'], stderr=subprocess.PIPE)\n"
        "line = server.stderr.readline()\n"
        "sys.stderr.buffer.write(line)\n"
    )
    reading, writing = os.pipe()  # held open here: the end of its input is not what ends it
    with serving(harness, "-c", host, stdin=reading) as process:
        os.close(reading)
        assert process.stdout is not None
        assert process.stdout.read() == b""  # until the server, which has the same output, is gone
        assert process.wait(10) == 0
    os.close(writing)


@pytest.fixture
async def http_server(harness: Harness) -> AsyncIterator[str]:
    executor = ToolExecutor(harness.environ, harness.folder, call_s=harness.call_s, tick_s=0.05)
    harness.executors.append(executor)
    with serve(http_app(executor, TOKEN)) as url:
        yield f"{url}/mcp"


@pytest.mark.parametrize("era", ERAS)
async def test_a_whole_paid_job_over_http(harness: Harness, http_server: str, era: str) -> None:
    async with httpx2.AsyncClient() as plain:
        plain.headers["Authorization"] = f"Bearer {TOKEN}"
        assert (await plain.get(http_server)).status_code != 401
    answer = await asyncio.wait_for(_over_http(http_server, era), 30)
    assert answer["status"] == "done"


async def _over_http(url: str, era: str) -> dict[str, Any]:
    web = httpx2.AsyncClient(headers={"Authorization": f"Bearer {TOKEN}"})
    async with web, Client(streamable_http_client(url, http_client=web), mode=era) as client:
        page = told(await client.call_tool("media_run", {"wish": REQUEST}))
        return await finished(client, told(await client.call_tool("media_confirm", page["calls"][0]["arguments"])))


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 401),
        ({"Authorization": "Bearer another"}, 401),
        ({"Authorization": f"Basic {TOKEN}"}, 401),
        ({"Authorization": f"Bearer {TOKEN}", "Origin": "https://evil.example"}, 403),
        ({"Authorization": f"Bearer {TOKEN}", "Host": "evil.example"}, 421),
    ],
    ids=["no token", "another token", "another scheme", "foreign page", "foreign name"],
)
async def test_nobody_gets_in_without_the_token_or_from_a_foreign_page(
    http_server: str, headers: dict[str, str], status: int
) -> None:
    call = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
    accepts = {"Accept": "application/json, text/event-stream"}
    async with httpx2.AsyncClient() as client:
        answer = await client.post(http_server, json=call, headers=accepts | headers)
    assert answer.status_code == status


async def test_a_name_with_more_behind_its_port_is_foreign(harness: Harness) -> None:
    app = http_app(ToolExecutor(harness.environ, harness.folder), TOKEN)
    told: list[dict[str, Any]] = []

    async def send(message: dict[str, Any]) -> None:
        told.append(message)

    headers = [(b"host", b"127.0.0.1:1.evil.example"), (b"authorization", f"Bearer {TOKEN}".encode())]
    scope = {"type": "http", "method": "GET", "path": "/mcp", "query_string": b"", "headers": headers}
    await app(scope, None, send)
    assert told[0]["status"] == 421


def test_a_token_is_made_up_where_none_is_given(tmp_path: Path) -> None:
    made = token_of(ToolExecutor({}, tmp_path))
    assert len(made) >= 40
    assert made != token_of(ToolExecutor({}, tmp_path))
    assert token_of(ToolExecutor({"MEDIAWRIGHT_MCP_TOKEN": TOKEN}, tmp_path)) == TOKEN


def test_over_http_the_address_is_said_and_the_token_is_not(harness: Harness) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "mediawright", "mcp", "--http", "--port", "0"],
        env=process_environment(harness),
        cwd=harness.folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stderr is not None
    said = [process.stderr.readline().decode() for _ in range(2)]
    process.terminate()
    out, _ = process.communicate(timeout=20)
    kept = harness.home / "mw" / "state" / "mcp-token"
    assert "http://127.0.0.1:" in said[1]
    assert kept.read_text() not in "".join(said)
    assert (out, kept.stat().st_mode & 0o777) == (b"", 0o600)


def test_s52_without_the_library_the_exact_line_is_told(harness: Harness, tmp_path: Path) -> None:
    script = (
        "import sys, importlib.util as u; real = u.find_spec;"
        "u.find_spec = lambda name, package=None: None if name == 'mcp' else real(name, package);"
        "from mediawright.cli.entry import main; sys.argv = ['mediawright', 'mcp']; main()"
    )
    done = ran(harness, "-c", script, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (1, b"")
    # by the installer that this program came with
    assert "install" in done.stderr.decode()
    assert "'mediawright[agent]'" in done.stderr.decode()


@pytest.mark.parametrize(
    ("words", "field"), [(["--output-dir", "nowhere"], "output_dir"), (["--http", "--port", "99999"], "port")], ids=str
)
def test_what_cannot_be_served_is_told_before_it_begins(harness: Harness, words: list[str], field: str) -> None:
    done = ran(harness, "-m", "mediawright", "mcp", *words, "--json")
    assert done.returncode == 2
    assert json.loads(done.stdout)["error"]["problems"][0]["field"] == field


BROKEN = ("2>&-", "2>/dev/full", "2</dev/null")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a full disk is /dev/full, which only Linux has")
@pytest.mark.parametrize("broken", BROKEN)
async def test_a_whole_paid_job_by_a_server_that_has_no_standard_error(harness: Harness, broken: str) -> None:
    before = harness.tasks()
    command = StdioServerParameters(
        command="sh",
        args=["-c", f'exec "$0" -m mediawright mcp {broken}', sys.executable],
        env=process_environment(harness),
        cwd=str(harness.folder),
    )
    async with Client(command, elicitation_callback=Person()) as client:
        answer = await finished(client, told(await client.call_tool("media_run", {"wish": REQUEST})))
    assert (answer["status"], harness.tasks()) == ("done", before + 1)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a full disk is /dev/full, which only Linux has")
@pytest.mark.parametrize("broken", BROKEN)
async def test_the_http_server_listens_where_it_cannot_say_so(harness: Harness, broken: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    line = f'exec "$0" -m mediawright mcp --http --port {port} {broken}'
    process = await asyncio.create_subprocess_exec(
        *("sh", "-c", line, sys.executable),
        env=process_environment(harness),
        cwd=harness.folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
    )
    try:
        async with asyncio.timeout(60), httpx2.AsyncClient() as client:
            while process.returncode is None:
                with suppress(httpx2.ConnectError):
                    answer = await client.post(f"http://127.0.0.1:{port}/mcp", json={})
                    break
                await asyncio.sleep(0.05)
        assert process.returncode is None
        assert answer.status_code == 401
    finally:
        with suppress(ProcessLookupError):
            process.terminate()
        await process.wait()


async def test_a_server_that_is_started_at_the_root_works_in_a_folder_of_its_own(harness: Harness) -> None:
    command = StdioServerParameters(
        command=sys.executable, args=["-m", "mediawright", "mcp"], env=process_environment(harness), cwd="/"
    )
    async with Client(command) as client:
        await client.list_tools()
    assert (harness.home / "mediawright").is_dir()
