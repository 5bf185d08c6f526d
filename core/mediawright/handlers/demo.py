"""The demo: what ships as data is asked for like any other request, from a provider that is free and on this machine."""

import shutil
import sys
import tomllib
from collections.abc import Callable
from dataclasses import replace
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

from mediawright.commands.action import PROGRAM, Next
from mediawright.handlers.jobs import of_job
from mediawright.handlers.response import Response
from mediawright.present.page import Line, Page
from mediawright.runner.observer import ProgressObserver
from mediawright.services.studio import Studio
from mediawright.types.errors import NotAvailable
from mediawright.types.job import Job
from mediawright.types.message import Lang, Message, Problem

DATA = files("mediawright") / "demo"


async def show(studio: Studio, lang: Lang, folder: str, observer: Callable[[], ProgressObserver]) -> Response:
    """Render everything in `demo.toml` into `folder` and say what was asked, what it cost and what to try next.

    Raises NotAvailable where no free local provider is installed.
    """
    told = tomllib.loads((DATA / "demo.toml").read_text(encoding="utf-8"))
    provider = _local(studio)
    target = studio.roots.resolve(folder, "output_dir")
    target.mkdir(parents=True, exist_ok=True)
    jobs = [await _one(studio, item, lang, provider, folder, observer) for item in told["show"]]
    return _response(studio, jobs, tuple(map(runnable, told["next"][lang])))


def runnable(command: str) -> str:
    """A command as it can be typed here: with the program's path where a shell would not find its name."""
    if shutil.which(PROGRAM) is not None:
        return command
    return str(Path(sys.argv[0])) + command.removeprefix(PROGRAM)


def _local(studio: Studio) -> str:
    found = next((p for p in studio.registry.load_all() if p.provider.free and p.provider.local), None)
    if found is None:
        raise NotAvailable(Problem("provider", Message("demo.no_local")))
    return found.name


async def _one(
    studio: Studio,
    item: dict[str, Any],
    lang: Lang,
    provider: str,
    folder: str,
    observer: Callable[[], ProgressObserver],
) -> Job:
    values = dict(item["values"]) | {"prompt": item["prompt"][lang], "provider": provider}
    if "image" in values:
        values["image"] = [str(_copied(values["image"], studio.cwd / folder))]
    request = studio.read(item["command"], values)
    return await studio.run(request, lang=lang, output_dir=folder, observer=observer())


def _copied(name: str, folder: Path) -> Path:
    """The shipped input beside the results: inputs are only read inside the allowed folders."""
    target = folder / name
    with as_file(DATA / name) as source:
        shutil.copyfile(source, target)
    return target


def _response(studio: Studio, jobs: list[Job], after: tuple[Next, ...]) -> Response:
    """One answer out of several: each result's page, what was asked first."""
    replies = [of_job(studio, job) for job in jobs]
    body: list[Any] = []
    for job, response in zip(jobs, replies, strict=True):
        body += [Line(Message("demo.asked", {"prompt": job.request.prompt})), *response.page.body]
    page = Page(
        name="demo",
        emoji="🎬",
        title=Message("demo.title"),
        body=tuple(body),
        close=Message("demo.next"),
        data={"jobs": [response.page.data for response in replies]},
    )
    return Response(page=replace(page, next=after), status="done")
