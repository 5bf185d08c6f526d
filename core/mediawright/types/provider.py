"""What `describe()` returns: a provider as plain data. Help, validation, quotes, skills and docs are made from it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import field
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Any, Literal, overload

from mediawright.types.dataclass import dataclass
from mediawright.types.message import Message, Text
from mediawright.types.money import Prices
from mediawright.types.operations import MediaKind, Operation
from mediawright.types.request import Role
from mediawright.types.vocabulary import Vocabulary

#: the version of the plugin contract that this core speaks
SPEC = 2


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """How long a generation takes, in seconds from submit to result: the contract's figures."""

    typical_low: float
    typical_high: float
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """A model under its canonical name. One name may stand for a video and an image model: two entries, two kinds.

    `aliases` are understood in conversation. `strict_aliases` True: an alias given as `--model` is refused with the
    canonical name (the provider's own rule); False: it is accepted and canonicalised.

    `since`, `retires`: the days on which the provider offers it for the first time and no more. From `retires` on it is
    refused and `replaced_by` (a canonical name) is offered instead; in the weeks before, the confirmation says so. `data` is
    the provider's own, kept with a model that was found at run time.
    """

    name: str
    label: Text
    kind: MediaKind
    capabilities: Sequence[Capability]
    aliases: tuple[str, ...] = ()
    strict_aliases: bool = False
    prices: Prices | None = None
    timing: Timing | None = None
    recommended_for: tuple[Operation, ...] = ()
    note: Message | None = None
    since: date | None = None
    retires: date | None = None
    replaced_by: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)

    def capability(self, operation: Operation) -> Capability | None:
        if isinstance(self.capabilities, LazyCapabilities) and operation not in self.capabilities.operations:
            return None
        for found in self.capabilities:  # no generator: thousands of models are asked this for one plan
            if operation in found.operations:
                return found
        return None

    @property
    def operations(self) -> tuple[Operation, ...]:
        if isinstance(self.capabilities, LazyCapabilities):
            return self.capabilities.operations
        return tuple(op for c in self.capabilities for op in c.operations)


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """A speaker that comes with the provider. `languages` empty: every language that its model speaks."""

    name: str
    label: Text
    languages: tuple[str, ...] = ()


class AuthKind(StrEnum):
    """How a person signs in."""

    NONE = "none"
    DEVICE = "device"  # a link is shown, RFC 8628 and its relatives
    KEYS = "keys"  # keys are imported or typed in
    ANONYMOUS = "anonymous"  # a token is made without a person


class Audience(StrEnum):
    """Who sets an environment variable. Skills and manifests publish those of users only."""

    USER = "user"
    INTERNAL = "internal"  # set by the system or by the vendor's own tool, or an override for support
    TEST = "test"  # simulators and tests


@dataclass(frozen=True, slots=True, kw_only=True)
class EnvSource:
    """A set of environment names that counts only when all are set and not blank.

    Every field is a secret, except those in `public`, which only identify.
    """

    fields: Mapping[str, str]  # credential field -> environment name
    public: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FileSource:
    """A file of the vendor's own tool: read, never written. `root_env` may move its folder.

    `fields` maps a credential field to the accepted spellings of its key, first hit wins; all must be present.
    Format "env": `KEY=VALUE` lines, `#` comments, one layer of quotes removed. Format "line": the first line is the value
    of the only field.
    """

    path: str  # below the root, or starting with "~/"
    format: Literal["ini", "json", "env", "line"]
    fields: Mapping[str, tuple[str, ...]]
    optional: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    section: str = "default"
    root_env: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """A value a plugin may ask for by name (`ctx.settings`): from the environment, the config file, a file of the
    vendor's own tool (`file`, whose `fields` maps this setting's name to the key's spellings) or its default.

    `audience` says who sets its environment names, `secret` that hosts must hide the value.
    """

    name: str
    env: tuple[str, ...] = ()
    default: str = ""
    description: Text | None = None
    file: FileSource | None = None
    audience: Audience = Audience.USER
    secret: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """An extra that only this provider has: `--option name=value`, `Request.options[name]`."""

    name: str
    description: Text
    allowed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What the provider takes at once. Bytes, seconds."""

    parallel: int | None = None
    input_bytes: int | None = None
    media_types: tuple[str, ...] = ()
    result_life_s: float | None = None
    wait_s: float = 1800.0  # how long a wait without another word lasts


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider:
    """One provider. `locale` is the folder that holds its catalogues (`<lang>/LC_MESSAGES/<name>.mo`).

    `credentials` are looked through in order, before the core's own store. `client_id` says that the provider takes
    our job id with a submit, so that a lost answer can be looked up. `tools` are the programs of this machine that the
    provider may run with `ctx.run_tool`, by bare name. `lookup` says what `reconcile` can do; None: not said.
    `libraries` are importable names that it cannot work without and that only the extra of its own name brings.
    `broker`: it offers the models of others, so it is chosen only where a person names it or nobody else can do it, and the
    names of its models lead to their own makers. `draft`: what it makes only stands in for the real thing, is called a
    draft wherever it is shown, and is made only where a person asks for it or nobody makes the real thing.
    """

    name: str
    title: Text
    models: tuple[Model, ...]
    spec: int = SPEC
    website: str = ""
    free: bool = False
    local: bool = False
    auth: tuple[AuthKind, ...] = (AuthKind.NONE,)
    credentials: tuple[EnvSource | FileSource, ...] = ()
    settings: tuple[Setting, ...] = ()
    options: tuple[Option, ...] = ()
    voices: tuple[Voice, ...] = ()
    vocabulary: Vocabulary = field(default_factory=Vocabulary)
    limits: Limits = field(default_factory=Limits)
    free_operations: tuple[Operation, ...] = ()
    hosts: tuple[str, ...] = ()
    client_id: bool = False
    locale: str | None = None
    tools: tuple[str, ...] = ()
    libraries: tuple[str, ...] = ()
    lookup: LookupGrade | None = None
    broker: bool = False
    draft: bool = False

    @property
    def grade(self) -> LookupGrade | None:
        """What can be found out about a lost submit, as far as the provider says it."""
        return LookupGrade.OWN_ID if self.lookup is None and self.client_id else self.lookup

    def grade_of(self, model: Model, operation: Operation) -> LookupGrade | None:
        """The same for one operation of a model, which may say otherwise."""
        capability = model.capability(operation)
        return (capability.lookup if capability else None) or self.grade

    @property
    def operations(self) -> frozenset[Operation]:
        return frozenset(op for model in self.models for op in model.operations)

    def models_for(self, operation: Operation) -> tuple[Model, ...]:
        """The models able to do it, the recommended one first."""
        able = [m for m in self.models if m.capability(operation) is not None]
        best = [m for m in able if operation in m.recommended_for]
        return (*best, *(m for m in able if operation not in m.recommended_for)) if best else tuple(able)

    def model(self, name: str, kind: MediaKind | None = None) -> Model | None:
        return next((m for m in self.models if m.name == name and (kind is None or m.kind is kind)), None)
