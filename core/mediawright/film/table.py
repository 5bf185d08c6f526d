"""One table of a plan, read key by key: what is not understood is noted with its line, and reading goes on."""

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from mediawright.film.findings import Findings, nearest
from mediawright.film.positions import Path


class Table:
    """The keys of one table. Every key must be asked for; `done` notes those that nothing asked for."""

    def __init__(self, findings: Findings, values: object, path: Path, shot: str | None = None) -> None:
        self.findings, self.path, self.shot = findings, path, shot
        self.values: Mapping[str, Any] = {}
        if isinstance(values, Mapping):
            self.values = values
        elif values is not None:
            self.note((), "not_a_table")
        self.asked: list[str] = []

    def note(self, key: str | Path, code: str, *, allowed: Sequence[object] = (), **values: object) -> None:
        path = (key,) if isinstance(key, str) else key
        self.findings.add((*self.path, *path), code, shot=self.shot, allowed=allowed, values=values)

    def has(self, key: str) -> bool:
        return key in self.values

    def text(self, key: str, default: str = "", *, needed: bool = False, longest: int = 5000) -> str:
        """A string. `needed`: neither missing nor blank."""
        value = self._take(key, needed=needed)
        if value is None:
            return default
        if not isinstance(value, str):
            self.note(key, "not_text", value=value)
            return default
        if needed and not value.strip():
            self.note(key, "empty")
        if len(value) > longest:
            self.note(key, "too_long", most=longest)
        return value.strip()

    def word(self, key: str) -> str | None:
        return self.text(key) or None

    def choice(self, key: str, allowed: Sequence[Any], default: Any, spellings: Mapping[str, str] | None = None) -> Any:
        """One of the allowed values, or another spelling of it; a number is the same in quotation marks and without."""
        value = self._take(key)
        if value is None:
            return default
        word = value.strip().lower() if isinstance(value, str) else str(value)
        known = (spellings or {}).get(word, value)
        if not isinstance(value, bool):
            known = next((one for one in allowed if str(one) == str(known)), known)
        if known not in allowed or isinstance(known, bool) != isinstance(allowed[0], bool):
            self.note(key, "not_allowed", value=value, allowed=allowed)
            return default
        return known

    def number(self, key: str, default: Any = 0.0, *, low: float, high: float, needed: bool = False) -> Any:
        """A finite number between `low` and `high`."""
        value = self._take(key, needed=needed)
        if value is None:
            return default
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
            self.note(key, "not_a_number", value=value)
            return default
        if not low <= value <= high:
            self.note(key, "out_of_range", value=f"{value:g}", low=f"{low:g}", high=f"{high:g}")
            return default
        return value

    def flag(self, key: str, default: bool | None = False) -> bool | None:
        value = self._take(key)
        if value is not None and not isinstance(value, bool):
            self.note(key, "not_a_flag", value=value)
            return default
        return default if value is None else value

    def words(self, key: str, most: int) -> tuple[str, ...]:
        """A list of strings; a single string is a list of one."""
        value = self._take(key)
        if isinstance(value, str):
            value = [value]
        if value is None:
            return ()
        if not isinstance(value, list) or not all(isinstance(one, str) and one.strip() for one in value):
            self.note(key, "not_a_list_of_text")
            return ()
        if len(value) > most:
            self.note(key, "too_many", most=most, count=len(value))
        return tuple(value)

    def table(self, key: str) -> "Table":
        return Table(self.findings, self._take(key), (*self.path, key), self.shot)

    def options(self, key: str) -> Mapping[str, Any]:
        """A table whose keys are a provider's own words."""
        value = self._take(key)
        if value is not None and not isinstance(value, Mapping):
            self.note(key, "not_a_table")
            return {}
        return value or {}

    def tables(self, key: str, most: int, wrap: str | None = None) -> Iterator["Table"]:
        """The tables of an array. `wrap`: a bare string stands for a table with this one key."""
        value = self._take(key)
        if value is None:
            return
        if wrap and isinstance(value, str):
            value = [value]
        if not isinstance(value, list):
            self.note(key, "not_a_list")
            return
        if len(value) > most:
            self.note(key, "too_many", most=most, count=len(value))
        for number, one in enumerate(value):
            inner = {wrap: one} if wrap and isinstance(one, str) else one
            yield Table(self.findings, inner, (*self.path, key, number), self.shot)

    def done(self) -> None:
        """Note every key that was never asked for, with the nearest known one."""
        for key in self.values:
            if key not in self.asked:
                close = nearest(key, self.asked)
                self.note(
                    key, "unknown_key.near" if close else "unknown_key", name=key, nearest=close, allowed=self.asked
                )

    def _take(self, key: str, *, needed: bool = False) -> Any:
        self.asked.append(key)
        if needed and key not in self.values:
            self.findings.add(self.path, "missing", shot=self.shot, values={"field": key})
        return self.values.get(key)
