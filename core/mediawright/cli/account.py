"""`mediawright account`: what is left at a provider, and what was made before."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from mediawright.cli.console import Console, perform
from mediawright.commands.flags import COMMON, Flag, command, new_app
from mediawright.types.auth import Window
from mediawright.types.errors import InvalidRequest

if TYPE_CHECKING:
    from mediawright.handlers.response import Response
    from mediawright.services.request_reader import Reader
    from mediawright.services.studio import Studio

#: what asking for the costs, and for no time, means: the last month
COSTS_DAYS = "30"
SPAN = (Flag("days"), Flag("start_time"), Flag("end_time"), Flag("provider"), *COMMON)


def quota(**values: Any) -> None:
    console = Console.of(values)

    async def work(studio: "Studio") -> "Response":
        from mediawright.handlers.accounts import of_quota

        if values.get("costs") and not any(values.get(name) for name in ("days", "start_time", "end_time")):
            values["days"] = COSTS_DAYS
        window = _window(values)
        provider = studio.provider_with("quota", values.get("provider"), lang=console.lang)
        return of_quota(studio, provider, await studio.accounts.quota(provider, window, console.lang))

    perform(console, work)


def history(**values: Any) -> None:
    console = Console.of(values)

    async def work(studio: "Studio") -> "Response":
        from mediawright.handlers.accounts import of_history

        window = _window(values)
        provider = studio.provider_with("history", values.get("provider"), lang=console.lang)
        items = await studio.accounts.history(provider, window, console.lang)
        return of_history(studio, provider, items, window.page)

    perform(console, work)


def _window(values: dict[str, Any]) -> Window:
    """The span that was asked for. Raises InvalidRequest."""
    from mediawright.services.request_reader import Reader

    reader = Reader(values)
    days = reader.whole("days")
    start, end = _moment(reader, "start_time"), _moment(reader, "end_time")
    if days == 0:
        reader.refuse("days", "not_positive")
    if start and end and start >= end:
        reader.refuse("start_time", "start_after_end")
    page, size = reader.whole("page"), reader.whole("page_size")
    kind = reader.choice("kind", ("video", "image"))
    if reader.problems:
        raise InvalidRequest(*reader.problems)
    return Window(
        days=days,
        start=start,
        end=end,
        pack=reader.text("resource_pack_name"),
        kind=kind,
        page=1 if page is None else page,
        per_page=20 if size is None else size,
    )


def _moment(reader: "Reader", name: str) -> datetime | None:
    """A time: milliseconds since 1970, or a date or time in ISO 8601 (UTC unless it says otherwise)."""
    text = reader.text(name)
    if text is None:
        return None
    try:
        if text.isascii() and text.isdigit():
            return datetime.fromtimestamp(int(text) / 1000, UTC)
        moment = datetime.fromisoformat(text)
    except (ValueError, OverflowError, OSError):
        reader.refuse(name, "not_a_time", value=text[:40])
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


app = new_app(group=True)
app.command("quota")(command((Flag("resource_pack_name"), Flag("costs", "mark", hidden=True), *SPAN), quota))
app.command("history")(command((Flag("kind"), Flag("page", also=("--page-num",)), Flag("page_size"), *SPAN), history))
