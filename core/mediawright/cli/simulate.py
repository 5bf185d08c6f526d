"""`mediawright simulate NAME`: a provider on this machine, for tests, docs and trying things out."""

import os
from typing import Any

from mediawright.cli.announce import announcing
from mediawright.cli.console import Console, print_line, settle
from mediawright.cli.errors import answer
from mediawright.cli.ports import check_free, port_of
from mediawright.commands.arguments import ARGUMENTS
from mediawright.commands.flags import COMMON, Flag, command, new_app
from mediawright.installing import install_command
from mediawright.types.errors import InvalidRequest, LocalFault
from mediawright.types.message import Message, Problem


def simulate(**values: Any) -> None:
    console = Console.of(values)
    try:
        _serve(console, values)
    except (InvalidRequest, LocalFault) as error:
        raise SystemExit(int(answer(console, error))) from None


def _serve(console: Console, values: dict[str, Any]) -> None:
    from mediawright.plugins.discover import Registry
    from mediawright.services.request_reader import Reader

    reader = Reader(values)
    port = port_of(reader)
    options = dict(str(item).partition("=")[::2] for item in values.get("option") or ())
    if reader.problems:
        raise InvalidRequest(*reader.problems)
    plugin = Registry.installed(os.environ).load(values["provider"])
    if not plugin.has("simulator"):
        raise InvalidRequest(Problem("provider", Message("simulate.none", {"provider": plugin.provider.title})))
    try:
        import uvicorn
    except ImportError as error:
        raise LocalFault(Message("simulate.extra_missing"), next=(install_command("simulate"),)) from error
    from mediawright.http.local_names import LocalNames

    port = 8080 if port is None else port
    check_free("127.0.0.1", port)
    settle()
    app = plugin.simulator(options)
    config = uvicorn.Config(LocalNames(app), host="127.0.0.1", port=port, log_level="warning")
    announcing(config, print_line).run()


app = new_app()
app.command()(command((Flag("port"), Flag("option", "list"), *COMMON), simulate, *ARGUMENTS[("simulate",)]))
