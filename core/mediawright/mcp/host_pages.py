"""Pages inside a chat program: which tool has which, and the document that the program shows (MCP Apps).

A program without them gets the same answer as ever: the page in words is always there.

Facts: MCP Apps, specification of 2026-01-26.
"""

from importlib.util import find_spec

from mcp.server.apps import APP_MIME_TYPE, Apps
from mcp.server.context import CallNext, HandlerResult, ServerRequestContext
from mcp.server.mcpserver.resources import FunctionResource
from mcp_types import CallToolRequestParams
from typing_extensions import override

from mediawright.mcp.page_maker import PageMaker
from mediawright.mcp.tool_results import Told

CONFIRMATION, RESULTS, STORYBOARD = (
    f"ui://mediawright/{name}.html" for name in ("confirmation", "results", "storyboard")
)
#: address → title, and what stands there
PAGES = {
    CONFIRMATION: ("Price page", "What will be made, its price, other choices, and a button that names the amount."),
    RESULTS: ("Results", "A job as it runs, then its pictures, clips and sounds."),
    STORYBOARD: ("Storyboard", "The shots of a film with their pictures, states and prices."),
}
#: tool → the page that its answer is shown on
SHOWN = {
    **dict.fromkeys(
        ("media_run", "media_quote", "media_revise", "media_again", "media_use", "media_compare"), CONFIRMATION
    ),
    **dict.fromkeys(("media_confirm", "media_wait"), RESULTS),
    **dict.fromkeys(("film", "film_run"), STORYBOARD),
}


def can_draw() -> bool:
    """Is the library of the templates installed? The extra `mcp` brings it."""
    return find_spec("jinja2") is not None


def page_of(tool: str) -> str | None:
    """The address of a tool's page."""
    return SHOWN.get(tool) if can_draw() else None


def document() -> str:
    """The document of all pages: it holds no data, each answer brings its own."""
    from mediawright.board import hosted

    return hosted.document()


class HostPages(Apps):
    """The extension: the documents, and beside every answer what to show in one."""

    def __init__(self, pages: PageMaker) -> None:
        super().__init__()
        self._pages = pages
        for address, (title, description) in PAGES.items() if can_draw() else ():
            self.add_resource(
                FunctionResource(
                    uri=address,
                    name=address.rpartition("/")[2],
                    title=title,
                    description=description,
                    mime_type=APP_MIME_TYPE,
                    fn=document,
                )
            )

    @override
    async def intercept_tool_call(
        self, params: CallToolRequestParams, ctx: ServerRequestContext[object, object], call_next: CallNext
    ) -> HandlerResult:
        result = await call_next(ctx)
        return await self._pages.shown(ctx, result, params.arguments or {}) if isinstance(result, Told) else result
