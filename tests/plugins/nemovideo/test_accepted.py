"""A message that started a turn, answered in every wrong way: it is found, paid for once, and never called unsent."""

import json
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from tests.plugins.nemovideo.harness import Harness, Sim, contexts_for, generation

from mediawright.plugin import Busy, CannotTell, Found, MediawrightError, SignInNeeded, Uncertain
from mediawright.testing.builders import a_job
from mediawright.testing.fault_proxy import FaultProxy, Handled, Spoiled
from mediawright.testing.simulator import serve
from mediawright_nemovideo import hooks
from mediawright_nemovideo.simulator import create_app

STATUSES = (404, 408, 425, 429, 500, 502, 524)
CODES = (429, 1001, 2001, 7777)
PAGE = b"<html><body><h1>Bad gateway</h1></body></html>"


def wrong_answers() -> Iterator[tuple[str, Spoiled]]:
    for status in STATUSES:
        yield f"page {status}", Spoiled(status, PAGE, content_type="text/html")
        yield f"empty {status}", Spoiled(status, b"")
        yield f"message {status}", Spoiled(status, b'{"message": "simulated"}')
        yield f"detail {status}", Spoiled(status, b'{"detail": "Session not found"}')
    for code in CODES:
        for status in (200, 502):
            for data in (None, {"task_id": "task_1"}):
                body = json.dumps({"code": code, "message": "simulated", "data": data}).encode()
                yield f"code {code}, HTTP {status}, {data}", Spoiled(status, body)
    for status in (200, 502):
        yield f"cut {status}", Spoiled(status, b'{"co', length=100)


ANSWERS = dict(wrong_answers())


@pytest.fixture
def proxy() -> FaultProxy:
    return FaultProxy(create_app({"scale": "0.0002", "credits": "1000000", "silent": "0"}))


@pytest.fixture
async def tapped(proxy: FaultProxy, tmp_path: Path) -> AsyncIterator[tuple[Harness, Sim]]:
    with serve(proxy) as url:
        async with contexts_for(url, tmp_path, {"NEMO_TIME_SCALE": "0.0002"}) as contexts:
            yield Harness(contexts, tmp_path / "work"), Sim(url)


def spoil(proxy: FaultProxy, spoiled: Spoiled) -> None:
    def after(handled: Handled) -> Spoiled | None:
        return spoiled if handled.path == "/run_sse" and handled.status == 200 else None

    proxy.after = after


async def end_of(harness: Harness, number: int) -> str:
    """Carry a job as the runner does: a plain "later" or a sign-in is followed by one more submit."""
    job = a_job(
        generation(), at=harness.ctx().clock.now(), provider="nemovideo", id=f"00000000-0000-4000-8000-{number:012}"
    )
    for _ in range(2):
        try:
            await hooks.submit(harness.ctx(job.id), job)
        except (Busy, SignInNeeded):
            continue
        except Uncertain:
            verdict = await hooks.reconcile(harness.ctx(job.id), job)
            return "found" if isinstance(verdict, Found) else "lost"
        except MediawrightError as error:
            return f"refused: {error.code}"
        return "found"
    return "given up"


async def test_no_wrong_answer_loses_a_turn_or_pays_twice(proxy: FaultProxy, tapped: tuple[Harness, Sim]) -> None:
    harness, sim = tapped
    assert len(ANSWERS) > 40
    wrong, before = {}, 0
    for number, (name, spoiled) in enumerate(ANSWERS.items()):
        spoil(proxy, spoiled)
        end = await end_of(harness, number)
        paid, before = sim.charges - before, sim.charges
        if (end, paid) != ("found", 1):
            wrong[name] = (end, paid)
    assert wrong == {}


@pytest.mark.parametrize(
    "spoiled", [Spoiled(404, PAGE), Spoiled(429, b""), Spoiled(502, PAGE, content_type="text/html")]
)
async def test_a_page_that_hides_whether_it_arrived_is_never_a_plain_no(
    spoiled: Spoiled, proxy: FaultProxy, tapped: tuple[Harness, Sim]
) -> None:
    """The message never arrived; nothing shows it, and yet nobody can know so soon."""
    harness, sim = tapped
    proxy.instead = lambda method, path: (spoiled.status, spoiled.body) if path == "/run_sse" else None
    job = a_job(generation(), at=harness.ctx().clock.now(), provider="nemovideo")
    with pytest.raises(Uncertain):
        await hooks.submit(harness.ctx(job.id), job)
    verdict = await hooks.reconcile(harness.ctx(job.id), job)
    assert isinstance(verdict, CannotTell) or sim.charges == 0
    assert len([path for _, path in proxy.calls if path == "/run_sse"]) == 1


@pytest.mark.parametrize("code", [1001, 1002, 404, 429])
async def test_an_accepted_message_beside_another_turn_is_not_sent_again(code: int, tmp_path: Path) -> None:
    """A documented code without an id, while another turn moves the credits and nothing is to be seen of this one yet."""
    proxy = FaultProxy(create_app({"scale": "0.02", "credits": "1000000", "silent": "0"}))
    with serve(proxy) as url:
        async with contexts_for(url, tmp_path, {"NEMO_TIME_SCALE": "0.0002"}) as contexts:
            harness, sim = Harness(contexts, tmp_path / "work"), Sim(url)
            jobs = [
                a_job(
                    generation(),
                    at=harness.ctx().clock.now(),
                    provider="nemovideo",
                    id=f"0000000{n}-0000-4000-8000-{n:012}",
                )
                for n in (1, 2)
            ]
            await hooks.submit(harness.ctx(jobs[0].id), jobs[0])
            before = sim.charges
            spoil(proxy, Spoiled(200, json.dumps({"code": code, "message": "simulated", "data": None}).encode()))
            with pytest.raises(Uncertain):
                await hooks.submit(harness.ctx(jobs[1].id), jobs[1])
            assert sim.charges - before == 1
