"""How an aggregator's endpoints name what a request says, as data: tables `names`, `media`, `values`, `beside`. Pure.

    [names]                     # field of a request → names of endpoints, the first that an endpoint has is used
    prompt = "prompt text"
    size = "image_size"         # what takes the shape, and the resolution as "auto_2K", where there is no field for them
    [media]                     # kind and use of an input → the same; a list takes several
    "image first_frame" = "start_image_url image_url"
    [values.rendering_speed]    # field of an endpoint → our word → its word
    low = "TURBO"
    [beside.target_resolution]  # what goes along with a field, where the endpoint has it
    upscale_mode = "target"
    [sizes]                     # word of a size → width, height
    square_hd = [1024, 1024]

Beside them: `elements`, the field whose entries hold a character each; `options_too`, fields of an input that are options as
well; `never`, fields that are not offered.
"""

from collections.abc import Mapping
from typing import Any

from mediawright.sdk import json_schema
from mediawright.types.dataclass import dataclass
from mediawright.types.operations import MediaKind
from mediawright.types.request import Role

#: parts of a request whose fields are options as well
AS_OPTIONS = ("size", "shots", "multi_shot", "shot_type")


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemaWords:
    """The tables of the module, read. `elements`: the field whose entries hold a character each ("" for none). `hidden`:
    fields that are no options, because a request fills them by its own words or they are never sent."""

    names: Mapping[str, tuple[str, ...]]
    media: Mapping[tuple[MediaKind, Role], tuple[str, ...]]
    values: Mapping[str, Mapping[str, str]]
    beside: Mapping[str, Mapping[str, Any]]
    sizes: Mapping[str, tuple[int, int]]
    elements: str
    hidden: frozenset[str]

    def field(self, schema: Mapping[str, Any], part: str) -> str | None:
        """Return the field of an endpoint that takes a part of a request, None where it has none."""
        return json_schema.first(schema, self.names.get(part, (part,)))

    def word(self, field: str, value: Any) -> Any:
        """Return our value in the endpoint's words."""
        key = str(value).lower() if isinstance(value, bool) else str(value)
        return self.values.get(field, {}).get(key, value)

    def ours(self, field: str, word: Any) -> str:
        """Return an endpoint's word in ours."""
        back = {theirs: own for own, theirs in self.values.get(field, {}).items()}
        return back.get(str(word), str(word))

    def targets(self, schema: Mapping[str, Any]) -> dict[tuple[MediaKind, Role], str]:
        """Return the field that takes each kind and role of input, for those that the endpoint takes."""
        found = {key: json_schema.first(schema, names) for key, names in self.media.items()}
        if self.elements in schema["properties"] and "image_url" not in schema["properties"]:
            found[MediaKind.IMAGE, Role.CHARACTER] = self.elements
        return {key: name for key, name in found.items() if name is not None}

    @property
    def pixels(self) -> dict[str, tuple[int, int]]:
        """The width and height of a picture by the ratio that a person says."""
        return {
            ratio: self.sizes[word]
            for name in self.names.get("size", ())
            for ratio, word in self.values.get(name, {}).items()
            if word in self.sizes
        }


def words_of(table: Mapping[str, Any]) -> SchemaWords:
    """Return the words of a provider's table. Raises ValueError for a kind or a role that is none."""
    names = {part: tuple(text.split()) for part, text in table["names"].items()}
    media = {_place(key): tuple(text.split()) for key, text in table["media"].items()}
    options, never = set(table.get("options_too", "").split()), set(table.get("never", "").split())
    by_request = {name for part, listed in names.items() if part not in AS_OPTIONS for name in listed}
    by_input = {name for listed in media.values() for name in listed}
    return SchemaWords(
        names=names,
        media=media,
        values=table.get("values", {}),
        beside=table.get("beside", {}),
        sizes={word: (size[0], size[1]) for word, size in table.get("sizes", {}).items()},
        elements=table.get("elements", ""),
        hidden=frozenset((by_request | by_input | {"negative_prompt", "seed"} | never) - options),
    )


def _place(key: str) -> tuple[MediaKind, Role]:
    kind, _, role = key.partition(" ")
    return MediaKind(kind), Role(role)
