"""What is to be made for a film, as plan and ledger have it: one entry for each step that a provider makes."""

from collections.abc import Mapping
from dataclasses import field
from typing import Any, Literal

from mediawright.film.timeline import Span
from mediawright.ledger.films import FilmRow, FilmStep
from mediawright.services.films.files import PlanFile
from mediawright.services.planning import Plan as Priced
from mediawright.types.dataclass import dataclass
from mediawright.types.errors import MediawrightError
from mediawright.types.job import Job
from mediawright.types.money import Amount, Price
from mediawright.types.states import State

#: what a step makes: a shot, the picture of a member of the cast, or a sound
Kind = Literal["shot", "cast", "line", "effect", "music"]
#: a take in such a state can never become a clip
LOST = frozenset({State.FAILED, State.EXPIRED, State.CANCELLED})


@dataclass(slots=True)
class Taken:
    """A take with its job as it stands. `arrived` False: its submit was lost, and surely never reached the provider."""

    step: FilmStep
    job: Job
    arrived: bool = True

    @property
    def verdict(self) -> str | None:
        return str(self.step.verdict["verdict"]) if self.step.verdict else None

    @property
    def usable(self) -> bool:
        return self.job.state is State.DONE and bool(self.job.assets) and self.verdict != "broken"

    @property
    def alive(self) -> bool:
        """It is a clip, or may still become one."""
        return self.usable or (self.job.state not in LOST and self.job.state is not State.DONE)


@dataclass(slots=True, kw_only=True)
class Work:
    """One step on its way. `number`: of its shot, or of its entry in the cast; `place`: of its line or effect in the shot.

    `shape` and `key` of the request as it is now; no key while an input of it is not there yet. `needs`: the shot whose
    last picture it begins with; `also`: the drawn cast that it shows. `again`: another take was asked for.
    """

    number: int
    id: str
    span: Span
    kind: Kind = "shot"
    place: int = 0
    needs: str | None = None
    also: tuple[str, ...] = ()
    priced: Priced | None = None
    shape: str = ""
    key: str = ""
    takes: list[Taken] = field(default_factory=list)
    again: bool = False
    failure: MediawrightError | None = None
    at_work: bool = False

    @property
    def chosen(self) -> Taken | None:
        """The take in use: the one a person chose last, else the first usable one of these words, else any usable one."""
        picked = [one for one in self.takes if one.usable and self._is_picked(one)]
        if picked:
            return max(picked, key=lambda one: str(one.step.chosen_at))
        usable = [one for one in self.takes if one.usable]
        same = [one for one in usable if one.step.shape == self.shape]
        return next(iter(same or usable[::-1]), None)

    def _is_picked(self, one: Taken) -> bool:
        """Whether a person chose this take for the words as they are."""
        return one.step.chosen_at is not None and self.shape in ("", one.step.chosen_for)

    @property
    def coming(self) -> Taken | None:
        """A take of these words that is on its way."""
        ready = (one for one in self.takes if one.step.shape == self.shape and one.alive and not one.usable)
        return next(ready, None)

    @property
    def stale(self) -> bool:
        chosen = self.chosen
        return chosen is not None and self.shape not in ("", chosen.step.shape)

    @property
    def older(self) -> bool:
        """Whether it begins with, or shows, a picture of another take than the one that is in use now."""
        chosen = self.chosen
        return chosen is not None and not self.stale and self.key not in ("", chosen.step.key)

    @property
    def missing(self) -> bool:
        """Whether a job has to be started for it."""
        if self.coming is not None or (self.given_up and not self.again):
            return False
        chosen = self.chosen
        return self.again or chosen is None or (self.stale and not self._is_picked(chosen))

    @property
    def given_up(self) -> bool:
        """These words came to nothing: only a person's word starts another take of them."""
        ends = (State.FAILED, State.CANCELLED)
        return self.chosen is None and any(
            one.step.shape == self.shape and one.arrived and (one.job.state in ends or one.verdict == "broken")
            for one in self.takes
        )

    @property
    def next_take(self) -> int:
        return max((one.step.take for one in self.takes), default=0) + 1

    @property
    def price(self) -> Price | None:
        return self.priced.quote.price if self.priced else None


@dataclass(slots=True, kw_only=True)
class Film:
    """A film in this process: its plan, its row, and all its works."""

    file: PlanFile
    row: FilmRow
    works: list[Work]
    hashes: Mapping[str, str] = field(default_factory=dict)
    draft: bool = False

    def work(self, id: str) -> Work | None:
        return next((one for one in self.works if one.id == id), None)

    def shot_at(self, number: int) -> Work | None:
        """The step of the shot of this number; None where nothing is made for it."""
        return next((one for one in self.works if one.kind == "shot" and one.number == number), None)

    @property
    def shots(self) -> list[Work]:
        return [one for one in self.works if one.kind == "shot"]

    @property
    def missing(self) -> list[Work]:
        return [one for one in self.works if one.missing]

    @property
    def held_amounts(self) -> dict[str, Any]:
        return {one.unit: one for one in self.row.cap}


def amount_of(price: Price | None) -> Amount | None:
    return price.amount if price is not None else None
