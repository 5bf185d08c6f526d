"""What one kind of task at a service looks like, as data: how it is polled, what its words mean, where its results are."""

from collections.abc import Mapping
from dataclasses import field
from enum import StrEnum
from typing import Any

from mediawright.types.dataclass import dataclass
from mediawright.types.operations import MediaKind
from mediawright.types.states import State


@dataclass(frozen=True, slots=True, kw_only=True)
class Outputs:
    """Where results stand in an answer: `url`, `base64`, `hex` or `text` is a path of `json_paths`. `kind` None: that of the
    job.

    `anywhere`: every object with an http `url` in it is a result, in the answer's order, but for what stands below a name of
    `beside`. `text`: what was written or heard, for a job that makes a document; it becomes a file here. A text that is no
    whole number of bytes in `hex` is no result.
    """

    url: str = ""
    base64: str = ""
    hex: str = ""
    text: str = ""
    anywhere: bool = False
    beside: tuple[str, ...] = ("thumbnail", "preview", "request")
    kind: MediaKind | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelCall:
    """How a task is stopped.

    `only_in` (states of ours): the task is polled first and the call sent only then; empty: it is always sent. Use it
    where the same call deletes what is finished. `requested`: HTTP statuses that mean "asked for, may still finish";
    any other below 300 means that it has stopped; with `asks_after` the task is polled once more, and that has the last
    word. `json`: the body, where the service wants one.
    """

    path: str
    method: str = "POST"
    json: Any = None
    only_in: tuple[State, ...] = ()
    requested: tuple[int, ...] = (202,)
    asks_after: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class BalanceCall:
    """A free call that says what is left: `left` is the path of the number, `unit` its unit ("USD", "credits"), `unit_path`
    where the answer says the unit itself."""

    path: str
    left: str
    unit: str
    unit_path: str = ""
    query: Mapping[str, str | int | list[str]] = field(default_factory=dict)
    setting: str = ""


class Clock(StrEnum):
    """How a list writes the time of a task."""

    SECONDS = "s"
    MILLISECONDS = "ms"
    ISO = "iso"


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """The service's list of tasks. Paths of `json_paths`; `items` leads to the rows, the others start at a row.

    Pages are asked for by `page` (a number from 1) or `cursor` (query name) with `next_cursor` (where the answer names
    the next); `size` is the query name of the page's length. `query` is sent with every page; "{model}", "{start}" and
    "{end}" in a value are filled (`time_format`: how a time is written there, "" for seconds); `setting` as of
    `HttpRequest`.
    Of several paths in `items` the first with rows counts. `widen_s`: so much more is asked for on both sides (nobody says
    in which zone times are read), `longest_s`: the longest span that is taken.
    `own_id`: where a row repeats the id that we sent, so that a lost answer is found for certain.
    `lag_s`: seconds until a new task surely shows. `complete`: the service promises that every task is listed from then
    on, so that "not in the list" proves that nothing was accepted. `keeps_s`: and forgets it after so many seconds.
    `needs_model`: the list shows the tasks of one model at a time; past work is that of the models used from here last.
    `total`: where an answer says how many rows there are in all. `looks_s`: a lost create is looked for so many seconds
    after it left, again and again until it is found; empty: once, at once. `apart_s`: seconds between two calls.
    """

    path: str
    items: str | tuple[str, ...]
    setting: str = ""
    id: str = "id"
    status: str = "status"
    created: str = "created_at"
    clock: Clock = Clock.SECONDS
    model: str = ""
    own_id: str = ""
    needs_model: bool = False
    query: Mapping[str, str] = field(default_factory=dict)
    time_format: str = ""
    page: str = ""
    cursor: str = ""
    next_cursor: str = ""
    size: str = ""
    page_size: int = 100
    pages: int = 20
    before_s: float = 60.0
    after_s: float = 120.0
    total: str = ""
    looks_s: tuple[float, ...] = ()
    apart_s: float = 0.0
    lag_s: float = 30.0
    widen_s: float = 0.0
    longest_s: float | None = None
    complete: bool = False
    keeps_s: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """One kind of task. `{id}` and every name of the handle may stand in the paths of calls ("/tasks/{id}").

    * `poll` "": the create's answer is the result itself (a synchronous service). It is kept in the job's folder.
    * `task_id`, `status`, `outputs`, `percent`, `charged`, `failure_code`, `failure_text`: paths into answers.
      `percent_of`: the number that means finished (1 for shares). `charged_unit`: the unit of `charged`.
    * `states`: the service's words (lower case) → ours. A word that is not listed is UNKNOWN and ends nothing.
    * `result`: a second call for the results once the state is SUCCEEDED, where the poll does not hold them.
    * `keep`: fields of the create's answer that later calls need (name in the handle → path). No secret, no signed URL.
    * `keep_paths`: addresses in it, of which only the path is kept, and only where the task's id stands in it: the key goes
      to the host of the settings alone.
    * `facts`: what else a poll tells, for people (name in `Progress.data` → path): the place in a queue.
    * `poll_after_s`: how long the service wants to be left alone; None: the core's own plan.
    """

    name: str = "task"
    poll: str = ""
    poll_method: str = "GET"
    task_id: tuple[str, ...] = ("id", "task_id")
    status: tuple[str, ...] = ("status",)
    states: Mapping[str, State] = field(default_factory=dict)
    outputs: tuple[Outputs, ...] = ()
    result: str = ""
    failure_code: tuple[str, ...] = ("error.code",)
    failure_text: tuple[str, ...] = ("error.message",)
    percent: str = ""
    percent_of: float = 100.0
    charged: str = ""
    charged_unit: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)
    keep: Mapping[str, str] = field(default_factory=dict)
    keep_paths: Mapping[str, str] = field(default_factory=dict)
    cancel: CancelCall | None = None
    listing: Listing | None = None
    create_timeout_s: float | None = None
    poll_after_s: float | None = None

    @property
    def synchronous(self) -> bool:
        return not self.poll
