"""Many real processes on one ledger: `many_processes.py WHAT PLACE PROCESSES [MORE]`; each prints one JSON line.

All are forked from one parent and let go at the same moment, so that they truly meet.
"""

import json
import os
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

from mediawright.clock import SystemClock
from mediawright.gate.budgets import Budgets
from mediawright.gate.policy import Per, Policy
from mediawright.ledger import Ledger, StaleState
from mediawright.ledger.address import Where, postgres_address
from mediawright.testing.builders import a_job, a_quote, a_request, an_approval
from mediawright.testing.fakes import START
from mediawright.types.errors import MediawrightError, RefusedByPolicy
from mediawright.types.job import Job
from mediawright.types.money import Amount, Price
from mediawright.types.states import State

SHARED = "00000000-0000-4000-8000-00000000abcd"


def fresh_job(number: int, index: int = 0, prompt: str | None = None) -> Job:
    request = a_request(prompt or f"process {number}, job {index}")
    job_id = str(UUID(int=(4 << 76) | (8 << 60) | (number << 24) | index))
    return a_job(request, id=job_id, at=SystemClock().now(), quote=a_quote(request, amount=1))


def write(ledger: Ledger, number: int, more: str) -> Any:
    for index in range(int(more)):
        job = ledger.add(fresh_job(number, index))
        ledger.approve(job.id, an_approval(job, at=job.created_at))
        ledger.move(job.id, State.APPROVED, State.SUBMITTING)
    return int(more)


def approve(ledger: Ledger, number: int, more: str) -> Any:
    job = ledger.add(fresh_job(number))
    limit = Amount(Decimal(more), "credits")
    policy = Policy().limit(Per.TOTAL, limit, since=START - timedelta(days=99999))
    try:
        ledger.approve(job.id, an_approval(job, 1, at=job.created_at), Budgets(policy, job.created_at))
    except RefusedByPolicy as refusal:
        return refusal.code
    return "approved"


def approve_ten(ledger: Ledger, number: int, more: str) -> Any:
    """Ten confirmations one after the other: how many of them were let out."""
    return [approve(ledger, number * 100 + index, more) for index in range(10)].count("approved")


def approve_in_money(ledger: Ledger, number: int, more: str) -> Any:
    """Every second process pays a dollar, the others two units that are a dollar by their list price."""
    unit, amount = ("USD", 1) if number % 2 else ("units", 2)
    job = fresh_job(number)
    assert job.quote is not None
    price = Price(amount=Amount(Decimal(amount), unit), usd=Decimal(1))
    job = ledger.add(replace(job, quote=replace(job.quote, price=price)))
    policy = Policy().limit(Per.DAY, Amount(Decimal(more), "USD"), job.created_at, zone="Asia/Shanghai")
    approval = replace(an_approval(job, at=job.created_at), ceiling=price.amount)
    try:
        ledger.approve(job.id, approval, Budgets(policy, job.created_at))
    except RefusedByPolicy as refusal:
        return refusal.code
    return "approved"


def claim(ledger: Ledger, number: int, more: str) -> Any:
    return ledger.claim_quote(more, fresh_job(number, prompt="the same wish")).id


def once(ledger: Ledger, number: int, more: str) -> Any:
    return ledger.add_once(fresh_job(number, prompt="the same wish"), timedelta(minutes=15)).id


def name(ledger: Ledger, number: int, more: str) -> Any:
    return ledger.fact_once(more, f"the name that process {number} would give")


def lead(ledger: Ledger, number: int, more: str) -> Any:
    return ledger.acquire_lease(more, f"worker {number}", 60)


def step(ledger: Ledger, number: int, more: str) -> Any:
    try:
        ledger.move(more, State.APPROVED, State.SUBMITTING)
    except StaleState as moved:
        return moved.job.state.value
    return "mine"


def look(ledger: Ledger, number: int, more: str) -> Any:
    return len(ledger.list()) if ledger.set_aside is None else "set aside"


TASKS: dict[str, Callable[[Ledger, int, str], Any]] = {
    task.__name__: task for task in (write, approve, approve_ten, approve_in_money, claim, once, name, lead, step, look)
}


def child(what: str, where: Where, number: int, more: str, pipes: tuple[int, int, int]) -> None:
    start, done, leave = pipes
    os.read(start, 1)
    try:
        with Ledger(where, SystemClock()) as ledger:
            answer = TASKS[what](ledger, number, more)
            os.write(done, b".")
            os.read(leave, 1)  # nobody leaves before everybody is through: a leader that dies gives its lease away
    except MediawrightError as error:
        answer = f"error {error.message.key}"
        os.write(done, b".")
    os.write(sys.stdout.fileno(), (json.dumps(answer) + "\n").encode())


def place(text: str) -> Where:
    """A path, or FLEET@URL."""
    fleet, _, url = text.partition("@")
    if not url:
        return Path(text)
    from mediawright.ledger import postgres  # noqa: F401  once for all: it is slow to import

    return postgres_address(url, fleet, password=True)


def main(what: str, where: Where, processes: int, more: str) -> None:
    (start, go), (ended, done), (leave, out) = os.pipe(), os.pipe(), os.pipe()
    children = []
    for number in range(1, processes + 1):
        pid = os.fork()
        if pid == 0:
            child(what, where, number, more, (start, done, leave))
            os._exit(0)
        children.append(pid)
    os.write(go, b"!" * processes)
    for _ in children:
        os.read(ended, 1)
    os.write(out, b"!" * processes)
    for pid in children:
        os.waitpid(pid, 0)


if __name__ == "__main__":
    main(sys.argv[1], place(sys.argv[2]), int(sys.argv[3]), sys.argv[4] if len(sys.argv) > 4 else "")
