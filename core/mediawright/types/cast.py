"""A cast member: who or what shall look and sound the same in every wish, and how one wish makes use of it."""

from collections.abc import Mapping
from dataclasses import field, replace
from enum import StrEnum

from mediawright.types.dataclass import dataclass
from mediawright.types.operations import Operation

#: pictures that one member may have
MOST_PICTURES = 6
#: characters of a name, and of the words
LONGEST_NAME, LONGEST_WORDS = 30, 500


class Use(StrEnum):
    """How a request shows a member, or lets it speak."""

    SUBJECT = "subject"  # a subject that is saved at the provider
    PICTURES = "pictures"  # reference pictures
    FIRST_FRAME = "first_frame"  # the picture that the clip begins with
    WORDS = "words"  # what it looks like, in the prompt
    VOICE = "voice"  # a speaker of the provider
    RECORDING = "recording"  # a recorded sample of the voice


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredFile:
    """A picture or a recording in the cast's own folder, named after its content. Bytes, pixels, seconds."""

    path: str
    media_type: str
    size: int
    sha256: str
    width: int | None = None
    height: int | None = None
    duration: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """Someone or something of the cast. `voices`: provider → the speaker's own name there; `copies`: provider → the id of
    the subject that stands for the member in the account that is used there now."""

    id: str
    name: str
    words: str = ""
    pictures: tuple[StoredFile, ...] = ()
    recording: StoredFile | None = None
    voices: Mapping[str, str] = field(default_factory=dict)
    copies: Mapping[str, str] = field(default_factory=dict)

    @property
    def has_voice(self) -> bool:
        return self.recording is not None or bool(self.voices)

    @property
    def files(self) -> tuple[StoredFile, ...]:
        return (*self.pictures, *((self.recording,) if self.recording else ()))

    def at(self, provider: str) -> "Member":
        """The member as one provider needs to know it."""
        voices = {name: voice for name, voice in self.voices.items() if name == provider}
        return replace(self, voices=voices, copies={k: v for k, v in self.copies.items() if k == provider})


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What one member became in a request. `pictures` are the names of the files that are used; `silent`: it has a voice
    that this request cannot use."""

    name: str
    use: Use
    pictures: tuple[str, ...] = ()
    silent: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Cast:
    """The cast of one request, and what the request was before they took part in it.

    `said`, `shots` and `voice` are the words as they were typed, with their `@name`; `operation` what was asked for;
    `plain`: a listed picture was made the first one of the clip. `seen`: a member with pictures must not be shown in
    words only; that is how the provider is chosen where none was named. `saves`: the member that a request to save a
    subject is about, `account` where it is saved.
    """

    said: str = ""
    operation: Operation | None = None
    members: tuple[Member, ...] = ()
    shots: tuple[str, ...] = ()
    voice: str = ""
    plain: bool = False
    seen: bool = False
    parts: tuple[Part, ...] = ()
    saves: str = ""
    account: str = ""
