"""What is left at a provider, what was made there, and who is signed in."""

from collections.abc import Mapping, Sequence

from mediawright.commands.action import Next
from mediawright.present.page import Cell, Column, Line, Meter, Page, Row, Rows, Table, Tone, Words, without_empty
from mediawright.present.pages.fields import field_row, say
from mediawright.present.values import number
from mediawright.types.auth import AuthStatus, Balance, HistoryItem, Quota
from mediawright.types.message import Message, Text
from mediawright.types.states import State


def quota(provider: Text, found: Quota, *, next: tuple[Next, ...] = ()) -> Page:
    """Every pot with what is left, used and when it ends; a bar at a terminal."""
    if not found.balances:
        body: tuple[Line | Table, ...] = (Line(say("quota.none")),)
    else:
        body = (_balances(found.balances),)
    note = (Line(found.note),) if found.note else ()
    return Page(
        name="quota",
        emoji="💰",
        title=say("quota.title", provider=provider),
        body=(
            *body,
            *note,
        ),
        data={"balances": found.balances, "raw": found.raw},
        next=next,
    )


def _balances(balances: Sequence[Balance]) -> Table:
    used = any(_used(item) is not None for item in balances)
    ends = any(item.expires_at for item in balances)
    columns = [Column(say("field.pack"), lead=True), Column(say("field.left"), right=True)]
    columns += [Column(say("field.used"), right=True), Column("")] if used else []
    columns += [Column(say("field.ends"))] if ends else []
    return Table(tuple(columns), tuple(_balance(item, used, ends) for item in balances))


def _balance(item: Balance, used: bool, ends: bool) -> tuple[Cell, ...]:
    cells: list[Cell] = [balance_name(item), say("price.exact", amount=item.left)]
    if used:
        spent = _used(item)
        cells.append(None if spent is None else number(spent))
        cells.append(None if item.total is None else Meter(spent or 0.0, float(item.total.value)))
    if ends:
        cells.append(say("value.day", day=item.expires_at) if item.expires_at else None)
    return tuple(cells)


def balance_name(item: Balance) -> Words:
    """A pot by its name, with what it pays for."""
    name: Words = item.name or say("quota.balance")
    if item.pays_for:
        name = say("quota.pays_for", name=name, kind=say(f"kind.{item.pays_for}"))
    return name if item.spendable else say("quota.not_usable", name=name)


def _used(item: Balance) -> float | None:
    if item.used is not None:
        return float(item.used.value)
    return None if item.total is None else float(item.total.value - item.left.value)


def history(provider: Text, items: Sequence[HistoryItem], *, page: int = 1, next: tuple[Next, ...] = ()) -> Page:
    """Past work at a provider, newest first."""
    columns = (
        Column(say("field.when"), lead=True),
        Column(say("field.kind"), bare=True),
        Column(say("field.model"), bare=True),
        Column(say("field.state"), bare=True),
        Column(say("field.prompt"), bare=True, wrap=True),
        Column(say("field.task")),
    )
    table = without_empty(Table(columns, tuple(_past(item) for item in items)))
    return Page(
        name="history",
        emoji="🗂️",
        title=say("history.title", provider=provider, n=len(items))
        if items
        else say("history.none", provider=provider),
        body=(*((table,) if items else ()),),
        data={"items": items, "page": page},
        next=next,
    )


def _past(item: HistoryItem) -> tuple[Cell, ...]:
    done = item.state == State.SUCCEEDED  # at the provider that is the end of it
    state: Words = say("state.done") if done else say(f"state.{item.state}") if item.state in set(State) else item.state
    kind: Words = say(f"kind.{item.kind}") if item.kind in ("video", "image", "audio") else item.kind
    prompt = None if not item.prompt else say("value.short", text=item.prompt)
    return (
        say("value.when", at=item.created_at) if item.created_at else None,
        kind,
        item.model,
        state,
        prompt,
        item.id,
    )


def signed_in(states: Mapping[str, tuple[Text, AuthStatus]], *, next: tuple[Next, ...] = ()) -> Page:
    """Who is signed in where: provider name → its title and status."""
    rows = tuple(Row(title, _status(status), _tone(status)) for title, status in states.values())
    several = len(states) > 1
    notes = tuple(
        Line(say("auth.note", provider=title, note=status.note) if several else status.note)
        for title, status in states.values()
        if status.note
    )
    return Page(
        name="auth_status",
        emoji="🔑",
        title=say("auth.title"),
        body=(
            Rows(rows),
            *notes,
        ),
        data={"providers": {name: status for name, (_, status) in states.items()}},
        next=next,
    )


def _tone(status: AuthStatus) -> Tone:
    return Tone.GOOD if status.signed_in else Tone.QUIET


def _status(status: AuthStatus) -> Words:
    if not status.signed_in:
        return say("auth.out")
    if status.account and status.expires_at:
        return say("auth.in_as_until", account=status.account, day=status.expires_at)
    return say("auth.in_as", account=status.account) if status.account else say("auth.in")


def auth_done(
    provider: Text, status: AuthStatus, message: Message | None = None, *, next: tuple[Next, ...] = ()
) -> Page:
    """The end of a sign-in, switch or import, or of a sign-out (`signed_in` False)."""
    key = "auth.welcome" if status.signed_in else "auth.gone"
    return Page(
        name="auth_done",
        emoji="✅",
        title=message or say(key, provider=provider),
        body=(
            *((Rows((field_row("account", status.account),)),) if status.account else ()),
            *((Line(status.note),) if status.note else ()),
        ),
        data={"status": status},
        next=next,
    )
