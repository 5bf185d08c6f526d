"""Templates: escaped by default, strict about what is missing, with the sentences of one language."""

from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse

from mediawright import __version__
from mediawright.board.place import Place
from mediawright.present.catalog import render
from mediawright.types.message import LANGS, Lang, Message


class Templates:
    """The board's pages and fragments. A fragment is filled with a view alone and can be shown anywhere."""

    def __init__(self, place: Place) -> None:
        self._place = place
        loader = PackageLoader("mediawright.board", "templates")
        self._env = Environment(
            loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
        )
        self._env.globals.update(base=place.prefix, version=__version__, hosted=False)

    def text(self, template: str, lang: Lang, **values: Any) -> str:
        """A template in one language. `t` in it is a sentence by key, with its values."""

        def t(key: str, **given: Any) -> str:
            return render(Message(key, given), lang)

        return self._env.get_template(template).render(t=t, lang=lang, **values)

    def page(self, request: Request, template: str, lang: Lang, *, status: int = 200, **values: Any) -> HTMLResponse:
        """A whole page; the session's token stands in its forms."""
        session = getattr(request.state, "session", None)
        more = {"csrf": session.csrf if session is not None else "", "other": other_lang(lang), "path": _path(request)}
        return HTMLResponse(self.text(template, lang, **more, **values), status_code=status)


def _path(request: Request) -> str:
    query = request.url.query
    return request.url.path + (f"?{query}" if query else "")


def other_lang(lang: Lang) -> Lang:
    """The language to switch to."""
    return next(other for other in LANGS if other != lang)


def lang_of(request: Request, configured: str) -> Lang:
    """The language of a page: as chosen on the board, else as configured, else the browser's first that there is."""
    chosen = request.cookies.get("mediawright_lang", configured)
    for lang in LANGS:
        if chosen == lang:
            return lang
    return accepted(request.headers.get("accept-language", ""))


def accepted(header: str) -> Lang:
    """The first language that there is, by the weights of an Accept-Language header (RFC 9110 §12.5.4); English for none."""
    weighed: list[tuple[float, int, Lang]] = []
    for at, part in enumerate(header.split(",")[:40]):
        name, _, weight = part.strip().partition(";")
        lang: Lang | None = next((lang for lang in LANGS if name.strip().lower().partition("-")[0] == lang), None)
        if lang is not None and (value := _weight(weight)) > 0:
            weighed.append((-value, at, lang))
    return min(weighed)[2] if weighed else "en"


def _weight(text: str) -> float:
    name, found, value = text.strip().partition("=")
    if not found or name.strip() != "q":
        return 1.0
    try:
        return float(value)
    except ValueError:
        return 0.0
