"""The cut of a film, for the provider that renders on this machine: plain data and files become one file. Needs `film`.

The data are `Request.options["timeline"]` of an `assemble` request, in which files are numbers of its inputs; what has been
coded stays in `ctx.cachedir` by its content, so that a cut which was stopped goes on with what is there.
"""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from mediawright.film.assembly import Assembly, with_files
from mediawright.types.dataclass import dataclass
from mediawright.types.errors import LocalFault
from mediawright.types.message import Message, Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """How many pieces a film has, and how many of them were coded now."""

    pieces: int
    made: int


class Unreadable(Exception):
    """A file that has no picture, or no sound, to be read. Argument: a sentence for people."""


def timeline_problem(timeline: object, files: Sequence[str]) -> Problem | None:
    """What is wrong with a timeline for so many files; None where it can be cut. Pure."""
    try:
        if isinstance(timeline, Mapping) and _read(timeline, files).pieces:
            return None
    except (KeyError, IndexError, TypeError, ValueError, AttributeError):
        pass
    return Problem("options", Message("film.no_timeline"), rule="film.timeline")


def cut_film(
    timeline: Mapping[str, Any], files: Sequence[str], cache: Path, path: Path, tell: Callable[[int, int], None]
) -> Cut:
    """Cut a film into `path`. Blocking. `tell` hears the frames that are done and that there are, and may raise to stop.

    Raises Unreadable, LocalFault where the disk is full, OSError, and what `tell` raises.
    """
    from mediawright.media.cut import clips
    from mediawright.media.cut.film import NoRoom, cut

    try:
        made = cut(_read(timeline, files), cache / "pieces", path, tell)
    except clips.Unreadable as error:
        raise Unreadable(Message("film.unreadable", {"file": Path(str(error)).name})) from error
    except NoRoom as error:
        needed, free = error.args
        values = {"needed": f"{needed / 1e9:.1f}", "free": f"{free / 1e9:.1f}"}
        raise LocalFault(Message("film.no_room", values)) from error
    return Cut(pieces=made.pieces, made=made.made)


def _read(timeline: Mapping[str, Any], files: Sequence[str]) -> Assembly:
    return with_files({name: value for name, value in timeline.items() if name != "cutter"}, files)
