"""The recorded cases, and which of them differ from ours on purpose (reasons: docs/evidence/wire-differences-chatart.md)."""

import json
import re
from enum import StrEnum
from pathlib import Path
from typing import Any

from mediawright.plugin import Request

ROOT = Path(__file__).parents[3]
DOCUMENT = ROOT / "docs" / "evidence" / "wire-differences-chatart.md"
CASES: list[dict[str, Any]] = json.loads((ROOT / "tests" / "data" / "wire" / "chatart-examples.json").read_text())
SUBMITS = ("/web/video/generate-video", "/web/art/create")
#: the headers that must be the same
HEADERS = ("xskill-authorization", "identity-id", "language", "skill", "app-type")


class Difference(StrEnum):
    """One intended difference; the value is its name in the document."""

    LENGTH_SAID = "length-said"
    QUALITY_LOW = "quality-low"
    SINGLE_FRAME = "single-frame"
    COMPOSED = "composed-as-omni"
    FOREIGN_LINK = "foreign-link"
    HISTORY_QUERY = "history-query"
    OLD_PENDING = "old-pending"
    OUR_STORE = "our-store"
    NEUTRAL_RESOLUTION = "neutral-resolution"
    OLD_NAMES = "old-env-names"
    SOUND_WORDS = "sound-words"
    MODEL_DEFAULT = "model-default"
    SPELLINGS = "spellings"
    COUNT = "count"


#: fields whose value differs on purpose
FIELDS = {
    Difference.LENGTH_SAID: ("duration",),
    Difference.QUALITY_LOW: ("quality",),
    Difference.SINGLE_FRAME: ("function_mode", "duration"),
    Difference.COMPOSED: ("sound", "duration"),
    Difference.FOREIGN_LINK: ("image_url", "duration"),
}
#: refused by the vendor's tool, or sent spoiled, and taken here because the contract says so
TAKEN = {
    "invalid.video.resolution-text": Difference.NEUTRAL_RESOLUTION,
    "invalid.video.documented-env-names": Difference.OLD_NAMES,
    "invalid.video.cost-sound-on": Difference.SOUND_WORDS,
    "invalid.image.cost-gpt-no-quality": Difference.QUALITY_LOW,
    "invalid.mimic.no-model": Difference.MODEL_DEFAULT,
    "lax.video.alias-seedance": Difference.SPELLINGS,
    "lax.video.alias-kling-v3": Difference.SPELLINGS,
    "lax.video.alias-happy-horse": Difference.SPELLINGS,
    "lax.video.count-4": Difference.COUNT,
}


def difference_of(case: dict[str, Any], request: Request | None) -> Difference | None:
    """Why this case may differ; by its own facts, so that cases nobody has shown yet fall under the same reasons."""
    name = case["id"].removeprefix("chatart.")
    if request is None or name in TAKEN:
        return TAKEN.get(name)
    argv, body = case["argv"], next(r["json"] for r in case["requests"] if r["path"] in SUBMITS)
    if any(media.is_url and "chatartpro" not in media.source for media in request.media):
        return Difference.FOREIGN_LINK
    if "i2v" in argv and body["function_mode"] == "omni_reference" and _composed(request, argv):
        return Difference.COMPOSED
    if "--first-frame" in argv and request.model == "Seedance 1.5 Pro":
        return Difference.SINGLE_FRAME
    if request.model == "Gpt Image 2" and "--quality" not in argv:
        return Difference.QUALITY_LOW
    clip = argv[0] == "video_gen.py" and "--duration" not in argv
    return Difference.LENGTH_SAID if clip else None


def _composed(request: Request, argv: list[str]) -> bool:
    return len(request.images) > 2 or request.model == "HappyHorse1.0"


def without(body: dict[str, Any], difference: Difference | None) -> dict[str, Any]:
    left_out = FIELDS.get(difference, ()) if difference else ()
    return {name: value for name, value in body.items() if name not in left_out}


def bare(value: Any) -> Any:
    """A recorded value with its uploaded files by name and its dates filled in."""
    if isinstance(value, dict):
        return {name: bare(item) for name, item in value.items()}
    if isinstance(value, list):
        return [bare(item) for item in value]
    if not isinstance(value, str):
        return value
    uploaded = re.fullmatch(r"https://files\.chatartpro\.com/chat-skill-upload/([^/]+)", value)
    return {"$file": uploaded[1]} if uploaded else value.replace("/<YYYYMMDD>/", "/20250101/")
