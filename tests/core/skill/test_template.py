"""Templates and tables."""

import pytest

from mediawright.skill.template import bullets, fill, rows, table


def test_places_are_filled() -> None:
    assert fill("a {{b}} c {{b}} {{d}}", {"b": "1", "d": "2"}) == "a 1 c 1 2"


@pytest.mark.parametrize("values", [{}, {"b": "1", "c": "2"}], ids=["missing", "unused"])
def test_what_does_not_fit_is_told(values: dict[str, str]) -> None:
    with pytest.raises(KeyError):
        fill("{{b}}", values)


def test_a_cell_cannot_break_its_row() -> None:
    assert rows([("a|b", "c\nd")]) == "| a\\|b | c d |"
    assert table(("x", "y"), [("1", "2")]) == "| x | y |\n|---|---|\n| 1 | 2 |"
    assert bullets(["a", "b"]) == "- a\n- b"
