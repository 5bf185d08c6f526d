"""Tasks as they stand on the wire, and which clients speak them.

Facts: the extension `io.modelcontextprotocol/tasks`, specification of 2026-07-28: its capability, `CreateTaskResult`,
`DetailedTask`, "Protocol Errors".
"""

from datetime import datetime
from typing import Any

from mcp.server.context import ServerRequestContext
from mcp.server.mcpserver import Context
from mcp.shared.exceptions import MCPError
from mcp_types import INVALID_PARAMS, MISSING_REQUIRED_CLIENT_CAPABILITY, RequestParams
from mcp_types.version import MODERN_PROTOCOL_VERSIONS

from mediawright.types.job import Job

EXTENSION = "io.modelcontextprotocol/tasks"
VERSIONS = frozenset(MODERN_PROTOCOL_VERSIONS)
#: how often a client should look (milliseconds)
LOOK_MS = 2000
#: states of a task that change no more
OVER = frozenset({"completed", "cancelled", "failed"})


class UpdateParams(RequestParams):
    """What `tasks/update` brings; our tasks ask nothing, so nothing in it is read."""

    task_id: str
    input_responses: dict[str, Any] | None = None


def speaks_tasks(ctx: Context[Any, Any] | ServerRequestContext[Any, Any]) -> bool:
    """Did this very request declare the extension, in a protocol that can carry it?"""
    if ctx.session.protocol_version not in VERSIONS:
        return False
    declared = ctx.session.client_capabilities
    return declared is not None and EXTENSION in (declared.extensions or {})


def check_speaks(ctx: ServerRequestContext[Any, Any]) -> None:
    """Raises MCPError for a client that did not declare the extension."""
    if not speaks_tasks(ctx):
        needed: dict[str, Any] = {"requiredCapabilities": {"extensions": {EXTENSION: {}}}}
        raise MCPError(MISSING_REQUIRED_CLIENT_CAPABILITY, "Missing required client capability", needed)


def unknown_task() -> MCPError:
    return MCPError(INVALID_PARAMS, "Task not found")


def task_of(job: Job, status: str, said: str | None) -> dict[str, Any]:
    """The fields of a task. The ledger keeps it for good, so it has no end of life."""
    told = {
        "taskId": job.id,
        "status": status,
        "createdAt": _time(job.created_at),
        "lastUpdatedAt": _time(job.updated_at),
        "ttlMs": None,
    }
    more = {} if status in OVER else {"pollIntervalMs": LOOK_MS}
    return told | more | ({"statusMessage": said} if said else {})


def _time(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")
