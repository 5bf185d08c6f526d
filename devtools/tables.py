"""Write the JSON from which tables are read, beside their TOML: `python -m devtools.tables [--check]`."""

import argparse
from collections.abc import Iterator
from pathlib import Path

from mediawright import tables
from mediawright.router.language import lexicon

ROOT = Path(__file__).resolve().parents[1]
#: where tables lie that are read with `mediawright.tables.table`
FOLDERS = (
    *(ROOT / "core/mediawright" / name for name in ("router", "film", "services/films")),
    *sorted((ROOT / "plugins").glob("mediawright_*")),
)
#: tables of the skill are read when it is rendered, by a tool; a package's own file is no table
LEFT_OUT = {"skill", "pyproject.toml"}


def made() -> Iterator[tuple[Path, bytes]]:
    """Every file that this writes, with its content."""
    for folder in FOLDERS:
        for path in sorted(folder.rglob("*.toml")):
            data = path.read_bytes()
            if LEFT_OUT.isdisjoint(path.relative_to(folder).parts):
                yield Path(f"{path}{tables.BUILT}"), tables.packed((data,), tables.parsed(data))
    home = Path(lexicon.__file__).parent
    sources = [(home / name).read_bytes() for name in lexicon.SOURCES]
    yield home / lexicon.BUILT, tables.packed(sources, lexicon.core_parts())


def stale() -> list[str]:
    """The files that say something else than their sources."""
    return [str(path.relative_to(ROOT)) for path, data in made() if not path.is_file() or path.read_bytes() != data]


def main() -> None:
    """Write, or with `--check` leave with 1 where something is stale."""
    parser = argparse.ArgumentParser(prog="python -m devtools.tables", description=__doc__)
    parser.add_argument("--check", action="store_true")
    if parser.parse_args().check:
        found = stale()
        raise SystemExit("\n".join(["stale:", *found]) if found else 0)
    for path, data in made():
        path.write_bytes(data)


if __name__ == "__main__":
    main()
