"""The provider as data, its rules, and its words."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from mediawright.plugin import Media, MediaInfo, MediaKind, Operation, Request, Role, Shot
from mediawright_previz import hooks
from mediawright_previz.labels import drawn_language, phrase
from mediawright_previz.provider import PREVIZ

Ask = Callable[..., Request]
VOICE = Media(kind=MediaKind.AUDIO, role=Role.VOICE, source="/in/voice.wav")
#: what has no draft that would show anything of the result
WITHOUT_A_DRAFT = {
    Operation.CHAT_EDIT,
    Operation.CLONE_VOICE,
    Operation.CREATE_ELEMENT,
    Operation.EXPORT,
    Operation.MOTION_CONTROL,
    Operation.OUTPAINT,
    Operation.REMOVE_BACKGROUND,
    Operation.SOUND_EFFECTS,
    Operation.TALKING_PHOTO,
    Operation.TEXT_TO_MUSIC,
    Operation.TEXT_TO_SPEECH,
    Operation.TRANSCRIBE,
    Operation.TRY_ON,
    Operation.UPSCALE_IMAGE,
    Operation.UPSCALE_VIDEO,
    Operation.VIDEO_EFFECT,
    Operation.VIDEO_TO_AUDIO,
}


def test_what_a_draft_can_show_has_one() -> None:
    assert hooks.describe() is PREVIZ
    assert PREVIZ.operations == set(Operation) - WITHOUT_A_DRAFT
    assert PREVIZ.free
    assert PREVIZ.local


def test_every_operation_has_a_name_in_both_languages() -> None:
    for operation in PREVIZ.operations:
        names = {phrase(lang, f"previz.operation.{operation.value}") for lang in ("en", "zh")}
        assert len(names) == 2


def test_an_unknown_phrase_is_a_mistake() -> None:
    with pytest.raises(KeyError):
        phrase("en", "previz.nothing")


def test_labels_are_english_where_chinese_cannot_be_written() -> None:
    assert drawn_language("zh", writes_chinese=False) == "en"
    assert drawn_language("zh", writes_chinese=True) == "zh"


def test_a_plain_request_has_no_problem(ask: Ask) -> None:
    assert hooks.validate(ask(duration=5)) == []


def test_shots_and_length_must_agree(ask: Ask) -> None:
    shots = (Shot(index=1, prompt="a", duration=2), Shot(index=2, prompt="b", duration=3))
    assert hooks.validate(ask(shots=shots, duration=5)) == []
    (problem,) = hooks.validate(ask(shots=shots, duration=6))
    assert (problem.field, problem.allowed) == ("duration", ("5",))


def test_a_voice_needs_a_face(ask: Ask) -> None:
    (problem,) = hooks.validate(ask(Operation.LIP_SYNC, media=(VOICE,)))
    assert problem.message.key == "previz.problem.face"


def test_an_hour_is_no_preview(ask: Ask) -> None:
    film = MediaInfo(media_type="video/mp4", size=1, sha256="", duration=3600)
    clip = Media(kind=MediaKind.VIDEO, role=Role.BASE, source="/in/film.mp4", info=film)
    (problem,) = hooks.validate(ask(Operation.EDIT_VIDEO, media=(clip,)))
    assert problem.message.values == {"most": 300, "seconds": 3600}
    assert hooks.validate(ask(Operation.EDIT_VIDEO, media=(replace(clip, info=None),))) == []


def test_an_empty_request_is_refused(ask: Ask) -> None:
    assert [problem.field for problem in hooks.validate(ask(prompt="  "))] == ["prompt"]


def test_a_dry_run_shows_the_plan(ask: Ask) -> None:
    (call,) = hooks.wire(ask(duration=2), "job-1")
    assert (call.method, call.json["frames"]) == ("RENDER", 48)
