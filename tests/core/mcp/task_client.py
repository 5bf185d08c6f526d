"""The tasks extension on the side of the official client: a claim on the result, and looks until the task is over."""

import asyncio
from collections.abc import Sequence
from typing import Any, Literal

from mcp.client.extension import ClaimContext, ClientExtension, ResultClaim
from mcp.client.session import ClientSession
from mcp_types import CallToolResult, CancelTaskRequestParams, GetTaskRequestParams, Request, Result

from mediawright.mcp.task_shapes import EXTENSION


class Created(Result):
    """What a call answers in place of its result."""

    result_type: Literal["task"] = "task"
    task_id: str
    status: str
    status_message: str | None = None
    ttl_ms: int | None
    poll_interval_ms: int


class Looked(Result):
    """What a look answers."""

    result_type: Literal["complete"] = "complete"
    task_id: str
    status: str
    status_message: str | None = None
    result: dict[str, Any] | None = None


class Empty(Result):
    result_type: Literal["complete"] = "complete"


class Get(Request[GetTaskRequestParams, Literal["tasks/get"]]):
    method: Literal["tasks/get"] = "tasks/get"
    params: GetTaskRequestParams
    name_param = "taskId"


class Cancel(Request[CancelTaskRequestParams, Literal["tasks/cancel"]]):
    method: Literal["tasks/cancel"] = "tasks/cancel"
    params: CancelTaskRequestParams
    name_param = "taskId"


async def look(session: ClientSession, task: str) -> Looked:
    return await session.send_request(Get(params=GetTaskRequestParams(task_id=task)), Looked)


async def cancel(session: ClientSession, task: str) -> Empty:
    return await session.send_request(Cancel(params=CancelTaskRequestParams(task_id=task)), Empty)


async def ended(session: ClientSession, task: str) -> Looked:
    """The first look at which the task is over."""
    for _ in range(600):
        found = await look(session, task)
        if found.status != "working":
            return found
        await asyncio.sleep(0.05)
    raise AssertionError(f"still working: {found}")


class TaskClient(ClientExtension):
    """Remembers what was created; a call ends with the result of its task, `hold` leaves it at the handle."""

    identifier = EXTENSION

    def __init__(self, *, hold: bool = False) -> None:
        self.created: list[Created] = []
        self.hold = hold

    def claims(self) -> Sequence[ResultClaim[Any]]:
        return [ResultClaim(result_type="task", model=Created, resolve=self._resolve)]

    async def _resolve(self, created: Created, context: ClaimContext) -> CallToolResult:
        self.created.append(created)
        if self.hold:
            held = {"ok": True, "status": "held", "lang": "zh", "message": "", "data": {"task": created.task_id}}
            return CallToolResult(content=[], structured_content=held)
        found = await ended(context.session, created.task_id)
        assert found.result is not None, found
        return CallToolResult.model_validate(found.result)
