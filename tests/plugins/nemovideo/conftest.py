"""A simulator per test on a real socket, and a machine that speaks to it."""

from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.plugins.nemovideo.harness import SCALE, Harness, Sim, contexts_for

from mediawright.present.catalog import add_locale
from mediawright_nemovideo.auth import tokens
from mediawright_nemovideo.provider import NEMOVIDEO
from mediawright_nemovideo.simulator import create_app

if TYPE_CHECKING:
    from mediawright.testing.simulator import SimulatorRunner


@pytest.fixture(autouse=True)
def _words() -> None:
    """The provider's own sentences, as the registry would add them; nothing known from another test."""
    add_locale("nemovideo", Path(str(NEMOVIDEO.locale)))
    tokens.new_process()


@pytest.fixture
def simulate(run_simulator: "SimulatorRunner") -> Callable[..., Sim]:
    """`simulate(credits="100", silent="0")` runs a simulator with options."""

    def run(**options: str) -> Sim:
        return Sim(run_simulator(create_app({"scale": str(SCALE), "credits": "500", "silent": "0", **options})))

    return run


@pytest.fixture
def sim(simulate: Callable[..., Sim]) -> Sim:
    return simulate()


@pytest.fixture
async def harness(sim: Sim, tmp_path: Path) -> AsyncIterator[Harness]:
    async with contexts_for(sim.url, tmp_path) as contexts:
        yield Harness(contexts, tmp_path / "work")


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    """A small picture in the working folder."""
    from PIL import Image

    (tmp_path / "work").mkdir(exist_ok=True)
    path = tmp_path / "work" / "photo.png"
    Image.new("RGB", (64, 48), (200, 90, 40)).save(path)
    return path
