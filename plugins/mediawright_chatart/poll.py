"""One poll of a job's tasks (§7, §8.2): each by itself, together one verdict (C-R27)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from mediawright.plugin import Amount, Context, MediaKind, NotFound, Output, Problem, Progress, State, Task
from mediawright_chatart import client, errors, journal, responses
from mediawright_chatart.errors import say
from mediawright_chatart.provider import NAME, UNIT

PATHS = {MediaKind.VIDEO: "/web/video/get-video-task", MediaKind.IMAGE: "/web/art/get-draw-task"}
#: a finished task may show its file a little later (seconds)
FILE_PATIENCE = 60.0


async def poll(ctx: Context, task: Task) -> Progress:
    """Look at every task of the handle. Raises SignInNeeded, Unreachable; a verdict is a value."""
    ids = list(task.handle.get("ids") or task.id.split(","))
    journal.close(ctx, ctx.job_id)
    journal.remember(ctx, *ids)
    polls, waiting = [], dict(task.handle.get("no_file_since", {}))
    for index, name in enumerate(ids):
        seen = await one(ctx, name, task.handle.get("kind"), file_name(task, index, len(ids)))
        polls.append(without_file(seen, str(name), waiting, ctx.clock.now()))
    together = merged(polls)
    if waiting == task.handle.get("no_file_since", {}):
        return together
    return replace(together, task=replace(task, handle={**task.handle, "no_file_since": waiting}))


async def one(ctx: Context, name: int | str, kind: str | None, file: str) -> Progress:
    """One task's state. A task taken over by its bare id is looked for among the clips first, then the pictures.

    Raises NotFound where ChatArt knows no such task: the core looks a few times more and then tells it as unclear.
    """
    kinds = [MediaKind(kind)] if kind else [MediaKind.VIDEO, MediaKind.IMAGE]
    for media in kinds:
        reply = await client.get(ctx, PATHS[media], {"question_id": name})
        if reply.ok:
            return responses.poll(reply.fields, media, file.replace("result", media.value, 1))
        if not errors.not_there(reply):
            raise errors.of_poll(reply)
    problem = Problem("task_id", say("chatart.error.not_found"))
    raise NotFound(problem, provider=NAME, provider_code=errors.code_of(reply))


def file_name(task: Task, index: int, count: int) -> str:
    """`result` stands for the kind, which a bare id does not know beforehand (§5.5)."""
    stem = f"result_{task.handle.get('at') or task.id}"
    return stem if count == 1 else f"{stem}_{index + 1}"


def without_file(seen: Progress, name: str, waiting: dict[str, str], now: datetime) -> Progress:
    """Done without a file: looked at for a minute more, then reported as it is (§7.3)."""
    if seen.state is not State.SUCCEEDED or seen.outputs:
        waiting.pop(name, None)
        return seen
    since = datetime.fromisoformat(waiting.setdefault(name, now.isoformat()))
    if (now - since).total_seconds() < FILE_PATIENCE:
        return replace(seen, state=State.RUNNING)
    return replace(seen, state=State.FAILED, reason=say("chatart.error.no_file"), provider_code="no_file")


def merged(polls: Sequence[Progress]) -> Progress:
    """Several tasks as one poll: running while one runs; what succeeded is delivered, what failed is told."""
    if len(polls) == 1:
        return polls[0]
    for state in (State.RUNNING, State.UNKNOWN):
        open_ = next((seen for seen in polls if seen.state is state), None)
        if open_:
            done = sum(seen.state in (State.SUCCEEDED, State.FAILED) for seen in polls)
            return replace(open_, percent=100.0 * done / len(polls))
    good = [seen for seen in polls if seen.state is State.SUCCEEDED]
    if not good:
        return replace(polls[0], charged=total(polls))
    note = (
        say("chatart.note.some_failed", n=len(polls) - len(good), asked=len(polls)) if len(good) < len(polls) else None
    )
    return Progress(state=State.SUCCEEDED, outputs=numbered(good), charged=total(polls), note=note)


def numbered(good: Sequence[Progress]) -> tuple[Output, ...]:
    found = [output for seen in good for output in seen.outputs]
    return tuple(replace(output, index=index) for index, output in enumerate(found))


def total(polls: Sequence[Progress]) -> Amount | None:
    """The sum of the real costs; None where one is not known, so that the estimate stands."""
    costs = [seen.charged for seen in polls]
    known = [cost.value for cost in costs if cost is not None]
    return Amount(sum(known, Decimal(0)), UNIT) if len(known) == len(costs) else None
