"""What is there to work with: providers and plugins."""

from collections.abc import Container, Iterable, Sequence
from dataclasses import replace

from mediawright.commands.action import Next
from mediawright.present.page import Block, Cell, Column, Page, Row, Rows, Section, Table, Tone, Words, without_empty
from mediawright.present.pages.fields import say
from mediawright.types.dataclass import dataclass
from mediawright.types.message import Message, Text
from mediawright.types.provider import SPEC, Provider


def providers(
    found: Sequence[Provider], usable: Iterable[str] = (), *, bare: Container[str] = (), next: tuple[Next, ...] = ()
) -> Page:
    """The providers, what they do, and which can be used right now (`usable`: their names). `bare`: libraries of these are
    not installed."""
    ready = {name for name in usable if name not in bare}
    rows = []
    for item in found:
        state = "bare" if item.name in bare else "free" if item.free else "ready" if item.name in ready else "sign_in"
        tone = Tone.QUIET if state in ("sign_in", "bare") else Tone.GOOD
        rows.append(Row(item.title, say(f"providers.{state}", n=len(item.models)), tone))
    data = [
        {
            "name": i.name,
            "title": i.title,
            "usable": i.name in ready or (i.free and i.name not in bare),
            "website": i.website,
        }
        for i in found
    ]
    return Page(
        name="providers",
        emoji="🏬",
        title=say("providers.title", n=len(found)),
        body=(Rows(tuple(rows)),),
        data={"providers": data},
        next=next,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class PluginLine:
    """A plugin that was found. `broken`: why it was left aside. `older`: its contract, where that is not ours."""

    name: str
    package: str = ""
    version: str = ""
    title: Text | None = None
    hooks: tuple[str, ...] = ()
    broken: Message | str | None = None
    older: int | None = None


def plugins(found: Sequence[PluginLine], *, next: tuple[Next, ...] = ()) -> Page:
    """What is installed, and what did not load."""
    columns = (
        Column(say("field.plugin"), lead=True),
        Column(say("field.version")),
        Column(say("field.package")),
        Column(say("field.state"), bare=True, wrap=True),
    )
    rows: list[tuple[Cell, ...]] = [(p.name, p.version, p.package, _health(p)) for p in found]
    body: list[Block] = [without_empty(Table(columns, tuple(rows)))] if rows else []
    return Page(
        name="plugins",
        emoji="🔌",
        title=say("plugins.title", n=len(found)) if found else say("plugins.none"),
        body=(*body,),
        data={"plugins": list(found)},
        next=next,
    )


def _health(plugin: PluginLine) -> Words:
    if plugin.broken is None and plugin.older is not None:
        return say("plugins.older", older=plugin.older, now=SPEC, package=plugin.package)
    if plugin.broken is None:
        return say("plugins.good", n=len(plugin.hooks))
    return say("plugins.broken", why=plugin.broken)


@dataclass(frozen=True, slots=True)
class HookCall:
    """One call of a plugin's hook: seconds, and the failure's name where it failed."""

    plugin: str
    hook: str
    seconds: float
    failure: str | None = None


def with_calls(page: Page, calls: Sequence[HookCall]) -> Page:
    """A page with the calls that were made for it, in their order."""
    columns = (
        Column(say("field.plugin"), lead=True),
        Column(say("field.hook")),
        Column(say("field.milliseconds")),
        Column(say("field.state"), bare=True),
    )
    rows: list[tuple[Cell, ...]] = [(c.plugin, c.hook, f"{c.seconds * 1000:.1f}", c.failure or "✓") for c in calls]
    section = Section(say("plugins.trace"), (Table(columns, tuple(rows)),))
    told = [
        {"plugin": c.plugin, "hook": c.hook, "milliseconds": round(c.seconds * 1000, 3), "failure": c.failure}
        for c in calls
    ]
    return replace(page, body=(*page.body, section), data={**page.data, "trace": told})
