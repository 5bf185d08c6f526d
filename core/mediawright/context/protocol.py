"""The shape of `ctx`: all that a plugin may touch of the outside world. Names only; the core builds the real one."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from mediawright.types.dataclass import dataclass
from mediawright.types.job import Asset, Output, Progress, ToolAnswer
from mediawright.types.message import Message
from mediawright.types.provider import Provider
from mediawright.types.request import Base64File, Media, MediaInfo


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An HTTP answer that was read to its end. Headers are lower-case."""

    status: int
    headers: Mapping[str, str]
    content: bytes
    url: str

    @property
    def text(self) -> str:
        return self.content.decode("utf-8", "replace")

    def json(self) -> Any:
        """The parsed body. Raises ValueError where it is no JSON (also for absurd nesting or size)."""
        import json

        try:
            return json.loads(self.content)
        except RecursionError as error:
            raise ValueError("nested too deeply") from error


@dataclass(frozen=True, slots=True)
class ServerSentEvent:
    """One event by the SSE standard; comments arrive as events with `event == "comment"`."""

    event: str
    data: str
    id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Credential:
    """A complete set of a provider's secrets. `source` names where they come from, for people; never print `values`."""

    values: Mapping[str, str]
    source: str

    def __repr__(self) -> str:
        return f"Credential(source={self.source!r})"


class Clock(Protocol):
    def now(self) -> datetime:
        """The time, aware, UTC."""
        ...

    def monotonic(self) -> float: ...

    async def sleep(self, seconds: float) -> None: ...


class Ids(Protocol):
    """Where identifiers and randomness come from."""

    def new_id(self) -> str: ...

    def quote_id(self) -> str: ...

    def random_bytes(self, count: int) -> bytes: ...


class EventStream(Protocol):
    """An open answer that is read piece by piece."""

    status: int
    headers: Mapping[str, str]

    def events(self) -> AsyncIterator[ServerSentEvent]:
        """Server-sent events until the stream closes; raises Unreachable when it is cut."""
        ...

    async def read(self, limit: int = 1_000_000) -> bytes:
        """The rest of the body, at most `limit` bytes."""
        ...


class Sink(Protocol):
    """Where results go. Each call names one output and ends in a checked file."""

    async def fetch(
        self,
        output: Output,
        url: str | None = None,
        *,
        headers: Mapping[str, str] | None = None,
        trusted: bool = False,
    ) -> Asset:
        """Stream a URL (default: the output's) to disk: `.part`, Range resume, length and type check, hash, rename.

        `trusted` keeps the given headers (a bearer) for a provider's own host; they never follow a redirect elsewhere.
        """
        ...

    async def write(self, output: Output, chunks: AsyncIterator[bytes]) -> Asset: ...

    async def take(self, output: Output, path: Path) -> Asset:
        """Move a file that the plugin made in `ctx.workdir` into place."""
        ...


class Context(Protocol):
    """One plugin's window to the world, for one call."""

    provider: Provider
    settings: Mapping[str, str]
    clock: Clock
    lang: str
    job_id: str | None

    @property
    def workdir(self) -> Path:
        """A folder private to this job (or to the provider outside a job); it survives a restart and goes when the job
        is over."""
        ...

    @property
    def cachedir(self) -> Path:
        """A folder of this provider that outlives jobs, for what can be made again; it may be emptied at any time, and is
        kept below 5 GB, what was changed longest ago going first."""
        ...

    async def get(
        self,
        url: str,
        *,
        params: Mapping[str, str | int | list[str]] | None = None,
        headers: Mapping[str, str] | None = None,
        json: Any = None,
        timeout: float | None = None,
        tries: int | None = None,
    ) -> Answer:
        """A poll: repeated on network trouble, 502–504 and 429 with jittered backoff and Retry-After. Seconds.

        `tries` bounds the repeats (1: a single poll, for a provider whose own rules say when to ask again).
        Returns whatever HTTP status came; raises Unreachable when no answer could be had.
        """
        ...

    async def post(
        self,
        url: str,
        *,
        params: Mapping[str, str | int | list[str]] | None = None,
        headers: Mapping[str, str] | None = None,
        json: Any = None,
        timeout: float | None = None,
        tries: int | None = None,
        method: str = "POST",
    ) -> Answer:
        """A POST that is safe to repeat (a poll spelled as POST, a login exchange): retried like `get`. `method` for
        providers that say PUT, PATCH or DELETE (a cancel)."""
        ...

    async def post_once(
        self,
        url: str,
        *,
        params: Mapping[str, str | int | list[str]] | None = None,
        headers: Mapping[str, str] | None = None,
        json: Any = None,
        timeout: float | None = None,
    ) -> Answer:
        """The POST that spends, never sent twice; PluginFault in any hook but `submit`. Raises NotSent when the
        connection was never made, Uncertain when the request may have been received but no answer came."""
        ...

    def stream(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        json: Any = None,
        timeout: float | None = None,
    ) -> AbstractAsyncContextManager[EventStream]:
        """An answer read piece by piece, sent once. `timeout`: seconds of silence. Raises like post_once (but for GET)."""
        ...

    async def upload(
        self,
        url: str,
        media: Media,
        *,
        method: str = "POST",
        field: str | None = "file",
        filename: str | None = None,
        form: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        timeout: float | None = None,
        part: tuple[int, int] | None = None,
    ) -> Answer:
        """Stream a local input: as multipart under `field`, or as the raw body with `field=None`. Memory stays flat. `part`:
        (offset, length) of a piece. It asks for nothing that costs: a lost answer is Unreachable, not Uncertain."""
        ...

    async def inspect(self, media: Media) -> MediaInfo:
        """What the bytes of a local input are (type, size, hash, and dimensions, duration where they can be measured)."""
        ...

    async def as_base64(self, media: Media, *, prefix: str = "") -> Base64File:
        """A local input to be sent as base64 within `json=`, in flat memory whatever its size (at most 200 MiB). `prefix`
        for a provider that wants `data:image/png;base64,` before it. Raises InvalidRequest: changed since it was measured
        for the approval, too large, not there."""
        ...

    async def read_base64(self, media: Media) -> str:
        """A local input as raw base64 without a data: prefix, all of it in memory; to send it use `as_base64`."""
        ...

    async def localize(self, media: Media, *, max_bytes: int | None = None) -> Media:
        """A URL input fetched into `workdir` (public addresses only) as a local one; a local one as it is."""
        ...

    async def run_tool(self, argv: Sequence[str | Media], *, timeout: float = 3600.0) -> ToolAnswer:
        """Run a program that `Provider.tools` names, for a provider that is a command line tool of this machine.

        `argv[0]` is the bare name, found on the search path; a local `Media` among the rest becomes its checked path. No
        shell, no input, `workdir` as the current folder, an environment without anybody's keys; after `timeout` seconds
        or when the call is cancelled the program is ended with everything it started. Whatever exit code came is
        returned. Raises NotAvailable where the program is not installed, TaskFailed when it took too long, LocalFault
        where it cannot be started, PluginFault for an undeclared program or a known secret in `argv`.
        """
        ...

    @property
    def sent_once(self) -> bool:
        """True once a call that must not go out twice (`post_once`, `stream`) may have left this machine. The runner reads
        it to tell "nothing was asked for yet" from "nobody can know"; uploads and polls do not count."""
        ...

    @property
    def doubtful(self) -> bool:
        """True once a call that must not go out twice had an answer that can be no refusal (`can_refuse`) or was a web page:
        what stands between us and the service may have written it. The runner then takes no refusal's word."""
        ...

    @property
    def credential(self) -> Credential | None:
        """The first complete set: explicit, environment, vendor's file, own store. None: not signed in."""
        ...

    def save_credential(self, values: Mapping[str, str]) -> None:
        """Keep secrets in the core's store (OS keyring, else a private file)."""
        ...

    def forget_credential(self) -> None: ...

    def recall(self, key: str, *, shared: bool = False) -> Any:
        """A small JSON value this provider kept (no secret), or None; `shared` as it was kept."""

    def keep(self, key: str, value: Any, *, shared: bool = False) -> None:
        """Keep a small JSON value of this provider, atomically; None forgets it. `shared`: it is about jobs, not about this
        machine's sign-in or clock, and is kept in a ledger that machines share: any of them can go on with the job."""
        ...

    def recall_secret(self, key: str) -> str | None:
        """A secret of a pending sign-in (a PKCE verifier, a device code) kept privately between two calls, or None."""
        ...

    def keep_secret(self, key: str, value: str | None) -> None:
        """Keep such a secret in the core's private store, apart from the credential; None forgets it."""
        ...

    def new_id(self) -> str:
        """A random id (UUID4 text); tests make it predictable."""
        ...

    def random_bytes(self, count: int) -> bytes: ...

    def debug(self, text: str, **data: object) -> None:
        """A line for the debug log; known secrets are masked."""
        ...

    def report(self, progress: Progress) -> None:
        """Progress inside a long hook (an upload before the submit)."""
        ...

    def say(self, message: Message) -> None:
        """A sentence for the person, now (a notice)."""
        ...
