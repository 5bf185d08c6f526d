"""The simulated service on a real socket, and contexts of the real core wired to it with a clock moved by hand."""

import base64
import json
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.plugins.chatart.harness import Harness, Sim, Switch, contexts_for

from mediawright.testing.simulator import serve
from mediawright_chatart.simulator.app import create_app

if TYPE_CHECKING:
    from mediawright.testing.fakes import FakeClock

MakeHarness = Callable[..., Harness]
FILES = Path(__file__).parents[2] / "data" / "wire" / "fixtures.json"


@pytest.fixture(scope="session")
def switch() -> Iterator[tuple[Switch, str]]:
    switch = Switch()
    switch.app = create_app({})
    with serve(switch) as url:
        yield switch, url


@pytest.fixture
def simulate(switch: tuple[Switch, str], fake_clock: "FakeClock") -> Callable[..., Sim]:
    """`simulate(strict="off", …)` puts a fresh service on the test's own clock behind the socket."""
    front, url = switch

    def run(**options: str) -> Sim:
        front.app = create_app(options, clock=fake_clock)
        return Sim(url, front.app.state.service_state, front.app.state.faults)

    return run


@pytest.fixture
def sim(simulate: Callable[..., Sim]) -> Sim:
    return simulate()


@pytest.fixture
async def harness_for(tmp_path: Path, fake_clock: "FakeClock") -> AsyncIterator[MakeHarness]:
    """`harness_for(sim)`: signed in by the environment; `signed_in=False`: not. `environ` adds to it."""
    for name in ("work", "user"):
        (tmp_path / name).mkdir(exist_ok=True)
    async with AsyncExitStack() as stack:
        opened = []

        def make(sim: Sim | None = None, *, signed_in: bool = True, environ: dict[str, str] | None = None) -> Harness:
            contexts = contexts_for(sim, tmp_path, fake_clock, signed_in, environ or {})
            opened.append(contexts)
            return Harness(contexts, tmp_path / "work")

        yield make
        for contexts in opened:
            await stack.enter_async_context(contexts)


@pytest.fixture
def harness(harness_for: MakeHarness, sim: Sim) -> Harness:
    return harness_for(sim)


@pytest.fixture
def out(harness_for: MakeHarness, sim: Sim) -> Harness:
    """Nobody is signed in."""
    return harness_for(sim, signed_in=False)


@pytest.fixture
def fixtures(tmp_path: Path) -> Path:
    """The recorded cases' files, in the working folder."""
    folder = tmp_path / "work"
    folder.mkdir(exist_ok=True)
    for name, entry in json.loads(FILES.read_text()).items():
        (folder / name).write_bytes(base64.b64decode(entry["base64"]))
    return folder
