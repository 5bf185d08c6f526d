"""Models come and go: a retired one is refused with its heir, one that goes soon is warned of."""

from datetime import date, timedelta

import pytest

from mediawright.plugin import MediaKind, Model, Provider, Text
from mediawright.types.ages import heir, living, retired, retiring

DAY = date(2026, 11, 30)


def model(name: str, retires: date | None = None, heir: str = "") -> Model:
    label = Text(name, name)
    return Model(name=name, label=label, kind=MediaKind.VIDEO, capabilities=(), retires=retires, replaced_by=heir)


GONE, GONE_TOO = model("v1", DAY, "v2"), model("v2", DAY - timedelta(days=1), "v3")
GOING, HERE, LAST = model("v3", DAY + timedelta(days=30), "v4"), model("v4"), model("v0", DAY)
ACME = Provider(name="acme", title=Text("Acme", "爱克美"), models=(GONE, GONE_TOO, GOING, HERE, LAST))


def test_only_what_is_still_offered_is_chosen_by_itself() -> None:
    assert living(ACME, DAY).models == (GOING, HERE)
    assert living(ACME, DAY - timedelta(days=9)) is ACME


def test_the_heir_is_the_first_that_still_lives() -> None:
    assert (heir(ACME, GONE, DAY), heir(ACME, LAST, DAY)) == (GOING, None)


def test_heirs_in_a_ring_are_none() -> None:
    ring = Provider(name="acme", title=ACME.title, models=(model("a", DAY, "b"), model("b", DAY, "a")))
    assert heir(ring, ring.models[0], DAY) is None


@pytest.mark.parametrize(
    ("found", "key", "allowed"),
    [(GONE, "problem.model.replaced", ("v3",)), (LAST, "problem.model.retired", ()), (GOING, None, ())],
)
def test_a_retired_model_is_refused(found: Model, key: str | None, allowed: tuple[str, ...]) -> None:
    problem = retired(ACME, found, DAY)
    assert (problem.message.key if problem else None, problem.allowed if problem else ()) == (key, allowed)


def test_a_model_that_goes_soon_is_warned_of_and_not_refused() -> None:
    said = retiring(ACME, GOING, DAY)
    assert said is not None
    assert said.key == "plan.retires_for"
    assert retiring(ACME, GOING, DAY - timedelta(days=90)) is None
    assert retiring(ACME, HERE, DAY) is None
