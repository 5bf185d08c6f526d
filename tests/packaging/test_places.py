"""Where a package may lie: in a folder that cannot be written to, and in an archive."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = (ROOT / "core" / "mediawright", ROOT / "plugins" / "mediawright_kling")
ROUTE = ("route", "make a 10 second vertical video of a fox at dawn", "--json")
DRAFT = ("video", "--prompt", "a fox", "--provider", "kling", "--dry-run", "--lang", "zh", "--json")

PROGRAM = """
import json, sys
import mediawright, mediawright_kling
assert {package.__file__.startswith(sys.argv[1]) for package in (mediawright, mediawright_kling)} == {True}
from mediawright.cli.app import run
for words in json.loads(sys.argv[2]):
    try:
        run(words)
    except SystemExit as leaving:
        if leaving.code:
            raise
"""


def files(folder: Path) -> dict[Path, bytes]:
    found = (path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return {path.relative_to(folder.parent): path.read_bytes() for path in sorted(found)}


def check(place: Path, tmp_path: Path) -> None:
    """Run both commands with the packages in this place, in one process."""
    home = {
        "HOME": str(tmp_path),
        "MEDIAWRIGHT_HOME": str(tmp_path / "mw"),
        "MEDIAWRIGHT_NO_KEYRING": "1",
        "LANG": "C.UTF-8",
        "PYTHONPATH": str(place),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}
    command = [sys.executable, "-c", PROGRAM, str(place), json.dumps([ROUTE, DRAFT])]
    done = subprocess.run(command, cwd=tmp_path, env=kept | home, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    routed, draft = map(json.loads, done.stdout.splitlines())
    assert (routed["status"], draft["status"]) == ("routed", "dry_run")
    assert "模型" in draft["message"]


@pytest.fixture
def installed(tmp_path: Path) -> Path:
    """The packages in a folder that nobody may write to (a superuser may: what is there is compared, too)."""
    place = tmp_path / "read-only"
    for package in PACKAGES:
        shutil.copytree(package, place / package.name)  # with what Python compiled of it
    for path in (place, *place.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)
    return place


def test_a_read_only_installation_works_and_stays_as_it_is(installed: Path, tmp_path: Path) -> None:
    before = sorted(installed.rglob("*"))
    check(installed, tmp_path)
    assert sorted(installed.rglob("*")) == before
    for path in (installed, *before):
        path.chmod(0o755)


def test_an_archive_is_imported_and_speaks_both_languages(tmp_path: Path) -> None:
    archive = tmp_path / "packages.zip"
    with ZipFile(archive, "w") as file:
        for package in PACKAGES:
            for path, data in files(package).items():
                file.writestr(path.as_posix(), data)
    check(archive, tmp_path)
