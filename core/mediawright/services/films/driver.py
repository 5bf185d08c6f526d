"""The driver of films: finds what is there, prices what is missing, starts what was agreed to, carries it, checks it.

It has no state of its own: killed anywhere and started again, it reads plan and ledger and goes on.
"""

import uuid
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from mediawright.film.linked import looks_like_a_file
from mediawright.film.timeline import build
from mediawright.gate.approvals import too_weak
from mediawright.ledger.films import FilmRow, FilmStep
from mediawright.services.batch_price import Ceilings, Totals, approval_needed
from mediawright.services.films.agreeing import agreed_amounts, check_agreed, record_of
from mediawright.services.films.carrying import Carrier, Heard
from mediawright.services.films.files import PlanFile
from mediawright.services.films.pictures import last_picture, picture_name, stand_in
from mediawright.services.films.requests import fitted, is_made, key_of, shape_of, wanted
from mediawright.services.films.works import LOST, Film, Taken, Work
from mediawright.services.planning import Plan as Priced
from mediawright.services.studio import Studio
from mediawright.types.errors import InvalidRequest, NotFound, SignInNeeded
from mediawright.types.job import Job
from mediawright.types.message import Lang, Message, Problem
from mediawright.types.money import Level
from mediawright.types.provider import Capability
from mediawright.types.request import Request
from mediawright.types.states import State
from mediawright.types.verdicts import NotAccepted

#: how long a yes to a film holds
APPROVAL_HOLDS = timedelta(days=1)
SALT = "film.salt"
#: what the free draft is rendered at
DRAFT_RESOLUTION = "480p"


class Driver:
    """Prepares and carries films in one studio."""

    def __init__(self, studio: Studio, lang: Lang, *, draft_provider: str | None = None) -> None:
        self.studio = studio
        self.lang: Lang = lang
        self.draft = draft_provider

    # --- what is there

    def film_id(self, path: Path) -> str:
        """The film of a plan file on this machine; its free draft is a film of its own."""
        ledger = self.studio.ledger
        salt = str(ledger.metadata_get(SALT) or ledger.fact_once(SALT, self.studio.ids.new_id()))
        return str(uuid.uuid5(uuid.NAMESPACE_OID, f"{salt}|{path}|{'draft' if self.draft else 'film'}"))

    def load(self, file: PlanFile, output_dir: str | None = None) -> Film:
        """The film as plan and ledger have it. Nothing is priced yet."""
        film_id = self.film_id(file.path)
        row = self.studio.ledger.films.get(film_id)
        if row is None:
            folder = str(Path(self.studio.output_dir(output_dir)) / file.stem)
            row = FilmRow(
                id=film_id, plan_path=str(file.path), title=file.plan.title, lang=self.lang, output_dir=folder
            )
        spans = build(file.plan).spans
        works = [
            Work(number=number, id=shot.id, span=spans[number], needs=self._needs(file, number))
            for number, shot in enumerate(file.plan.shots)
            if is_made(file.plan, number) or (self.draft and shot.kind == "video")
        ]
        film = Film(file=file, row=row, works=works, draft=bool(self.draft))
        self.refresh(film)
        return film

    def _needs(self, file: PlanFile, number: int) -> str | None:
        first = file.plan.shots[number].first_frame
        return first if first and not looks_like_a_file(first) else None

    def refresh(self, film: Film) -> None:
        """Read the takes anew."""
        by_step: dict[str, list[Taken]] = {}
        for step in self.studio.ledger.films.steps(film.row.id):
            with suppress(NotFound):
                job = self.studio.ledger.get(step.job_id)
                by_step.setdefault(step.step, []).append(Taken(step, job, self.arrived(job)))
        for work in film.works:
            work.takes = by_step.get(work.id, [])

    def arrived(self, job: Job) -> bool:
        """False where a lost submit was looked up and surely never reached the provider: nothing was charged."""
        if job.state is not State.FAILED or job.task is not None:
            return True
        found = [event.data.get("verdict") for event in self.studio.ledger.events(job.id) if event.kind == "reconciled"]
        return found[-1:] != [NotAccepted.__name__]

    # --- what it costs

    async def price(self, film: Film) -> None:
        """Compile every shot and price those that are missing. Raises InvalidRequest with every problem, SignInNeeded."""
        problems: list[Problem] = []
        for work in film.works:
            try:
                await self.plan_work(film, work)
            except InvalidRequest as error:
                problems += [self._of_shot(film, work, one) for one in error.problems or (Problem("", error.message),)]
        if problems:
            raise InvalidRequest(*problems)
        for work in film.missing:
            if work.priced is not None and not work.priced.signed_in:
                raise SignInNeeded(provider=work.priced.provider.name)

    def _of_shot(self, film: Film, work: Work, problem: Problem) -> Problem:
        line = film.file.plan.shots[work.number].line
        message = Message("film.problem.shot", {"shot": work.id, "problem": problem.message})
        if line is not None:
            message = Message("film.problem.at", {"line": line, "problem": message})
        return Problem(f"{work.id}:{problem.field}", message, problem.rule, problem.allowed)

    async def plan_work(self, film: Film, work: Work) -> tuple[Priced, str]:
        """Plan one shot as things are now; returns the plan and the key of the step. Raises like `Studio.plan`."""
        first, stands, hashes = self._first_frame(film, work)
        priced = await self._with_model(film, work, first)
        work.shape = shape_of(priced.unseeded, stands)
        work.priced = priced
        return priced, key_of(priced.unseeded, hashes)

    def _first_frame(self, film: Film, work: Work) -> tuple[str | None, dict[str, str], dict[str, str]]:
        """The first picture of a shot: its file, the last picture of another shot, or one that stands for it."""
        shot = film.file.plan.shots[work.number]
        if not shot.first_frame:
            return None, {}, {}
        if work.needs is None:
            return str(film.file.file(shot.first_frame)), {}, {}
        name = f"film:{work.needs}:last"
        path = self.picture_before(film, work)
        if path is None:
            path = str(stand_in(Path(film.row.output_dir), film.file.plan.format.size))
            return path, {path: name}, {path: name}
        return path, {path: name}, {}

    def picture_before(self, film: Film, work: Work) -> str | None:
        """The last picture of the shot before, once that shot has a clip."""
        before = film.work(work.needs or "")
        chosen = before.chosen if before else None
        if chosen is None or before is None:
            return None
        span = before.span
        name = picture_name(before.id, chosen.job.assets[0].sha256, span.clip_frames)
        path = Path(film.row.output_dir) / "frames" / name
        if not path.is_file():
            last_picture(chosen.job.assets[0].path, path, film.file.plan.format, span.clip_frames)
        return str(path)

    async def _with_model(self, film: Film, work: Work, first: str | None) -> Priced:
        """Plan once to learn the model, then for what that model can; pictures of the cast only where it takes them."""
        whole = film.file.plan
        if self.draft:
            whole = replace(whole, format=replace(whole.format, resolution=DRAFT_RESOLUTION))
        attempts = (True, False) if whole.cast and not first else (False,)
        for pictures in attempts:
            asked = wanted(film.file, work.number, work.span, first, pictures=pictures)
            if self.draft:
                values = {**asked.values, "provider": self.draft, "model": None, "option": []}
                asked = replace(asked, values=values)
            try:
                plan = await self._planned(self.studio.read(asked.command, dict(asked.values)))
                able = plan.model.capability(plan.request.operation) or Capability(operations=())
                request = fitted(asked, whole, work.number, able, self._read)
                return await self._planned(request)
            except InvalidRequest:
                if pictures is attempts[-1]:
                    raise
        raise AssertionError("one of the attempts answers or raises")

    def _read(self, command: str, values: object) -> Request:
        return self.studio.read(command, dict(values))  # type: ignore[call-overload]

    async def _planned(self, request: Request) -> Priced:
        return await self.studio.plan(request, lang=self.lang, ask_balance=False)

    # --- the yes

    def totals(self, film: Film) -> Totals:
        return Totals.of_prices(work.price for work in film.missing if work.price is not None)

    def agree(self, film: Film, ceilings: Ceilings, level: Level = Level.AMOUNT) -> None:
        """Find the approval of what is missing: the one on record, a new one, or none needed.

        `level` is how the ceilings reached this program. Raises ConfirmationNeeded.
        """
        missing = [work for work in film.missing if work.priced is not None]
        now = self.studio.clock.now()
        totals = self.totals(film)
        if not ceilings.named:
            paid = [work for work in missing if work.priced is not None and not work.priced.free]
            if paid and not check_agreed(film.row, paid, now):
                raise approval_needed(totals, Message("film.ask"))
        elif not level.meets(self.studio.require):
            raise too_weak(self.studio.require)
        films = self.studio.ledger.films
        with self.studio.ledger.batch():
            row = films.get(film.row.id) or film.row
            if ceilings.named:
                row = replace(
                    row,
                    cap=agreed_amounts(totals, ceilings, films.spent(row.id)),
                    unknown=ceilings.unknown,
                    agreed={**row.agreed, **{work.id: record_of(work, level) for work in missing}},
                    agreed_at=now,
                    expires_at=now + APPROVAL_HOLDS,
                )
            film.row = replace(row, title=film.file.plan.title, plan_path=str(film.file.path))
            films.put(film.row)

    def keep_cut(self, film: Film, made: Mapping[str, Any]) -> None:
        """Remember what the last cut left. What was agreed to while it was being cut stays."""
        films = self.studio.ledger.films
        with self.studio.ledger.batch():
            film.row = replace(films.get(film.row.id) or film.row, made=made)
            films.put(film.row)

    # --- the work

    async def carry(self, film: Film, *, timeout: float | None, heard: Heard) -> None:
        """Make what is missing, as many at once as each provider takes; one shot's trouble stops no other."""
        await Carrier(self, film, timeout, heard).run()

    def take_of(self, film: Film, work: Work, key: str) -> FilmStep:
        """The next take of a shot, with the name of its job: the same one in every process."""
        number = work.next_take
        name = str(uuid.uuid5(uuid.NAMESPACE_OID, f"{film.row.id}|{work.id}|{key}|{number}"))
        return FilmStep(film_id=film.row.id, step=work.id, take=number, key=key, shape=work.shape, job_id=name)


def lost(takes: Sequence[Taken], shape: str) -> int:
    """How many takes of these words came to nothing."""
    return sum(one.step.shape == shape and (one.job.state in LOST or one.verdict == "broken") for one in takes)


def is_over(state: State) -> bool:
    return state in LOST or state is State.DONE
