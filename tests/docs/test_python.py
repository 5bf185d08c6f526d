"""The Python that the pages show runs, and the package offers exactly the names that it lists."""

import ast
import importlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import mediawright
from mediawright import BlockingStudio, Consent, MediawrightError, Studio
from mediawright.testing.simulator import serve
from mediawright_kling.hooks import simulator

ROOT = Path(__file__).resolve().parents[2]
BLOCK = re.compile(r"^```python\n(.*?)^```", re.MULTILINE | re.DOTALL)


def shown(page: str) -> str:
    """The one program of a page that begins with our import."""
    (program,) = [code for code in BLOCK.findall((ROOT / page).read_text("utf-8")) if "import BlockingStudio" in code]
    return str(program)


@pytest.fixture(scope="module")
def kling() -> Iterator[str]:
    with serve(simulator(options={"time_scale": "1000"})) as url:
        yield url


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kling: str) -> Path:
    """An empty home and an empty working folder, with keys of the simulator."""
    for name, value in {
        "HOME": str(tmp_path / "home"),
        "MEDIAWRIGHT_HOME": str(tmp_path / "home/mw"),
        "MEDIAWRIGHT_NO_KEYRING": "1",
        "MEDIAWRIGHT_ALLOW_LOOPBACK": "1",
        "MEDIAWRIGHT_TEST_PACE": "1000",
        "KLING_API_BASE": kling,
        "KLING_ACCESS_KEY_ID": "sim-access-key",
        "KLING_SECRET_ACCESS_KEY": "sim-not-a-secret",
    }.items():
        monkeypatch.setenv(name, value)
    work = tmp_path / "work"
    work.mkdir()
    monkeypatch.chdir(work)
    return work


@pytest.mark.parametrize(
    "page", ["README.md", "README.zh.md", "docs/tutorials/quickstart.md", "docs/reference/python-api.md"]
)
def test_the_program_of_a_page_runs_and_brings_a_file(page: str, machine: Path) -> None:
    names: dict[str, Any] = {}
    exec(compile(shown(page), page, "exec"), names)  # noqa: S102  the page's own program, which is what is tested
    (asset,) = names["job"].assets
    assert Path(asset.path).parent == machine
    assert Path(asset.path).stat().st_size == asset.size


def test_the_comparison_of_a_page_runs_and_brings_one_picture(machine: Path) -> None:
    names: dict[str, Any] = {}
    exec(compile(shown("docs/how-to/compare.md"), "compare.md", "exec"), names)  # noqa: S102
    assert Path(names["done"].sheet.path).is_file()
    assert [item.job.provider for item in names["done"].items] == ["previz", "kling"]


def test_an_amount_below_the_price_sends_nothing(machine: Path) -> None:
    with BlockingStudio() as studio:
        request = studio.read("video", {"prompt": "a fox at dawn", "duration": 5, "provider": "kling"})
        assert studio.plan(request).quote is not None
        with pytest.raises(MediawrightError) as refused:
            studio.run(request, Consent(approve_cost="3"))
    assert refused.value.exit_code == 5
    assert list(machine.iterdir()) == []


def listed_for_types() -> set[str]:
    """The names that a type checker sees, which are imported when first used."""
    tree = ast.parse(Path(str(mediawright.__file__)).read_text("utf-8"))
    guarded = [node for node in tree.body if isinstance(node, ast.If)]
    imports = [inner for node in guarded for inner in node.body if isinstance(inner, ast.ImportFrom)]
    return {alias.name for inner in imports for alias in inner.names}


def test_all_is_what_a_program_can_import() -> None:
    everything: dict[str, object] = {}
    exec("from mediawright import *", everything)  # noqa: S102
    assert set(mediawright.__all__) == {name for name in everything if name != "__builtins__"}
    assert listed_for_types() == set(mediawright.__all__) - {"__version__"}
    assert list(mediawright.__all__) == sorted(mediawright.__all__)


def test_a_name_that_is_not_offered_is_no_attribute() -> None:
    with pytest.raises(AttributeError, match="Nonsense"):
        _ = importlib.import_module("mediawright").Nonsense


def test_the_blocking_studio_offers_what_the_studio_does() -> None:
    offered = {name for name in vars(BlockingStudio) if not name.startswith("_")} - {"wait_for"}
    assert offered <= set(dir(Studio))
    assert {"read", "plan", "dry_run", "run", "confirm"} <= offered
