"""`mediawright plugin new NAME`: a provider's package, written whole and ready to be changed."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from mediawright.cli.console import Console, perform
from mediawright.commands.action import Action
from mediawright.commands.arguments import ARGUMENTS
from mediawright.commands.flags import COMMON, Flag, command, new_app
from mediawright.types.errors import InvalidRequest
from mediawright.types.message import Message, Problem

if TYPE_CHECKING:
    from mediawright.handlers.response import Response
    from mediawright.services.studio import Studio


def new(**values: Any) -> None:
    console = Console.of(values)

    async def work(studio: "Studio") -> "Response":
        from mediawright.scaffold.naming import Naming
        from mediawright.scaffold.write import write

        naming = Naming.of(values["name"])
        if naming.name in studio.registry.names():
            raise InvalidRequest(Problem("name", Message("scaffold.taken", {"name": naming.name})))
        folder = write(naming, studio.cwd / (values.get("dir") or "."))
        return _response(naming.name, folder)

    perform(console, work)


def _response(name: str, folder: Path) -> "Response":
    """What was made and the three commands that follow."""
    from dataclasses import replace

    from mediawright.handlers.response import Response
    from mediawright.present import pages

    page = pages.note(Message("scaffold.made", {"name": name, "folder": folder.name}))
    files = sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())
    after = (f"pip install -e '{folder}[dev]'", f"pytest '{folder}'", Action.of("plugins"))
    return Response(page=replace(page, data={"folder": str(folder), "files": files}, next=after), status="done")


app = new_app(group=True)
app.command("new")(command((Flag("dir"), *COMMON), new, *ARGUMENTS["plugin", "new"]))
