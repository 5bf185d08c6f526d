"""The rendered files on disk: written, or compared with what should be there."""

from collections.abc import Mapping
from pathlib import Path

#: folders that hold rendered files only: a file in them that nobody renders is drift, too
OWNED = ("skills", "integrations", ".claude-plugin")


def stale(root: Path, files: Mapping[str, str]) -> list[str]:
    """The paths that are missing, differ, or should not be there."""
    differ = [path for path, text in files.items() if _read(root / path) != text]
    return sorted([*differ, *_strangers(root, files)])


def write(root: Path, files: Mapping[str, str]) -> list[str]:
    """Bring the files up to date; the paths that were changed or removed."""
    changed = stale(root, files)
    for path in changed:
        target = root / path
        if path in files:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(files[path], encoding="utf-8", newline="\n")
        else:
            target.unlink()
    return changed


def _read(path: Path) -> str | None:
    return path.read_bytes().decode("utf-8") if path.is_file() else None


def _strangers(root: Path, files: Mapping[str, str]) -> list[str]:
    found = [path for folder in OWNED for path in (root / folder).rglob("*") if path.is_file()]
    names = (path.relative_to(root).as_posix() for path in found)
    return [name for name in names if name not in files]
