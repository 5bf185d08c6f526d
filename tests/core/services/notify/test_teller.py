"""Ends are told by whatever carries a job: a studio when it closes, a server beside its answers. Where there is no target,
nothing is loaded and nothing is written."""

import asyncio
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from tests.core.ledger.test_outbox import WORK, moved
from tests.core.services.notify.conftest import Receiver, Setting

from mediawright.services.kept_work import KeptWork
from mediawright.services.studio import Studio
from mediawright.types.notices import Delivery


async def carried(studio: Studio) -> str:
    """A job that this studio brought to its end."""
    job = moved(studio.ledger, *WORK)
    studio.begun(job)
    return job


async def failing(studio: Studio) -> None:
    await carried(studio)
    raise KeyError


def environ(setting: Setting) -> Mapping[str, str]:
    return setting.studio.environ


async def test_a_studio_tells_when_it_closes_also_after_a_failure(
    setting: Setting, receiver: Receiver, tmp_path: Path
) -> None:
    setting.webhook("hook", receiver.url)
    studio = Studio(environ(setting), tmp_path, clock=setting.clock)
    with pytest.raises(KeyError):
        async with studio:
            await failing(studio)
    assert len(receiver.got) == 1


async def test_one_that_only_looks_tells_nothing(setting: Setting, receiver: Receiver, tmp_path: Path) -> None:
    setting.webhook("hook", receiver.url)
    setting.ended()
    async with Studio(environ(setting), tmp_path, clock=setting.clock) as studio:
        studio.ledger.list()
    assert receiver.got == []


async def test_a_server_answers_first_and_tells_beside_it(setting: Setting, receiver: Receiver, tmp_path: Path) -> None:
    receiver.answers = [None, "204 No Content\r\n"]
    setting.webhook("slow", receiver.url)
    setting.webhook("hook", receiver.url)
    work = KeptWork(environ(setting), tmp_path)
    assert await work.read_only(carried)  # although one receiver says nothing
    await receiver.asked(2)
    await work.finish(0.1)


async def test_a_server_that_ends_leaves_the_rest_to_a_later_process(
    setting: Setting, receiver: Receiver, tmp_path: Path
) -> None:
    receiver.answers = ["500 Oops\r\n"]
    setting.webhook("hook", receiver.url)
    work = KeptWork(environ(setting), tmp_path)
    await work.read_only(carried)
    await receiver.asked(1)
    await work.finish(0.1)
    [left] = setting.studio.ledger.outbox.of("hook")
    assert (left.state, left.attempts) == (Delivery.PENDING, 1)
    assert not [task for task in asyncio.all_tasks() if "Teller" in repr(task.get_coro())]


async def test_without_a_target_nothing_is_loaded_or_written(
    setting: Setting, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [name for name in sys.modules if name.startswith("mediawright.services.notify")]:
        monkeypatch.setitem(sys.modules, name, None)  # an import of it raises
    work = KeptWork(environ(setting), tmp_path)
    await work.read_only(carried)
    await work.finish(0.1)
    async with Studio(environ(setting), tmp_path, clock=setting.clock) as studio:
        await carried(studio)
    assert setting.studio.ledger.outbox.of("hook") == []


async def test_the_conversation_of_a_job_is_known_while_it_runs(setting: Setting) -> None:
    setting.studio.thread = "t1"
    job = moved(setting.studio.ledger, *WORK[:3])
    setting.studio.begun(job)
    assert setting.studio.ledger.results.of(job).thread == "t1"
