"""How a secret looks when shown."""

from hypothesis import given
from hypothesis import strategies as st

from mediawright.secrets.mask import mask


@given(st.text(max_size=80))
def test_a_mask_shows_at_most_five_characters(value: str) -> None:
    shown = mask(value)
    assert len(shown) <= 6
    assert "…" in shown


def test_one_recognises_ones_own() -> None:
    assert mask("not-a-real-secret") == "not…et"
    assert mask("short") == "…"
