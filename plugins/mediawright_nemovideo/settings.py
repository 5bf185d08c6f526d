"""Every address, clock and limit of the provider in one value, so that a test can scale them (N-R32)."""

from collections.abc import Mapping
from dataclasses import field, fields, replace
from typing import Any

from mediawright.plugin import dataclass

PROVIDER = "nemovideo"
#: what everything is priced and paid in
UNIT = "credits"
API_URL = "https://mega-api-prod.nemovideo.ai"
WEB_URL = "https://nemovideo.com"
APP = "nemo_agent"

VIDEO_TYPES = ("mp4", "mov", "avi", "webm", "mkv")
IMAGE_TYPES = ("jpg", "png", "gif", "webp")
AUDIO_TYPES = ("mp3", "wav", "m4a", "aac")
SHORTEST_SILENCE_S = 2.0
UPLOAD_TYPES = (*VIDEO_TYPES, *IMAGE_TYPES, *AUDIO_TYPES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Clocks:
    """Seconds (docs/contracts/nemovideo.md §5.4, §5.7, §5.8, §9.1, §10, §14). Token life is not scaled: it is a date."""

    turn: float = 900.0
    heartbeat_only: float = 600.0
    note: float = 120.0
    silence: float = 180.0
    recovery: tuple[float, ...] = (30.0, 60.0, 60.0, 60.0, 60.0)
    recovery_rhythm: float = 60.0
    settle: tuple[float, ...] = (10.0, 10.0)
    silent: tuple[float, ...] = (3.0, 6.0, 12.0)
    render_poll: float = 30.0
    rate_wait: float = 30.0
    rate_wait_most: float = 120.0
    queue_poll: float = 45.0
    server_waits: tuple[float, ...] = (2.0, 5.0, 10.0)

    def scaled(self, factor: float) -> "Clocks":
        """All clocks times `factor`; silence is never taken for a cut before `SHORTEST_SILENCE_S`."""
        changes: dict[str, Any] = {f.name: _times(getattr(self, f.name), factor) for f in fields(self)}
        changes["silence"] = max(changes["silence"], min(self.silence, SHORTEST_SILENCE_S))
        return replace(self, **changes)


def _times(value: float | tuple[float, ...], factor: float) -> float | tuple[float, ...]:
    return tuple(item * factor for item in value) if isinstance(value, tuple) else value * factor


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """How often and how much. Bytes, seconds, counts."""

    render_polls: int = 10
    render_submits: int = 2
    upload_bytes: int = 209_715_200
    client_id_length: int = 64
    clip_seconds: int = 15
    token_life_s: float = 7 * 86_400
    renew_early_s: float = 600.0
    prompt_file_bytes: int = 100_000
    timeline_segments: int = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """What one call works with; made from `ctx.settings`."""

    api_url: str = API_URL
    web_url: str = WEB_URL
    client_id: str = ""
    skill_source: str = ""
    store_token: bool = True
    clocks: Clocks = field(default_factory=Clocks)
    bounds: Bounds = field(default_factory=Bounds)

    @classmethod
    def of(cls, settings: Mapping[str, str]) -> "Config":
        """From the provider's settings. A time scale that is no positive number counts as 1."""
        return cls(
            api_url=(settings.get("api_url") or API_URL).rstrip("/"),
            web_url=(settings.get("web_url") or WEB_URL).rstrip("/"),
            client_id=settings.get("client_id", "").strip()[: Bounds().client_id_length],
            skill_source=settings.get("skill_source", "").strip(),
            store_token=settings.get("store_token", "").strip().lower() not in {"0", "false", "no", "off"},
            clocks=Clocks().scaled(_scale(settings.get("time_scale", ""))),
        )

    def url(self, path: str) -> str:
        return self.api_url + path


def _scale(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        return 1.0
    return value if 0 < value < 1000 else 1.0
