"""A Python environment of its own that sees what is installed here, to install provider packages into without a network."""

import os
import subprocess
import sys
import sysconfig
from collections.abc import Mapping
from pathlib import Path

CLEAN = ("MEDIAWRIGHT_", "PYTEST_", "PYTHONPATH", "PIP_")
COMMANDS = ("mediawright", "pytest", "pip")
#: pip without a network: what is needed is here
OFFLINE = {"PIP_NO_INDEX": "1", "PIP_QUIET": "2", "PIP_NO_BUILD_ISOLATION": "0", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}


class Place:
    """A new environment. `run` starts its Python and gives stdout; a failure fails the test with all that was said."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder)], check=True, timeout=60)
        self.python = folder / ("Scripts" if os.name == "nt" else "bin") / "python"
        here = sysconfig.get_path("purelib")
        there = self.run("-c", "import sysconfig; print(sysconfig.get_path('purelib'))").strip()
        (Path(there) / "outer.pth").write_text(f"import site; site.addsitedir({here!r})\n")
        for name in COMMANDS:
            self._command(name)

    def install(self, *packages: Path) -> None:
        """Editable, with the build tools that are here."""
        words = ["--no-index", "--no-deps", "--no-build-isolation", "--quiet", "--disable-pip-version-check"]
        targets = [word for package in packages for word in ("-e", str(package))]
        self._run([sys.executable, "-m", "pip", "--python", str(self.python), "install", *words, *targets], self.folder)

    def _command(self, name: str) -> None:
        """A module as a command, the way an installer would have put it there."""
        path = self.python.with_name(name)
        path.write_text(
            f"#!{self.python}\nimport runpy\nrunpy.run_module({name!r}, run_name='__main__', alter_sys=True)\n"
        )
        path.chmod(0o755)

    def shell(self, line: str, cwd: Path) -> str:
        """A command line as a person types it in this environment."""
        return self._run(["sh", "-c", line], cwd)

    def run(self, *words: str, cwd: Path | None = None, **env: str) -> str:
        return self._run([str(self.python), *words], cwd or self.folder, env)

    def start(self, *words: str) -> "subprocess.Popen[str]":
        """The same, not waited for; its stdout can be read."""
        command = [str(self.python), *words]
        return subprocess.Popen(command, cwd=self.folder, env=self._env({}), stdout=subprocess.PIPE, text=True)

    def _run(self, command: list[str], cwd: Path, more: Mapping[str, str] | None = None) -> str:
        done = subprocess.run(
            command, cwd=cwd, env=self._env(more or {}), capture_output=True, timeout=300, check=False
        )
        assert done.returncode == 0, done.stdout.decode() + done.stderr.decode()
        return done.stdout.decode()

    def _env(self, more: Mapping[str, str]) -> dict[str, str]:
        env = {name: value for name, value in os.environ.items() if not name.startswith(CLEAN)}
        env |= {"MEDIAWRIGHT_HOME": str(self.folder / "home"), "MEDIAWRIGHT_NO_KEYRING": "1", "LANG": "C.UTF-8"}
        env |= OFFLINE | {"PATH": f"{self.python.parent}{os.pathsep}{os.environ['PATH']}", "COLUMNS": "100"}
        return {**env, **more}
