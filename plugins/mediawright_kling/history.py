"""Past work: the list of every path, newest first (docs/contracts/kling.md §4.6)."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from mediawright.plugin import Context, HistoryItem, InvalidRequest, Message, Problem, Window
from mediawright_kling import client, responses
from mediawright_kling.provider import NAME
from mediawright_kling.routes import TRIAL, Path, kind_of
from mediawright_kling.subjects import PAGE_SIZES, PAGES

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


async def history_of(ctx: Context, window: Window) -> Sequence[HistoryItem]:
    """One page of each path, merged; with an API key also what only the new standard lists.

    Raises InvalidRequest (K-R67, K-R68), SignInNeeded, Unreachable.
    """
    _check(window)
    base = await client.base_of(ctx)
    found: list[HistoryItem] = []
    for path in _paths(window.kind):
        envelope = await client.page(ctx, path, window.page, window.per_page, base=base)
        found += [_item(task, path, base) for task in client.listed(envelope) if isinstance(task, Mapping)]
    start, end = _span(window, ctx.clock.now())
    if window.page == 1:
        from mediawright_kling.standard.listing import items_of

        known = {item.id for item in found}
        found += [
            item for item in await items_of(ctx, window.kind, (start, end), window.per_page) if item.id not in known
        ]
    kept = [item for item in found if item.created_at is None or start <= item.created_at <= end]
    return sorted(kept, key=lambda item: item.created_at or EPOCH, reverse=True)


def _check(window: Window) -> None:
    problems = []
    for field, value, allowed in (("page_num", window.page, PAGES), ("page_size", window.per_page, PAGE_SIZES)):
        if value not in allowed:
            message = Message("kling.rule.page", {"low": allowed[0], "high": allowed[-1]}, NAME)
            problems.append(Problem(field, message, "K-R67"))
    if window.start and window.end and window.start >= window.end:
        problems.append(Problem("start_time", Message("kling.rule.window", domain=NAME), "K-R68"))
    if window.kind and window.kind not in TRIAL:
        message = Message("kling.rule.kind", {"allowed": ", ".join(TRIAL)}, NAME)
        problems.append(Problem("kind", message, allowed=tuple(TRIAL)))
    if problems:
        raise InvalidRequest(*problems, provider=NAME)


def _paths(kind: str | None) -> tuple[Path, ...]:
    return TRIAL[kind] if kind else tuple(path for paths in TRIAL.values() for path in paths)


def _span(window: Window, now: datetime) -> tuple[datetime, datetime]:
    end = window.end or now + timedelta(days=1)
    start = window.start or (end - timedelta(days=window.days) if window.days else EPOCH)
    return start, end


def _state(word: str) -> str:
    """The neutral word for a documented one; any other as it is."""
    return responses.STATES[word].value if word in responses.STATES else word


def _item(task: Mapping[str, Any], path: Path, base: str) -> HistoryItem:
    made = task.get("created_at")
    task_id = str(task.get("task_id") or "")
    return HistoryItem(
        id=task_id,
        kind=kind_of(path),
        state=_state(str(task.get("task_status") or "")),
        created_at=EPOCH + timedelta(milliseconds=made) if isinstance(made, int) else None,
        error=str(task.get("task_status_msg") or "") or None,
        task=responses.task_at(task_id, path.value, base),
    )
