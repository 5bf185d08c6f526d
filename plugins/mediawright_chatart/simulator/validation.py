"""Does a submit say exactly what the contract allows? Names and types first (4001, 4003), then the model tables (4000)."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from mediawright_chatart.models import FRAMES, OMNI, SINGLE, Entry, Kind, catalogue

Test = Callable[[Any], bool]


class Wrong(Exception):
    """A refusal with its code and the field it is about."""

    def __init__(self, code: int, field: str) -> None:
        self.code, self.field = code, field
        super().__init__(field)


def text(value: Any) -> bool:
    return isinstance(value, str)


def said(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def truth(value: Any) -> bool:
    return isinstance(value, bool)


def digits(value: Any) -> bool:
    return isinstance(value, str) and value.isascii() and value.isdigit()


def links(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def one_of(*values: Any) -> Test:
    return lambda value: any(type(value) is type(item) and value == item for item in values)


def either(*tests: Test) -> Test:
    return lambda value: any(test(value) for test in tests)


CLIP: dict[str, Test] = {
    "video_id": text,
    "image_url": links,
    "gpt_type": text,
    "original_model": text,
    "quality": text,
}
SHAPES: dict[Kind, dict[str, Test]] = {
    Kind.T2V: CLIP | {"function_mode": one_of(SINGLE), "sound": one_of(0, 1), "prompt": said, "duration": whole},
    Kind.I2V: CLIP | {"function_mode": one_of(SINGLE, FRAMES, OMNI), "sound": one_of(1), "duration": digits},
    Kind.OMNI: CLIP | {"function_mode": one_of(OMNI), "sound": truth, "prompt": said, "duration": digits},
    Kind.EXTEND: CLIP | {"function_mode": one_of(SINGLE), "sound": one_of(1), "prompt": said, "duration": whole},
    Kind.REPLACE: CLIP | {"mode": one_of("animate", "replace"), "duration": whole},
}
OPTIONAL: dict[Kind, dict[str, Test]] = {
    Kind.T2V: {"ratio": text},
    Kind.I2V: {"ratio": text, "prompt": text},
    Kind.OMNI: {"ratio": text},
    Kind.EXTEND: {},
    Kind.REPLACE: {},
}
#: what older clients send and the service takes (§20.2)
LENIENT: dict[str, Test] = {"duration": either(whole, digits), "sound": either(one_of(0, 1), truth)}
IDS = {"101": Kind.T2V, "102": Kind.I2V, "103": Kind.EXTEND, "104": Kind.REPLACE}
NUMBERS = {Kind.T2V: (0, 0), Kind.I2V: (1, 2), Kind.OMNI: (1, 9), Kind.EXTEND: (1, 1), Kind.REPLACE: (2, 2)}
RESTYLED = "video_model"


def video(body: Mapping[str, Any], *, strict: bool) -> tuple[Kind, Entry, int]:
    """The request type, the model and the price of a video submit. Raises Wrong."""
    if RESTYLED in body:
        raise Wrong(4000, RESTYLED)
    kind = kind_of(body)
    _fields(body, SHAPES[kind], OPTIONAL[kind], strict=strict)
    entry = _entry(body, kind)
    if body["original_model"] != body["gpt_type"]:
        raise Wrong(4000, "original_model")
    sent = [link for link in body["image_url"] if link] if not strict else body["image_url"]
    least, most = NUMBERS[kind]
    if not least <= len(sent) <= most:
        raise Wrong(4000, "image_url")
    seconds = int(body.get("duration", 5))
    _listed(body, kind, entry, seconds, sent)
    return kind, entry, _clip_price(body, kind, entry, seconds)


def kind_of(body: Mapping[str, Any]) -> Kind:
    kind = IDS.get(str(body.get("video_id")))
    if kind is None:
        raise Wrong(4003 if "video_id" not in body else 4000, "video_id")
    composed = body.get("function_mode") == OMNI and isinstance(body.get("sound"), bool)
    return Kind.OMNI if kind is Kind.I2V and composed else kind


def _fields(body: Mapping[str, Any], needed: Mapping[str, Test], more: Mapping[str, Test], *, strict: bool) -> None:
    loose = {} if strict else LENIENT
    for name, test in needed.items():
        if name not in body:
            if not strict and name in LENIENT:
                continue
            raise Wrong(4003, name)
        if not loose.get(name, test)(body[name]):
            raise Wrong(4001, name)
    for name in body.keys() - needed.keys():
        if name not in more or not more[name](body[name]):
            raise Wrong(4001, name)


def _entry(body: Mapping[str, Any], kind: Kind) -> Entry:
    for entry in catalogue().able(kind):
        if entry.wire_name(kind) == body["gpt_type"]:
            return entry
    raise Wrong(4000, "gpt_type")


def _listed(body: Mapping[str, Any], kind: Kind, entry: Entry, seconds: int, sent: Sequence[str]) -> None:
    if kind is Kind.REPLACE and entry.replace:
        scope = {"animate": "full_scene", "replace": "body_only"}[body["mode"]]
        _among("mode", scope, entry.replace.scopes)
        _among("quality", body["quality"], tuple(entry.replace.times))
        _among("duration", seconds >= 1, (True,))
        return
    _among("quality", body["quality"], entry.extend if kind is Kind.EXTEND else entry.resolutions)
    _among("duration", seconds, entry.durations)
    if "ratio" in body:
        _among("ratio", body["ratio"], entry.ratios.get(kind, ()))
    if kind is Kind.I2V:
        _among("function_mode", body["function_mode"], entry.frames)
        if body["function_mode"] == SINGLE and len(sent) != 1:
            raise Wrong(4000, "image_url")


def _among(name: str, value: Any, allowed: Sequence[Any]) -> None:
    if value not in allowed:
        raise Wrong(4000, name)


def _clip_price(body: Mapping[str, Any], kind: Kind, entry: Entry, seconds: int) -> int:
    if kind is Kind.REPLACE and entry.replace:
        return int(entry.replace.rate(body["quality"]) * seconds)
    return int(entry.price[(body["quality"], seconds)])


# --- pictures -------------------------------------------------------------------------------------------------------------

PICTURE: dict[str, Test] = {
    "style": whole,
    "scene_id": whole,
    "reference_image": links,
    "gen_content": text,
    "content": lambda value: value == {"text": "", "site_url": ""},
    "description": said,
    "picture_counts": one_of(1),
    "picture_scale": whole,
    "gpt_type": text,
    "image_definition": whole,
}
PICTURE_KINDS = {(10, 4): Kind.TEXT2IMAGE, (0, 13): Kind.IMAGE_EDIT}


def image(body: Mapping[str, Any], *, strict: bool) -> tuple[Entry, str, int]:
    """The model, the ratio and the price of a picture submit. Raises Wrong."""
    needed = PICTURE if strict else PICTURE | {"picture_counts": one_of(1, 2, 3, 4)}
    _fields(body, needed, {"quality": text}, strict=True)
    kind = PICTURE_KINDS.get((body["style"], body["scene_id"]))
    if kind is None:
        raise Wrong(4000, "style")
    entry = _entry(body, kind)
    number = len(body["reference_image"])
    _among("reference_image", number, range(1, 15) if kind is Kind.IMAGE_EDIT else (0,))
    tables = catalogue()
    ratio = _named("picture_scale", tables.scale, body["picture_scale"], entry.ratios[kind])
    size = _named("image_definition", tables.definition, body["image_definition"], entry.resolutions)
    quality = body.get("quality")
    _among("quality", quality, entry.qualities or (None,))
    return entry, ratio, int(entry.price[(size, quality)]) * body["picture_counts"]


def _named(field: str, numbers: Mapping[str, int], value: int, allowed: Sequence[str]) -> str:
    word = next((word for word, number in numbers.items() if number == value), "")
    _among(field, word, allowed)
    return word
