"""Several inputs in one word, joined by commas: what exists wins over the list, and a link is cut only where one begins."""

from collections.abc import Callable
from urllib.parse import unquote, urlsplit

Exists = Callable[[str], bool]

LINKS = ("http://", "https://")


def split_sources(words: str, exists: Exists) -> list[str]:
    """The paths and links of a comma separated list, "" for an empty item; `exists` knows the files of this machine.

    The longest run of pieces that names a file is that file: `a,b.jpg` where it is there. A link goes on over its commas
    until another link or an existing file begins.
    """
    pieces = words.split(",")
    found: list[str] = []
    at = 0
    while at < len(pieces):
        end = _link_end(pieces, at, exists) if _is_link(pieces[at]) else _file_end(pieces, at, exists)
        found.append(bare(",".join(pieces[at:end]), exists))
        at = end
    return found


def bare(word: str, exists: Exists) -> str:
    """The word without blanks at its ends, unless a file is named so and none without them."""
    short = word.strip()
    return word if short not in ("", word) and exists(local_path(word)) and not exists(local_path(short)) else short


def local_path(source: str) -> str:
    """The path that a `file://` address of this machine means; anything else as it is."""
    if not source.lower().startswith("file:"):
        return source
    try:
        parts = urlsplit(source)
    except ValueError:
        return source
    path = unquote(parts.path)
    drive = len(path) > 2 and path[0] == "/" and path[2] == ":"  # file:///C:/cat.png
    return (path[1:] if drive else path) if parts.netloc in ("", "localhost") and path else source


def _is_link(piece: str) -> bool:
    return piece.strip().lower().startswith(LINKS)


def _link_end(pieces: list[str], at: int, exists: Exists) -> int:
    end = at + 1
    while end < len(pieces) and not _is_link(pieces[end]) and not exists(local_path(pieces[end].strip())):
        end += 1
    return end


def _file_end(pieces: list[str], at: int, exists: Exists) -> int:
    ends = range(len(pieces), at + 1, -1)
    return next((end for end in ends if exists(local_path(bare(",".join(pieces[at:end]), exists)))), at + 1)
