"""The promises tried on this very machine, in a home that is thrown away: free, offline, in a few seconds."""

import asyncio
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from decimal import Decimal
from pathlib import Path

from mediawright.context.protocol import Clock
from mediawright.gate.budgets import Budgets
from mediawright.gate.policy import Per, Policy
from mediawright.handlers.response import Response
from mediawright.ledger import Ledger
from mediawright.present.page import Page, Row, Rows, Tone
from mediawright.services.studio import Studio
from mediawright.types.codec import content_hash
from mediawright.types.dataclass import dataclass
from mediawright.types.errors import ExitCode, LocalFault, MediawrightError, RefusedByPolicy
from mediawright.types.job import Job
from mediawright.types.message import Message
from mediawright.types.money import Amount, Approval, ApprovalKind, Price, Quote
from mediawright.types.operations import Operation
from mediawright.types.request import Request
from mediawright.types.states import State

#: where a run is killed: before it is sent, after its answer, and with the file on disk
KILLED_AT = ("before-submit", "after-task", "before-done")
#: seconds that one run of the program may take
PATIENCE = 60.0
APPROVALS, ROOM = 12, 4


@dataclass(frozen=True, slots=True)
class Place:
    """The home that is thrown away, and the environment of programs that live in it."""

    folder: Path
    environ: Mapping[str, str]
    clock: Clock
    provider: str | None

    @property
    def ledger(self) -> Path:
        return self.folder / "home" / "state" / "ledger.db"


@dataclass(frozen=True, slots=True)
class Tried:
    """One promise: kept, broken, or (None) not to be tried on this machine."""

    name: str
    kept: bool | None
    seconds: float


Trial = Callable[[Place], Awaitable[bool | None]]


async def prove(studio: Studio, trials: Mapping[str, Trial] | None = None) -> Response:
    """Try every promise; exit 1 where one is broken."""
    async with _place(studio) as place:
        tried = [await _try(name, trial, place) for name, trial in (trials or TRIALS).items()]
    broken = [each for each in tried if each.kept is False]
    title = Message("selftest.broken" if broken else "selftest.kept", {"n": len(broken) or len(tried)})
    failure = LocalFault(title) if broken else None
    rows = tuple(Row(Message(f"selftest.{each.name}"), _told(each), _tone(each)) for each in tried)
    data = {"checks": [{"name": each.name, "kept": each.kept, "seconds": round(each.seconds, 2)} for each in tried]}
    close = Message("selftest.close")
    page = Page(name="selftest", emoji="🧪", title=title, body=(Rows(rows),), close=close, data=data)
    end = ExitCode.UNEXPECTED if broken else ExitCode.DONE
    return Response(page=page, status="broken" if broken else "kept", exit=end, failure=failure)


@asynccontextmanager
async def _place(studio: Studio) -> AsyncIterator[Place]:
    """Beside the real state, so that it is the same disk that is tried."""
    folder = Path(tempfile.mkdtemp(prefix="selftest-", dir=studio.home.ensure(studio.home.cache)))
    environ = {name: value for name, value in studio.environ.items() if not name.startswith("MEDIAWRIGHT_")}
    environ |= {"MEDIAWRIGHT_HOME": str(folder / "home"), "MEDIAWRIGHT_NO_KEYRING": "1"}
    (folder / "work").mkdir()
    try:
        yield Place(folder, environ, studio.clock, _free_provider(studio))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _free_provider(studio: Studio) -> str | None:
    """The one that makes pictures on this machine, free."""
    asked_wait_s = Operation.TEXT_TO_IMAGE
    found = [plugin for plugin in studio.registry.load_all() if plugin.provider.free and plugin.provider.local]
    return next((plugin.name for plugin in found if asked_wait_s in plugin.provider.operations), None)


async def _try(name: str, trial: Trial, place: Place) -> Tried:
    began = time.monotonic()
    try:
        kept = await trial(place)
    except (MediawrightError, OSError, TimeoutError, ValueError):
        kept = False
    return Tried(name, kept, time.monotonic() - began)


async def _memory(place: Place) -> bool:
    """A row that was written is there for the next process, and for one that came at the same time."""
    place.ledger.parent.mkdir(parents=True)
    with Ledger(place.ledger, place.clock) as first, Ledger(place.ledger, place.clock) as second:
        job = first.add(_job(place.clock, "memory"))
        return (
            second.get(job.id) == job
            and second.acquire_lease(job.id, "one", 30.0)
            and not first.acquire_lease(job.id, "two", 30.0)
        )


async def _killed(place: Place) -> bool | None:
    """A run that is killed at several places is delivered, and was handed over once."""
    if place.provider is None or not hasattr(signal, "SIGKILL"):
        return None
    return all([await _survives(place, point) for point in KILLED_AT])


async def _survives(place: Place, point: str) -> bool:
    asked_wait_s = ("image", "--provider", str(place.provider), "--prompt", f"a fox, {point}", "--json")
    code, _ = await _run(place, *asked_wait_s, MEDIAWRIGHT_CRASH_AT=point)
    if code != -signal.SIGKILL:
        return False
    job, _ = _newest(place)
    code, _ = await _run(place, "jobs", "resume", job.id, "--json")
    job, handed_over = _newest(place)
    if point == "before-submit":
        # nothing had left: it is told and not sent on a guess
        return handed_over == 1 and code in (ExitCode.FAILED, ExitCode.UNCERTAIN)
    return handed_over == 1 and job.state is State.DONE and _whole(job)


def _newest(place: Place) -> tuple[Job, int]:
    """The newest job, and how often it was handed over."""
    with Ledger(place.ledger, place.clock) as ledger:
        job = ledger.list(limit=1)[0]
        return job, sum(event.data.get("to") == State.SUBMITTING for event in ledger.events(job.id))


def _whole(job: Job) -> bool:
    return bool(job.assets) and all(Path(asset.path).stat().st_size == asset.size for asset in job.assets)


async def _run(place: Place, *words: str, **environ: str) -> tuple[int, bytes]:
    """This program as a process of its own: its return code and what it said."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "mediawright", *words),
        cwd=place.folder / "work",
        env={**place.environ, **environ},
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        async with asyncio.timeout(PATIENCE):
            out, _ = await process.communicate()
    except TimeoutError:
        process.kill()
        raise
    return process.returncode or 0, out


async def _budget(place: Place) -> bool:
    """Many approvals at one moment: as many go out as the budget has room for."""
    limit = Amount(Decimal(ROOM), "credits")
    budgets = Budgets(Policy().limit(Per.TOTAL, limit, place.clock.now()), place.clock.now())
    with Ledger(place.ledger, place.clock) as ledger:
        ids = [ledger.add(_job(place.clock, f"budget {number}")).id for number in range(APPROVALS)]

    def approve(job_id: str) -> bool:
        with Ledger(place.ledger, place.clock) as ledger:
            job = ledger.get(job_id)
            now, one = place.clock.now(), Amount(Decimal(1), "credits")
            approval = Approval(kind=ApprovalKind.PERSON, request_hash=job.request_hash, ceiling=one, at=now)
            try:
                return ledger.approve(job_id, approval, budgets).state is State.APPROVED
            except RefusedByPolicy:
                return False

    with ThreadPoolExecutor(APPROVALS) as pool:
        return sum(await asyncio.to_thread(lambda: list(pool.map(approve, ids)))) == ROOM


TRIALS: Mapping[str, Trial] = {"memory": _memory, "killed": _killed, "budget": _budget}


def _job(clock: Clock, word: str) -> Job:
    """A quoted request for one credit."""
    asked_wait_s, now = Request(operation=Operation.TEXT_TO_VIDEO, prompt=word), clock.now()
    digest = content_hash([word, now.isoformat()])
    price = Price(amount=Amount(Decimal(1), "credits"))
    quote = Quote(id="Q222222", request_hash=digest, provider="none", price=price, created_at=now, expires_at=now)
    return Job(
        id=f"selftest-{digest[:24]}",
        request=asked_wait_s,
        request_hash=digest,
        provider="none",
        state=State.QUOTED,
        created_at=now,
        updated_at=now,
        quote=quote,
    )


def _told(each: Tried) -> Message:
    if each.kept is None:
        return Message("selftest.not_here")
    return Message("selftest.good" if each.kept else "selftest.bad", {"wait": each.seconds})


def _tone(each: Tried) -> Tone:
    return Tone.QUIET if each.kept is None else Tone.GOOD if each.kept else Tone.BAD
