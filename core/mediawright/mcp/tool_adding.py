"""How a function becomes a tool of this server: its manner, its page, and a schema that costs little."""

from collections.abc import Callable
from typing import Any, TypeVar

from mediawright.mcp.host_pages import page_of
from mediawright.mcp.manners import MANNERS
from mediawright.mcp.schemas import inlined, slim
from mediawright.mcp.served import ServedTool

Function = TypeVar("Function", bound=Callable[..., Any])


def tool_of(tools: list[ServedTool], name: str) -> Callable[[Function], Function]:
    """Takes a function in as a tool."""
    manner, page = MANNERS[name], page_of(name)
    meta = {"ui": {"resourceUri": page}} if page else None

    def add(function: Function) -> Function:
        tool = ServedTool.from_function(
            function, name=name, title=manner.title, annotations=manner.annotations, meta=meta
        )
        assert isinstance(tool, ServedTool)
        slim(tool.parameters)
        tool.parameters = inlined(tool.parameters)
        tools.append(tool)
        return function

    return add
