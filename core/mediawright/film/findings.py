"""What is wrong with a plan, or worth a word: collected, so that all of it is shown at once."""

from collections.abc import Mapping, Sequence
from dataclasses import field
from difflib import get_close_matches
from typing import Any, Literal

from mediawright.film.positions import Path
from mediawright.types.dataclass import dataclass
from mediawright.types.message import Message

Weight = Literal["problem", "note"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One sentence about a plan, with where it stands. A problem stops the film; a note does not."""

    message: Message
    weight: Weight = "problem"
    line: int | None = None
    shot: str | None = None
    field: str = ""
    allowed: tuple[str, ...] = ()

    def as_data(self) -> dict[str, Any]:
        return {
            "weight": self.weight,
            "code": self.message.key,
            "line": self.line,
            "shot": self.shot,
            "field": self.field,
            "allowed": list(self.allowed),
            "values": {name: str(value) for name, value in self.message.values.items()},
        }


@dataclass(slots=True)
class Findings:
    """A growing list of findings. `lines` says where the keys of the plan stand."""

    lines: Mapping[Path, int] = field(default_factory=dict)
    all: list[Finding] = field(default_factory=list)

    def add(
        self,
        path: Path,
        key: str,
        *,
        shot: str | None = None,
        weight: Weight = "problem",
        allowed: Sequence[object] = (),
        values: Mapping[str, object] | None = None,
    ) -> None:
        """Note one finding. `key` is a sentence of the catalogue `film`, `path` the key it is about."""
        choices = tuple(str(one) for one in allowed)
        named = {"field": str(path[-1]) if path else "", "allowed": ", ".join(choices), **(values or {})}
        message = Message(f"film.{key}", named)
        line = self.line_of(path)
        self.all.append(
            Finding(message=message, weight=weight, line=line, shot=shot, field=_dotted(path), allowed=choices)
        )

    def line_of(self, path: Path) -> int | None:
        """The line of a key, else of the nearest thing around it."""
        while path:
            if path in self.lines:
                return self.lines[path]
            path = path[:-1]
        return None

    @property
    def problems(self) -> tuple[Finding, ...]:
        return self._of("problem")

    @property
    def notes(self) -> tuple[Finding, ...]:
        return self._of("note")

    def _of(self, weight: Weight) -> tuple[Finding, ...]:
        found = [one for one in self.all if one.weight == weight]
        return tuple(sorted(found, key=lambda one: one.line or 0))


def nearest(word: str, known: Sequence[str]) -> str:
    """The known word that is spelled most like this one, "" where none is near."""
    return next(iter(get_close_matches(word.lower(), known, n=1, cutoff=0.6)), "")


def _dotted(path: Path) -> str:
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else str(part)
    return text
