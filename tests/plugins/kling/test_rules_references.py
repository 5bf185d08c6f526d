"""K-R33 to K-R56: clips, frames, references and elements of a video, on the client and on the server."""

from typing import Any

import pytest
from tests.plugins.kling.harness import CLIP, URL, Sim, clip, image, measured, problem_of, rules_of, sent, video

from mediawright.plugin import InvalidRequest, Request, Role, Shot
from mediawright.services.request_reader import read_request
from mediawright_kling.notices import notices_of
from mediawright_kling.pricing import price_of

OMNI, I2V = "/v1/videos/omni-video", "/v1/videos/image2video"
FIRST, END = image(role=Role.FIRST_FRAME), image(role=Role.END_FRAME)
FEATURE = clip(role=Role.FEATURE)
PRESET = "829836802793406551"


def told(sim: Sim, **changes: Any) -> tuple[int, str]:
    """The server's code and words for an Omni body."""
    body = {"model_name": "kling-v3-omni", "prompt": "x", "duration": "5", "aspect_ratio": "16:9"}
    answer = sim.create(OMNI, **{**body, **changes})[1]
    return answer["code"], answer["message"]


def clip_list(refer: str = "base", **more: str) -> list[dict[str, str]]:
    return [{"video_url": CLIP, "refer_type": refer, **more}]


def images(*types: str | None) -> list[dict[str, str]]:
    return [{"image_url": URL} | ({"type": kind} if kind else {}) for kind in types]


def elements(*ids: str) -> list[dict[str, str]]:
    return [{"element_id": one} for one in ids]


def made_of_a_clip(sim: Sim) -> str:
    """The id of a new element made of a clip."""
    body = {"element_name": "Leo", "element_description": "a man", "reference_type": "video_refer"}
    sim.create(
        "/v1/general/advanced-custom-elements", **body, element_video_list={"refer_videos": [{"video_url": CLIP}]}
    )
    sim.pass_time(5)
    sim.service_state.settle()
    return next(iter(sim.service_state.library.own))


@pytest.mark.parametrize("media", [(clip(), clip()), (clip(" "),), (clip(f"{CLIP},{CLIP}"),)])
def test_k_r33_one_clip(media: tuple[Any, ...], sim: Sim) -> None:
    assert "K-R33" in rules_of(video(media=media))
    assert told(sim, video_list=clip_list() * 2)[0] == 1201


def test_k_r34_a_clip_is_a_link(sim: Sim) -> None:
    assert "K-R34" in rules_of(video(media=(clip("clip.mp4"),)))
    assert told(sim, video_list=[{"video_url": "AAAA", "refer_type": "base"}])[0] == 1201


@pytest.mark.parametrize("flags", [{"video_refer_type": "style"}, {"keep_original_sound": "maybe"}])
def test_k_r35_the_words_beside_a_clip(flags: dict[str, str], sim: Sim) -> None:
    with pytest.raises(InvalidRequest):
        read_request("video", {"prompt": "x", "video": CLIP, **flags})
    assert told(sim, video_list=clip_list("style"))[0] == 1201
    assert told(sim, video_list=clip_list(keep_original_sound="maybe"))[0] == 1201


def test_k_r35_they_need_a_clip() -> None:
    assert "K-R35" in rules_of(video(keep_original_sound=True))
    with pytest.raises(InvalidRequest):
        read_request("video", {"prompt": "x", "video_refer_type": "base"})


def test_k_r36_a_measured_clip_has_limits(sim: Sim) -> None:
    long = measured(clip("https://x.example/c.mp4"), media_type="video/mp4", duration=15.5)
    assert "K-R36" in rules_of(video(media=(long,)))
    for name, code in {
        "a-2s-1280x720": 1201,
        "b-12s-1280x720": 0,
        "c-5s-640x360": 1201,
        "d-16s-1280x720": 1201,
    }.items():
        assert told(sim, video_list=[{"video_url": f"{sim.url}/media/{name}.mp4", "refer_type": "base"}])[0] == code


def test_k_r36_the_limits_of_o1_are_narrower(sim: Sim) -> None:
    twelve = measured(clip("https://x.example/c.mp4"), media_type="video/mp4", duration=12.0)
    assert "K-R36" in rules_of(video(media=(twelve,), model="kling-video-o1"))
    own = [{"video_url": f"{sim.url}/media/b-12s-1280x720.mp4", "refer_type": "base"}]
    assert told(sim, model_name="kling-video-o1", video_list=own)[0] == 1201


def test_k_r37_no_sound_with_a_clip(sim: Sim) -> None:
    assert "K-R37" in rules_of(video(media=(clip(),), sound=True))
    answer = told(sim, video_list=clip_list(), sound="on")
    assert answer == (1201, "sound on is not supported with video input")


def test_k_r38_what_the_clip_is_for_is_always_said(sim: Sim) -> None:
    assert sent(video(media=(clip(),))).body["video_list"] == clip_list()
    assert sent(video(media=(FEATURE,))).body["video_list"] == clip_list("feature")
    assert told(sim, video_list=[{"video_url": CLIP}], aspect_ratio=None)[0] == 0


def test_k_r39_an_edit_is_as_long_as_its_clip(sim: Sim) -> None:
    length = measured(clip(f"{sim.url}/media/x-6.4s-1280x720.mp4"), media_type="video/mp4", duration=6.4)
    kling_request = video(media=(length,), duration=10)
    assert [m.key for m in notices_of(kling_request)] == ["kling.notice.duration_ignored"]
    price = price_of(kling_request).amount
    assert price is not None
    assert str(price) == "7.2 units"
    sim.create(OMNI, **sent(kling_request).body)
    assert next(iter(sim.service_state.works.values())).price == price.value


def test_k_r40_a_shape_is_filled_where_nothing_gives_one(sim: Sim) -> None:
    for kling_request in (video(model="kling-v3-omni"), video(media=(image(), image())), video(media=(FEATURE,))):
        assert sent(kling_request).body["aspect_ratio"] == "16:9"
    assert "aspect_ratio" not in sent(video(media=(clip(),))).body
    assert told(sim, aspect_ratio=None)[0] == 1201


def test_k_r41_a_shape_that_will_be_ignored_is_sent_with_a_notice(sim: Sim) -> None:
    for kling_request in (video(media=(clip(),), aspect_ratio="1:1"), video(media=(FIRST,), aspect_ratio="1:1")):
        assert sent(kling_request).body["aspect_ratio"] == "1:1"
        assert [m.key for m in notices_of(kling_request)] == ["kling.notice.ratio_ignored"]
    assert told(sim, video_list=clip_list(), aspect_ratio="1:1")[0] == 0


def test_k_r42_4k_with_a_clip_is_allowed(sim: Sim) -> None:
    assert rules_of(video(media=(clip(),), mode="4k")) == set()
    assert told(sim, video_list=clip_list(), mode="4k")[0] == 0


@pytest.mark.parametrize(("pictures", "clips"), [(8, ()), (5, (clip(),)), (5, (FEATURE,))])
def test_k_r43_how_many_pictures(pictures: int, clips: tuple[Any, ...], sim: Sim) -> None:
    assert "K-R43" in rules_of(video(media=(*(image() for _ in range(pictures)), *clips)))
    assert rules_of(video(media=(*(image() for _ in range(pictures - 1)), *clips))) == set()
    server = {"video_list": clip_list()} if clips else {}
    assert told(sim, image_list=images(*[None] * pictures), **server)[0] == 1201


def test_k_r43_a_last_frame_counts() -> None:
    listed = (FIRST, *(image() for _ in range(6)), END)
    assert "K-R43" in rules_of(video(media=listed, aspect_ratio="1:1"))


def test_k_r44_lists_without_holes() -> None:
    assert "K-R44" in rules_of(video(media=(image(""), image())))
    assert "K-R44" in rules_of(video(subject_ids=("11", " ")))


def test_k_r44_one_type_for_each_picture() -> None:
    assert "K-R44" in rules_of(video(media=(FIRST, image()), image_types=("first_frame",)))
    assert "K-R44" in rules_of(video(media=(FIRST, image()), image_types=("first_frame", "middle")))
    assert rules_of(video(media=(FIRST, image()), image_types=("first_frame", ""))) == set()


def test_k_r44_types_on_the_plain_route_would_be_dropped() -> None:
    assert "K-R44" in rules_of(video(media=(FIRST,), image_types=("first_frame",)))
    assert rules_of(video(media=(FIRST,))) == set()


def test_k_r45_an_end_needs_a_start(sim: Sim) -> None:
    assert "K-R45" in rules_of(video(media=(image(), END), aspect_ratio="16:9"))
    assert "K-R45" in rules_of(video(media=(image(), END), image_types=("", "end_frame")))
    assert told(sim, image_list=images("end_frame"))[0] == 1201


@pytest.mark.parametrize("more", [{}, {"subject_ids": ("11",)}])
def test_k_r46_a_last_frame_needs_a_picture(more: dict[str, Any]) -> None:
    assert "K-R46" in rules_of(video(media=(END,), **more))


def test_k_r47_o1_takes_no_end_beside_more_pictures(sim: Sim) -> None:
    three: dict[str, Any] = {"media": (FIRST, image(), END), "image_types": ("first_frame", "", "end_frame")}
    assert "K-R47" in rules_of(video(model="kling-video-o1", **three))
    assert rules_of(video(model="kling-v3-omni", **three)) == set()
    assert told(sim, model_name="kling-video-o1", image_list=images("first_frame", None, "end_frame"))[0] == 1201


def test_k_r48_frames_and_an_edit_exclude_each_other(sim: Sim) -> None:
    assert "K-R48" in rules_of(video(media=(FIRST, clip())))
    assert rules_of(video(media=(FIRST, FEATURE))) == set()
    assert told(sim, image_list=images("first_frame"), video_list=clip_list())[0] == 1201


def test_k_r49_three_elements_beside_frames(sim: Sim) -> None:
    assert "K-R49" in rules_of(video(media=(FIRST,), subject_ids=("1", "2", "3", "4")))
    assert rules_of(video(media=(FIRST,), subject_ids=("1", "2", "3"))) == set()
    assert told(sim, image_list=images("first_frame"), element_list=elements(*[PRESET] * 4))[0] == 1201


def test_k_r50_o1_between_two_frames_takes_no_element(sim: Sim) -> None:
    frames: dict[str, Any] = {"media": (FIRST, END), "image_types": ("first_frame", "end_frame"), "subject_ids": ("1",)}
    assert "K-R50" in rules_of(video(model="kling-video-o1", **frames))
    body = {"image_list": images("first_frame", "end_frame"), "element_list": elements(PRESET)}
    assert told(sim, model_name="kling-video-o1", **body)[0] == 1201


@pytest.mark.parametrize(("pictures", "ids", "clips"), [(4, 4, ()), (0, 5, (clip(),)), (3, 2, (FEATURE,))])
def test_k_r51_pictures_and_elements_together(pictures: int, ids: int, clips: tuple[Any, ...], sim: Sim) -> None:
    kling_request = video(media=(*(image() for _ in range(pictures)), *clips), subject_ids=tuple("12345"[:ids]))
    assert "K-R51" in rules_of(kling_request)
    server = {"video_list": clip_list()} if clips else {}
    lists = {"image_list": images(*[None] * pictures), "element_list": elements(*[PRESET] * ids)}
    assert told(sim, **lists, **server)[0] == 1201


def test_k_r52_limits_that_only_the_server_can_see(sim: Sim) -> None:
    person = made_of_a_clip(sim)
    assert told(sim, element_list=elements(person))[0] == 0
    assert told(sim, element_list=elements(*[person] * 4))[0] == 1201
    assert told(sim, element_list=elements(person), image_list=images(*[None] * 5))[0] == 1201
    assert told(sim, element_list=elements(person), video_list=clip_list())[0] == 1201


def test_k_r53_o1_takes_no_element_made_of_a_clip(sim: Sim) -> None:
    person = made_of_a_clip(sim)
    assert told(sim, model_name="kling-video-o1", element_list=elements(person))[0] == 1201
    assert told(sim, model_name="kling-video-o1", element_list=elements(PRESET))[0] == 0


def test_k_r54_one_frame_of_each_kind(sim: Sim) -> None:
    assert "K-R54" in rules_of(video(media=(FIRST, FIRST), image_types=("first_frame", "first_frame")))
    assert told(sim, image_list=images("first_frame", "first_frame"))[0] == 1201


@pytest.mark.parametrize(
    "kling_request",
    [
        video("the crown of <<<image_3>>>", media=(image(), image())),
        video("<<<element_2>>> dances", subject_ids=("1",)),
        video("<<<video_1>>> again"),
        video("<<<image_0>>> walks", media=(image(), image())),
        video("<<<voice_1>>> sings"),
    ],
)
def test_k_r55_a_pointer_to_nothing(kling_request: Request) -> None:
    assert problem_of(kling_request, "K-R55").field == "prompt"


def test_k_r55_shots_have_pointers_too_and_a_last_frame_counts_last() -> None:
    story = (Shot(index=1, prompt="<<<image_2>>> leaves", duration=5),)
    assert "K-R55" in rules_of(video("", multi_shot=True, shots=story, subject_ids=("1",)))
    assert "K-R55" not in rules_of(video("<<<image_2>>> at the end", media=(FIRST, END), aspect_ratio="1:1"))


def test_k_r56_voices_are_not_offered() -> None:
    body = sent(video(media=(image(),), sound=True)).body
    assert "voice_list" not in body


def test_an_announced_negative_text_is_left_out_and_a_silent_one_refused() -> None:
    announced = video(media=(image(),), aspect_ratio="9:16", negative_prompt="blur")
    assert rules_of(announced) == set()
    assert "negative_prompt" not in sent(announced).body
    assert [m.key for m in notices_of(announced)] == ["kling.notice.negative_dropped"]
    assert rules_of(video(model="kling-v3-omni", negative_prompt="blur")) == {None}
