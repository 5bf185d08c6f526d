"""A finished job with its files: checked, copied to another folder, or fetched again while the provider keeps them."""

from __future__ import annotations

import asyncio
import shutil
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from mediawright.files.place import is_same, place
from mediawright.files.result_names import ResultNames
from mediawright.os_errors import disk_faults
from mediawright.runner.deliver import RecordingSink, names_of
from mediawright.types.dataclass import dataclass
from mediawright.types.errors import InvalidRequest, LocalFault, MediawrightError, TaskFailed
from mediawright.types.job import Asset, Job, Output
from mediawright.types.message import Lang, Message
from mediawright.types.states import State

if TYPE_CHECKING:
    from mediawright.context.factory import Contexts
    from mediawright.ledger import Ledger
    from mediawright.plugins.discover import Registry


@dataclass(frozen=True, slots=True)
class _Known:
    """The names that a job's files had; a result that had none gets one as a new one does."""

    assets: tuple[Asset, ...]
    fresh: ResultNames

    def __call__(self, output: Output) -> str:
        at = output.index
        return Path(self.assets[at].path).stem if 0 <= at < len(self.assets) else self.fresh(output)


class FileGone(TaskFailed):
    """The files of a finished job are neither here nor at the provider any more."""

    code = "file_gone"


@dataclass(frozen=True, slots=True)
class Restorer:
    """Gives finished jobs their files back. Sends nothing that is charged."""

    ledger: Ledger
    registry: Registry
    contexts: Contexts
    #: what was done for a job, shown with its answer
    notes: dict[str, Message]

    async def restored(self, job: Job, lang: Lang, folder: str | None) -> Job:
        """The job with files that are there and whole, in `folder` where one was asked for.

        Raises FileGone where they are nowhere any more, and what a fetch raises.
        """
        if job.state is not State.DONE or not job.assets:
            return job
        asked = folder is not None
        if self.contexts.shared_files is not None:
            job = await asyncio.to_thread(self.contexts.shared_files.here, job)
            folder = folder or self._home_of(job) or self._own_folder(job)
        elif any(asset.path.startswith("store:") for asset in job.assets):
            raise LocalFault(Message("store.not_set"), data={"job": job.id})
        if not await asyncio.to_thread(_all_here, job.assets):
            return await self._fetched(job, lang, folder)
        if folder is None or all(Path(asset.path).parent == Path(folder) for asset in job.assets):
            return job
        if asked:
            self.notes[job.id] = Message("jobs.copied", {"folder": folder})
        copies = await asyncio.to_thread(lambda: tuple(_copied(asset, Path(folder)) for asset in job.assets))
        return replace(job, assets=copies)

    def _home_of(self, job: Job) -> str | None:
        """The folder that a job's results were asked for in, where it is one of this machine."""
        try:
            return str(self.contexts.output_dir(job.output_dir)) if job.output_dir else None
        except MediawrightError:
            return None

    def _own_folder(self, job: Job) -> str | None:
        """The folder of whoever fetches a job of another machine, whose files were brought to a place that is emptied."""
        files = self.contexts.shared_files
        passing = files is not None and any(files.is_passing(Path(asset.path)) for asset in job.assets)
        return str(self.contexts.output_dir(None)) if passing else None

    async def _fetched(self, job: Job, lang: Lang, folder: str | None) -> Job:
        plugin = self.registry.load(job.provider)
        ctx = self.contexts.open(plugin.provider, lang=lang, job_id=job.id)
        values = {"file": Path(job.assets[0].path).name, "provider": plugin.provider.title}
        gone = FileGone(Message("jobs.file_gone", values), provider=job.provider, data={"job": job.id})
        if job.task is None:
            raise gone
        try:
            progress = await plugin.poll(ctx, job.task)
        except (InvalidRequest, TaskFailed, LocalFault):
            raise gone from None
        if progress.state is not State.SUCCEEDED:
            raise gone
        target = folder or job.output_dir
        names = _Known(job.assets, names_of(job, progress, plugin.provider))
        kept = RecordingSink(self.contexts.sink(job.id, target, stem_of=names))
        await plugin.download(ctx, progress.task or job.task, progress, kept)
        self.contexts.clear(job.id)
        if not kept.assets:
            raise gone
        self.notes[job.id] = Message("jobs.fetched_again")
        fetched = tuple(kept.assets)
        if self.contexts.shared_files is not None:
            fetched = await asyncio.to_thread(self.contexts.shared_files.shared, job, fetched)
        return self.ledger.update(job.id, assets=fetched, output_dir=target)


def _all_here(assets: tuple[Asset, ...]) -> bool:
    return all(is_same(Path(asset.path), asset.sha256, asset.size) for asset in assets)


def _copied(asset: Asset, folder: Path) -> Asset:
    """The file in another folder as well, under its own name where that is free. Raises LocalFault."""
    source = Path(asset.path)
    there = folder / source.name
    if is_same(there, asset.sha256, asset.size):
        return replace(asset, path=str(there))
    with disk_faults():
        folder.mkdir(parents=True, exist_ok=True)
        fresh = folder / f".{source.name}.{asset.sha256[:8]}.part"
        shutil.copyfile(source, fresh)
    return replace(asset, path=str(place(fresh, folder, source.stem, source.suffix, asset.sha256)))
