"""A worker's figures for Prometheus, on a port of their own. The one file that imports prometheus_client.

What holds for the fleet is read from the ledger when it is asked for, so that every worker tells the same; what this worker
did is counted here. No figure names a person or a job; accounts are names that
whoever runs the workers gave.
"""

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence

from prometheus_client import CollectorRegistry, Counter, start_http_server
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from mediawright.fleet.status import FleetStatus, Queue
from mediawright.types.errors import LocalFault
from mediawright.types.message import Message


class Metrics(Collector):
    """The figures of one worker. `look` asks the ledger how the fleet stands; `turns`: how many jobs are carried here."""

    def __init__(self, look: Callable[[], FleetStatus], turns: Callable[[], int], version: str) -> None:
        self._look = look
        self._turns = turns
        self._version = version
        self._one_at_a_time = threading.Lock()
        self._registry = CollectorRegistry()
        self._registry.register(self)
        self._ended = Counter(
            "mediawright_turns_ended",
            "Turns that ended at this worker, by their last word",
            ["word"],
            registry=self._registry,
        )
        self._events = Counter(
            "mediawright_worker_events", "Lines of this worker's log, by event", ["event"], registry=self._registry
        )

    def ended(self, word: str) -> None:
        """Count a turn that is over."""
        self._ended.labels(word).inc()

    def event(self, name: str) -> None:
        """Count a line of the log."""
        self._events.labels(name).inc()

    def serve(self, host: str, port: int) -> tuple[int, Callable[[], None]]:
        """Answer `/metrics` there until the function is called that comes back; with the port (0: any that is free).

        Raises LocalFault where the port cannot be had."""
        try:
            server, thread = start_http_server(port, addr=host, registry=self._registry)
        except (OSError, OverflowError) as error:
            raise LocalFault(Message("fleet.no_port", {"port": f"{host}:{port}"})) from error

        def stop() -> None:
            server.shutdown()
            server.server_close()
            thread.join(5.0)

        return int(server.server_port), stop

    def describe(self) -> list[GaugeMetricFamily]:
        """Nothing beforehand: the ledger is asked when somebody wants to know."""
        return []

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """All gauges; of a ledger that does not answer only that."""
        build = GaugeMetricFamily("mediawright_worker_info", "1, with this worker's version", labels=["version"])
        build.add_metric([self._version], 1)
        yield build
        yield _gauge("mediawright_worker_turns", "Jobs that this worker carries now", self._turns())
        with self._one_at_a_time:
            try:
                found: FleetStatus | None = self._look()
            except LocalFault:
                found = None
        yield _gauge("mediawright_ledger_up", "Does the shared ledger answer this worker?", int(found is not None))
        if found is not None:
            yield from _of_fleet(found)


def _of_fleet(found: FleetStatus) -> Iterator[GaugeMetricFamily]:
    states = {"alive": 0, "leaving": 0, "dead": 0}
    for worker in found.workers:
        states["dead" if not worker.alive else "leaving" if worker.draining else "alive"] += 1
    yield _by("mediawright_workers", "Workers of the fleet", ("state",), {(state,): n for state, n in states.items()})
    of: dict[tuple[str, ...], Queue] = {(queue.provider, queue.account): queue for queue in found.queues}
    line = ("provider", "account")
    yield _by("mediawright_jobs_carried", "Jobs that a process carries", line, {n: q.carried for n, q in of.items()})
    yield _by("mediawright_jobs_waiting", "Jobs in line", line, {n: q.waiting for n, q in of.items()})
    yield _by(
        "mediawright_jobs_oldest_seconds",
        "Age of the first in line",
        line,
        {n: q.oldest_s for n, q in of.items()},
    )
    slots: dict[tuple[str, ...], float] = {name: queue.slots for name, queue in of.items() if queue.slots is not None}
    yield _by("mediawright_slots", "Jobs at once at most, over all workers", line, slots)
    yield _gauge("mediawright_jobs_stuck", "Jobs whose last turn ended undone", len(found.stuck))
    yield _gauge("mediawright_jobs_unserved", "Jobs in line that no living worker takes", len(found.unserved))
    yield _gauge("mediawright_clock_apart_seconds", "The database's clock less this machine's", found.apart_s)


def _gauge(name: str, text: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, text, value=value)


def _by(name: str, text: str, labels: Sequence[str], values: Mapping[tuple[str, ...], float]) -> GaugeMetricFamily:
    family = GaugeMetricFamily(name, text, labels=labels)
    for key, value in values.items():
        family.add_metric(key, value)
    return family
