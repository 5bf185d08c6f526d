"""Several inputs in one word, joined by commas: what exists wins over the list, and a link is cut only where one begins."""

import os
import re
from collections.abc import Callable, Iterator
from pathlib import PurePath, PurePosixPath
from urllib.parse import unquote, urlsplit

Exists = Callable[[str], bool]

LINKS = ("http://", "https://")
#: between two links, where no link has them
_FULL_WIDTH = re.compile(r"[，、；]\s*(?=https?://)")
#: marks with which lists are written beside the comma, and pairs that a chat puts around a name
_MARKS = "，、；;。"
_OPENING = "<\"'“‘「『《"
_QUOTES = frozenset({'""', "''", "“”", "‘’", "「」", "『』", "《》", "〈〉", "«»", "``", "<>"})


def split_sources(words: str, exists: Exists) -> list[str]:
    """The paths and links of a comma separated list, "" for an empty item; `exists` knows the files of this machine.

    The longest run of pieces that names a file is that file: `a,b.jpg` where it is there. A link goes on over its commas
    until another link or an existing file begins. Full-width marks part what they stand between where that exists.
    """
    pieces = _FULL_WIDTH.sub(",", words).split(",")
    found: list[str] = []
    at = 0
    while at < len(pieces):
        end = _end(pieces, at, exists)
        item = bare(",".join(pieces[at:end]), exists)
        found += _parted(item, exists) or [item]
        at = end
    return found


def bare(word: str, exists: Exists) -> str:
    """The word without blanks at its ends, and without quotation marks or a comma that a chat put around it, unless a file
    is named so and none without them."""
    short = word.strip()
    if not short or exists(local_path(short)) or short.lower().startswith(LINKS):
        return short
    if short != word and exists(local_path(word)):
        return word
    return next(
        (inner for inner in _within(short) if inner.lower().startswith(LINKS) or exists(local_path(inner))), short
    )


def _within(word: str) -> Iterator[str]:
    """What stands between quotation marks, and before a mark that ends a sentence."""
    for text in (word, word.rstrip(_MARKS)):
        if text != word:
            yield text
        if len(text) > 2 and text[0] + text[-1] in _QUOTES:
            yield text[1:-1].strip()


def _parted(item: str, exists: Exists) -> list[str]:
    """The files between marks that are no comma, where each of them exists; else none."""
    if not any(mark in item for mark in _MARKS) or _is_link(item) or exists(local_path(item)):
        return []
    parts = [bare(part, exists) for part in re.split(f"[{_MARKS}]", item) if part.strip()]
    return parts if parts and all(_is_link(part) or exists(local_path(part)) for part in parts) else []


def local_path(source: str) -> str:
    """The path that a `file://` address of this machine means; anything else as it is."""
    if not source.lower().startswith("file:"):
        return source
    try:
        parts = urlsplit(source)
    except ValueError:
        return source
    path = unquote(parts.path)
    if not PurePosixPath(path).suffix:  # a name whose "#" or "?" was written as it is
        path = unquote(source[source.index(parts.path) :]) if parts.path else path
    drive = len(path) > 2 and path[0] == "/" and path[2] == ":"  # file:///C:/cat.png
    return (path[1:] if drive else path) if parts.netloc in ("", "localhost") and path else source


def is_same(name: str, source: str, exists: Exists) -> bool:
    """Is the file or link that a text names the one that came beside it? By its place; by its name alone where the text
    gives no folder and no file of that name is at hand."""
    if name == source or _is_link(name) or _is_link(source):
        return name == source
    here, there = local_path(name), local_path(source)
    if os.path.realpath(here) == os.path.realpath(there):
        return True
    return here == PurePath(there.replace("\\", "/")).name and not exists(here)


def _is_link(piece: str) -> bool:
    return piece.strip().lstrip(_OPENING).lower().startswith(LINKS)


def _end(pieces: list[str], at: int, exists: Exists) -> int:
    if pieces[at].strip().lower().startswith("data:"):
        return min(at + 2, len(pieces))  # its one comma parts the kind from the bytes (RFC 2397)
    return _link_end(pieces, at, exists) if _is_link(pieces[at]) else _file_end(pieces, at, exists)


def _link_end(pieces: list[str], at: int, exists: Exists) -> int:
    end = at + 1
    while end < len(pieces) and not _is_link(pieces[end]) and not exists(local_path(pieces[end].strip())):
        end += 1
    return end


def _file_end(pieces: list[str], at: int, exists: Exists) -> int:
    ends = range(len(pieces), at + 1, -1)
    return next((end for end in ends if exists(local_path(bare(",".join(pieces[at:end]), exists)))), at + 1)
