"""Many tasks in one poll: the list of their path, 500 to a page (docs/contracts/kling.md §4.6)."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from mediawright.plugin import Context, Progress, Task
from mediawright_kling import client, responses
from mediawright_kling.side import at_once

PAGE = 500
#: pages beyond the fewest that could hold all: the list's order is not promised, and it holds older tasks too
SPARE = 2

Wanted = dict[str, Task]


async def poll_tasks(ctx: Context, tasks: Sequence[Task]) -> dict[str, Progress]:
    """What the lists say of these tasks, by id; one that the first pages do not name is left out. Raises like `poll`."""
    groups: dict[tuple[str | None, str], Wanted] = defaultdict(dict)
    found: dict[str, Progress] = {}
    new = [task for task in tasks if task.handle.get("standard") == "new"]
    if new:
        from mediawright_kling.standard.tasks import poll_new

        found |= await poll_new(ctx, new)
    for task in tasks:
        if task.handle.get("standard") == "new":
            continue
        if "files" in task.handle:
            found[task.id] = at_once.progress_of(task)
        elif path := task.handle.get("path"):
            groups[task.handle.get("base"), str(path)][task.id] = task
    for (base, path), wanted in groups.items():
        await _read(ctx, base, path, wanted, found)
    return found


async def _read(ctx: Context, base: str | None, path: str, wanted: Wanted, found: dict[str, Progress]) -> None:
    left = dict(wanted)
    for page in range(1, -(-len(wanted) // PAGE) + SPARE + 1):
        envelope = await client.page(ctx, path, page, PAGE, base=base)
        listed = client.listed(envelope)
        for item in listed:
            task = left.pop(str(item.get("task_id")), None) if isinstance(item, Mapping) else None
            if task is not None:
                found[task.id] = responses.progress_of(item, task)
        if not left or len(listed) < PAGE:
            return
