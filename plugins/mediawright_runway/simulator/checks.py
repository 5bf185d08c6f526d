"""Bodies against Runway's own field tables: every issue at once, as Runway tells them (W-R26)."""

from collections.abc import Iterator, Mapping
from typing import Any

from mediawright_runway.shapes import FIELDS

TYPES = {"int": (int,), "number": (int, float), "bool": (bool,), "text": (str,)}


def issues(path: str, body: Any) -> list[dict[str, Any]]:
    """Return what is wrong with a create; the model decides which fields there are."""
    if not isinstance(body, dict) or body.get("model") not in FIELDS[path]:
        return [issue("invalid_union_discriminator", ["model"], "Invalid discriminator value.")]
    fields, model = FIELDS[path][body["model"]], body["model"]
    given = {name: value for name, value in body.items() if name != "model"}
    if set(given) == {"draftTaskId"}:
        return []
    found = list(_object(fields, given, []))
    found += list(_together(path, model, body))
    if model == "gen4_image":  # it ignores what it does not know, without a word
        found = [item for item in found if item["code"] != "unrecognized_keys"]
    return found


def issue(code: str, path: list[Any], message: str) -> dict[str, Any]:
    return {"code": code, "path": path, "message": message}


def _object(fields: Mapping[str, Any], given: Mapping[str, Any], path: list[Any]) -> Iterator[dict[str, Any]]:
    kinds = {name.rstrip("*"): kind for name, kind in fields.items()}
    for name in fields:
        if name.endswith("*") and name[:-1] not in given:
            yield issue("invalid_type", [*path, name[:-1]], "Required")
    unknown = sorted(set(given) - set(kinds))
    if unknown:
        yield issue("unrecognized_keys", path, f"Unrecognized key(s) in object: {', '.join(map(repr, unknown))}")
    for name in given.keys() & kinds.keys():
        yield from _value(kinds[name], given[name], [*path, name])


def _value(kind: Any, value: Any, path: list[Any]) -> Iterator[dict[str, Any]]:
    if isinstance(kind, str):
        wanted = TYPES.get(kind)
        if wanted and (not isinstance(value, wanted) or (isinstance(value, bool) and kind != "bool")):
            yield issue("invalid_type", path, f"Expected {kind}.")
    elif "one_of" in kind:
        if value not in kind["one_of"] or isinstance(value, bool):
            yield issue("invalid_enum_value", path, "Invalid enum value.")
    elif "any_of" in kind:
        tries = [list(_value(part, value, path)) for part in kind["any_of"]]
        if all(tries):
            yield min(tries, key=len)[0]
    elif "list_of" in kind:
        if not isinstance(value, list):
            yield issue("invalid_type", path, "Expected array.")
        else:
            for number, item in enumerate(value):
                yield from _value(kind["list_of"], item, [*path, number])
    elif not isinstance(value, dict):
        yield issue("invalid_type", path, "Expected object.")
    else:
        yield from _object(kind, value, path)


def _together(path: str, model: str, body: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Rules of several fields (§4, §5)."""
    frames = body.get("promptImage")
    placed = [item.get("position") for item in frames if isinstance(item, dict)] if isinstance(frames, list) else []
    if None in placed and any(placed):
        yield issue("custom", ["promptImage"], "References and positioned frames cannot be mixed.")
    if "last" in placed and "first" not in placed and model.startswith("veo"):
        yield issue("custom", ["promptImage"], "A last frame needs a first frame.")
    if body.get("mode") == "edit" and model == "seedance2_5" and (body.get("duration") != "auto" or "ratio" in body):
        yield issue("custom", ["duration"], "An edit takes duration auto and no ratio.")
    if body.get("mode") == "extend" and "ratio" in body:
        yield issue("custom", ["ratio"], "An extension takes no ratio.")
    if model == "hailuo3" and body.get("ratio") == "adaptive" and path.endswith("text_to_video") and not _media(body):
        yield issue("custom", ["ratio"], "adaptive needs media.")
    for name in ("promptText",):
        limit = {"gen4.5": 1000, "gen4_turbo": 1000}.get(model, 40_000)
        if len(str(body.get(name, "")).encode("utf-16-le")) // 2 > limit:
            yield issue("too_big", [name], f"String must contain at most {limit} character(s)")


def _media(body: Mapping[str, Any]) -> bool:
    return any(name in body for name in ("references", "referenceVideos", "referenceAudio", "promptImage"))


def addresses(value: Any) -> Iterator[str]:
    """Yield every address in a body."""
    if isinstance(value, dict):
        for item in value.values():
            yield from addresses(item)
    elif isinstance(value, list):
        for item in value:
            yield from addresses(item)
    elif isinstance(value, str) and "://" in value:
        yield value
