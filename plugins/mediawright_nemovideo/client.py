"""Calls to the service: bearer and attribution on each (N-R1), one renewal after a refused token (N-R7), no other repeat.

Polls that a server's fault answers are repeated by the core; a 429 is given back to the caller, who knows when to ask again.
"""

from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import Any

from mediawright import sdk
from mediawright.plugin import Answer, Context, Media, Unreachable, dataclass
from mediawright_nemovideo.auth.identity import attribution
from mediawright_nemovideo.auth.tokens import Token, ensure, renew, stored
from mediawright_nemovideo.errors import Who, error_of
from mediawright_nemovideo.responses import Fault, Refusal, read
from mediawright_nemovideo.settings import Config

Send = Callable[[Mapping[str, str]], Awaitable[Answer]]
#: tries of a poll, the first included (§10)
POLL_TRIES = 3


@dataclass(slots=True)
class Api:
    """One call's way to the service. `settled` True: inside a running turn, where no token is renewed early (§2.4)."""

    ctx: Context
    config: Config
    settled: bool = False
    user_hint: str = ""  # the user id of the session, where the token came without one
    _token: Token | None = None

    @classmethod
    def of(cls, ctx: Context, *, settled: bool = False) -> "Api":
        return cls(ctx, Config.of(ctx.settings), settled)

    @property
    def who(self) -> Who:
        token = self._token or stored(self.ctx, self.config)
        return Who(anonymous=token.anonymous, user_id=token.user_id or self.user_hint) if token else Who()

    async def token(self) -> Token:
        """The token of this call; made where there is none. Raises SignInNeeded, Unreachable."""
        if self._token is None:
            known = stored(self.ctx, self.config) if self.settled else None
            self._token = known or await ensure(self.ctx, self.config)
        return self._token

    async def headers(self) -> dict[str, str]:
        """Bearer and attribution, for the service's own host only (N-R2)."""
        token = await self.token()
        return {"Authorization": f"Bearer {token.value}", **attribution(self.config)}

    async def renewed(self) -> dict[str, str]:
        """The headers after the service refused the token. Raises SignInNeeded for a person's own one."""
        self._token = await renew(self.ctx, self.config, await self.token())
        return await self.headers()

    async def sent(self, send: Send, *, once: bool = False) -> Answer:
        """One exchange; once more with a new token when the first was refused. `once`: only when surely so."""
        refused = partial(_token_refused, once=once)
        return await sdk.once_renewed(send, await self.headers(), refused, lambda answer: self.renewed())

    async def get(self, path: str) -> Answer:
        """A poll. Raises Unreachable."""
        url = self.config.url(path)

        async def poll(headers: Mapping[str, str]) -> Answer:
            try:
                answer = await self.ctx.get(url, headers=headers, tries=1)
            except Unreachable:
                return await self.ctx.get(url, headers=headers, tries=POLL_TRIES - 1)
            return answer if answer.status < 500 else await self.ctx.get(url, headers=headers, tries=POLL_TRIES - 1)

        return await self.sent(poll)

    async def post(self, path: str, json: Any = None) -> Answer:
        """A POST that may be repeated without harm."""
        url = self.config.url(path)
        return await self.sent(lambda headers: self.ctx.post(url, headers=headers, json=json, tries=1))

    async def post_once(self, path: str, json: Any = None) -> Answer:
        """A POST that must not arrive twice. Raises NotSent, Uncertain."""
        url = self.config.url(path)
        return await self.sent(lambda headers: self.ctx.post_once(url, headers=headers, json=json), once=True)

    async def post_free_once(self, path: str, json: Any = None) -> Answer:
        """A POST that costs nothing, yet is not repeated by itself. Raises Unreachable (NotSent)."""
        url = self.config.url(path)
        return await self.sent(lambda headers: self.ctx.post(url, headers=headers, json=json, tries=1), once=True)

    async def upload(self, path: str, media: Media, filename: str) -> Answer:
        """A file, streamed; once more when the network broke (§6: harmless)."""
        url = self.config.url(path)

        async def send(headers: Mapping[str, str]) -> Answer:
            try:
                return await self.ctx.upload(url, media, field="files", filename=filename, headers=headers)
            except Unreachable:
                return await self.ctx.upload(url, media, field="files", filename=filename, headers=headers)

        return await self.sent(send)

    def must(self, found: Any | Refusal, place: str = "") -> Any:
        """The payload; a refusal is raised as its error."""
        if isinstance(found, Refusal):
            self.ctx.debug("refused", code=found.code, words=found.words)
            raise error_of(found, self.config, self.who, place)
        return found


def _token_refused(answer: Answer, *, once: bool) -> bool:
    found = read(answer)
    return isinstance(found, Refusal) and found.fault is Fault.TOKEN and (found.sure or not once)
