"""Front ends beside live workers: each says yes, follows from another home to the file, and says the truth when the workers
are gone. One bucket, one simulator, one worker for all of it."""

import asyncio
import json
import re
import signal
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx2
import pytest
from mcp import Client, StdioServerParameters
from tests.core.board.conftest import ORIGIN, Browser
from tests.core.mcp.conftest import told
from tests.core.mcp.task_client import TaskClient, look
from tests.core.mcp.test_film_tools import PLAN
from tests.postgres_server import NoPostgres

pytest.importorskip("dbos", reason="the workers' tests need pip install 'mediawright[fleet]'")
pytest.importorskip("psycopg", reason="the workers' tests need pip install 'mediawright[fleet]'")
from tests.resilience.chaos import Shell
from tests.resilience.live_fleet import LiveFleet, live_fleet

from mediawright.board.app import board_app
from mediawright.board.place import Place
from mediawright.board.sessions import Sessions
from mediawright.board.site import Site
from mediawright.board.work import BoardWork
from mediawright.services.approval import Consent
from mediawright.services.studio import Studio
from mediawright.types.errors import LocalFault

KEYS = ("KLING_ACCESS_KEY_ID", "KLING_SECRET_ACCESS_KEY")


@pytest.fixture(scope="module")
def fleet(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveFleet]:
    try:
        with live_fleet(tmp_path_factory.mktemp("fleet")) as running:
            yield running
    except NoPostgres as reason:
        pytest.skip(str(reason))


@pytest.fixture
def served(fleet: LiveFleet) -> LiveFleet:
    """With a worker at work."""
    if not any(worker.process.poll() is None for worker in fleet.workers):
        fleet.worker().said("ready")
    return fleet


def keyless(fleet: LiveFleet, name: str) -> Shell:
    """A front end that knows no key of the provider: the workers do."""
    shell = fleet.machine(name)
    for key in KEYS:
        shell.env.pop(key, None)
    return shell


def wish(shell: Shell, prompt: str, *more: str) -> dict[str, Any]:
    ran = shell("video", "--provider", "kling", "--prompt", prompt, "--duration", "5", "--json", *more)
    return ran.json


def in_line(fleet: LiveFleet, name: str, prompt: str) -> str:
    """A job that a front end has left to the workers."""
    answer = wish(keyless(fleet, name), prompt, "--approve-cost", "10", "--no-wait")
    assert answer["status"] == "submitted", answer
    return str(answer["data"]["job"])


def is_a_clip(path: str) -> bool:
    return Path(path).read_bytes()[4:8] == b"ftyp"


# --- the command line


def test_a_yes_without_a_key_is_carried_by_a_worker_and_followed_from_another_home(served: LiveFleet) -> None:
    anna, ben = keyless(served, "anna"), keyless(served, "ben")
    page = wish(anna, "a fox by command")
    assert page["status"] == "confirmation_needed", page
    answer = anna("confirm", page["data"]["quote"], "--approve-cost", "4", "--no-wait", "--json").json
    job = answer["data"]["job"]
    assert (answer["status"], answer["data"]["state"]) == ("submitted", "approved")
    served.reached(job, "submitted", "running")
    served.works_done()
    done = ben("jobs", "wait", job, "--json").json
    assert done["status"] == "done", done
    path = done["data"]["files"][0]["path"]
    assert Path(path).parent == ben.cwd  # in the folder of whoever fetches it
    assert is_a_clip(path)
    link = next(word for word in carla_sees(served, job).split() if word.startswith("http"))
    assert httpx2.get(link).content == Path(path).read_bytes()
    assert served.chaos.charges("a fox by command") == 1


def carla_sees(fleet: LiveFleet, job: str) -> str:
    return keyless(fleet, "carla")("jobs", "show", job).out


def test_what_waits_in_line_is_cancelled_from_elsewhere_and_never_sent(served: LiveFleet) -> None:
    for worker in served.workers:
        worker.signal(signal.SIGSTOP)
    try:
        job = in_line(served, "anna", "a fox that was not wanted")
        answer = keyless(served, "ben")("jobs", "cancel", job, "--json").json
        assert answer["status"] == "cancelled"
    finally:
        for worker in served.workers:
            worker.signal(signal.SIGCONT)
    other = in_line(served, "anna", "a fox after it")
    served.reached(other, "submitted", "running")
    assert served.state(job) == "cancelled"
    assert served.chaos.charges("a fox that was not wanted") == 0


def test_what_the_provider_cannot_stop_is_said_from_elsewhere(served: LiveFleet) -> None:
    job = in_line(served, "anna", "a fox on its way")
    served.reached(job, "submitted", "running")
    answer = keyless(served, "ben")("jobs", "cancel", job, "--json").json
    assert (answer["status"], "Kling" in answer["message"]) == ("goes_on", True)
    served.works_done()
    assert served.reached(job, "done") == "done"


# --- tools


def over_stdio(shell: Shell, tasks: TaskClient | None = None) -> Client:
    command = StdioServerParameters(
        command=sys.executable, args=["-m", "mediawright", "mcp"], env=shell.env, cwd=str(shell.cwd)
    )
    return Client(command, extensions=[tasks] if tasks else None)


async def test_a_tool_call_is_carried_by_a_worker_and_is_a_task_in_another_process(served: LiveFleet) -> None:
    anna, ben = keyless(served, "anna"), keyless(served, "ben")
    async with over_stdio(anna, TaskClient(hold=True)) as client:
        page = told(await client.call_tool("media_run", {"wish": "用可灵做一个5秒的视频：工具里的狐狸"}))
        assert page["status"] == "confirmation_needed", page
        answer = told(await client.call_tool("media_confirm", page["calls"][0]["arguments"]))
        job = answer["data"]["task"]
        await asyncio.to_thread(served.reached, job, "submitted", "running")
    async with over_stdio(ben, TaskClient()) as other:
        assert (await look(other.session, job)).status == "working"
        served.works_done()
        await asyncio.to_thread(served.reached, job, "done")
        done = told(await other.call_tool("media_wait", {"job_id": job}))
        assert done["status"] == "done", done
        assert is_a_clip(done["data"]["files"][0]["path"])
        found = await look(other.session, job)
        assert (found.status, found.result is not None) == ("completed", True)
    assert served.chaos.charges("工具里的狐狸") == 1


# --- the board


@asynccontextmanager
async def board(shell: Shell) -> AsyncIterator[Browser]:
    site = Site.of(BoardWork(shell.env, shell.cwd), Place.loopback(), Sessions(), lambda line: None)
    site.work.address = ORIGIN
    transport = httpx2.ASGITransport(app=board_app(site))
    browser = Browser(httpx2.AsyncClient(transport=transport, base_url=ORIGIN), site.place.prefix)
    await browser.get(f"/open?token={site.sessions.link()}")
    await browser.get("/")
    try:
        yield browser
    finally:
        await site.work.finish(1.0)


async def test_a_click_is_carried_by_a_worker_and_seen_on_another_board(served: LiveFleet) -> None:
    async with board(keyless(served, "anna")) as anna, board(keyless(served, "ben")) as ben:
        page = await anna.follow(await anna.post("/say", text="用可灵做一个5秒的视频：板上的狐狸", thread="board-1"))
        quote, cost = re.search(r"/quotes/(Q\w+)", str(page.url)), re.search(r'name="cost" value="([^"]+)"', page.text)
        assert quote is not None, page.text
        assert cost is not None, page.text
        answer = await anna.post(f"/quotes/{quote[1]}/confirm", cost=cost[1])
        job = answer.headers["location"].rpartition("/")[2]
        await asyncio.to_thread(served.reached, job, "submitted", "running")
        assert job in (await ben.get("/jobs")).text
        served.works_done()
        await asyncio.to_thread(served.reached, job, "done")
        shown = (await ben.get(f"/jobs/{job}")).text
        assert "Your video is ready" in shown
        source = re.search(r'<(?:video|source)[^>]* src="([^"]+)"', shown)
        assert source is not None, shown
        clip = await ben.get(source[1].removeprefix(ben.prefix))
        assert clip.content[4:8] == b"ftyp"
    assert served.chaos.charges("板上的狐狸") == 1


# --- Python


async def test_a_program_leaves_it_to_a_worker_and_another_one_brings_it_home(served: LiveFleet) -> None:
    anna, ben = keyless(served, "anna"), keyless(served, "ben")
    async with Studio.open(anna.env, anna.cwd) as studio:
        request = studio.read("video", {"prompt": "a fox by program", "duration": 5, "provider": "kling"})
        job = await studio.run(request, Consent(approve_cost="10"), wait=False)
        assert studio.in_line(job)
    await asyncio.to_thread(served.reached, job.id, "submitted", "running")
    served.works_done()
    async with Studio.open(ben.env, ben.cwd) as studio:
        done = await studio.bring_home(studio.ledger.get(job.id), timeout=2000)
    assert Path(done.assets[0].path).parent == ben.cwd
    assert is_a_clip(done.assets[0].path)


# --- films and batches


def test_a_batch_goes_on_without_its_front_end_and_the_same_command_has_the_files(served: LiveFleet) -> None:
    anna = keyless(served, "anna")
    (anna.cwd / "shots.txt").write_text("a fox in line one\na fox in line two\n", "utf-8")
    words = ("batch", "shots.txt", "--kind", "video", "--provider", "kling", "--approve-cost", "10 units", "--json")
    left = anna(*words, "--timeout", "1").json
    assert (left["status"], left["data"]["counts"]["done"]) == ("still_running", 0), left
    jobs = [line["job"] for line in left["data"]["jobs"]]
    for job in jobs:
        served.reached(job, "submitted", "running")  # nobody waits for them
    served.works_done()
    for job in jobs:
        served.reached(job, "done")
    done = anna(*words).json
    assert done["status"] == "done", done
    files = [
        json.loads(line)["files"][0]["path"] for line in (anna.cwd / "shots.results.jsonl").read_text().splitlines()
    ]
    assert [(Path(path).parent, is_a_clip(path)) for path in files] == [(anna.cwd, True)] * 2
    assert served.chaos.charges("a fox in line") == 2


def test_a_film_of_workers_is_checked_and_cut_here_and_pays_each_shot_once(served: LiveFleet) -> None:
    anna = keyless(served, "anna")
    (anna.cwd / "kite.film.toml").write_text(PLAN, "utf-8")
    with served.going():
        made = anna("film", "run", "kite", "--approve-cost", "100 units", "--timeout", "9000", "--json").json
    assert made["status"] == "done", made
    assert is_a_clip(made["data"]["made"]["path"])
    assert served.chaos.charges("kite climbs") == 1


# --- the workers are gone


async def test_when_the_workers_die_every_front_end_says_so_and_a_new_one_goes_on(served: LiveFleet) -> None:
    job = in_line(served, "anna", "a fox whose worker dies")
    served.reached(job, "submitted", "running")
    served.dismiss()
    ben = keyless(served, "ben")
    waited = ben("jobs", "wait", job, "--json").json
    assert (waited["ok"], waited["error"]["key"], waited["error"]["retry"]) == (False, "fleet.no_worker", "later")
    assert waited["next"][0] == "mediawright worker"
    assert "No worker is there that takes it" in ben("jobs", "show", job).out
    asked = wish(ben, "a fox that nobody could make")
    assert asked["status"] == "sign_in_needed"  # true again: there is no one else
    async with over_stdio(ben) as client:
        tool = told(await client.call_tool("media_wait", {"job_id": job}))
        assert (tool["status"], "No worker is there" in tool["message"]) == ("local_fault", True), tool
    async with board(ben) as browser:
        assert "No worker is there that takes it" in (await browser.get(f"/jobs/{job}")).text
    async with Studio.open(ben.env, ben.cwd) as studio:
        with pytest.raises(LocalFault) as gone:
            await studio.bring_home(studio.ledger.get(job))
    assert gone.value.message.key == "fleet.no_worker"
    served.worker().said("ready")
    served.works_done()
    served.reached(job, "done")
    done = ben("jobs", "wait", job, "--json").json
    assert done["status"] == "done"
    assert served.chaos.charges("a fox whose worker dies") == 1
