"""K-R57 to K-R69: pictures, elements and the account, on the client and on the server."""

from datetime import UTC, datetime
from typing import Any

import pytest
from tests.plugins.kling.harness import URL, Harness, Sim, clip, element, image, picture, rules_of, sent, series

from mediawright.plugin import InvalidRequest, Role, SubjectAction, SubjectVerb, Window
from mediawright_kling import account, hooks
from mediawright_kling.notices import notices_of

OMNI, BASIC = "/v1/images/omni-image", "/v1/images/generations"
ELEMENTS = "/v1/general/advanced-custom-elements"
NOW = datetime(2026, 10, 1, tzinfo=UTC)
PAGE = SubjectAction(verb=SubjectVerb.LIST)


def told(sim: Sim, path: str = OMNI, **changes: Any) -> int:
    model = "kling-v3-omni" if path == OMNI else "kling-v3"
    return int(sim.create(path, **{"model_name": model, "prompt": "x", **changes})[1]["code"])


def told_element(sim: Sim, **changes: Any) -> int:
    pictures = {"frontal_image": URL, "refer_images": [{"image_url": URL}]}
    body = {"element_name": "Mia", "element_description": "A girl", "reference_type": "image_refer"}
    return int(sim.create(ELEMENTS, **{**body, "element_image_list": pictures, **changes})[1]["code"])


def test_k_r57_a_series_needs_a_picture(sim: Sim) -> None:
    assert "K-R57" in rules_of(series(media=()))
    assert told(sim, result_type="series") == 1201
    assert told(sim, result_type="series", image_list=[{"image": URL}]) == 0


def test_k_r58_o1_makes_no_series(sim: Sim) -> None:
    assert "K-R58" in rules_of(series(model="kling-image-o1"))
    assert told(sim, model_name="kling-image-o1", result_type="series", image_list=[{"image": URL}]) == 1201


def test_k_r59_ten_references(sim: Sim) -> None:
    six = tuple(image() for _ in range(6))
    assert "K-R59" in rules_of(picture(media=six, subject_ids=tuple("12345")))
    assert rules_of(picture(media=six, subject_ids=tuple("1234"))) == set()
    assert told(sim, image_list=[{"image": URL}] * 11) == 1201


@pytest.mark.parametrize("count", [0, 10])
def test_k_r60_one_to_nine_pictures(count: int, sim: Sim) -> None:
    assert "K-R60" in rules_of(picture(count=count))
    assert told(sim, BASIC, n=count) == 1201


@pytest.mark.parametrize("amount", [1, 10])
def test_k_r60_two_to_nine_in_a_series(amount: int, sim: Sim) -> None:
    assert "K-R60" in rules_of(series(series_amount=amount))
    assert told(sim, result_type="series", series_amount=amount, image_list=[{"image": URL}]) == 1201


def test_k_r60_as_many_as_the_provider_likes(sim: Sim) -> None:
    assert sent(series(series_amount="auto")).body["series_amount"] == "auto"
    assert rules_of(series(series_amount="auto")) == set()
    assert told(sim, result_type="series", series_amount="auto", image_list=[{"image": URL}]) == 0


def test_k_r61_sizes(sim: Sim) -> None:
    assert "K-R61" in rules_of(picture(resolution="8k"))
    assert "K-R61" in rules_of(picture(resolution="4k", model="kling-image-o1"))
    assert sent(picture(resolution="4K")).path == OMNI
    assert told(sim, BASIC, resolution="4k") == 1201
    assert told(sim, model_name="kling-image-o1", resolution="4k") == 1201


def test_k_r62_an_automatic_shape_leads_to_omni(sim: Sim) -> None:
    assert sent(picture(aspect_ratio="AUTO")).path == OMNI
    assert "K-R2" in rules_of(picture(aspect_ratio="auto", model="kling-v3"))
    assert told(sim, BASIC, aspect_ratio="auto") == 1201


def test_k_r63_a_picture_silences_the_negative_text(sim: Sim) -> None:
    kling_request = picture(media=(image(),), negative_prompt="text")
    assert sent(kling_request).body["negative_prompt"] == "text"
    assert [m.key for m in notices_of(kling_request)] == ["kling.notice.negative_ignored"]
    assert told(sim, BASIC, image=URL, negative_prompt="text") == 0


@pytest.mark.parametrize(
    "options",
    [{"name": None}, {"description": " "}, {"ref_type": None}, {"name": "x" * 21}, {"description": "x" * 101}],
)
def test_k_r64_the_words_of_an_element(options: dict[str, Any], sim: Sim) -> None:
    assert "K-R64" in rules_of(element(**options))
    assert told_element(sim, element_name="x" * 21) == 1201
    assert told_element(sim, element_description=None) == 1201


def test_k_r65_what_an_element_is_made_of(sim: Sim) -> None:
    assert "K-R65" in rules_of(element(media=(image(),)))
    assert "K-R65" in rules_of(element(ref_type="video_refer"))
    assert "K-R65" in rules_of(element(ref_type="sketch"))
    assert "K-R65" in rules_of(element(media=(clip("clip.mp4"),), ref_type="video_refer"))
    assert rules_of(element(media=(clip(),), ref_type="video_refer")) == set()
    assert told_element(sim, reference_type="sketch") == 1201
    assert told_element(sim, element_image_list={}) == 1201


def test_k_r65_nothing_beside_it_is_dropped() -> None:
    front = image(role=Role.CHARACTER)
    assert "K-R65" in rules_of(element(media=(front, clip())))
    assert "K-R65" in rules_of(element(media=(front, clip()), ref_type="video_refer"))


def test_k_r66_three_more_pictures_and_one_clip(sim: Sim) -> None:
    front = image(role=Role.CHARACTER)
    assert "K-R66" in rules_of(element(media=(front, *(image() for _ in range(4)))))
    assert "K-R66" in rules_of(element(media=(clip(), clip()), ref_type="video_refer"))
    four = {"frontal_image": URL, "refer_images": [{"image_url": URL}] * 4}
    assert told_element(sim, element_image_list=four) == 1201


def test_an_element_of_one_picture_is_made_with_a_warning(simulate: Any) -> None:
    assert rules_of(element()) == set()
    assert [m.key for m in notices_of(element())] == ["kling.notice.element_pictures"]
    assert told_element(simulate(), element_image_list={"frontal_image": URL}) == 0
    assert told_element(simulate(strict_elements="on"), element_image_list={"frontal_image": URL}) == 1201


def test_tags_that_exist_and_a_voice_that_fits(sim: Sim) -> None:
    assert rules_of(element(tags="o_102,o_109")) == {None}
    assert rules_of(element(voice_id="v-1")) == {None}
    assert rules_of(element(voice_id="v-1", tags=("o_102",))) == set()
    assert told_element(sim, tag_list=[{"tag_id": "o_109"}]) == 1201


@pytest.mark.parametrize("page", [{"page": 0}, {"page": 1001}, {"per_page": 0}, {"per_page": 501}])
async def test_k_r67_pages(page: dict[str, Any], harness: Harness, sim: Sim) -> None:
    action = SubjectAction(verb=SubjectVerb.LIST, **page)
    with pytest.raises(InvalidRequest) as refusal:
        await hooks.subjects(harness.open(), action)
    assert refusal.value.problems[0].rule == "K-R67"
    with pytest.raises(InvalidRequest):
        await hooks.history(harness.open(), Window(**page))
    assert sim.service_state.log == []


def test_k_r67_the_server_counts_pages_too(sim: Sim) -> None:
    assert sim.call("GET", f"{ELEMENTS}?pageNum=0")[1]["code"] == 1201
    assert sim.call("GET", f"{ELEMENTS}?pageSize=501")[1]["code"] == 1201


def test_k_r68_a_window_with_a_length(sim: Sim) -> None:
    for window in (Window(start=NOW, end=NOW), Window(days=0)):
        with pytest.raises(InvalidRequest) as refusal:
            account.params_of(window, NOW)
        assert refusal.value.problems[0].rule == "K-R68"
    assert sim.call("GET", "/account/costs?start_time=5&end_time=5")[1]["code"] == 1201
    assert sim.call("GET", "/account/costs?start_time=x&end_time=5")[1]["code"] == 1201


@pytest.mark.parametrize("verb", [SubjectVerb.DELETE, SubjectVerb.QUERY])
async def test_k_r69_a_poll_needs_an_id(verb: SubjectVerb, harness: Harness, sim: Sim) -> None:
    with pytest.raises(InvalidRequest) as refusal:
        await hooks.subjects(harness.open(), SubjectAction(verb=verb, id=" "))
    assert refusal.value.problems[0].rule == "K-R69"
    assert sim.service_state.log == []
