"""A request read with Kling's eyes: which pictures are listed, which are frames, what the clip is for
(docs/contracts/kling.md §13). Pure.

Role conventions: a picture is FIRST_FRAME, END_FRAME or a plain reference (any other role); a clip with role FEATURE, or
REFERENCE, lends its style or motion, with any other role it is edited; of an element's pictures the one with role
CHARACTER is the frontal one."""

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from mediawright.plugin import Media, Operation, Request, Role

ReferType = Literal["base", "feature"]
IMAGE_OPERATIONS = frozenset({Operation.TEXT_TO_IMAGE, Operation.EDIT_IMAGE, Operation.IMAGE_SERIES})

OMNI_VIDEO = ("kling-v3-omni", "kling-video-o1")
OMNI_IMAGE = ("kling-v3-omni", "kling-image-o1")
OMNI_ONLY = frozenset({"kling-v3-omni", "kling-video-o1", "kling-image-o1"})


@dataclass(frozen=True)
class KlingRequest:
    """One request with what Kling's rules ask about it."""

    request: Request

    @property
    def is_image(self) -> bool:
        return self.request.operation in IMAGE_OPERATIONS

    @property
    def is_element(self) -> bool:
        return self.request.operation is Operation.CREATE_ELEMENT

    @property
    def is_series(self) -> bool:
        return self.request.operation is Operation.IMAGE_SERIES

    @cached_property
    def model(self) -> str | None:
        """The model as it goes out: video names are lower-cased, picture names stay as typed (§13.1, §13.3)."""
        name = (self.request.model or "").strip()
        if not name:
            return None
        lowered = name.lower()
        return lowered if not self.is_image or lowered in OMNI_ONLY else name

    @property
    def ratio(self) -> str | None:
        """The aspect ratio as typed, trimmed and lower-cased; None: not said."""
        return (self.request.aspect_ratio or "").strip().lower() or None

    # --- pictures

    @property
    def images(self) -> tuple[Media, ...]:
        return self.request.images

    @property
    def types(self) -> tuple[str, ...]:
        """`--image-types` as typed; empty where the flag was not used."""
        return self.request.image_types

    @cached_property
    def tail(self) -> Media | None:
        """The last frame given apart from the list (`--image-tail`, `--end-frame`)."""
        last = self.images[-1] if self.images else None
        if last is None or last.role is not Role.END_FRAME:
            return None
        return None if len(self.types) == len(self.images) else last

    @cached_property
    def listed(self) -> tuple[Media, ...]:
        """The pictures of `--image` (and `--first-frame`), without a tail given apart."""
        return self.images[:-1] if self.tail else self.images

    @property
    def first_frames(self) -> tuple[Media, ...]:
        return self.request.of(None, Role.FIRST_FRAME)

    @property
    def end_frames(self) -> tuple[Media, ...]:
        return self.request.of(None, Role.END_FRAME)

    @property
    def has_frames(self) -> bool:
        return bool(self.first_frames or self.end_frames)

    @property
    def plain_references(self) -> tuple[Media, ...]:
        return tuple(m for m in self.images if m.role not in {Role.FIRST_FRAME, Role.END_FRAME})

    # --- the clip

    @property
    def clip(self) -> Media | None:
        return self.request.videos[0] if self.request.videos else None

    @property
    def refer_type(self) -> ReferType | None:
        """What the clip is for; `base` unless said otherwise (K-R38)."""
        if self.clip is None:
            return None
        return "feature" if self.clip.role in {Role.FEATURE, Role.REFERENCE} else "base"

    @property
    def edits_clip(self) -> bool:
        return self.refer_type == "base"

    # --- elements, shots, words

    @property
    def elements(self) -> tuple[str, ...]:
        return self.request.subject_ids

    @property
    def shot_type(self) -> str:
        return self.request.shot_type or "customize"

    @property
    def customize(self) -> bool:
        return self.request.multi_shot and self.shot_type == "customize"

    @property
    def shots_total(self) -> int:
        return sum(shot.duration for shot in self.request.shots)
