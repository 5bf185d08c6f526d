"""`mediawright skill`: the files that agents read, rendered from this installation's own data."""

from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mediawright.cli.console import Console, perform
from mediawright.commands.action import Action
from mediawright.commands.arguments import ARGUMENTS
from mediawright.commands.flags import COMMON, Flag, command, new_app
from mediawright.types.errors import InvalidRequest, LocalFault
from mediawright.types.message import Message, Problem

if TYPE_CHECKING:
    from mediawright.handlers.response import Response
    from mediawright.services.studio import Studio

#: what marks the project's own checkout, where the files belong
MARK = 'name = "mediawright"'


def render(**values: Any) -> None:
    """Write the files, or with `--check` only say whether they are up to date."""
    _do(values, write=not values.pop("check", False))


def check(**values: Any) -> None:
    _do(values, write=False)


def _do(values: dict[str, Any], *, write: bool) -> None:
    console = Console.of(values)

    async def work(studio: "Studio") -> "Response":
        if find_spec("babel") is None:
            raise LocalFault(Message("skill.needs_babel"), next=("pip install babel",))
        from mediawright.skill import output_files
        from mediawright.skill.render import rendered
        from mediawright.skill.render_context import gather

        root = _root(studio.cwd, values.get("folder"))
        files = rendered(gather(studio.registry))
        if write:
            return _response("skill.written", len(files), output_files.write(root, files))
        stale = output_files.stale(root, files)
        if stale:
            raise LocalFault(
                Message("skill.stale", {"n": len(stale)}), data={"stale": stale}, next=(Action.of("skill", "render"),)
            )
        return _response("skill.fresh", len(files), [])

    perform(console, work)


def _root(cwd: Path, folder: str | None) -> Path:
    """The folder that was named, else the checkout this is called in. Raises InvalidRequest."""
    if folder:
        return cwd / folder
    project = cwd / "pyproject.toml"
    if not project.is_file() or MARK not in project.read_text("utf-8"):
        raise InvalidRequest(Problem("folder", Message("skill.no_checkout")))
    return cwd


def _response(key: str, files: int, changed: list[str]) -> "Response":
    from dataclasses import replace

    from mediawright.handlers.response import Response
    from mediawright.present import pages

    page = pages.note(Message(key, {"n": files}))
    return Response(page=replace(page, data={"files": files, "changed": changed}), status="done")


app = new_app(group=True)
app.command("render")(command((Flag("check", "mark"), *COMMON), render, *ARGUMENTS["skill", "render"]))
app.command("check")(command(COMMON, check, *ARGUMENTS["skill", "check"]))
