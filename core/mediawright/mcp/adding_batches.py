"""The tool for many requests from a file: what it takes."""

from typing import Annotated, Any, Literal

from mcp.server.mcpserver import Context
from pydantic import Field

from mediawright.mcp import batch_tools
from mediawright.mcp.served import ServedTool
from mediawright.mcp.tool_adding import tool_of
from mediawright.mcp.tool_call import ToolCall
from mediawright.mcp.tool_executor import ToolExecutor
from mediawright.mcp.tool_results import Asked


def batching(tools: list[ServedTool], executor: ToolExecutor) -> None:
    """Add the tool."""

    @tool_of(tools, "media_batch")
    async def media_batch(
        ctx: Context[Any, Any],
        settings: Annotated[
            dict[str, Any],
            Field(default_factory=dict, description="provider, model, duration, aspect_ratio, resolution of all lines"),
        ],
        file: Annotated[str, Field(description="a .txt with a description per line, or a .jsonl of requests")] = "",
        lines: Annotated[
            list[str] | None, Field(max_length=1000, description="the lines, where there is no file")
        ] = None,
        kind: Annotated[batch_tools.Kind | None, Field(description="what each description becomes")] = None,
        cheapest: Annotated[bool, Field(description="each line at the model that costs least")] = False,
        accepted_cost: Annotated[str, Field(description="the total the user agreed to; left out: the page")] = "",
        retry: Annotated[bool, Field(description="make lines that failed anew")] = False,
        again: Annotated[bool, Field(description="also lines that may have been charged already")] = False,
        wait_s: Annotated[int | None, Field(ge=0, le=40, description="how long to wait in this call")] = None,
        lang: Annotated[Literal["auto", "en", "zh"], Field(description="language of the answer")] = "auto",
        thread: Annotated[str | None, Field(description="the conversation; left out: this session's")] = None,
    ) -> Asked:
        """Many requests from a file or lines, one approval. First without a cost: the price page. The call again goes on."""
        call = ToolCall.of(executor, ctx, lang, thread=thread)
        said = batch_tools.BatchAsked(
            file=file,
            lines=tuple(lines or ()),
            settings=settings,
            kind=kind,
            cheapest=cheapest,
            retry=retry,
            again=again,
            accepted_cost=accepted_cost,
        )
        return await batch_tools.batch(call, said, wait_s)
