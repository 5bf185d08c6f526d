"""Run tool calls. Each call opens its own Studio; submits are shielded from cancellation of the call."""

import secrets
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path

from mediawright.handlers.errors import answered
from mediawright.handlers.hints import hints, leaves_something, shown, with_hints
from mediawright.handlers.response import Response
from mediawright.handlers.second_step import offered
from mediawright.handlers.threads import remember
from mediawright.present.language import pick_lang
from mediawright.services.kept_work import KeptWork
from mediawright.services.studio import Studio
from mediawright.types.message import Lang

Work = Callable[[Studio], Awaitable[Response]]

#: how long one call may last (seconds): what the most impatient client waits, less the way there and back
CALL_S = 45.0


class ToolExecutor(KeptWork):
    """The work of tool calls. `call_s` and `tick_s` (seconds between two progress notifications) are arguments for tests."""

    def __init__(self, environ: Mapping[str, str], cwd: Path, *, call_s: float = CALL_S, tick_s: float = 1.0) -> None:
        super().__init__(environ, cwd)
        self.call_s = call_s
        self.tick_s = tick_s
        #: the conversation of a client that has this process to itself
        self.thread = f"mcp-{secrets.token_hex(8)}"
        #: quotes whose question came back without an answer: their page is in the chat, and the answer comes from there
        self.unanswered: set[str] = set()

    def lang(self, said: str | None, text: str | None = None) -> Lang:
        """The language of an answer: as asked for, else the text's, else the machine's."""
        return pick_lang(said, text, None, self.environ)

    def whole(self, work: Work, lang: Lang, thread: str | None) -> Work:
        """The work's answer with what stands beside every answer: work that is paid for and not here yet."""

        async def whole(studio: Studio) -> Response:
            studio.thread = thread
            response = await answered(studio, work, lang, debug=self.debug)
            if thread is not None and leaves_something(studio, response):
                response = offered(studio, thread, response)
                remember(studio, thread, response, lang)
            return shown(studio, with_hints(response, hints(studio, response)))

        return whole

    def spoken_in(self, thread: str | None) -> Lang | None:
        """The language of a conversation; None for a new one."""
        from mediawright.cli.conversation import language

        studio = self.studio()
        return language(studio.home, thread, self.environ) if thread is not None and studio.has_ledger else None
