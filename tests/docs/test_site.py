"""The documentation builds as a site without a warning, every page is in its navigation, and it is sorted by purpose."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
#: tutorials, guides, reference and explanation, the evidence for what they claim, and the providers' own facts
SORTS = {"tutorials", "how-to", "reference", "explanation", "evidence", "contracts", "media"}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("site")
    build = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "-d", str(target)]
    environ = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    done = subprocess.run(build, cwd=ROOT, env=environ, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    return target


def test_every_page_is_built(site: Path) -> None:
    pages = {path.relative_to(ROOT / "docs").with_suffix("") for path in (ROOT / "docs").rglob("*.md")}
    built = {path.relative_to(site).parent for path in site.rglob("index.html")}
    assert {page.parent if page.name == "index" else page for page in pages} <= built


def test_a_link_out_of_the_docs_leads_to_the_repository(site: Path) -> None:
    page = (site / "tutorials/write-a-provider/index.html").read_text("utf-8")
    assert "/tree/main/examples/queue_provider" in page
    assert 'href="../../../examples' not in page


def test_no_program_of_ours_is_published(site: Path) -> None:
    assert list(site.rglob("*.py")) == []


def test_pages_are_sorted_by_purpose() -> None:
    assert {path.name for path in (ROOT / "docs").iterdir() if path.is_dir()} == SORTS
    assert [path.name for path in (ROOT / "docs").iterdir() if path.is_file()] == ["index.md"]


def test_the_list_of_decisions_has_their_titles() -> None:
    folder = ROOT / "docs/explanation/decisions"
    titles = {path.name: path.read_text("utf-8").partition("\n")[0].lstrip("# ") for path in folder.glob("0*.md")}
    listed = (folder / "index.md").read_text("utf-8")
    assert [name for name, title in titles.items() if f"[{title}]({name})" not in listed] == []
