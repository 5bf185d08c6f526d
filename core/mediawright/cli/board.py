"""`mediawright board`: results, waiting pages, jobs and providers in a browser on this machine."""

import functools
import os
import sys
from dataclasses import replace
from typing import Any

from mediawright.cli.console import Console, print_line, settle
from mediawright.cli.desktop import file_manager
from mediawright.cli.errors import answer
from mediawright.cli.mcp import folder_of
from mediawright.cli.ports import check_free, port_of
from mediawright.commands.flags import COMMON, Flag, command, new_app
from mediawright.installing import absent, install_command
from mediawright.types.errors import InvalidRequest, LocalFault
from mediawright.types.message import Message

LIBRARIES = ("starlette", "uvicorn", "jinja2", "multipart", "segno", "PIL", "av")
PORT = 8787


def board(**values: Any) -> None:
    console = Console.of(values)
    try:
        _serve(console, values)
    except (InvalidRequest, LocalFault) as error:
        raise SystemExit(int(answer(console, error))) from None


def _serve(console: Console, values: dict[str, Any]) -> None:
    from mediawright.services.request_reader import Reader

    port = port_of(reader := Reader(values))
    if reader.problems:
        raise InvalidRequest(*reader.problems)
    if absent(LIBRARIES):
        raise LocalFault(Message("cli.board.extra_missing"), next=(install_command("board"),))
    from mediawright.board.server import serve, site_of
    from mediawright.board.work import BoardWork

    host, said = values.get("host") or "127.0.0.1", functools.partial(print_line, stream=sys.stderr)
    work = BoardWork(os.environ, folder_of(values.get("output_dir")))
    site = site_of(work, host, values.get("behind_proxy"), values.get("password_file"), said, console.lang)
    if site.place.origin is None:
        site = replace(site, show_file=file_manager(os.environ))
    port = _port(host, port)
    settle()
    serve(site, host, port, browse=bool(values.get("open")))


def _port(host: str, said: int | None) -> int:
    """The port that was named; else the usual one, or any free one where another program has it. Raises InvalidRequest."""
    if said is not None:
        check_free(host, said)
        return said
    try:
        check_free(host, PORT)
    except InvalidRequest:
        return 0
    return PORT


FLAGS = (
    Flag("port"),
    Flag("host"),
    Flag("behind_proxy"),
    Flag("password_file"),
    Flag("open", "mark"),
    Flag("output_dir"),
    *COMMON,
)
app = new_app()
app.command()(command(FLAGS, board))
