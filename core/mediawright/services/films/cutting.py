"""Chosen takes, files, pictures and cards → the cut film."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from mediawright.files.probe import sha256_of
from mediawright.film.assembly import Assembly, Take, assemble
from mediawright.film.plan import FilmShot, Plan
from mediawright.film.timeline import build, speech_times
from mediawright.services.films.files import PlanFile, hashes_of
from mediawright.services.films.steps import with_sounds
from mediawright.services.films.works import Film
from mediawright.types.dataclass import dataclass
from mediawright.types.job import Asset

#: the scale of the free draft: its shorter side
DRAFT_SIDE = 360


@dataclass(frozen=True, slots=True, kw_only=True)
class CutFilm:
    """A finished file with what was measured of it."""

    path: str
    sha256: str
    size: int
    seconds: float
    frames: int
    loudness: float | None
    holes: tuple[str, ...]
    pieces: int
    made: int
    #: shots whose voices go on beyond them, with the seconds
    late: tuple[tuple[str, float], ...] = ()
    #: no font of this machine writes some of the words: they are bars, and what is said is in a track
    unwritten: bool = False

    def as_data(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__slots__}


def holes_of(film: Film) -> tuple[str, ...]:
    """Shots that have no clip yet."""
    return tuple(work.id for work in film.shots if work.chosen is None)


def assembly_of(film: Film, ratio: str | None = None) -> Assembly:
    """The film as it can be cut now; a shot without a clip is a card with its name. Blocking. Raises OSError."""
    file = heard(film)
    plan = file.plan
    form = plan.format
    if ratio:
        form = replace(form, ratio=ratio)
    if form.captions in ("burn", "both") and unwritten(plan):
        form = replace(form, captions="track")
    plan = replace(plan, format=form)
    size = form.size
    if film.draft:
        short = min(size)
        size = (size[0] * DRAFT_SIDE // short // 2 * 2, size[1] * DRAFT_SIDE // short // 2 * 2)
    hashes = hashes_of(file)
    spoken = spoken_lengths(file)
    takes = [_take(film, number, shot) for number, shot in enumerate(plan.shots)]
    made = assemble(plan, build(plan, spoken), takes, hashes, size=size)
    return _with_paths(made, file)


def heard(film: Film) -> PlanFile:
    """The plan with the file of every sound there is; a draft has a scratch voice for the lines that have none."""
    from mediawright.services.films.scratch import scratch_voices

    folder = Path(film.row.output_dir) / "scratch"
    return with_sounds(film, scratch_voices(film.file.plan, folder) if film.draft else None)


def spoken_lengths(file: PlanFile) -> dict[str, float]:
    """Measured seconds of the lines that have a file."""
    from mediawright.media.cut.tracks import length_of
    from mediawright.media.graphs import RATE

    names = {line.file for shot in file.plan.shots for line in shot.lines if line.file}
    return {name: length_of(str(file.file(name))) / RATE for name in sorted(names)}


def _take(film: Film, number: int, shot: FilmShot) -> Take:
    words = tuple(one.says for one in shot.text)
    if shot.kind == "card":
        picture = str(film.file.file(shot.pictures[0])) if shot.pictures else ""
        return Take(
            shot=shot.id, kind="card", file=picture, sha256=sha256_of(Path(picture)) if picture else "", words=words
        )
    if shot.kind == "file" and shot.file:
        path = film.file.file(shot.file)
        return Take(shot=shot.id, kind="video", file=str(path), sha256=sha256_of(path), start=shot.start)
    if shot.kind == "still" and shot.pictures:
        path = film.file.file(shot.pictures[0])
        return Take(shot=shot.id, kind="still", file=str(path), sha256=sha256_of(path))
    work = film.work(shot.id)
    chosen = work.chosen if work else None
    if chosen is None:
        return Take(shot=shot.id, kind="card", words=(shot.id, shot.prompt))
    asset = chosen.job.assets[0]
    sound = film.file.plan.defaults.sound if shot.sound is None else shot.sound
    kind = "still" if asset.media_type.startswith("image/") else "video"
    return Take(shot=shot.id, kind=kind, file=asset.path, sha256=asset.sha256, sound=bool(sound) or film.draft)  # type: ignore[arg-type]


def _with_paths(made: Assembly, file: PlanFile) -> Assembly:
    """Sounds with their whole paths."""
    sounds = tuple(replace(one, file=str(file.file(one.file))) for one in made.sounds)
    music = replace(made.music, file=str(file.file(made.music.file))) if made.music else None
    return replace(made, sounds=sounds, music=music)


def finished(film: Film, assembly: Assembly, path: Path, asset: Asset, counts: Mapping[str, Any]) -> CutFilm:
    """What is told of a cut film. `counts`: its pieces, and how many of them were coded for it. Blocking."""
    from mediawright.media.loudness import measure
    from mediawright.media.samples import file_samples

    heard = measure(file_samples(str(path), 0, assembly.frames * 48_000 // assembly.fps))
    return CutFilm(
        path=str(path),
        sha256=asset.sha256,
        size=asset.size,
        seconds=assembly.frames / assembly.fps,
        frames=assembly.frames,
        loudness=None if heard.silent else round(heard.integrated, 1),
        holes=holes_of(film),
        pieces=int(counts.get("pieces", len(assembly.pieces))),
        made=int(counts.get("made", 0)),
        late=late_of(film),
        unwritten=unwritten(film.file.plan),
    )


def unwritten(plan: Plan) -> bool:
    """Whether no font of this machine can write the words that the film shows."""
    from mediawright.media.fonts import installed_fonts
    from mediawright.media.typeface import Typeface

    face = Typeface(installed_fonts())
    burnt = plan.format.captions in ("burn", "both")
    said = (line.says for shot in plan.shots for line in shot.lines) if burnt else ()
    shown = (title.says for shot in plan.shots for title in shot.text)
    return not all(face.writes(text) for text in (*said, *shown))


def late_of(film: Film) -> tuple[tuple[str, float], ...]:
    """Shots whose recorded or made voices last longer than they do."""
    file = heard(film)
    spoken = spoken_lengths(file)
    ends = ((shot, max((end for _, end in speech_times(shot, spoken)), default=0.0)) for shot in file.plan.shots)
    return tuple(
        (shot.id, round(end - shot.duration, 2)) for shot, end in ends if spoken and end > shot.duration + 0.05
    )
