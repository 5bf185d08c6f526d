"""A page a person can send to a friend who helps: what works, what does not and why, and no secret in it."""

from collections.abc import Mapping, Sequence
from dataclasses import field
from typing import Any

from mediawright.commands.action import Next
from mediawright.present.page import Block, Cell, Column, Line, Page, Row, Rows, Section, Table, Tone, Words
from mediawright.present.pages.fields import price_words, say
from mediawright.types.dataclass import dataclass
from mediawright.types.message import Message, Text
from mediawright.types.money import Price


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderCheck:
    """One provider: can it be used, why not, what a standard clip would cost, and (when asked) whether it answers.

    `stuck`: the step that was not passed (dns, tcp, proxy, tls, http), `stuck_why` in a sentence; `key_refused`: it answers
    and does not accept the sign-in.

    `missing`: programs of this machine that it may run and that are not installed.
    """

    name: str
    title: Text
    usable: bool
    why_not: Message | None = None
    account: str | None = None
    clip: Price | None = None
    reachable: bool | None = None
    reach_s: float | None = None
    stuck: str | None = None
    stuck_why: Message | None = None
    key_refused: bool = False
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Everything looked at. `versions` name → version, `storage` and `network` label → value, `extras` name → installed.

    `told`: who is told of ended jobs. `clip` says what the standard clip is, so that prices can be compared.
    """

    versions: Mapping[str, str] = field(default_factory=dict)
    providers: Sequence[ProviderCheck] = ()
    storage: Sequence[Row] = ()
    network: Sequence[Row] = ()
    told: Sequence[Row] = ()
    network_data: Mapping[str, Any] = field(default_factory=dict)
    extras: Mapping[str, bool] = field(default_factory=dict)
    clip: Message | None = None
    notes: Sequence[Message] = ()


def doctor(report: Report, *, next: tuple[Next, ...] = ()) -> Page:
    """The whole report on one page."""
    usable = sum(item.usable for item in report.providers)
    body: list[Block] = []
    if report.providers:
        body.append(Section(say("doctor.providers"), tuple(_providers(report))))
    if report.storage:
        body.append(Section(say("doctor.storage"), (Rows(tuple(report.storage)),)))
    if report.network:
        body.append(Section(say("doctor.network"), (Rows(tuple(report.network)),)))
    if report.told:
        body.append(Section(say("config.notify.doctor.title"), (Rows(tuple(report.told)),)))
    if versions := _versions(report):
        body.append(Section(say("doctor.versions"), (Rows(tuple(versions)),)))
    body += [Line(note, Tone.WARN) for note in report.notes]
    return Page(
        name="doctor",
        emoji="🩺",
        title=say("doctor.title", n=usable) if usable else say("doctor.none"),
        body=(*body,),
        close=say("doctor.safe"),
        data={
            "versions": report.versions,
            "providers": list(report.providers),
            "extras": report.extras,
            "network": report.network_data,
            "notes": [note.key for note in report.notes],
        },
        next=next,
    )


def _providers(report: Report) -> list[Block]:
    asked = any(item.reachable is not None for item in report.providers)
    columns = [Column(say("field.provider"), lead=True), Column(say("field.usable"), bare=True, wrap=True)]
    columns.append(Column(say("field.clip_price")))
    columns += [Column(say("field.reachable"), bare=True)] if asked else []
    rows = tuple(_provider(item, asked) for item in report.providers)
    blocks: list[Block] = [Table(tuple(columns), rows)]
    if report.clip is not None:
        blocks.append(Line(report.clip, Tone.QUIET))
    return blocks


def _provider(item: ProviderCheck, asked: bool) -> tuple[Cell, ...]:
    cells: list[Cell] = [item.title, _usable(item), price_words(item.clip) if item.clip else None]
    return (*cells, _reach(item)) if asked else tuple(cells)


def _usable(item: ProviderCheck) -> Words:
    if item.usable:
        return say("doctor.ready_as", account=item.account) if item.account else say("doctor.ready")
    return say("doctor.not_ready", why=item.why_not) if item.why_not else say("value.no")


def _reach(item: ProviderCheck) -> Words | None:
    if item.reachable is None:
        return None
    if not item.reachable:
        return say(f"doctor.stuck.{item.stuck}") if item.stuck else say("doctor.silent")
    if item.key_refused:
        return say("doctor.key_refused")
    return say("doctor.answers_in", wait=item.reach_s) if item.reach_s is not None else say("doctor.answers")


def _versions(report: Report) -> list[Row]:
    rows = [Row(name, version) for name, version in report.versions.items()]
    for name, there in report.extras.items():
        rows.append(Row(name, say("doctor.extra_there" if there else "doctor.extra_missing"), Tone.PLAIN))
    return rows
