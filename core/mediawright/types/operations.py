"""What a person can want, and which command says it (docs/explanation/router.md)."""

from enum import StrEnum


class MediaKind(StrEnum):
    """The kinds of media that go in and come out."""

    IMAGE = "image"
    VIDEO = "video"
    AUDIO = "audio"
    DOCUMENT = "document"


class Operation(StrEnum):
    """Every request that becomes a job, under its neutral name."""

    TEXT_TO_VIDEO = "text_to_video"
    IMAGE_TO_VIDEO = "image_to_video"
    REFERENCE_TO_VIDEO = "reference_to_video"
    EDIT_VIDEO = "edit_video"
    EXTEND_VIDEO = "extend_video"
    LIP_SYNC = "lip_sync"
    ANIMATE_IMAGE = "animate_image"
    REPLACE_CHARACTER = "replace_character"
    TEXT_TO_IMAGE = "text_to_image"
    EDIT_IMAGE = "edit_image"
    IMAGE_SERIES = "image_series"
    CREATE_ELEMENT = "create_element"
    CHAT_EDIT = "chat_edit"
    EXPORT = "export"

    @property
    def result(self) -> MediaKind | None:
        """The kind of file this operation leaves on disk; None for a saved subject."""
        if self in IMAGE_OPERATIONS:
            return MediaKind.IMAGE
        return None if self is Operation.CREATE_ELEMENT else MediaKind.VIDEO

    @property
    def command(self) -> str:
        """The CLI command that carries it."""
        if self in IMAGE_OPERATIONS:
            return "image"
        if self is Operation.CREATE_ELEMENT:
            return "element"
        return "edit" if self in EDIT_OPERATIONS else "video"


IMAGE_OPERATIONS = frozenset({Operation.TEXT_TO_IMAGE, Operation.EDIT_IMAGE, Operation.IMAGE_SERIES})
EDIT_OPERATIONS = frozenset({Operation.CHAT_EDIT, Operation.EXPORT})
VIDEO_OPERATIONS = frozenset(op for op in Operation if op.command == "video")
