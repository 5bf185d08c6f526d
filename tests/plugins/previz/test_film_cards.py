"""One shot of a film: its name and the film's time, and no legend where captions stand."""

import pytest

from mediawright.testing.builders import a_request
from mediawright.types.operations import Operation
from mediawright_previz.render.legend import headline, legend
from mediawright_previz.render.plan import make_plan


def planned(**options: str):  # type: ignore[no-untyped-def]
    request = a_request("A kite", operation=Operation.TEXT_TO_VIDEO, duration=2, options=options)
    return make_plan(request, "en", lambda media: None)


def test_a_shot_has_its_name_and_no_legend() -> None:
    assert headline(planned(shot="s02"), 0).startswith("s02")
    assert legend(planned(shot="s02")) == ()
    assert legend(planned())


@pytest.mark.parametrize(("starts", "frame"), [("4.5", 108), ("0", 0), ("-1", 0), ("later", 0), ("1e9", 0)])
def test_its_time_is_that_of_the_film(starts: str, frame: int) -> None:
    assert planned(starts=starts).starts == frame
