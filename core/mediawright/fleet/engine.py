"""The one file that knows DBOS: it hands out turns, never more at once than a provider takes.

What stands here was found by trying (3.4): a workflow runs again after a crash, late or on two machines; only `resume`
brings home what a dead executor had; a finished id never runs again; settings of queues are those of the newest start.
So a turn has no steps, and nothing is decided by it.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime

from dbos import DBOS, DBOSClient, DBOSPortableJSONSerializer, error
from sqlalchemy.exc import SQLAlchemyError

from mediawright.fleet.line import LiveTurn
from mediawright.ledger.address import PostgresAddress
from mediawright.types.errors import LocalFault, Retry
from mediawright.types.message import Message

#: an application of DBOS, and the version of what a turn takes. Workers of another one never take its turns, so those of
#: another one do not count as live here: their jobs are dealt anew, and a lease keeps a job from being carried twice
APPLICATION, VERSION, WORKFLOW = "mediawright", "carry-1", "carry"
#: a queue serves one account, so its partitions are one
ACCOUNT = "account"
#: seconds between two looks for turns; more often costs a tenth of a core
POLL_S = 0.5
#: seconds until the server ends a transaction in which nothing is done: a frozen worker may hold a queue's rows in one
IDLE_S = 5.0
OUT, WAITING = "PENDING", ("ENQUEUED", "DELAYED")
ENDED = ["SUCCESS", "ERROR", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED"]
#: turns that are deleted in one go
AT_ONCE = 500

Carry = Callable[[str, str], Awaitable[str]]


#: at most so many in so many seconds
Rate = tuple[int, float]


class LineBroken(LocalFault):
    """The engine's tables do not answer: the same call works as soon as they do."""

    retry = Retry.LATER


def schema_of(address: PostgresAddress) -> str:
    """The schema of the engine's tables, beside the fleet's own; dropping it loses nothing."""
    return f"{address.schema}_turns"


def url_of(address: PostgresAddress) -> str:
    """The address as the engine takes it."""
    return "postgresql" + address.url[address.url.index("://") :]


def prepare(address: PostgresAddress, role: str | None = None) -> None:
    """Make or update the engine's tables; `role` may then use them. Raises LineBroken."""
    with _told():
        DBOS.migrate(url_of(address), schema=schema_of(address), application_role=role)


async def start(
    address: PostgresAddress,
    name: str,
    queues: Mapping[str, int],
    carry: Carry,
    rates: Mapping[str, Rate] | None = None,
) -> None:
    """Take turns from these queues (queue → jobs at once, over all workers) in this loop until the process ends.

    `rates`: queue → how many turns may begin in how many seconds, over all workers, where that is limited.

    `carry` gets a turn and its job, and raises nothing. The worker `name` stands in the roster by then. Raises LineBroken.
    """
    DBOS(
        config={
            "name": APPLICATION,
            "system_database_url": url_of(address),
            "dbos_system_schema": schema_of(address),
            "run_migrations": False,
            "executor_id": name,
            "application_version": VERSION,
            "serializer": DBOSPortableJSONSerializer(),
            "sys_db_pool_size": 5,
            "sys_db_idle_transaction_timeout_sec": IDLE_S,
            "max_executor_threads": 64,
            "log_level": "CRITICAL",  # a lost database is told by the keeper, once
            "notification_coalesce_sec": 0.5,
        }
    )

    @DBOS.workflow(name=WORKFLOW, max_recovery_attempts=None)
    async def turn(job_id: str) -> str:
        return await carry(str(DBOS.workflow_id), job_id)

    DBOS.listen_queues(list(queues))
    with _told():
        DBOS.launch()  # inside the loop: workflows run on the loop that launched them
        for queue, slots in queues.items():
            await DBOS.register_queue_async(
                queue,
                partition_concurrency=slots,
                partition_limiter={"limit": rate[0], "period": rate[1]} if (rate := (rates or {}).get(queue)) else None,
                polling_interval_sec=POLL_S,
                on_conflict="always_update",
            )
    await asyncio.sleep(0)


class DbosLine:
    """See `Line`. Used by one thread."""

    def __init__(self, address: PostgresAddress) -> None:
        self._client = DBOSClient(
            system_database_url=url_of(address),
            dbos_system_schema=schema_of(address),
            lazy=True,
            retry_connection_errors=False,  # or a call blocks for as long as the database is away
            application_name=APPLICATION,
            serializer=DBOSPortableJSONSerializer(),
            system_database_pool_size=1,
            sys_db_idle_transaction_timeout_sec=IDLE_S,
        )

    def live(self) -> list[LiveTurn]:
        with _told():
            found = self._client.list_workflows(
                name=WORKFLOW, status=[OUT, *WAITING], app_version=VERSION, load_input=False, load_output=False
            )
        return [
            LiveTurn(
                id=one.workflow_id,
                queue=one.queue_name or "",
                worker=(one.executor_id or "") if one.status == OUT else None,
                began=datetime.fromtimestamp(one.dequeued_at / 1000, UTC) if one.dequeued_at else None,
            )
            for one in found
        ]

    def hand_out(self, turn: str, job_id: str, queue: str, priority: int) -> None:
        with _told():
            self._client.enqueue(
                {
                    "queue_name": queue,
                    "workflow_name": WORKFLOW,
                    "workflow_id": turn,
                    "queue_partition_key": ACCOUNT,
                    "priority": priority,
                    "app_version": VERSION,
                },
                job_id,
            )

    def resume(self, turns: Sequence[str], queue: str) -> None:
        with _told():
            self._client.resume_workflows(list(turns), queue_name=queue)

    def forget(self, before: datetime) -> int:
        with _told():
            old = self._client.list_workflows(
                status=ENDED, completed_before=before.isoformat(), limit=AT_ONCE, load_input=False, load_output=False
            )
            if old:
                self._client.delete_workflows([one.workflow_id for one in old])
        return len(old)

    def close(self) -> None:
        self._client.destroy()


@contextmanager
def _told() -> Iterator[None]:
    """The engine's errors as ours. Their own words may hold the address: only their kind is told."""
    try:
        yield
    except (SQLAlchemyError, error.DBOSException) as trouble:
        raise LineBroken(Message("fleet.line_broken"), data={"reason": type(trouble).__name__}) from trouble
