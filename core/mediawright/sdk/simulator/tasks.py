"""The tasks of a simulated service: they wait, run and end by its clock, and each is charged once when it is made."""

from collections.abc import Mapping
from dataclasses import field
from decimal import Decimal
from typing import Any

from mediawright.sdk.simulator.clock import SimulatedClock
from mediawright.types.dataclass import dataclass


@dataclass(slots=True, kw_only=True)
class SimulatedTask:
    """One task.

    `created` in seconds of the simulated clock, `made_at` in those of the machine. `ends`: how it will end ("succeeded",
    "failed" …) unless it is cancelled. `charged` in the service's own unit; `data`: whatever the service keeps beside it.
    """

    id: str
    created: float
    made_at: float
    queue_s: float
    run_s: float
    body: Any = None
    ends: str = "succeeded"
    charged: Decimal = Decimal(1)
    cancelled_at: float | None = None
    data: dict[str, Any] = field(default_factory=dict)

    def state(self, now: float) -> str:
        """Return "queued", "running", "cancelled", or how it ended."""
        passed = (now if self.cancelled_at is None else self.cancelled_at) - self.created
        if passed >= self.queue_s + self.run_s:
            return self.ends
        if self.cancelled_at is not None:
            return "cancelled"
        return "queued" if passed < self.queue_s else "running"

    def ended_at(self) -> float:
        return self.created + self.queue_s + self.run_s

    def share(self, now: float) -> float:
        """Return how much of the run is over, 0 to 1."""
        return min(max((now - self.created - self.queue_s) / self.run_s, 0.0), 1.0) if self.run_s > 0 else 1.0


class TaskStore:
    """All tasks of a simulator by id, in the order they were made. `balance` None: money without end."""

    def __init__(self, clock: SimulatedClock, *, queue_s: float, run_s: float, balance: Decimal | None = None) -> None:
        self.clock = clock
        self.balance = balance
        self.all: dict[str, SimulatedTask] = {}
        self._queue_s, self._run_s = queue_s, run_s

    def create(
        self,
        task_id: str,
        body: Any,
        *,
        cost: Decimal | int = 1,
        ends: str = "succeeded",
        queue_s: float | None = None,
        run_s: float | None = None,
        **data: Any,
    ) -> SimulatedTask:
        """Make a task and take its cost."""
        task = SimulatedTask(
            id=task_id,
            created=self.clock.seconds(),
            made_at=self.clock.wall(),
            queue_s=self._queue_s if queue_s is None else queue_s,
            run_s=self._run_s if run_s is None else run_s,
            body=body,
            ends=ends,
            charged=Decimal(cost),
            data=data,
        )
        self.all[task_id] = task
        if self.balance is not None:
            self.balance -= task.charged
        return task

    def affords(self, cost: Decimal | int = 1) -> bool:
        return self.balance is None or self.balance >= cost

    def state(self, task: SimulatedTask) -> str:
        return task.state(self.clock.seconds())

    def cancel(self, task: SimulatedTask, *, refund: bool = True) -> bool:
        """Stop a task that has not ended; True where it has stopped."""
        if self.state(task) not in ("queued", "running"):
            return False
        task.cancelled_at = self.clock.seconds()
        if refund and self.balance is not None:
            self.balance += task.charged
        return True

    def shown_balance(self) -> str | None:
        """Return what is left as text, None for money without end."""
        return None if self.balance is None else f"{self.balance.normalize():f}"

    def newest(self) -> list[SimulatedTask]:
        return list(reversed(self.all.values()))

    def same_body(self) -> dict[str, int]:
        """Return how many tasks were made of each body: more than one means that something was bought twice."""
        import json

        counted: dict[str, int] = {}
        for task in self.all.values():
            key = json.dumps(task.body, sort_keys=True, default=str)
            counted[key] = counted.get(key, 0) + 1
        return counted

    def shown(self) -> list[Mapping[str, Any]]:
        return [
            {"id": task.id, "state": self.state(task), "charged": str(task.charged), "body": task.body}
            for task in self.all.values()
        ]
