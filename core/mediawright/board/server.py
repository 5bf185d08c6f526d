"""The board's server: on this machine only, or behind a proxy and a password."""

import asyncio
import webbrowser
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from mediawright.board.app import board_app
from mediawright.board.pages.entry import announce
from mediawright.board.place import HOST, Place
from mediawright.board.sessions import Sessions
from mediawright.board.site import Site
from mediawright.board.work import BoardWork
from mediawright.cli.announce import announcing
from mediawright.present.catalog import render
from mediawright.types.errors import InvalidRequest
from mediawright.types.message import Lang, Message, Problem

#: the shortest password that is taken, and how long open streams may hold up the end (seconds)
SHORTEST, LAST_S = 12, 1
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


def site_of(
    work: BoardWork, host: str, origin: str | None, password_file: str | None, say: Callable[[str], None], lang: Lang
) -> Site:
    """The board for these flags. Raises InvalidRequest where it would be reached from elsewhere without a password."""
    if host not in LOOPBACK and (origin is None or password_file is None):
        raise InvalidRequest(Problem("host", Message("cli.board.not_beyond", {"host": host[:80]})))
    if origin is not None and password_file is None:
        raise InvalidRequest(Problem("behind_proxy", Message("cli.board.not_beyond", {"host": origin[:80]})))
    place = Place.loopback() if origin is None else Place.behind(origin)
    password = None if password_file is None else password_in(Path(password_file).expanduser())
    return Site.of(work, place, Sessions(password), say, lang)


def password_in(path: Path) -> str:
    """The first line of a file that only its owner can read. Raises InvalidRequest."""
    try:
        if path.stat().st_mode & 0o077:
            raise InvalidRequest(Problem("password_file", Message("cli.board.password_open", {"file": str(path)})))
        password = (path.read_text("utf-8").splitlines() or [""])[0].strip()
    except (OSError, UnicodeDecodeError):
        raise InvalidRequest(
            Problem("password_file", Message("cli.board.password_unread", {"file": str(path)}))
        ) from None
    if len(password) < SHORTEST:
        raise InvalidRequest(Problem("password_file", Message("cli.board.password_short", {"n": SHORTEST})))
    return password


def serve(site: Site, host: str, port: int, *, browse: bool = False) -> None:
    """Until it is told to end. `port` 0: any free one; the link is said once it listens, and opened with `browse`."""
    import uvicorn

    def listens(url: str) -> None:
        site.work.address = url.replace("[::1]", "localhost") if host == HOST else url
        if site.sessions.by_password:
            site.say(render(Message("cli.board.serving", {"url": site.origin() + site.place.path("/")}), site.said_in))
        else:
            url = announce(site, "cli.board.listening")
            if browse:
                webbrowser.open(url)

    async def run() -> None:
        config = uvicorn.Config(
            board_app(site),
            host=host,
            port=port,
            log_level="error",
            access_log=False,
            proxy_headers=False,
            server_header=False,
            ws="none",
            timeout_graceful_shutdown=LAST_S,
        )
        server = announcing(config, listens)
        await site.work.warm()
        try:
            await server.serve()
        finally:
            await site.work.finish()

    with suppress(KeyboardInterrupt):
        asyncio.run(run())
