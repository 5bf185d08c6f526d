"""A request under way: the job, the provider's task, what a poll says of it, and the files it leaves."""

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime
from typing import Any

from mediawright.types.dataclass import dataclass
from mediawright.types.message import Message
from mediawright.types.money import Amount, Approval, Quote
from mediawright.types.operations import MediaKind
from mediawright.types.request import Request
from mediawright.types.states import State

#: the account of whoever has only one at a provider
DEFAULT_ACCOUNT = "default"


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """The provider's own reference. `id` is its task id as text, `handle` its own small JSON that the core stores
    as it is and never looks into. No secret and no signed URL belongs in it."""

    provider: str
    id: str
    handle: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Output:
    """One result at the provider. The URL is a secret with a date: it is used at once and never stored.

    `name` is the provider's own word for it: a delivery that was cut off knows its part by it. It is never the name of the
    person's file, which the core makes from the words of the request; the extension comes from the bytes. `index` counts
    the results of a task from 0, each its own.
    `made_id` is the provider's own id of this file, where it takes the file by that id as an input of a later request.
    """

    kind: MediaKind
    name: str
    url: str = ""
    index: int = 0
    duration: float | None = None
    watermarked: bool = False
    made_id: str = ""
    extra: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """One poll of a task: a verdict as a value, never an exception.

    `percent` 0–100 only where the provider says it. `look_again_s` (seconds) is the provider's request for the next poll.
    `task` replaces the stored handle when the poll taught something worth keeping. `charged` is the real cost.
    `note` is a sentence worth passing on now. `subject_id` is what a finished `create_element` or `clone_voice` made.
    """

    state: State
    percent: float | None = None
    stage: str | None = None
    outputs: tuple[Output, ...] = ()
    reason: Message | None = None
    provider_code: str | None = None
    provider_message: str | None = None
    charged: Amount | None = None
    look_again_s: float | None = None
    task: Task | None = None
    note: Message | None = None
    subject_id: str | None = None
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asset:
    """A file on disk that was checked: length, type sniffed from the bytes, hash. Bytes, pixels, seconds.

    `made_id`: as in `Output`.
    """

    path: str
    kind: MediaKind
    media_type: str
    size: int
    sha256: str
    width: int | None = None
    height: int | None = None
    duration: float | None = None
    made_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One row of the ledger. `id` is minted with the row and travels as the idempotency key.

    `created_by`: who asked for it, as far as a front end said, `created_token`: the id of the token that proves it; who
    approved stands in the approval. `account`: which of several at the provider pays (None: the one and only).
    """

    id: str
    request: Request
    request_hash: str
    provider: str
    state: State
    created_at: datetime
    updated_at: datetime
    quote: Quote | None = None
    approval: Approval | None = None
    task: Task | None = None
    assets: tuple[Asset, ...] = ()
    charged: Amount | None = None
    subject_id: str | None = None
    reason: Message | None = None
    provider_code: str | None = None
    provider_message: str | None = None
    output_dir: str | None = None
    parent: str | None = None
    position: int = 0
    submitted_at: datetime | None = None
    finished_at: datetime | None = None
    created_by: str | None = None
    created_token: str | None = None
    account: str | None = None

    @property
    def same(self) -> str:
        """By this hash its request is known as the one that was asked for before, whatever seed was drawn for it."""
        return self.quote.same if self.quote is not None and self.quote.wish else self.request_hash

    @property
    def free(self) -> bool:
        """Surely costs nothing: its price was known to be zero."""
        return self.quote is not None and self.quote.price.free


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One line of the append-only record beside a job. `data` holds no secret and no signed query string."""

    job_id: str
    at: datetime
    kind: str
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolAnswer:
    """How a program of this machine ended: its exit code, and the end (64 KiB) of what it wrote to each stream."""

    code: int
    out: str
    err: str
