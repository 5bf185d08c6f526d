"""The open stream of a turn, listened to by a task of its own, from the moment the message is out.

The message is the stream: `submit` starts listening and returns when the service has taken it; `watch` goes on with what
was heard. The registry lives in this process only: another one finds no stream and goes to the recovery (§5.7), never
back to the message (N-R8).
"""

import asyncio
from dataclasses import field
from typing import Any

from mediawright.plugin import Context, MediawrightError, NotSent, ServerSentEvent, Uncertain, Unreachable, dataclass
from mediawright_nemovideo.chat.events import StreamError, normalise
from mediawright_nemovideo.chat.speech import Speech
from mediawright_nemovideo.chat.turn import How, Turn
from mediawright_nemovideo.responses import Fault, Refusal, read_body, refusal_of
from mediawright_nemovideo.settings import PROVIDER, Config


@dataclass(frozen=True, slots=True)
class Heard:
    """Something of the stream at a time (seconds, monotonic); `event` None: it stopped, `how` says in which way."""

    at: float
    event: ServerSentEvent | None = None
    how: How = How.CLOSED


@dataclass(slots=True)
class Live:
    """A stream being listened to. `accepted` ends with None, a refusal, or the error of a send that failed."""

    ctx: Context
    turn: Turn
    speech: Speech = field(default_factory=Speech)
    heard: "asyncio.Queue[Heard]" = field(default_factory=asyncio.Queue)
    _accepted: "asyncio.Future[Refusal | None]" = field(
        default_factory=lambda: asyncio.get_running_loop().create_future()
    )
    _task: "asyncio.Task[None] | None" = None
    _over: bool = False

    def open(self, config: Config, headers: dict[str, str], body: Any) -> None:
        """Send the message, once."""
        self._task = asyncio.create_task(self._listen(config, headers, body))

    async def accepted(self) -> Refusal | None:
        """None once the service has taken the message; else what it refused. Raises NotSent, Uncertain."""
        try:
            return await asyncio.shield(self._accepted)
        except asyncio.CancelledError:
            self.close()
            raise

    def close(self) -> None:
        """Stop listening; the turn goes on at the service."""
        if self._task is not None:
            self._task.cancel()

    async def _listen(self, config: Config, headers: dict[str, str], body: Any) -> None:
        accept = {"Accept": "text/event-stream", "Accept-Encoding": "identity"}
        try:
            await self._stream(config, {**headers, **accept}, body)
        except (NotSent, Uncertain) as error:
            self._fail(error)
        except Unreachable:
            self._stop(How.CUT)
        except MediawrightError as error:
            self._fail(error)
        finally:
            # whatever happened, nobody may be left waiting
            self._fail(Uncertain(provider=PROVIDER))

    async def _stream(self, config: Config, headers: dict[str, str], body: Any) -> None:
        url = config.url("/run_sse")
        async with self.ctx.stream("POST", url, headers=headers, json=body, timeout=config.clocks.silence) as stream:
            kind = stream.headers.get("content-type", "")
            if stream.status != 200 or "text/event-stream" not in kind:
                await self._answer(stream)
                return
            async for event in stream.events():
                refused = None if self._accepted.done() else _refused(event)
                if refused is not None:
                    self._accept(refused)
                    return
                self.heard.put_nowait(Heard(self._now(), event))
                self._accept(None)
        self._stop(How.CLOSED)

    async def _answer(self, stream: Any) -> None:
        """No stream but a body: an error of §10, or a turn that was over at once."""
        found = read_body(stream.status, await stream.read(), stream.headers)
        if isinstance(found, Refusal):
            self._accept(found)
        else:
            self._stop(How.CLOSED)

    def _accept(self, refusal: Refusal | None) -> None:
        if not self._accepted.done():
            self._accepted.set_result(refusal)

    def _fail(self, error: MediawrightError) -> None:
        if self._accepted.done():
            self._stop(How.CUT)
        else:
            self._accepted.set_exception(error)
            self._accepted.exception()  # looked at: nobody may be waiting any more

    def _stop(self, how: How) -> None:
        """Said once: the first reason counts."""
        if not self._over:
            self._over = True
            self.heard.put_nowait(Heard(self._now(), None, how))
        self._accept(None)

    def _now(self) -> float:
        return self.ctx.clock.monotonic()


def _refused(event: ServerSentEvent) -> Refusal | None:
    """An explicit refusal that came as the stream's first event: nothing was started (N-R8)."""
    first = next(iter(normalise(event)), None)
    if not isinstance(first, StreamError) or first.code is None:
        return None
    refusal = refusal_of(first.code, first.message)
    return refusal if refusal.fault in (Fault.TOKEN, Fault.SESSION, Fault.CREDITS, Fault.RATE) else None


#: streams of this process by job id
_LIVE: dict[str, Live] = {}


def register(job: str, live: Live) -> None:
    _LIVE[job] = live


def listening(job: str) -> Live | None:
    """The stream of a job, if it is open in this process and loop."""
    live = _LIVE.get(job)
    if live is not None and live._task is not None and live._task.get_loop() is not asyncio.get_running_loop():
        _LIVE.pop(job, None)
        return None
    return live


def release(job: str) -> None:
    """The turn is over."""
    live = _LIVE.pop(job, None)
    if live is not None:
        live.close()
