"""What is refused before anything is sent, and what is offered instead."""

from typing import Any

import pytest
from tests.plugins.chatart.harness import clip, clip_info, found_problems, image, media_request, picture_info

from mediawright.plugin import Media, MediaKind, Operation, Request, Role
from mediawright_chatart import hooks

I2V, OMNI, EXTEND = Operation.IMAGE_TO_VIDEO, Operation.REFERENCE_TO_VIDEO, Operation.EXTEND_VIDEO
FIRST, END = Role.FIRST_FRAME, Role.END_FRAME
SEEDANCE = ("Seedance 2.0", "Seedance 2.0 Fast", "Seedance 2.0 Mini")


def pictures(number: int, role: Role = Role.REFERENCE) -> tuple[Media, ...]:
    return tuple(image(f"{index}.png", role, info=picture_info()) for index in range(number))


def framed(*roles: Role) -> tuple[Media, ...]:
    return tuple(image(f"{index}.png", role, info=picture_info()) for index, role in enumerate(roles))


def told(request: Request) -> dict[str, tuple[str, ...]]:
    """Sentence → what would have been taken."""
    return {problem.message.key: problem.allowed for problem in found_problems(request)}


@pytest.mark.parametrize(
    ("fields", "key", "offered"),
    [
        ({"media": pictures(2), "model": "Kling V3"}, "model_inputs", (*SEEDANCE, "HappyHorse1.0")),
        ({"media": pictures(4), "model": "Kling V3"}, "model_inputs", (*SEEDANCE, "HappyHorse1.0")),
        ({"media": framed(FIRST, END), "model": "HappyHorse1.0"}, "model_inputs", (*SEEDANCE, "Kling V3.0")),
        (
            {"media": framed(FIRST), "model": "HappyHorse1.0"},
            "model_inputs",
            (*SEEDANCE, "Seedance 1.5 Pro", "Kling V3.0"),
        ),
        ({"media": (*framed(FIRST), *pictures(1))}, "frames_or_references", ()),
        ({"media": framed(END)}, "end_frame_alone", ()),
        ({"media": framed(FIRST, FIRST)}, "two_frames", ()),
        ({"media": pictures(1), "sound": False}, "always_sound", ("on",)),
        ({"media": (image("https://example.com/a.txt"),)}, "chatart.error.upload", ()),
    ],
)
def test_c_r15_pictures_that_do_not_fit_are_answered_with_what_fits(
    fields: dict[str, Any], key: str, offered: tuple[str, ...]
) -> None:
    name = key if "." in key else f"chatart.rule.{key}"
    assert told(media_request(I2V, **fields))[name] == offered


@pytest.mark.parametrize(
    ("number", "model", "mode", "sound"),
    [
        (1, "Seedance 2.0", "omni_reference", 1),
        (1, "Kling V3", "single_image", 1),
        (1, "Seedance 1.5 Pro", "single_image", 1),
        (1, "HappyHorse1.0", "omni_reference", False),
        (2, "Seedance 2.0 Mini", "omni_reference", 1),
        (3, "Seedance 2.0", "omni_reference", False),
        (9, "HappyHorse1.0", "omni_reference", False),
    ],
)
def test_the_number_of_pictures_decides_the_type(number: int, model: str, mode: str, sound: object) -> None:
    request = media_request(I2V, media=pictures(number), model=model)
    assert found_problems(request) == []
    body = hooks.wire(request, "")[0].json
    assert (body["function_mode"], body["sound"], type(body["sound"])) == (mode, sound, type(sound))
    assert len(body["image_url"]) == number


def test_frames_go_out_start_to_end_whatever_the_order() -> None:
    request = media_request(I2V, media=framed(END, FIRST))
    body = hooks.wire(request, "")[0].json
    assert (body["function_mode"], body["image_url"]) == ("first_last_frames", [{"$file": "1.png"}, {"$file": "0.png"}])


def test_ten_pictures_are_too_many() -> None:
    assert "problem.media.too_many" in told(media_request(OMNI, media=pictures(10)))


@pytest.mark.parametrize(
    ("height", "model", "quality"),
    [
        (1080, "PixVerse V6", "1080p"),
        (1920, "PixVerse V6", "1080p"),
        (720, "PixVerse V6", "720p"),
        (719, "PixVerse V6", "540p"),
        (480, "PixVerse V6", "360p"),
        (1080, "Seedance 2.0", "720p"),
        (540, "Seedance 2.0", "480p"),
        (360, "Seedance 2.0", "480p"),
        (540, "Kling V3", "720p"),
    ],
)
def test_c_r15_the_clip_sets_the_quality_of_its_extension(height: int, model: str, quality: str) -> None:
    request = media_request(EXTEND, media=(clip("a.mp4", info=clip_info(height=height)),), model=model)
    assert found_problems(request) == []
    assert hooks.wire(request, "")[0].json["quality"] == quality


def test_another_quality_for_an_extension_is_refused_and_named() -> None:
    request = media_request(EXTEND, media=(clip("a.mp4", info=clip_info()),), resolution="1080p")
    assert told(request) == {"chatart.rule.quality_of_clip": ("720p",)}


@pytest.mark.parametrize(
    ("fields", "key"),
    [
        ({"media": (clip("a.mp4", info=clip_info(height=None)),), "operation": EXTEND}, "clip_height_unknown"),
        ({"facts": {"duration": None}}, "clip_length_unknown"),
        ({"facts": {"duration": 0.99}}, "clip_too_short"),
        ({"scope": None}, "scope_needed"),
    ],
)
def test_what_sets_the_price_is_asked_for(fields: dict[str, Any], key: str) -> None:
    facts = fields.pop("facts", {})
    media = (image("a.png", info=picture_info()), clip("a.mp4", Role.FEATURE, info=clip_info(**facts)))
    given = {"operation": Operation.REPLACE_CHARACTER, "media": media, "scope": "full_scene"} | fields
    assert f"chatart.rule.{key}" in told(media_request(given.pop("operation"), **given))


def test_body_only_needs_the_one_model_that_does_it() -> None:
    media = (image("a.png", info=picture_info()), clip("a.mp4", info=clip_info()))
    request = media_request(Operation.REPLACE_CHARACTER, media=media, scope="body_only", model="Kling V3.0")
    assert told(request)["chatart.rule.model_inputs"] == ("Wan 2.2",)


@pytest.mark.parametrize("operation", [Operation.TEXT_TO_IMAGE, Operation.EDIT_IMAGE])
def test_a_pictures_ratio_is_asked_for(operation: Operation) -> None:
    media = pictures(1) if operation is Operation.EDIT_IMAGE else ()
    assert "16:9" in told(media_request(operation, media=media))["chatart.rule.ratio_needed"]


@pytest.mark.parametrize(("size", "ratio"), [((640, 480), "4:3"), ((1000, 1001), "1:1"), ((400, 900), "9:16")])
def test_auto_ratio_is_the_nearest_to_the_first_picture(size: tuple[int, int], ratio: str) -> None:
    media = (image("a.png", info=picture_info(width=size[0], height=size[1])),)
    request = media_request(Operation.EDIT_IMAGE, media=media, aspect_ratio="auto")
    scale = {"1:1": 1, "9:16": 2, "4:3": 5}
    assert hooks.wire(request, "")[0].json["picture_scale"] == scale[ratio]


@pytest.mark.parametrize(
    ("operation", "key"), [(Operation.ANIMATE_IMAGE, "no_restyled_clip"), (Operation.LIP_SYNC, "no_lip_sync")]
)
def test_what_older_editions_promised_is_honestly_not_there(operation: Operation, key: str) -> None:
    (problem,) = hooks.validate(Request(operation=operation, prompt="x"))
    assert problem.message.key == f"chatart.rule.{key}"


def test_an_unknown_model_is_answered_with_the_list() -> None:
    (problem,) = hooks.validate(Request(operation=Operation.TEXT_TO_VIDEO, prompt="x", model="Sora 2"))
    assert "Kling V3.0" in problem.allowed


def test_a_sound_is_no_input_of_anything() -> None:
    sound = Media(kind=MediaKind.AUDIO, role=Role.VOICE, source="a.mp3")
    assert "problem.media.not_taken" in told(media_request(media=(sound,)))


@pytest.mark.parametrize(("said", "neutral"), [("720", "720p"), ("2160", "4k"), ("1080p", "1080p"), (None, "720p")])
def test_the_vendors_spelling_of_a_resolution_is_the_same_value(said: str | None, neutral: str) -> None:
    assert media_request(model="Kling V3", resolution=said).resolution == neutral
