"""A process that takes turns and writes down which: `engine_process.py URL FLEET NAME LOG SECONDS SLOTS [LIMIT/PERIOD]`."""

import asyncio
import sys
import time
from pathlib import Path

from mediawright.fleet import engine
from mediawright.ledger.address import postgres_address

QUEUE = "make-acme"


async def main() -> None:
    url, fleet, name, log, seconds, slots, *more = sys.argv[1:]
    limit, _, period = (more or [""])[0].partition("/")
    rates = {QUEUE: (int(limit), float(period))} if more else {}
    loop = asyncio.get_running_loop()

    def noted(what: str, turn: str) -> None:
        with Path(log).open("a") as file:
            file.write(f"{what} {turn} {name}\n")
            if rates:
                file.write(f"at {time.time():.2f} {what}\n")

    async def carry(turn: str, job_id: str) -> str:
        assert asyncio.get_running_loop() is loop
        noted("began", turn)
        await asyncio.sleep(float(seconds))
        noted("ended", turn)
        return "done"

    await engine.start(postgres_address(url, fleet, password=True), name, {QUEUE: int(slots)}, carry, rates)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main())
