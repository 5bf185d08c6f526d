"""`policy.toml`: whole or not at all, and never more permissive when it is broken."""

from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from threading import Thread

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediawright.gate.policy import Budget, Per, Policy, Rule
from mediawright.gate.policy_store import NAME, compose, edit, parse, read
from mediawright.testing.fakes import START
from mediawright.types.errors import LocalFault, NotFound
from mediawright.types.message import Message
from mediawright.types.money import Amount

END = START + timedelta(hours=2)


def credits(value: int | str) -> Amount:
    return Amount(Decimal(value), "credits")


FULL = (
    Policy()
    .allow(credits("100.5"), END, ["acme"])
    .limit(Per.DAY, credits(500), START)
    .limit(Per.TOTAL, Amount(Decimal("12.34"), "USD"), START, ["acme", "other"], unknown=True)
    .limit(Per.DAY, credits(50), START, zone="Asia/Shanghai")
)


def test_no_file_is_no_policy(tmp_path: Path) -> None:
    assert read(tmp_path / "nowhere") == Policy()


def test_what_was_written_is_read(tmp_path: Path) -> None:
    assert edit(tmp_path, lambda _: FULL) == FULL
    assert read(tmp_path) == FULL
    assert (tmp_path / NAME).stat().st_mode & 0o777 == 0o600
    assert edit(tmp_path, lambda policy: policy.remove("b1")).list() == (FULL.rules[0], *FULL.budgets[1:])


names = st.from_regex(r"[A-Za-z0-9_.-]{1,20}", fullmatch=True)
sums = st.builds(Amount, st.decimals(min_value="0.000001", max_value=10**9, places=6), names)
times = st.datetimes(timezones=st.just(START.tzinfo))
providers = st.lists(names, unique=True, max_size=3).map(tuple)
rules = st.builds(Rule, id=names, at_most=sums, until=times, providers=providers)
budgets = st.builds(
    Budget, id=names, per=st.sampled_from(Per), limit=sums, since=times, providers=providers, unknown=st.booleans()
)


@given(rules=st.lists(rules, max_size=3), budgets=st.lists(budgets, max_size=3))
def test_any_policy_survives_the_file(rules: list[Rule], budgets: list[Budget]) -> None:
    policy = Policy(rules=tuple(rules), budgets=tuple(budgets))
    if len({item.id for item in policy.list()}) == len(policy.list()):
        assert parse(compose(policy)) == policy


GOOD = compose(Policy().allow(credits(100), END))
BROKEN = {
    "no toml": "what is this",
    "cut short": GOOD[: len(GOOD) // 2] + '"',
    "a newer version": GOOD.replace("version = 1", "version = 2"),
    "an unknown key": GOOD + "colour = 1\n",
    "a negative amount": GOOD.replace('"100"', '"-100"'),
    "no number": GOOD.replace('"100"', '"NaN"'),
    "no end": GOOD.replace("until", "# until"),
    "an end without a zone": GOOD.replace("+00:00", ""),
    "an unknown key of the file": "colour = 1\n" + GOOD,
    "a strange name": GOOD.replace('"r1"', '"r 1"'),
    "more digits than an amount has": GOOD.replace('"100"', f'"1{"0" * 30}"'),
    "two of one id": GOOD + GOOD.partition("version = 1")[2],
}


@pytest.mark.parametrize("text", BROKEN.values(), ids=BROKEN)
def test_a_broken_file_allows_nothing_and_says_so(tmp_path: Path, text: str) -> None:
    (tmp_path / NAME).write_text(text)
    policy = read(tmp_path)
    assert policy.list() == ()
    assert policy.notice is not None
    assert policy.notice.key == "gate.policy_broken"
    assert not policy.locked


@pytest.mark.parametrize("text", [compose(FULL)[:-5], "[[budget]]\nper = 'week'", "BUDGET", ""])
def test_a_broken_file_that_may_have_held_budgets_locks(tmp_path: Path, text: str) -> None:
    (tmp_path / NAME).write_text(text)
    policy = read(tmp_path)
    assert policy.locked
    assert policy.notice is not None
    assert policy.notice.key == "gate.policy_broken_budgets"


def test_bytes_that_are_no_text_lock(tmp_path: Path) -> None:
    (tmp_path / NAME).write_bytes(b"\xff\xfe\x00")
    assert read(tmp_path).locked


def test_a_broken_file_is_not_written_over(tmp_path: Path) -> None:
    (tmp_path / NAME).write_text("half a fi")
    with pytest.raises(LocalFault) as raised:
        edit(tmp_path, lambda policy: policy.allow(credits(5), END))
    assert raised.value.message == Message("gate.policy_broken")
    assert raised.value.data == {"file": str(tmp_path / NAME)}
    assert (tmp_path / NAME).read_text() == "half a fi"


def test_what_a_hand_leaves_out_allows_the_least() -> None:
    """No provider named is all of them, an unknown price is refused, a limit of an older version has no zone."""
    text = compose(FULL.remove("r1").remove("b2"))
    bare = "".join(line for line in text.splitlines(True) if not line.startswith(("providers", "unknown_prices")))
    budget = parse(bare).budgets[0]
    assert (budget.providers, budget.unknown, budget.zone) == ((), False, "")


def test_the_largest_amount_has_thirty_digits() -> None:
    policy = Policy().allow(credits("9" * 30), END)
    assert parse(compose(policy)) == policy


def test_a_change_that_fails_leaves_the_old_file(tmp_path: Path) -> None:
    edit(tmp_path, lambda _: FULL)
    with pytest.raises(NotFound):
        edit(tmp_path, lambda policy: policy.remove("r9"))
    assert read(tmp_path) == FULL


def test_changes_made_at_once_are_all_kept(tmp_path: Path) -> None:
    def add() -> None:
        edit(tmp_path, lambda policy: policy.limit(Per.DAY, credits(5), START))

    threads = [Thread(target=add) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [budget.id for budget in read(tmp_path).budgets] == [f"b{n}" for n in range(1, 9)]
