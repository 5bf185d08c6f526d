"""The cut as a job of its own: free, in the list of jobs, resumed after a kill, cancelled like any other."""

import asyncio
import os
import uuid
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mediawright.files.names import safe_stem
from mediawright.files.probe import sha256_of
from mediawright.files.sniff import kind_of, sniff_file
from mediawright.film.assembly import Assembly, by_number
from mediawright.gate.budgets import Standing
from mediawright.ledger import StaleState
from mediawright.ledger.films import FilmStep
from mediawright.os_errors import disk_faults
from mediawright.services.films.cutting import CutFilm, assembly_of, finished
from mediawright.services.films.works import LOST, Film
from mediawright.services.planning import Plan as Priced
from mediawright.types.codec import content_hash
from mediawright.types.errors import LocalFault, NotAvailable, NotFound, TaskFailed
from mediawright.types.job import Job
from mediawright.types.message import Message, Problem
from mediawright.types.money import Approval, ApprovalKind
from mediawright.types.operations import MediaKind, Operation
from mediawright.types.request import Media, Request, Role
from mediawright.types.states import State

if TYPE_CHECKING:
    from mediawright.services.films.driver import Driver

#: the event in which a job's last words are kept
CLOSING = "closing"
#: the step of a film's cut, and of its cut in another shape; no shot is called so
CUT = "#cut"


class Assembling:
    """Cuts films in one studio, each cut a job whose name is made from the film and what is in it."""

    def __init__(self, driver: "Driver") -> None:
        self.driver = driver
        self.studio = driver.studio
        self.ledger = driver.studio.ledger

    async def cut(self, film: Film, path: Path, ratio: str | None = None, timeout: float | None = None) -> CutFilm:
        """The film at `path`; what is cut already is not cut again. Raises LocalFault, NotAvailable, StillRunning."""
        try:
            assembly = await asyncio.to_thread(assembly_of, film, ratio)
            request = await asyncio.to_thread(request_of, assembly, self._cutter())
        except OSError as error:
            raise LocalFault(Message("film.unreadable", {"file": Path(str(error.filename or "")).name})) from error
        plan = await self.studio.plan(request, lang=self.driver.lang, ask_balance=False)
        step = CUT if ratio is None else f"{CUT}:{ratio}"
        job = self._known_cut(film, step, plan)
        if job is None:
            await self.studio.contexts.stage(plan.request)  # where workers of other machines may cut it
            job = self._begun(film, step, path.stem, plan)
        known = job.state is State.DONE
        if not known:
            try:
                job = await self.studio.runner.run(job, lang=self.driver.lang, timeout=timeout)
            except TaskFailed as error:
                raise LocalFault(error.message, data={"job": job.id}) from error
        if job.state is not State.DONE:
            raise LocalFault(Message("film.cut_cancelled"), data={"job": job.id})
        await asyncio.to_thread(place, Path(job.assets[0].path), job.assets[0].sha256, path)
        counts = {} if known else self._counts(job)
        return await asyncio.to_thread(finished, film, assembly, path, job.assets[0], counts)

    def _counts(self, job: Job) -> Mapping[str, Any]:
        """How many pieces the cut has, and how many were coded for it."""
        closing = next((one for one in self.ledger.events(job.id)[::-1] if one.kind == CLOSING), None)
        return dict(closing.data["data"]) if closing is not None else {}

    def _cutter(self) -> str:
        """Who cuts on this machine. Raises NotAvailable."""
        for plugin in self.studio.registry.load_all():
            if plugin.provider.local and Operation.ASSEMBLE in plugin.provider.operations:
                return plugin.name
        raise NotAvailable(Problem("provider", Message("demo.no_local")))

    def _known_cut(self, film: Film, step: str, plan: Priced) -> Job | None:
        """The job of this very cut, where its film is there or still comes."""
        for one in self.ledger.films.steps(film.row.id):
            job = self._known(one.job_id) if (one.step, one.key) == (step, plan.same) else None
            if job is not None and (_is_whole(job) or job.state not in (*LOST, State.DONE)):
                return job
        return None

    def _begun(self, film: Film, step: str, stem: str, plan: Priced) -> Job:
        """A new job for this cut, agreed to since it is free."""
        takes = [one.take for one in self.ledger.films.steps(film.row.id) if one.step == step]
        take = max(takes, default=0) + 1
        name = str(uuid.uuid5(uuid.NAMESPACE_OID, f"{film.row.id}|{step}|{plan.same}|{take}"))
        row = FilmStep(film_id=film.row.id, step=step, take=take, key=plan.same, shape="", job_id=name)
        folder = str(Path(film.row.output_dir) / "cuts" / safe_stem(f"{stem}.cut{take}"))
        first = next((one.job.id for work in film.works for one in work.takes), None)
        now = self.studio.clock.now()
        with self.ledger.batch():
            self.ledger.films.put(self.ledger.films.get(film.row.id) or film.row)
            job = self._known(name) or self.ledger.add(
                plan.row(name, now, folder, parent=first, position=len(film.works) + take)
            )
            self.ledger.films.add_step(row)
            approval = Approval(
                kind=ApprovalKind.FREE,
                request_hash=plan.quote.request_hash,
                ceiling=None,
                at=now,
                expires_at=plan.quote.expires_at,
            )
            policy, require = self.studio.policy, self.studio.require
            try:
                return self.ledger.approve(job.id, approval, Standing(lambda: policy, lambda: require, now))
            except StaleState:  # another process has started it
                return self.ledger.get(job.id)

    def _known(self, name: str) -> Job | None:
        try:
            return self.ledger.get(name)
        except NotFound:
            return None


def request_of(assembly: Assembly, provider: str) -> Request:
    """The request of a cut: its files as inputs, the grid as data. Blocking: looks at the files. Raises OSError."""
    timeline, files = by_number(assembly)
    return Request(
        operation=Operation.ASSEMBLE,
        prompt=assembly.title,
        media=tuple(_media(file) for file in files),
        options={"timeline": {**timeline, "cutter": made_with()}},
        provider=provider,
    )


def made_with() -> str:
    """What the bytes of a film depend on beside its files: the coder, and the fonts of this machine."""
    import av

    from mediawright.media.cut import coding, pieces
    from mediawright.media.fonts import installed_fonts

    fonts = installed_fonts()
    faces = [str(face.path) if face else "" for face in (fonts.latin, fonts.cjk)]
    return content_hash([pieces.CODING, coding.CRF, coding.PRESET, av.__version__, faces])[:16]


def _media(file: str) -> Media:
    kind = kind_of(sniff_file(Path(file)))
    roles = {MediaKind.VIDEO: Role.SOURCE, MediaKind.AUDIO: Role.SOUND}
    return Media(kind=kind or MediaKind.VIDEO, role=roles.get(kind or MediaKind.VIDEO, Role.REFERENCE), source=file)


def place(source: Path, sha256: str, path: Path) -> None:
    """The finished film under its own name, in the place of an older cut. Blocking. Raises LocalFault."""
    if path.is_file() and path.stat().st_size == source.stat().st_size and sha256_of(path) == sha256:
        return
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    with disk_faults():
        path.parent.mkdir(parents=True, exist_ok=True)
        part.unlink(missing_ok=True)
        try:
            os.link(source, part)  # no second copy on the disk
        except OSError:
            import shutil

            shutil.copyfile(source, part)
        part.replace(path)


def _is_whole(job: Job) -> bool:
    """Whether the file of a finished cut is there as it was made."""
    if job.state is not State.DONE or not job.assets:
        return False
    path = Path(job.assets[0].path)
    return path.is_file() and path.stat().st_size == job.assets[0].size and sha256_of(path) == job.assets[0].sha256
