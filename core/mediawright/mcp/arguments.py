"""What is wanted, as tools take it: the fields are the command line's own flags, read by the studio as everywhere."""

from collections.abc import Iterable, Mapping
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, create_model

from mediawright.commands.action import Action
from mediawright.commands.flags import AUDIO, COMMON, ELEMENT, IMAGE, QUERY, SPENDING, VIDEO, Flag
from mediawright.handlers import route
from mediawright.mcp.schemas import slim
from mediawright.present.catalog import render
from mediawright.services.studio import Studio
from mediawright.types.message import Lang, Message
from mediawright.types.operations import Operation
from mediawright.types.request import Request

#: what a quote can be asked for
Command = Literal["video", "image", "audio", "element", "edit", "export"]
PATHS: Mapping[str, tuple[str, ...]] = {
    "video": ("video",),
    "image": ("image",),
    "audio": ("audio", "make"),
    "element": ("element", "create"),
    "edit": ("edit", "say"),
    "export": ("edit", "export"),
}
WHOLE = frozenset({"duration", "count", "seed"})
YES_NO = frozenset({"sound", "keep_original_sound"})
LEFT_OUT = frozenset(flag.name for flag in (*SPENDING, *QUERY, *COMMON)) | {"image_tail", "image_types"}


def _flags() -> Iterable[Flag]:
    known = {flag.name: flag for flag in (*VIDEO, *IMAGE, *AUDIO, *ELEMENT) if flag.name not in LEFT_OUT}
    return (*known.values(), Flag("project"))


def _field(flag: Flag) -> tuple[Any, Any]:
    said = render(Message(f"help.flag.{flag.name}"), "en")
    kind: Any = str
    if flag.kind == "list":
        kind = list[str]
    elif flag.name in WHOLE:
        kind = int
    elif flag.kind == "switch" or flag.name in YES_NO:
        kind = bool
    elif flag.name == "multi_prompt":
        kind = list[dict[str, Any]]
    elif flag.name == "operation":
        kind = Operation
    return kind | None, Field(default=None, description=said)


class Strict(BaseModel):
    """Unknown settings are refused, numbers are taken where words are wanted."""

    model_config = ConfigDict(extra="forbid", coerce_numbers_to_str=True, json_schema_extra=slim)


_FIELDS: dict[str, Any] = {flag.name: _field(flag) for flag in _flags()}
Settings: type[BaseModel] = create_model("Settings", __base__=Strict, __doc__="What was said, no more.", **_FIELDS)


def request_of(studio: Studio, command: str, settings: BaseModel, lang: Lang) -> Request:
    """The request that exact settings spell. Raises InvalidRequest with every problem."""
    values = settings.model_dump(mode="json", exclude_none=True)
    request = Action.of(*PATHS[command], **values).to_request(studio, lang)
    assert request is not None
    return request


def utterance_of(text: str, images: list[str], videos: list[str], audios: list[str]) -> route.Utterance:
    return route.Utterance.of(text, {"image": images, "video": videos, "audio": audios})
