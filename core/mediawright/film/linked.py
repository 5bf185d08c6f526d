"""What only the whole plan can show: names, ids and transitions that must fit one another."""

from collections import Counter

from mediawright.film import pace
from mediawright.film.findings import Findings
from mediawright.film.naming import named
from mediawright.film.plan import FilmShot, Plan
from mediawright.film.timeline import transition_frames, whole_frames


def check_links(plan: Plan, findings: Findings) -> None:
    """Note what does not fit together."""
    _check_cast(plan, findings)
    music = plan.music
    if music is not None and music.words and not music.file and not music.maker.named:
        findings.add(("music", "words"), "music_unmade", weight="note")
    seen: set[str] = set()
    for number, shot in enumerate(plan.shots):
        path = ("shots", number)
        if shot.id and shot.id in seen:
            findings.add((*path, "id"), "twice", shot=shot.id, values={"value": shot.id})
        if shot.id == "music" or shot.id.startswith("@") or "/" in shot.id:
            findings.add((*path, "id"), "id_taken", shot=shot.id, values={"value": shot.id})
        seen.add(shot.id)
        _check_names(plan, shot, number, findings)
        _check_pictures(plan, number, findings)
        _check_times(plan, number, findings)


def looks_like_a_file(value: str) -> bool:
    """Whether a first frame names a file and not a shot."""
    tail = value.replace("\\", "/").rsplit("/", 1)[-1]
    return "/" in value or "\\" in value or (1 < len(tail.rpartition(".")[2]) < 6 and "." in tail)


def _check_cast(plan: Plan, findings: Findings) -> None:
    counts = Counter(one.name for one in plan.cast)
    for number, one in enumerate(plan.cast):
        if one.name and counts[one.name] > 1 and any(before.name == one.name for before in plan.cast[:number]):
            findings.add(("cast", number, "name"), "twice", values={"value": one.name})
        if one.draw and one.pictures:
            findings.add(("cast", number, "draw"), "drawn_and_given", weight="note", values={"name": one.name})
        if one.draw and not one.look:
            findings.add(("cast", number), "missing", values={"field": "look"})


def _check_names(plan: Plan, shot: FilmShot, number: int, findings: Findings) -> None:
    cast = [one.name for one in plan.cast if one.name]
    for name, text in (("prompt", shot.prompt), ("camera", shot.camera)):
        for _, _, who, entry in named(text, plan.cast):
            if entry is None:
                _unknown(findings, ("shots", number, name), "not_in_cast", shot, who, cast)
    for place, line in enumerate(shot.lines):
        if line.who and line.who not in cast and not line.over:
            _unknown(findings, ("shots", number, "lines", place, "who"), "speaker_not_in_cast", shot, line.who, cast)


def _unknown(
    findings: Findings, path: tuple[str | int, ...], key: str, shot: FilmShot, who: str, cast: list[str]
) -> None:
    findings.add(path, key if cast else f"{key}.empty", shot=shot.id, values={"name": who}, allowed=cast)


def _check_pictures(plan: Plan, number: int, findings: Findings) -> None:
    shot = plan.shots[number]
    if not shot.first_frame or looks_like_a_file(shot.first_frame):
        return
    path = ("shots", number, "first_frame")
    ids = [one.id for one in plan.shots]
    if shot.first_frame not in ids:
        others = [one for one in ids if one != shot.id][:20]
        findings.add(
            path, "no_such_shot", shot=shot.id, values={"value": shot.first_frame}, allowed=tuple(dict.fromkeys(others))
        )
    elif shot.first_frame not in ids[:number]:
        findings.add(path, "begins_with_later", shot=shot.id, values={"value": shot.first_frame})


def _check_times(plan: Plan, number: int, findings: Findings) -> None:
    shot = plan.shots[number]
    path = ("shots", number)
    over = pace.too_much(shot)
    if over:
        findings.add((*path, "lines"), "lines_too_long", shot=shot.id, weight="note", values={"seconds": f"{over:.1f}"})
    if shot.transition.kind == "cut":
        return
    if number == 0:
        findings.add((*path, "transition"), "nothing_before", shot=shot.id, weight="note")
        return
    fps = plan.format.fps
    half = transition_frames(shot.transition, fps) // 2
    for at in (number - 1, number):
        following = plan.shots[at + 1].transition if at + 1 < len(plan.shots) else None
        begins = transition_frames(plan.shots[at].transition, fps) // 2 if at else 0
        ends = transition_frames(following, fps) // 2 if following else 0
        if begins + ends > whole_frames(plan.shots[at].duration, fps):
            longest = f"{half * 2 / fps:g}"
            findings.add((*path, "transition"), "transition_too_long", shot=shot.id, values={"seconds": longest})
            return
