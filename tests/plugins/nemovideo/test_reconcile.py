"""What became of a message whose answer was lost: found, not accepted, or nobody can tell."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from tests.plugins.nemovideo.harness import SCALE, Harness, Outcome, Sim, contexts_for, exporting, generation

from mediawright.clock import SystemIds
from mediawright.plugin import CannotTell, Found, Job, NotAccepted, Reconciled, Request, State, Uncertain
from mediawright.testing.builders import a_job
from mediawright_nemovideo import hooks


@asynccontextmanager
async def cutting(sim: Sim, path: str, *, deliver: bool) -> AsyncIterator[str]:
    """A proxy that passes everything on but answers nothing to one path; `deliver` False keeps it from arriving too."""
    target = urlsplit(sim.url)

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        fields = dict(line.split(": ", 1) for line in head.decode().lower().split("\r\n")[1:-2])
        body = await reader.readexactly(int(fields.get("content-length", "0")))
        cut = path.encode() in head.split(b"\r\n")[0]
        if deliver or not cut:
            up, down = await asyncio.open_connection(target.hostname, target.port)
            down.write(head.replace(b"\r\nConnection: keep-alive", b"\r\nConnection: close") + body)
            answer = await (up.read(1) if cut else up.read())
            writer.write(b"" if cut else answer)
            down.close()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"


def a_job_of(request: Request) -> Job:
    return a_job(request, at=datetime.now(UTC), provider="nemovideo", id=SystemIds().new_id())


async def lost(sim: Sim, root: Path, request: Request, *, deliver: bool, after_s: float = 25) -> tuple[Job, Reconciled]:
    """A submit whose answer is lost, and the verdict on it some of the service's seconds later."""
    job = a_job_of(request)
    async with cutting(sim, "/run_sse", deliver=deliver) as url, contexts_for(url, root) as contexts:
        harness = Harness(contexts, root / "work")
        with pytest.raises(Uncertain):
            await harness.submit(job.request, job=job)
        await asyncio.sleep(after_s * SCALE)
        return job, await hooks.reconcile(harness.ctx(job.id), job)


async def test_n_r08_a_message_that_arrived_is_found_by_its_credits(sim: Sim, tmp_path: Path) -> None:
    job, verdict = await lost(sim, tmp_path, generation(), deliver=True)
    assert isinstance(verdict, Found)
    assert len(sim.messages) == sim.charges == 1
    assert verdict.task.handle["job"] == job.id


async def test_a_message_that_left_no_trace_is_too_early_to_tell(sim: Sim, tmp_path: Path) -> None:
    _, verdict = await lost(sim, tmp_path, generation(), deliver=False)
    assert isinstance(verdict, CannotTell)
    assert sim.messages == []


async def test_after_the_recovery_time_no_trace_means_not_accepted(sim: Sim, tmp_path: Path) -> None:
    _, verdict = await lost(sim, tmp_path, generation(), deliver=False, after_s=280)
    assert isinstance(verdict, NotAccepted)
    assert sim.charges == 0


async def test_a_job_without_a_record_never_sent_anything(harness: Harness, sim: Sim) -> None:
    assert isinstance(await hooks.reconcile(harness.ctx(), a_job_of(generation())), NotAccepted)
    assert sim.log()["requests"] == []


async def test_an_accepted_message_is_found_at_once(harness: Harness, sim: Sim) -> None:
    outcome = await harness.submit(generation())
    found = await hooks.reconcile(harness.ctx(outcome.job.id), outcome.job)
    assert isinstance(found, Found)
    ended = await harness.follow(harness.killed(Outcome(outcome.job, found.task)))
    assert ended.last.state is State.SUCCEEDED
    assert len(sim.sent("/run_sse")) == 1


async def test_n_r20_a_lost_export_is_found_by_its_own_id(harness: Harness, sim: Sim) -> None:
    await harness.made()
    outcome = await harness.submit(exporting())
    found = await hooks.reconcile(harness.ctx(outcome.job.id), outcome.job)
    assert isinstance(found, Found)
    assert found.task.handle["render_id"] == outcome.task.handle["render_id"] == f"render_{outcome.job.id}"


async def test_an_export_that_never_arrived_is_not_accepted(harness: Harness, sim: Sim) -> None:
    await harness.made()
    assert isinstance(await hooks.reconcile(harness.ctx(), a_job_of(exporting())), NotAccepted)
