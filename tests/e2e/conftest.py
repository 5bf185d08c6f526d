"""The command line as a process of its own, in an empty home and an empty folder."""

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.child_environment import inherited
from tests.fork_server import Ran, run


@dataclass
class Shell:
    """Runs `mediawright` as a third party's process would."""

    home: Path
    cwd: Path
    env: dict[str, str]

    def __call__(self, *arguments: str, timeout: float = 60, **env: str) -> Ran:
        return run(arguments, self.cwd, {**self.env, **env}, timeout)

    def start(self, *arguments: str, **env: str) -> subprocess.Popen[bytes]:
        """The same with an interpreter of its own, not waited for."""
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
