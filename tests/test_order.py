"""The order of the suite: nothing is lost, and each worker begins with its share of the long tests."""

from hypothesis import given
from hypothesis import strategies as st
from tests.order import LONG, spread

NAMES = st.lists(st.sampled_from([f"{LONG[0]}::a", f"{LONG[1]}x", f"{LONG[4]}::b", "tests/z.py::c", "tests/y.py::d"]))


@given(NAMES, st.integers(1, 7))
def test_every_test_is_run_once(names: list[str], workers: int) -> None:
    assert sorted(spread(names, names, workers)) == sorted(names)


def test_each_worker_begins_with_long_ones() -> None:
    short = [f"tests/z.py::{number}" for number in range(100 - len(LONG))]
    names = [*short, *(f"{prefix}::a" for prefix in LONG)]
    ordered = spread(names, names, 4)
    for beginning in range(0, 100, 25):
        assert all(name.startswith(LONG) for name in ordered[beginning : beginning + len(LONG) // 4])
    assert [name for name in ordered if name in short] == short
