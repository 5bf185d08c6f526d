"""One attempt at one target, whichever its kind."""

import json
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from mediawright.services.notify import desktop, openclaw, programs, signing, webhook
from mediawright.services.notify.outcome import Outcome, failed
from mediawright.services.notify.targets import BY_COMMAND, Kind, Target
from mediawright.types.dataclass import dataclass

if TYPE_CHECKING:
    from mediawright.services.studio import Studio

#: where a target's secret is kept, by the target's name, and under which word
SECRET = "secret"


def store_name(target: str) -> str:
    """The name of a target's secrets in the store."""
    return f"notify.{target}.own"


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """What is told: the JSON object, the sentence for a person (`text`), the one for an agent (`wake`), and which attempt it
    is."""

    payload: Mapping[str, Any]
    text: str
    wake: str
    number: int = 1


class Senders:
    """Sends with what one studio has: its environment, its secrets, its clock."""

    def __init__(self, studio: "Studio") -> None:
        self._studio = studio

    async def send(self, name: str, target: Target, attempt: Attempt) -> Outcome:
        """One attempt. Never raises what a target could cause; MediawrightError for a fault of this machine's own files."""
        match target.kind:
            case Kind.WEBHOOK:
                return await self._webhook(name, target, attempt)
            case Kind.OPENCLAW if target.url != BY_COMMAND:
                return await self._hook(name, target, attempt)
            case Kind.OPENCLAW:
                return await self._run(openclaw.wake_program(attempt.wake, self._studio.environ))
            case Kind.DESKTOP:
                outcome = await self._run(desktop.toast(attempt.text, sys.platform))
                # a sentence on a screen is for now
                return Outcome(trouble=outcome.trouble, retry=False)
            case Kind.COMMAND:
                program = programs.command(target.argv, attempt.payload, attempt.number, target.limit_s)
                return await self._run(program)

    def secret(self, name: str) -> str:
        """The secret of a target; "" where there is none. Raises LocalFault."""
        kept = self._studio.contexts.store.load(store_name(name))
        found = kept.values.get(SECRET, "") if kept else ""
        self._studio.contexts.log.learn([found])
        return found

    async def _run(self, program: programs.Program) -> Outcome:
        home = self._studio.home
        return await programs.run(program, self._studio.environ, home.ensure(home.state))

    async def _webhook(self, name: str, target: Target, attempt: Attempt) -> Outcome:
        key = signing.key_of(self.secret(name))
        if key is None:
            return failed("no_secret", retry=False)
        body = json.dumps(attempt.payload, ensure_ascii=False, separators=(",", ":")).encode()
        at = int(self._studio.clock.now().timestamp())
        return await self._post(target, target.url, signing.headers(key, str(attempt.payload["id"]), at, body), body)

    async def _hook(self, name: str, target: Target, attempt: Attempt) -> Outcome:
        token = self.secret(name)
        if not token:
            return failed("no_secret", retry=False)
        given = {"authorization": f"Bearer {token}", "idempotency-key": str(attempt.payload["id"])}
        return await self._post(target, openclaw.wake_url(target), given, openclaw.wake_body(attempt.wake, target))

    async def _post(self, target: Target, url: str, headers: Mapping[str, str], body: bytes) -> Outcome:
        contexts = self._studio.contexts
        http = webhook.http_for(self._studio.clock, contexts.log, plain=target.plain_http)
        try:
            return await webhook.post(http, url, headers, body)
        finally:
            await http.aclose()
