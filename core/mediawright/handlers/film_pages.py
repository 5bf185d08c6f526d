"""What films say: from works and findings to pages, with the commands that go on."""

from collections.abc import Sequence
from typing import Any

from mediawright.commands.action import Action
from mediawright.film.importers.notation import Imported
from mediawright.film.plan import Plan
from mediawright.handlers.response import Response
from mediawright.media.quality import from_data
from mediawright.present.pages import film as pages
from mediawright.services.actions import action, resume
from mediawright.services.films.cutting import CutFilm
from mediawright.services.films.files import PlanFile, problem_of
from mediawright.services.films.works import Film, Taken, Work
from mediawright.types.errors import ConfirmationNeeded, ExitCode, MediawrightError, StillRunning, TaskFailed, Uncertain
from mediawright.types.message import Message
from mediawright.types.money import Amount
from mediawright.types.states import State


def head_of(plan: Plan) -> pages.Head:
    return pages.Head(
        title=plan.title,
        shots=len(plan.shots),
        seconds=round(plan.seconds, 2),
        ratio=plan.format.ratio,
        resolution=plan.format.resolution,
    )


def name_of(file: PlanFile) -> str:
    """The plan as it is typed: beside us by its name."""
    return file.path.name


def of_new(file: PlanFile, shown: str, imported: Imported | None) -> Response:
    guesses = [{"shot": one.shot, "field": one.field} for one in imported.guesses] if imported else []
    notation = imported.notation if imported else None
    next = (action("film", "check", plan=shown), action("film", "animatic", plan=shown))
    return Response(
        page=pages.film_written(head_of(file.plan), str(file.path), notation, guesses, next), status="written"
    )


def of_check(file: PlanFile, shown: str) -> Response:
    """A plan that holds: notes, and what goes on from here."""
    notes = [problem_of(one).message for one in (*file.read.findings.notes, *file.missing)]
    next = (action("film", "animatic", plan=shown), action("film", "run", plan=shown, dry_run=True))
    page = pages.film_checked(head_of(file.plan), notes, (), next)
    data = {"notes": [one.as_data() for one in (*file.read.findings.notes, *file.missing)]}
    return Response(page=page, status="good").plus(data=data)


def of_price(film: Film, shown: str, totals: Any, missing: ConfirmationNeeded | None) -> Response:
    """Every shot with its price. Without `missing`: a dry run."""
    next = (action("film", "run", plan=shown, approve_cost=totals.words), action("film", "animatic", plan=shown))
    page = pages.film_price(
        head_of(film.file.plan), _price_rows(film), totals.sums, totals.unknown, asks=missing is not None, next=next
    )
    if missing is None:
        return Response(page=page, status="dry_run")
    return Response(page=page, status=missing.code, exit=ExitCode.CONFIRM, failure=missing)


def _price_rows(film: Film) -> list[pages.ShotRow]:
    rows = []
    for number, shot in enumerate(film.file.plan.shots):
        work = next((one for one in film.works if one.number == number), None)
        priced = work.priced if work and work.missing else None
        rows.append(
            pages.ShotRow(
                id=shot.id,
                seconds=shot.duration,
                made=priced.request.duration if priced else None,
                model=priced.model.label if priced else None,
                price=priced.quote.price if priced else None,
                after=work.needs if work else None,
            )
        )
    return rows


def state_of(film: Film, work: Work) -> str:
    """The word of `film.state.*` for a shot."""
    if work.at_work:
        return "making"
    coming = work.coming
    if coming is not None:
        return "unclear" if coming.job.state is State.UNCERTAIN else "making"
    if isinstance(work.failure, ConfirmationNeeded):
        return "asks"
    chosen = work.chosen
    if chosen is not None:
        if work.stale:
            return "stale"
        return "doubtful" if chosen.verdict == "doubt" else "good"
    if work.takes:
        return "broken" if work.takes[-1].verdict == "broken" else "failed"
    needed = film.work(work.needs) if work.needs else None
    return "waits" if needed is not None and needed.chosen is None else "planned"


def told_of(work: Work) -> Message | None:
    """The one sentence about a shot that needs one."""
    if work.failure is not None:
        return work.failure.message
    seen: Taken | None = work.chosen or (work.takes[-1] if work.takes else None)
    if seen is None:
        return None
    if seen.step.verdict:
        first = from_data(seen.step.verdict).first
        return first.message if first else None
    return seen.job.reason


def board_rows(film: Film) -> list[pages.ShotRow]:
    rows = []
    for number, shot in enumerate(film.file.plan.shots):
        work = next((one for one in film.works if one.number == number), None)
        if work is None:
            rows.append(pages.ShotRow(id=shot.id, seconds=shot.duration, state="good"))
            continue
        chosen = work.chosen or (work.takes[-1] if work.takes else None)
        rows.append(
            pages.ShotRow(
                id=shot.id,
                seconds=shot.duration,
                state=state_of(film, work),
                after=work.needs,
                takes=len(work.takes),
                take=chosen.step.take if chosen else None,
                job=chosen.job.id if chosen else None,
                told=told_of(work),
            )
        )
    return rows


def of_board(film: Film, shown: str, spent: Sequence[Amount], sheet: str | None = None) -> Response:
    """The board, and as exit code what most needs a word."""
    failure = failure_of(film)
    page = pages.film_board(
        head_of(film.file.plan), board_rows(film), spent=spent, cap=film.row.cap, next=_next(film, shown), sheet=sheet
    )
    status, exit = (failure.code, failure.exit_code) if failure else ("done", ExitCode.DONE)
    return Response(page=page, status=status, exit=exit, failure=failure)


def failure_of(film: Film) -> MediawrightError | None:
    """What stands between the film and its end: what is unclear, what wants a yes, what goes on, what failed."""
    states = {work.id: state_of(film, work) for work in film.works}
    going = [id for id, state in states.items() if state == "making"]
    asks = [work for work in film.works if states[work.id] == "asks"]
    failed = [id for id, state in states.items() if state in ("failed", "broken")]
    open_ones = [id for id, state in states.items() if state in ("planned", "waits")]
    unclear = [id for id, state in states.items() if state == "unclear"]
    if going:
        return StillRunning(Message("film.still", {"n": len(going)}))
    if asks:
        return ConfirmationNeeded(asks[0].failure.message if asks[0].failure else Message("film.ask"))
    if unclear:
        return Uncertain(Message("film.unclear", {"shots": ", ".join(unclear)}))
    if failed:
        return TaskFailed(Message("film.failed", {"shots": ", ".join(failed)}))
    if open_ones:
        return StillRunning(Message("film.still", {"n": len(open_ones)}))
    return None


def _next(film: Film, shown: str) -> tuple[Action, ...]:
    states = {work.id: state_of(film, work) for work in film.works}
    steps = [action("film", "run", plan=shown)]
    unclear = [one.job.id for work in film.works for one in work.takes if one.job.state is State.UNCERTAIN]
    if unclear:
        steps.insert(0, resume(*unclear))
    again = [id for id, state in states.items() if state in ("failed", "broken", "doubtful")]
    if again:
        steps.append(action("film", "reroll", plan=shown, shots=again))
    return tuple(steps)


def of_done(film: Film, shown: str, made: CutFilm, spent: Sequence[Amount]) -> Response:
    """The finished file."""
    told = [(work.id, message) for work in film.works if (message := told_of(work)) is not None]
    next = (action("film", "status", plan=shown, sheet=True), action("film", "export", plan=shown, to="otio"))
    data = made.as_data()
    page = pages.film_done(head_of(film.file.plan), data, told, spent=spent, cap=film.row.cap, next=next)
    return Response(page=page, status="done")


def of_export(path: str, form: str) -> Response:
    return Response(page=pages.file_written(path, form), status="written")
