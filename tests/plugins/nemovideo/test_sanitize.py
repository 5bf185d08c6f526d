"""Foreign words made safe."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediawright_nemovideo.sanitize import own_link, safe_text

BEARER = "nmv" + "_usr_"


@pytest.mark.parametrize(
    ("link", "own"),
    [
        ("https://nemovideo.com/x", True),
        ("https://dev.nemovideo.ai/x", True),
        ("www.nemovideo.com", True),
        ("https://nemovideo.com.evil.example/x", False),
        ("https://evilnemovideo.com/x", False),
        ("https://nemovideo.com@evil.example/", False),
        ("http://[broken", False),
    ],
)
def test_links_to_the_providers_own_pages_only(link: str, own: bool) -> None:
    assert own_link(link) is own
    assert (link in safe_text(f"see {link} now")) is own


def test_control_characters_and_escapes_go() -> None:
    assert safe_text("a\x1b[31mb\x07c\u202ed\x00") == "abcd"


@given(st.text(alphabet="abcXYZ019_-", min_size=1, max_size=30), st.text(max_size=10))
def test_n_r03_a_bearer_is_never_shown(secret: str, around: str) -> None:
    assert BEARER not in safe_text(f"{around} {BEARER}{secret} {around}")
