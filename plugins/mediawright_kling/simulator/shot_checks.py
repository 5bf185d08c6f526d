"""What the server refuses about several shots (docs/contracts/kling.md §12.2), written from the wire's side."""

from collections.abc import Mapping
from typing import Any

from mediawright_kling.simulator.errors import bad

ABLE = {"kling-v3", "kling-v3-omni"}


def check_shots(path: str, body: Mapping[str, Any], model: str, duration: int) -> None:
    """Raises RefusedError. Without `multi_shot` the other keys are ignored (K-R29)."""
    switch = body.get("multi_shot", False)
    if not isinstance(switch, bool):
        raise bad("multi_shot must be a boolean")
    if not switch:
        return
    if model not in ABLE:
        raise bad("multi_shot is not supported with this model")
    shot_type = body.get("shot_type")
    if shot_type not in {"customize", "intelligence"}:
        raise bad(f"shot_type value '{shot_type}' is invalid")
    _with_clip(body, str(shot_type))
    if shot_type == "intelligence":
        if not str(body.get("prompt") or "").strip():
            raise bad("prompt can not be blank")
        return
    _customize(body.get("multi_prompt"), duration)


def _with_clip(body: Mapping[str, Any], shot_type: str) -> None:
    clips = body.get("video_list") or []
    if not clips:
        return
    if clips[0].get("refer_type", "base") == "base":
        raise bad("multi_shot is not supported with base video")
    if shot_type != "intelligence":
        raise bad("only intelligence is supported with video input")


def _customize(shots: Any, total: int) -> None:
    if not isinstance(shots, list) or not 1 <= len(shots) <= 6:
        raise bad("multi_prompt must have 1 to 6 items")
    if [shot.get("index") for shot in shots] != list(range(1, len(shots) + 1)):
        raise bad("multi_prompt index is invalid")
    lengths = [_length(shot, total) for shot in shots]
    if sum(lengths) != total:
        raise bad("the sum of multi_prompt durations must equal duration")


def _length(shot: Mapping[str, Any], total: int) -> int:
    text = str(shot.get("duration", ""))
    if not text.isdigit() or not 1 <= int(text) <= total:
        raise bad(f"duration value '{text}' is invalid")
    words = shot.get("prompt")
    if not isinstance(words, str) or not words.strip() or len(words) > 512:
        raise bad("multi_prompt prompt is invalid")
    return int(text)
