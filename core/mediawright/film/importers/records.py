"""Shots as JSON: episodes, scenes, segments or storyboards of many tools, by the names of their keys."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from mediawright.film.importers import utterances
from mediawright.film.importers.cells import add_row
from mediawright.film.importers.columns import column_of
from mediawright.film.importers.draft import Draft, DraftShot, plain, transition_of
from mediawright.film.importers.times import Times, lengths, times_in
from mediawright.film.plan import Line
from mediawright.film.words import listed

_FENCE = re.compile(r"```(?:json)?\s*\n(.*?)```", re.DOTALL)
_WORDS = (
    *("text", "line text", "dialogue text", "spoken text", "line", "content", "says", "dialogue", "words", "utterance"),
    *("文本", "对白", "台词", "内容"),
)
_SPEAKER = (
    *("speaker", "character", "who", "name", "role", "speaker name", "character name"),
    *("角色", "说话人", "人物", "姓名", "角色名"),
)
_MANNER = ("emotion", "how", "tone", "manner", "parenthetical", "语气", "情绪", "delivery")
_OVER = (
    "voiceover",
    "voice_over",
    "voice-over",
    "narration",
    "narrator",
    "vo",
    "旁白",
    "offscreen",
    "inner",
    "monologue",
    "os",
)
#: where several keys hold a picture, the first of these is it
_PICTURES = (
    "scene_description",
    "video_prompt",
    "visual",
    "description",
    "prompt",
    "image_prompt",
    "action",
    "画面",
    "画面内容",
)


def parse(text: str) -> Any:
    """The JSON of a text, also inside a fence or as JSON Lines; None where there is none."""
    fenced = _FENCE.search(text)
    for tried in (text.strip(), fenced[1] if fenced else ""):
        try:
            return json.loads(tried)
        except (ValueError, RecursionError):
            continue
    try:
        return [json.loads(line) for line in text.splitlines() if line.strip()]
    except (ValueError, RecursionError):
        return None


def read_records(data: Any, draft: Draft) -> None:
    """Add the shots of parsed JSON."""
    if isinstance(data, Mapping):
        _take_top(data, draft)
    for scene, shots in _lists(data, ""):
        draft.pending_scene = scene or draft.pending_scene
        times = [_times(shot) for shot in shots]
        for shot, seconds in zip(shots, lengths(times, of_time=False), strict=True):
            _add(shot, seconds, draft)


def _take_top(data: Mapping[str, Any], draft: Draft) -> None:
    for key, value in data.items():
        column = column_of(key)
        if column == "title" and isinstance(value, str) and not draft.title:
            draft.title = value.strip("《》")
        elif column == "ratio" and isinstance(value, str) and re.fullmatch(r"\d+[:：]\d+", value):
            draft.ratio = value.replace("：", ":")
        elif column == "style" and isinstance(value, str):
            draft.look = value
        elif column == "people":
            _people(value, draft)
        elif isinstance(value, Mapping) and column not in ("picture", "dialogue"):
            _take_top(value, draft)


def _people(value: Any, draft: Draft) -> None:
    entries = [{"name": name, "look": look} for name, look in value.items()] if isinstance(value, Mapping) else value
    for one in entries if isinstance(entries, list) else ():
        if isinstance(one, str):
            draft.person(one)
        elif isinstance(one, Mapping):
            look = one.get("look")
            inner = look if isinstance(look, Mapping) else one
            name = next((str(one[key]) for key in (*_SPEAKER, "姓名") if one.get(key)), "")
            keys = ("look", "appearance", "description", "外貌", "描述", "外形", "desc")
            words = next((str(inner[key]) for key in keys if isinstance(inner.get(key), str)), "")
            if name:
                draft.person(name, words)


def _lists(data: Any, scene: str) -> Iterator[tuple[str, list[Mapping[str, Any]]]]:
    """Every list of shots, with the scene around it, in order. A list inside an entry is finer than the entry."""
    if isinstance(data, list):
        entries = [one for one in data if isinstance(one, Mapping)]
        plain_ones: list[Mapping[str, Any]] = []
        for one in entries:
            inner = _inner(one)
            if inner is None:
                plain_ones.append(one)
                continue
            if plain_ones:
                yield scene, plain_ones
                plain_ones = []
            yield from _lists(inner, _scene_of(one) or scene)
        if plain_ones and any(_is_shot(one) for one in plain_ones):
            yield scene, plain_ones
    elif isinstance(data, Mapping):
        inner = _inner(data)
        if inner is not None:
            yield from _lists(inner, scene)


def _inner(entry: Mapping[str, Any]) -> Any:
    """The list of shots inside an entry, None where there is none."""
    lower = {key.lower(): value for key, value in entry.items()}
    for name in (*listed("lists", "episodes"), *listed("lists", "shots")):
        value = lower.get(name.lower())
        if isinstance(value, list) and any(isinstance(one, Mapping) and _holds(one) for one in value):
            return value
        if isinstance(value, Mapping) and _inner(value) is not None:
            return value
    return None


def _holds(entry: Mapping[str, Any]) -> bool:
    return _is_shot(entry) or _inner(entry) is not None


def _is_shot(entry: Mapping[str, Any]) -> bool:
    columns = {column_of(key) for key in entry}
    return bool(columns & {"picture", "narration"}) or len(columns & {"dialogue", "duration", "move", "id"}) > 1


def _scene_of(entry: Mapping[str, Any]) -> str:
    for key, value in entry.items():
        if column_of(key) in ("scene", "title") and isinstance(value, str):
            return value
    return ""


def _times(entry: Mapping[str, Any]) -> Times | None:
    flat = {column_of(key): value for key, value in entry.items() if isinstance(value, str | int | float)}
    if isinstance(flat.get("milliseconds"), int | float):
        return Times(float(flat["milliseconds"]) / 1000)
    for name in ("duration", "time"):
        if name in flat and not isinstance(flat[name], bool):
            found = times_in(str(flat[name]))
            if found is not None:
                return found
    start, end = times_in(str(flat.get("start", ""))), times_in(str(flat.get("end", "")))
    return Times(end.end, start.end) if start and end else None


def _add(entry: Mapping[str, Any], seconds: float | None, draft: Draft) -> None:
    cells: dict[str, list[str]] = {}
    spoken: list[Any] = []
    following: str | None = None
    for key, value in _flat(entry):
        column = column_of(key)
        if column == "people":
            _people(value, draft)
        elif column in ("dialogue", "narration") and isinstance(value, list | Mapping):
            spoken.append(value)
        elif column == "transition_next":
            following = str(value or "")
        elif column in ("duration", "milliseconds", "time", "start", "end") or value in (None, "", [], {}):
            continue
        elif isinstance(value, list):
            cells.setdefault(column or "notes", []).extend(str(one) for one in value if isinstance(one, str | int))
        elif not isinstance(value, Mapping | bool):
            text = str(value) if column else f"{key}: {value}"
            if column is not None or isinstance(value, str):
                cells.setdefault(column or "notes", []).append(text)
    _one_picture(entry, cells)
    count = len(draft.shots)
    add_row(cells | ({} if cells.get("picture") else {"picture": [draft.pending_scene or "…"]}), seconds, draft)
    if len(draft.shots) > count:
        for value in spoken:
            _speak(value, draft.shots[-1], draft)
    if following is not None:
        draft.pending = transition_of(following) or "cut"


def _flat(entry: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Keys and values, those of tables inside as well."""
    for key, value in entry.items():
        if isinstance(value, Mapping) and column_of(key) not in ("people", "dialogue"):
            yield from _flat(value)
        else:
            yield key, value


def _one_picture(entry: Mapping[str, Any], cells: dict[str, list[str]]) -> None:
    """One description of the picture; other words about it become notes."""
    pictures = list(dict.fromkeys(cells.get("picture", [])))
    if len(pictures) < 2:
        return
    still, moved = _value(entry, ("image prompt",)), _value(entry, ("video prompt",))
    if still and moved and len(pictures) == 2 and len(moved) < len(still) + 20:
        cells["picture"] = [still]  # one says what is seen, the other only how it moves
        cells.setdefault("move", []).append(moved)
        return
    first = next(
        (entry[key] for key in _PICTURES if isinstance(entry.get(key), str) and entry[key].strip()), pictures[0]
    )
    cells["picture"] = [str(first)]
    cells.setdefault("notes", []).extend(one for one in pictures if one != first)


def _value(entry: Mapping[str, Any], names: Sequence[str]) -> str | None:
    """What an entry says under the first of these names, however they are joined (`speakerName`, `speaker_name`)."""
    known = {re.sub(r"[_\-\s]+", "", str(key)).lower(): value for key, value in entry.items()}
    found = (known.get(name.replace(" ", "").replace("_", "")) for name in names)
    return next((str(one) for one in found if one), None)


def _speak(value: Any, shot: DraftShot, draft: Draft) -> None:
    for one in value if isinstance(value, list) else [value]:
        if isinstance(one, str):
            utterances.take(one, "dialogue", shot, draft)
        elif isinstance(one, Mapping):
            words = _value(one, _WORDS) or ""
            who, how = _value(one, _SPEAKER), _value(one, _MANNER)
            kind = str(one.get("kind") or one.get("type") or "").lower()
            over = kind in _OVER or (who is not None and utterances.is_over(who))
            line = utterances.line_of(None if who and utterances.is_over(who) else who, None, words, shot)
            if line is not None:
                name = draft.person(line.who) if line.who and not over else line.who
                shot.lines.append(
                    Line(says=plain(line.says), who=name, how=how or line.how, over=over and name is not None)
                )
