"""A request: what is found in it, and what makes it another one."""

import pytest

from mediawright.types.codec import content_hash
from mediawright.types.operations import MediaKind, Operation
from mediawright.types.request import Media, Request, Role

KITE = Media(kind=MediaKind.IMAGE, role=Role.FIRST_FRAME, source="kite.png")
END = Media(kind=MediaKind.IMAGE, role=Role.END_FRAME, source="end.png")
CLIP = Media(kind=MediaKind.VIDEO, role=Role.BASE, source="https://a.example/clip.mp4")
VOICE = Media(kind=MediaKind.AUDIO, role=Role.VOICE, source="voice.mp3")
REQUEST = Request(operation=Operation.IMAGE_TO_VIDEO, media=(KITE, CLIP, END, VOICE))


def test_inputs_by_kind_and_role() -> None:
    assert REQUEST.images == (KITE, END)
    assert REQUEST.videos == (CLIP,)
    assert REQUEST.audios == (VOICE,)
    assert REQUEST.of(None, Role.END_FRAME, Role.VOICE) == (END, VOICE)
    assert REQUEST.of(MediaKind.IMAGE, Role.BASE) == ()
    assert REQUEST.of() == REQUEST.media


@pytest.mark.parametrize(
    ("source", "url"), [("https://a", True), ("http://a", True), ("httpsfile", False), ("C:/x", False)]
)
def test_a_url_is_told_from_a_path(source: str, url: bool) -> None:
    assert Media(kind=MediaKind.IMAGE, role=Role.REFERENCE, source=source).is_url is url


def test_the_order_of_inputs_is_part_of_the_request() -> None:
    assert content_hash(REQUEST) != content_hash(REQUEST.with_(media=REQUEST.media[::-1]))


def test_a_request_is_never_changed_in_place() -> None:
    other = REQUEST.with_(prompt="x")
    assert (REQUEST.prompt, other.prompt) == ("", "x")
    with pytest.raises(AttributeError):
        REQUEST.prompt = "y"  # type: ignore[misc]
