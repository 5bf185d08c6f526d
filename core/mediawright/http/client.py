"""The one HTTP client: limits, refusals, repetition of what is safe, and which failure means that nothing was sent."""

import asyncio
import re
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, BinaryIO, cast
from urllib.parse import urlsplit

from mediawright.context.protocol import Answer, Clock
from mediawright.http import retry
from mediawright.http.address_policy import Guard
from mediawright.http.body import read_all
from mediawright.http.connections import Connections, HttpLimits
from mediawright.http.errors import AddressRefused
from mediawright.http.fence import Fence
from mediawright.http.httpx_errors import understood
from mediawright.http.redact import SafeLog, strip_query
from mediawright.http.sse import OpenAnswer
from mediawright.types.dataclass import dataclass
from mediawright.types.errors import Retry, Unreachable
from mediawright.types.message import Message

if TYPE_CHECKING:
    from mediawright.http.transport import AsyncClient, Request, Response

_BREAK = re.compile(r"[^\x20-\x7e]")

Rng = Callable[[], float]
Reveal = Callable[[Any], Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One HTTP request before it is sent. `timeout`: seconds of silence. `tries` bounds the repeats of a poll. `json` may
    hold a Base64File anywhere. `fence` is asked when the bytes leave."""

    method: str
    url: str
    params: Mapping[str, str | int | list[str]] | None = None
    headers: Mapping[str, str] | None = None
    json: Any = None
    timeout: float | None = None
    tries: int | None = None
    fence: Fence | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A file as body: multipart under `field` beside the `form`, or the raw bytes with `field` None. `size`: bytes.
    With `sha256` its last piece leaves only once all of it was found to be those bytes. `offset`: only `size` bytes from
    there on."""

    file: BinaryIO
    name: str
    media_type: str
    size: int
    field: str | None = "file"
    form: Mapping[str, str] | None = None
    sha256: str | None = None
    offset: int | None = None

    @property
    def source(self) -> BinaryIO:
        """What is read while it is sent."""
        from mediawright.http.checked_file import CheckedFile, FilePart

        if self.offset is not None:
            return cast("BinaryIO", FilePart(self.file, self.offset, self.size))
        return self.file if self.sha256 is None else cast("BinaryIO", CheckedFile(self.file, self.size, self.sha256))


class Http:
    """Calls the outside world; imports its library at the first call.

    `rng` gives random numbers in [0, 1). Every call refuses plain http (but to loopback where the guard allows it),
    follows no redirect, keeps no cookie and returns whatever HTTP status came.
    """

    def __init__(
        self,
        clock: Clock,
        rng: Rng,
        *,
        guard: Guard | None = None,
        log: SafeLog | None = None,
        limits: HttpLimits | None = None,
        policy: retry.RetryPolicy | None = None,
    ) -> None:
        self.clock = clock
        self.rng = rng
        self.guard = guard or Guard()
        self.log = log or SafeLog()
        self.limits = limits or HttpLimits()
        self.policy = policy or retry.RetryPolicy()
        #: gives links back the credentials that were put away
        self.reveal: Reveal = _as_it_is
        #: the time that the last server told (RFC 9110 §6.6.1), and this machine's at that moment
        self.told_time: tuple[str, datetime] | None = None
        self.connections = Connections(self.guard, self.limits, self.log)
        # the library's own queue is searched from its beginning at every call; thousands of polls wait here instead
        self._room = asyncio.Semaphore(self.limits.pooled)

    async def aclose(self) -> None:
        await self.connections.aclose()

    async def request_idempotent(self, call: Call) -> Answer:
        """A call that is safe to repeat. Raises Unreachable (NotSent where no connection could be made)."""
        failures = 0
        while True:
            failures += 1
            try:
                async with self._room:
                    answer = await self._exchange(self.connections.pooled, call, repeatable=True)
            except Unreachable as error:
                wait = None if error.retry is Retry.NEVER else self._wait(call, failures)
                if wait is None:
                    raise
            else:
                wait = self._wait_after(call, answer, failures)
                if wait is None:
                    return answer
            self.log.line("repeat", url=strip_query(call.url), after_s=round(wait, 2), failures=failures)
            await self.clock.sleep(wait)

    async def once(self, call: Call) -> Answer:
        """A call that goes out once. Raises NotSent (surely not received) or Uncertain (nobody knows)."""
        return await self._exchange(self.connections.once, call, repeatable=False)

    @asynccontextmanager
    async def stream(self, call: Call) -> AsyncIterator[OpenAnswer]:
        """An open answer, sent once. Raises like `once` until the answer's head is there."""
        call, fence = await self._whole(call), call.fence or Fence()
        self.guard.check_url(call.url)
        with understood(call.url, fence, repeatable=False):
            response = await self._send(self.connections.once, call, fence)
        self._logged(call, response.status_code)
        try:
            yield OpenAnswer(response)
        finally:
            await response.aclose()

    async def upload(self, call: Call, body: Upload, own: Iterable[str] = ()) -> Answer:
        """A file sent once, piece by piece; it asks for nothing that costs.

        A host that none of the addresses of `own` names was named by a third party: it is reached at public addresses only.
        Raises Unreachable (NotSent), AddressRefused.
        """
        client = self.connections.once
        if self.guard.check_url(call.url).hostname not in {urlsplit(link).hostname for link in own if "://" in link}:
            from mediawright.http.public_links import public_client

            client = await public_client(self, call.url)
        return await self._exchange(client, call, repeatable=True, body=body)

    async def _exchange(
        self, client: "Callable[[], AsyncClient]", call: Call, *, repeatable: bool, body: Upload | None = None
    ) -> Answer:
        call, fence = await self._whole(call), call.fence or Fence()
        self.guard.check_url(call.url)
        whole = max(self.limits.answer_s, 2 * (call.timeout or 0.0))
        with understood(call.url, fence, repeatable=repeatable):
            async with asyncio.timeout(whole):
                response = await self._send(client, call, fence, body)
                try:
                    content = await read_all(response, self.limits.answer_bytes)
                finally:
                    await response.aclose()
        self._logged(call, response.status_code)
        headers = {name.lower(): value for name, value in response.headers.items()}
        self.told_time = (headers["date"], self.clock.now()) if "date" in headers else self.told_time
        return Answer(status=response.status_code, headers=headers, content=content, url=call.url)

    async def _send(
        self, client: "Callable[[], AsyncClient]", call: Call, fence: Fence, body: Upload | None = None
    ) -> "Response":
        """The head of an answer."""
        request = self._request(client(), call, fence, body)
        return await fence.follow(client().send(request, stream=True))

    def _request(self, client: "AsyncClient", call: Call, fence: Fence, body: Upload | None) -> "Request":
        return client.build_request(
            call.method,
            call.url,
            params=dict(call.params) if call.params else None,
            headers=_headers(call, body),
            timeout=self.connections.timeout(call.timeout),
            extensions=fence.extensions(body=call.json is not None),
            **_content(call, body),
        )

    async def _whole(self, call: Call) -> Call:
        """With the credentials of its links, and its files as text. Raises InvalidRequest."""
        json = self.reveal(call.json)
        if json is not None:
            from mediawright.http.json_body import holds_file, inlined

            json = await asyncio.to_thread(inlined, json) if holds_file(json) else json
        return replace(call, url=self.reveal(call.url), params=self.reveal(call.params), json=json)

    def _wait(self, call: Call, failures: int, retry_after: float | None = None) -> float | None:
        if call.tries is not None and failures >= call.tries:
            return None
        return retry.wait_before(self.policy, failures, rng=self.rng(), retry_after=retry_after)

    def _wait_after(self, call: Call, answer: Answer, failures: int) -> float | None:
        if not retry.is_passing(answer.status):
            return None
        asked_wait_s = retry.read_retry_after(answer.headers.get("retry-after"), self.clock.now())
        return self._wait(call, failures, asked_wait_s)

    def _logged(self, call: Call, status: int) -> None:
        self.log.line(call.method, url=strip_query(call.url), status=status)


def _as_it_is(value: Any) -> Any:
    return value


def _content(call: Call, body: Upload | None) -> dict[str, Any]:
    if body is None:
        return {} if call.json is None else {"json": call.json}
    if body.field is None:
        return {"content": _chunks(body.source)}
    return {"files": {body.field: (body.name, body.source, body.media_type)}, "data": dict(body.form or {})}


def _headers(call: Call, body: Upload | None) -> dict[str, str]:
    """The call's own headers win over those of the body, but for its length. Refuses what would break out of a line."""
    given = {name.lower(): value for name, value in (call.headers or {}).items()}
    given.pop("content-length", None)
    if any(_BREAK.search(f"{name}{value}") for name, value in given.items()):
        raise AddressRefused(Message("http.bad_header"))
    if body is None or body.field is not None:
        return given
    return {"content-type": body.media_type, **given, "content-length": str(body.size)}


async def _chunks(file: BinaryIO, size: int = 65_536) -> AsyncIterator[bytes]:
    while data := await asyncio.to_thread(file.read, size):
        yield data
