"""K-S3 to K-S37: what is refused before anything is sent, and what is said of a side request."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from tests.plugins.kling.harness import clip, image, measured, planned

from mediawright.plugin import Amount, InvalidRequest, Media, MediaInfo, MediaKind, Operation, Request, Role, Task
from mediawright_kling import hooks, responses
from mediawright_kling.pricing import price_of
from mediawright_kling.request_body import local_inputs
from mediawright_kling.side import effects, steps
from mediawright_kling.side.said import reckoned

Op = Operation
NUMBER = "880000000000000202"


def sound(seconds: float | None = 5.0, **more: Any) -> Media:
    facts: dict[str, Any] = {"media_type": "audio/mpeg", "size": 90_000, "sha256": "", "duration": seconds} | more
    return Media(kind=MediaKind.AUDIO, role=Role.VOICE, source="voice.mp3", info=MediaInfo(**facts))


def linked(seconds: float | None = None, **info: Any) -> Media:
    """A clip behind a link; measured where its seconds are given, as a link never is, to reach the rules."""
    media = clip("https://media.example.net/talk.mp4")
    facts = {"media_type": "video/mp4", "size": 1_000_000, "width": 1280, "height": 720, "duration": seconds} | info
    return measured(media, **facts) if seconds is not None else media


def asked(operation: Operation, *media: Media, prompt: str = "", **fields: Any) -> Request:
    options = {name: fields.pop(name) for name in list(fields) if name not in Request.__dataclass_fields__}
    return Request(operation=operation, prompt=prompt, media=media, options=options, **fields)


def rules(request: Request) -> set[str | None]:
    return {problem.rule for problem in hooks.validate(hooks.complete(request))}


PHOTO, FACE = image(), image(role=Role.FACE)
LIP = {"audio_id": NUMBER, "sound_end_time": "4000"}
ELEMENTS = {"model": "kling-multi-elements", "session_id": NUMBER}
GOOD = [
    asked(Op.LIP_SYNC, linked(), **LIP),
    asked(Op.LIP_SYNC, linked(), sound()),
    asked(Op.LIP_SYNC, linked(), prompt="Good evening."),
    asked(Op.LIP_SYNC, FACE, sound()),
    asked(Op.TALKING_PHOTO, FACE, audio_id=NUMBER),
    asked(Op.MOTION_CONTROL, PHOTO, linked()),
    asked(Op.VIDEO_EFFECT, PHOTO, effect_scene="zoom_out"),
    asked(Op.VIDEO_EFFECT, PHOTO, PHOTO, prompt="hug pro"),
    asked(Op.TEXT_TO_SPEECH, prompt="末班车九点开出。"),
    asked(Op.SOUND_EFFECTS, prompt="rain", seconds="4.5"),
    asked(Op.VIDEO_TO_AUDIO, linked()),
    asked(Op.OUTPAINT, PHOTO, up_expansion_ratio="0.5"),
    asked(Op.EDIT_IMAGE, PHOTO, PHOTO, prompt="at one table", model="kling-v2-1"),
    asked(Op.TRY_ON, PHOTO, PHOTO),
    asked(Op.REMOVE_BACKGROUND, PHOTO),
    asked(Op.EDIT_VIDEO, PHOTO, prompt="swap the cup", edit_mode="swap", **ELEMENTS),
]
#: rule → requests that it refuses
BAD: Mapping[str, list[Request]] = {
    "K-S4": [
        asked(Op.LIP_SYNC, **LIP),
        asked(Op.LIP_SYNC, linked(), video_id=NUMBER, **LIP),
        asked(Op.LIP_SYNC, linked(), sound(), **LIP),
        asked(Op.TALKING_PHOTO, FACE),
        asked(Op.TALKING_PHOTO, FACE, sound(), audio_id=NUMBER),
        asked(Op.VIDEO_TO_AUDIO, linked(), video_id=NUMBER),
    ],
    "K-S5": [
        asked(op, *more, clip("talk.mp4"), **fields)
        for op, more, fields in [
            (Op.LIP_SYNC, (), LIP),
            (Op.MOTION_CONTROL, (PHOTO,), {}),
            (Op.VIDEO_TO_AUDIO, (), {}),
        ]
    ],
    "K-S7": [
        asked(Op.TALKING_PHOTO, FACE, sound(size=5 * 1024 * 1024 + 1)),
        asked(Op.TALKING_PHOTO, FACE, sound(media_type="audio/flac")),
    ],
    "K-S8": [
        asked(Op.LIP_SYNC, linked(), sound(1.9)),
        asked(Op.LIP_SYNC, linked(), sound(60.5)),
        asked(Op.TALKING_PHOTO, FACE, sound(300.5)),
    ],
    "K-S9": [
        asked(Op.LIP_SYNC, linked(1.9), **LIP),
        asked(Op.LIP_SYNC, linked(5, size=104_857_601), **LIP),
        asked(Op.LIP_SYNC, linked(5, height=511), **LIP),
    ],
    "K-S12": [
        asked(Op.LIP_SYNC, linked(), audio_id=NUMBER),
        asked(Op.LIP_SYNC, linked(), audio_id=NUMBER, sound_end_time="1999"),
        asked(Op.LIP_SYNC, linked(), audio_id=NUMBER, sound_start_time="3000", sound_end_time="2000"),
        asked(Op.LIP_SYNC, linked(), sound(4.0), sound_end_time="4001"),
    ],
    "K-S13": [
        asked(Op.LIP_SYNC, linked(), **LIP, sound_insert_time="0.5"),
        asked(Op.LIP_SYNC, linked(), **LIP, sound_volume="2.1"),
        asked(Op.LIP_SYNC, linked(), **LIP, original_audio_volume="-1"),
    ],
    "K-S16": [
        asked(Op.TALKING_PHOTO, FACE, sound(), mode="4k"),
        asked(Op.TALKING_PHOTO, sound()),
        asked(Op.TALKING_PHOTO, FACE, sound(), prompt="x" * 2501),
    ],
    "K-S17": [
        asked(Op.MOTION_CONTROL, PHOTO, linked(), mode="4k"),
        asked(Op.MOTION_CONTROL, PHOTO, linked(), character_orientation="left"),
        asked(Op.MOTION_CONTROL, PHOTO, linked(10.5), character_orientation="image"),
        asked(Op.MOTION_CONTROL, PHOTO, linked(30.5)),
        asked(Op.MOTION_CONTROL, PHOTO, linked(), subject_ids=("1",)),
        asked(Op.MOTION_CONTROL, PHOTO, linked(), subject_ids=("1",), model="kling-v3", character_orientation="image"),
    ],
    "K-S19": [
        asked(Op.VIDEO_EFFECT, PHOTO, effect_scene="hug_pro"),
        asked(Op.VIDEO_EFFECT, PHOTO, PHOTO, effect_scene="zoom_out"),
    ],
    "K-S20": [
        asked(Op.VIDEO_EFFECT, PHOTO, PHOTO, effect_scene="hug"),
        asked(Op.VIDEO_EFFECT, PHOTO, effect_scene="magic_match_tree"),
        asked(Op.VIDEO_EFFECT, PHOTO, prompt="something funny"),
    ],
    "K-S22": [
        asked(Op.TEXT_TO_SPEECH, prompt=" "),
        asked(Op.TEXT_TO_SPEECH, prompt="x" * 1001),
        asked(Op.TEXT_TO_SPEECH, prompt="x", voice_speed="0.7"),
        asked(Op.TEXT_TO_SPEECH, prompt="x", voice_speed="fast"),
        asked(Op.TEXT_TO_SPEECH, prompt="x", language="fr"),
    ],
    "K-S23": [asked(Op.TEXT_TO_SPEECH, prompt="x", voice=NUMBER)],
    "K-S25": [
        asked(Op.SOUND_EFFECTS, prompt=""),
        asked(Op.SOUND_EFFECTS, prompt="x" * 201),
        asked(Op.SOUND_EFFECTS, prompt="x", seconds="2.9"),
        asked(Op.SOUND_EFFECTS, prompt="x", duration=11),
    ],
    "K-S26": [
        asked(Op.VIDEO_TO_AUDIO, linked(20.5)),
        asked(Op.VIDEO_TO_AUDIO, linked(2.9)),
        asked(Op.VIDEO_TO_AUDIO, linked(), prompt="x" * 201),
        asked(Op.VIDEO_TO_AUDIO, linked(), bgm_prompt="x" * 201),
    ],
    "K-S30": [
        asked(Op.OUTPAINT, PHOTO),
        asked(Op.OUTPAINT, PHOTO, up_expansion_ratio="2.1"),
        asked(Op.OUTPAINT, PHOTO, up_expansion_ratio="1", left_expansion_ratio="0.6"),
        asked(Op.OUTPAINT, PHOTO, up_expansion_ratio="0"),
        asked(Op.OUTPAINT, measured(image("a.png"), width=1600, height=900), aspect_ratio="16:9"),
        asked(Op.OUTPAINT, measured(image("a.png"), width=900, height=900), aspect_ratio="21:9", area="1.1"),
    ],
    "K-S31": [
        asked(Op.EDIT_IMAGE, *[PHOTO] * 5, prompt="x", model="kling-v2-1"),
        asked(Op.EDIT_IMAGE, PHOTO, PHOTO, prompt="x", model="kling-v2-1", count=10),
        asked(Op.EDIT_IMAGE, PHOTO, PHOTO, prompt="x", model="kling-v2-1", aspect_ratio="5:4"),
    ],
    "K-S32": [asked(Op.TRY_ON, PHOTO), asked(Op.TRY_ON, PHOTO, PHOTO, PHOTO)],
    "K-S33": [
        asked(Op.EDIT_VIDEO, linked(6), prompt="x", edit_mode="removal", marks="1:0,0", model="kling-multi-elements"),
        asked(Op.EDIT_VIDEO, prompt="x", edit_mode="removal", duration=7, **ELEMENTS),
    ],
    "K-S34": [
        asked(Op.EDIT_VIDEO, prompt="x", edit_mode="swap", **ELEMENTS),
        asked(Op.EDIT_VIDEO, PHOTO, prompt="x", edit_mode="removal", **ELEMENTS),
        asked(Op.EDIT_VIDEO, prompt="x", **ELEMENTS),
        asked(Op.EDIT_VIDEO, prompt="x", edit_mode="removal", marks="1:0,2", **ELEMENTS),
        asked(Op.EDIT_VIDEO, linked(), prompt="x", edit_mode="removal", model="kling-multi-elements"),
    ],
}


def test_what_is_taken_is_refused_nowhere() -> None:
    for request in GOOD:
        _, problems = planned(request)
        assert problems == [], (request, problems)


@pytest.mark.parametrize("rule", BAD)
def test_what_a_rule_refuses(rule: str) -> None:
    for request in BAD[rule]:
        assert rule in rules(request), request


def test_k_s3_what_ends_is_warned_of_with_its_day_and_what_is_gone_is_not_offered() -> None:
    for name in ("kling-v2-1-master", "kling-v2-1", "kling-v1-6", "kling-v1-5"):
        model = hooks.describe().model(name, MediaKind.VIDEO)
        assert model is not None
        assert model.note is not None
        assert model.note.key == "kling.model.ended"
    assert Op.EXTEND_VIDEO not in hooks.describe().operations
    with pytest.raises(InvalidRequest):
        planned(asked(Op.TEXT_TO_VIDEO, prompt="x", effect_scene="hug_pro", model="no-such"))


def test_side_options_are_refused_where_they_mean_nothing() -> None:
    assert None in rules(asked(Op.TEXT_TO_VIDEO, prompt="x", effect_scene="hug_pro"))


def test_k_s6_a_clip_made_here_goes_by_its_id() -> None:
    (call,) = hooks.wire(hooks.complete(asked(Op.VIDEO_TO_AUDIO, video_id=NUMBER)), "job-1")
    assert call.json["video_id"] == NUMBER
    assert "video_url" not in call.json


def test_k_s6_the_id_of_a_clip_is_kept_and_a_local_copy_of_it_needs_no_upload() -> None:
    task = Task(provider="kling", id="1", handle={"path": "/v1/videos/text2video", "base": ""})
    made = {"videos": [{"id": "77", "url": "https://r/1.mp4", "watermark_url": "https://r/w.mp4"}]}
    assert [one.made_id for one in responses.outputs_of(made, task)] == ["77"]
    facts: dict[str, Any] = {"media_type": "video/mp4", "duration": 5.0, "width": 1280, "height": 720}
    mine = replace(measured(clip("mine.mp4"), **facts), made_id="77")
    for request in (asked(Op.VIDEO_TO_AUDIO, mine), asked(Op.LIP_SYNC, mine, **LIP)):
        full, problems = planned(request)
        assert problems == []
        assert local_inputs(full) == ()
        first = hooks.wire(full, "job-1")[0].json
        assert (first["video_id"], "video_url" in first) == ("77", False)
    assert "K-S5" in rules(asked(Op.MOTION_CONTROL, PHOTO, mine))  # a link is the only way there


def test_k_s1_our_id_goes_along_but_for_answers_at_once() -> None:
    for request in GOOD:
        last = hooks.wire(hooks.complete(request), "job-1")[-1]
        at_once = request.operation in (Op.TEXT_TO_SPEECH, Op.REMOVE_BACKGROUND)
        assert (last.json.get("external_task_id") == "job-1") is not at_once


def test_k_s10_to_k_s12_faces_and_times() -> None:
    face = {"face_id": "0", "start_time": 500, "end_time": 5000}
    item = {"sound_start_time": 0, "sound_end_time": "?", "sound_insert_time": "?"}
    assert steps.timed(item, face, 3.0) == {
        "face_id": "0",
        "sound_start_time": 0,
        "sound_end_time": 3000,
        "sound_insert_time": 500,
    }
    assert steps.timed(item, face, 60.0)["sound_end_time"] == 4500
    for wrong in ({**item, "sound_end_time": 1999}, {**item, "sound_end_time": 4000, "sound_insert_time": 3500}):
        with pytest.raises(InvalidRequest):
            steps.timed(wrong, face, 3.0)


def test_k_s15_k_s18_prices() -> None:
    def price(request: Request) -> Amount | None:
        return price_of(hooks.complete(request)).amount

    units = [
        (asked(Op.LIP_SYNC, linked(5.1), **LIP), "1.05"),
        (asked(Op.LIP_SYNC, linked(5), prompt="Hello there."), "0.60"),
        (asked(Op.TALKING_PHOTO, FACE, sound(12.27)), "5.2"),
        (asked(Op.TALKING_PHOTO, FACE, sound(12.27), mode="pro"), "10.4"),
        (asked(Op.MOTION_CONTROL, PHOTO, linked(9.2), mode="std"), "5.0"),
        (asked(Op.MOTION_CONTROL, PHOTO, linked(9.2), model="kling-v3"), "12.0"),
        (asked(Op.TEXT_TO_SPEECH, prompt="x"), "0.05"),
        (asked(Op.SOUND_EFFECTS, prompt="x"), "0.25"),
    ]
    for request, value in units:
        found = price(request)
        assert found == Amount(Decimal(value), "units"), request
    assert price(asked(Op.OUTPAINT, PHOTO, up_expansion_ratio="1", count=2)) == Amount(Decimal(16), "image_units")
    for unknown in (asked(Op.TRY_ON, PHOTO, PHOTO), asked(Op.VIDEO_EFFECT, PHOTO, effect="zoom_out"), GOOD[0]):
        assert price(unknown) is None


def test_k_s16_k_s20_k_s32_what_is_said_before_the_price() -> None:
    def said(request: Request) -> list[str]:
        return [note.key.rpartition(".")[2] for note in price_of(hooks.complete(request)).notes]

    assert "follows" in said(asked(Op.TALKING_PHOTO, FACE, sound(), duration=5))
    assert "effect_unknown" in said(asked(Op.VIDEO_EFFECT, PHOTO, effect_scene="brand_new"))
    assert "experimental" in said(asked(Op.TRY_ON, PHOTO, PHOTO))


def test_k_s20_an_effect_is_found_by_what_people_say() -> None:
    """One name and no other; the page says which. What nobody means by one word alone is asked for."""
    said = {
        "apply the hug effect": "hug_pro",
        "一键特效：拥抱": "hug_pro",
        "hug": "hug_pro",
        "give us the Heart-Gesture effect, please": "heart_gesture_pro",
        "use zoom out on my photo": "zoom_out",
        "the football dance 2 effect": "football_dance_2",
        "celebration": "celebration",
        "something funny": None,
        "a hug and a kiss": None,
        "the hugging bears": None,
    }
    found = {words: effects.scene_of(asked(Op.VIDEO_EFFECT, PHOTO, prompt=words)) for words in said}
    assert found == said
    notes = price_of(hooks.complete(asked(Op.VIDEO_EFFECT, PHOTO, PHOTO, prompt="apply the hug effect"))).notes
    assert [note.values["scene"] for note in notes if note.key.endswith("prompt_ignored_effect")] == ["hug_pro"]


def test_k_s20_the_effects_are_all_there() -> None:
    assert len(effects.scenes()) == 219
    assert len(effects.two_pictures()) == 15


def test_k_s30_a_shape_is_reckoned() -> None:
    assert reckoned(100, 100, 16 / 9, 3) == {"up": 0.1495, "down": 0.1495, "left": 0.6547, "right": 0.6547}
    assert reckoned(900, 900, 16 / 9, None) == {"up": 0.0, "down": 0.0, "left": 0.3889, "right": 0.3889}


def test_k_s24_k_s26_k_s37_results() -> None:
    """The clip first, its sound as a second file; both spellings; a speech without a file is refused, never polled."""
    task = Task(provider="kling", id="1", handle={"path": "/v1/audio/video-to-audio", "base": ""})
    clip_and_sound = {"videos": [{"id": "1", "url": "https://r/1.mp4"}], "audios": [{"url_mp3": "https://r/1.mp3"}]}
    for status in ("task_status", "status"):
        progress = responses.progress_of({status: "succeed", "task_result": clip_and_sound}, task)
        assert [(one.kind, one.index) for one in progress.outputs] == [(MediaKind.VIDEO, 0), (MediaKind.AUDIO, 1)]
    inside = {"videos": [{"url": "https://r/1.mp4"}], "audios": [{"video_id": "1", "audio_url": "https://r/1.mp3"}]}
    assert len(responses.outputs_of(inside, task)) == 2
