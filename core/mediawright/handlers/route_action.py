"""A route as the exact action that does it. `do` runs it, questions offer one per choice."""

from collections.abc import Mapping, Sequence
from typing import Any

from mediawright.commands.action import Action
from mediawright.present.catalog import render
from mediawright.types.message import Message
from mediawright.types.operations import MediaKind
from mediawright.types.request import OWN_SHAPE
from mediawright.types.route import Choice, Route

#: params that are flags of the same name
SAME = ("duration", "aspect_ratio", "resolution", "mode", "model", "style", "scope", "days")
#: routes that are no request: operation → the command that does it
SERVICES: Mapping[str, tuple[str, ...]] = {
    "list_elements": ("element", "list"),
    "list_preset_elements": ("element", "list-presets"),
    "delete_element": ("element", "delete"),
    "quota": ("account", "quota"),
    "history": ("account", "history"),
    "login": ("auth", "login"),
    "logout": ("auth", "logout"),
    "login_status": ("auth", "status"),
    "switch_account": ("auth", "switch"),
    "timeline": ("edit", "timeline"),
    "upload": ("edit", "upload"),
    "export": ("edit", "export"),
    "job_status": ("jobs", "list"),
}
#: commands that are one of several under their name
PATHS: Mapping[str, tuple[str, ...]] = {"audio": ("audio", "make")}
Sources = Sequence[tuple[MediaKind, str]]


def action_of(route: Route, sources: Sources = (), choice: Choice | None = None) -> Action | None:
    """The action; None where no command does it. `sources` are the inputs in order."""
    if route.command == "compare":
        return _comparison(route, sources)
    operation = choice.operation if choice and choice.operation else route.operation
    command = choice.command if choice and choice.command else route.command
    params = {**route.params, **(choice.params if choice else {})}
    if operation is None or command in (None, "none"):
        return None
    if operation in SERVICES:
        return _service(operation, route, params, sources)
    if operation == "chat_edit":
        return _edit(route, sources)
    if operation == "create_element":
        name = params.get("name") or route.prompt or None
        known = {"name": name, "description": params.get("description") or name}
        return Action.of("element", "create", **known, **_subject(sources), provider=route.provider)
    return Action.of(
        *PATHS.get(str(command), (str(command),)),
        operation=operation,
        prompt=_prompt(route, operation, params),
        **_inputs(operation, params, sources),
        **_flags(operation, params),
        provider=route.provider,
    )


def _edit(route: Route, sources: Sources) -> Action:
    """What is said into the open edit session; a clip that comes along is edited by itself, and becomes a new file."""
    clips = _of_kind(sources, MediaKind.VIDEO)
    if clips:
        values = {"operation": "edit_video", "prompt": route.prompt or None, "video": clips}
        return Action.of("video", **values, provider=route.provider)
    return Action.of("edit", "say", text=route.prompt or "", provider=route.provider)


def _comparison(route: Route, sources: Sources) -> Action:
    """One wish at several models; without an operation their kind says what is made."""
    operation, params = route.operation or "", route.params
    return Action.of(
        "compare",
        text=_prompt(route, operation, params),
        models=params["models"],
        operation=route.operation,
        **_inputs(operation, params, sources),
        **_flags(operation, params),
    )


def _service(operation: str, route: Route, params: Mapping[str, Any], sources: Sources) -> Action:
    command = SERVICES[operation]
    if operation == "job_status":
        return Action.of("jobs", "show", job=params["task_id"]) if "task_id" in params else Action.of(*command)
    values: dict[str, Any] = {"sources": [source for _, source in sources]} if operation == "upload" else {}
    if command[0] != "auth":
        values |= {name: params[name] for name in ("days", "element_id") if name in params}
    return Action.of(*command, **values, provider=route.provider)


def _prompt(route: Route, operation: str, params: Mapping[str, Any]) -> str | None:
    """What is to be seen. A picture that is to become a clip may come without a word about it: it is then brought to
    life, in words that the confirmation page shows before anything is agreed to."""
    if not route.prompt and operation == "image_to_video":
        key = "first_last" if params.get("frames") == "first_last" else operation
        return render(Message(f"router.prompt.{key}"), route.lang)
    return params.get("prompt") or route.prompt or None


def _inputs(operation: str, params: Mapping[str, Any], sources: Sources) -> dict[str, Any]:
    images = _of_kind(sources, MediaKind.IMAGE)
    values: dict[str, Any] = {}
    if params.get("frames") == "first_last" and len(images) == 2:
        values |= {"first_frame": images[0], "end_frame": images[1]}
        images = []
    clips = _of_kind(sources, MediaKind.VIDEO)
    values |= {"image": images, "video": clips}
    if clips and operation == "reference_to_video":
        values["video_refer_type"] = "feature"
    return values | {"audio": _of_kind(sources, MediaKind.AUDIO)}


def _flags(operation: str, params: Mapping[str, Any]) -> dict[str, Any]:
    values: dict[str, Any] = {name: params[name] for name in SAME if name in params}
    if "sound" in params:
        values["sound"] = "on" if params["sound"] else "off"
    if params.get("multi_shot"):
        values |= {"multi_shot": True, "shot_type": "intelligence"}
    if params.get("consent"):
        values["option"] = ["consent=yes"]
    if "element_id" in params or "element_ids" in params:
        values["element_ids"] = params.get("element_ids") or [params["element_id"]]
    if operation == "edit_image":
        values.setdefault("aspect_ratio", OWN_SHAPE)
    if operation == "image_series":
        return values | {"result_type": "series", "series_amount": params.get("count")}
    return values | {"count": params.get("count")}


def _subject(sources: Sources) -> dict[str, Any]:
    clips, images = _of_kind(sources, MediaKind.VIDEO), _of_kind(sources, MediaKind.IMAGE)
    if clips:
        return {"ref_type": "video_refer", "video": clips[:1]}
    return {
        "ref_type": "image_refer",
        "frontal_image": images[0] if images else None,
        "refer_images": images[1:],
    }


def _of_kind(sources: Sources, kind: MediaKind) -> list[str]:
    return [source for found, source in sources if found is kind]
