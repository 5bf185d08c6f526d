"""Regular expressions as the engine takes them, kept from one run to the next: compiling them is half of a short route.

What is kept holds for one version of the engine only (its number is part of it). Where that, or the compiler's inner
form, is another than the one known here, the patterns are compiled as ever.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

from mediawright.resource_cache import derived

#: source, flags, code, number of groups, groups by name, names by group
Code = tuple[str, int, list[int], int, dict[str, int], tuple[str | None, ...]]


def codes(sources: tuple[str, ...], patterns: Callable[[], Mapping[str, str]]) -> dict[str, Code]:
    """The engine's code for each of `patterns`, kept until one of the files `sources` changes; {} where that cannot be."""
    try:
        import _sre  # type: ignore[import-not-found]  # of CPython, without a stub

        magic: int = _sre.MAGIC
        kept = derived("patterns", sources, lambda: (magic, {name: _code(text) for name, text in patterns().items()}))
    except (ImportError, AttributeError, TypeError):
        return {}
    found: dict[str, Code] = kept[1]
    return found if kept[0] == magic else {}


def pattern_of(text: str, code: Code | None) -> re.Pattern[str]:
    """The pattern of a source text, from its code where there is one."""
    if code is None or code[0] != text:
        return re.compile(text)
    import _sre

    made: re.Pattern[str] = _sre.compile(*code)
    return made


def prepared(module: str, *texts: str) -> tuple[re.Pattern[str], ...]:
    """The patterns of one module, whose `__file__` is given."""
    kept = codes((module,), lambda: {str(at): text for at, text in enumerate(texts)})
    return tuple(pattern_of(text, kept.get(str(at))) for at, text in enumerate(texts))


def _code(text: str) -> Code:
    """What `re.compile` hands to the engine (CPython 3.11 and later)."""
    from re import _compiler, _parser  # type: ignore[attr-defined]

    parsed: Any = _parser.parse(text, 0)
    names: dict[str, int] = parsed.state.groupdict
    by_group: list[str | None] = [None] * parsed.state.groups
    for name, number in names.items():
        by_group[number] = name
    code = [int(number) for number in _compiler._code(parsed, 0)]
    return text, int(parsed.state.flags), code, parsed.state.groups - 1, names, tuple(by_group)
