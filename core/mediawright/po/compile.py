"""Make the `.mo` beside every `.po`, or check the catalogues: `python -m mediawright.po.compile [--check] [FOLDER…]`.

A development tool: it needs Babel, which the running program does not. Without folders it takes the core's catalogues
and those of the plugins beside it; a provider package names its own `locale` folder.
"""

import argparse
import io
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from mediawright.po.entries import forms_of, key_of, read_po
from mediawright.present.catalog import CORE

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog


def locale_folders(root: Path | None = None) -> tuple[Path, ...]:
    """The core's locale folder and those of the plugins in the same checkout."""
    root = root or CORE.parents[3]
    return (CORE, *sorted(root.glob("plugins/*/locale")))


def compiled(path: Path) -> bytes:
    """What the `.mo` of a `.po` must hold."""
    from babel.messages.mofile import write_mo

    buffer = io.BytesIO()
    write_mo(buffer, read_po(path))
    return buffer.getvalue()


def stale(folders: Sequence[Path]) -> list[Path]:
    """The `.po` files whose `.mo` is missing or says something else, and `.mo` files without a `.po`."""
    found = [path for folder in folders for path in _files(folder, "po") if not _fresh(path)]
    orphans = [path for folder in folders for path in _files(folder, "mo") if not path.with_suffix(".po").exists()]
    return found + orphans


def _files(folder: Path, suffix: str) -> list[Path]:
    return sorted(folder.glob(f"*/LC_MESSAGES/*.{suffix}"))


def _fresh(path: Path) -> bool:
    """Equal sentences: whichever tool compiled them, whatever stands in the header."""
    from babel.messages.mofile import read_mo

    binary = path.with_suffix(".mo")
    if not binary.exists():
        return False
    with binary.open("rb") as file:
        return _entries(read_mo(file)) == _entries(read_po(path))


def _entries(catalog: "Catalog") -> dict[str, tuple[str, ...]]:
    """Key → forms, of entries that count: not fuzzy and with words."""
    return {key_of(m): forms_of(m) for m in catalog if m.id and not m.fuzzy and any(forms_of(m))}


def compile_all(folders: Sequence[Path]) -> list[Path]:
    """Write every `.mo` that is not up to date; the files written."""
    written = []
    for path in (path for folder in folders for path in _files(folder, "po")):
        if not _fresh(path):
            path.with_suffix(".mo").write_bytes(compiled(path))
            written.append(path.with_suffix(".mo"))
    return written


def main(argv: Sequence[str] | None = None) -> int:
    """Compile, or check and say what is wrong. The exit code is 1 where something is."""
    from mediawright.po.check import check_locale

    parser = argparse.ArgumentParser(prog="python -m mediawright.po.compile", description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; fail on stale or faulty catalogues")
    parser.add_argument("folders", nargs="*", type=Path, metavar="FOLDER")
    asked = parser.parse_args(argv)
    folders = tuple(asked.folders) or locale_folders()
    if not asked.check:
        for path in compile_all(folders):
            sys.stdout.write(f"{path}\n")
        return 0
    faults = [f"stale: {path}" for path in stale(folders)]
    faults += [fault for folder in folders for fault in check_locale(folder)]
    sys.stdout.write("".join(f"{fault}\n" for fault in faults))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
