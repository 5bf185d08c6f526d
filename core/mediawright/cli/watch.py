"""`mediawright jobs watch`: a line for every change of a job's state, for people or as JSON, until it is stopped."""

import asyncio
import json
import os
import signal
import sys
from pathlib import PurePath
from typing import Any

from mediawright.cli.console import Console, print_line
from mediawright.cli.streams import reader_gone
from mediawright.present.catalog import render
from mediawright.services.notify.words import sentence
from mediawright.services.studio import Studio
from mediawright.services.watching import Seen, Watch
from mediawright.types.codec import plain
from mediawright.types.errors import ExitCode, MediawrightError
from mediawright.types.job import Job
from mediawright.types.message import Lang, Message
from mediawright.types.notices import ENDINGS
from mediawright.types.states import FINAL, State

#: what a line of JSON is, for programs that read it
VERSION = 1


def run(console: Console, thread: str | None, *, until_idle: bool, lines: bool) -> ExitCode:
    """Watch until nothing goes on, its reader is gone, or it is told to end."""
    return asyncio.run(_watch(console, thread, until_idle=until_idle, lines=lines))


async def _watch(console: Console, thread: str | None, *, until_idle: bool, lines: bool) -> ExitCode:
    task, loop = asyncio.current_task(), asyncio.get_running_loop()
    assert task is not None
    for name in ("SIGINT", "SIGTERM"):
        loop.add_signal_handler(getattr(signal, name), task.cancel)
    show = _shown_as_json if lines else _shown
    try:
        while await _once(console.lang, thread, until_idle, show):
            continue
    except asyncio.CancelledError:
        task.uncancel()
        return ExitCode.INTERRUPTED
    except MediawrightError as error:
        if not lines:
            raise
        message = render(error.message, console.lang)
        print_line(_line({"event": "error", "error": {"code": error.code, "message": message}}))
        return error.exit_code
    return ExitCode.DONE


async def _once(lang: Lang, thread: str | None, until_idle: bool, show: Any) -> bool:
    """One watch over the ledger that is there now. True: it was replaced, and there is another one to watch."""
    async with Studio.open(os.environ) as studio:
        watch = Watch(studio, thread, until_idle=until_idle, wanted=lambda: not reader_gone(sys.stdout))
        async for seen in watch.seen():
            show(studio, seen, lang)
        return watch.replaced


def _shown_as_json(studio: Studio, seen: Seen, lang: Lang) -> None:
    print_line(_line(_data(studio, seen, lang)))


def _line(data: dict[str, Any]) -> str:
    return json.dumps({"v": VERSION, **data}, ensure_ascii=False)


def _data(studio: Studio, seen: Seen, lang: Lang) -> dict[str, Any]:
    """The object of one line: no link, no prompt, of files only their names."""
    change, job = seen.change, seen.job
    if change is None or job is None:
        return {"event": seen.event} | ({"jobs": seen.jobs} if seen.event == "watching" else {})
    return {
        "event": "job",
        "snapshot": seen.snapshot,
        "seq": change.seq,
        "at": change.at.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "job": job.id,
        "state": change.state.value,
        "was": change.old.value if change.old else None,
        "final": change.state in FINAL,
        "provider": job.provider,
        "model": job.request.model,
        "operation": job.request.operation.value,
        "thread": change.thread,
        "text": _words(studio, change.state, job, lang),
        "charged": plain(job.charged) if change.state in FINAL else None,
        "files": [PurePath(asset.path).name for asset in job.assets] if change.state is State.DONE else [],
    }


def _words(studio: Studio, state: State, job: Job, lang: Lang) -> str:
    """The state in words; of an end, the sentence that is told of it."""
    if state not in ENDINGS:
        return render(Message(f"state.{state}"), lang)
    try:
        provider = studio.registry.load(job.provider).provider
    except MediawrightError:
        provider = None
    return render(sentence(job, ENDINGS[state], provider), lang)


def _shown(studio: Studio, seen: Seen, lang: Lang) -> None:
    change, job = seen.change, seen.job
    if change is None or job is None:
        print_line(render(Message(f"cli.watch.{seen.event}"), lang), stream=sys.stderr)
        return
    values = {
        "time": f"{change.at.astimezone():%H:%M:%S}",
        "state": Message(f"state.{change.state}"),
        "work": Message(f"operation.{job.request.operation.value}"),
        "job": job.id,
    }
    print_line(render(Message("cli.watch.line", values), lang))
