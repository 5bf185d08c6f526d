"""The unit and the compose file of the how-to, as far as they can be tried without a service manager and without Docker."""

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from mediawright.commands.registry import command_of

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "fleet.md"


def block(language: str) -> str:
    (found,) = re.findall(rf"^```{language}\n(.*?)^```$", PAGE.read_text("utf-8"), re.DOTALL | re.MULTILINE)
    return str(found)


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not installed")
def test_the_unit_is_one_that_systemd_takes(tmp_path: Path) -> None:
    text, count = re.subn(r"^ExecStart=\S+", f"ExecStart={sys.executable}", block("ini"), flags=re.MULTILINE)
    assert count == 1
    unit = tmp_path / "mediawright-worker.service"
    unit.write_text(text)
    told = subprocess.run(["systemd-analyze", "verify", str(unit)], capture_output=True, text=True, check=False)
    assert (told.returncode, told.stderr.strip()) == (0, "")


def test_the_compose_file_names_only_what_it_has() -> None:
    read: dict[str, Any] = yaml.safe_load(block("yaml"))
    services, volumes = read["services"], set(read["volumes"])
    assert set(services) == {"db", "worker"}
    for service in services.values():
        assert {entry.partition(":")[0] for entry in service["volumes"]} <= volumes
        assert set(service.get("depends_on", ())) <= set(services)
    environ = services["worker"]["environment"]
    assert environ["MEDIAWRIGHT_LEDGER"] == "postgresql://mw@db/media"  # the password stands apart
    assert environ["MEDIAWRIGHT_STORE"].startswith("file:///mnt/media/")


def test_both_start_a_worker_with_flags_that_there_are() -> None:
    (started,) = re.findall(r"^ExecStart=\S+ (.*)$", block("ini"), re.MULTILINE)
    compose: dict[str, Any] = yaml.safe_load(block("yaml"))
    for words in (started.split(), compose["services"]["worker"]["command"][1:]):
        assert words[0] == "worker"
        flags = {flag.spelling for flag in command_of(("worker",)).flags}
        assert {word for word in words if word.startswith("--")} <= flags
