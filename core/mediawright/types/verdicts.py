"""Small answers of the optional hooks: what became of a lost submit, subjects, and a talking edit session."""

from collections.abc import Mapping
from dataclasses import field
from enum import StrEnum
from typing import Any

from mediawright.types.auth import HistoryItem
from mediawright.types.dataclass import dataclass
from mediawright.types.job import Task
from mediawright.types.message import Message, Text
from mediawright.types.operations import Operation
from mediawright.types.provider import Model


@dataclass(frozen=True, slots=True)
class Found:
    """The provider has it: the job is adopted and continued."""

    task: Task


@dataclass(frozen=True, slots=True)
class NotAccepted:
    """The provider surely never accepted it: the person may confirm again."""

    why: Message | None = None


@dataclass(frozen=True, slots=True)
class CannotTell:
    """Nobody knows. `check` says what a person can look at and where.

    `candidates`: past work that may be this job's and is not proven to be. They are shown, and a person says which one it
    is, or none; `task` of an item is what the job continues with then.
    """

    check: Message | None = None
    candidates: tuple[HistoryItem, ...] = ()


Reconciled = Found | NotAccepted | CannotTell


@dataclass(frozen=True, slots=True)
class Stopped:
    """The provider says that the task has ended, or never will have begun."""


@dataclass(frozen=True, slots=True)
class Requested:
    """The provider took note and may finish all the same: the job stays alive and is followed to its real end."""

    note: Message | None = None


@dataclass(frozen=True, slots=True)
class NotPossible:
    """The provider does not stop it (any more): it goes on and costs. `why` says so in a sentence."""

    why: Message | None = None


Cancelled = Stopped | Requested | NotPossible


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogueQuery:
    """What is looked for among a provider's models found at run time.

    `name`: exactly this one, else `text` in names and descriptions and `operation`; neither: all of them. `cursor` goes on
    where a page ended.
    """

    name: str = ""
    text: str = ""
    operation: Operation | None = None
    cursor: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CataloguePage:
    """Some of them, each whole: with its inputs as capabilities and schema, and its prices where they are known.

    `cursor` "" is the last page.
    """

    models: tuple[Model, ...] = ()
    cursor: str = ""


class SubjectVerb(StrEnum):
    QUERY = "query"
    LIST = "list"
    LIST_PRESETS = "list-presets"
    DELETE = "delete"


@dataclass(frozen=True, slots=True, kw_only=True)
class SubjectAction:
    """List or remove reusable subjects, or with `kind` "voice" the voices that were saved. Creating one is a `Request`."""

    verb: SubjectVerb
    kind: str = "element"
    id: str | None = None
    task_id: str | None = None
    page: int = 1
    per_page: int = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """A reusable subject (element): character, animal, item …

    `labels`: what its tags, or else its kind, are called; shown to people in their place.
    """

    id: str
    name: str
    kind: str = ""
    status: str = ""
    description: str = ""
    owner: str = ""
    tags: tuple[str, ...] = ()
    labels: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Subjects:
    """The answer to a `SubjectAction`. `raw` is the provider's own, for `--json`."""

    items: tuple[Subject, ...] = ()
    raw: Any = None


class TalkVerb(StrEnum):
    """What can be done with an edit session besides talking (which is a `Request` with operation chat_edit)."""

    OPEN = "open"
    USE = "use"
    LIST = "list"
    CLOSE = "close"
    UPLOAD = "upload"
    TIMELINE = "timeline"


@dataclass(frozen=True, slots=True, kw_only=True)
class TalkAction:
    """A free action on an edit session. `sources` are local paths or URLs for UPLOAD."""

    verb: TalkVerb
    name: str | None = None
    sources: tuple[str, ...] = ()
    lang: str = "en"


@dataclass(frozen=True, slots=True, kw_only=True)
class TalkAnswer:
    """What came of it: a sentence, and the data behind it. Segments of a timeline are in milliseconds."""

    message: Message
    data: Mapping[str, Any] = field(default_factory=dict)
    raw: Any = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WireCall:
    """One request as the provider will see it, for `--dry-run` and for tests: secrets masked, files as {"$file": name}."""

    method: str
    url: str
    query: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    json: Any = None
    note: Message | None = None
