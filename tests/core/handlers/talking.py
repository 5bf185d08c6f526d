"""A conversation in this process: messages in, answers out, each remembered as every front end does it."""

from dataclasses import dataclass, field
from typing import Any

from mediawright.commands.action import Action
from mediawright.handlers import changes
from mediawright.handlers.changes import Change
from mediawright.handlers.conversation import reply
from mediawright.handlers.errors import answered
from mediawright.handlers.jobs import of_job
from mediawright.handlers.response import Response
from mediawright.handlers.route import Utterance
from mediawright.handlers.second_step import offered
from mediawright.handlers.threads import remember, remembered
from mediawright.present.chat import chat
from mediawright.services.approval import Consent
from mediawright.services.studio import Studio
from mediawright.types.message import Lang
from mediawright.types.request import Request


@dataclass
class Talk:
    """One chat with a studio. `went` holds the words of our own commands that a message led to."""

    studio: Studio
    lang: Lang = "zh"
    thread: str = "one"
    went: list[tuple[str, ...]] = field(default_factory=list)

    async def say(self, text: str, **inputs: list[str]) -> Response:
        """The answer to a message."""

        async def work(studio: Studio) -> Response:
            found = await reply(studio, self.thread, Utterance.of(text, inputs), self.lang)
            if isinstance(found, Action):
                self.went.append(found.to_argv())
                return await self._going(found)
            return await self.run(found) if isinstance(found, Change) else found

        response = offered(self.studio, self.thread, await answered(self.studio, work, self.lang))
        remember(self.studio, self.thread, response, self.lang)
        return response

    async def _going(self, action: Action) -> Response:
        thread = remembered(self.studio, self.thread)
        values: dict[str, Any] = dict(action.values)
        of = values.pop("of", None)
        if action.command == ("revise",):
            return await self.run(changes.revised(self.studio, thread, of, values))
        if action.command == ("use",):
            return await self.run(changes.used(self.studio, thread, of, values, self.lang))
        request = action.to_request(self.studio, self.lang)
        if request is not None:
            return await self.run(Change(request=request))
        from mediawright.present.page import Page

        return Response(page=Page(name="went", title=str(action)), status="went")

    async def run(self, change: Change, approve: str | None = None) -> Response:
        consent = Consent(approve_cost=approve, replaces=change.replaces, said=change.said, again=change.again)
        return of_job(self.studio, await self.studio.run(change.request, consent, lang=self.lang, timeout=60))

    async def confirm(self, quote: str, cost: str, *, again: bool = False) -> Response:
        """The person's yes, as an agent passes it on."""

        async def work(studio: Studio) -> Response:
            job = await studio.confirm(quote, Consent(approve_cost=cost, again=again), lang=self.lang, timeout=60)
            return of_job(studio, job)

        response = offered(self.studio, self.thread, await answered(self.studio, work, self.lang))
        remember(self.studio, self.thread, response, self.lang)
        return response

    def shown(self, response: Response) -> str:
        """The answer as a chat shows it."""
        return chat(response.page, self.lang)


def asked_for(response: Response) -> Request:
    """The request on a price page."""
    assert response.status == "confirmation_needed", response
    found = response.page.data["request"]
    assert isinstance(found, Request)
    return found


def quote_in(response: Response) -> str:
    """The quote of a price page."""
    found: Any = response.page.data["quote"]
    return str(found if isinstance(found, str) else found.id)


def lines(response: Response) -> tuple[str, ...]:
    """The ready commands of an answer, as they are printed."""
    return tuple(map(str, response.page.next))
