"""The asset library: files by what they were made from, and one with its story."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from mediawright.commands.action import Next
from mediawright.present.page import Cell, Column, Page, Row, Rows, Table, Words, without_empty
from mediawright.present.pages.fields import field_row, say
from mediawright.types.dataclass import dataclass
from mediawright.types.message import Text
from mediawright.types.operations import MediaKind

#: characters of a tag list that a table shows
SHOWN_TAGS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class AssetLine:
    """A file as it is shown. `made`: a result; else it was only given. `there` False: the file itself is gone."""

    short: str
    sha256: str
    kind: MediaKind
    name: str
    path: str
    there: bool
    made: bool
    at: datetime
    prompt: str
    provider: Text
    model: Words | None
    job: str
    thread: str | None
    tags: tuple[str, ...]
    uses: int

    @property
    def data(self) -> dict[str, Any]:
        """The same for programs."""
        return {
            "asset": self.short,
            "sha256": self.sha256,
            "kind": self.kind.value,
            "path": self.path,
            "there": self.there,
            "made": self.made,
            "at": self.at.isoformat(),
            "prompt": self.prompt,
            "provider": self.provider.en,
            "model": self.model.en if isinstance(self.model, Text) else self.model,
            "job": self.job,
            "thread": self.thread,
            "tags": list(self.tags),
            "uses": self.uses,
        }


def asset_list(lines: Sequence[AssetLine], *, found: bool, next: tuple[Next, ...] = ()) -> Page:
    """Files, the one used last first; `found`: something was looked for."""
    columns = (
        Column(say("field.asset"), lead=True),
        Column(say("field.kind"), bare=True),
        Column(say("field.when"), bare=True),
        Column(say("field.file"), bare=True, wrap=True),
        Column(say("field.prompt"), bare=True, wrap=True),
        Column(say("field.tags"), bare=True),
    )
    none = "assets.none_found" if found else "assets.none"
    return Page(
        name="assets",
        emoji="🗃️",
        title=say("assets.title", n=len(lines)) if lines else say(none),
        body=(without_empty(Table(columns, tuple(map(_line, lines)))),) if lines else (),
        data={"assets": [one.data for one in lines]},
        next=next,
    )


def _line(one: AssetLine) -> tuple[Cell, ...]:
    return (
        one.short,
        say(f"assets.kind.{one.kind.value}"),
        say("value.when", at=one.at),
        one.name if one.there else say("assets.not_there", file=one.name),
        say("value.short", text=one.prompt) if one.prompt else None,
        " ".join(f"#{tag}" for tag in one.tags[:SHOWN_TAGS]) or None,
    )


def asset(one: AssetLine, *, said: Words | None = None, next: tuple[Next, ...] = ()) -> Page:
    """One file with its story; `said` heads the page where something was done."""
    rows: list[Row] = [field_row("file", one.name if one.there else say("assets.not_there", file=one.name))]
    rows.append(field_row("when", say("value.when", at=one.at)))
    rows.append(field_row("origin", say("assets.made" if one.made else "assets.given")))
    rows.append(field_row("provider", one.provider))
    if one.model:
        rows.append(field_row("model", one.model))
    if one.prompt:
        rows.append(field_row("prompt", say("value.short", text=one.prompt)))
    if one.tags:
        rows.append(field_row("tags", tuple(f"#{tag}" for tag in one.tags)))
    if one.uses > 1:
        rows.append(field_row("uses", say("assets.uses", n=one.uses)))
    return Page(
        name="asset",
        emoji="🗃️",
        title=said or say("assets.one"),
        body=(Rows(tuple(rows)),),
        data={"asset": one.data},
        next=next,
    )
