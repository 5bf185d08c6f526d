"""Limits over what is spent and promised."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mediawright.gate.budgets import Budgets, Standing, day_start, left
from mediawright.gate.policy import Budget, Per, Policy
from mediawright.ledger import Ledger
from mediawright.ledger.address import Where
from mediawright.testing.builders import a_job, a_quote, a_request, an_approval
from mediawright.testing.fakes import START, FakeClock
from mediawright.types.errors import ConfirmationNeeded, ExitCode, RefusedByPolicy
from mediawright.types.job import Job
from mediawright.types.message import Message
from mediawright.types.money import Amount, ApprovalKind, Level, Price
from mediawright.types.states import State

Spoken = Callable[[Message], list[str]]


def credits(value: int | str | Decimal) -> Amount:
    return Amount(Decimal(value), "credits")


def wanting(amount: int | str | None, **changes: object) -> Job:
    request = a_request()
    job = a_job(request, quote=a_quote(request, amount=amount), state=State.APPROVED)
    return replace(job, approval=an_approval(job, amount), **changes)  # type: ignore[arg-type]


def check(policy: Policy, job: Job, spent: int = 0) -> None:
    Budgets(policy, START, UTC).check(job, lambda provider, unit, since: Decimal(spent))


def limited(per: Per, value: int = 100, *providers: str, unknown: bool = False) -> Policy:
    return Policy().limit(per, credits(value), START, providers, unknown=unknown)


@pytest.mark.parametrize(
    ("policy", "job", "spent"),
    [
        (Policy(), wanting(10**6), 0),
        (limited(Per.JOB), wanting(100), 10**6),
        (limited(Per.DAY), wanting(40), 60),
        (limited(Per.TOTAL), wanting(40), 60),
        (limited(Per.JOB, 1, "other"), wanting(100), 0),
        (limited(Per.JOB, 1), wanting(5, provider="x", charged=Amount(Decimal(5), "USD")), 0),
        (limited(Per.DAY, unknown=True), wanting(None), 0),
    ],
)
def test_it_fits(policy: Policy, job: Job, spent: int) -> None:
    check(policy, job, spent)


@pytest.mark.parametrize(
    ("policy", "job", "spent", "key"),
    [
        (limited(Per.JOB), wanting(101), 0, "gate.budget_job"),
        (limited(Per.DAY), wanting(41), 60, "gate.budget_day"),
        (limited(Per.TOTAL), wanting("40.01"), 60, "gate.budget_total"),
        (limited(Per.JOB, 1, "acme"), wanting(90), 0, "gate.budget_job"),
        (limited(Per.DAY), wanting(None), 0, "gate.budget_unknown"),
        (limited(Per.JOB, 1000).limit(Per.DAY, credits(1), START), wanting(2), 0, "gate.budget_day"),
        # one that is for another provider does not end the list
        (limited(Per.JOB, 1, "other").limit(Per.DAY, credits(1), START), wanting(2), 0, "gate.budget_day"),
    ],
)
def test_it_does_not_fit(policy: Policy, job: Job, spent: int, key: str, spoken: Spoken) -> None:
    with pytest.raises(RefusedByPolicy) as caught:
        check(policy, job, spent)
    assert caught.value.message.key == key
    assert all(spoken(caught.value.message))
    assert caught.value.exit_code is ExitCode.POLICY


def test_a_refusal_names_the_budget_and_what_is_left() -> None:
    with pytest.raises(RefusedByPolicy) as caught:
        check(limited(Per.DAY), wanting(41), 60)
    expected = {"budget": "b1", "limit": "100 credits", "left": "40 credits", "wanted": "41 credits"}
    assert caught.value.data == expected
    assert caught.value.message.values["left"] == credits(40)


def test_what_is_free_passes_every_limit() -> None:
    job = replace(wanting(None), approval=replace(an_approval(wanting(None), None), kind=ApprovalKind.FREE))
    check(limited(Per.JOB, 1), job)
    check(Policy(locked=True, notice=Message("x")), job)


def test_an_unreadable_policy_lets_nothing_out_that_costs() -> None:
    with pytest.raises(RefusedByPolicy) as caught:
        check(Policy(locked=True, notice=Message("gate.policy_broken_budgets")), wanting(1))
    assert caught.value.message.key == "gate.policy_broken_budgets"
    assert caught.value.provider == wanting(1).provider


def test_a_day_is_the_person_s_own() -> None:
    at = datetime(2026, 10, 1, 17, 0, tzinfo=UTC)
    assert day_start(at, UTC) == datetime(2026, 10, 1, tzinfo=UTC)
    assert day_start(at, timezone(timedelta(hours=8))) == datetime(2026, 10, 1, 16, 0, tzinfo=UTC)


def test_each_budget_asks_for_its_own_time_and_providers() -> None:
    asked: list[tuple[str | None, str, datetime | None]] = []

    def committed(provider: str | None, unit: str, since: datetime | None) -> Decimal:
        asked.append((provider, unit, since))
        return Decimal(7)

    day = Budget(id="b1", per=Per.DAY, limit=credits(100), since=START, providers=("acme", "other"))
    assert left(day, START, UTC, committed) == credits(86)
    midnight = datetime(2026, 10, 1, tzinfo=UTC)
    assert asked == [("acme", "credits", midnight), ("other", "credits", midnight)]
    assert left(replace(day, per=Per.TOTAL, providers=()), START, UTC, committed) == credits(93)
    assert asked[-1] == (None, "credits", START)


@given(limit=st.integers(1, 100), spent=st.integers(0, 200), more=st.integers(0, 50))
def test_spending_more_never_leaves_more(limit: int, spent: int, more: int) -> None:
    budget = Budget(id="b1", per=Per.TOTAL, limit=credits(limit), since=START)
    before = left(budget, START, UTC, lambda *_: Decimal(spent))
    after = left(budget, START, UTC, lambda *_: Decimal(spent + more))
    assert Decimal(0) <= after.value <= before.value <= limit


@settings(max_examples=30, deadline=None)
@given(data=st.data())
def test_any_series_of_jobs_stays_within_every_budget(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    """Random requests, an honest provider, three budgets: charges ≤ approvals ≤ limits at every step."""
    path: Path = tmp_path_factory.mktemp("ledger") / "ledger.db"
    clock = FakeClock()
    policy = limited(Per.JOB, 60).limit(Per.DAY, credits(100), START).limit(Per.TOTAL, credits(150), START)
    approved = charged = Decimal(0)
    with Ledger(path, clock) as ledger, ledger.batch():  # one wait for the disk
        for price in data.draw(st.lists(st.integers(1, 80), min_size=5, max_size=12)):
            clock.advance(data.draw(st.sampled_from([1.0, 3600.0, 50_000.0])))
            request = a_request(label := str(clock.now()))
            job = ledger.add(a_job(request, at=clock.now(), quote=a_quote(request, amount=price, at=clock.now())))
            try:
                ledger.approve(job.id, an_approval(job, price, at=clock.now()), Budgets(policy, clock.now(), UTC))
            except RefusedByPolicy:
                continue
            cost = Decimal(data.draw(st.integers(0, price), label=label))
            approved, charged = approved + price, charged + cost
            ledger.update(job.id, charged=credits(cost))
            assert price <= 60
            assert ledger.committed(None, "credits", day_start(clock.now(), UTC)) <= 100
            assert charged == ledger.committed(None, "credits", None) <= 150
    assert charged <= approved


def priced(amount: int | str, unit: str = "units", usd: str | None = None) -> Job:
    """A job of so many of a unit, whose list price in USD may be known."""
    job = wanting(amount)
    assert job.quote is not None
    price = Price(amount=Amount(Decimal(amount), unit), usd=None if usd is None else Decimal(usd))
    return replace(
        job,
        quote=replace(job.quote, price=price),
        approval=replace(an_approval(job), ceiling=Amount(Decimal(amount), unit)),
    )


def in_dollars(value: str, per: Per = Per.DAY, *, unknown: bool = False) -> Policy:
    return Policy().limit(per, Amount(Decimal(value), "USD"), START, unknown=unknown)


@pytest.mark.parametrize(
    ("policy", "job", "spent"),
    [
        (in_dollars("20"), priced(4, usd="0.56"), 19),
        (in_dollars("0.56", Per.JOB), priced(4, usd="0.56"), 0),
        (in_dollars("20"), priced("0.5", "USD"), 19),
        (in_dollars("20", unknown=True), priced(30, "credits"), 0),
        (in_dollars("20", unknown=True), priced(6, "CNY"), 0),
        (limited(Per.DAY), priced(6, "CNY"), 0),
    ],
)
def test_a_limit_in_money_lets_through_what_fits(policy: Policy, job: Job, spent: int) -> None:
    check(policy, job, spent)


@pytest.mark.parametrize(
    ("policy", "job", "spent", "key"),
    [
        (in_dollars("20"), priced(4, usd="0.56"), 20, "gate.budget_day"),
        (in_dollars("0.55", Per.JOB), priced(4, usd="0.56"), 0, "gate.budget_job"),
        (in_dollars("20", Per.TOTAL), priced("0.5", "USD"), 20, "gate.budget_total"),
        (in_dollars("20"), priced(30, "credits"), 0, "gate.budget_no_money"),
        (in_dollars("20"), priced(6, "CNY"), 0, "gate.budget_no_money"),
        (in_dollars("20"), wanting(None), 0, "gate.budget_unknown"),
    ],
)
def test_a_limit_in_money_binds_every_unit(policy: Policy, job: Job, spent: int, key: str, spoken: Spoken) -> None:
    with pytest.raises(RefusedByPolicy) as caught:
        check(policy, job, spent)
    assert caught.value.message.key == key
    assert all(spoken(caught.value.message))


def test_a_real_charge_counts_in_money_by_the_price_that_was_quoted(either: Where) -> None:
    with Ledger(either, FakeClock()) as ledger:
        job = ledger.add(replace(priced(4, usd="0.56"), state=State.QUOTED, approval=None))
        ledger.approve(job.id, replace(an_approval(job), ceiling=Amount(Decimal(4), "units")))
        assert ledger.committed(None, "USD", None) == Decimal("0.56")
        assert ledger.committed("acme", "USD", START) == Decimal("0.56")
        assert ledger.committed("other", "USD", None) == 0
        assert ledger.committed(None, "CNY", None) == 0
        ledger.update(job.id, charged=Amount(Decimal(5), "units"))
        assert ledger.committed(None, "USD", START) == Decimal("0.70")
        assert ledger.committed(None, "units", None) == 5
        ledger.update(job.id, charged=Amount(Decimal(0), "units"))
        assert ledger.committed(None, "USD", None) == 0


@given(
    jobs=st.lists(
        st.tuples(st.sampled_from(["units", "USD", "CNY", "credits"]), st.integers(1, 40), st.integers(0, 3)),
        max_size=8,
    ),
    limit=st.integers(1, 60),
)
@settings(max_examples=25, deadline=None)
def test_no_order_of_approvals_passes_a_limit_in_money(jobs: list[tuple[str, int, int]], limit: int) -> None:
    """Units are worth half a dollar each; the rest of their names have no price in dollars."""
    policy = in_dollars(str(limit))
    worth = {"units": Decimal("0.5"), "USD": Decimal(1)}
    spent = Decimal(0)
    with TemporaryDirectory() as folder, Ledger(Path(folder) / "ledger.db", FakeClock()) as ledger, ledger.batch():
        for number, (unit, amount, hour) in enumerate(jobs):
            wanted = priced(amount, unit, str(Decimal(amount) / 2) if unit == "units" else None)
            at = START + timedelta(hours=hour)
            job = ledger.add(replace(wanted, id=f"{number}-job", state=State.QUOTED, approval=None))
            approval = replace(an_approval(job, at=at), ceiling=Amount(Decimal(amount), unit))
            cost = worth[unit] * amount if unit in worth else None
            try:
                ledger.approve(job.id, approval, Budgets(policy, START + timedelta(hours=4), UTC))
            except RefusedByPolicy:
                assert cost is None or spent + cost > limit
                continue
            assert cost is not None
            spent += cost
        assert ledger.committed(None, "USD", None) == spent <= limit


# --- what a refusal carries, and what it asks


@pytest.mark.parametrize(
    ("policy", "job", "spent", "data"),
    [
        (limited(Per.DAY), wanting(41), 60, {"limit": "100 credits", "left": "40 credits", "wanted": "41 credits"}),
        (limited(Per.DAY), wanting(None), 0, {}),
        (in_dollars("20"), priced(30, "credits"), 0, {"limit": "20 USD", "wanted": "30 credits"}),
    ],
)
def test_a_refusal_names_the_limit_and_the_provider(policy: Policy, job: Job, spent: int, data: dict[str, str]) -> None:
    with pytest.raises(RefusedByPolicy) as caught:
        check(policy, job, spent)
    assert (caught.value.provider, caught.value.data) == ("acme", {"budget": "b1"} | data)


def test_the_caller_s_zone_begins_the_day_of_a_limit_without_one() -> None:
    asked: list[object] = []

    def committed(provider: str | None, unit: str, since: datetime | None) -> Decimal:
        asked.append((provider, unit, since))
        return Decimal(0)

    east = timezone(timedelta(hours=8))
    Budgets(limited(Per.DAY, 100, "acme"), START, east).check(wanting(4), committed)
    assert asked == [("acme", "credits", day_start(START, east))]


def test_an_approval_is_checked_beside_what_is_spent_and_at_its_own_time() -> None:
    asked: list[datetime | None] = []

    def committed(provider: str | None, unit: str, since: datetime | None) -> Decimal:
        asked.append(since)
        return Decimal(97)

    policy = Policy().limit(Per.DAY, credits(100), START, zone="UTC")
    standing = Standing(lambda: policy, lambda: Level.AMOUNT, START)
    standing.check(wanting(3), committed)
    with pytest.raises(RefusedByPolicy):
        standing.check(wanting(4), committed)
    assert asked == [day_start(START, UTC)] * 2
    with pytest.raises(ConfirmationNeeded) as caught:
        replace(standing, require=lambda: Level.TERMINAL).check(wanting(3), committed)
    assert caught.value.provider == "acme"
