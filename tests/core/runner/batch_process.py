"""A process that follows many jobs at once, to be killed: `python -m tests.core.runner.batch_process URL JOBS`.

`JOBS` new ones; 0: those that the ledger knows. Says when it begins, then the state of each.
"""

import asyncio
import os
import sys
from pathlib import Path

from benchmarks.batch import job

from mediawright.services.studio import Studio


async def main(url: str, jobs: int) -> None:
    async with Studio(os.environ, Path.cwd()) as studio:
        rows = [studio.ledger.add(job(number, url)) for number in range(jobs)] or studio.ledger.list(limit=1000)
        sys.stdout.write("begun\n")
        sys.stdout.flush()
        for row in await asyncio.gather(*(studio.runner.run(row, timeout=60) for row in rows)):
            sys.stdout.write(f"{row.state.value}\n")


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], int(sys.argv[2])))
