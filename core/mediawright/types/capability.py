"""What a model can do: operations, the values each parameter takes, inputs, options of its own."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import field
from enum import StrEnum
from functools import cached_property
from typing import Any, overload

from mediawright.types.dataclass import dataclass
from mediawright.types.operations import MediaKind, Operation
from mediawright.types.request import Role


class LookupGrade(StrEnum):
    """What can be found out about a submit whose answer was lost. People are told where it is not exact."""

    OWN_ID = "own_id"  # the provider repeats the id that we sent
    BY_LIST = "by_list"  # a list can be searched for what must be ours
    NONE = "none"  # nothing can be looked up


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    """How many inputs of one kind a capability takes. `roles` empty: any role of that kind. `at_most` None: no limit."""

    kind: MediaKind
    roles: tuple[Role, ...] = ()
    at_least: int = 0
    at_most: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Capability:
    """What a model can do for some operations. An empty tuple means "this parameter is not taken here".

    `durations` are whole seconds; values are listed, not ranged, so that a refusal can name them. `defaults` fill the
    fields a person left out (field name of `Request` → value) and are shown in the confirmation. `assumed` is what the
    provider itself takes for a field that is not sent: it counts for the price and is shown, and stays unsent.

    `draws_seed`: where a person gave no seed, the core draws one before the price is asked, so that two equal requests can
    be told apart afterwards.

    `voice`: a speaker can be chosen; which ones there are, `Provider.voices` says, and one that it does not list is
    the provider's to judge. `languages`: what can be spoken; empty: the language cannot be chosen.

    `lookup`: what can be found out about a lost submit, where it is not what the provider says of itself.

    `schema` is a JSON Schema (type object) of the options that only this model knows: they are read by it (`--option
    steps=4` is a number where the schema says so) and checked before anything is sent. Where it is given, an option that
    is in neither it nor `Provider.options` is refused. None: the model takes those of `Provider.options` alone.
    """

    operations: tuple[Operation, ...]
    durations: tuple[int, ...] = ()
    aspect_ratios: tuple[str, ...] = ()
    resolutions: tuple[str, ...] = ()
    modes: tuple[str, ...] = ()
    qualities: tuple[str, ...] = ()
    styles: tuple[str, ...] = ()
    scopes: tuple[str, ...] = ()
    sound: tuple[bool, ...] = ()
    counts: tuple[int, ...] = (1,)
    inputs: tuple[Inputs, ...] = ()
    subjects: int = 0
    multi_shot: bool = False
    negative_prompt: bool = False
    watermark: bool = False
    seed: bool = False
    draws_seed: bool = False
    voice: bool = False
    languages: tuple[str, ...] = ()
    prompt_limit: int | None = None
    prompt_required: bool = True
    defaults: Mapping[str, Any] = field(default_factory=dict)
    assumed: Mapping[str, Any] = field(default_factory=dict)
    schema: Mapping[str, Any] | None = None
    lookup: LookupGrade | None = None


class LazyCapabilities(Sequence[Capability]):
    """What a model can do, worked out when it is first looked at: one message needs a few of some hundred models.

    `make` gives one capability for each of `operations`, which alone are known before.
    """

    def __init__(self, operations: tuple[Operation, ...], make: Callable[[Operation], Capability]) -> None:
        self.operations = operations
        self._make = make

    @cached_property
    def _made(self) -> tuple[Capability, ...]:
        return tuple(map(self._make, self.operations))

    def __len__(self) -> int:
        return len(self.operations)

    @overload
    def __getitem__(self, index: int) -> Capability: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Capability, ...]: ...
    def __getitem__(self, index: int | slice) -> Capability | tuple[Capability, ...]:
        return self._made[index]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and self._made == tuple(other)

    def __hash__(self) -> int:
        return hash(self.operations)

    def __repr__(self) -> str:
        return repr(self._made)
