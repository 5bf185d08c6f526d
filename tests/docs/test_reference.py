"""The reference pages say what the code says."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = ("cli.md", "errors.md", "states.md", "hooks.md", "plugin-api.md", "python-api.md", "environment.md")


@pytest.fixture(scope="module")
def rendered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("docs")
    command = [sys.executable, "-m", "devtools.reference", str(folder)]
    subprocess.run(command, check=True, env={"LANG": "C.UTF-8", "PATH": ""}, cwd=ROOT, timeout=60)
    return folder


@pytest.mark.parametrize("page", PAGES)
def test_a_reference_page_is_not_stale(rendered: Path, page: str) -> None:
    told = "python -m devtools.reference"
    assert (ROOT / "docs" / "reference" / page).read_text() == (rendered / page).read_text(), f"stale: run {told}"


def test_every_hook_has_its_heading() -> None:
    from mediawright import hookspecs

    page = (ROOT / "docs" / "reference" / "hooks.md").read_text()
    hooks = [name for name in vars(hookspecs) if hasattr(getattr(hookspecs, name), "mediawright_spec")]
    assert [name for name in hooks if f"## {name}(" not in page] == []


def test_every_public_name_has_its_heading_once() -> None:
    from mediawright import plugin

    lines = (ROOT / "docs" / "reference" / "plugin-api.md").read_text().splitlines()
    assert {name: lines.count(f"### {name}") for name in plugin.__all__} == dict.fromkeys(plugin.__all__, 1)
    assert [line for line in lines if " at 0x" in line or "mediawright.types." in line] == []


def test_a_stale_contract_copy_is_told() -> None:
    """Where the source of the contracts lies beside the checkout, the copies equal it."""
    shared = ROOT.parent / "shared" / "contracts"
    if not shared.is_dir():
        pytest.skip("a clone of its own has only the copies")
    stale = [p.name for p in shared.glob("*.md") if p.read_bytes() != (ROOT / "docs/contracts" / p.name).read_bytes()]
    assert stale == []
