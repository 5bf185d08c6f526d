"""The regular expressions of patterns.toml and the short word lists of lists.toml, by name."""

import re
from collections.abc import Mapping
from functools import lru_cache

from mediawright.router.language.lazy_pattern import LazyPattern
from mediawright.tables import table

_FRAGMENT = re.compile(r"<<(\w+)>>")


@lru_cache(maxsize=2)
def _tables(name: str) -> Mapping[str, Mapping[str, str]]:
    return table(__file__, name)


def source(name: str) -> str:
    """A pattern as one line, with its fragments put in. Raises KeyError for one that the table does not hold."""
    return _blanks(_filled(_tables("patterns.toml")["patterns"][name]))


def _blanks(text: str) -> str:
    """A blank stands for any run of blanks; in a set of characters it stands for itself."""
    out: list[str] = []
    inside = False
    for at, char in enumerate(text):
        if char == "[" and not inside:
            inside = True
        elif char == "]" and inside:
            inside = False
        if char == " " and not inside:
            after = text[at + 1 : at + 2]
            out.append(r"\s" if after in ("?", "*", "+") else r"\s+")
        elif char == "?" and out and out[-1] == r"\s" and text[at - 1] == " ":
            out.append("*")
        else:
            out.append(char)
    return "".join(out)


def _filled(text: str) -> str:
    line = "".join(text.splitlines())
    return _FRAGMENT.sub(lambda match: _filled(_tables("patterns.toml")["fragments"][match[1]]), line)


def pattern(name: str) -> LazyPattern:
    """The pattern of that name, compiled at its first use, which raises KeyError for one that the table does not hold."""
    return LazyPattern(lambda: source(name))


def listed(room: str, name: str) -> frozenset[str]:
    """A list of lists.toml as a set: words parted by blanks."""
    return frozenset(_tables("lists.toml")[room][name].split())
