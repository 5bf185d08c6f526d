"""What films say: from works and findings to pages, with the commands that go on."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from mediawright.commands.action import Action
from mediawright.film.importers.notation import Imported
from mediawright.film.plan import Plan
from mediawright.handlers.response import Response
from mediawright.media.quality import from_data
from mediawright.present.pages import film as pages
from mediawright.services.actions import action, resume
from mediawright.services.batch_price import Ceilings, Totals
from mediawright.services.films.cutting import CutFilm
from mediawright.services.films.driver import Driver
from mediawright.services.films.files import PlanFile, problem_of
from mediawright.services.films.works import Film, Kind, Taken, Work
from mediawright.types.errors import ConfirmationNeeded, ExitCode, MediawrightError, StillRunning, TaskFailed, Uncertain
from mediawright.types.message import Message
from mediawright.types.money import Amount, Price
from mediawright.types.states import State

#: kinds of sounds, in the order of the pages
SOUNDS: tuple[Kind, ...] = ("line", "effect", "music")


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


def of_price(film: Film, shown: str, driver: Driver, again: Action, missing: ConfirmationNeeded | None) -> Response:
    """Every step with its price. Without `missing`: a dry run. `again`: what was asked for, to be said with an amount."""
    totals, whole = driver.totals(film), driver.whole(film)
    next = (again.with_(approve_cost=whole.words), action("film", "animatic", plan=shown))
    page = pages.film_price(
        head_of(film.file.plan),
        _price_rows(film),
        totals.sums,
        whole.sums,
        totals.unknown,
        asks=missing is not None,
        over=over_budget(film.file.plan, whole),
        why=missing.message if missing is not None and missing.message.key != "film.ask" else None,
        next=next,
    )
    if missing is None:
        return Response(page=page, status="dry_run")
    return Response(page=page, status=missing.code, exit=ExitCode.CONFIRM, failure=missing)


def over_budget(plan: Plan, whole: Totals) -> tuple[Amount, ...]:
    """The limits of the plan that the film would pass. Raises InvalidRequest for one that is no amount."""
    limits = Ceilings.read(plan.at_most).values
    return tuple(
        Amount(limit, one.unit)
        for one in whole.sums
        if (limit := limits.get(one.unit, limits.get(None))) is not None and one.value > limit
    )


def _price_rows(film: Film) -> list[pages.ShotRow]:
    rows = [*_priced_together(film, "cast")]
    for number, shot in enumerate(film.file.plan.shots):
        work = film.shot_at(number)
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
    return [*rows, *(row for kind in SOUNDS for row in _priced_together(film, kind))]


def _priced_together(film: Film, kind: Kind) -> list[pages.ShotRow]:
    """What is missing of one kind beside the shots: one row for each model."""
    rows: dict[str, list[Work]] = {}
    for work in film.missing:
        if work.kind == kind and work.priced is not None:
            rows.setdefault(f"{work.priced.provider.name} {work.priced.model.name}", []).append(work)
    return [
        pages.ShotRow(
            id=", ".join(one.id for one in works),
            label=Message(f"film.step.{kind}", {"n": len(works)}),
            model=works[0].priced.model.label if works[0].priced else None,
            price=sum_of([one.price for one in works if one.price is not None]),
        )
        for works in rows.values()
    ]


def sum_of(prices: Sequence[Price]) -> Price:
    """Prices of one model as one; without an amount where one of them has none."""
    amounts = [one.amount for one in prices if one.amount is not None]
    if len(amounts) < len(prices):
        return Price(amount=None)
    return replace(prices[0], amount=Amount(sum((one.value for one in amounts), Decimal(0)), amounts[0].unit))


def label_of(work: Work) -> Message | str:
    """A step as a person reads it."""
    if work.kind == "shot":
        return work.id
    return Message(f"film.one.{work.kind}", {"shot": work.id.split("/")[0].removeprefix("@"), "n": work.place + 1})


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
        if work.stale or work.older:
            return "stale"
        return "doubtful" if chosen.verdict == "doubt" else "good"
    if work.takes:
        return "broken" if work.takes[-1].verdict == "broken" else "failed"
    if film.row.agreed.get(work.id, {"shape": work.shape})["shape"] != work.shape != "":
        return "asks"
    if before_of(film, work):
        return "waits"
    return "agreed" if work.shape and work.id in film.row.agreed else "planned"


def before_of(film: Film, work: Work) -> Work | None:
    """The step that this one waits for."""
    ids = ((work.needs,) if work.needs else ()) + work.also
    return next((one for id in ids if (one := film.work(id)) is not None and one.chosen is None), None)


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
    rows = [_board_row(film, work) for work in film.works if work.kind == "cast"]
    for number, shot in enumerate(film.file.plan.shots):
        work = film.shot_at(number)
        if work is None:
            rows.append(pages.ShotRow(id=shot.id, seconds=shot.duration, state="good"))
        else:
            rows.append(_board_row(film, work))
    return [*rows, *(_board_row(film, work) for work in film.works if work.kind in SOUNDS)]


def _board_row(film: Film, work: Work) -> pages.ShotRow:
    chosen = work.chosen or (work.takes[-1] if work.takes else None)
    before = before_of(film, work)
    return pages.ShotRow(
        id=work.id,
        label=label_of(work),
        seconds=film.file.plan.shots[work.number].duration if work.kind == "shot" else None,
        state=state_of(film, work),
        after=label_of(before) if before else None,
        takes=len(work.takes),
        take=chosen.step.take if chosen else None,
        job=chosen.job.id if chosen else None,
        told=told_of(work),
    )


def of_board(film: Film, shown: str, driver: Driver, sheet: str | None = None) -> Response:
    """The board, and as exit code what most needs a word."""
    failure = failure_of(film)
    page = pages.film_board(
        head_of(film.file.plan),
        board_rows(film),
        spent=driver.studio.ledger.films.spent(film.row.id),
        cap=film.row.cap,
        next=_next(film, shown, driver),
        sheet=sheet,
    )
    status, exit = (failure.code, failure.exit_code) if failure else ("done", ExitCode.DONE)
    return Response(page=page, status=status, exit=exit, failure=failure)


def failure_of(film: Film) -> MediawrightError | None:
    """What stands between the film and its end: what is unclear, what wants an approval, what goes on, what failed."""
    states = {work.id: state_of(film, work) for work in film.works}
    going = [id for id, state in states.items() if state == "making"]
    asks = [work for work in film.works if states[work.id] == "asks"]
    failed = [label_of(work) for work in film.works if states[work.id] in ("failed", "broken")]
    open_ones = [id for id, state in states.items() if state in ("planned", "agreed", "waits")]
    unclear = [label_of(work) for work in film.works if states[work.id] == "unclear"]
    if going:
        return StillRunning(Message("film.still", {"n": len(going)}))
    if asks:
        return ConfirmationNeeded(asks[0].failure.message if asks[0].failure else Message("film.ask"))
    if unclear:
        return Uncertain(Message("film.unclear", {"shots": tuple(unclear)}))
    if failed:
        return TaskFailed(Message("film.failed", {"shots": tuple(failed)}))
    if open_ones:
        return StillRunning(Message("film.still", {"n": len(open_ones)}))
    return None


def _next(film: Film, shown: str, driver: Driver) -> tuple[Action, ...]:
    states = {work.id: state_of(film, work) for work in film.works}
    steps = [action("film", "run", plan=shown)]
    if "asks" in states.values():
        steps = [action("film", "run", plan=shown, approve_cost=driver.whole(film).words)]
    unclear = [one.job.id for work in film.works for one in work.takes if one.job.state is State.UNCERTAIN]
    if unclear:
        steps.insert(0, resume(*unclear))
    steps += _again(film, shown)
    return tuple(steps)


def _again(film: Film, shown: str) -> tuple[Action, ...]:
    """Another take of what came to nothing or needs a look, and of what was made from a take that is not in use."""
    states = {work.id: state_of(film, work) for work in film.works}
    wanted = (("failed", "broken", "doubtful"), ("stale",))
    rows = [[id for id, state in states.items() if state in names] for names in wanted]
    return tuple(action("film", "reroll", plan=shown, shots=row) for row in rows if row)


def of_done(film: Film, shown: str, made: CutFilm, spent: Sequence[Amount]) -> Response:
    """The finished file."""
    told = [(label_of(work), message) for work in film.works if (message := told_of(work)) is not None]
    told += [(label_of(work), Message("film.state.stale")) for work in film.works if state_of(film, work) == "stale"]
    told += [(shot, Message("film.lines_too_long", {"seconds": f"{over:.1f}"})) for shot, over in made.late]
    next = (
        action("film", "status", plan=shown, sheet=True),
        *_again(film, shown),
        action("film", "export", plan=shown, to="otio"),
    )
    if film.draft:
        next = (action("film", "run", plan=shown),)
    data = made.as_data()
    page = pages.film_done(
        head_of(film.file.plan), data, told, spent=spent, cap=film.row.cap, next=next, draft=film.draft
    )
    return Response(page=page, status="done")


def of_export(path: str, form: str) -> Response:
    return Response(page=pages.file_written(path, form), status="written")
