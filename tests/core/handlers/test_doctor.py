"""The check-up: what a provider needs of this machine."""

import os
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from tests.core.runner.scripted_provider import PROVIDER, Scripted, registry

from mediawright.handlers.doctor import examine
from mediawright.handlers.response import Response
from mediawright.present.chat import chat
from mediawright.services.studio import Studio
from mediawright.testing.builders import a_job
from mediawright.types.message import LANGS, Lang
from mediawright.types.states import State

HERE = Path(sys.executable).name


def studio_in(folder: Path) -> Studio:
    environ = {"MEDIAWRIGHT_HOME": str(folder), "MEDIAWRIGHT_NO_KEYRING": "1", "HOME": str(folder), "PATH": ""}
    return Studio(environ, folder)


async def checked(folder: Path, tools: tuple[str, ...] = ()) -> Response:
    async with studio_in(folder) as studio:
        studio.registry = registry(Scripted(), provider=replace(PROVIDER, tools=tools))
        return await examine(studio, "en", network=False)


@pytest.mark.parametrize("lang", LANGS)
async def test_a_program_that_is_not_installed_is_told(tmp_path: Path, lang: Lang) -> None:
    response = await checked(tmp_path, ("draw-nothing",))
    told = [line for line in chat(response.page, lang).splitlines() if "draw-nothing" in line]
    assert len(told) == 2
    assert "doctor.tool_missing" in response.page.data["notes"]
    (check,) = response.page.data["providers"]
    assert (check.usable, check.missing) == (False, ("draw-nothing",))


async def test_one_program_of_two_may_be_enough(tmp_path: Path) -> None:
    response = await checked(tmp_path, (HERE, "draw-nothing"))
    (check,) = response.page.data["providers"]
    assert (check.usable, check.missing) == (True, ("draw-nothing",))


async def test_nothing_is_said_where_everything_is_there(tmp_path: Path) -> None:
    response = await checked(tmp_path, (HERE,))
    assert (response.page.data["notes"], response.page.data["providers"][0].missing) == ([], ())


async def test_what_finished_jobs_left_behind_is_removed(tmp_path: Path) -> None:
    async with studio_in(tmp_path) as studio:
        jobs = [
            studio.ledger.add(a_job(id=f"{number}1111111-0000-4000-8000-000000000001", state=state))
            for number, state in enumerate((State.DONE, State.FAILED, State.RUNNING, State.UNCERTAIN))
        ]
        for name in (*(job.id for job in jobs), "01111111"):
            studio.home.ensure(studio.home.workdir(name) / "frames")
            now = studio.clock.now().timestamp()
            os.utime(studio.home.workdir(name), (now, now))
    told = chat((await checked(tmp_path)).page, "en")
    assert "Left over from finished jobs: 2 removed, 0 B freed" in told
    assert {path.name for path in studio.home.work.iterdir()} == {jobs[2].id, jobs[3].id, "01111111"}
    assert "Left over" not in chat((await checked(tmp_path)).page, "en")
