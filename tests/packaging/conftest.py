"""The repository as it is published: its project file, and every provider built alone."""

import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
PROVIDERS = sorted(path.name for path in (ROOT / "plugins").iterdir() if (path / "__init__.py").is_file())


def project(folder: Path = ROOT) -> dict[str, Any]:
    """The `[project]` table of a folder's pyproject.toml."""
    return dict(tomllib.loads((folder / "pyproject.toml").read_text("utf-8"))["project"])
