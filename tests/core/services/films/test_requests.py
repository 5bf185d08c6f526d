"""A shot of the plan → its request: words, length, shape; equal for equal wishes whatever picture it begins with."""

from pathlib import Path
from typing import Any

import pytest

from mediawright.film.reading import read_text
from mediawright.film.timeline import lay
from mediawright.services.films.files import PlanFile
from mediawright.services.films.requests import fitted, key_of, shape_of, wanted, words_of
from mediawright.services.films.steps import is_made
from mediawright.services.request_reader import read_request
from mediawright.testing.builders import a_request
from mediawright.types.capability import Capability
from mediawright.types.errors import InvalidRequest
from mediawright.types.operations import MediaKind, Operation
from mediawright.types.request import Media, Role

PLAN = """
title = "Kite"
[format]
fps = 24
[style]
look = "film grain"
avoid = "logos"
[[cast]]
name = "Ann"
look = "a girl in yellow"
pictures = ["ann.png"]
[[shots]]
id = "s1"
prompt = "@Ann runs"
camera = "wide"
duration = 4
[[shots]]
id = "s2"
prompt = "A kite"
duration = 4
transition = { kind = "dissolve", seconds = 1 }
[[shots]]
id = "s3"
kind = "still"
pictures = ["ann.png"]
duration = 2
"""
ABLE = Capability(
    operations=(Operation.TEXT_TO_VIDEO,),
    durations=(5, 10),
    aspect_ratios=("16:9", "9:16"),
    resolutions=("720p", "1080p"),
    sound=(True, False),
    negative_prompt=True,
)


def file(tmp_path: Path, text: str = PLAN) -> PlanFile:
    read = read_text(text)
    assert read.whole, read.findings.all
    return PlanFile(tmp_path / "kite.film.toml", read, ())


def request(plan: PlanFile, number: int, able: Capability = ABLE, **more: Any) -> Any:
    asked = wanted(plan, number, lay(plan.plan)[number], None, pictures=False, **more)
    return fitted(asked, plan.plan, number, able, lambda command, values: read_request(command, values))


def test_the_words_say_who_is_seen_and_that_nothing_is_to_be_heard_or_read(tmp_path: Path) -> None:
    words = words_of(file(tmp_path).plan, 0, looks=True)
    assert words.startswith("Ann runs. Ann: a girl in yellow. wide. film grain.")
    assert "no background music, no captions" in words
    assert "girl" not in words_of(file(tmp_path).plan, 0, looks=False)


def test_a_clip_is_asked_for_as_long_as_its_handles_need(tmp_path: Path) -> None:
    made = request(file(tmp_path), 0)
    assert (made.duration, made.aspect_ratio, made.resolution) == (5, "16:9", "1080p")
    assert (made.sound, made.negative_prompt) == (False, "logos")


def test_a_shot_that_no_length_holds_says_where_to_split(tmp_path: Path) -> None:
    with pytest.raises(InvalidRequest) as refused:
        request(file(tmp_path), 0, Capability(operations=(Operation.TEXT_TO_VIDEO,), durations=(3, 4)))
    assert refused.value.problems[0].message.key == "film.no_length"
    assert refused.value.problems[0].allowed == ("3", "4")


def test_what_a_model_does_not_take_is_not_said(tmp_path: Path) -> None:
    made = request(file(tmp_path), 1, Capability(operations=(Operation.TEXT_TO_VIDEO,)))
    assert (made.duration, made.aspect_ratio, made.resolution, made.sound) == (None, None, None, None)


def test_pictures_of_the_cast_go_along_where_they_are_wanted(tmp_path: Path) -> None:
    plan = file(tmp_path)
    asked = wanted(plan, 0, lay(plan.plan)[0], None, pictures=True)
    assert asked.values["image"] == [str(tmp_path / "ann.png")]
    framed = wanted(plan, 0, lay(plan.plan)[0], "/a.png", pictures=True)
    assert "image" not in framed.values
    assert framed.values["first_frame"] == "/a.png"


def test_a_picture_of_one_s_own_is_made_by_nobody(tmp_path: Path) -> None:
    assert [is_made(file(tmp_path).plan, number) for number in range(3)] == [True, True, False]


def framed(path: str) -> Any:
    return a_request(media=(Media(kind=MediaKind.IMAGE, role=Role.FIRST_FRAME, source=path),))


def test_equal_words_have_one_shape_whatever_picture_stands_first() -> None:
    one = shape_of(framed("/stand-in.png"), {"/stand-in.png": "film:s1:last"})
    other = shape_of(framed("/real.png"), {"/real.png": "film:s1:last"})
    assert one == other
    assert key_of(framed("/stand-in.png"), {}) != key_of(framed("/real.png"), {})
    assert shape_of(a_request("other words"), {}) != shape_of(a_request(), {})
