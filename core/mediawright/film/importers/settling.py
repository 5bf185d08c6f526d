"""A draft → a plan in TOML: ids and lengths for all shots, every guess marked and listed."""

import json
import re
from collections import Counter

from mediawright.film.importers.draft import Draft, DraftShot, guessed_seconds, is_chinese
from mediawright.film.importers.people import settle_people
from mediawright.film.plan import LONGEST_SHOT, MOST_LINES, SHORTEST_SHOT, Line
from mediawright.film.words import listed
from mediawright.types.dataclass import dataclass

_SECONDS = re.compile(
    r"\s*[（(\[【]\s*(?:约|时长[：:]?)?\s*(\d+(?:\.\d+)?)\s*(?:秒|s|sec|seconds?)\s*[)）\]】]\s*", re.IGNORECASE
)

#: `全景：长桌`, `Wide: a chef`
_FRAMED = re.compile(r"^\s*(?P<size>[^:：，,。.]{1,20})\s*[:：]\s*(?P<seen>\S.*)$", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Guess:
    """What was not written and had to be guessed: shot, field."""

    shot: str
    field: str


def settle(draft: Draft) -> list[Guess]:
    """Complete a draft in place; returns what was guessed, in the order of the film."""
    draft.shots = [shot for shot in draft.shots if not shot.blank]
    words = "".join([draft.title, *(shot.prompt + "".join(line.says for line in shot.lines) for shot in draft.shots)])
    draft.language = "zh" if is_chinese(words) else "en"
    _number(draft)
    _split_lines(draft)
    for shot in draft.shots:
        _complete(shot, draft)
    settle_people(draft)
    return [Guess(shot=shot.id, field=name) for shot in draft.shots for name in sorted(shot.guessed)]


def _number(draft: Draft) -> None:
    """An id for every shot, each once."""
    chinese = draft.language == "zh"
    counts = Counter(shot.id for shot in draft.shots)
    repeated = any(count > 1 for name, count in counts.items() if name)
    for number, shot in enumerate(draft.shots, 1):
        name = re.sub(r"\s+", "", shot.id).strip(".。、:：#")
        if not name or repeated or len(name) > 40:
            name = str(number)
        if name.isdigit():
            name = f"镜{int(name):02}" if chinese else f"s{int(name):02}"
        shot.id = name
    if len({shot.id for shot in draft.shots}) < len(draft.shots):
        for number, shot in enumerate(draft.shots, 1):
            shot.id = f"镜{number:02}" if chinese else f"s{number:02}"


def _split_lines(draft: Draft) -> None:
    """A shot that holds more lines than a plan takes keeps the first ones; the rest follow in shots of their own."""
    shots: list[DraftShot] = []
    for shot in draft.shots:
        shots.append(shot)
        rest = shot.lines[MOST_LINES:]
        shot.lines = shot.lines[:MOST_LINES]
        for part, at in enumerate(range(0, len(rest), MOST_LINES), 2):
            more = DraftShot(id=f"{shot.id}-{part}", scene=shot.scene, prompt=shot.prompt, first_frame=True)
            more.lines = rest[at : at + MOST_LINES]
            more.guessed |= {"prompt", "first_frame", "duration"}
            shots.append(more)
    draft.shots = shots


def _complete(shot: DraftShot, draft: Draft) -> None:
    said = _SECONDS.search(shot.prompt)
    if said:
        shot.prompt = _SECONDS.sub("", shot.prompt, count=1).strip()
        shot.duration = float(said[1]) if shot.duration is None else shot.duration
    framed = _FRAMED.match(shot.prompt)
    if framed and framed["size"].strip().lower() in listed("lists", "sizes"):
        shot.camera, shot.prompt = [framed["size"].strip(), *shot.camera], framed["seen"].strip()
    if not shot.prompt:
        shot.prompt = shot.scene or draft.title or (shot.lines[0].says if shot.lines else "")
        shot.guessed.add("prompt")
    if shot.duration is None or shot.duration <= 0:
        shot.duration = guessed_seconds(shot.prompt, shot.lines)
        shot.guessed.add("duration")
    if not SHORTEST_SHOT <= shot.duration <= LONGEST_SHOT:
        shot.notes.append(f"{shot.duration:g} s")


def to_toml(draft: Draft, template: dict[str, str] | None = None) -> str:
    """The text of the plan. What was guessed says so on its line."""
    extra = template or {}
    out = [f"title = {_q(draft.title or ('未命名' if draft.language == 'zh' else 'Untitled'))}"]
    out += [f"language = {_q(draft.language)}", "", "[format]"]
    out += [f"ratio = {_q(draft.ratio or extra.get('ratio') or '16:9')}{'' if draft.ratio else '  # guessed'}"]
    out += [
        'resolution = "1080p"',
        f"fps = {25 if draft.language == 'zh' else 24}",
        'captions = "burn"',
        "loudness = -14",
    ]
    out += [
        "",
        "[style]",
        f"look = {_q(draft.look)}",
        f"avoid = {_q('文字，水印' if draft.language == 'zh' else 'text, logos')}",
    ]
    out += ["", "[defaults]", "retries = 1"]
    for name, look in draft.people.items():
        out += ["", "[[cast]]", f"name = {_q(name)}", f"look = {_q(look)}", "pictures = []"]
    if draft.music:
        out += ["", "[music]", f"words = {_q('; '.join(dict.fromkeys(draft.music)))}", "level = -20"]
    for number, shot in enumerate(draft.shots):
        before = draft.shots[number - 1].id if number else None
        out += ["", *_shot_lines(shot, before)]
    return "\n".join(out) + "\n"


def _shot_lines(shot: DraftShot, before: str | None) -> list[str]:
    def mark(name: str) -> str:
        return "  # guessed" if name in shot.guessed else ""

    out = ["[[shots]]", f"id = {_q(shot.id)}"]
    if shot.scene:
        out.append(f"scene = {_q(shot.scene)}")
    out.append(f"prompt = {_q(shot.prompt)}{mark('prompt')}")
    camera = [part for part in dict.fromkeys(shot.camera) if part]
    if camera:
        out.append(f"camera = {_q(('，' if is_chinese(camera[0]) else ', ').join(camera))}")
    out.append(f"duration = {shot.duration or 0:g}{mark('duration')}")
    if shot.first_frame and before:
        out.append(f"first_frame = {_q(before)}{mark('first_frame')}")
    if shot.transition != "cut":
        out.append(f"transition = {{ kind = {_q(shot.transition)}, seconds = {shot.transition_seconds:g} }}")
    if shot.lines:
        out += [f"lines = [{mark('lines')}", *(f"  {_line(line)}," for line in shot.lines), "]"]
    if shot.sfx:
        out.append(f"sfx = [{', '.join(f'{{ words = {_q(words)} }}' for words in shot.sfx[:MOST_LINES])}]")
    if shot.text:
        out.append(f"text = [{', '.join(f'{{ says = {_q(words)} }}' for words in shot.text[:MOST_LINES])}]")
    if shot.notes:
        out.append(f"notes = {_q('; '.join(dict.fromkeys(shot.notes)))}")
    return out


def _line(line: Line) -> str:
    parts = [f"who = {_q(line.who)}"] if line.who else []
    parts.append(f"says = {_q(line.says)}")
    if line.how:
        parts.append(f"how = {_q(line.how)}")
    if line.over:
        parts.append("over = true")
    return "{ " + ", ".join(parts) + " }"


def _q(text: str) -> str:
    """A basic TOML string: what JSON writes, but DEL, which TOML wants escaped."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
