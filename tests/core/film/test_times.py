"""Lengths and times as people write them."""

import pytest

from mediawright.film.importers.times import lengths, times_in


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("4", 4),
        ("4s", 4),
        ("4.5 秒", 4.5),
        ("约4秒", 4),
        ('4"', 4),
        ("0:04", 4),
        ("00:02.5", 2.5),
        ("1:02:03", 3723),
        ("1分20秒", 80),
        ("2分钟", 120),
        ("0:00–0:06", 6),
        ("0:06-0:15", 9),
        ("00:00:04:05", 4.2),
        ("3 seconds", 3),
    ],
)
def test_a_length(text: str, seconds: float) -> None:
    found = times_in(text)
    assert found is not None
    assert found.length == pytest.approx(seconds)


@pytest.mark.parametrize("text", ["", "-", "long", "无"])
def test_no_length(text: str) -> None:
    assert times_in(text) is None


@pytest.mark.parametrize(
    ("cells", "of_time", "found"),
    [
        (["0-3", "3-6", "6-10"], False, [3, 3, 4]),
        (["1-3", "4-6"], False, [3, 3]),
        (["0-3", "4-7", "8-12"], False, [3, 4, 5]),
        (["2-3", "4-5"], False, [2.5, 4.5]),
        (["3-5", "2-4"], False, [4, 3]),
        (["0:00", "0:06", "0:15"], True, [6, 9, None]),
        (["0:04", "0:06"], False, [4, 6]),
        (["4", "", "5"], False, [4, None, 5]),
    ],
)
def test_a_column(cells: list[str], of_time: bool, found: list[float | None]) -> None:
    assert lengths([times_in(cell) for cell in cells], of_time=of_time) == found
