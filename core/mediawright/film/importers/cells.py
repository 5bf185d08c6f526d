"""The cells of one shot, by what they hold → a shot of the draft."""

from collections.abc import Mapping, Sequence

from mediawright.film.importers import utterances
from mediawright.film.importers.draft import Draft, DraftShot, is_nothing, plain, transition_of
from mediawright.film.importers.people import take_people
from mediawright.film.importers.times import Times, lengths, times_in
from mediawright.film.plan import Line
from mediawright.film.words import listed

Cells = Mapping[str, Sequence[str]]
#: what is written on to the picture's words
_SEEN = ("picture",)
_CAMERA = ("size", "angle", "move", "lens")
_HEARD = ("dialogue", "narration", "audio", "sfx", "text", "music")


def add_rows(rows: Sequence[Cells], draft: Draft) -> None:
    """Add the shots of rows that stand one below the other."""
    kept = [row for row in rows if not _is_total(row)]
    times = [_times(row) for row in kept]
    of_time = bool(kept) and not any("duration" in row or "milliseconds" in row for row in kept)
    for row, seconds in zip(kept, lengths(times, of_time=of_time), strict=True):
        add_row(row, seconds, draft)


def add_row(row: Cells, seconds: float | None, draft: Draft) -> None:
    """Add one shot, or what a row without a picture adds to the shot before."""
    shot: DraftShot | None = draft.last
    seen = [plain(one) for name in _SEEN for one in row.get(name, ()) if not is_nothing(one)]
    number = _first(row, "id")
    other = bool(number) and (shot is None or number != shot.id)
    if shot is None or other or seen or seconds is not None or not _has(row, *_HEARD):
        if not (seen or _has(row, *_HEARD) or (number and seconds)):
            _heading(row, draft)
            return
        shot = draft.begin(id=number, duration=seconds)
    for text in seen:
        utterances.take(text, "picture", shot, draft)
    shot.scene = _scene(row, draft)
    shot.camera += [plain(one) for name in _CAMERA for one in row.get(name, ()) if not is_nothing(one)]
    _take_heard(row, shot, draft)
    _take_rest(row, shot, draft)


def _take_heard(row: Cells, shot: DraftShot, draft: Draft) -> None:
    before = len(shot.lines)
    for kind in _HEARD:
        for text in row.get(kind, ()):
            utterances.take(text, kind, shot, draft)
    who = _first(row, "speaker")
    if who and not is_nothing(who):
        name = who if utterances.is_over(who) else draft.person(plain(who))
        for place in range(before, len(shot.lines)):
            line = shot.lines[place]
            if line.who is None and not utterances.is_over(who):
                shot.lines[place] = Line(says=line.says, who=name, how=line.how, over=line.over)
        shot.guessed.discard("lines")


def _take_rest(row: Cells, shot: DraftShot, draft: Draft) -> None:
    for text in row.get("people", ()):
        take_people(text, draft)
    for text in row.get("transition", ()):
        found = transition_of(text) if not is_nothing(text) else None
        if found:
            shot.transition = found
        elif not is_nothing(text):
            shot.notes.append(plain(text))
    for text in row.get("transition_next", ()):
        draft.pending = (transition_of(text) if not is_nothing(text) else None) or "cut"
    for name in ("notes", "props", "mood"):
        for text in row.get(name, ()):
            if is_nothing(text):
                continue
            utterances.take_note(text, shot, draft)
            if any(word in text.lower() for word in listed("lists", "continued")) and len(draft.shots) > 1:
                shot.first_frame = True
                shot.guessed.add("first_frame")


def _heading(row: Cells, draft: Draft) -> None:
    """A row that only names a place begins a scene."""
    scene = _scene(row, draft, inherit=False)
    if scene:
        draft.pending_scene = scene


def _scene(row: Cells, draft: Draft, *, inherit: bool = True) -> str:
    parts = [plain(one) for name in ("scene_number", "scene") for one in row.get(name, ()) if not is_nothing(one)]
    if parts:
        draft.pending_scene = " ".join(parts)
    return " ".join(parts) or (draft.pending_scene if inherit else "")


def _times(row: Cells) -> Times | None:
    for name in ("duration", "time"):
        found = times_in(_first(row, name))
        if found is not None:
            return found
    thousandth = times_in(_first(row, "milliseconds"))
    if thousandth is not None:
        return Times(thousandth.end / 1000)
    start, end = times_in(_first(row, "start")), times_in(_first(row, "end"))
    if start is not None and end is not None:
        return Times(end.end, start.end)
    return None


def _is_total(row: Cells) -> bool:
    words = listed("lists", "totals")
    first = next((plain(cell).lower().strip(":： ") for cells in row.values() for cell in cells if plain(cell)), "")
    return first in words or any(first.startswith(word + " ") or first.startswith(word + "：") for word in words)


def _has(row: Cells, *names: str) -> bool:
    return any(not is_nothing(cell) for name in names for cell in row.get(name, ()))


def _first(row: Cells, name: str) -> str:
    return next((plain(cell) for cell in row.get(name, ()) if plain(cell)), "")
