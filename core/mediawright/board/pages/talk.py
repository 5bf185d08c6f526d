"""The request box: a person's own words with files beside them, questions with buttons, and what was answered."""

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from mediawright.board.forms import dropped, text_in
from mediawright.board.sessions import Session
from mediawright.board.site import Site
from mediawright.board.work import THREAD
from mediawright.handlers.beginning import begin
from mediawright.handlers.conversation import reply
from mediawright.handlers.jobs import of_job
from mediawright.handlers.response import Response as Answer
from mediawright.handlers.route import Utterance
from mediawright.services.approval import Consent
from mediawright.services.studio import Studio

#: characters of a message
LONGEST = 20_000


async def say(site: Site, request: Request, form: FormData) -> Response:
    """A message in its conversation. It may lead to a page, an answer or a question; it never spends."""
    lang, thread = site.lang(request), text_in(form, "thread")[:100] or THREAD
    text = text_in(form, "text")[:LONGEST]

    async def work(studio: Studio) -> Answer:
        inputs = await dropped(form, studio.home.ensure(studio.home.inputs))
        found = await reply(studio, thread, Utterance.of(text, inputs), lang)
        begun = await begin(studio, found, Consent(page_only=True), lang)
        return begun if isinstance(begun, Answer) else of_job(studio, begun)

    answer = await site.work.answer(work, lang, thread)
    return site.led_to(request, answer, thread)


async def answer(site: Site, request: Request) -> Response:
    """What a form led to, shown again as often as the page is loaded."""
    session: Session = request.state.session
    kept = session.answers.get(request.path_params["answer"])
    if kept is None:
        raise HTTPException(404)
    found, thread = kept
    return site.answered(request, found, thread=thread)
