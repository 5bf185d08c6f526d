"""The library's tool and server, with answers in our own shape for whatever goes wrong around a call."""

import asyncio
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from typing import Any

from mcp.server.lowlevel.helper_types import ReadResourceContents
from mcp.server.mcpserver import Context, MCPServer
from mcp.server.mcpserver.exceptions import ResourceError, ResourceNotFoundError, ToolError
from mcp.server.mcpserver.tools import Tool
from mcp_types import CallToolResult, InputRequiredResult
from mcp_types import Resource as Listed
from pydantic import AnyUrl, Field, ValidationError

from mediawright.handlers.errors import answered
from mediawright.handlers.response import Response
from mediawright.mcp.leniency import as_meant, check_known, wrong
from mediawright.mcp.limits import LARGEST_READ
from mediawright.mcp.schemas import inlined
from mediawright.mcp.tool_executor import ToolExecutor
from mediawright.mcp.tool_results import result_of
from mediawright.present.catalog import render
from mediawright.services.readable import check_readable
from mediawright.services.sources import local_path
from mediawright.services.studio import Studio
from mediawright.types.errors import InvalidRequest, MediawrightError, NotFound
from mediawright.types.job import Asset
from mediawright.types.message import Lang, Message, Problem

#: stands for half a character of JSON that no text can hold; it is no character itself (Unicode 23.7)
HALF = "\uffff"
#: files that are listed, the newest first
LISTED = 50


class ServedTool(Tool):
    """A tool whose arguments are read leniently, and refused in the answer that its schema promises."""

    executor: Any = Field(default=None, exclude=True)

    @cached_property
    def output_schema(self) -> dict[str, Any] | None:
        found = self.fn_metadata.output_schema
        return inlined(found) if found else None

    async def run(self, arguments: dict[str, Any], context: Context[Any, Any], convert_result: bool = False) -> Any:
        """The tool's answer. Wrong arguments and a fault of ours end in one of the same shape."""
        try:
            meant = as_meant(_halves(arguments), self.parameters)
            check_readable(meant)
            check_known(meant, self.parameters)
            self.fn_metadata.validate_arguments(meant)
        except InvalidRequest as error:
            return await refused(self.executor, arguments, error)
        except ValidationError as error:
            found = error.errors(include_url=False, include_context=False, include_input=False)
            return await refused(self.executor, arguments, wrong(found, self.parameters))
        try:
            return await super().run(meant, context, convert_result)
        except ToolError as error:
            if self.executor.debug:
                raise
            kind = type(error.__cause__ or error).__name__
            fault = MediawrightError(Message("cli.unexpected"), data={"kind": kind})
            return await refused(self.executor, arguments, fault)


class Server(MCPServer[Any]):
    """The server: an unknown tool is answered like a wrong argument, and files that were made can be read."""

    def __init__(self, executor: ToolExecutor, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self._executor = executor

    async def call_tool(
        self, name: str, arguments: dict[str, Any], context: Context[Any, Any] | None = None
    ) -> CallToolResult | InputRequiredResult:
        names = tuple(tool.name for tool in await self.list_tools())
        if name not in names:
            unknown = NotFound(Problem("tool", Message("mcp.no_tool", {"name": name}), allowed=names))
            return await refused(self._executor, arguments, unknown)
        return await super().call_tool(name, arguments, context)

    async def list_resources(self) -> list[Listed]:
        """The newest files of finished jobs that are still there, and the pages for chat programs."""
        return [*await asyncio.to_thread(_listed, await self._assets()), *await super().list_resources()]

    async def read_resource(
        self, uri: AnyUrl | str, context: Context[Any, Any] | None = None
    ) -> Iterable[ReadResourceContents] | InputRequiredResult:
        """The bytes of a file that a job made, or a page; no other file is read.

        Raises ResourceNotFoundError, ResourceError.
        """
        if str(uri).startswith("ui://"):
            return await super().read_resource(uri, context)
        return await asyncio.to_thread(_read, str(uri), await self._assets(), self._executor.lang(None))

    async def _assets(self) -> list[Asset]:
        async def listed(studio: Studio) -> list[Asset]:
            if not studio.has_ledger:
                return []
            return [asset for job in studio.ledger.list(limit=1000) for asset in job.assets]

        return await self._executor.read_only(listed)


def _listed(assets: list[Asset]) -> list[Listed]:
    there = [asset for asset in assets if Path(asset.path).is_file()][:LISTED]
    return [
        Listed(name=Path(one.path).name, uri=Path(one.path).as_uri(), mime_type=one.media_type, size=one.size)
        for one in there
    ]


def _read(uri: str, assets: list[Asset], lang: Lang) -> list[ReadResourceContents]:
    path = Path(local_path(uri))
    asset = next((one for one in assets if Path(one.path) == path), None)
    if asset is None or not path.is_file():
        raise ResourceNotFoundError(render(Message("mcp.no_resource", {"file": path.name}), lang))
    if path.stat().st_size > LARGEST_READ:
        raise ResourceError(render(Message("mcp.resource_large", {"file": str(path)}), lang))
    return [ReadResourceContents(content=path.read_bytes(), mime_type=asset.media_type)]


async def refused(executor: ToolExecutor, arguments: dict[str, Any], error: MediawrightError) -> CallToolResult:
    """The promised answer for a call that is not made."""
    said, words = arguments.get("lang"), arguments.get("wish")
    lang = executor.lang(said if said in ("en", "zh") else None, words if isinstance(words, str) else None)

    async def work(studio: Studio) -> Response:
        raise error

    async def told(studio: Studio) -> Response:
        return await answered(studio, work, lang)

    return result_of(await executor.read_only(told), lang)


def _halves(value: Any) -> Any:
    """Half a character, where its stand-in is: what reads it refuses it by name."""
    if isinstance(value, str):
        return value.replace(HALF, "\ud800")
    if isinstance(value, dict):
        return {_halves(name): _halves(item) for name, item in value.items()}
    return [_halves(item) for item in value] if isinstance(value, list) else value
