"""A plan file → `Plan`, with every problem at once: each has its line, its shot and the values that would do."""

import re
import tomllib
from collections.abc import Mapping
from typing import Any

from mediawright.film import plan as limits
from mediawright.film.findings import Findings
from mediawright.film.linked import check_links
from mediawright.film.plan import (
    Cast,
    Defaults,
    Effect,
    FilmShot,
    Format,
    Line,
    Maker,
    Music,
    Plan,
    Style,
    Title,
    Transition,
)
from mediawright.film.positions import key_lines
from mediawright.film.table import Table
from mediawright.film.words import spellings
from mediawright.types.dataclass import dataclass

#: a plan of 200 shots is far below this
LARGEST_TEXT = 2_000_000
_RATIO = re.compile(r"[1-9]\d?:[1-9]\d?")


@dataclass(frozen=True, slots=True)
class Read:
    """A plan as far as it could be read, and what was found. With problems the plan must not be worked on."""

    plan: Plan
    findings: Findings

    @property
    def whole(self) -> bool:
        return not self.findings.problems


def read_text(text: str) -> Read:
    """A plan in TOML. Never raises: what cannot be read is a problem with its line."""
    text = text.removeprefix("\ufeff")
    findings = Findings()
    if len(text) > LARGEST_TEXT:
        findings.add((), "file_too_large")
        return Read(Plan(title=""), findings)
    try:
        values = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        place = re.search(r"\(at line (\d+), column (\d+)\)|\(at end of document\)", str(error))
        line = int(place[1]) if place and place[1] else text.count("\n") + 1
        findings.lines = {("syntax",): line}
        findings.add(("syntax",), "syntax", values={"column": place[2] if place and place[2] else "1"})
        return Read(Plan(title=""), findings)
    findings.lines = key_lines(text)
    return read_values(values, findings)


def read_values(values: Mapping[str, Any], findings: Findings | None = None) -> Read:
    """A plan as plain data of the same shape (JSON). Never raises."""
    found = Findings() if findings is None else findings
    top = Table(found, values, ())
    plan = Plan(
        title=top.text("title", needed=True, longest=200),
        language=top.choice("language", ("en", "zh"), "en", spellings("languages")),
        format=_format(top.table("format")),
        style=_style(top.table("style")),
        defaults=_defaults(top.table("defaults")),
        cast=tuple(_cast(one) for one in top.tables("cast", limits.MOST_CAST)),
        music=_music(top.table("music")) if top.has("music") else None,
        speech=_maker(top.table("speech"), voiced=True),
        effects=_maker(top.table("effects")),
        pictures=_maker(top.table("pictures")),
        at_most=_budget(top.table("budget")),
        shots=_shots(top),
    )
    top.asked.append("music")  # known, whether it is there or not
    top.done()
    check_links(plan, found)
    return Read(plan, found)


def _format(table: Table) -> Format:
    usual = Format()
    ratio = table.text("ratio", usual.ratio)
    ratio = ratio.replace("：", ":")
    if not _RATIO.fullmatch(ratio):
        table.note("ratio", "not_allowed", value=ratio, allowed=limits.RATIOS)
        ratio = usual.ratio
    made = Format(
        ratio=ratio,
        resolution=table.choice("resolution", limits.RESOLUTIONS, usual.resolution, spellings("resolutions")),
        fps=table.choice("fps", limits.FRAME_RATES, usual.fps),
        captions=table.choice("captions", limits.CAPTIONS, usual.captions, spellings("captions")),
        loudness=float(table.number("loudness", usual.loudness, low=-31, high=-9)),
        fit=table.choice("fit", ("fill", "pad"), usual.fit),
    )
    table.done()
    return made


def _style(table: Table) -> Style:
    made = Style(look=table.text("look"), avoid=table.text("avoid"))
    table.done()
    return made


def _defaults(table: Table) -> Defaults:
    made = Defaults(
        provider=table.word("provider"),
        model=table.word("model"),
        retries=int(table.number("retries", 1, low=0, high=3)),
        sound=bool(table.flag("sound")),
        options=table.options("options"),
    )
    table.done()
    return made


def _cast(table: Table) -> Cast:
    made = Cast(
        name=table.text("name", needed=True, longest=60).removeprefix("@"),
        kind=table.choice("kind", limits.CAST_KINDS, "person", spellings("cast_kinds")),
        look=table.text("look"),
        pictures=table.words("pictures", limits.MOST_PICTURES),
        voice=table.text("voice"),
        draw=bool(table.flag("draw")),
    )
    table.done()
    return made


def _maker(table: Table, *, voiced: bool = False) -> Maker:
    made = _maker_of(table, voiced=voiced)
    table.done()
    return made


def _maker_of(table: Table, *, voiced: bool = False) -> Maker:
    return Maker(
        provider=table.word("provider"),
        model=table.word("model"),
        voice=table.text("voice", longest=200) if voiced else "",
        options=table.options("options"),
    )


def _music(table: Table) -> Music:
    made = Music(
        file=table.word("file"),
        words=table.text("words"),
        maker=_maker_of(table),
        level=float(table.number("level", -20.0, low=-60, high=0)),
        fade=float(table.number("fade", 1.5, low=0, high=20)),
    )
    table.done()
    return made


def _budget(table: Table) -> tuple[str, ...]:
    made = table.words("at_most", 10)
    table.done()
    return made


def _shots(top: Table) -> tuple[FilmShot, ...]:
    if not top.has("shots"):
        top.asked.append("shots")
        top.note((), "no_shots")
        return ()
    shots = tuple(_shot(one) for one in top.tables("shots", limits.MOST_SHOTS))
    if not shots:
        top.note("shots", "no_shots")
    if sum(shot.duration for shot in shots) > limits.LONGEST_FILM:
        top.note("shots", "film_too_long", most=int(limits.LONGEST_FILM // 60))
    return shots


def _shot(table: Table) -> FilmShot:
    table.shot = str(table.values.get("id") or "") or None
    kind = table.choice("kind", limits.SHOT_KINDS, "video", spellings("shot_kinds"))
    pictures = table.words("pictures", limits.MOST_PICTURES)
    wants_words = kind == "video" or (kind == "still" and not pictures)
    made = FilmShot(
        id=table.text("id", needed=True, longest=40),
        duration=float(table.number("duration", 3.0, low=limits.SHORTEST_SHOT, high=limits.LONGEST_SHOT, needed=True)),
        kind=kind,
        prompt=table.text("prompt", needed=wants_words),
        camera=table.text("camera"),
        scene=table.text("scene", longest=200),
        first_frame=table.word("first_frame"),
        end_frame=table.word("end_frame"),
        pictures=pictures,
        file=table.text("file", needed=kind == "file") or None,
        start=float(table.number("start", 0.0, low=0, high=36_000)),
        lines=tuple(_line(one) for one in table.tables("lines", limits.MOST_LINES, "says")),
        sfx=tuple(_effect(one) for one in table.tables("sfx", limits.MOST_LINES, "file")),
        text=tuple(_title(one) for one in table.tables("text", limits.MOST_LINES, "says")),
        transition=_transition(table),
        sound=table.flag("sound", None),
        provider=table.word("provider"),
        model=table.word("model"),
        options=table.options("options"),
        notes=table.text("notes"),
        line=table.findings.line_of(table.path),
    )
    if kind == "card" and not made.text and not made.pictures:
        table.note((), "missing", field="text")
    table.done()
    return made


def _line(table: Table) -> Line:
    at = table.number("at", None, low=0, high=limits.LONGEST_SHOT)
    made = Line(
        says=table.text("says", needed=True, longest=1000),
        who=(table.word("who") or "").removeprefix("@") or None,
        how=table.word("how"),
        at=None if at is None else float(at),
        file=table.word("file"),
        over=bool(table.flag("over")),
    )
    table.done()
    return made


def _effect(table: Table) -> Effect:
    made = Effect(
        file=table.word("file"),
        words=table.text("words"),
        level=float(table.number("level", 0.0, low=-60, high=12)),
        at=float(table.number("at", 0.0, low=0, high=limits.LONGEST_SHOT)),
    )
    if not made.file and not made.words:
        table.note((), "missing", field="file")
    table.done()
    return made


def _title(table: Table) -> Title:
    seconds = table.number("seconds", None, low=0.1, high=limits.LONGEST_SHOT)
    made = Title(
        says=table.text("says", needed=True, longest=1000),
        at=float(table.number("at", 0.0, low=0, high=limits.LONGEST_SHOT)),
        seconds=None if seconds is None else float(seconds),
    )
    table.done()
    return made


def _transition(table: Table) -> Transition:
    value = table.values.get("transition")
    if isinstance(value, Mapping):
        inner = table.table("transition")
        kind = inner.choice("kind", limits.TRANSITIONS, "cut", spellings("transitions"))
        seconds = float(inner.number("seconds", limits.TRANSITION_SECONDS, low=0.04, high=5))
        inner.done()
    else:
        kind = table.choice("transition", limits.TRANSITIONS, "cut", spellings("transitions"))
        seconds = limits.TRANSITION_SECONDS
    return Transition(kind=kind, seconds=0.0 if kind == "cut" else seconds)
