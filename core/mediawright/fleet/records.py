"""What a keeper reads and writes in the ledger, on a connection of its own."""

from collections.abc import Collection, Mapping
from datetime import datetime

from mediawright.context.protocol import Clock
from mediawright.ledger import Ledger
from mediawright.ledger.roster import Worker
from mediawright.ledger.turns import Turn


class LedgerRecords:
    """See `keeper.Records`. `clock` is the ledger's own: it tells the database's time."""

    def __init__(self, ledger: Ledger, clock: Clock) -> None:
        self._ledger = ledger
        self._clock = clock

    def beat(self, worker: Worker) -> None:
        self._ledger.roster.beat(worker)

    def workers(self) -> list[Worker]:
        return self._ledger.roster.all()

    def on_duty(self, name: str) -> bool:
        return self._ledger.roster.on_duty(name)

    def bury(self, names: Collection[str]) -> int:
        return self._ledger.roster.leave(names)

    def turns(self) -> list[Turn]:
        return self._ledger.turns.open()

    def dealt(self, numbers: Mapping[str, int]) -> None:
        with self._ledger.batch():
            for job, number in numbers.items():
                self._ledger.turns.dealt(job, number)

    def up_s(self) -> float:
        return self._ledger.roster.up_s()

    def now(self) -> datetime:
        return self._clock.now()

    def close(self) -> None:
        self._ledger.close()
