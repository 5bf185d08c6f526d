"""Framing and movement, read in both languages."""

import pytest

from mediawright_previz.labels import phrase
from mediawright_previz.render.camera import Camera, _terms, read_camera
from mediawright_previz.render.motion import MOVES
from mediawright_previz.render.sketch import SKETCHES


@pytest.mark.parametrize(
    ("prompt", "camera"),
    [
        ("Extreme close-up of an eye, the camera pushes in", Camera("extreme_close_up", "push_in")),
        ("大特写，镜头推近", Camera("extreme_close_up", "push_in")),
        ("航拍海岸线", Camera("aerial", "rise")),
        ("Wide shot; then we pan left", Camera("wide", "pan_left")),
        ("跟拍，过肩镜头", Camera("over_shoulder", "follow")),
        ("a poverty report and a pancake", Camera()),
    ],
)
def test_terms_of_the_field(prompt: str, camera: Camera) -> None:
    assert read_camera(prompt) == camera


def test_every_framing_has_a_sketch_and_a_name() -> None:
    assert _terms()["framing"].keys() == SKETCHES.keys()
    assert all(phrase("zh", f"previz.framing.{key}") for key in SKETCHES)


def test_every_move_can_be_made() -> None:
    assert _terms()["move"].keys() == MOVES.keys()
