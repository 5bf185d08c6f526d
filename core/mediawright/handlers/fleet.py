"""How a fleet stands, and what a person can do where something does not go on by itself."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

from mediawright.commands.action import Action
from mediawright.fleet.status import FleetStatus, read
from mediawright.handlers.jobs import title_of
from mediawright.handlers.response import Response
from mediawright.ledger.clock import NOTICED
from mediawright.present.page import Row, Words
from mediawright.present.pages.fleet import QueueLine, WorkerLine, fleet
from mediawright.services import actions
from mediawright.services.reach import FRONT_END
from mediawright.types.errors import InvalidRequest
from mediawright.types.job import DEFAULT_ACCOUNT
from mediawright.types.message import Message, Problem

if TYPE_CHECKING:
    from mediawright.ledger.roster import Worker
    from mediawright.services.studio import Studio

#: jobs that are named one by one
NAMED = 20


def of_fleet(studio: Studio) -> Response:
    """Workers, queues and what is stuck. Raises InvalidRequest where the ledger is a file, LocalFault."""
    if not studio.shared:
        raise InvalidRequest(Problem("ledger", Message("fleet.not_shared")))
    exact = read(studio.ledger, studio.clock.now(), studio.local_clock.now())
    found = replace(exact, apart_s=round(exact.apart_s, 1))
    workers = [_line(worker, found) for worker in found.workers]
    queues = [
        QueueLine(
            provider=_named(title_of(studio, queue.provider) or queue.provider, queue.account),
            carried=queue.carried,
            slots=queue.slots,
            waiting=queue.waiting,
            oldest_s=queue.oldest_s,
        )
        for queue in found.queues
    ]
    stuck = [Row(turn.job_id, turn.told or Message("error.unexpected")) for turn in found.stuck[:NAMED]]
    alone = [turn for turn in found.unserved if turn.machine == FRONT_END]
    waits = [*(turn for turn in found.stuck if turn.due is None), *alone]
    steps = (
        *(actions.resume(turn.job_id) for turn in waits[:NAMED]),
        *(
            (Action.of("worker"),)
            if len(found.unserved) > len(alone) or not any(worker.alive for worker in found.workers)
            else ()
        ),
    )
    page = fleet(workers, queues, stuck, notes=_notes(found), data=data_of(found), next=steps)
    return Response(page=page, status="fleet")


def _named(provider: Words, account: str) -> Words:
    return (
        provider if account == DEFAULT_ACCOUNT else Message("fleet.account", {"provider": provider, "account": account})
    )


def _line(worker: Worker, found: FleetStatus) -> WorkerLine:
    return WorkerLine(
        name=worker.name,
        version=worker.version,
        age_s=worker.age_s,
        providers=", ".join(f"{name} {slots}" for name, slots in sorted(worker.providers.items())),
        jobs=found.carried.get(worker.name, 0),
        state="dead" if not worker.alive else "leaving" if worker.draining else "alive",
    )


def _notes(found: FleetStatus) -> list[Message]:
    notes = []
    alone = sum(turn.machine == FRONT_END for turn in found.unserved)
    if alone:
        notes.append(Message("fleet.alone", {"n": alone}))
    if unserved := [turn for turn in found.unserved if turn.machine != FRONT_END]:
        machines = sorted({turn.machine for turn in unserved if turn.machine})
        key = "fleet.unserved_here" if machines else "fleet.unserved"
        notes.append(Message(key, {"n": len(unserved), "machines": ", ".join(machines)}))
    if abs(found.apart_s) > NOTICED.total_seconds():
        notes.append(Message("fleet.clock", {"apart": abs(found.apart_s)}))
    return notes


def data_of(found: FleetStatus) -> dict[str, Any]:
    """The same for a program."""
    return {
        "workers": [
            {
                "name": worker.name,
                "machine": worker.machine,
                "version": worker.version,
                "age_s": round(worker.age_s, 1),
                "alive": worker.alive,
                "draining": worker.draining,
                "providers": dict(worker.providers),
                "jobs": found.carried.get(worker.name, 0),
            }
            for worker in found.workers
        ],
        "queues": [asdict(queue) | {"oldest_s": round(queue.oldest_s, 1)} for queue in found.queues],
        "stuck": [
            {"job": turn.job_id, "outcome": turn.outcome, "again": turn.due.isoformat() if turn.due else None}
            for turn in found.stuck
        ],
        "unserved": [
            {"job": turn.job_id, "provider": turn.provider, "account": turn.account, "machine": turn.machine}
            for turn in found.unserved
        ],
        "clock_apart_s": found.apart_s,
    }
