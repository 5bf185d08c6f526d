"""The calls of a submit as the service would see them, with nothing secret and nothing sent. Pure; the same bodies as
`submit` and the export."""

from collections.abc import Mapping

from mediawright.plugin import Message, Operation, Request, WireCall
from mediawright_nemovideo.auth.identity import attribution
from mediawright_nemovideo.chat.message import language_tag, message_text
from mediawright_nemovideo.chat.routing import Road, media_links, route
from mediawright_nemovideo.messages import say
from mediawright_nemovideo.service import render_body
from mediawright_nemovideo.settings import APP, Config
from mediawright_nemovideo.submit import chat_body


def calls_of(request: Request) -> list[WireCall]:
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
