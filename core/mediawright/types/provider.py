"""What `describe()` returns: a provider as plain data. Help, validation, quotes, skills and docs are made from it."""

from collections.abc import Mapping, Sequence
from dataclasses import field
from datetime import date
from enum import StrEnum
from typing import Any, Literal

from mediawright.types.capability import Capability, LazyCapabilities, LookupGrade
from mediawright.types.dataclass import dataclass
from mediawright.types.message import Message, Text
from mediawright.types.money import Prices
from mediawright.types.operations import MediaKind, Operation
from mediawright.types.vocabulary import Vocabulary

#: the version of the plugin contract that this core speaks
SPEC = 2


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
    draft wherever it is shown, and is made only where a person asks for it or nobody makes the real thing. `picture_mark`,
    `subject_mark`: how a prompt points at the n-th picture or saved subject ("<<<image_{n}>>>"), for models that take saved
    subjects; "" where plain words ("image 1") do.
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
    picture_mark: str = ""
    subject_mark: str = ""

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

    def drafts(self, operation: Operation) -> bool:
        """Whether its results of this kind only stand in for the real thing: the cut of a film is one, whoever makes it."""
        return self.draft and operation is not Operation.ASSEMBLE

    def models_for(self, operation: Operation) -> tuple[Model, ...]:
        """The models able to do it, the recommended one first."""
        able = [m for m in self.models if m.capability(operation) is not None]
        best = [m for m in able if operation in m.recommended_for]
        return (*best, *(m for m in able if operation not in m.recommended_for)) if best else tuple(able)

    def model(self, name: str, kind: MediaKind | None = None) -> Model | None:
        return next((m for m in self.models if m.name == name and (kind is None or m.kind is kind)), None)
