"""Whole small films: exact frames, captions at their frame, loudness, what is remade and what is not."""

import hashlib
import os
import signal
import subprocess
import sys
import textwrap
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import av
import pytest
from tests.core.media.numbered import decoded, number_of, number_picture, write_clip, write_tone

from mediawright.film.assembly import Assembly, MusicFile, SoundFile, Take, assemble, from_data, to_data
from mediawright.film.plan import Effect, FilmShot, Format, Line, Plan, Title, Transition
from mediawright.film.timeline import Timeline, build
from mediawright.media.cut.film import Made, cut
from mediawright.media.cut.pieces import key_of
from mediawright.media.loudness import Loudness, measure
from mediawright.media.samples import file_samples

SIZE = (64, 64)
FPS = 24


def sha(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def plan(*, words: str = "Hello", captions: str = "off") -> Plan:
    return Plan(
        title="Numbers",
        format=Format(fps=FPS, captions=captions),  # type: ignore[arg-type]
        shots=(
            FilmShot(id="a", duration=2, scene="One"),
            FilmShot(id="b", duration=1.5, transition=Transition(kind="dissolve", seconds=0.5)),
            FilmShot(id="c", duration=1, scene="Two", lines=(Line(says=words, at=0.25),)),
            FilmShot(id="d", duration=1.5, transition=Transition(kind="wipe-left", seconds=0.25)),
            FilmShot(id="e", duration=1),
        ),
    )


@pytest.fixture(scope="module")
def clips(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("clips")
    return [
        write_clip(folder / f"{number}.mp4", FPS, 60, sound=True, first=number * 10) for number in range(5)
    ]  # fmt: skip


def film(clips: list[Path], made: Plan, size: tuple[int, int] = SIZE) -> Assembly:
    takes = [
        Take(shot=shot.id, kind="video", file=str(clip), sha256=sha(clip))
        for shot, clip in zip(made.shots, clips, strict=True)
    ]
    return assemble(made, build(made), takes, {}, size=size)


def run(assembly: Assembly, folder: Path, name: str = "film.mp4") -> Made:
    return cut(assembly, folder / "cache", folder / name)


def loudness(path: Path, assembly: Assembly) -> Loudness:
    return measure(file_samples(str(path), 0, assembly.frames * 48_000 // assembly.fps))


def test_every_frame_of_the_film_is_in_its_place(clips: list[Path], tmp_path: Path) -> None:
    assembly = film(clips, plan())
    made = run(assembly, tmp_path)
    frames = [number_of(frame) for frame in decoded(made.path)]
    timeline = build(plan())
    assert len(frames) == made.frames == sum(span.frames for span in timeline.spans) == 168
    for piece in timeline.pieces:
        if piece.kind == "body":
            first = piece.shot * 10 + piece.source_from
            assert frames[piece.start : piece.start + piece.frames] == list(range(first, first + piece.frames))


def test_times_are_even_sound_is_as_long_and_the_index_is_in_front(clips: list[Path], tmp_path: Path) -> None:
    assembly = film(clips, plan())
    made = run(assembly, tmp_path)
    with av.open(str(made.path)) as container:
        base = container.streams.video[0].time_base
        times = [frame.pts * base for frame in container.decode(video=0)]  # type: ignore[operator]
        chapters = [(one["metadata"]["title"], one["start"]) for one in container.chapters()]
    assert {after - before for before, after in pairwise(times)} == {Fraction(1, FPS)}
    assert chapters == [("One", 0), ("Two", 3500)]
    with av.open(str(made.path)) as container:
        samples = sum(frame.samples for frame in container.decode(audio=0))
    assert abs(samples - assembly.frames * 2000) <= 2000
    head = made.path.read_bytes()[:64_000]
    assert head.index(b"moov") < head.index(b"mdat")


def test_a_click_is_heard_at_its_frame(clips: list[Path], tmp_path: Path) -> None:
    only = replace(plan(), shots=plan().shots[:1])
    assembly = film(clips[:1], only)
    made = run(assembly, tmp_path)
    from array import array

    samples = array("f", b"".join(file_samples(str(made.path), 0, 96_000)))
    loud = [number // 2 for number in range(0, len(samples), 2) if abs(samples[number]) > 0.2]
    assert loud
    for second in (0, 48_000):
        near = [one - second for one in loud if abs(one - second) < 4000]
        assert near
        assert abs(min(near, key=abs)) < 2000  # one frame


def bright(frame: av.VideoFrame) -> int:
    """The brightest point of the lower half."""
    plane = frame.planes[0]
    return max(bytes(plane)[plane.line_size * (frame.height // 2) :])


def test_captions_come_and_go_at_their_frame(tmp_path: Path) -> None:
    dark = replace(
        plan(captions="burn"), shots=(FilmShot(id="c", duration=2, lines=(Line(says="你好 Hello", at=0.5),)),)
    )
    night = _black_clip(tmp_path / "night.mp4")
    assembly = film([night], dark, size=(320, 180))
    made = run(assembly, tmp_path)
    seen = [number for number, frame in enumerate(decoded(made.path)) if bright(frame) > 150]
    caption = build(dark).captions[0]
    assert seen == list(range(caption.start, caption.end))


def _black_clip(path: Path) -> Path:
    with av.open(str(path), "w") as container:
        video = container.add_stream("libx264", rate=FPS)
        video.width, video.height, video.pix_fmt = 320, 180, "yuv420p"
        from mediawright.media.frames import from_picture

        for number in range(60):
            frame = from_picture(number_picture(0, (320, 180))).reformat(format="yuv420p")
            frame.pts = number
            container.mux(video.encode(frame))
        container.mux(video.encode(None))
    return path


def test_captions_as_a_track_have_their_times(clips: list[Path], tmp_path: Path) -> None:
    assembly = film(clips, plan(captions="track"))
    made = run(assembly, tmp_path)
    with av.open(str(made.path)) as container:
        stream = container.streams.subtitles[0]
        packets = [packet for packet in container.demux(stream) if packet.size > 2 and packet.pts is not None]
        times = [(float(one.pts * one.time_base), float(one.duration * one.time_base)) for one in packets]  # type: ignore[operator]
        language = stream.metadata["language"]
    caption = assembly.speech[0]
    assert language == "eng"
    assert len(times) == 1
    assert times[0][0] == pytest.approx(caption.start / FPS, abs=0.002)
    assert times[0][1] == pytest.approx((caption.end - caption.start) / FPS, abs=0.002)


def test_a_changed_caption_remakes_one_piece_and_no_sound(clips: list[Path], tmp_path: Path) -> None:
    first = run(film(clips, plan(captions="burn")), tmp_path)
    assert (first.made, first.sound_made) == (7, True)
    again = run(film(clips, plan(captions="burn", words="Other")), tmp_path)
    assert (again.made, again.sound_made) == (1, False)


def test_another_take_remakes_its_piece_and_its_transitions(clips: list[Path], tmp_path: Path) -> None:
    run(film(clips, plan()), tmp_path)
    other = write_clip(tmp_path / "other.mp4", FPS, 60, sound=True, first=99)
    again = run(film([clips[0], other, *clips[2:]], plan()), tmp_path)
    assert again.made == 2


def test_the_same_film_has_the_same_bytes(clips: list[Path], tmp_path: Path) -> None:
    assembly = film(clips, plan(captions="both"))
    one = run(assembly, tmp_path / "one")
    other = run(from_data(to_data(assembly)), tmp_path / "other")
    assert sha(one.path) == sha(other.path)
    assert run(assembly, tmp_path / "one", "again.mp4").made == 0


KILLED = """
import json, sys
from pathlib import Path
from mediawright.film.assembly import from_data
from mediawright.media.cut.film import cut
data, cache, path = sys.argv[1:]
cut(from_data(json.loads(Path(data).read_text())), Path(cache), Path(path), lambda done, of: print(done, flush=True))
"""


@pytest.mark.parametrize("after", [1, 50, 130, 168])
def test_a_cut_that_is_killed_goes_on_and_gives_the_same_bytes(clips: list[Path], tmp_path: Path, after: int) -> None:
    import json

    assembly = film(clips, plan(captions="both"))
    data = tmp_path / "film.json"
    data.write_text(json.dumps(to_data(assembly)))
    path, cache = tmp_path / "film.mp4", tmp_path / "cache"
    words = [sys.executable, "-c", textwrap.dedent(KILLED), str(data), str(cache), str(path)]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if int(line) >= after:
                os.kill(process.pid, signal.SIGKILL)
                break
    again = cut(assembly, cache, path)
    assert again.made <= sum(piece.start + piece.frames > after for piece in assembly.pieces)
    untouched = cut(assembly, tmp_path / "clean", tmp_path / "clean.mp4")
    assert sha(path) == sha(untouched.path)


@pytest.mark.parametrize("target", [-14.0, -16.0, -23.0])
def test_the_film_has_its_loudness(tmp_path: Path, target: float) -> None:
    assembly = sounding(tmp_path, target)
    made = run(assembly, tmp_path)
    found = loudness(made.path, assembly)
    assert found.integrated == pytest.approx(target, abs=0.5)
    assert found.true_peak <= -1.0


def sounding(folder: Path, target: float) -> Assembly:
    """A film with a voice, an effect that peaks, and music."""
    clip = write_clip(folder / "clip.mp4", FPS, 120, sound=True)
    voice, music = write_tone(folder / "voice.wav", 1.5), write_tone(folder / "music.wav", 1.0, 110, 0.9)
    burst = write_tone(folder / "burst.wav", 0.05, 2000, 0.99)
    made = Plan(
        title="Loud",
        format=Format(fps=FPS, captions="off", loudness=target),
        shots=(
            FilmShot(
                id="a",
                duration=4,
                lines=(Line(says="Hm", file=str(voice), at=1),),
                sfx=(Effect(file=str(burst), at=3),),
            ),
        ),
    )
    timeline: Timeline = build(made, {str(voice): 1.5})
    take = Take(shot="a", kind="video", file=str(clip), sha256=sha(clip))
    assembly = assemble(made, timeline, [take], {str(voice): sha(voice), str(burst): sha(burst)}, size=SIZE)
    return replace(assembly, music=MusicFile(file=str(music), sha256=sha(music), level=-12))


def test_music_goes_down_under_a_voice(tmp_path: Path) -> None:
    voice, music = write_tone(tmp_path / "voice.wav", 2, 1000, 0.5), write_tone(tmp_path / "music.wav", 6, 100, 0.5)
    clip = write_clip(tmp_path / "clip.mp4", FPS, 150)
    made = Plan(title="Duck", format=Format(fps=FPS, captions="off"), shots=(FilmShot(id="a", duration=6),))
    take = Take(shot="a", kind="video", file=str(clip), sha256=sha(clip))
    assembly = assemble(made, build(made), [take], {}, size=SIZE)
    assembly = replace(
        assembly,
        sounds=(SoundFile(lane="voice", file=str(voice), sha256=sha(voice), start=2 * FPS),),
        music=MusicFile(file=str(music), sha256=sha(music), level=-10, fade=0),
    )
    path = run(assembly, tmp_path).path

    def low(first: float) -> float:
        """How loud 100 hertz is in a quarter of a second, in decibels of any zero."""
        import math
        from array import array

        samples = array("f", b"".join(file_samples(str(path), round(first * 48_000), 12_000)))[::2]
        turn = 2 * math.pi * 100 / 48_000
        real = sum(value * math.cos(turn * number) for number, value in enumerate(samples))
        other = sum(value * math.sin(turn * number) for number, value in enumerate(samples))
        return 10 * math.log10(real * real + other * other)

    assert low(1.5) - low(3.5) > 6
    assert low(5.5) == pytest.approx(low(1.5), abs=1.5)


def test_a_film_of_a_still_and_a_card_is_silent_and_whole(tmp_path: Path) -> None:
    number_picture(5, (96, 64)).save(tmp_path / "still.png")
    made = Plan(
        title="Still",
        format=Format(fps=25, captions="off"),
        shots=(
            FilmShot(id="a", duration=0.6, kind="still"),
            FilmShot(
                id="b",
                duration=0.6,
                kind="card",
                text=(Title(says="完。The end."),),
                transition=Transition(kind="fade", seconds=0.2),
            ),
        ),
    )
    takes = [
        Take(shot="a", kind="still", file=str(tmp_path / "still.png"), sha256="s"),
        Take(shot="b", kind="card", words=("完。The end.",)),
    ]
    assembly = assemble(made, build(made), takes, {}, size=SIZE)
    result = run(assembly, tmp_path)
    assert len(decoded(result.path)) == result.frames == 30
    assert loudness(result.path, assembly).silent


def test_a_piece_is_known_by_what_it_shows(clips: list[Path]) -> None:
    one, other = film(clips, plan()), film(clips, plan(words="Other"))
    assert [key_of(one, piece) for piece in one.pieces] == [key_of(other, piece) for piece in other.pieces]
    burnt = film(clips, plan(captions="burn"))
    pairs = zip(one.pieces, burnt.pieces, strict=True)
    differ = [key_of(one, a) != key_of(burnt, b) for a, b in pairs]
    assert differ.count(True) == 1
