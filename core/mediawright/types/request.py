"""What is asked for: one frozen value, the same for the CLI, MCP and Python, hashed by its canonical JSON."""

from collections.abc import Mapping
from dataclasses import field, replace
from enum import StrEnum
from typing import Any, Literal

from mediawright.types.cast import Cast
from mediawright.types.dataclass import dataclass
from mediawright.types.operations import MediaKind, Operation


class Role(StrEnum):
    """What an input is for."""

    REFERENCE = "reference"
    FIRST_FRAME = "first_frame"
    END_FRAME = "end_frame"
    FEATURE = "feature"  # a clip whose camera, rhythm or style is taken
    BASE = "base"  # a clip that is edited
    SOURCE = "source"  # the thing that is extended, restyled or made to speak
    VOICE = "voice"  # somebody speaking or singing
    SOUND = "sound"  # any other recording: music, noises, what is to be written down
    CHARACTER = "character"
    FACE = "face"  # the picture of a face that is made to speak
    MASK = "mask"  # a picture whose white parts say where something is changed


#: `aspect_ratio` of an edit: that of its picture, as near as the model has it; planning puts the ratio in its place
OWN_SHAPE = "input"


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaInfo:
    """What was measured of an input's bytes, never what its name claims. Pixels, seconds, bytes."""

    media_type: str
    size: int
    sha256: str
    width: int | None = None
    height: int | None = None
    duration: float | None = None
    fps: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Media:
    """One input: a local path or an http(s) URL, with its role.

    `info` is filled by the core for local files before validation; None for a URL, which nobody fetches to check it.
    `original`: the picture that a person gave, where `source` is a copy of it in a format that the provider takes; the copy
    is there when the request is sent. `made_id`: the provider's own id of this local file, where that provider made it and
    still has it; filled by the core for the provider that is asked.
    """

    kind: MediaKind
    role: Role
    source: str
    info: MediaInfo | None = None
    original: str = ""
    made_id: str = ""

    @property
    def is_url(self) -> bool:
        return self.source.startswith(("http://", "https://"))

    @property
    def given(self) -> "Media":
        """What the person gave, where this is a copy of it."""
        return replace(self, source=self.original, original="", info=None) if self.original else self


@dataclass(frozen=True, slots=True, kw_only=True)
class Base64File:
    """A local input that stands anywhere in the `json` of a call as if it were its base64 text; `ctx.as_base64` makes it.

    On the wire it is the string `prefix` + base64, read from the disk before the call goes out. Where the bytes are others
    than those that were checked (`size`, `sha256`) the call raises InvalidRequest, and nothing is sent.
    """

    path: str
    size: int
    sha256: str
    prefix: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shot:
    """One shot of a storyboard: `index` from 1, `duration` in whole seconds."""

    index: int
    prompt: str
    duration: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A request, complete. None means "not said": a provider's own default applies and is shown in the quote.

    Units: `duration` seconds, `resolution` as the CLI spells it ("720p", "1080p", "4k"; images "1k"…"4k"),
    `aspect_ratio` "W:H" or "auto"; until planning also `OWN_SHAPE`. `options` holds what only one provider knows, under
    that provider's own words.
    `voice` is a speaker by the provider's own name for it, `language` what is spoken ("en", "zh" …).
    `image_types` are the roles as typed for one list of images (`--image-types`), "" for a plain one: `media` says the
    same, but a provider may treat frames of a list and frames named apart differently.
    `option_files`: path → SHA-256 of every local file that `options` names, as it was when the request was planned.
    `cast`: who of the cast takes part, and what the request was before they did; filled by the core.
    """

    operation: Operation
    prompt: str = ""
    negative_prompt: str | None = None
    media: tuple[Media, ...] = ()
    subject_ids: tuple[str, ...] = ()
    shots: tuple[Shot, ...] = ()
    multi_shot: bool = False
    shot_type: Literal["customize", "intelligence"] | None = None
    duration: int | None = None
    aspect_ratio: str | None = None
    resolution: str | None = None
    mode: str | None = None
    sound: bool | None = None
    keep_original_sound: bool | None = None
    count: int | None = None
    series_amount: int | Literal["auto"] | None = None
    quality: str | None = None
    style: str | None = None
    scope: Literal["full_scene", "body_only", "outpaint", "repaint", "mask"] | None = None
    seed: int | None = None
    watermark: bool | None = None
    voice: str | None = None
    language: str | None = None
    model: str | None = None
    provider: str | None = None
    image_types: tuple[str, ...] = ()
    options: Mapping[str, Any] = field(default_factory=dict)
    option_files: Mapping[str, str] = field(default_factory=dict)
    cast: Cast | None = None

    def of(self, kind: MediaKind | None = None, *roles: Role) -> tuple[Media, ...]:
        """The inputs of a kind and of any of the roles, in order."""
        return tuple(m for m in self.media if (kind is None or m.kind is kind) and (not roles or m.role in roles))

    @property
    def images(self) -> tuple[Media, ...]:
        return self.of(MediaKind.IMAGE)

    @property
    def videos(self) -> tuple[Media, ...]:
        return self.of(MediaKind.VIDEO)

    @property
    def audios(self) -> tuple[Media, ...]:
        return self.of(MediaKind.AUDIO)

    def with_(self, **changes: Any) -> "Request":
        """A copy with some fields changed."""
        return replace(self, **changes)
