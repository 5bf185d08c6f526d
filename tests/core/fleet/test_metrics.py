"""What a worker tells Prometheus."""

import asyncio
import urllib.request
from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from mediawright.cli.worker import _place
from mediawright.fleet.carry import Carrier
from mediawright.fleet.status import FleetStatus, status_of
from mediawright.ledger import Ledger
from mediawright.ledger.address import PostgresAddress
from mediawright.ledger.roster import Worker
from mediawright.services.studio import Studio
from mediawright.services.worker import WorkerProcess
from mediawright.testing.builders import a_job
from mediawright.testing.fakes import START, FakeClock
from mediawright.types.errors import InvalidRequest, LocalFault
from mediawright.types.message import Message
from mediawright.types.states import State

if TYPE_CHECKING:
    from mediawright.fleet.metrics import Metrics

pytest.importorskip("prometheus_client", reason="prometheus-client is not installed: pip install 'mediawright[fleet]'")


def fetched(port: int) -> str:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(f"http://127.0.0.1:{port}/metrics", timeout=10) as answer:
        return str(answer.read().decode())


def told(metrics: "Metrics") -> dict[tuple[str, tuple[str, ...]], float]:
    """What comes over the wire: name and labels → value."""
    from prometheus_client.parser import text_string_to_metric_families

    port, stop = metrics.serve("127.0.0.1", 0)
    try:
        text = fetched(port)
    finally:
        stop()
    families = text_string_to_metric_families(text)
    return {(one.name, tuple(one.labels.values())): one.value for family in families for one in family.samples}


def metrics(look: Callable[[], FleetStatus]) -> "Metrics":
    from mediawright.fleet.metrics import Metrics

    return Metrics(look, lambda: 3, "1.2.3")


def test_how_the_fleet_stands_is_asked_of_the_ledger(postgres: PostgresAddress) -> None:
    clock = FakeClock()
    with Ledger(postgres, clock) as ledger:
        ledger.roster.beat(Worker(name="w", machine="m", version="1", providers={"acme": 2}, started_at=START))
        job = ledger.add(a_job(state=State.APPROVED))
        ledger.turns.offer(job.id, "elsewhere")
        clock.advance(5)

        def look() -> FleetStatus:
            return status_of(ledger.roster.all(), ledger.turns.open(), ledger.roster.leading(), clock.now(), 0.5)

        found = told(metrics(look))
    assert found["mediawright_ledger_up", ()] == 1
    assert found["mediawright_worker_info", ("1.2.3",)] == 1
    assert found["mediawright_worker_turns", ()] == 3
    assert found["mediawright_workers", ("alive",)] == 1
    assert found["mediawright_workers", ("dead",)] == 0
    assert found["mediawright_slots", ("default", "acme")] == 2
    assert found["mediawright_jobs_waiting", ("default", job.provider)] == 1
    assert found["mediawright_jobs_oldest_seconds", ("default", job.provider)] >= 5
    assert found["mediawright_jobs_unserved", ()] == 1
    assert found["mediawright_clock_apart_seconds", ()] == 0.5
    assert not any(job.id in str(key) for key in found)


def test_a_ledger_that_is_away_is_one_figure() -> None:
    def away() -> FleetStatus:
        raise LocalFault(Message("ledger.unreachable"))

    found = told(metrics(away))
    assert found["mediawright_ledger_up", ()] == 0
    assert ("mediawright_workers", ("alive",)) not in found


def test_what_this_worker_did_is_counted() -> None:
    counted = metrics(lambda: status_of([], [], {}, START + timedelta(0), 0))
    for word in ("done", "done", "uncertain"):
        counted.ended(word)
    counted.event("database_lost")
    found = told(counted)
    assert found["mediawright_turns_ended_total", ("done",)] == 2
    assert found["mediawright_turns_ended_total", ("uncertain",)] == 1
    assert found["mediawright_worker_events_total", ("database_lost",)] == 1


def test_a_port_that_is_taken_is_told() -> None:
    first = metrics(lambda: status_of([], [], {}, START, 0))
    port, stop = first.serve("127.0.0.1", 0)
    try:
        with pytest.raises(LocalFault) as caught:
            metrics(lambda: status_of([], [], {}, START, 0)).serve("127.0.0.1", port)
        assert caught.value.message.key == "fleet.no_port"
    finally:
        stop()


async def test_a_worker_tells_them_until_it_leaves(tmp_path: Path, postgres: PostgresAddress) -> None:
    said: list[tuple[str, Mapping[str, object]]] = []
    home = {"MEDIAWRIGHT_HOME": str(tmp_path / "home"), "HOME": str(tmp_path), "MEDIAWRIGHT_NO_KEYRING": "1"}
    shared = {"MEDIAWRIGHT_LEDGER": postgres.url, "MEDIAWRIGHT_FLEET": postgres.fleet}
    async with Studio(home | shared, tmp_path) as studio:
        process = WorkerProcess(lambda: studio, lambda *line: said.append(line), metrics_at=("127.0.0.1", 0))
        stop = process.serve_metrics(studio, Carrier(studio.runner, studio.ledger, studio.clock))
        ((event, data),) = said
        assert event == "metrics"
        text = await asyncio.to_thread(fetched, int(str(data["port"])))
        assert "mediawright_ledger_up 1.0" in text
        assert 'mediawright_worker_events_total{event="metrics"} 1.0' in text
        await asyncio.to_thread(stop)
        with pytest.raises(OSError, match="refused"):
            await asyncio.to_thread(fetched, int(str(data["port"])))


@pytest.mark.parametrize(
    ("said", "place"),
    [
        (None, None),
        ("9464", ("127.0.0.1", 9464)),
        ("0.0.0.0:9464", ("0.0.0.0", 9464)),
        ("[::1]:1", ("::1", 1)),
    ],
)
def test_a_port_alone_is_for_this_machine(said: Any, place: Any) -> None:
    assert _place(said) == place


@pytest.mark.parametrize("said", ["", "x", "9464x", "70000", ":", "-1"])
def test_what_is_no_port(said: str) -> None:
    with pytest.raises(InvalidRequest):
        _place(said)
