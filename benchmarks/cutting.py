"""What the cut costs: processor seconds for a minute of film, and memory of the join from one minute to ten."""

import hashlib
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import av
from av.filter import Graph

from benchmarks.machine import Figure
from mediawright.film.assembly import Assembly, Take, assemble
from mediawright.film.plan import FilmShot, Format, Line, Plan, Transition
from mediawright.film.timeline import build
from mediawright.media.cut.film import cut
from mediawright.media.cut.joining import join
from mediawright.media.cut.mixing import encode_sound
from mediawright.media.cut.pieces import make_piece
from mediawright.media.graphs import RATE
from mediawright.media.samples import silence

#: what is cut: its name, the strength of its grain, processor seconds that a minute may take
MATERIAL = (("clean", 0, 150), ("strong grain", 8, 240))
#: the reference: 1080p24; seconds of one clip, and of one shot of it
SIZE, FPS, CLIP, SHOT = (1920, 1080), 24, 6, 5
#: minutes of the short and the long film that are joined
SHORT, LONG = 1, 10


def cutting() -> Iterator[Figure]:
    """Both figures; the limits are those of the design of films."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        for name, grain, limit in MATERIAL:
            clip = reference(place / "clip.mp4", grain)
            before = time.process_time()
            made = cut(film(clip), place / f"pieces{grain}", place / "film.mp4")
            spent = (time.process_time() - before) * 60 / made.seconds
            yield Figure(f"cut, 1080p24, a minute, {name}", spent, limit, "s", note="processor; captions, a dissolve")
        peak(place, SHORT)  # the piece is coded, which takes more memory than the join
        grown = (peak(place, LONG) - peak(place, SHORT)) / 1e6
        yield Figure("join, memory from one minute to ten", grown, 10, "MB", note="peak of a process of its own")


def reference(path: Path, strength: int) -> Path:
    """A test picture in motion, with grain of so much strength (as the filter `noise` counts it)."""
    graph = Graph()
    wide, high = SIZE
    source = graph.add("testsrc2", f"size={wide}x{high}:rate={FPS}:duration={CLIP}")
    grain, form, sink = (
        graph.add("noise", f"alls={strength}:allf=t"),
        graph.add("format", "yuv420p"),
        graph.add("buffersink"),
    )
    for one, other in ((source, grain), (grain, form), (form, sink)):
        one.link_to(other)
    graph.configure()
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=FPS, options={"preset": "ultrafast", "crf": "18"})
        stream.width, stream.height, stream.pix_fmt = wide, high, "yuv420p"
        for number in range(CLIP * FPS):
            frame = sink.pull()
            assert isinstance(frame, av.VideoFrame)
            frame.pts, frame.time_base = number, Fraction(1, FPS)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


def film(clip: Path) -> Assembly:
    """Two shots with a caption each and a dissolve between them."""
    lines = (Line(says="Every night she climbed the stairs all the same."),)
    shots = tuple(
        FilmShot(id=str(number), duration=SHOT, lines=lines, transition=Transition(kind=kind, seconds=0.5))
        for number, kind in enumerate(("cut", "dissolve"))
    )
    plan = Plan(title="Reference", format=Format(fps=FPS), shots=shots)
    sha256 = hashlib.sha256(clip.read_bytes()).hexdigest()
    takes = [Take(shot=shot.id, kind="video", file=str(clip), sha256=sha256) for shot in shots]
    return assemble(plan, build(plan), takes, {})


def peak(place: Path, minutes: int) -> float:
    """Bytes that a process held at most while it joined a film of so many minutes."""
    ran = subprocess.run(
        [sys.executable, "-m", "benchmarks.cutting", str(place), str(minutes)], capture_output=True, check=True
    )
    return float(ran.stdout)


def joined(place: Path, minutes: int) -> int:
    """Join so many minutes of one piece; returns the most memory that this process held, in bytes."""
    seconds = 10
    shots = tuple(FilmShot(id=str(number), duration=seconds) for number in range(minutes * 60 // seconds))
    plan = Plan(title="Long", format=Format(fps=FPS, captions="off"), shots=shots)
    clip = place / "clip.mp4"
    takes = [Take(shot=shot.id, kind="video", file=str(clip), sha256="0" * 64, sound=False) for shot in shots]
    assembly = assemble(plan, build(plan), takes, {})
    (place / "long").mkdir(exist_ok=True)
    piece, _ = make_piece(assembly, assembly.pieces[0], place / "long")
    sound = place / f"silence{minutes}.mp4"
    encode_sound(sound, silence(minutes * 60 * RATE))
    join(place / f"long{minutes}.mp4", assembly, [piece] * len(shots), sound)
    return held()


def held() -> int:
    """The most memory of this process in bytes. Where the kernel says it: what a new process is told otherwise begins
    with the peak of the one that started it."""
    status = Path("/proc/self/status")
    if status.is_file():
        line = next(one for one in status.read_text("ascii").splitlines() if one.startswith("VmHWM"))
        return int(line.split()[1]) * 1024
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024


if __name__ == "__main__":
    sys.stdout.write(str(joined(Path(sys.argv[1]), int(sys.argv[2]))))
