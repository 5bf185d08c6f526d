"""The simulated provider on a real socket, and contexts of the real core wired to it."""

import base64
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.plugins.kling.harness import ACCESS, SECRET, Harness, Sim, contexts_for

from mediawright.present.catalog import add_locale
from mediawright.testing.fakes import FakeClock
from mediawright.testing.simulator import serve
from mediawright_kling.provider import describe_kling
from mediawright_kling.simulator.app import create_app

if TYPE_CHECKING:
    from mediawright.testing.simulator import SimulatorRunner

Simulate = Callable[..., Sim]
MakeHarness = Callable[..., Awaitable[Harness]]
FILES = Path(__file__).parents[2] / "data" / "wire" / "fixtures.json"


@pytest.fixture(autouse=True)
def catalogue() -> None:
    """The provider's sentences, as the studio makes them known."""
    locale = describe_kling().locale
    assert locale is not None
    add_locale("kling", locale)


@pytest.fixture
def clock() -> FakeClock:
    """Stands still at the real time, because the simulator checks tokens against that."""
    return FakeClock(datetime.now(UTC))


@pytest.fixture
def simulate(run_simulator: "SimulatorRunner") -> Simulate:
    """`simulate(strict_keys="on", …)` runs a simulator whose time is moved by hand."""

    def run(**options: str) -> Sim:
        app = create_app({"clock": "manual"} | options)
        return Sim(run_simulator(app), app.state.service_state)

    return run


@pytest.fixture(scope="session")
def standing() -> Iterator[Sim]:
    """One simulator for the whole run: starting a server for every test would cost more than the tests."""
    app = create_app({"clock": "manual"})
    with serve(app) as url:
        yield Sim(url, app.state.service_state)


@pytest.fixture
def sim(standing: Sim) -> Sim:
    """The usual simulator, as new."""
    standing.service_state.reset()
    return standing


@pytest.fixture
async def harness_for(tmp_path: Path, clock: FakeClock) -> AsyncIterator[MakeHarness]:
    """`harness_for(sim)`: signed in by the environment; `signed_in=False`: not. `environ` adds to it."""
    for name in ("work", "user"):
        (tmp_path / name).mkdir(exist_ok=True)
    async with AsyncExitStack() as stack:

        async def make(sim: Sim | None = None, *, signed_in: bool = True, **environ: str) -> Harness:
            given = {"KLING_API_BASE": sim.url} if sim else {}
            if signed_in:
                given |= {"KLING_ACCESS_KEY": ACCESS, "KLING_SECRET_KEY": SECRET}
            contexts = await stack.enter_async_context(contexts_for(tmp_path, clock, given | environ))
            return Harness(contexts, tmp_path / "work")

        yield make


@pytest.fixture
async def harness(harness_for: MakeHarness, sim: Sim) -> Harness:
    return await harness_for(sim)


@pytest.fixture
def fixtures(tmp_path: Path) -> Path:
    """The recorded cases' files, in the working folder."""
    folder = tmp_path / "work"
    folder.mkdir(exist_ok=True)
    for name, entry in json.loads(FILES.read_text()).items():
        (folder / name).write_bytes(base64.b64decode(entry["base64"]))
    return folder
