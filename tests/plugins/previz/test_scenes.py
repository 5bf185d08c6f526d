"""Each operation as film."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from mediawright.plugin import Media, MediaInfo, MediaKind, Operation, Request, Role
from mediawright_previz.render.scenes import scenes, starts, still_scene

Ask = Callable[..., Request]


def lengths(media: Media) -> float | None:
    return media.info.duration if media.info else None


def measured(kind: MediaKind, role: Role, seconds: float) -> Media:
    return Media(
        kind=kind, role=role, source="/in/file", info=MediaInfo(media_type="", size=1, sha256="", duration=seconds)
    )


BASE = measured(MediaKind.VIDEO, Role.BASE, 2.5)
VOICE = measured(MediaKind.AUDIO, Role.VOICE, 3.25)
FIRST = Media(kind=MediaKind.IMAGE, role=Role.FIRST_FRAME, source="/in/first.png")
LAST = replace(FIRST, role=Role.END_FRAME, source="/in/last.png")


def test_words_alone_stand_on_a_painted_ground(ask: Ask) -> None:
    (scene,) = scenes(ask(duration=3), 24, lengths)
    assert (scene.frames, scene.backdrop.kind) == (72, "paint")


def test_first_and_last_frame_dissolve(ask: Ask) -> None:
    (scene,) = scenes(ask(Operation.IMAGE_TO_VIDEO, media=(LAST, FIRST), duration=2), 24, lengths)
    assert (scene.backdrop.kind, scene.backdrop.media) == ("dissolve", (FIRST, LAST))


def test_shots_take_the_pictures_in_turn_and_end_on_the_last_frame(ask: Ask) -> None:
    request = ask(Operation.IMAGE_TO_VIDEO, prompt="Shot 1: a. Shot 2: b.", media=(FIRST, LAST), duration=2)
    film = scenes(request, 24, lengths)
    assert [scene.backdrop.media for scene in film] == [(FIRST,), (LAST,)]


@pytest.mark.parametrize("operation", [Operation.EDIT_VIDEO, Operation.REPLACE_CHARACTER])
def test_a_changed_clip_keeps_its_length(ask: Ask, operation: Operation) -> None:
    (scene,) = scenes(ask(operation, media=(BASE, FIRST)), 24, lengths)
    assert (scene.frames, scene.backdrop.kind) == (60, "clip")
    assert [inset.media for inset in scene.insets] == [FIRST]


def test_an_extension_shows_the_clip_then_what_is_added(ask: Ask) -> None:
    film = scenes(ask(Operation.EXTEND_VIDEO, media=(BASE,), duration=2), 24, lengths)
    assert [(scene.part, scene.frames) for scene in film] == [("before", 60), ("added", 48)]
    assert starts(film) == (0, 60)


def test_a_speaking_face_lasts_as_long_as_its_voice(ask: Ask) -> None:
    (scene,) = scenes(ask(Operation.LIP_SYNC, media=(FIRST, VOICE)), 24, lengths)
    assert (scene.frames, scene.backdrop.kind) == (78, "photos")


def test_a_linked_clip_gets_five_seconds_or_what_was_asked(ask: Ask) -> None:
    link = replace(BASE, source="https://cdn.example.com/clip.mp4", info=None)
    assert scenes(ask(Operation.EDIT_VIDEO, media=(link,)), 24, lengths)[0].frames == 120
    assert scenes(ask(Operation.EDIT_VIDEO, media=(link,), duration=2), 24, lengths)[0].frames == 48


def test_a_picture_shows_its_first_input_and_the_others_as_insets(ask: Ask) -> None:
    scene = still_scene(ask(Operation.EDIT_IMAGE, media=(FIRST, LAST)))
    assert (scene.frames, scene.backdrop.media) == (1, (FIRST,))
    assert [(inset.media, inset.number) for inset in scene.insets] == [(LAST, 2)]


def test_a_reference_clip_is_an_inset(ask: Ask) -> None:
    feature = replace(BASE, role=Role.FEATURE)
    (scene,) = scenes(ask(Operation.REFERENCE_TO_VIDEO, media=(feature,), duration=1), 24, lengths)
    assert [inset.label for inset in scene.insets] == ["feature"]
    assert scene.backdrop.kind == "paint"
