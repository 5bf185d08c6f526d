"""The frame grid of a film: which frame shows which frame of which clip, when captions and sounds lie where.

All times are whole frames. Shot i of n frames lies at S = Σ n before it. A transition of b frames (even) lies b/2 on
each side of the joint; film frame f shows clip frame f - S + b_in/2 of its shot, so that a clip has to last
n + b_in/2 + b_out/2 frames.
"""

from collections.abc import Mapping
from fractions import Fraction
from typing import Literal

from mediawright.film import pace
from mediawright.film.plan import FilmShot, Plan, Transition
from mediawright.types.dataclass import dataclass

#: samples per second of all sound of a film
RATE = 48_000
#: silence before the first line of a shot that says nothing of its time, in seconds
LEAD_IN = 0.2
#: the shortest time a caption is shown, in seconds
SHORTEST_CAPTION = 0.6


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Where one shot lies: its first film frame, its frames, half of the transitions into and out of it."""

    shot: int
    start: int
    frames: int
    half_in: int
    half_out: int

    @property
    def end(self) -> int:
        return self.start + self.frames

    @property
    def clip_frames(self) -> int:
        """How many frames of its clip the film shows."""
        return self.frames + self.half_in + self.half_out


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch of film that is coded by itself: the body of a shot, or a transition from `shot` to the next one.

    `start` is a film frame; `source_from` (and `next_from` in the clip after it) are clip frames.
    """

    kind: Literal["body", "transition"]
    shot: int
    start: int
    frames: int
    source_from: int
    transition: str = ""
    next_from: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Caption:
    """Words that are read. Film frames, `end` is the first frame without them. `place`: below as speech, or a title."""

    text: str
    start: int
    end: int
    shot: int
    place: Literal["speech", "title", "card"] = "speech"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """A sound file that begins at a film frame. `level`: decibels. `lane` says what it is mixed with."""

    lane: Literal["voice", "effects"]
    file: str
    start: int
    shot: int
    level: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    title: str
    start: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """The whole film on its grid."""

    fps: int
    spans: tuple[Span, ...]
    pieces: tuple[Piece, ...]
    captions: tuple[Caption, ...]
    cues: tuple[Cue, ...]
    chapters: tuple[Chapter, ...]

    @property
    def frames(self) -> int:
        return self.spans[-1].end if self.spans else 0

    @property
    def seconds(self) -> float:
        return self.frames / self.fps

    @property
    def samples_per_frame(self) -> int:
        return RATE // self.fps


def whole_frames(seconds: float, fps: int) -> int:
    """Seconds as the nearest number of frames, at least one; a half is rounded up."""
    exact = Fraction(str(seconds)) * fps
    return max(1, int(exact + Fraction(1, 2)))


def at_frame(seconds: float, fps: int) -> int:
    return int(Fraction(str(round(seconds, 6))) * fps + Fraction(1, 2))


def transition_frames(transition: Transition, fps: int) -> int:
    """Frames of a transition: even, so that half of it lies on each side of the joint; 0 for a cut."""
    if transition.kind == "cut":
        return 0
    return max(2, 2 * whole_frames(transition.seconds / 2, fps))


def build(plan: Plan, spoken: Mapping[str, float] | None = None) -> Timeline:
    """Lay a plan on the grid. `spoken`: measured seconds of the sound files of lines, by file."""
    spans = lay(plan)
    return Timeline(
        fps=plan.format.fps,
        spans=spans,
        pieces=pieces_of(plan, spans),
        captions=tuple(_captions(plan, spans, spoken or {})),
        cues=tuple(_cues(plan, spans, spoken or {})),
        chapters=tuple(_chapters(plan, spans)),
    )


def lay(plan: Plan) -> tuple[Span, ...]:
    """Where each shot lies."""
    fps = plan.format.fps
    halves = [transition_frames(shot.transition, fps) // 2 if number else 0 for number, shot in enumerate(plan.shots)]
    spans: list[Span] = []
    start = 0
    for number, shot in enumerate(plan.shots):
        frames = whole_frames(shot.duration, fps)
        after = halves[number + 1] if number + 1 < len(halves) else 0
        spans.append(Span(shot=number, start=start, frames=frames, half_in=halves[number], half_out=after))
        start += frames
    return tuple(spans)


def pieces_of(plan: Plan, spans: tuple[Span, ...]) -> tuple[Piece, ...]:
    """Bodies and transitions, in the order of the film; a body that two transitions fill up is left out."""
    pieces: list[Piece] = []
    for span in spans:
        if span.half_in:
            before = spans[span.shot - 1]
            pieces.append(
                Piece(
                    kind="transition",
                    shot=before.shot,
                    start=span.start - span.half_in,
                    frames=2 * span.half_in,
                    source_from=before.frames + before.half_in - span.half_in,
                    transition=plan.shots[span.shot].transition.kind,
                )
            )
        frames = span.frames - span.half_in - span.half_out
        if frames > 0:
            begins = span.start + span.half_in
            pieces.append(Piece(kind="body", shot=span.shot, start=begins, frames=frames, source_from=2 * span.half_in))
    return tuple(pieces)


def seconds_to_make(span: Span, fps: int) -> float:
    """Seconds a clip must last to fill its span with both handles."""
    return span.clip_frames / fps


def made_length(seconds: float, durations: tuple[int, ...]) -> int | None:
    """The shortest length a model offers that is enough; None where none is."""
    return next((one for one in sorted(durations) if one >= round(seconds, 3)), None)


def speech_times(shot: FilmShot, spoken: Mapping[str, float]) -> list[tuple[float, float]]:
    """When each line of a shot begins and ends, in seconds from the start of the shot.

    Lines follow one another unless they say when they begin. Recorded lines take the time they take; others are drawn
    together where the shot is too short for them.
    """
    free = sum(pace.seconds_of(line.says) for line in shot.lines if not (line.file and line.file in spoken))
    fixed = sum(spoken[line.file] for line in shot.lines if line.file and line.file in spoken)
    gaps = pace.BREATH * max(0, len(shot.lines) - 1) + LEAD_IN
    room = shot.duration - fixed - gaps
    squeeze = min(1.0, max(0.2, room / free)) if free > 0 else 1.0
    times: list[tuple[float, float]] = []
    at = min(LEAD_IN, shot.duration / 4)
    for line in shot.lines:
        start = at if line.at is None else line.at
        recorded = spoken.get(line.file) if line.file else None
        length = recorded if recorded is not None else max(SHORTEST_CAPTION, pace.seconds_of(line.says) * squeeze)
        times.append((start, start + length))
        at = start + length + pace.BREATH * (squeeze if recorded is None else 1.0)
    return times


def _captions(plan: Plan, spans: tuple[Span, ...], spoken: Mapping[str, float]) -> list[Caption]:
    captions: list[Caption] = []
    fps = plan.format.fps
    total = spans[-1].end if spans else 0
    for span, shot in zip(spans, plan.shots, strict=True):
        for line, (start, end) in zip(shot.lines, speech_times(shot, spoken), strict=True):
            first = span.start + at_frame(start, fps)
            last = min(total, max(first + 1, span.start + at_frame(end, fps)))
            if not (line.file and line.file in spoken):
                last = min(last, span.end)
            if first < last:
                captions.append(Caption(text=line.says, start=first, end=last, shot=span.shot))
        captions += _titles(shot, span, fps)
    return _parted(captions)


def _titles(shot: FilmShot, span: Span, fps: int) -> list[Caption]:
    titles: list[Caption] = []
    for title in shot.text:
        first = span.start + at_frame(title.at, fps)
        last = span.end if title.seconds is None else min(span.end, first + whole_frames(title.seconds, fps))
        if first < last and shot.kind != "card":
            titles.append(Caption(text=title.says, start=first, end=last, shot=span.shot, place="title"))
    return titles


def _parted(captions: list[Caption]) -> list[Caption]:
    """Speech of one place never overlaps: the earlier one ends where the next begins."""
    ordered = sorted(captions, key=lambda one: (one.place, one.start))
    parted: list[Caption] = []
    for one, following in zip(ordered, [*ordered[1:], None], strict=False):
        end = one.end
        if following is not None and following.place == one.place == "speech" and following.start < end:
            end = following.start
        if end > one.start:
            parted.append(Caption(text=one.text, start=one.start, end=end, shot=one.shot, place=one.place))
    return sorted(parted, key=lambda one: (one.start, one.place))


def _cues(plan: Plan, spans: tuple[Span, ...], spoken: Mapping[str, float]) -> list[Cue]:
    cues: list[Cue] = []
    fps = plan.format.fps
    for span, shot in zip(spans, plan.shots, strict=True):
        for line, (start, _) in zip(shot.lines, speech_times(shot, spoken), strict=True):
            if line.file:
                begins = span.start + at_frame(start, fps)
                cues.append(Cue(lane="voice", file=line.file, start=begins, shot=span.shot))
        for effect in shot.sfx:
            if effect.file:
                begins = span.start + at_frame(effect.at, fps)
                cues.append(Cue(lane="effects", file=effect.file, start=begins, shot=span.shot, level=effect.level))
    return cues


def _chapters(plan: Plan, spans: tuple[Span, ...]) -> list[Chapter]:
    chapters: list[Chapter] = []
    for span, shot in zip(spans, plan.shots, strict=True):
        if shot.scene and (not chapters or chapters[-1].title != shot.scene):
            chapters.append(Chapter(title=shot.scene, start=span.start))
    return chapters
