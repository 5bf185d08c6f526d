"""`mediawright film`: a script or storyboard becomes one film, with one approval."""

import os
import re
import sys
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mediawright.cli.console import Console, perform
from mediawright.commands.arguments import ARGUMENTS
from mediawright.commands.flags import COMMON, Flag, command, new_app
from mediawright.files.text import decode_text
from mediawright.types.errors import InvalidRequest
from mediawright.types.message import Message, Problem

if TYPE_CHECKING:
    from mediawright.handlers.films import FilmService
    from mediawright.handlers.response import Response
    from mediawright.services.films.works import Film
    from mediawright.services.studio import Studio

#: what a command takes that makes shots
MAKING = (
    Flag("approve_cost", "list"),
    Flag("dry_run", "mark"),
    Flag("wait", "switch"),
    Flag("timeout"),
    Flag("progress"),
    *COMMON,
)


def _act(values: dict[str, Any], act: "Callable[[FilmService, dict[str, Any], Console], Awaitable[Response]]") -> None:
    values.setdefault("text", None)
    values["text"] = values["text"] or _words_of(values.get("plan")) or _script_of(values.get("script"))
    console = Console.of(values)

    async def work(studio: "Studio") -> "Response":
        from mediawright.handlers.films import FilmService

        return await act(FilmService(studio, console.lang, _reports(studio, console)), values, console)

    perform(console, work)


def _words_of(plan: str | None) -> str | None:
    """Words in the plan's language: that is what is answered in where nothing else is asked for."""
    for name in (plan, f"{plan}.film.toml") if plan else ():
        with suppress(OSError, ValueError):
            if Path(name).is_file():
                chinese = re.search(r'(?m)^language\s*=\s*"zh', decode_text(Path(name).read_bytes())[:20_000])
                return "影片" if chinese else "a film"
    return None


def _script_of(script: str | None) -> str | None:
    """The script that a plan is written from: its language is that of the answer."""
    with suppress(OSError, ValueError):
        if script and Path(script).is_file():
            return decode_text(Path(script).read_bytes()[:20_000])
    return None


def _reports(studio: "Studio", console: Console) -> "Callable[[Film], None]":
    """Tells the one who waits how many shots are done."""
    from mediawright.handlers.film_pages import state_of
    from mediawright.present.progress_batch import BatchProgress

    progress = BatchProgress.of(console.progress, sys.stderr, console.lang, studio.clock, os.environ)

    def heard(film: "Film") -> None:
        said = {"done": 0, "failed": 0, "at_work": 0, "to_come": 0}
        for work in film.works:
            state = state_of(film, work)
            word = {"making": "at_work", "planned": "to_come", "agreed": "to_come", "waits": "to_come"}.get(state)
            said[word or ("done" if state in ("good", "doubtful", "stale") else "failed")] += 1
        progress.update(said)
        if not said["at_work"] and not said["to_come"]:
            progress.done()

    return heard


def new(**values: Any) -> None:
    async def act(films: "FilmService", values: dict[str, Any], console: Console) -> "Response":
        return films.new(values["name"], values.get("script"), values.get("template"))

    _act(values, act)


def check(**values: Any) -> None:
    async def act(films: "FilmService", values: dict[str, Any], console: Console) -> "Response":
        return films.check(values["plan"])

    _act(values, act)


def animatic(**values: Any) -> None:
    async def act(films: "FilmService", values: dict[str, Any], console: Console) -> "Response":
        return await films.animatic(
            values["plan"], output_dir=values.get("output_dir"), timeout=console.timeout(values)
        )

    _act(values, act)


def run(**values: Any) -> None:
    async def act(films: "FilmService", values: dict[str, Any], console: Console) -> "Response":
        return await films.run(
            values["plan"],
            approve_cost=values.get("approve_cost") or (),
            dry_run=bool(values.get("dry_run")),
            output_dir=values.get("output_dir"),
            timeout=_patience(values, console),
            ask=_asker(console),
        )

    _act(values, act)


def status(**values: Any) -> None:
    async def act(films: "FilmService", values: dict[str, Any], console: Console) -> "Response":
        return await films.status(values["plan"], sheet=bool(values.get("sheet")))

    _act(values, act)


def reroll(**values: Any) -> None:
    async def act(films: "FilmService", values: dict[str, Any], console: Console) -> "Response":
        return await films.reroll(
            values["plan"],
            values.get("shots") or (),
            use=_number(values.get("use")),
            say=values.get("say"),
            with_next=bool(values.get("with_next")),
            approve_cost=values.get("approve_cost") or (),
            dry_run=bool(values.get("dry_run")),
            timeout=_patience(values, console),
            ask=_asker(console),
        )

    _act(values, act)


def cut(**values: Any) -> None:
    async def act(films: "FilmService", values: dict[str, Any], console: Console) -> "Response":
        return await films.cut(values["plan"], ratio=values.get("ratio"))

    _act(values, act)


def export(**values: Any) -> None:
    async def act(films: "FilmService", values: dict[str, Any], console: Console) -> "Response":
        return await films.export(values["plan"], values.get("to") or "otio")

    _act(values, act)


def _patience(values: dict[str, Any], console: Console) -> float | None:
    """Seconds to wait: none where the shots are only to be started."""
    timeout = console.timeout(values)
    return 0.0 if timeout is None and values.get("wait") is False else timeout


def _asker(console: Console) -> "Callable[[Response], Awaitable[bool]] | None":
    """A person at this terminal is asked on the spot."""
    if not console.interactive:
        return None

    async def ask(response: "Response") -> bool:
        return await console.agrees(response.page)

    return ask


def _number(said: str | None) -> int | None:
    if said is None:
        return None
    if not (said.isascii() and said.isdigit()):
        raise InvalidRequest(Problem("use", Message("problem.not_whole", {"field": "use", "value": said[:40]})))
    return int(said)


app = new_app(group=True)
app.command("new")(command((Flag("script"), Flag("template"), *COMMON), new, *ARGUMENTS["film", "new"]))
app.command("check")(command(COMMON, check, *ARGUMENTS["film", "check"]))
app.command("animatic")(
    command((Flag("output_dir"), Flag("timeout"), Flag("progress"), *COMMON), animatic, *ARGUMENTS["film", "animatic"])
)
app.command("run")(command((Flag("output_dir"), *MAKING), run, *ARGUMENTS["film", "run"]))
app.command("status")(command((Flag("sheet", "mark"), *COMMON), status, *ARGUMENTS["film", "status"]))
app.command("reroll")(
    command((Flag("use"), Flag("say"), Flag("with_next", "mark"), *MAKING), reroll, *ARGUMENTS["film", "reroll"])
)
app.command("cut")(command((Flag("ratio"), *COMMON), cut, *ARGUMENTS["film", "cut"]))
app.command("export")(command((Flag("to"), *COMMON), export, *ARGUMENTS["film", "export"]))
