"""K-R20 to K-R32: several shots, on the client and on the server."""

from dataclasses import replace

import pytest
from tests.plugins.kling.harness import CLIP, Sim, clip, image, rules_of, sent, shots, story, video

from mediawright.plugin import Request, Role, Shot
from mediawright_kling import hooks
from mediawright_kling.notices import notices_of

T2V, OMNI = "/v1/videos/text2video", "/v1/videos/omni-video"
SHOTS = [{"index": 1, "prompt": "pier at dawn", "duration": "2"}, {"index": 2, "prompt": "a knot", "duration": "3"}]


def told(sim: Sim, path: str = T2V, **changes: object) -> int:
    """The server's code for a two-shot body with one thing changed."""
    body = {"model_name": "kling-v3", "prompt": "", "duration": "5", "multi_shot": True, "shot_type": "customize"}
    return int(sim.create(path, **{**body, "multi_prompt": SHOTS, **changes})[1]["code"])


def test_k_r20_the_way_of_cutting_is_filled_in(sim: Sim) -> None:
    assert sent(story(2, 3)).body["shot_type"] == "customize"
    assert told(sim, shot_type=None) == 1201


def test_k_r21_two_ways_of_cutting(sim: Sim) -> None:
    assert "K-R21" in rules_of(video(multi_shot=True, shot_type="auto"))
    assert told(sim, shot_type="auto") == 1201


def test_k_r22_customize_needs_shots(sim: Sim) -> None:
    assert "K-R22" in rules_of(video("x", multi_shot=True))
    assert told(sim, multi_prompt=None) == 1201


def test_k_r23_one_to_six_shots(sim: Sim) -> None:
    assert "K-R23" in rules_of(story(1, 1, 1, 1, 1, 1, 1))
    assert rules_of(story(1, 1, 1, 1, 1, 1)) == set()
    seven = [{"index": n, "prompt": "x", "duration": "1"} for n in range(1, 8)]
    assert told(sim, multi_prompt=seven, duration="7") == 1201


@pytest.mark.parametrize("first", [0, 2])
def test_k_r24_shots_count_from_one(first: int, sim: Sim) -> None:
    assert "K-R24" in rules_of(video("", multi_shot=True, shots=shots(2, 3, first=first)))
    renumbered = [{**shot, "index": n} for n, shot in enumerate(SHOTS, first)]
    assert told(sim, multi_prompt=renumbered) == 1201


def test_k_r25_lengths_add_up(sim: Sim) -> None:
    assert "K-R25" in rules_of(story(2, 3, duration=10))
    assert "K-R25" in rules_of(story(0, 5, duration=5))
    assert told(sim, duration="10") == 1201


def test_k_r25_an_unsaid_length_is_the_sum() -> None:
    assert hooks.complete(story(3, 5)).duration == 8
    assert sent(story(3, 5)).body["duration"] == "8"


def test_k_r26_every_shot_has_words_that_fit(sim: Sim) -> None:
    empty = (Shot(index=1, prompt=" ", duration=5),)
    long = (Shot(index=1, prompt="x" * 513, duration=5),)
    assert "K-R26" in rules_of(video("", multi_shot=True, shots=empty))
    assert "K-R26" in rules_of(video("", multi_shot=True, shots=long))
    assert told(sim, multi_prompt=[{"index": 1, "prompt": "x" * 513, "duration": "5"}]) == 1201


def test_k_r27_the_general_words_stay_behind() -> None:
    request = replace(story(2, 3), prompt="a harbour")
    assert sent(request).body["prompt"] == ""
    assert [m.key for m in notices_of(request)] == ["kling.notice.prompt_ignored"]


def test_k_r28_intelligence_wants_one_story(sim: Sim) -> None:
    assert "K-R28" in rules_of(video(" ", multi_shot=True, shot_type="intelligence"))
    assert "K-R28" in rules_of(story(2, 3, shot_type="intelligence"))
    assert sent(video(" a story ", multi_shot=True, shot_type="intelligence")).body["prompt"] == "a story"
    assert told(sim, shot_type="intelligence") == 1201


def test_k_r29_shots_without_the_switch_are_not_sent(sim: Sim) -> None:
    request = video(shots=shots(2, 3), shot_type="customize")
    assert rules_of(request) == set()
    assert not {"multi_prompt", "shot_type", "multi_shot"} & set(sent(request).body)
    assert [m.key for m in notices_of(request)] == ["kling.notice.shots_ignored"]
    assert told(sim, multi_shot=False, prompt="x") == 0


def test_k_r30_shots_and_a_last_frame_exclude_each_other() -> None:
    media = (image(), image(role=Role.END_FRAME))
    assert "K-R30" in rules_of(story(2, 3, media=media))


def test_k_r30_an_option_opens_it_for_the_two_newest(sim: Sim) -> None:
    media = (image(), image(role=Role.END_FRAME))
    assert rules_of(story(2, 3, media=media, options={"allow_multishot_frames": "on"})) == set()
    pictures = {"image": image().source, "image_tail": image().source}
    assert told(sim, "/v1/videos/image2video", **pictures) == 0


@pytest.mark.parametrize("model", ["kling-video-o1", "kling-v2-6", "kling-v2-5-turbo"])
def test_k_r31_only_the_newest_cut(model: str, sim: Sim) -> None:
    assert "K-R31" in rules_of(story(5, model=model))
    path = OMNI if model == "kling-video-o1" else T2V
    assert told(sim, path, model_name=model, aspect_ratio="1:1") == 1201


def test_k_r32_a_clip_beside_shots(sim: Sim) -> None:
    feature = (clip(role=Role.FEATURE),)
    intelligence = video("a story", multi_shot=True, shot_type="intelligence", media=feature)
    assert "K-R32" in rules_of(story(2, 3, media=(clip(),)))
    assert "K-R32" in rules_of(story(2, 3, media=feature))
    assert rules_of(intelligence) == set()
    edit = [{"video_url": CLIP, "refer_type": "base"}]
    assert told(sim, OMNI, model_name="kling-v3-omni", video_list=edit) == 1201


@pytest.mark.parametrize("request_", [story(2, 3), story(2, 3, media=(image(),)), story(3, 5, subject_ids=("11",))])
def test_a_storyboard_goes_out_on_every_route(request_: Request) -> None:
    body = sent(request_).body
    assert [shot["duration"] for shot in body["multi_prompt"]] == [str(s.duration) for s in request_.shots]
    assert body["multi_shot"] is True
