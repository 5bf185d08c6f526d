"""What is refused before anything is sent, what it costs, what would be sent (docs/contracts/nemovideo.md §6, §13)."""

from collections.abc import Mapping
from decimal import Decimal

from mediawright.plugin import Amount, Message, Operation, Price, Problem, Request, WireCall
from mediawright_nemovideo.auth.identity import attribution
from mediawright_nemovideo.chat.message import language_tag, message_text
from mediawright_nemovideo.chat.routing import Road, media_links, route, wants_creation
from mediawright_nemovideo.chat.uploads import is_text, problems_of
from mediawright_nemovideo.messages import say
from mediawright_nemovideo.pricing import EDIT, GENERATION, SOURCE, UNIT, UPDATED
from mediawright_nemovideo.service import render_body
from mediawright_nemovideo.settings import APP, Config
from mediawright_nemovideo.submit import chat_body


def problems(request: Request) -> list[Problem]:
    """Types and sizes of inputs, a .txt that is no input, an empty message."""
    found = [problem for media in request.media for problem in problems_of(media)]
    if any(is_text(media.source) for media in request.media):
        found = [Problem("media", say("error.text_file"), "N-R25")]
    if request.operation is not Operation.EXPORT and not request.prompt.strip():
        found.append(Problem("prompt", say("error.no_words")))
    return found


def price(request: Request, *, empty: bool = False) -> Price:
    """About 100 for a clip, about 50 for an edit, nothing for what the client answers itself (N-R17).

    `empty`: the project holds no timeline yet, so whatever is said may become a clip.
    """
    if request.operation is Operation.EXPORT:
        return _price(Decimal(0))
    if request.operation is not Operation.CHAT_EDIT:
        return _price(GENERATION, say("price.generation"), say("price.any_model"))
    routed = route(request.prompt)
    if routed.road is not Road.CHAT:
        return _price(Decimal(0))
    if empty or wants_creation(routed.text):
        return _price(GENERATION, say("price.generation"), say("price.any_model"))
    return _price(EDIT, say("price.talk"))


def depends_on_project(request: Request) -> bool:
    """Is the price another one in an empty project?"""
    if request.operation is not Operation.CHAT_EDIT:
        return False
    return price(request).amount != price(request, empty=True).amount


def _price(value: Decimal, *notes: Message) -> Price:
    return Price(amount=Amount(value, UNIT), source=SOURCE, updated=UPDATED, about=value > 0, notes=notes)


def wire(request: Request) -> list[WireCall]:
    """The calls of a submit. Ids that only the service knows stand in braces; the bearer is masked."""
    config = Config()
    calls = []
    if request.operation not in (Operation.EXPORT, Operation.CHAT_EDIT):
        body = {"task_name": "<project>", "language": language_tag(request.prompt, "en")}
        calls.append(_call(config, "/api/tasks/me/with-session/nemo_agent", body, say("wire.session")))
    calls += _uploads(config, request)
    routed = route(request.prompt) if request.operation is Operation.CHAT_EDIT else None
    if request.operation is not Operation.EXPORT and (routed is None or routed.road is Road.CHAT):
        text = routed.text if routed else message_text(request)
        calls.append(_call(config, "/run_sse", chat_body("<session id>", text), say("wire.message")))
    if request.operation is not Operation.CHAT_EDIT or (routed and (routed.then_export or routed.road is Road.EXPORT)):
        render = render_body("<render id>", "<session id>", "<draft of the session>", request.resolution)
        calls.append(_call(config, "/api/render/proxy/lambda", render, say("wire.export")))
    return calls


def _uploads(config: Config, request: Request) -> list[WireCall]:
    path = f"/api/upload-video/{APP}/me/{{session_id}}"
    links = [media.source for media in request.media if media.is_url]
    links += media_links(request.prompt) if request.operation is Operation.CHAT_EDIT else []
    files = [media for media in request.media if not media.is_url]
    calls = [_call(config, path, {"urls": [link], "source_type": "url"}, say("wire.link")) for link in links]
    return calls + [_call(config, path, {"files": {"$file": media.source}}, say("wire.file")) for media in files]


def _call(config: Config, path: str, body: Mapping[str, object], note: Message) -> WireCall:
    headers = {"Authorization": "Bearer ***", **attribution(config)}
    return WireCall(method="POST", url=config.url(path), headers=headers, json=body, note=note)
