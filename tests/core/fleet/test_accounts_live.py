"""Workers of two accounts at one provider, as processes: each carries its own account's jobs and no others."""

import asyncio
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path

import pytest

from mediawright.ledger import Ledger
from mediawright.ledger.address import PostgresAddress
from mediawright.services.studio import Studio
from mediawright.types.states import State

pytest.importorskip("dbos", reason="the workers' tests need pip install 'mediawright[fleet]'")

#: seconds within which two free drafts are made, on a machine that does other things, too
PATIENCE_S = 90.0


def environment(folder: Path, postgres: PostgresAddress, account: str) -> dict[str, str]:
    from tests.child_environment import inherited

    shared = {"MEDIAWRIGHT_LEDGER": postgres.url, "MEDIAWRIGHT_FLEET": postgres.fleet}
    own = {"MEDIAWRIGHT_HOME": str(folder / "home"), "HOME": str(folder), "MEDIAWRIGHT_NO_KEYRING": "1"}
    return inherited() | shared | own | {"MEDIAWRIGHT_ACCOUNTS": f"previz={account}"}


def started(stack: ExitStack, env: dict[str, str], folder: Path, log: Path) -> None:
    """A worker that ends with the stack."""
    command = [sys.executable, "-m", "mediawright", "worker", "--providers", "previz", "--rates", "previz=50/1"]
    said = stack.enter_context(log.open("w"))
    running = subprocess.Popen(command, cwd=folder, env=env, stderr=said, stdout=said)
    stack.callback(running.wait)
    stack.callback(running.kill)


async def test_each_account_s_worker_carries_its_own_jobs(tmp_path: Path, postgres: PostgresAddress) -> None:
    with ExitStack() as stack:
        logs = {}
        for account in ("films", "team"):
            logs[account] = tmp_path / f"{account}.log"
            started(stack, environment(tmp_path, postgres, account), tmp_path, logs[account])
        made = {}
        for account in logs:
            async with Studio(environment(tmp_path, postgres, account), tmp_path) as studio:
                end = time.monotonic() + PATIENCE_S
                while not studio.ledger.roster.serving(f"previz/{account}", studio.machine):
                    assert time.monotonic() < end, logs[account].read_text()
                    await asyncio.sleep(0.2)
                wish = studio.read("image", {"prompt": f"a fox for {account}", "provider": "previz"})
                made[account] = await studio.run(wish, wait=True, timeout=PATIENCE_S)
        assert {job.state for job in made.values()} == {State.DONE}
        with Ledger(postgres, Studio(environment(tmp_path, postgres, "x"), tmp_path).local_clock) as ledger:
            by = {one.name: set(one.providers) for one in ledger.roster.all()}
            assert sorted(map(sorted, by.values())) == [["previz/films"], ["previz/team"]]
            for account, job in made.items():
                turn = ledger.turns.of(job.id)
                assert turn is not None
                assert (turn.line, turn.number) == (f"previz/{account}", 1)
