"""The frame grid: every frame of the film shows the right frame of the right clip."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mediawright.film.plan import FRAME_RATES, TRANSITIONS, FilmShot, Format, Line, Plan, Transition
from mediawright.film.reading import read_text
from mediawright.film.timeline import Timeline, build, made_length, transition_frames, whole_frames

PLANS = Path(__file__).with_name("plans")


def shown(plan: Plan) -> list[list[tuple[int, int]]]:
    """For each film frame, which (shot, clip frame) pairs are in it."""
    timeline = build(plan)
    film: list[list[tuple[int, int]]] = []
    for piece in timeline.pieces:
        assert piece.start == len(film)
        for number in range(piece.frames):
            pairs = [(piece.shot, piece.source_from + number)]
            if piece.kind == "transition":
                pairs.append((piece.shot + 1, piece.next_from + number))
            film.append(pairs)
    return film


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    fps = draw(st.sampled_from(FRAME_RATES))
    shots = []
    for number in range(draw(st.integers(1, 6))):
        kind = draw(st.sampled_from(TRANSITIONS)) if number else "cut"
        seconds = 0.0 if kind == "cut" else draw(st.floats(0.05, 0.8))
        duration = draw(st.floats(1.7, 6).map(lambda value: round(value, 2)))
        shots.append(FilmShot(id=str(number), duration=duration, transition=Transition(kind=kind, seconds=seconds)))
    return Plan(title="T", format=Format(fps=fps), shots=tuple(shots))


@settings(max_examples=60, deadline=None)
@given(plans())
def test_clips_go_on_without_a_gap_or_a_repeat(plan: Plan) -> None:
    film = shown(plan)
    timeline = build(plan)
    assert len(film) == timeline.frames == sum(whole_frames(shot.duration, plan.format.fps) for shot in plan.shots)
    for span in timeline.spans:
        frames = [frame for pairs in film for shot, frame in pairs if shot == span.shot]
        assert frames == list(range(span.clip_frames))
        for frame in range(span.start + span.half_in, span.end - span.half_out):
            assert film[frame] == [(span.shot, frame - span.start + span.half_in)]


def test_the_example_has_the_length_of_its_shots() -> None:
    timeline = build(read_text((PLANS / "keeper.film.toml").read_text("utf-8")).plan)
    assert timeline.frames == 300
    assert [(one.title, one.start) for one in timeline.chapters] == [("Outside", 0), ("Lamp room", 96)]
    assert [(piece.kind, piece.frames) for piece in timeline.pieces] == [
        ("body", 90),
        ("transition", 12),
        ("body", 78),
        ("body", 66),
        ("transition", 12),
        ("body", 42),
    ]


@pytest.mark.parametrize(("seconds", "fps", "frames"), [(3.5, 24, 84), (0.02, 25, 1), (2.5, 25, 63), (1.01, 24, 24)])
def test_seconds_are_rounded_to_frames(seconds: float, fps: int, frames: int) -> None:
    assert whole_frames(seconds, fps) == frames


def test_a_transition_is_even() -> None:
    assert transition_frames(Transition(kind="dissolve", seconds=0.6), 25) == 16
    assert transition_frames(Transition(kind="cut"), 25) == 0


def captions(*lines: Line, duration: float = 4.0) -> Timeline:
    return build(Plan(title="T", format=Format(fps=25), shots=(FilmShot(id="a", duration=duration, lines=lines),)))


def test_captions_follow_one_another_inside_their_shot() -> None:
    found = captions(Line(says="你来晚了。"), Line(says="你没换锁。"), duration=1.5).captions
    assert [one.text for one in found] == ["你来晚了。", "你没换锁。"]
    assert 0 <= found[0].start < found[0].end <= found[1].start < found[1].end <= 38


def test_a_line_says_when_it_begins() -> None:
    found = captions(Line(says="Hello there", at=2)).captions
    assert found[0].start == 50


def test_a_recorded_line_is_shown_as_long_as_it_sounds() -> None:
    plan = Plan(title="T", shots=(FilmShot(id="a", duration=4, lines=(Line(says="Hm.", file="a.wav", at=1),)),))
    timeline = build(plan, {"a.wav": 2.0})
    assert [(one.start, one.end) for one in timeline.captions] == [(24, 72)]
    assert [(one.file, one.start, one.lane) for one in timeline.cues] == [("a.wav", 24, "voice")]


@pytest.mark.parametrize(("seconds", "made"), [(4.25, 5), (5.0, 5), (10.1, None)])
def test_the_shortest_length_that_is_enough(seconds: float, made: int | None) -> None:
    assert made_length(seconds, (10, 5)) == made
