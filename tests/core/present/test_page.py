"""A page as data."""

import pytest

from mediawright.present.page import Code, FrontEnd, Line, Meter, Page


def test_each_face_sees_its_own_blocks() -> None:
    both, chat_only, code = Line("both"), Line("chat", only=FrontEnd.CHAT), Code("x")
    page = Page(name="t", body=(both, chat_only, code))
    assert page.blocks(FrontEnd.CHAT) == (both, chat_only)
    assert page.blocks(FrontEnd.TERMINAL) == (both, code)


@pytest.mark.parametrize(("used", "total", "share"), [(1, 4, 0.25), (5, 4, 1.0), (-1, 4, 0.0), (1, 0, 0.0)])
def test_a_share_stays_between_nothing_and_all(used: float, total: float, share: float) -> None:
    assert Meter(used, total).share == share
