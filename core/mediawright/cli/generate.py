"""What every generating command does with its values: query, dry run, or the journey through the gate."""

from typing import TYPE_CHECKING, Any

from mediawright.cli.console import Console, asker, perform
from mediawright.types.errors import InvalidRequest
from mediawright.types.message import Message, Problem

if TYPE_CHECKING:
    from mediawright.handlers.response import Response
    from mediawright.services.approval import Consent
    from mediawright.services.studio import Studio
    from mediawright.types.job import Job
    from mediawright.types.request import Request

#: a prompt that is read from the standard input
STDIN = "-"
#: values that say how to run, not what to make
HOW = ("approve_cost", "again", "dry_run", "output_dir", "wait", "preview", "task_id", "download")


def generate(command: str, values: dict[str, Any]) -> None:
    """Read the request, then look up a task, show what would be sent, or run it."""
    if values.get("prompt") == STDIN and not values.get("task_id"):
        from mediawright.cli.words_in import words_of

        values["prompt"] = words_of(STDIN, "prompt")
    console = Console.of(values)

    async def work(studio: "Studio") -> "Response":
        timeout = console.timeout(values)
        how = {name: values.pop(name, None) for name in HOW}
        if how["task_id"]:
            return await _query(studio, console, command, values, how, timeout)
        if how["download"]:
            raise InvalidRequest(Problem("download", Message("problem.download_needs_task", {"field": "download"})))
        request = studio.read(command, values)
        return await run(studio, console, request, how, timeout)

    perform(console, work)


async def run(
    studio: "Studio", console: Console, request: "Request", how: dict[str, Any], timeout: float | None
) -> "Response":
    """One request through the gate to its answer."""
    from mediawright.handlers.jobs import of_job

    if how.get("dry_run"):
        return await _dry_run(studio, console, request)
    output_dir = how.get("output_dir")
    job = await studio.run(
        request,
        consent(studio, console, how),
        lang=console.lang,
        output_dir=output_dir,
        wait=how.get("wait") is not False,
        timeout=timeout,
        observer=console.observer(),
    )
    show_preview(console, job, how)
    return of_job(studio, job)


def consent(studio: "Studio", console: Console, how: dict[str, Any]) -> "Consent":
    """How an approval can be had in this run."""
    from mediawright.services.approval import Consent
    from mediawright.types.money import Level

    ask = asker(console)
    return Consent(
        approve_cost=how.get("approve_cost"),
        ask=ask(studio) if ask else None,
        again=bool(how.get("again")),
        asked_level=Level.TERMINAL,
        replaces=how.get("replaces"),
        said=how.get("said") or (),
    )


def show_preview(console: Console, job: "Job", how: dict[str, Any]) -> None:
    """Pictures of the result in this terminal, when asked for."""
    if how.get("preview") and not console.json:
        from mediawright.present.preview import preview_assets

        preview_assets(job.assets)


async def _dry_run(studio: "Studio", console: Console, request: "Request") -> "Response":
    from mediawright.handlers.listings import of_dry_run

    plan, calls = await studio.dry_run(request, lang=console.lang)
    return of_dry_run(studio, plan, calls)


async def _query(
    studio: "Studio", console: Console, kind: str, values: dict[str, Any], how: dict[str, Any], timeout: float | None
) -> "Response":
    """A task that exists: one poll, or with `--download` its files. Never mixed with a request: a submit costs money."""
    from mediawright.handlers.jobs import of_job
    from mediawright.handlers.listings import of_task

    provider = values.pop("provider", None)
    said = [name for name, value in values.items() if value not in (None, False, [], ())]
    if said or how["approve_cost"] or how["dry_run"]:
        field = said[0] if said else "task_id"
        raise InvalidRequest(Problem(field, Message("problem.query_mixed", {"field": field})))
    task_id = str(how["task_id"]).strip()
    provider = studio.provider_of_task(task_id, provider, kind, lang=console.lang)
    if not how["download"]:
        progress = await studio.past.peek(provider, task_id, kind, console.lang)
        return of_task(studio, provider, task_id, progress)
    job = studio.past.adopt(provider, task_id, kind, studio.output_dir(how["output_dir"]))
    job = await studio.bring_home(
        job,
        lang=console.lang,
        timeout=0.0 if timeout is None else timeout,
        observer=console.observer(),
        output_dir=how["output_dir"],
    )
    return of_job(studio, job)
