"""The speakers that come with providers: who can be named as `--voice`, and what each speaks."""

from collections.abc import Sequence

from mediawright.present.page import Block, Cell, Column, Page, Section, Table
from mediawright.present.pages.fields import say
from mediawright.types.provider import Provider, Voice


def voices(found: Sequence[Provider], language: str | None = None) -> Page:
    """A list for each provider that has speakers; only those of a language where one is named."""
    able = [(item, lines) for item in found if (lines := _of(item, language))]
    body: tuple[Block, ...] = tuple(_list(item, lines) for item, lines in able)
    return Page(
        name="voices",
        emoji="🗣️",
        title=say("voices.title") if able else say("voices.none"),
        body=body,
        data={"voices": {item.name: lines for item, lines in able}},
    )


def _of(provider: Provider, language: str | None) -> tuple[Voice, ...]:
    wanted = (language or "").strip().lower()
    return tuple(one for one in provider.voices if not wanted or not one.languages or wanted in one.languages)


def _list(provider: Provider, lines: Sequence[Voice]) -> Section:
    columns = (
        Column(say("field.voice"), lead=True, wrap=True),
        Column(say("field.name"), bare=True, wrap=True),
        Column(say("field.language"), bare=True),
    )
    rows: tuple[tuple[Cell, ...], ...] = tuple((one.name, one.label, " ".join(one.languages)) for one in lines)
    return Section(provider.title, (Table(columns, rows),))
