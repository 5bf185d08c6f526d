"""A route as the exact command line that does it. `do` runs it, questions offer one per choice."""

from collections.abc import Mapping, Sequence
from typing import Any

from mediawright.present.catalog import render
from mediawright.types.message import Message
from mediawright.types.operations import MediaKind
from mediawright.types.route import Choice, Route

#: params that are flags of the same name
SAME = ("duration", "aspect_ratio", "resolution", "model", "style", "scope", "days")
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


def arguments_of(route: Route, sources: Sources = (), choice: Choice | None = None) -> tuple[str, ...]:
    """The words after `mediawright`; () where no command does it. `sources` are the inputs in order."""
    operation = choice.operation if choice and choice.operation else route.operation
    command = choice.command if choice and choice.command else route.command
    params = {**route.params, **(choice.params if choice else {})}
    if operation is None or command in (None, "none"):
        return ()
    if operation in SERVICES:
        return _service(operation, route, params, sources)
    if operation == "chat_edit":
        return ("edit", "say", route.prompt or "", *_provider(route))
    if operation == "create_element":
        return ("element", "create", *_subject(sources), *_provider(route))
    words = [
        *PATHS.get(str(command), (str(command),)),
        "--operation",
        operation,
        *_prompt(route, operation, params),
        *_inputs(operation, params, sources),
    ]
    return (*words, *_flags(operation, params), *_provider(route))


def _service(operation: str, route: Route, params: Mapping[str, Any], sources: Sources) -> tuple[str, ...]:
    words = SERVICES[operation]
    if operation in ("login", "logout", "login_status", "switch_account"):
        return (*words, *([route.provider] if route.provider else []))
    if operation == "job_status" and "task_id" in params:
        return ("jobs", "show", str(params["task_id"]))
    if operation == "upload":
        words = (*words, *(source for _, source in sources))
    extra = [item for name in ("days", "element_id") if name in params for item in (_flag(name), str(params[name]))]
    return (*words, *extra, *_provider(route)) if words[0] != "jobs" else words


def _prompt(route: Route, operation: str, params: Mapping[str, Any]) -> tuple[str, ...]:
    """What is to be seen. A picture that is to become a clip may come without a word about it: it is then brought to
    life, in words that the confirmation page shows before anything is agreed to."""
    if not route.prompt and operation == "image_to_video":
        key = "first_last" if params.get("frames") == "first_last" else operation
        return ("--prompt", render(Message(f"router.prompt.{key}"), route.lang))
    return ("--prompt", route.prompt) if route.prompt else ()


def _provider(route: Route) -> tuple[str, ...]:
    return ("--provider", route.provider) if route.provider else ()


def _flag(name: str) -> str:
    return "--" + name.replace("_", "-")


def _inputs(operation: str, params: Mapping[str, Any], sources: Sources) -> list[str]:
    images = [source for kind, source in sources if kind is MediaKind.IMAGE]
    words: list[str] = []
    if params.get("frames") == "first_last" and len(images) == 2:
        words += ["--first-frame", images[0], "--end-frame", images[1]]
        images = []
    words += [word for image in images for word in ("--image", image)]
    clips = [source for kind, source in sources if kind is MediaKind.VIDEO]
    words += [word for clip in clips for word in ("--video", clip)]
    if clips and operation == "reference_to_video":
        words += ["--video-refer-type", "feature"]
    sounds = [source for kind, source in sources if kind is MediaKind.AUDIO]
    return words + [word for sound in sounds for word in ("--audio", sound)]


def _flags(operation: str, params: Mapping[str, Any]) -> list[str]:
    words = [word for name in SAME if name in params for word in (_flag(name), str(params[name]))]
    if "sound" in params:
        words += ["--sound", "on" if params["sound"] else "off"]
    if params.get("multi_shot"):
        words += ["--multi-shot", "--shot-type", "intelligence"]
    if "element_id" in params:
        words += ["--element-ids", str(params["element_id"])]
    if operation == "image_series":
        words += ["--result-type", "series"]
        return words + (["--series-amount", str(params["count"])] if "count" in params else [])
    return words + (["--count", str(params["count"])] if "count" in params else [])


def _subject(sources: Sources) -> list[str]:
    clips = [source for kind, source in sources if kind is MediaKind.VIDEO]
    images = [source for kind, source in sources if kind is MediaKind.IMAGE]
    if clips:
        return ["--ref-type", "video_refer", "--video", clips[0]]
    words = ["--ref-type", "image_refer"] + (["--frontal-image", images[0]] if images else [])
    return words + [word for image in images[1:] for word in ("--refer-images", image)]
