"""Pages of films: the price before the approval, the board, what the check of a plan found, the finished film."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from mediawright.commands.action import Next
from mediawright.present.page import Cell, Column, FrontEnd, Line, Page, Row, Rows, Table, Tone, Words
from mediawright.present.pages.fields import field_row, price_words, say
from mediawright.types.dataclass import dataclass
from mediawright.types.message import Message
from mediawright.types.money import Amount, Price

#: shots that are shown before the rest is counted
SHOWN = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What a film is: the first line of every page. Seconds."""

    title: str
    shots: int
    seconds: float
    ratio: str
    resolution: str

    @property
    def words(self) -> Message:
        values = {"title": self.title, "n": self.shots, "seconds": f"{self.seconds:g}", "ratio": self.ratio}
        return say("film.head", **values, resolution=self.resolution)

    @property
    def data(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True, kw_only=True)
class ShotRow:
    """One shot on a page. `state` is one of the words of `film.state.*`; `told` is what needs a word."""

    id: str
    label: Words = ""
    seconds: float | None = None
    state: str = ""
    made: int | None = None
    model: Words | None = None
    price: Price | None = None
    after: Words | None = None
    takes: int = 0
    take: int | None = None
    job: str | None = None
    told: Message | None = None

    @property
    def data(self) -> dict[str, Any]:
        known = {name: getattr(self, name) for name in ("id", "seconds", "state", "made", "takes", "take", "job")}
        price = str(self.price.amount) if self.price and self.price.amount else None
        after = self.after if isinstance(self.after, str) else None
        return known | {"price": price, "after": after, "told": self.told.key if self.told else None}


def film_checked(head: Head, notes: Sequence[Words], does: Sequence[Row], next: tuple[Next, ...]) -> Page:
    """A plan without problems: its length, who does what, and what is worth a word."""
    return Page(
        name="film_check",
        emoji="🎬",
        title=head.words,
        body=(
            Line(say("film.plan_good"), Tone.GOOD),
            *((Rows(tuple(does)),) if does else ()),
            *(Line(note, Tone.WARN) for note in notes[:SHOWN]),
            *((Line(say("batch.more", n=len(notes) - SHOWN)),) if len(notes) > SHOWN else ()),
        ),
        data={"film": head.data},
        next=next,
    )


def film_written(
    head: Head, path: str, notation: str | None, guesses: Sequence[Mapping[str, str]], next: tuple[Next, ...]
) -> Page:
    """A new plan, and what had to be guessed for it."""
    shown = ", ".join(f"{one['shot']} {one['field']}" for one in guesses[:SHOWN])
    return Page(
        name="film_new",
        emoji="🎬",
        title=head.words,
        body=(
            Rows((field_row("film_plan", path),)),
            *((Line(say("film.guessed", n=len(guesses), what=shown), Tone.WARN),) if guesses else ()),
        ),
        close=say("film.new_close"),
        data={"film": head.data, "plan": path, "notation": notation, "guessed": [dict(one) for one in guesses]},
        next=next,
    )


def film_price(
    head: Head,
    rows: Sequence[ShotRow],
    totals: Sequence[Amount],
    whole: Sequence[Amount],
    unknown: int,
    *,
    asks: bool,
    next: tuple[Next, ...],
    why: Words | None = None,
    over: Sequence[Amount] = (),
) -> Page:
    """Every step with its price, one sum for each unit, and the question for the most it may cost.

    `why`: what an answer that was given lacks; `over`: limits of the plan that are passed. `whole`: what is missing together
    with what was spent before, which the answer has to reach over.
    """
    table = _price_table(rows)
    more = (Line(say("batch.more", n=len(rows) - SHOWN)),) if len(rows) > SHOWN else ()
    total = tuple(say("price.exact", amount=one) for one in totals)
    spent = tuple(whole) != tuple(totals)
    return Page(
        name="film_price",
        emoji="🎬",
        title=head.words,
        body=(
            *((Line(why, Tone.WARN),) if why else ()),
            table,
            *more,
            *((Rows((field_row("total", total),)),) if total else ()),
            *((Line(say("film.with_before", amount=_together(whole))),) if spent and total else ()),
            *(Line(say("film.over_budget", limit=one), Tone.WARN) for one in over),
            *((Line(say("batch.unknown", n=unknown), Tone.WARN),) if unknown else ()),
            *(_how_much(whole) if asks and totals else ()),
        ),
        data={
            "film": head.data,
            "shots": [row.data for row in rows],
            "totals": list(map(str, totals)),
            "whole": list(map(str, whole)),
            "without_price": unknown,
        },
        next=next,
    )


def _how_much(whole: Sequence[Amount]) -> tuple[Line, ...]:
    """The question for the most the film may cost, with two ready answers: exactly, and with room for a re-roll."""
    room = [
        Amount((one.value * 5 / 4).quantize(one.value.normalize() if one.value < 1 else 1), one.unit) for one in whole
    ]
    values = {"exact": _together(whole), "room": _together(room)}
    return Line(say("film.how_much", **values)), Line(say("film.draft_first"), only=FrontEnd.CHAT)


def _price_table(rows: Sequence[ShotRow]) -> Table:
    return Table(
        (
            Column(say("field.shot"), lead=True),
            Column(say("field.duration"), bare=True),
            Column(say("field.model"), bare=True),
            Column(say("field.cost_estimate"), right=True, bare=True),
        ),
        tuple(_price_cells(row) for row in rows[:SHOWN]),
    )


def _together(amounts: Sequence[Amount]) -> object:
    """One amount, or several in a row, in the reader's language."""
    return amounts[0] if len(amounts) == 1 else tuple(amounts)


def _price_cells(row: ShotRow) -> tuple[Cell, ...]:
    length: Words = ""
    if row.seconds is not None:
        made = say("film.made_as", seconds=f"{row.seconds:g}", made=row.made)
        length = made if row.made not in (None, row.seconds) else say("value.seconds", n=f"{row.seconds:g}")
    model: Words | None = row.model or say("film.this_machine")
    if row.after:
        model = say("film.begins_with", model=model, shot=row.after)
    return (row.label or row.id, length, model, price_words(row.price) if row.price else say("price.free"))


def film_board(
    head: Head,
    rows: Sequence[ShotRow],
    *,
    spent: Sequence[Amount],
    cap: Sequence[Amount],
    next: tuple[Next, ...],
    sheet: str | None = None,
) -> Page:
    """One line for each shot, what was spent of the cap, and what needs a word."""
    table = Table(
        (
            Column(say("field.shot"), lead=True),
            Column(say("field.state"), bare=True),
            Column(say("field.takes"), right=True),
            Column(say("field.verdict"), bare=True, wrap=True),
        ),
        tuple(_board_cells(row) for row in rows[:SHOWN]),
    )
    more = (Line(say("batch.more", n=len(rows) - SHOWN)),) if len(rows) > SHOWN else ()
    facts: list[Row] = []
    if spent or cap:
        facts.append(field_row("film_spent", money_of(spent, cap)))
    if sheet:
        facts.append(field_row("film_sheet", sheet))
    return Page(
        name="film_board",
        emoji="🎬",
        title=head.words,
        body=(table, *more, *((Rows(tuple(facts)),) if facts else ())),
        data={
            "film": head.data,
            "shots": [row.data for row in rows],
            "spent": list(map(str, spent)),
            "cap": list(map(str, cap)),
            "sheet": sheet,
        },
        next=next,
    )


def _board_cells(row: ShotRow) -> tuple[Cell, ...]:
    state = say(f"film.state.{row.state}", shot=row.after or "")
    return (row.label or row.id, state, str(row.takes) if row.takes > 1 else "", row.told)


def money_of(spent: Sequence[Amount], cap: Sequence[Amount]) -> tuple[Words, ...]:
    """`22 units of 38 units`, for each unit."""
    used = {one.unit: one for one in spent}
    limits = {one.unit: one for one in cap}
    return tuple(
        say("film.of_cap", used=used.get(unit, Amount(Decimal(0), unit)), cap=limits[unit])
        if unit in limits
        else say("price.exact", amount=used[unit])
        for unit in dict.fromkeys([*limits, *used])
    )


def film_done(
    head: Head,
    made: Mapping[str, Any],
    told: Sequence[tuple[Words, Message]],
    *,
    spent: Sequence[Amount],
    cap: Sequence[Amount],
    next: tuple[Next, ...],
    draft: bool = False,
) -> Page:
    """The finished film, or its free draft: file, length, size, loudness, what was spent, and what is worth a glance."""
    rows = [
        field_row("film_file", str(made["path"])),
        field_row("duration", say("value.seconds", n=f"{made['seconds']:g}")),
    ]
    rows.append(field_row("film_size", f"{made['size'] / 1e6:.1f} MB"))
    if made.get("loudness") is not None:
        rows.append(field_row("loudness", f"{made['loudness']:.1f} LUFS"))
    if spent:
        rows.append(field_row("film_spent", money_of(spent, cap)))
    holes = tuple(made.get("holes", ()))
    return Page(
        name="film_done",
        emoji="🎬",
        title=head.words,
        body=(
            Rows(tuple(rows)),
            *((Line(say("film.holes", shots=holes), Tone.WARN),) if holes else ()),
            *((Line(say("film.unwritten"), Tone.WARN),) if made.get("unwritten") else ()),
            *(Line(say("film.problem.shot", shot=shot, problem=message), Tone.WARN) for shot, message in told[:SHOWN]),
        ),
        close=say("film.draft_close" if draft else "film.done_close"),
        data={"film": head.data, "made": dict(made), "spent": list(map(str, spent)), "cap": list(map(str, cap))},
        next=next,
    )


def file_written(path: str, form: str) -> Page:
    """A hand-over file."""
    return Page(
        name="film_export",
        emoji="📦",
        title=say("film.exported", form=form),
        body=(Rows((field_row("film_file", path),)),),
        data={"path": path, "format": form},
    )
