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
    TALKING_PHOTO = "talking_photo"
    MOTION_CONTROL = "motion_control"
    VIDEO_EFFECT = "video_effect"
    VIDEO_TO_AUDIO = "video_to_audio"
    UPSCALE_VIDEO = "upscale_video"
    TEXT_TO_IMAGE = "text_to_image"
    EDIT_IMAGE = "edit_image"
    IMAGE_SERIES = "image_series"
    TRY_ON = "try_on"
    OUTPAINT = "outpaint"
    UPSCALE_IMAGE = "upscale_image"
    REMOVE_BACKGROUND = "remove_background"
    TEXT_TO_SPEECH = "text_to_speech"
    TEXT_TO_MUSIC = "text_to_music"
    SOUND_EFFECTS = "sound_effects"
    TRANSCRIBE = "transcribe"
    CLONE_VOICE = "clone_voice"
    CREATE_ELEMENT = "create_element"
    CHAT_EDIT = "chat_edit"
    EXPORT = "export"
    ASSEMBLE = "assemble"

    @property
    def result(self) -> MediaKind | None:
        """The kind of file this operation leaves on disk; None for a saved subject.

        A clip that was given a sound is a clip; a transcript is a document; of a voice that was saved a sample is heard.
        """
        if self in IMAGE_OPERATIONS:
            return MediaKind.IMAGE
        if self in AUDIO_OPERATIONS:
            return MediaKind.DOCUMENT if self is Operation.TRANSCRIBE else MediaKind.AUDIO
        return None if self is Operation.CREATE_ELEMENT else MediaKind.VIDEO

    @property
    def command(self) -> str:
        """The CLI command that carries it."""
        if self in IMAGE_OPERATIONS:
            return "image"
        if self in AUDIO_OPERATIONS:
            return "audio"
        if self is Operation.CREATE_ELEMENT:
            return "element"
        if self is Operation.ASSEMBLE:
            return "film"
        return "edit" if self in EDIT_OPERATIONS else "video"


IMAGE_OPERATIONS = frozenset(
    {Operation.TEXT_TO_IMAGE, Operation.EDIT_IMAGE, Operation.IMAGE_SERIES, Operation.TRY_ON, Operation.OUTPAINT}
    | {Operation.UPSCALE_IMAGE, Operation.REMOVE_BACKGROUND}
)
AUDIO_OPERATIONS = frozenset(
    {Operation.TEXT_TO_SPEECH, Operation.TEXT_TO_MUSIC, Operation.SOUND_EFFECTS, Operation.TRANSCRIBE}
    | {Operation.CLONE_VOICE}
)
#: what leaves something at the provider that later requests name by its id
SAVING_OPERATIONS = frozenset({Operation.CREATE_ELEMENT, Operation.CLONE_VOICE})
EDIT_OPERATIONS = frozenset({Operation.CHAT_EDIT, Operation.EXPORT})
#: the cut of a film: made from its plan alone, no words ask for it
FILM_OPERATIONS = frozenset({Operation.ASSEMBLE})
VIDEO_OPERATIONS = frozenset(op for op in Operation if op.command == "video")
