"""Which plugins are installed: read from the packages' own lists of entry points.

The standard library's reader takes longer to import (it reads a package's facts as an e-mail) than a short command may
run, so it is asked only about what is no plain folder on the path. A test holds both to the same answer.
"""

import os
import re
import sys
from collections.abc import Iterator, Sequence

from mediawright.types.dataclass import dataclass

SUFFIXES = (".dist-info", ".egg-info")
_LINE = re.compile(r"\s*([^=#\s][^=]*?)\s*=\s*(\S.*?)\s*")


@dataclass(frozen=True, slots=True)
class Point:
    """One entry point: its name, and the module (and perhaps object) that it stands for."""

    name: str
    value: str

    @property
    def module(self) -> str:
        return self.value.partition(":")[0].strip()


def installed(group: str, path: Sequence[str] | None = None) -> list[Point]:
    """The entry points of a group in the order of the path; of two versions of one package the first counts."""
    seen: set[str] = set()
    return [point for folder in (sys.path if path is None else path) for point in _in(folder or ".", group, seen)]


def _in(folder: str, group: str, seen: set[str]) -> Iterator[Point]:
    try:
        with os.scandir(folder) as found:
            infos = [entry for entry in found if entry.name.endswith(SUFFIXES)]
    except NotADirectoryError:
        yield from _packed(folder, group, seen)
        return
    except OSError:
        return
    for info in infos:
        if _first(info.name.partition("-")[0].removesuffix(".egg-info"), seen):
            yield from _listed(f"{info.path}/entry_points.txt", group)


def _packed(file: str, group: str, seen: set[str]) -> Iterator[Point]:
    from importlib.metadata import distributions

    for package in distributions(path=[file]):
        if _first(package.metadata["Name"] or "", seen):
            yield from (Point(p.name, p.value) for p in package.entry_points if p.group == group)


def _first(name: str, seen: set[str]) -> bool:
    plain = re.sub(r"[-_.]+", "_", name).lower()
    known = plain in seen
    seen.add(plain)
    return not known


def _listed(file: str, group: str) -> Iterator[Point]:
    try:
        with open(file, encoding="utf-8") as opened:  # noqa: PTH123  a path object costs more than the poll
            text = opened.read()
    except (OSError, UnicodeDecodeError):
        return
    if f"[{group}]" in text:
        yield from points(text, group)


def points(text: str, group: str) -> Iterator[Point]:
    """The points of one group in the text of an `entry_points.txt`."""
    section = ""
    for line in text.splitlines():
        if line.strip().startswith("["):
            section = line.strip().strip("[]").strip()
        elif section == group and (found := _LINE.fullmatch(line)):
            yield Point(found[1], found[2])
