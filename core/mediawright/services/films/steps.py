"""What is made for a film: its shots, and beside them pictures of the cast, voices, effects and music."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from mediawright.film.linked import looks_like_a_file
from mediawright.film.plan import FilmShot, Line, Plan, ShotKind
from mediawright.film.timeline import Span
from mediawright.services.films.files import PlanFile
from mediawright.services.films.works import Film, Work

#: kinds of shots that a provider makes; a still does only where it has no picture
MADE: tuple[ShotKind, ...] = ("video",)
#: the step of the music; that of a member of the cast begins with "@", that of a sound holds a "/"
MUSIC = "music"


def is_made(plan: Plan, number: int) -> bool:
    """Whether a provider makes this shot."""
    shot = plan.shots[number]
    return shot.kind in MADE or (shot.kind == "still" and not shot.pictures)


def speaks_itself(plan: Plan, shot: FilmShot) -> bool:
    """Whether the clip says its lines: it is made with sound."""
    return shot.kind == "video" and bool(plan.defaults.sound if shot.sound is None else shot.sound)


def works_of(plan: Plan, spans: Sequence[Span], *, draft: bool) -> list[Work]:
    """Every step of a film in its order. A draft has its shots alone, and none of them waits for another."""
    if draft:
        return [replace(one, needs=None) for one in _shots(plan, spans) if is_made(plan, one.number)]
    shots = [one for one in _shots(plan, spans) if is_made(plan, one.number)]
    return [*_cast(plan, spans), *shots, *_sounds(plan, spans)]


def _shots(plan: Plan, spans: Sequence[Span]) -> Iterator[Work]:
    for number, shot in enumerate(plan.shots):
        first = shot.first_frame
        needs = first if first and not looks_like_a_file(first) else None
        yield Work(number=number, id=shot.id, span=spans[number], needs=needs)


def _cast(plan: Plan, spans: Sequence[Span]) -> Iterator[Work]:
    for number, one in enumerate(plan.cast):
        if one.draw and one.look and not one.pictures:
            yield Work(kind="cast", number=number, id=f"@{one.name}", span=spans[0])


def _sounds(plan: Plan, spans: Sequence[Span]) -> Iterator[Work]:
    for number, shot in enumerate(plan.shots):
        for place, line in enumerate(shot.lines):
            if plan.speech.named and is_spoken_for(plan, shot, line):
                yield Work(
                    kind="line", number=number, place=place, id=f"{shot.id}/voice{place + 1}", span=spans[number]
                )
        for place, effect in enumerate(shot.sfx):
            if plan.effects.named and effect.words and not effect.file:
                yield Work(
                    kind="effect", number=number, place=place, id=f"{shot.id}/effect{place + 1}", span=spans[number]
                )
    music = plan.music
    if music is not None and music.maker.named and music.words and not music.file:
        yield Work(kind="music", number=0, id=MUSIC, span=spans[0])


def is_spoken_for(plan: Plan, shot: FilmShot, line: Line) -> bool:
    """Whether a voice is made for a line: it is not recorded, and its clip does not say it."""
    return not line.file and (line.off_screen or not speaks_itself(plan, shot))


def words_at(work: Work) -> tuple[str | int, ...]:
    """Where in the plan the words of a step stand."""
    if work.kind == "cast":
        return ("cast", work.number, "look")
    if work.kind == "music":
        return ("music", "words")
    inner = {"shot": ("prompt",), "line": ("lines", work.place, "says"), "effect": ("sfx", work.place, "words")}
    return ("shots", work.number, *inner[work.kind])


def with_pictures(file: PlanFile, pictures: Mapping[str, str]) -> PlanFile:
    """The plan with a picture for each of these names of the cast."""
    cast = tuple(
        replace(one, pictures=(pictures[one.name],)) if one.name in pictures else one for one in file.plan.cast
    )
    return _with(file, replace(file.plan, cast=cast))


def with_sounds(film: Film, scratch: dict[tuple[int, int], str] | None = None) -> PlanFile:
    """The plan with the file of every sound that was made. `scratch`: files of lines that have none, by shot and place."""
    plan = film.file.plan
    made: dict[tuple[str, int, int], str] = {
        (work.kind, work.number, work.place): path for work in film.works if (path := _file_of(work))
    }
    made |= {("line", *place): path for place, path in (scratch or {}).items() if ("line", *place) not in made}
    shots = tuple(_sounded(shot, number, made) for number, shot in enumerate(plan.shots))
    music = plan.music
    if music is not None and ("music", 0, 0) in made:
        music = replace(music, file=made["music", 0, 0])
    return _with(film.file, replace(plan, shots=shots, music=music))


def _sounded(shot: FilmShot, number: int, made: Mapping[tuple[str, int, int], str]) -> FilmShot:
    lines = tuple(
        replace(line, file=line.file or made.get(("line", number, place))) for place, line in enumerate(shot.lines)
    )
    effects = tuple(
        replace(one, file=one.file or made.get(("effect", number, place))) for place, one in enumerate(shot.sfx)
    )
    return replace(shot, lines=lines, sfx=effects)


def _file_of(work: Work) -> str | None:
    if work.kind not in ("line", "effect", "music") or work.chosen is None:
        return None
    return work.chosen.job.assets[0].path


def _with(file: PlanFile, plan: Plan) -> PlanFile:
    return replace(file, read=replace(file.read, plan=plan))
