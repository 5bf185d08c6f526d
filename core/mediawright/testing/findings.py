"""What the conformance suite says: what is not right, why it matters, and where it is written."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import field
from types import ModuleType

from mediawright.plugins.dispatch import Plugin
from mediawright.types.dataclass import dataclass
from mediawright.types.operations import Operation
from mediawright.types.provider import Provider
from mediawright.types.request import Request


@dataclass(frozen=True, slots=True)
class Finding:
    """One remark of a review. `where` names the page or docstring that has more."""

    what: str
    why: str
    where: str

    def __str__(self) -> str:
        return f"• {self.what}\n  Why it matters: {self.why}\n  More: {self.where}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """The provider under review.

    `others` are the providers it will live beside. `samples` are requests of the author's own for operations that need
    more than a plausible minimum; one is enough for each.
    """

    plugin: Plugin
    others: tuple[Provider, ...] = ()
    samples: Mapping[Operation, Request] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return self.plugin.name

    @property
    def module(self) -> ModuleType:
        return self.plugin.module

    @property
    def provider(self) -> Provider:
        return self.plugin.provider


Check = Callable[[Subject], Iterator[Finding]]


def review(name: str, findings: list[Finding]) -> str:
    """The remarks as one text."""
    count = len(findings)
    head = f"{name}: {count} thing{'' if count == 1 else 's'} to look at before this provider is ready."
    return "\n\n".join([head, *map(str, findings)])
