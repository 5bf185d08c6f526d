"""The `Context` that plugins get: their window to the world, for one provider and one call."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import field
from pathlib import Path
from typing import Any

from mediawright.context.protocol import Answer, Clock, Credential, Ids
from mediawright.files import transfer
from mediawright.files.inputs import find
from mediawright.files.key_value import Kept
from mediawright.files.roots import Roots
from mediawright.http.client import Call, Http, Upload
from mediawright.http.fence import Fence
from mediawright.http.sse import OpenAnswer
from mediawright.os_errors import disk_faults
from mediawright.paths import Home
from mediawright.plugins.acting import check_may_spend
from mediawright.secrets.settings import secret_values
from mediawright.secrets.store import Store
from mediawright.types.dataclass import dataclass
from mediawright.types.job import Progress, ToolAnswer
from mediawright.types.message import Message
from mediawright.types.provider import Provider
from mediawright.types.request import Base64File, Media, MediaInfo
from mediawright.types.submitting import can_refuse, is_page

FRESH_S = 2.0  # a credential is looked up again after this: another process may have renewed it


@dataclass(frozen=True, slots=True, kw_only=True)
class Machine:
    """The parts of this machine that one context uses."""

    http: Http
    home: Home
    store: Store
    kept: Kept
    shared_kept: Callable[[], Kept]
    ids: Ids
    roots: Roots
    find: Callable[[], Credential | None]
    workdir: Path
    environ: Mapping[str, str] = field(default_factory=dict)


class PluginContext:
    """See `context/protocol.py` for every method's meaning."""

    def __init__(
        self,
        machine: Machine,
        provider: Provider,
        settings: Mapping[str, str],
        clock: Clock,
        *,
        lang: str = "en",
        job_id: str | None = None,
        on_progress: Callable[[Progress], None] | None = None,
        on_say: Callable[[Message], None] | None = None,
        before_once: Callable[[], None] | None = None,
        before_send: Callable[[], None] | None = None,
    ) -> None:
        self.provider = provider
        self.settings = settings
        self.clock = clock
        self.lang = lang
        self.job_id = job_id
        self._machine = machine
        self._on_progress = on_progress
        self._on_say = on_say
        self._before_once = before_once
        self._before_send = before_send
        self._sent_once = False
        self._doubtful = False
        self._credential: Credential | None = None
        self._credential_until = float("-inf")

    @property
    def workdir(self) -> Path:
        """Made when it is first asked for. Raises LocalFault."""
        return self._machine.home.ensure(self._machine.workdir)

    @property
    def cachedir(self) -> Path:
        from mediawright.files.kept_cache import pruned

        return pruned(
            self._machine.home.ensure(self._machine.home.provider_cache(self.provider.name)), self.clock.now()
        )

    # --- the network ---------------------------------------------------------------------------------------------------

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
        call = Call(method="GET", url=url, params=params, headers=headers, json=json, timeout=timeout, tries=tries)
        return await self._machine.http.request_idempotent(call)

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
        call = Call(method=method, url=url, params=params, headers=headers, json=json, timeout=timeout, tries=tries)
        return await self._machine.http.request_idempotent(call)

    async def post_once(
        self,
        url: str,
        *,
        params: Mapping[str, str | int | list[str]] | None = None,
        headers: Mapping[str, str] | None = None,
        json: Any = None,
        timeout: float | None = None,
    ) -> Answer:
        fence = Fence(self._before_send)
        call = Call(method="POST", url=url, params=params, headers=headers, json=json, timeout=timeout, fence=fence)
        self._allowed("POST")
        before, self._sent_once = self._sent_once, True
        try:
            answer = await self._machine.http.once(call)
        except BaseException as error:
            if fence.surely_unsent(error):
                self._sent_once = before
            raise
        self._weigh(answer.status, answer.headers, answer.content)
        return answer

    def _weigh(self, status: int, headers: Mapping[str, str], content: bytes = b"") -> None:
        if not can_refuse(status) or is_page(headers.get("content-type", ""), content):
            self._doubtful = True

    def _allowed(self, method: str) -> None:
        check_may_spend(method, self._before_once)

    @asynccontextmanager
    async def stream(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        json: Any = None,
        timeout: float | None = None,
    ) -> AsyncIterator[OpenAnswer]:
        fence = Fence(self._before_send)
        call = Call(method=method, url=url, headers=headers, json=json, timeout=timeout, fence=fence)
        self._allowed(method)
        before, self._sent_once = self._sent_once, True
        answered = False
        try:
            async with self._machine.http.stream(call) as answer:
                answered = True
                self._weigh(answer.status, answer.headers)
                yield answer
        except BaseException as error:
            if not answered and fence.surely_unsent(error):
                self._sent_once = before
            raise

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
        info = await self.inspect(media)
        path = find(media, self._reach())
        with disk_faults("files.cannot_read"), path.open("rb") as file:
            body = Upload(
                file=file,
                name=filename or path.name,
                media_type=info.media_type,
                size=info.size if part is None else part[1],
                field=field,
                form=form,
                sha256=info.sha256 if part is None else None,
                offset=None if part is None else part[0],
            )
            call = Call(method=method, url=url, headers=headers, timeout=timeout)
            return await self._machine.http.upload(call, body, own=self.settings.values())

    # --- inputs --------------------------------------------------------------------------------------------------------

    async def inspect(self, media: Media) -> MediaInfo:
        return await asyncio.to_thread(transfer.inspect, media, self._reach())

    async def as_base64(self, media: Media, *, prefix: str = "") -> Base64File:
        return await asyncio.to_thread(transfer.as_base64, media, self._reach(), prefix)

    async def read_base64(self, media: Media) -> str:
        return await asyncio.to_thread(transfer.read_base64, media, self._reach())

    async def localize(self, media: Media, *, max_bytes: int | None = None) -> Media:
        if not media.is_url:
            return media
        limit = max_bytes or self.provider.limits.input_bytes
        return await transfer.fetch_input(self._machine.http, media, self.workdir, limit)

    def _reach(self) -> Roots:
        """What this context may read: the roots, what it fetched itself, and converted copies."""
        return self._machine.roots.plus((self._machine.workdir, self._machine.home.converted))

    async def run_tool(self, argv: Sequence[str | Media], *, timeout: float = 3600.0) -> ToolAnswer:
        from mediawright.tools.run import run_declared

        words = [word if isinstance(word, str) else str(find(word, self._reach())) for word in argv]
        machine = self._machine
        return await run_declared(words, self.provider.tools, machine.http.log, self.workdir, machine.environ, timeout)

    # --- what is kept --------------------------------------------------------------------------------------------------

    @property
    def sent_once(self) -> bool:
        return self._sent_once

    @property
    def doubtful(self) -> bool:
        return self._doubtful

    @property
    def credential(self) -> Credential | None:
        now = self.clock.monotonic()
        if now >= self._credential_until:
            self._credential = self._machine.find()
            self._credential_until = now + FRESH_S
            self._learn(self._credential.values if self._credential else {})
        return self._credential

    def save_credential(self, values: Mapping[str, str]) -> None:
        self._learn(values)
        self._machine.store.save(self.provider.name, values)
        self._credential_until = float("-inf")

    def forget_credential(self) -> None:
        self._machine.store.forget(self.provider.name)
        self._credential_until = float("-inf")

    def recall(self, key: str, *, shared: bool = False) -> Any:
        return self._kept(shared).get(key)

    def keep(self, key: str, value: Any, *, shared: bool = False) -> None:
        self._kept(shared).set(key, value)

    def _kept(self, shared: bool) -> Kept:
        return self._machine.shared_kept() if shared else self._machine.kept

    def recall_secret(self, key: str) -> str | None:
        value = self._machine.store.recall(self.provider.name, key)
        self._machine.http.log.learn((value,) if value else ())
        return value

    def keep_secret(self, key: str, value: str | None) -> None:
        self._machine.http.log.learn((value,) if value else ())
        self._machine.store.keep(self.provider.name, key, value)

    def _learn(self, values: Mapping[str, str]) -> None:
        self._machine.http.log.learn(secret_values(values))

    # --- the rest ------------------------------------------------------------------------------------------------------

    def new_id(self) -> str:
        return self._machine.ids.new_id()

    def random_bytes(self, count: int) -> bytes:
        return self._machine.ids.random_bytes(count)

    def debug(self, text: str, **data: object) -> None:
        self._machine.http.log.line(f"{self.provider.name}: {text}", **data)

    def report(self, progress: Progress) -> None:
        if self._on_progress:
            self._on_progress(progress)

    def say(self, message: Message) -> None:
        if self._on_say:
            self._on_say(message)
