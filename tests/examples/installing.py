"""A Python environment of its own that sees what is installed here, to install provider packages into without a network."""

import os
import subprocess
import sys
import sysconfig
from pathlib import Path

CLEAN = ("MEDIAWRIGHT_", "PYTEST_", "PYTHONPATH")


class Place:
    """A new environment. `run` starts its Python and gives stdout; a failure fails the test with all that was said."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder)], check=True, timeout=60)
        self.python = folder / ("Scripts" if os.name == "nt" else "bin") / "python"
        here = sysconfig.get_path("purelib")
        there = self.run("-c", "import sysconfig; print(sysconfig.get_path('purelib'))").strip()
        (Path(there) / "outer.pth").write_text(f"import site; site.addsitedir({here!r})\n")

    def install(self, *packages: Path) -> None:
        """Editable, with the build tools that are here."""
        words = ["--no-index", "--no-deps", "--no-build-isolation", "--quiet", "--disable-pip-version-check"]
        targets = [word for package in packages for word in ("-e", str(package))]
        self._run([sys.executable, "-m", "pip", "--python", str(self.python), "install", *words, *targets], self.folder)

    def run(self, *words: str, cwd: Path | None = None) -> str:
        return self._run([str(self.python), *words], cwd or self.folder)

    def _run(self, command: list[str], cwd: Path) -> str:
        env = {name: value for name, value in os.environ.items() if not name.startswith(CLEAN)}
        env |= {"MEDIAWRIGHT_HOME": str(self.folder / "home"), "MEDIAWRIGHT_NO_KEYRING": "1", "LANG": "C.UTF-8"}
        done = subprocess.run(command, cwd=cwd, env=env, capture_output=True, timeout=300, check=False)
        assert done.returncode == 0, done.stdout.decode() + done.stderr.decode()
        return done.stdout.decode()
