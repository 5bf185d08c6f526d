"""Tables that ship as TOML, read from the JSON that was made of them when the package was built.

TOML is for those who write the tables; reading it takes a hundred times as long. `python -m devtools.tables` writes the JSON
beside each table, with a checksum of what it was made from. A table that changed since, or has no JSON, is read as
TOML: nothing stale is used, nothing is written at run time, and an archive of the package will do.
"""

import json
import os
import zlib
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

#: what is put behind the name of a source
BUILT = ".json"


def table(beside: str, name: str) -> dict[str, Any]:
    """The TOML table `name` in the folder of the module whose `__file__` is given. Raises OSError, TOMLDecodeError."""
    path = _path(beside, name)
    data = content(path)
    found: dict[str, Any] = built(path + BUILT, (data,), lambda: parsed(data))
    return found


def derived(beside: str, name: str, sources: Iterable[str], make: Callable[[], Any]) -> Any:
    """What was derived from `sources` when the package was built, in the form that JSON has; else what `make` gives now.

    `sources` are names beside the module, its own among them where its code matters. Raises what `make` raises, OSError.
    """
    return built(_path(beside, name), [content(_path(beside, source)) for source in sources], make)


def built(path: str, sources: Iterable[bytes], make: Callable[[], Any]) -> Any:
    """What `packed` made of these sources, if it is kept at this path; else what `make` gives."""
    try:
        kept = json.loads(content(path))
    except (OSError, ValueError):
        return make()
    match kept:
        case {"of": of, "value": value} if of == checksum(sources):
            return value
    return make()


def packed(sources: Iterable[bytes], value: Any) -> bytes:
    """The content of a JSON file for a value that was made from these sources. Raises TypeError where it is not plain."""
    made = json.dumps({"of": checksum(sources), "value": value}, ensure_ascii=False, separators=(",", ":"))
    return made.encode() + b"\n"


def checksum(sources: Iterable[bytes]) -> int:
    """One number for the contents of several files, in their order."""
    number = 0
    for data in sources:
        number = zlib.crc32(data, number)
    return number


def parsed(data: bytes) -> dict[str, Any]:
    """A TOML file's values. Raises TOMLDecodeError."""
    import tomllib

    return tomllib.loads(data.decode("utf-8"))


def text(beside: str, name: str) -> str:
    """The text `name` in the folder of the module whose `__file__` is given. Raises OSError."""
    return content(_path(beside, name)).decode("utf-8")


def content(path: str) -> bytes:
    """The bytes of a file of an installed package, which may lie in an archive. Raises OSError."""
    try:
        with open(path, "rb") as file:  # noqa: PTH123  a path object costs more than the reading
            return file.read()
    except NotADirectoryError:
        return _in_archive(path)


def listed(folder: str, ending: str) -> list[str]:
    """The paths of the files right in a folder of a package whose names end so, in order; [] where there is no such folder.

    The package may lie in an archive.
    """
    try:
        names = os.listdir(folder)  # noqa: PTH208  a path object costs more than the reading
    except NotADirectoryError:
        names = _names_in_archive(folder)
    except FileNotFoundError:
        return []
    return [os.path.join(folder, name) for name in sorted(names) if name.endswith(ending)]  # noqa: PTH118


def _in_archive(path: str) -> bytes:
    """The same where a part of the path is an archive. Raises OSError."""
    from zipfile import BadZipFile, ZipFile

    archive, inside = _archive(path)
    try:
        with ZipFile(archive) as file:
            return file.read(inside)
    except (KeyError, BadZipFile) as error:
        raise FileNotFoundError(path) from error


def _names_in_archive(folder: str) -> list[str]:
    from zipfile import ZipFile

    archive, inside = _archive(folder)
    with ZipFile(archive) as file:
        under = [name.removeprefix(f"{inside}/") for name in file.namelist() if name.startswith(f"{inside}/")]
    return [name for name in under if name and "/" not in name]


def _archive(path: str) -> tuple[str, str]:
    """The archive in a path, and the name of what lies in it."""
    whole = Path(path)
    archive = next(parent for parent in whole.parents if parent.is_file())
    return str(archive), whole.relative_to(archive).as_posix()


def _path(beside: str, name: str) -> str:
    return os.path.join(os.path.dirname(beside), name)  # noqa: PTH118, PTH120
