"""From the provider's results to checked files on disk, each with a small JSON beside it."""

import asyncio
import os
from dataclasses import replace
from pathlib import Path
from typing import Any

from mediawright.files.atomic import read_json, write_json
from mediawright.files.result_names import ResultNames
from mediawright.http.download import WHOLE_TRIES
from mediawright.http.errors import AddressRefused, LinkExpired, ResultCut, TooLarge, WrongContent
from mediawright.http.redact import strip_query
from mediawright.runner import crash_points
from mediawright.runner.execution import JobExecution
from mediawright.runner.pacing import after_error
from mediawright.runner.poll import PASSING, take, unknown_task
from mediawright.types.codec import plain
from mediawright.types.errors import Busy, InvalidRequest, SignInNeeded, TaskFailed
from mediawright.types.job import Asset, Job, Progress
from mediawright.types.message import Message
from mediawright.types.operations import SAVING_OPERATIONS, Operation
from mediawright.types.provider import Provider
from mediawright.types.states import State

#: a link that ran out is asked for anew this often
FRESH_LINKS = 3
#: a result may show a while after the word that it is there: so many seconds of polls that find no file
FILE_PATIENCE = 300.0
#: these may end well without a file: a saved subject, an answer in words
FILELESS = frozenset({Operation.CREATE_ELEMENT, Operation.CHAT_EDIT})


class RecordingSink:
    """A sink that remembers what it delivered."""

    def __init__(self, sink: Any) -> None:
        self._sink = sink
        self.assets: list[Asset] = []

    async def fetch(self, *args: Any, **more: Any) -> Asset:
        return self._keep(await self._sink.fetch(*args, **more))

    async def write(self, *args: Any, **more: Any) -> Asset:
        return self._keep(await self._sink.write(*args, **more))

    async def take(self, *args: Any, **more: Any) -> Asset:
        return self._keep(await self._sink.take(*args, **more))

    def _keep(self, asset: Asset) -> Asset:
        if all(asset.path != known.path for known in self.assets):
            self.assets.append(asset)
        return asset


def names_of(job: Job, progress: Progress, provider: Provider) -> ResultNames:
    """What the files of a job are called, with all the results that a poll has told of."""
    return ResultNames(
        job.request, job.id, several=len(progress.outputs) > 1, draft=provider.drafts(job.request.operation)
    )


async def deliver(job: Job, execution: JobExecution, progress: Progress | None = None) -> Job:
    """Take a succeeded job to `done`. Any part that is there and whole is not fetched again.

    A success without its file is polled again for `FILE_PATIENCE`. Raises TaskFailed when the provider no longer has
    the result, StillRunning at the deadline.
    """
    if job.state is State.SUCCEEDED:
        job = execution.ledger.move(job.id, State.SUCCEEDED, State.DOWNLOADING)
    crash_points.point("before-download")
    expired = failures = empty = cut = 0
    began = execution.clock.monotonic()
    while True:
        try:
            progress = progress or await _fresh(job, execution)
            assets = await execution.within(job, _fetch(job, execution, progress))
            kept = await execution.within(job, _shared(job, execution, tuple(assets)))
            if assets or _needs_no_file(job, progress):
                break
            empty, progress = empty + 1, None
            await _file_awaited(job, execution, empty, execution.clock.monotonic() - began)
        except (LinkExpired, WrongContent, AddressRefused) as error:
            expired, progress = expired + 1, None
            execution.ledger.note(job.id, "link_refused", error=error.code)
            if expired >= FRESH_LINKS:
                raise
        except TooLarge:
            raise  # a fresh link would lead to the same file
        except ResultCut as error:
            cut, progress = cut + 1, None
            execution.ledger.note(job.id, "result_cut", part=error.data.get("part"))
            if cut >= (WHOLE_TRIES if error.again else 1):
                raise
            await execution.pause(job, after_error(cut, None, execution.rng.random()))
        except SignInNeeded:
            failures += 1
            if failures > 2 or not await execution.renew():
                raise
        except InvalidRequest as error:
            failures, progress = failures + 1, None
            await execution.pause(job, unknown_task(error, failures, job, execution))
        except PASSING as error:
            failures, progress = failures + 1, None
            execution.ledger.note(job.id, "fetch_failed", error=error.code)
            hint = error.retry_after if isinstance(error, Busy) else None
            await execution.pause(job, after_error(failures, hint, execution.rng.random()))
    crash_points.point("after-download")
    return await _recorded(job, execution, progress, assets, kept)


async def _recorded(
    job: Job, execution: JobExecution, progress: Progress, assets: list[Asset], kept: tuple[Asset, ...]
) -> Job:
    """The job with its files written down as they are `kept`, and what the check after the download found."""
    if progress.subject_id and not job.subject_id:
        job = execution.ledger.update(job.id, subject_id=progress.subject_id)
    for asset in assets:
        _write_record(job, asset, assets)
    crash_points.point("before-done")
    job = execution.ledger.move(job.id, State.DOWNLOADING, State.DONE, assets=kept)
    if not execution.plugin.provider.local:  # what this machine rendered is not checked by it
        from mediawright.runner.result_check import record_check  # only where there is a result

        await record_check(replace(job, assets=tuple(assets)), execution.ledger)
    return job


def _needs_no_file(job: Job, progress: Progress) -> bool:
    """Whether this success is whole without a file: an answer in words, or a subject or voice that has its id."""
    if job.request.operation in SAVING_OPERATIONS:
        return bool(progress.subject_id or job.subject_id)
    return job.request.operation in FILELESS


async def _file_awaited(job: Job, execution: JobExecution, empty: int, waited: float) -> None:
    """Wait before the next poll of a success without its file. Raises TaskFailed when the patience is used up."""
    execution.ledger.note(job.id, "no_file_yet", looks=empty)
    if waited >= FILE_PATIENCE:
        raise _gone(job, execution, Message("runner.no_file", {"provider": execution.plugin.provider.title}))
    await execution.pause(job, after_error(empty, None, execution.rng.random()))


async def _fetch(job: Job, execution: JobExecution, progress: Progress) -> list[Asset]:
    assert job.task is not None
    if job.request.operation is Operation.CREATE_ELEMENT:
        return []
    kept = RecordingSink(execution.make_sink(job, progress))
    try:
        await execution.plugin.download(execution.ctx, progress.task or job.task, progress, kept)
    except TaskFailed as error:
        raise _gone(job, execution, error.message, error.provider_code) from error
    return kept.assets


async def _shared(job: Job, execution: JobExecution, assets: tuple[Asset, ...]) -> tuple[Asset, ...]:
    """The files as the ledger is to name them: in the store that other machines reach, where there is one.

    Raises LocalFault, Unreachable: the files are here, and the next try begins with them."""
    return assets if execution.share is None else await asyncio.to_thread(execution.share, job, assets)


async def _fresh(job: Job, execution: JobExecution) -> Progress:
    """Ask again where the results are: links are never stored."""
    assert job.task is not None
    progress = await execution.within(job, execution.plugin.poll(execution.ctx, job.task))
    take(job, progress, execution)
    if progress.state in (State.FAILED, State.CANCELLED):
        reason = progress.reason or Message("runner.result_gone", {"provider": execution.plugin.provider.title})
        raise _gone(job, execution, reason, progress.provider_code)
    if progress.state is not State.SUCCEEDED:
        raise NotReady(provider=job.provider)
    return progress


def _gone(job: Job, execution: JobExecution, reason: Message, code: str | None = None) -> TaskFailed:
    """Finished at the provider and yet no file: a failure that is seen, never a silent end."""
    execution.ledger.move(job.id, State.DOWNLOADING, State.FAILED, reason=reason, finished_at=execution.clock.now())
    return TaskFailed(reason, provider=job.provider, provider_code=code, data={"job": job.id})


class NotReady(Busy):
    """The provider called it finished and now does not: poll again later."""


def _write_record(job: Job, asset: Asset, assets: list[Asset]) -> None:
    """The small JSON beside a file: what was asked, by which model, at what cost. No secret, no signed link."""
    request = plain(job.request)
    for media in request.get("media", []):
        media["source"] = strip_query(media["source"])
    cost = job.charged or (job.quote.price.amount if job.quote else None)
    record = {
        "job": job.id,
        "provider": job.provider,
        "model": job.request.model,
        "task": job.task.id if job.task else None,
        "cost": plain(cost),
        "cost_is": "charged" if job.charged else "quoted",
        "created_at": job.created_at.isoformat(),
        "request": request,
        "file": plain(asset) | {"path": Path(asset.path).name},
        "files": len(assets),
    }
    write_json(record_path(job, asset), record)


def record_path(job: Job, asset: Asset) -> Path:
    """Beside the file, under a name that is free or holds this job's own record: what else lies there is somebody's."""
    number, path = 0, Path(f"{asset.path}.json")
    while os.path.lexists(path) and not _own(path, job):
        number += 1
        path = Path(f"{asset.path}.{number}.json")
    return path


def _own(path: Path, job: Job) -> bool:
    known = read_json(path)
    return isinstance(known, dict) and known.get("job") == job.id
