"""Elements: the provider's presets and the account's own (docs/contracts/kling.md §10)."""

from collections.abc import Mapping
from typing import Any

from mediawright.plugin import dataclass
from mediawright_kling.simulator.errors import RefusedError, bad

OWNER = "10023456"
PRESETS = (
    (829836802793406551, "Grace", "Preset woman"),
    (829836802793406552, "Leo", "Preset man"),
    (829836802793406553, "Mochi", "Preset cat"),
)


@dataclass(slots=True)
class Element:
    """One element; ids go out as bare 18-digit numbers."""

    id: str
    name: str
    description: str
    reference_type: str
    body: Mapping[str, Any]
    owner: str = OWNER
    status: str = "succeed"

    def told(self) -> dict[str, Any]:
        voice = self.body.get("element_voice_id")
        return {
            "element_id": int(self.id),
            "element_name": self.name,
            "element_description": self.description,
            "reference_type": self.reference_type,
            "element_image_list": self.body.get("element_image_list", {}),
            "element_video_list": self.body.get("element_video_list", {}),
            "element_voice_info": {"voice_id": voice, "voice_name": "Voice", "owned_by": "kling"} if voice else {},
            "tag_list": self.body.get("tag_list", []),
            "owned_by": self.owner,
            "status": self.status,
        }


class Library:
    """All elements of the account, and the presets."""

    def __init__(self) -> None:
        self.presets = [
            Element(str(id_), name, words, "image_refer", {}, owner="kling") for id_, name, words in PRESETS
        ]
        self.own: dict[str, Element] = {}

    def add(self, element_id: str, body: Mapping[str, Any]) -> Element:
        made = Element(
            element_id,
            str(body["element_name"]),
            str(body["element_description"]),
            str(body["reference_type"]),
            _without_content(body),
        )
        self.own[element_id] = made
        return made

    def kind_of(self, element_id: str) -> str:
        """Raises RefusedError 1201 for an element that does not exist any more, or never did."""
        known = self.own.get(element_id) or next((e for e in self.presets if e.id == element_id), None)
        if known is None or known.status == "deleted":
            raise bad(f"element_id '{element_id}' is invalid")
        return known.reference_type

    def delete(self, element_id: str) -> None:
        """Only own ones can be deleted."""
        if any(preset.id == element_id for preset in self.presets):
            raise bad("preset elements can not be deleted")
        if element_id not in self.own or self.own[element_id].status == "deleted":
            raise RefusedError(1203)
        self.own[element_id].status = "deleted"


def _without_content(value: Any) -> Any:
    """Pictures sent inline are told as links."""
    if isinstance(value, Mapping):
        return {key: _without_content(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_without_content(item) for item in value]
    long = isinstance(value, str) and len(value) > 500
    return "https://media.example.com/element.png" if long else value
