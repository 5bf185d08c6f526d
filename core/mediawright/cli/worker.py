"""`mediawright worker`: carry the jobs of a ledger that several machines share, until SIGTERM."""

import os
import sys
from typing import Any, NoReturn

from mediawright.cli.console import Console, print_line, settle
from mediawright.cli.errors import answer
from mediawright.commands.flags import COMMON, Flag, command, new_app
from mediawright.types.errors import InvalidRequest, MediawrightError
from mediawright.types.message import Message, Problem

#: more jobs at once than any provider takes
MOST_SLOTS = 1000
#: jobs that may begin in a period, and seconds of it
MOST_RATE = 86_400


def worker(**values: Any) -> NoReturn:
    import asyncio

    from mediawright.paths import ACCOUNTS
    from mediawright.services.account_names import accounts_in
    from mediawright.services.worker import DRAIN_S

    console = Console.of(values)
    try:
        drain_s = _seconds(values.get("drain_s"), DRAIN_S)
        named = [name.strip() for name in str(values.get("providers") or "").split(",") if name.strip()]
        slots = _slots(str(values.get("slots") or ""))
        rates = _rates(str(values.get("rates") or ""))
        if values.get("accounts") is not None:
            os.environ[ACCOUNTS] = str(values["accounts"])
        accounts_in(os.environ)
        metrics = _place(values.get("metrics_port"))
        settle()
        asyncio.run(_serve(named, drain_s, slots, metrics, rates))
    except MediawrightError as error:
        raise SystemExit(int(answer(console, error))) from None
    raise SystemExit(0)


def _seconds(said: object, usual: float) -> float:
    try:
        seconds = usual if said is None else float(str(said))
    except ValueError:
        seconds = -1.0
    if not 0 <= seconds < 10**7:
        raise InvalidRequest(Problem("drain_s", Message("problem.not_seconds", {"value": str(said)[:40]})))
    return seconds


def _slots(said: str) -> dict[str, int]:
    """Jobs at once by provider, as "one=3,other=10" says it. Raises InvalidRequest."""
    found = {}
    for part in filter(None, (part.strip() for part in said.split(","))):
        name, _, number = part.partition("=")
        if not name or not number.isdecimal() or not 0 < int(number) <= MOST_SLOTS:
            raise InvalidRequest(Problem("slots", Message("fleet.not_slots", {"value": part[:40]})))
        found[name] = int(number)
    return found


def _rates(said: str) -> dict[str, tuple[int, float]]:
    """How many jobs may begin in how many seconds by provider, as "one=10/60,other=2/1" says it. Raises InvalidRequest."""
    found = {}
    for part in filter(None, (part.strip() for part in said.split(","))):
        name, _, rate = part.partition("=")
        number, _, seconds = rate.partition("/")
        if not name or not all(word.isdecimal() and 0 < int(word) <= MOST_RATE for word in (number, seconds)):
            raise InvalidRequest(Problem("rates", Message("fleet.not_rates", {"value": part[:40]})))
        found[name] = (int(number), float(seconds))
    return found


def _place(said: object) -> tuple[str, int] | None:
    """Where figures are told, as "PORT" (on this machine alone) or "HOST:PORT". Raises InvalidRequest."""
    if said is None:
        return None
    host, _, port = str(said).strip().rpartition(":")
    if not port.isdecimal() or not 0 <= int(port) < 2**16:
        raise InvalidRequest(Problem("metrics_port", Message("fleet.not_port", {"value": str(said)[:40]})))
    return host.strip("[]") or "127.0.0.1", int(port)


async def _serve(
    providers: list[str],
    drain_s: float,
    slots: dict[str, int],
    metrics: tuple[str, int] | None,
    rates: dict[str, tuple[int, float]],
) -> None:
    import asyncio
    import signal

    from mediawright.services.studio import Studio
    from mediawright.services.worker import WorkerProcess

    loop, ending = asyncio.get_running_loop(), asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, ending.set)
    process = WorkerProcess(lambda: Studio.open(os.environ), _log, metrics_at=metrics)
    await process.serve(providers, drain_s, ending, slots, rates)
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)  # the engine's threads wait for a database that may be away; nothing is left to be done


def _log(event: str, data: Any) -> None:
    from datetime import UTC, datetime

    from mediawright.services.worker import log_line

    print_line(log_line(event, data, datetime.now(UTC).isoformat(timespec="milliseconds")), stream=sys.stderr)


app = new_app()
app.command()(
    command(
        (
            Flag("providers"),
            Flag("slots"),
            Flag("rates"),
            Flag("accounts"),
            Flag("drain_s"),
            Flag("metrics_port"),
            *COMMON,
        ),
        worker,
    )
)
