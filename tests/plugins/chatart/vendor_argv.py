"""The vendor's command lines as the values of ours, the way a person would type them here."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

VIDEO_TYPES = {
    "t2v": "text_to_video",
    "i2v": "image_to_video",
    "omni": "reference_to_video",
    "extend": "extend_video",
}
IMAGE_TYPES = {"text2image": "text_to_image", "image_edit": "edit_image"}
SCOPES = {"Full_Scene": "full_scene", "Body_Only": "body_only"}
#: vendor's flag → our value's name
SAME = {
    "--prompt": "prompt",
    "--model": "model",
    "--aspect-ratio": "aspect_ratio",
    "--duration": "duration",
    "--count": "count",
    "--sound": "sound",
    "--style": "style",
    "--quality": "quality",
    "--first-frame": "first_frame",
    "--end-frame": "end_frame",
    "--input-video": "video",
    "--input-image": "image",
    "--ref-images": "image",
    "--input-images": "image",
}
LISTS = frozenset({"--ref-images", "--input-images"})
#: what steers waiting and showing, not the request
ASIDE = frozenset(
    {"--timeout", "--interval", "--output-dir", "--task-id", "--type", "--start", "--end", "--page", "--size"}
)
SWITCHES = frozenset({"--json", "-q", "--quiet"})
VERBS = {
    "video_gen.py": ("run", "submit", "query", "list-models", "estimate-cost"),
    "ai_image.py": ("run", "submit", "query", "list-models", "estimate-cost"),
    "video_mimic.py": ("run", "submit", "query", "list-models", "estimate-cost"),
    "user.py": ("credit", "logs"),
    "auth.py": ("login", "poll", "logout", "status", "accountswitch"),
}


class UnknownArgument(ValueError):
    """A verb, flag or type that nobody here would understand either."""


@dataclass(frozen=True, slots=True)
class Typed:
    """One command: `command` and `values` are what our reader of requests takes, `verb` what is to be done."""

    verb: str
    command: str
    values: Mapping[str, Any]
    flags: Mapping[str, Any]


def typed(argv: list[str]) -> Typed:
    """Raises UnknownArgument."""
    script, verb, *rest = argv
    if verb not in VERBS[script]:
        raise UnknownArgument(verb)
    flags = _flags(rest)
    values: dict[str, Any] = {SAME[name]: value for name, value in flags.items() if name in SAME}
    if "--resolution" in flags:
        values["resolution"] = resolution(str(flags["--resolution"]))
    command = "image" if script == "ai_image.py" else "video"
    values |= _operation(script, str(flags.get("--type", "")), verb)
    return Typed(verb, command, {"provider": "chatart", **values}, flags)


def _flags(rest: list[str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    at = 0
    while at < len(rest):
        name = rest[at].replace("_", "-")
        at += 1
        if name in SWITCHES:
            found[name] = True
        elif name in LISTS:
            found[name] = []
            while at < len(rest) and not rest[at].startswith("--"):
                found[name].append(rest[at])
                at += 1
        elif name in SAME or name in ASIDE or name == "--resolution":
            found[name] = rest[at]
            at += 1
        else:
            raise UnknownArgument(name)
    return found


def resolution(word: str) -> str:
    """The vendor says pixels for clips and "2K" for pictures."""
    return {"2160": "4k"}.get(word, f"{word}p" if word.isdigit() else word.lower())


def _operation(script: str, kind: str, verb: str) -> dict[str, str]:
    if script == "video_mimic.py":
        scope = {"scope": SCOPES[kind]} if kind else {}
        return {"operation": "replace_character", **scope}
    known = IMAGE_TYPES if script == "ai_image.py" else VIDEO_TYPES
    if script in ("user.py", "auth.py"):
        return {}
    if kind:
        return {"operation": known[kind]}
    if verb in ("run", "submit", "query", "list-models"):
        raise UnknownArgument("--type is required")
    return {"operation": "text_to_video"}
