"""The rules of Ark's contract (docs/contracts/ark.md §14) about what is asked for and what it costs. Pure."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from mediawright import plugin as mw
from mediawright.testing.builders import a_job
from mediawright.types.ages import retired
from mediawright.types.constraints import check, choose_model, complete
from mediawright_ark import hooks, pricing, request_body
from mediawright_ark.provider import ARK, GROUPS

Op, Role = mw.Operation, mw.Role
LINK = "https://media.example.net/"
CLIP = mw.Request(operation=Op.TEXT_TO_VIDEO, prompt="a red fox", model="seedance-2.0", provider="ark")
NEWEST = CLIP.with_(model="seedance-2.5")
PICTURE = CLIP.with_(operation=Op.TEXT_TO_IMAGE, model="seedream-5.0-pro")


def media(kind: str, role: mw.Role = mw.Role.REFERENCE, source: str = "", **info: Any) -> mw.Media:
    types = {"image": "image/png", "video": "video/mp4", "audio": "audio/mpeg"}
    known = mw.MediaInfo(media_type=types[kind], sha256="0" * 64, **{"size": 1000, **info}) if info else None
    ends = {"image": "a.png", "video": "a.mp4", "audio": "a.mp3"}
    return mw.Media(kind=mw.MediaKind(kind), role=role, source=source or LINK + ends[kind], info=known)


FIRST, LAST = media("image", Role.FIRST_FRAME), media("image", Role.END_FRAME)
STREET = media("video", Role.SOURCE)


def ready(request: mw.Request) -> mw.Request:
    asked = hooks.complete(request)
    return complete(asked, choose_model(ARK, asked))


def problems(request: mw.Request) -> list[mw.Problem]:
    done = ready(request)
    model = choose_model(ARK, done)
    return [*check(ARK, model, done), *hooks.validate(done)]


def sent(request: mw.Request, job: str = "0123") -> Any:
    assert problems(request) == []
    return hooks.wire(ready(request), job)[0].json


def refused(request: mw.Request) -> str:
    found = problems(request)
    return found[0].rule or found[0].message.key if found else ""


def references(**counts: int) -> tuple[mw.Media, ...]:
    return tuple(media(kind) for kind, count in counts.items() for _ in range(count))


R2V = CLIP.with_(operation=Op.REFERENCE_TO_VIDEO)
I2V = CLIP.with_(operation=Op.IMAGE_TO_VIDEO, media=(FIRST,))
EDIT = CLIP.with_(operation=Op.EDIT_VIDEO, media=(STREET,))
EXTEND = EDIT.with_(operation=Op.EXTEND_VIDEO)


def test_a_r5_what_sets_the_price_is_always_said_and_typed() -> None:
    found = sent(CLIP)
    kinds = {"resolution": str, "ratio": str, "duration": int, "generate_audio": bool, "watermark": bool}
    assert {name: type(found[name]) for name in kinds} == kinds
    assert [found[name] for name in kinds] == ["720p", "16:9", 5, True, False]


@pytest.mark.parametrize(
    "flag",
    [
        "--rs",
        "--resolution",
        "--rt",
        "--ratio",
        "--dur",
        "--duration",
        "--frames",
        "--fps",
        "--framespersecond",
        "--seed",
        "--cf",
        "--camerafixed",
        "--wm",
        "--watermark",
        "--camera_fixed",
        "--RS",
    ],
)
def test_a_r6_a_word_that_the_service_takes_for_an_option_is_refused(flag: str) -> None:
    assert refused(CLIP.with_(prompt=f"a fox {flag} 1080p")) == "A-R6"
    assert not problems(CLIP.with_(prompt=f"a fox {flag}-like thing, x{flag} 3"))


@pytest.mark.parametrize(
    ("request_", "rule"),
    [
        (CLIP.with_(model="seedance-2.0-fast", resolution="1080p"), "problem.resolution.not_offered"),  # A-R7
        (NEWEST.with_(resolution="4k"), "problem.resolution.not_offered"),
        (CLIP.with_(duration=16), "problem.duration.not_offered"),  # A-R8
        (NEWEST.with_(duration=3), "problem.duration.not_offered"),
        (I2V.with_(media=(FIRST, media("image"))), "problem.media.not_taken"),  # A-R9
        (R2V.with_(media=(FIRST, media("image"))), "problem.media.not_taken"),
        (R2V, "A-R9"),
        (I2V.with_(media=(LAST,)), "problem.media.too_few"),  # A-R10
        (I2V.with_(media=(FIRST, FIRST)), "problem.media.too_many"),
        (I2V.with_(media=(FIRST, LAST, LAST)), "problem.media.too_many"),
        (I2V.with_(model="seedance-2.5", aspect_ratio="16:9"), "problem.aspect_ratio.not_offered"),  # A-R11
        (EDIT.with_(model="seedance-2.5", duration=8), "problem.duration.not_taken"),  # A-R12
        (EDIT.with_(model="seedance-2.5", aspect_ratio="1:1"), "problem.aspect_ratio.not_offered"),
        (R2V.with_(media=references(image=10)), "problem.media.too_many"),  # A-R13
        (R2V.with_(media=references(video=4)), "problem.media.too_many"),
        (R2V.with_(model="seedance-2.5", media=references(audio=11)), "problem.media.too_many"),
        (R2V.with_(media=(media("image"), media("audio", source="a.mp3", duration=15.5))), "A-R13"),
        (R2V.with_(media=(media("image"), media("audio", source="a.mp3", duration=1.0))), "A-R13"),
        (R2V.with_(media=(media("image"), media("audio", source="a.mp3", duration=9.0, size=16_000_000))), "A-R13"),
        (R2V.with_(media=(media("image", source="a.png", width=200, height=400),)), "A-R13"),
        (R2V.with_(media=references(audio=1)), "A-R14"),
        (R2V.with_(media=(media("video", source="a.mp4", duration=4.0),)), "A-R15"),
        (R2V.with_(media=tuple(media("image", source=f"{n}.png", size=13_000_000) for n in range(4))), "A-R16"),
        (CLIP.with_(seed=-2), "A-R18"),
        (CLIP.with_(seed=2**31), "A-R18"),
        (CLIP.with_(options={"draft": "true"}), "problem.options.unknown"),  # A-R20
        (NEWEST.with_(options={"draft": "true"}), "A-R20"),
        (NEWEST.with_(options={"draft_task": "cgt-1"}), "A-R20"),
        (I2V.with_(options={"web_search": "true"}), "problem.options.unknown"),  # A-R21
        (CLIP.with_(options={"output_format": "mov"}), "problem.options.unknown"),  # A-R22
        (CLIP.with_(options={"priority": "10"}), "problem.options.schema"),
        (CLIP.with_(negative_prompt="rain"), "problem.negative_prompt.not_taken"),
        (NEWEST.with_(prompt=""), "problem.prompt.missing"),
        (PICTURE.with_(options={"size": "800x600"}), "A-R39"),
        (PICTURE.with_(operation=Op.EDIT_IMAGE, media=references(image=11)), "problem.media.too_many"),  # A-R40
        (PICTURE.with_(model="seedream-4.5", operation=Op.IMAGE_SERIES, series_amount=16), "A-R42"),
        (
            PICTURE.with_(model="seedream-4.5", operation=Op.IMAGE_SERIES, series_amount=14, media=references(image=2)),
            "A-R42",
        ),
        (PICTURE.with_(operation=Op.IMAGE_SERIES), "problem.model.operation"),
        (PICTURE.with_(options={"background": "transparent"}), "§8.1"),
    ],
)
def test_what_ark_would_refuse_is_refused_here(request_: mw.Request, rule: str) -> None:
    """A-R7 to A-R16, A-R18, A-R20 to A-R22, A-R39, A-R40, A-R42."""
    if rule == "problem.model.operation":
        with pytest.raises(mw.InvalidRequest) as caught:
            ready(request_)
        assert caught.value.problems[0].message.key == rule
    else:
        assert refused(request_) == rule


def test_a_r13_a_clip_may_be_a_little_longer_than_the_page_says() -> None:
    assert not problems(R2V.with_(media=(media("image"), media("audio", source="a.mp3", duration=15.2))))


def test_a_r11_a_picture_decides_the_shape_and_another_one_is_told() -> None:
    assert sent(I2V)["ratio"] == sent(I2V.with_(aspect_ratio="adaptive"))["ratio"] == "adaptive"
    other = I2V.with_(aspect_ratio="9:16")
    assert sent(other)["ratio"] == "9:16"
    assert "ark.cropped" in [note.key for note in pricing.price(ready(other), "cn").notes]


@pytest.mark.parametrize(
    ("request_", "kind", "seconds"),
    [
        (EDIT.with_(model="seedance-2.5"), "edit", -1),
        (EXTEND.with_(model="seedance-2.5", duration=8), "extend", 8),
        (R2V.with_(model="seedance-2.5", media=references(image=2)), "reference", 5),
        (EDIT, None, -1),
        (NEWEST.with_(options={"duration": "auto"}), None, -1),
    ],
)
def test_a_r12_a_task_of_2_5_says_its_type(request_: mw.Request, kind: str | None, seconds: int) -> None:
    found = sent(request_)
    assert (found.get("omni_reference_task_type"), found["duration"]) == (kind, seconds)
    assert found["ratio"] == ("adaptive" if request_.media else "16:9")


def test_a_r15_local_pictures_and_sounds_go_inside_the_body() -> None:
    picture = media("image", source="/home/me/a.png", width=640, height=360)
    found = sent(R2V.with_(media=(picture, media("audio", source="b.mp3", duration=5.0))))
    assert found["content"][1]["image_url"] == {"url": {"$file": "a.png"}}


def test_a_r17_text_then_pictures_clips_and_sounds_in_their_order() -> None:
    given = (media("audio"), media("video"), media("image"), media("image", source=LINK + "b.png"))
    found = sent(R2V.with_(media=given, model="seedance-2.5"))["content"]
    assert [item["type"] for item in found] == ["text", "image_url", "image_url", "video_url", "audio_url"]
    assert [item["image_url"]["url"] for item in found[1:3]] == [LINK + "a.png", LINK + "b.png"]
    assert [item["role"] for item in found[1:]] == ["reference_image"] * 2 + ["reference_video", "reference_audio"]


def test_a_r18_a_r19_what_was_not_asked_for_is_not_sent() -> None:
    assert not {"seed", "service_tier", "frames", "camera_fixed", "callback_url", "tools"} & sent(CLIP).keys()
    assert sent(CLIP.with_(seed=7))["seed"] == 7


def test_a_r20_the_final_of_a_draft_takes_nothing_new() -> None:
    assert sent(NEWEST.with_(resolution="480p", options={"draft": "true"}))["draft"] is True
    final = NEWEST.with_(prompt="", options={"draft_task": "cgt-1", "return_last_frame": "true", "priority": "3"})
    assert sent(final) == {
        "model": "doubao-seedance-2-5-260628",
        "content": [{"type": "draft_task", "draft_task": {"id": "cgt-1"}}],
        "watermark": False,
        "return_last_frame": True,
        "priority": 3,
        "safety_identifier": "mw-0123",
    }
    assert pricing.price(ready(final), "cn").amount is None


def test_a_r21_a_r22_options_of_their_own() -> None:
    assert sent(CLIP.with_(options={"web_search": "true"}))["tools"] == [{"type": "web_search"}]
    assert sent(NEWEST.with_(options={"output_format": "mov"}))["output_format"] == "mov"


@pytest.mark.parametrize("name", ["doubao-seedance-1-5-pro-251215", "seedance pro", "seedream-4.0"])
def test_a_r23_what_is_switched_off_names_its_heir(name: str) -> None:
    operation = Op.TEXT_TO_IMAGE if "dream" in name else Op.TEXT_TO_VIDEO
    model = choose_model(ARK, CLIP.with_(model=name, operation=operation))
    assert retired(ARK, model, date(2026, 5, 1)) is None
    problem = retired(ARK, model, date(2026, 11, 30))
    assert problem is not None
    assert problem.allowed == (model.replaced_by,)


def test_a_r29_the_handle_is_ours_short_and_says_nothing_of_a_person() -> None:
    job = a_job(CLIP).id
    found = sent(CLIP, job)["safety_identifier"]
    assert found == request_body.handle_of(job)
    assert len(found) <= 64
    assert set(found.removeprefix("mw-")) <= set("0123456789abcdef-")
    assert "safety_identifier" not in sent(CLIP.with_(options={"handle": "off"}))


@pytest.mark.parametrize("model", ["seedream-5.0-pro", "seedream-5.0-flash", "seedream-5.5", "seedream-4.5"])
def test_a_r38_a_r41_a_picture_says_its_watermark_and_asks_for_a_link(model: str) -> None:
    found = sent(PICTURE.with_(model=model))
    assert (found["watermark"], found["response_format"], found["size"]) == (False, "url", "2K")
    assert not {"sequential_image_generation", "stream"} & found.keys()


@pytest.mark.parametrize(
    ("changes", "size"),
    [
        ({"aspect_ratio": "16:9"}, "2816x1584"),
        ({"aspect_ratio": "9:16", "resolution": "1.5k"}, "1152x2048"),
        ({"aspect_ratio": "2:3", "resolution": "1k"}, "832x1248"),
        ({"aspect_ratio": "auto", "resolution": "1.5k"}, "1.5K"),
        ({"model": "seedream-4.5", "aspect_ratio": "16:9", "resolution": "4k"}, "5504x3040"),
        ({"options": {"size": "2304x1728"}}, "2304x1728"),
    ],
)
def test_a_r39_a_shape_becomes_a_size(changes: dict[str, Any], size: str) -> None:
    assert sent(PICTURE.with_(**changes))["size"] == size


def test_a_r39_every_size_of_the_tables_is_inside_what_the_model_takes() -> None:
    for model in ARK.models:
        able = model.capability(Op.TEXT_TO_IMAGE)
        for shape in able.aspect_ratios if able else ():
            for tier in able.resolutions if able else ():
                request = PICTURE.with_(model=model.name, aspect_ratio=shape, resolution=tier)
                assert problems(request) == [], (model.name, shape, tier)


def test_a_r40_one_input_is_a_text_several_a_list() -> None:
    edit = PICTURE.with_(operation=Op.EDIT_IMAGE)
    assert sent(edit.with_(media=references(image=1)))["image"] == LINK + "a.png"
    assert sent(edit.with_(media=references(image=2)))["image"] == [LINK + "a.png"] * 2


def test_a_r42_a_series_asks_for_at_most_so_many() -> None:
    series = PICTURE.with_(model="seedream-4.5", operation=Op.IMAGE_SERIES)
    for amount, inputs, most in ((None, 0, 4), (3, 0, 3), ("auto", 2, 13)):
        found = sent(series.with_(series_amount=amount, media=references(image=inputs)))
        assert found["sequential_image_generation"] == "auto"
        assert found["sequential_image_generation_options"] == {"max_images": most}


@pytest.mark.parametrize(
    ("request_", "region", "cost"),
    [
        (NEWEST.with_(resolution="480p"), "cn", "3.39"),
        (NEWEST, "cn", "7.62"),
        (NEWEST.with_(resolution="1080p"), "cn", "18.87"),
        (CLIP.with_(resolution="480p"), "cn", "2.33"),
        (CLIP, "cn", "5.01"),
        (CLIP.with_(resolution="1080p"), "cn", "12.50"),
        (CLIP.with_(resolution="4k"), "cn", "25.48"),
        (CLIP.with_(model="seedance-2.0-fast"), "cn", "4.03"),
        (CLIP.with_(model="seedance-2.0-mini", resolution="480p"), "cn", "1.16"),
        (NEWEST.with_(duration=4, resolution="480p"), "ap", "0.42"),
        (CLIP.with_(resolution="4k"), "ap", None),
        (I2V, "cn", "5.04"),  # the largest area where the picture decides
        (EDIT.with_(model="seedance-2.5"), "cn", "54.81"),  # the longest out and in
        (PICTURE, "ap", "0.09"),
        (PICTURE.with_(resolution="1k"), "ap", "0.04"),
        (PICTURE, "cn", None),
        (PICTURE.with_(model="seedream-4.5"), "cn", "0.25"),
        (PICTURE.with_(operation=Op.EDIT_IMAGE, media=references(image=3), resolution="1k"), "ap", "0.05"),
        (PICTURE.with_(model="seedream-4.5", operation=Op.IMAGE_SERIES, series_amount=3), "ap", "0.12"),
    ],
)
def test_a_r43_a_quote_is_the_most_that_a_request_may_cost(request_: mw.Request, region: str, cost: str | None) -> None:
    found = pricing.price(ready(request_), region)
    shown = None if found.amount is None else str(found.amount.value.quantize(Decimal("0.01")))
    assert shown == cost
    assert found.amount is None or found.amount.unit == ("CNY" if region == "cn" else "USD")


@pytest.mark.parametrize(
    ("area", "seconds", "billed"),
    [(1280 * 720, 5, 108_900), (1280 * 720, 4, 87_300), (864 * 496, 4, 40_594), (1280 * 720, 60, 1_296_900)],
)
def test_a_r43_tokens_are_those_of_the_bills(area: int, seconds: int, billed: int) -> None:
    assert pricing.tokens(area, seconds) == billed


def test_models_are_known_by_their_ids_in_both_regions_and_sent_by_the_one_of_the_region() -> None:
    for name, group in GROUPS.items():
        for model_id in group["ids"]:
            operation = Op.TEXT_TO_IMAGE if "most_inputs" in group else Op.TEXT_TO_VIDEO
            assert choose_model(ARK, CLIP.with_(model=model_id, operation=operation)).name == name
    call = hooks.API.build_request(ready(CLIP), "0123", lambda media: None)
    assert hooks.API.in_region(call, "ap").json["model"] == "dreamina-seedance-2-0-260128"
    own = replace(ready(CLIP), options={"endpoint": "ep-20261130-abcde"})
    call = hooks.API.build_request(own, "0123", lambda media: None)
    assert hooks.API.in_region(call, "ap").json["model"] == "ep-20261130-abcde"
