"""K-R1 to K-R19: each refused here before anything is sent; where the server checks too, its own word for it."""

from typing import Any

import pytest
from tests.plugins.kling.harness import (
    URL,
    Sim,
    clip,
    image,
    measured,
    picture,
    planned,
    problem_of,
    rules_of,
    sent,
    video,
)

from mediawright.plugin import Request, Role
from mediawright_kling import hooks
from mediawright_kling.notices import notices_of
from mediawright_kling.request_body import without_prefix
from mediawright_kling.validation.general import canonical_of

T2V, I2V, OMNI = "/v1/videos/text2video", "/v1/videos/image2video", "/v1/videos/omni-video"
GENERATIONS, OMNI_IMAGE = "/v1/images/generations", "/v1/images/omni-image"


@pytest.mark.parametrize("alias", ["o3", "Omni 3", "omni_v3", "KLING-VIDEO-O3", "视频O3", "o1", "kling-o1"])
def test_k_r01_an_alias_is_refused_with_the_name_it_stands_for(alias: str) -> None:
    assert problem_of(video(model=alias), "K-R1").allowed == ("kling-v3-omni" if "3" in alias else "kling-video-o1",)


def test_k_r01_one_alias_means_another_model_for_pictures() -> None:
    assert problem_of(picture(model="o1"), "K-R1").allowed == ("kling-image-o1",)


def test_k_r01_every_alias_is_known_and_no_canonical_name_is_one() -> None:
    models = [m for m in hooks.describe().models if m.aliases]
    assert all(canonical_of(alias, m.kind) == m.name for m in models for alias in m.aliases)
    assert all(canonical_of(m.name, m.kind) is None for m in models)


@pytest.mark.parametrize(
    "kling_request",
    [
        video(media=(clip(),), model="kling-v3"),
        video(media=(image(), image()), model="kling-v2-6"),
        video(subject_ids=("1",), model="kling-image-o1"),
        picture(media=(image(), image()), model="kling-v3"),
        picture(resolution="4k", model="kling-v2-1"),
        picture(subject_ids=("1",), model="kling-video-o1"),
    ],
)
def test_k_r02_the_omni_route_takes_omni_models_only(kling_request: Request) -> None:
    assert "K-R2" in rules_of(kling_request)


def test_k_r02_a_picture_with_a_shape_names_the_two_omni_models(sim: Sim) -> None:
    kling_request = video(media=(image(),), aspect_ratio="1:1", model="kling-v3")
    assert problem_of(kling_request, "K-R2").allowed == (
        "kling-v3-omni",
        "kling-video-o1",
    )
    answer = sim.create(OMNI, model_name="kling-v3", prompt="x", aspect_ratio="1:1")[1]
    assert (answer["code"], answer["message"]) == (1201, "model is not supported")


def test_k_r03_the_basic_route_takes_no_omni_model(sim: Sim) -> None:
    assert "K-R3" in rules_of(video(media=(image(),), model="kling-image-o1"))
    assert "K-R3" in rules_of(picture(model="kling-video-o1"))
    assert sim.create(T2V, model_name="kling-video-o1", prompt="x")[1]["message"] == "model is not supported"


@pytest.mark.parametrize(
    "kling_request",
    [
        video(" \n"),
        video("", media=(clip(),)),
        video("", model="kling-v3-omni"),
        picture(" "),
        picture("", resolution="4k"),
    ],
)
def test_k_r04_words_are_needed(kling_request: Request, sim: Sim) -> None:
    assert "K-R4" in rules_of(kling_request)
    assert sim.create(T2V, model_name="kling-v3", prompt=" ")[1]["code"] == 1201


def test_k_r04_a_single_picture_moves_without_words() -> None:
    assert rules_of(video("", media=(image(),))) == set()


@pytest.mark.parametrize("path", [T2V, GENERATIONS])
def test_k_r05_words_have_an_end(path: str, sim: Sim) -> None:
    kling_request = video if path == T2V else picture
    assert rules_of(kling_request("x" * 2500, negative_prompt="y" * 2500)) == set()
    problems = [p for p in hooks.validate(kling_request("x" * 2501, negative_prompt="y" * 2501)) if p.rule == "K-R5"]
    assert [p.field for p in problems] == ["prompt", "negative_prompt"]
    assert sim.create(path, model_name="kling-v3", prompt="x" * 2501)[1]["code"] == 1201


def test_k_r06_only_three_modes(sim: Sim) -> None:
    assert problem_of(video(mode="standard"), "K-R6").allowed == ("std", "pro", "4k")
    assert sim.create(T2V, model_name="kling-v3", prompt="x", mode="standard")[1]["code"] == 1201


def test_k_r06_a_resolution_is_a_mode_and_may_not_contradict_one() -> None:
    assert sent(video(resolution="720p")).body["mode"] == "std"
    assert sent(video(resolution="4K")).body["mode"] == "4k"
    assert "K-R6" in rules_of(video(resolution="720p", mode="pro"))


@pytest.mark.parametrize("model", ["kling-v2-6", "kling-video-o1", "kling-v2-5-turbo"])
def test_k_r07_4k_only_of_the_newest(model: str, sim: Sim) -> None:
    path = OMNI if model == "kling-video-o1" else T2V
    assert "K-R7" in rules_of(video(mode="4k", model=model))
    assert sim.create(path, model_name=model, prompt="x", mode="4k", aspect_ratio="1:1")[1]["code"] == 1201
    assert rules_of(video(mode="4k")) == set()


@pytest.mark.parametrize("seconds", [0, 1, 2, 16, 60, True])
def test_k_r08_three_to_fifteen_seconds(seconds: int) -> None:
    assert "K-R8" in rules_of(video(duration=seconds))


def test_k_r08_the_server_names_the_value(sim: Sim) -> None:
    assert (
        sim.create(T2V, model_name="kling-v3", prompt="x", duration="99")[1]["message"]
        == "duration value '99' is invalid"
    )
    assert sim.create(T2V, model_name="kling-v3", prompt="x", duration=7)[0] == 200
    assert all(rules_of(video(duration=seconds)) == set() for seconds in range(3, 16))


@pytest.mark.parametrize("seconds", [3, 7, 15])
def test_k_r09_kling_2_6_makes_five_or_ten(seconds: int, sim: Sim) -> None:
    assert "K-R9" in rules_of(video(model="kling-v2-6", duration=seconds))
    assert rules_of(video(model="kling-v2-6", duration=10)) == set()
    assert sim.create(T2V, model_name="kling-v2-6", prompt="x", duration=str(seconds))[1]["code"] == 1201


def test_k_r10_o1_text_or_first_frame_is_five_or_ten(sim: Sim) -> None:
    first = (image(role=Role.FIRST_FRAME),)
    assert "K-R10" in rules_of(video(model="kling-video-o1", duration=7))
    assert "K-R10" in rules_of(video(model="kling-video-o1", duration=7, media=first))
    assert rules_of(video(model="kling-video-o1", duration=10, media=first)) == set()
    assert (
        sim.create(OMNI, model_name="kling-video-o1", prompt="x", duration="7", aspect_ratio="1:1")[1]["code"] == 1201
    )


def test_k_r10_o1_otherwise_three_to_ten(sim: Sim) -> None:
    assert rules_of(video(model="kling-video-o1", duration=7, media=(image(),))) == set()
    assert "K-R10" in rules_of(video(model="kling-video-o1", duration=11, media=(image(),)))
    pictures = [{"image_url": URL}]
    body = {"model_name": "kling-video-o1", "prompt": "x", "image_list": pictures, "aspect_ratio": "1:1"}
    assert sim.create(OMNI, duration="7", **body)[0] == 200
    assert sim.create(OMNI, duration="11", **body)[1]["code"] == 1201


def test_k_r11_the_shapes_of_each_route(sim: Sim) -> None:
    assert "K-R11" in rules_of(video(aspect_ratio="4:3"))
    assert "K-R11" in rules_of(picture(aspect_ratio="7:5"))
    assert "K-R11" in rules_of(picture(aspect_ratio="7:5", resolution="4k"))
    assert rules_of(picture(aspect_ratio="21:9")) == set()
    assert sim.create(T2V, model_name="kling-v3", prompt="x", aspect_ratio="4:3")[1]["code"] == 1201


def test_k_r12_sound_is_on_or_off(sim: Sim) -> None:
    assert "K-R12" in rules_of(video(sound="maybe"))
    assert sim.create(T2V, model_name="kling-v3", prompt="x", sound="maybe")[1]["code"] == 1201


def test_k_r13_o1_is_silent(sim: Sim) -> None:
    assert "K-R13" in rules_of(video(sound=True, model="kling-video-o1"))
    body = {"model_name": "kling-video-o1", "prompt": "x", "sound": "on", "aspect_ratio": "1:1"}
    assert sim.create(OMNI, **body)[1]["code"] == 1201


def test_k_r14_sound_of_2_6(sim: Sim) -> None:
    tail = (image(), image(role=Role.END_FRAME))
    assert "K-R14" in rules_of(video(sound=True, model="kling-v2-6", mode="std"))
    assert "K-R14" in rules_of(video(sound=True, model="kling-v2-6", media=tail))
    assert rules_of(video(sound=True, model="kling-v2-6")) == set()
    assert sim.create(T2V, model_name="kling-v2-6", prompt="x", sound="on", mode="std")[1]["code"] == 1201


def test_k_r15_a_label_before_base64_is_taken_off(sim: Sim) -> None:
    labelled = image("data:image/png;base64,aGVsbG8=")
    assert without_prefix(labelled.source) == "aGVsbG8="
    assert [m.key for m in notices_of(video(media=(labelled,)))] == ["kling.notice.prefix"]
    answer = sim.create(I2V, model_name="kling-v3", image=labelled.source)[1]
    assert answer["message"] == "File is not in a valid base64 format"


@pytest.mark.parametrize(
    "info",
    [
        {"size": 11 * 1024 * 1024},
        {"width": 299},
        {"width": 1000, "height": 399},
        {"media_type": "image/webp"},
        {"media_type": "text/plain", "width": None, "height": None},
    ],
)
def test_k_r16_a_picture_that_cannot_work(info: dict[str, object]) -> None:
    local = measured(image("a.png"), **info)
    assert "K-R16" in rules_of(video(media=(local,)))
    assert "K-R16" in rules_of(picture(media=(local,)))


def test_k_r16_a_link_is_not_measured() -> None:
    assert rules_of(video(media=(image("https://example.com/notes.txt"),))) == set()


def test_k_r19_a_poll_and_a_request_do_not_mix() -> None:
    assert "K-R19" in rules_of(video(options={"task_id": "885000000000000001"}))


@pytest.mark.parametrize("field", [{"seed": 42}, {"style": "anime"}, {"quality": "high"}, {"scope": "body_only"}])
def test_what_no_endpoint_takes_is_refused(field: dict[str, Any]) -> None:
    assert rules_of(video(**field)) == {None}


def test_sound_of_models_that_never_had_it() -> None:
    assert rules_of(video(sound=True, model="kling-v1-6")) == {None}


def test_a_sound_request_passes_core_and_plugin() -> None:
    request, problems = planned(video(duration=8, aspect_ratio="9:16", sound=True, negative_prompt="blur"))
    assert (problems, request.model) == ([], "kling-v3")
