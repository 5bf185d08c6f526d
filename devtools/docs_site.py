"""Hooks of the documentation site (`mkdocs.yml`): the repository's address, and links to files outside `docs/`."""

import posixpath
import re
import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
LINK = re.compile(r"(?<=\]\()(\.\./[^)\s#]*)")


def on_config(config: Any) -> None:
    """Take the address of the repository from the project file, its one place."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    config["repo_url"] = project["urls"]["Repository"]
    config["edit_uri"] = ""


def on_page_markdown(markdown: str, *, page: Any, config: Any, files: Any) -> str:
    """Turn a link to a file of the repository outside `docs/` into one to the repository itself."""
    folder = posixpath.dirname(f"docs/{page.file.src_uri}")
    return LINK.sub(lambda found: outside(found[1], folder, config["repo_url"]), markdown)


def outside(target: str, folder: str, repository: str) -> str:
    """Return the address of a target in the repository; a target inside `docs/`, or none that exists, stays as it is."""
    path = posixpath.normpath(posixpath.join(folder, target))
    found = ROOT / path
    if path.startswith(("docs/", "..")) or not found.exists():
        return target
    return f"{repository}/{'tree' if found.is_dir() else 'blob'}/main/{path}"
