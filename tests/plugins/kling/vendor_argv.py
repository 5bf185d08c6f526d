"""The vendor's command lines as the values of ours: the flags keep their names, underscores become hyphens there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from mediawright.plugin import InvalidRequest, Message, Problem, Request
from mediawright.services.request_reader import read_request

SWITCHES = frozenset({"wait", "no-wait", "download", "multi_shot", "watermark"})
#: what steers waiting and saving, not the request
ASIDE = frozenset({"wait", "no-wait", "download", "output_dir"})
VIDEO = """prompt negative_prompt duration model mode aspect_ratio sound image image_types image_tail element_ids video
video_refer_type keep_original_sound multi_shot shot_type multi_prompt watermark task_id"""
IMAGE = """prompt model image resolution aspect_ratio n negative_prompt result_type series_amount element_ids task_id"""
ELEMENT = """action name description ref_type frontal_image refer_images video voice_id tags page_num page_size
element_id task_id"""
ACCOUNT = """costs days start_time end_time resource_pack_name"""
KNOWN = {
    name: frozenset(flags.split())
    for name, flags in {"video": VIDEO, "image": IMAGE, "element": ELEMENT, "account": ACCOUNT}.items()
}
LISTS = ("image", "element_ids", "refer_images", "tags")


@dataclass(frozen=True)
class Spoken:
    """A command line, read: the subcommand and its values; the last of a repeated flag wins."""

    command: str
    values: dict[str, Any] = field(default_factory=dict)


def read_argv(argv: Sequence[str]) -> Spoken:
    """Raises InvalidRequest for a subcommand or flag that does not exist."""
    command, *words = argv
    if command not in KNOWN:
        raise _refused("command")
    values: dict[str, Any] = {}
    while words:
        name = words.pop(0).removeprefix("--")
        if name not in KNOWN[command] | (ASIDE if command != "account" else frozenset()):
            raise _refused(name)
        if name in SWITCHES or name == "costs":
            values[name] = True
        else:
            values[name] = words.pop(0) if words else ""
    return Spoken(command, values)


def request_from_flags(kind: str, flags: Mapping[str, Any]) -> Request:
    """The request that our command line makes of the same flags. Raises InvalidRequest."""
    kling_request = {name: value for name, value in flags.items() if name not in ASIDE and name != "action"}
    if "task_id" in kling_request and set(kling_request) != {"task_id"}:
        raise _refused("task_id")
    for name in LISTS:
        if name in kling_request:
            kling_request[name] = [kling_request[name]]
    if kind == "element" and "video" in kling_request:
        kling_request["video"] = [kling_request["video"]]
    return read_request(kind, kling_request)


def _refused(field: str) -> InvalidRequest:
    return InvalidRequest(Problem(field, Message("cli.no_such_option", {"option": field})))
