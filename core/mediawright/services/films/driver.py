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

from mediawright.film.timeline import build
from mediawright.gate.approvals import too_weak
from mediawright.gate.budgets import check_another, check_person
from mediawright.ledger.films import FilmRow, FilmStep
from mediawright.services.batch_price import Ceilings, Totals, approval_needed
from mediawright.services.films.agreeing import (
    agreed_amounts,
    asked_now,
    check_agreed,
    covers,
    has_room,
    record_of,
    together,
)
from mediawright.services.films.carrying import Carrier, Heard
from mediawright.services.films.compiling import Compiler
from mediawright.services.films.files import PlanFile
from mediawright.services.films.steps import works_of
from mediawright.services.films.works import LOST, Film, Taken, Work
from mediawright.types.errors import InvalidRequest, MediawrightError, NotFound, SignInNeeded
from mediawright.types.job import Job
from mediawright.types.message import Message, Problem
from mediawright.types.money import Level
from mediawright.types.states import State
from mediawright.types.verdicts import NotAccepted

#: how long an approval to a film holds
APPROVAL_HOLDS = timedelta(days=1)
SALT = "film.salt"
#: the fact, by film, that tells who asked for which step
ASKED = "film.asked"


class Driver(Compiler):
    """Prepares and carries films in one studio."""

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
        works = works_of(file.plan, build(file.plan).spans, draft=bool(self.draft))
        film = Film(file=file, row=row, works=works, draft=bool(self.draft))
        self.refresh(film)
        return film

    def refresh(self, film: Film) -> None:
        """Read the takes anew; what lies in a store is brought here. Raises LocalFault, Unreachable."""
        by_step: dict[str, list[Taken]] = {}
        files = self.studio.contexts.shared_files
        for step in self.studio.ledger.films.steps(film.row.id):
            with suppress(NotFound):
                job = self.studio.ledger.get(step.job_id)
                job = job if files is None else files.here(job)
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
        """Compile every step and price those that are missing. Raises InvalidRequest with every problem, SignInNeeded."""
        problems: list[tuple[Work, Problem]] = []
        for work in film.works:
            try:
                await self.plan_work(film, work)
            except InvalidRequest as error:
                problems += [(work, one) for one in error.problems or (Problem("", error.message),)]
        if problems:
            said = {one.message for _, one in problems}
            alone = len(said) == 1 and len(problems) > 1  # the same of every step: told once
            raise InvalidRequest(*([problems[0][1]] if alone else [self._of_shot(film, *one) for one in problems]))
        self._leave_out_unseen(film)
        for work in film.missing:
            if work.priced is not None and not work.priced.signed_in:
                raise SignInNeeded(provider=work.priced.provider.name)

    async def look(self, film: Film) -> None:
        """As `price`, as far as it can be told now: what stands against one step hides no other."""
        for work in film.works:
            with suppress(Exception):
                await self.plan_work(film, work)
        self._leave_out_unseen(film)

    def _leave_out_unseen(self, film: Film) -> None:
        """A picture of the cast is made only where a shot shows it."""
        shown = {name for work in film.shots for name in work.also}
        film.works = [one for one in film.works if one.kind != "cast" or one.id in shown or one.takes]

    async def look_again(self, film: Film) -> None:
        """Learn which steps were made from a take that is no longer in use."""
        for work in film.works:
            if work.needs or work.also:
                with suppress(MediawrightError):
                    await self.plan_work(film, work)

    def _of_shot(self, film: Film, work: Work, problem: Problem) -> Problem:
        line = film.file.plan.shots[work.number].line if work.kind not in ("cast", "music") else None
        message = Message("film.problem.shot", {"shot": work.id, "problem": problem.message})
        if line is not None:
            message = Message("film.problem.at", {"line": line, "problem": message})
        return Problem(f"{work.id}:{problem.field}", message, problem.rule, problem.allowed)

    # --- the approval

    def totals(self, film: Film) -> Totals:
        """What is missing now."""
        return Totals.of_prices(work.price for work in film.missing if work.price is not None)

    def whole(self, film: Film) -> Totals:
        """That, and what the film took so far: the least its cap has to be."""
        return together(self.totals(film), self.studio.ledger.films.spent(film.row.id))

    def agree(self, film: Film, ceilings: Ceilings, level: Level = Level.AMOUNT) -> None:
        """Find the approval of what is missing: the one on record, a new one, or none needed.

        `level` is how the ceilings reached this program. Raises ConfirmationNeeded.
        """
        missing = [work for work in film.missing if work.priced is not None]
        now = self.studio.clock.now()
        totals, asked = self.totals(film), self._askers(film, missing, ceilings)
        if not ceilings.named:
            paid = [work for work in missing if work.priced is not None and not work.priced.free]
            coming = any(work.coming is not None for work in film.works)
            if paid and not coming and not check_agreed(film.row, paid, now):
                raise approval_needed(totals, Message("film.ask"))
            if any(work.again for work in paid) and not has_room(film.row, self.whole(film)):
                raise approval_needed(totals, Message("film.ask"))
        elif not level.meets(self.studio.require):
            raise too_weak(self.studio.require)
        if ceilings.named:
            check_person(self.studio.policy, self.studio.who.name, self.studio.who.token)
        films = self.studio.ledger.films
        with self.studio.ledger.batch():
            row = films.get(film.row.id) or film.row
            if ceilings.named:
                row = replace(
                    row,
                    cap=agreed_amounts(totals, ceilings, films.spent(row.id)),
                    unknown=ceilings.unknown,
                    agreed={**row.agreed, **{work.id: self._record(work, level, asked) for work in missing}},
                    agreed_at=now,
                    expires_at=now + APPROVAL_HOLDS,
                )
            film.row = replace(row, title=film.file.plan.title, plan_path=str(film.file.path))
            films.put(film.row)

    def _askers(self, film: Film, missing: Sequence[Work], ceilings: Ceilings) -> Mapping[str, Mapping[str, Any]]:
        """Who asked for which step, where the policy wants another person's approval; whoever asks now is kept.

        Raises SecondPersonNeeded where an approval is needed or given, and this person asked.
        """
        policy, ledger, name = self.studio.policy, self.studio.ledger, f"{ASKED}.{film.row.id}"
        if not policy.second_person:
            return {}
        who = self.studio.who
        # what another person agreed to already goes on
        paid = (
            [work for work in missing if work.priced and not work.priced.free] if ceilings.named else self._open(film)
        )
        with ledger.batch():
            if paid and ledger.films.get(film.row.id) is None:
                ledger.films.put(film.row)  # so that it is found where it is to be agreed to
            known = ledger.metadata_get(name) or {}
            asked = asked_now(known, paid, who)
            if asked != known:
                ledger.metadata_set(name, asked)
        check_another(policy, [asked[work.id]["by"] for work in paid], who.name, self.whole(film).words)
        return asked

    def _open(self, film: Film) -> list[Work]:
        """What costs something, is missing, and was not agreed to."""
        now, missing = self.studio.clock.now(), [work for work in film.missing if work.priced and not work.priced.free]
        return [work for work in missing if work.again or not covers(film.row, work, work.price, now)]

    def asked_by_another(self, film: Film) -> str | None:
        """Who asked for what is missing, where the policy wants another person's approval and this one can give it."""
        if not self.studio.policy.second_person:
            return None
        known, works = self.studio.ledger.metadata_get(f"{ASKED}.{film.row.id}") or {}, self._open(film)
        who = self.studio.who
        asked = asked_now(known, works, who)
        askers = {str(asked[work.id]["by"]) for work in works}
        mine = who.name.casefold() in {asker.casefold() for asker in askers}
        return None if mine or not askers else ", ".join(sorted(askers))

    def _record(self, work: Work, level: Level, asked: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
        return record_of(work, level, self.studio.who, asked.get(work.id, {}))

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
