"""`mediawright jobs`: what was started, how it stands, and delivering it."""

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from mediawright.cli.console import Console, perform
from mediawright.commands.arguments import ARGUMENTS
from mediawright.commands.flags import COMMON, Flag, command, new_app
from mediawright.types.errors import InvalidRequest
from mediawright.types.message import Message, Problem
from mediawright.types.states import FINAL, IN_FLIGHT, State

if TYPE_CHECKING:
    from mediawright.handlers.response import Response
    from mediawright.services.studio import Studio
    from mediawright.types.job import Job

WAITING = (Flag("output_dir"), Flag("timeout"), Flag("progress"), Flag("bell", "mark"), *COMMON)


def list_jobs(**values: Any) -> None:
    console = Console.of(values)

    async def work(studio: "Studio") -> "Response":
        from mediawright.handlers.listings import of_jobs
        from mediawright.services.request_reader import Reader

        reader = Reader(values)
        limit, state = reader.whole("limit"), reader.choice("state", tuple(s.value for s in State))
        if reader.problems:
            raise InvalidRequest(*reader.problems)
        states = [State(state)] if state else None
        found = studio.ledger.list(
            states=states, provider=values.get("provider"), limit=limit or 20, before=values.get("before")
        )
        return of_jobs(studio, found)

    perform(console, work)


def show(**values: Any) -> None:
    _on_one(values, _show)


async def _show(studio: "Studio", console: Console, job: "Job", values: dict[str, Any]) -> "Response":
    from mediawright.handlers.listings import of_job_shown

    return of_job_shown(studio, job)


def wait(**values: Any) -> None:
    _on_one(values, _wait)


async def _wait(studio: "Studio", console: Console, job: "Job", values: dict[str, Any]) -> "Response":
    from mediawright.handlers.jobs import of_job

    timeout = console.timeout(values)
    folder = values.get("output_dir")
    job = await studio.bring_home(
        job, lang=console.lang, timeout=timeout, observer=console.observer(), output_dir=folder
    )
    return of_job(studio, job)


def resume(**values: Any) -> None:
    """One job, or every job that is not finished; after a broken record also what the providers know of."""
    console = Console.of(values)

    async def work(studio: "Studio") -> "Response":
        from mediawright.handlers.hints import Hints, of_rebuilt, with_hints

        found = None if values["jobs"] else await studio.rebuild(lang=console.lang)
        response = await _resume(studio, console, values)
        return with_hints(response, Hints(lines=of_rebuilt(found))) if found else response

    perform(console, work)


async def _resume(studio: "Studio", console: Console, values: dict[str, Any]) -> "Response":
    from mediawright.handlers.listings import of_outcomes

    studio.carried = studio.has_ledger  # ends that an earlier process did not tell are told now
    jobs = [studio.ledger.get(job) for job in values["jobs"] or ()] or studio.unfinished()
    if len(jobs) == 1:
        return await _wait(studio, console, jobs[0], values)
    timeout = console.timeout(values)
    if values.get("output_dir"):
        folder = studio.output_dir(values["output_dir"])
        jobs = [studio.ledger.update(job.id, output_dir=folder) if job.state not in FINAL else job for job in jobs]
    found = await studio.past.resume(jobs, lang=console.lang, timeout=timeout, observer=console.observer())
    return of_outcomes(studio, found)


def download(**values: Any) -> None:
    _on_one(values, _download)


async def _download(studio: "Studio", console: Console, job: "Job", values: dict[str, Any]) -> "Response":
    if job.state not in IN_FLIGHT | {State.DONE, State.FAILED}:
        raise InvalidRequest(Problem("job", Message("jobs.nothing_to_download", {"job": job.id})))
    return await _wait(studio, console, job, values)


def cancel(**values: Any) -> None:
    _on_one(values, _cancel)


async def _cancel(studio: "Studio", console: Console, job: "Job", values: dict[str, Any]) -> "Response":
    from mediawright.handlers.listings import of_cancel

    before = job.state
    job, said = await studio.past.cancel(job, console.lang)
    return of_cancel(studio, job, said, before=before)


def adopt(**values: Any) -> None:
    """Take a task that was started elsewhere into the ledger and delivering it."""
    console = Console.of(values)

    async def work(studio: "Studio") -> "Response":
        kind = values.get("kind") or "video"
        if kind not in ("video", "image", "audio", "element"):
            problem = Problem(
                "kind",
                Message("problem.not_choice", {"field": "kind", "value": kind}),
                allowed=("video", "image", "audio"),
            )
            raise InvalidRequest(problem)
        if values.get("job"):
            mine = studio.past.settle(studio.ledger.get(values["job"]), values["task_id"])
            return await _wait(studio, console, mine, values)
        provider = studio.provider_of_task(values["task_id"], values.get("provider"), kind, lang=console.lang)
        folder = studio.output_dir(values.get("output_dir"))
        job = await studio.past.adopt_named(provider, values["task_id"], kind, folder, console.lang)
        return await _wait(studio, console, job, values)

    perform(console, work)


def watch(**values: Any) -> None:
    """Every change of a job's state as a line, without asking any provider."""
    import sys

    from mediawright.cli.watch import run

    thread = values.get("thread")
    console = Console.of(values)
    lines = console.json or values["json_lines"] or not sys.stdout.isatty()
    raise SystemExit(int(run(console, thread, until_idle=values["until_idle"], lines=lines)))


Step = Callable[["Studio", Console, "Job", dict[str, Any]], Awaitable["Response"]]


def _on_one(values: dict[str, Any], step: Step) -> None:
    console = Console.of(values, about=values["job"])

    async def work(studio: "Studio") -> "Response":
        return await step(studio, console, studio.ledger.get(values["job"]), values)

    perform(console, work)


app = new_app(group=True)
LIST = (Flag("limit"), Flag("before"), Flag("state"), Flag("provider"), *COMMON)
app.command("list")(command(LIST, list_jobs))
app.command("show")(command(COMMON, show, *ARGUMENTS["jobs", "show"]))
app.command("wait")(command(WAITING, wait, *ARGUMENTS["jobs", "wait"]))
app.command("resume")(command(WAITING, resume, *ARGUMENTS["jobs", "resume"]))
app.command("download")(command(WAITING, download, *ARGUMENTS["jobs", "download"]))
app.command("cancel")(command(COMMON, cancel, *ARGUMENTS["jobs", "cancel"]))
WATCH = (Flag("until_idle", "mark"), Flag("json_lines", "mark"), *COMMON)
app.command("watch")(command(WATCH, watch))
app.command("adopt")(
    command((Flag("provider"), Flag("kind"), Flag("job"), *WAITING), adopt, *ARGUMENTS["jobs", "adopt"])
)
