"""`mediawright mcp`: the same studio as tools for agents, over stdio or on loopback."""

import functools
import os
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from mediawright.cli.console import Console, print_line, settle
from mediawright.cli.errors import answer
from mediawright.cli.ports import check_free, port_of
from mediawright.commands.flags import COMMON, Flag, command, new_app
from mediawright.files.roots import working_folder
from mediawright.installing import install_command
from mediawright.paths import person_folder
from mediawright.types.errors import InvalidRequest, LocalFault
from mediawright.types.message import Message, Problem


def mcp(**values: Any) -> None:
    console = Console.of(values)
    try:
        _serve(values)
    except (InvalidRequest, LocalFault) as error:
        raise SystemExit(int(answer(console, error))) from None


def _serve(values: dict[str, Any]) -> None:
    from mediawright.services.request_reader import Reader

    reader = Reader(values)
    port = port_of(reader)
    if port is not None and not values.get("http"):
        reader.refuse("port", "port_needs_http", flag="--http")
    if reader.problems:
        raise InvalidRequest(*reader.problems)
    if find_spec("mcp") is None:
        raise LocalFault(Message("mcp.extra_missing"), next=(install_command("agent"),))
    from mediawright.mcp.server import serve_http, serve_stdio
    from mediawright.mcp.tool_executor import ToolExecutor

    settle()
    executor = ToolExecutor(os.environ, folder_of(values.get("output_dir")))
    say = functools.partial(print_line, stream=sys.stderr)
    if values.get("http"):
        check_free("127.0.0.1", port or 0)
        serve_http(executor, port or 0, say)
    else:
        serve_stdio(executor, say)


def folder_of(said: str | None) -> Path:
    """Where files are read and written: as said, else here; a desktop host starts us at the root, which is nobody's place.

    Raises InvalidRequest for a folder that is not there.
    """
    if said:
        folder = Path(said).expanduser().absolute()
        if not folder.is_dir():
            raise InvalidRequest(Problem("output_dir", Message("mcp.no_folder", {"folder": said})))
        return folder
    here = working_folder()
    if here != Path(here.anchor):
        return here
    home = person_folder(os.environ)
    if home is None:
        return here
    folder = home / "mediawright"
    folder.mkdir(exist_ok=True)
    return folder


app = new_app()
app.command()(command((Flag("http", "mark"), Flag("port"), Flag("output_dir"), *COMMON), mcp))
