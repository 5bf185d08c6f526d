"""The way in: a link that opens the board once, or a password behind a proxy; and the way out."""

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from mediawright.board.sessions import LIFE_S
from mediawright.board.site import Site
from mediawright.present.catalog import render
from mediawright.types.message import LANGS, Message


async def open_once(site: Site, request: Request) -> Response:
    """A link from the terminal. The page that follows is loaded from this one: a Strict cookie does not come along where
    another site led here."""
    secret = site.sessions.opened(request.query_params.get("token", ""), _now(site))
    if secret is None:
        return site.page(request, "closed.html", status=401, by_password=site.sessions.by_password, used=True)
    answer = site.page(request, "opened.html")
    _set(site, answer, secret)
    announce(site, "cli.board.another")
    return answer


def announce(site: Site, key: str) -> str:
    """Say a fresh link where the person who started the board reads it."""
    url = f"{site.origin()}{site.place.path('/open')}?token={site.sessions.link()}"
    site.say(render(Message(key, {"url": url}), site.said_in))
    return url


async def closed(site: Site, request: Request) -> Response:
    """What somebody sees who has no session."""
    return site.page(request, "closed.html", status=401, by_password=site.sessions.by_password, used=False)


async def sign_in(site: Site, request: Request) -> Response:
    """A password. Whoever sends it has no session yet, so the form carries no token; its origin was checked."""
    form = await request.form(max_files=0, max_fields=4)
    given = form.get("password")
    secret = site.sessions.signed_in(given if isinstance(given, str) else "", _now(site))
    if secret is None:
        return site.page(request, "closed.html", status=401, by_password=site.sessions.by_password, used=True)
    answer = site.to("/")
    _set(site, answer, secret)
    return answer


async def sign_out(site: Site, request: Request, form: FormData) -> Response:
    """End this browser's session."""
    site.sessions.end(request.cookies.get(site.place.cookie))
    answer = site.to("/sign-in")
    answer.delete_cookie(site.place.cookie, path=_path(site))
    return answer


async def language(site: Site, request: Request, form: FormData) -> Response:
    """Remember the language of the pages, and go back."""
    chosen, back = form.get("lang"), form.get("back")
    inside = isinstance(back, str) and back.startswith(site.place.path("/")) and not back.startswith("//")
    answer = RedirectResponse(str(back) if inside else site.place.path("/"), status_code=303)
    if chosen in LANGS:
        secure = site.place.secure
        answer.set_cookie(
            "mediawright_lang", str(chosen), max_age=LIFE_S * 50, path=_path(site), samesite="strict", secure=secure
        )
    return answer


def _set(site: Site, answer: Response, secret: str) -> None:
    answer.set_cookie(
        site.place.cookie,
        secret,
        max_age=LIFE_S,
        path=_path(site),
        httponly=True,
        samesite="strict",
        secure=site.place.secure,
    )


def _path(site: Site) -> str:
    return site.place.prefix or "/"


def _now(site: Site) -> float:
    return site.clock.monotonic()
