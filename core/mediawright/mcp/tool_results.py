"""The one answer object as a tool result: structured as `--json` prints it, the sentence as text, files as links."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any

from mcp_types import CallToolResult, ContentBlock, InputRequiredResult, ResourceLink, TextContent
from pydantic import BaseModel, ConfigDict, Field, PrivateAttr

from mediawright.commands.action import Action, Next
from mediawright.handlers.response import Response
from mediawright.mcp.schemas import titleless
from mediawright.present.response_data import answer_of
from mediawright.types.errors import ExitCode
from mediawright.types.message import Lang

#: failures that are steps of the way, not mistakes: the page says what comes next
STEPS = frozenset({ExitCode.CONFIRM, ExitCode.RUNNING, ExitCode.SIGN_IN})


class NextCall(BaseModel):
    """A tool call that goes on from here; the same step as the command in `next`."""

    model_config = ConfigDict(json_schema_extra=titleless)

    tool: str
    arguments: dict[str, Any]


class ToolResult(BaseModel):
    """Show `message` to the user as it is. `status` is a stable word."""

    model_config = ConfigDict(json_schema_extra=titleless)

    ok: bool
    status: str
    lang: str
    message: str
    data: dict[str, Any] = Field(default_factory=dict)
    next: list[str] = Field(default_factory=list, description="the same steps as shell commands")
    calls: list[NextCall] = Field(default_factory=list, description="what to call next; paid ones after a yes")
    error: dict[str, Any] | None = None
    truncated: dict[str, int] | None = None


class Told(CallToolResult):
    """A result that still knows the answer it was made from; that is not part of what is sent."""

    _response: Response | None = PrivateAttr(default=None)

    @classmethod
    def of(cls, response: Response, **fields: Any) -> "Told":
        made = cls(**fields)
        made._response = response
        return made

    @property
    def response(self) -> Response | None:
        return self._response


#: what every tool gives back
Result = Annotated[CallToolResult, ToolResult]
#: what a tool gives back that may have to ask the user first
Asked = Annotated[CallToolResult, ToolResult] | InputRequiredResult


def result_of(response: Response, lang: Lang) -> Told:
    """The answer for the client: isError only for what the model must mend."""
    answer = answer_of(response.page, lang, status=response.status, error=response.failure)
    told = json.loads(answer.to_json())
    told["calls"] = _calls(_usable(response))
    content: list[ContentBlock] = [TextContent(text=_text(told)), *_links(told["data"])]
    wrong = response.failure is not None and response.exit not in STEPS
    return Told.of(response, content=content, structured_content=told, is_error=wrong)


def _usable(response: Response) -> tuple[Next, ...]:
    """The next steps that a tool can do: none where the user must answer at a terminal."""
    return () if response.failure is not None and "require" in response.failure.data else response.page.next


def _calls(steps: Iterable[Next]) -> list[dict[str, Any]]:
    """The tool calls that do what the steps do, each once; steps that no tool does are left out."""
    found: list[dict[str, Any]] = []
    for step in steps:
        call = step.to_tool_call() if isinstance(step, Action) else None
        told = call and {"tool": call[0], "arguments": call[1]}
        if told and told not in found:
            found.append(told)
    return found


def _text(told: dict[str, Any]) -> str:
    """For clients that read text only: the sentence, then what can be called."""
    calls = [f"{call['tool']} {json.dumps(call['arguments'], ensure_ascii=False)}" for call in told["calls"]]
    return "\n".join([told["message"], *(["", f"[{told['status']}]", *calls] if calls else [])])


def _links(data: dict[str, Any]) -> list[ResourceLink]:
    """The files that were made, never their bytes."""
    return [
        ResourceLink(
            name=Path(item["path"]).name,
            uri=Path(item["path"]).as_uri(),
            mime_type=item.get("media_type"),
            size=item.get("size"),
        )
        for item in data.get("files") or ()
        if isinstance(item, dict) and Path(str(item.get("path", ""))).is_absolute()
    ]
