"""What an answer holds: the block of an interaction, the parts of generateContent (contract §4.3, §5). Pure."""

from collections.abc import Iterator, Mapping
from typing import Any

from mediawright import plugin as mw
from mediawright import sdk

BLOCKS = {mw.MediaKind.DOCUMENT: "text"}


def block(data: Any, kind: mw.MediaKind) -> Mapping[str, Any] | None:
    """Return the last block of a kind in the last output of an interaction, else what stands beside the steps."""
    wanted = BLOCKS.get(kind, kind.value)
    steps = [
        step for step in sdk.every(data, "steps[]") if isinstance(step, dict) and step.get("type") == "model_output"
    ]
    content = sdk.every(steps[-1], "content[]") if steps else []
    found = [item for item in content if isinstance(item, dict) and item.get("type") == wanted]
    beside = sdk.first(data, f"output_{wanted}")
    whole = {"text": beside} if isinstance(beside, str) else beside
    return found[-1] if found else whole if isinstance(whole, dict) else None


def parts(data: Any, kind: mw.MediaKind) -> Iterator[tuple[str, str]]:
    """Yield content and type of every part that is a result: drafts of a thought and words are none (G-R15)."""
    for part in sdk.every(data, "candidates[].content.parts[]"):
        inline = sdk.first(part, ("inlineData", "inline_data"))
        told = sdk.text(inline, ("mimeType", "mime_type"))
        content = inline.get("data") if isinstance(inline, dict) else None
        if (
            part.get("thought") is not True
            and told.startswith(f"{kind.value}/")
            and isinstance(content, str)
            and content
        ):
            yield content, told


def outputs(task: mw.Task, data: Any, direct: bool) -> Iterator[mw.Output]:
    kind, name = mw.MediaKind(task.handle.get("kind", mw.MediaKind.IMAGE)), task.id.replace("/", "-").replace(":", "-")
    if direct:
        for number, (content, told) in enumerate(parts(data, kind)):
            yield mw.Output(kind=kind, name=name, index=number, extra={"file": content, "type": told})
        return
    found = block(data, kind)
    uri = sdk.text(found, "uri", 2000)
    if found is not None and (uri or found.get("data") or found.get("text")):
        yield mw.Output(kind=kind, name=name, extra={"uri": uri} if uri else {"inside": kind.value})
