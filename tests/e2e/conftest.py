"""The command line as a process of its own, in an empty home and an empty folder."""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from tests.child_environment import inherited

#: what a child process needs of this machine; everything else is left behind


@dataclass(frozen=True)
class Ran:
    """How a command ended and what it said."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> dict[str, Any]:
        """The one object on stdout."""
        parsed: dict[str, Any] = json.loads(self.out)
        return parsed


@dataclass
class Shell:
    """Runs `mediawright` as a third party's process would."""

    home: Path
    cwd: Path
    env: dict[str, str]

    def __call__(self, *arguments: str, timeout: float = 60, **env: str) -> Ran:
        done = subprocess.run(
            [sys.executable, "-m", "mediawright", *arguments],
            cwd=self.cwd,
            env={**self.env, **env},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=timeout,
            check=False,
        )
        return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())

    def start(self, *arguments: str, **env: str) -> subprocess.Popen[bytes]:
        """The same, not waited for."""
        return subprocess.Popen(
            [sys.executable, "-m", "mediawright", *arguments],
            cwd=self.cwd,
            env={**self.env, **env},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )

    def files(self) -> list[str]:
        return sorted(str(path.relative_to(self.cwd)) for path in self.cwd.rglob("*") if path.is_file())


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    home, cwd = tmp_path / "home", tmp_path / "work"
    home.mkdir()
    cwd.mkdir()
    env = inherited()
    env |= {"HOME": str(home), "MEDIAWRIGHT_HOME": str(home / "mw"), "MEDIAWRIGHT_NO_KEYRING": "1", "LANG": "C.UTF-8"}
    return Shell(home, cwd, env)
