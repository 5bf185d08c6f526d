"""One wish at several models: one page, one approval, a job each, one picture; nothing twice, whatever happens."""

import signal
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from tests.e2e.conftest import Shell

from mediawright.cli.compare import carried
from mediawright.cli.console import Console
from mediawright.handlers.compare import of_results
from mediawright.present.chat import chat
from mediawright.sdk import simulator as kit
from mediawright.services.batch_price import Ceilings
from mediawright.services.comparisons import Comparison, Comparisons, Requoted
from mediawright.services.studio import Studio
from mediawright.testing.fakes import FakeClock
from mediawright.testing.simulator import SimulatorRunner
from mediawright.types.errors import ConfirmationNeeded, ExitCode, InvalidRequest, SignInNeeded
from mediawright.types.message import Lang
from mediawright.types.states import State
from mediawright_ark.simulator.service import ArkOptions, ArkService
from mediawright_runway.simulator.service import RunwayOptions, RunwayService

MODELS = ["seedance", "gen4.5"]
WISH = {"prompt": "a fox running in the snow", "duration": 5}


class Services:
    """Two simulated providers, and the environment that leads to them."""

    def __init__(self, run: SimulatorRunner, home: Path) -> None:
        self.ark = ArkService(ArkOptions(queue_s=0.0, run_s=0.0))
        self.runway = RunwayService(RunwayOptions(queue_s=0.0, run_s=0.0))
        ark, runway = run(kit.create_app(self.ark)), run(kit.create_app(self.runway))
        self.environ = {
            "HOME": str(home),
            "MEDIAWRIGHT_HOME": str(home),
            "MEDIAWRIGHT_NO_KEYRING": "1",
            "MEDIAWRIGHT_ALLOW_LOOPBACK": "1",
            "MEDIAWRIGHT_TEST_PACE": "500",
            "ARK_BASE_URL": f"{ark}/api/v3",
            "ARK_API_KEY": "not-a-real-secret",
            "RUNWAYML_BASE_URL": runway,
            "RUNWAYML_API_SECRET": "not-a-real-secret",
        }

    @property
    def made(self) -> int:
        """How many tasks both have accepted."""
        return len(self.ark.tasks.newest()) + len(self.runway.tasks.newest())


@pytest.fixture
def services(tmp_path: Path) -> Any:
    with ExitStack() as stack:
        yield Services(SimulatorRunner(stack), tmp_path)


async def quoted(studio: Studio, **more: Any) -> Comparison:
    comparisons = Comparisons(studio, "en")
    return await comparisons.quoted(comparisons.requests(MODELS, WISH), **more)


async def test_one_approval_makes_a_job_each_and_one_picture(services: Services, tmp_path: Path) -> None:
    async with Studio(services.environ, tmp_path) as studio:
        page = await quoted(studio)
        assert [item.plan.provider.name for item in page.items if item.plan] == ["ark", "runway"]
        assert services.made == 0
        for too_little in ((), ["1 credits"], [page.cost.split(" + ")[0]]):
            with pytest.raises(ConfirmationNeeded):
                await Comparisons(studio, "en").confirm(page.id, too_little)
        assert services.made == 0
        done = await Comparisons(studio, "en").confirm(page.id, [page.cost])
        assert [item.job.state for item in done.items if item.job] == [State.DONE, State.DONE]
        assert done.sheet is not None
        files = [Path(asset.path) for item in done.items if item.job for asset in item.job.assets]
        assert {file.parent for file in files} == {Path(done.sheet.path).parent} == {tmp_path / f"compare-{page.id}"}
        with Image.open(done.sheet.path) as sheet:
            assert sheet.size == (done.sheet.width, done.sheet.height)
        # the same approval again, and the same wish again, lead to the same jobs
        await Comparisons(studio, "en").confirm(page.id, [page.cost])
        again = await quoted(studio)
        same = await Comparisons(studio, "en").confirm(again.id, [again.cost])
        assert [i.job.id for i in same.items if i.job] == [i.job.id for i in done.items if i.job]
        assert services.made == 2
        second = await quoted(studio, again=True)
        await Comparisons(studio, "en").confirm(second.id, [second.cost])
        assert services.made == 4


@pytest.mark.parametrize("lang", ["en", "zh"])
async def test_one_that_fails_stops_no_other_and_is_told(services: Services, tmp_path: Path, lang: Lang) -> None:
    services.ark.faults.add(on="POST *", kind="task", json={"ends": "failed"})
    async with Studio(services.environ, tmp_path) as studio:
        page = await quoted(studio)
        done = await Comparisons(studio, lang).confirm(page.id, [page.cost])
        assert [item.job.state for item in done.items if item.job] == [State.FAILED, State.DONE]
        response = of_results(studio, done)
        told = chat(response.page, lang)
    assert (response.exit, response.page.data["results"][1]["state"]) == (ExitCode.FAILED, State.DONE)
    assert done.sheet is not None
    assert {"en": "1 of 2 worked out, 1 did not", "zh": "2 个里成功 1 个，没成 1 个"}[lang] in told


async def test_a_no_at_the_terminal_takes_all_of_them_back(
    services: Services, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Console, "interactive", True)

    async def no(self: Console, page: object) -> bool:
        return False

    monkeypatch.setattr(Console, "agrees", no)
    async with Studio(services.environ, tmp_path) as studio:
        page, comparisons = await quoted(studio), Comparisons(studio, "en")
        console = Console(json=False, lang="en")
        said = await carried(studio, console, comparisons, page, Ceilings.read(()), None)
        assert (said.status, said.exit) == ("declined", ExitCode.CONFIRM)
        with pytest.raises(InvalidRequest):
            await comparisons.confirm(page.id, [page.cost])
    assert services.made == 0


async def test_an_old_page_is_priced_anew_under_another_name(services: Services, tmp_path: Path) -> None:
    clock = FakeClock()
    async with Studio(services.environ, tmp_path, clock=clock) as studio:
        page = await quoted(studio)
        clock.advance(16 * 60)
        with pytest.raises(Requoted) as caught:
            await Comparisons(studio, "en").confirm(page.id, [page.cost])
        fresh = caught.value.comparison
        assert fresh.id != page.id
        assert fresh.cost == page.cost
        assert services.made == 0
        assert studio.ledger.decline_quote(fresh.id) is None
        with pytest.raises(InvalidRequest):
            await Comparisons(studio, "en").confirm(fresh.id, [fresh.cost])
    assert services.made == 0


async def test_what_one_of_them_does_not_take_and_a_missing_sign_in_are_told_first(
    services: Services, tmp_path: Path
) -> None:
    async with Studio(services.environ, tmp_path) as studio:
        comparisons = Comparisons(studio, "en")
        with pytest.raises(InvalidRequest) as caught:
            await comparisons.quoted(comparisons.requests(["seedance", "veo"], WISH))
        assert [(p.message.key, p.message.values["model"]) for p in caught.value.problems] == [
            ("compare.model", "veo3.1")
        ]
        with pytest.raises(SignInNeeded) as missing:
            await comparisons.quoted(comparisons.requests(["seedance", "kling"], WISH))
        assert missing.value.provider == "kling"
        assert not studio.home.ledger.exists() or studio.ledger.list() == []


async def test_killed_it_goes_on_and_submits_nothing_twice(services: Services, shell: Shell) -> None:
    env = {**shell.env, **services.environ, "MEDIAWRIGHT_HOME": str(shell.home)}
    async with Studio(env, shell.cwd) as studio:
        page = await quoted(studio)
    there = Shell(shell.home, shell.cwd, env)
    confirm = ("confirm", page.id, "--approve-cost", page.cost, "--json", "--timeout", "2000")
    assert there(*confirm, MEDIAWRIGHT_CRASH_AT="after-approval").code == -signal.SIGKILL
    assert services.made == 0
    assert there(*confirm, MEDIAWRIGHT_CRASH_AT="after-submit").code == -signal.SIGKILL
    ran = there(*confirm)
    # whether a request whose answer was lost did arrive, not every provider tells: it is never sent again on a guess
    assert ran.code in (0, 8)
    assert services.made in (1, 2)
    assert max({**services.ark.tasks.same_body(), **services.runway.tasks.same_body()}.values()) == 1
    states = [result["state"] for result in ran.json["data"]["results"]]
    assert "done" in states
    assert set(states) <= {"done", "uncertain"}
    assert f"compare-{page.id}/contact-sheet.png" in [str(Path(name)) for name in shell.files()]
