"""One tool call from its first work to its answer: quote, approval, submit, wait, within the time a client grants."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Any

from mcp.server.mcpserver import Context
from mcp_types import CallToolResult, InputRequiredResult

from mediawright.gate.cost_limit import parse_ceiling
from mediawright.handlers import jobs
from mediawright.handlers.declining import declined
from mediawright.handlers.jobs import title_of
from mediawright.handlers.response import Response
from mediawright.handlers.sign_in import sign_in
from mediawright.mcp.conversation import thread_of
from mediawright.mcp.elicitation import APPROVE, Asker, Heard
from mediawright.mcp.progress import Watcher, reported
from mediawright.mcp.task_shapes import speaks_tasks
from mediawright.mcp.tool_executor import ToolExecutor, Work
from mediawright.mcp.tool_results import result_of
from mediawright.present import pages
from mediawright.present.catalog import render
from mediawright.present.chat import chat
from mediawright.present.language import has_words
from mediawright.services import actions
from mediawright.services.approval import ApprovalNeeded, Consent
from mediawright.services.studio import Studio
from mediawright.types.auth import AuthAction, AuthVerb
from mediawright.types.errors import ExitCode, InvalidRequest, StillRunning, Unreachable
from mediawright.types.job import Job
from mediawright.types.message import Lang, Message, Problem, Text
from mediawright.types.money import Level, Quote

#: starts something that may cost, with an approval or without; an answer where there is nothing to start
Start = Callable[[Studio, Consent], Awaitable[Job | Response]]
Asked = CallToolResult | InputRequiredResult
#: what is left at the end of a call for the way back (seconds)
MARGIN = 3.0
#: a page that may be opened in mid-call: the provider's own, or a simulated provider on this machine
SAFE = ("https://", "http://127.0.0.1:", "http://localhost:")


@dataclass(frozen=True, slots=True)
class ToolCall:
    """One call of one tool."""

    executor: ToolExecutor
    ctx: Context[Any, Any]
    lang: Lang
    ends: float
    thread: str | None = None

    @classmethod
    def of(
        cls,
        executor: ToolExecutor,
        ctx: Context[Any, Any],
        said: str | None = None,
        text: str | None = None,
        *,
        thread: str | None = None,
    ) -> "ToolCall":
        """A call in the language that was asked for, else its text's, else its conversation's, else the machine's."""
        name = thread_of(ctx.request_context.request, executor.thread, thread)
        spoken = executor.spoken_in(name) if said in (None, "auto") and not has_words(text) else None
        lang = spoken or executor.lang(said, text)
        return cls(executor, ctx, lang, asyncio.get_running_loop().time() + executor.call_s, name)

    @property
    def asker(self) -> Asker:
        return Asker(self.ctx, self.lang)

    def left(self, margin: float = 0.0) -> float:
        """Seconds until this call must end."""
        return max(0.0, self.ends - asyncio.get_running_loop().time() - margin)

    # --- plain answers

    async def told(self, work: Work) -> CallToolResult:
        """Work that only looks."""
        return result_of(await self.read_only(work), self.lang)

    async def read_only(self, work: Work) -> Response:
        """Work that may be cut; what takes longer than the call is told as out of reach."""
        try:
            return await asyncio.wait_for(self.executor.read_only(self.whole(work)), self.left())
        except TimeoutError:
            late = Unreachable(Message("mcp.too_slow"))
            return Response(page=pages.error(late), status=late.code, exit=late.exit_code, failure=late)

    def whole(self, work: Work) -> Work:
        """The work's answer in the language and the conversation of this call."""
        return self.executor.whole(work, self.lang, self.thread)

    # --- what may spend

    async def send(self, start: Start, consent: Consent) -> Response:
        """From a request or a quote to a provider's task, however this call ends."""

        async def work(studio: Studio) -> Response:
            found = await start(studio, consent)
            return found if isinstance(found, Response) else jobs.of_job(studio, found)

        response = await self.executor.keep(self.whole(work), self.left(MARGIN))
        if response is not None:
            return response
        still = StillRunning(Message("mcp.still_sending"), next=(actions.action("jobs", "list"),))
        return Response(page=pages.error(still), status=still.code, exit=ExitCode.RUNNING, failure=still)

    async def carried(self, response: Response, seconds: float | None) -> Response:
        """A job that was sent, waited for as long as this call may last; one that becomes a task is not waited for."""
        job = response.page.data.get("job")
        if response.status != "submitted" or job is None or seconds == 0 or speaks_tasks(self.ctx):
            return response
        return await self.wait(str(job), seconds)

    async def wait(self, job_id: str, seconds: float | None) -> Response:
        """A job to its files, or to the end of this call; progress for a client that asked."""
        watcher = Watcher(self.lang)
        most = 0.0 if speaks_tasks(self.ctx) else self.left(MARGIN)

        async def work(studio: Studio) -> Response:
            job = studio.ledger.get(job_id)
            timeout = most if seconds is None else min(seconds, most)
            return jobs.of_job(studio, await studio.bring_home(job, lang=self.lang, timeout=timeout, observer=watcher))

        async with reported(watcher, self.ctx.report_progress, self.executor.tick_s):
            response = await self.read_only(work)
        return replace(response, exit=ExitCode.RUNNING) if isinstance(response.failure, Unreachable) else response

    # --- the approval

    async def spent(self, start: Start, seconds: float | None, *, again: bool = False) -> Asked:
        """The whole way of something that may cost: sign-in and approval are asked for where the client can ask.

        `again`: a second run of the same request, whose cost was named.
        """
        quote_id, heard = self.asker.kept.get("quote"), self.asker.answer(APPROVE)
        again = again or bool(self.asker.kept.get("again"))
        if quote_id and heard in (Heard.YES, Heard.NO):
            return await self._after(heard, str(quote_id), None, seconds, again=again)
        consent = Consent(again=again, cost_named=again)
        response = await self.send(start, consent)
        if response.exit is ExitCode.SIGN_IN:
            found = await self.signed_in(response, _provider(response))
            if found is not None:
                return found if isinstance(found, InputRequiredResult) else result_of(found, self.lang)
            response = await self.send(start, consent)
        if "comparison" in response.page.data:
            return result_of(response, self.lang)  # several at once are agreed to by their own call
        if response.exit is ExitCode.CONFIRM and response.failure is not None and "quote" in response.failure.data:
            if quote_id:
                return self._unanswered(response, str(response.failure.data["quote"]))
            twice = again or (isinstance(response.failure, ApprovalNeeded) and response.failure.again)
            return await self._agreed(response, str(response.failure.data["quote"]), seconds, again=twice)
        return result_of(await self.carried(response, seconds), self.lang)

    async def _agreed(self, page: Response, quote_id: str, seconds: float | None, *, again: bool) -> Asked:
        """Ask for the approval to a kept quote, or hand over its page."""
        if page.failure is not None and page.failure.data.get("require") == Level.TERMINAL:
            return result_of(page, self.lang)  # an answer to a form would not be enough
        amount = (await self._quote(quote_id)).price.amount
        shown = str(amount) if amount is not None else None
        keep = {"quote": quote_id} | ({"again": True} if again else {})
        heard = await self.asker.approve(chat(page.page, self.lang), shown, self.left(MARGIN), keep)
        if isinstance(heard, InputRequiredResult):
            return heard
        return await self._after(heard, quote_id, page, seconds, again=again)

    async def _after(
        self, heard: Heard, quote_id: str, page: Response | None, seconds: float | None, *, again: bool
    ) -> CallToolResult:
        if heard is Heard.YES:
            return await self.confirmed(await self._quote(quote_id), seconds, again=again)
        if heard is not Heard.NO and page is not None:
            return self._unanswered(page, quote_id)

        async def taken_back(studio: Studio) -> Response:
            return declined(studio, quote_id)

        return await self.told(taken_back)

    def _unanswered(self, page: Response, quote_id: str) -> CallToolResult:
        """The page with its quote, after a question that nobody answered."""
        self.executor.unanswered.add(quote_id)
        return result_of(page, self.lang)

    async def confirmed(self, quote: Quote, seconds: float | None, *, again: bool) -> CallToolResult:
        """The job of a quote, for exactly its price. One answer is one job, however often its round is repeated."""

        async def start(studio: Studio, consent: Consent) -> Job:
            fresh = studio.ledger.job_of_quote(quote.id) is None
            return await studio.confirm(quote.id, replace(consent, again=again and fresh), lang=self.lang, wait=False)

        response = await self.send(start, Consent(approve_cost=actions.cost_word(quote.price), level=Level.ELICITATION))
        return result_of(await self.carried(response, seconds), self.lang)

    async def _quote(self, quote_id: str) -> Quote:
        async def found(studio: Studio) -> Quote:
            return quote_of(studio, quote_id)

        return await self.executor.read_only(found)

    # --- the sign-in

    async def signed_in(self, response: Response, provider: str | None) -> Response | InputRequiredResult | None:
        """Offer the link of a missing sign-in where the client can show it. None: signed in, go on; else the answer."""
        link = str(response.page.data.get("verification_uri_complete") or "")
        if provider is None or not link.startswith(SAFE):
            return response

        async def titled(studio: Studio) -> Text | None:
            return title_of(studio, provider)

        title = await self.executor.read_only(titled)
        sentence = render(Message("mcp.sign_in", {"provider": title}), self.lang)
        heard = await self.asker.call(sentence, link, self.left(MARGIN), {})
        if isinstance(heard, InputRequiredResult):
            return heard
        if heard is Heard.NO:
            return nothing_sent()
        if heard is not Heard.YES:
            return response
        done = await self.login(provider, self.left(MARGIN))
        return None if done.status == "signed_in" else done

    async def login(self, provider: str, seconds: float) -> Response:
        """Go on with a sign-in for so long; the link again where that is not enough."""
        action = AuthAction(verb=AuthVerb.LOGIN, lang=self.lang)

        async def work(studio: Studio) -> Response:
            return await sign_in(studio, provider, action, seconds)

        return await self.read_only(work)


def _provider(response: Response) -> str | None:
    return response.failure.provider if response.failure is not None else None


def quote_of(studio: Studio, quote_id: str) -> Quote:
    """A kept quote. Raises NotFound."""
    return studio.ledger.quote(quote_id).quote


def exactly(quote: Quote, accepted: str) -> None:
    """The accepted amount must be the quoted one: an amount that nobody was shown is no approval. Raises InvalidRequest."""
    ceiling, amount = parse_ceiling(accepted, "accepted_cost"), quote.price.amount
    wanted = str(amount) if amount is not None else "unknown"
    if amount is None:
        same = ceiling.value is None
    else:
        same = ceiling.value is not None and ceiling.amount(amount.unit, "accepted_cost") == amount
    if not same:
        raise InvalidRequest(Problem("accepted_cost", Message("mcp.wrong_cost"), allowed=(wanted,)))


def nothing_sent() -> Response:
    return Response(page=pages.note(Message("mcp.declined")), status="declined")
