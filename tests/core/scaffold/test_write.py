"""A new provider's package: whole or not there, clean, and passing its own tests before a line is changed."""

import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from mediawright.po.compile import stale
from mediawright.scaffold.naming import LONGEST, Naming
from mediawright.scaffold.write import LAYOUT, TEMPLATES, contents, write
from mediawright.types.errors import InvalidRequest, LocalFault

ROOT = Path(__file__).parents[3]
NAMES = ("lumen-art", "a", "x" * LONGEST)


def run(folder: Path, *command: str) -> str:
    """A tool in the new package, its own code on the path."""
    env = {name: value for name, value in os.environ.items() if not name.startswith(("MEDIAWRIGHT_", "PYTEST_"))}
    env |= {"PYTHONPATH": str(folder / "src"), "MYPYPATH": str(folder / "src"), "COLUMNS": "200"}
    done = subprocess.run(
        [sys.executable, "-m", *command], cwd=folder, env=env, capture_output=True, timeout=120, check=False
    )
    said = done.stdout.decode() + done.stderr.decode()
    assert done.returncode == 0, said
    return said


def test_it_keeps_the_contract_before_a_line_is_changed(tmp_path: Path) -> None:
    """Its other tests are run where a reader follows the tutorial (`tests/docs/test_tutorial.py`)."""
    folder = write(Naming.of("lumen-art"), tmp_path)
    keeps = "tests/test_provider.py::test_it_keeps_the_contract"
    assert "1 passed" in run(folder, "pytest", "-W", "error", "-p", "no:cacheprovider", keeps)


@pytest.mark.parametrize("name", NAMES)
def test_it_is_clean(tmp_path: Path, name: str) -> None:
    folder = write(Naming.of(name), tmp_path)
    run(folder, "ruff", "check", "--no-cache", ".")
    run(folder, "ruff", "format", "--no-cache", "--check", ".")
    assert stale([folder / "src" / Naming.of(name).package / "locale"]) == []


def test_every_template_is_used_and_every_place_filled() -> None:
    templates = {path.name.removesuffix(".tmpl") for path in TEMPLATES.glob("*.tmpl")}
    assert templates == {*LAYOUT, "words.toml"}
    files = contents(Naming.of("lumen-art"))
    assert [name for name, content in files.items() if b"{{" in content or "{{" in name] == []


def test_what_is_there_stays(tmp_path: Path) -> None:
    (tmp_path / "mediawright-lumen").mkdir()
    with pytest.raises(InvalidRequest):
        write(Naming.of("lumen"), tmp_path)
    assert list(tmp_path.rglob("*.py")) == []


def test_where_nothing_can_be_written_nothing_is_left(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(LocalFault):
        write(Naming.of("lumen"), tmp_path / "file" / "deeper")
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_its_sentences_have_good_manners_and_its_words_for_agents_are_whole(tmp_path: Path) -> None:
    folder = write(Naming.of("lumen-art"), tmp_path)
    run(folder, "mediawright.po.lint", "src/mediawright_lumen_art/locale")
    told = tomllib.loads((folder / "src/mediawright_lumen_art/skill/skill.toml").read_text("utf-8"))
    shown = tomllib.loads((ROOT / "plugins/mediawright_fal/skill/skill.toml").read_text("utf-8"))
    assert set(told) == set(shown)
    assert 25 <= len(told["short_description"]) <= 64
    assert "$lumen-art" in told["default_prompt"]
