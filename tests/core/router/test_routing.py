"""What must hold for every message, whatever its words."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.core.router.corpus import everything
from tests.core.router.providers import ALL
from tests.core.router.score import Line

from mediawright.router import Router, record
from mediawright.types.route import BILLABLE

ROUTER = Router(ALL)
LINES = everything()
quick = settings(deadline=None, max_examples=120, suppress_health_check=[HealthCheck.too_slow])


def where(text: str, attachments: dict[str, int] | None = None) -> dict[str, Any]:
    found = record(ROUTER.route(text, attachments))
    return {key: found[key] for key in ("lang", "command", "operation", "provider", "params", "ask")}


@quick
@given(
    st.text(max_size=400), st.dictionaries(st.sampled_from(["image", "video", "audio", "document"]), st.integers(-1, 5))
)
def test_no_text_is_too_odd(text: str, attachments: dict[str, int]) -> None:
    route = ROUTER.route(text, attachments)
    assert route.lang in ("en", "zh")
    assert all(text[word.start : word.end] == word.text for word in route.words)


@quick
@given(st.text(alphabet="画a1 .,\"“”「'\n:-_/s秒张🙏", max_size=60), st.integers(1, 1700))
def test_length_does_not_matter(piece: str, times: int) -> None:
    text = (piece * times)[:100_000]
    assert ROUTER.route(text).command in ("video", "image", "element", "account", "auth", "edit", "jobs", "none", None)


@quick
@given(st.sampled_from(LINES), st.sampled_from([("  ", ""), ("", "  "), ("\n", " \n"), ("\u3000", "\u3000")]))
def test_blanks_around_change_nothing(line: Line, blanks: tuple[str, str]) -> None:
    before, after = blanks
    assert where(before + line["text"] + after, line["attachments"]) == where(line["text"], line["attachments"])


@quick
@given(st.sampled_from(LINES))
def test_doubled_blanks_change_nothing(line: Line) -> None:
    assert where(line["text"].replace(" ", "  "), line["attachments"]) == where(line["text"], line["attachments"])


@quick
@given(st.sampled_from(LINES), st.sampled_from(["!", "。", "…", "!!", " 🙏", "～"]))
def test_punctuation_at_the_end_changes_nothing(line: Line, mark: str) -> None:
    text = line["text"].rstrip("。.!！?？~～ ")
    assert where(text + mark, line["attachments"]) == where(text + ".", line["attachments"])


@quick
@given(st.sampled_from(LINES), st.sampled_from(["before", "after"]))
def test_politeness_changes_nothing(line: Line, place: str) -> None:
    zh = line["lang"] == "zh"
    polite = {"before": "麻烦" if zh else "please ", "after": "，谢谢" if zh else ", thanks"}[place]
    text = line["text"].rstrip("。.!！ ")
    said = polite + text if place == "before" else text + polite
    assert where(said, line["attachments"]) == where(line["text"], line["attachments"])


@quick
@given(st.sampled_from(LINES))
def test_a_quoted_prompt_changes_no_command(line: Line) -> None:
    prompt = line["text"].replace('"', "").replace("”", "").replace("“", "")
    found = where(f'make a 5s video: "{prompt}"')
    assert (found["command"], found["operation"], found["ask"]) == ("video", "text_to_video", None)


@pytest.mark.parametrize("text", ["别生成视频", "don't make a video yet", "do not generate anything", "先别做图"])
def test_a_refusal_starts_nothing(text: str) -> None:
    found = where(text)
    assert found["operation"] not in BILLABLE or found["ask"]


def test_links_and_paths_are_inputs() -> None:
    route = ROUTER.route("let the boat in https://a.example/boat.png?x=1 drift off, video")
    assert (route.operation, route.attachments["image"]) == ("image_to_video", 1)
    assert route.sources == ("https://a.example/boat.png?x=1",)


def test_linked_inputs_may_be_counted_apart() -> None:
    text = "merge with ./second.png into one picture"
    assert ROUTER.route(text, {"image": 1}).attachments["image"] == 1
    assert ROUTER.route(text, {"image": 1}, apart=True).attachments["image"] == 2


def test_without_providers_the_core_words_still_route() -> None:
    assert Router().route("draw a cat in the rain").operation == "text_to_image"


def test_the_runner_up_and_the_deciding_words_are_told() -> None:
    route = ROUTER.route("export the project")
    assert any(word.text == "export" for word in route.words)
    assert route.rule.startswith("export:")


def test_a_new_provider_brings_its_words() -> None:
    from dataclasses import replace

    from mediawright.types.vocabulary import Vocabulary

    words = Vocabulary(
        names=("Lumo",), exclusive=("Glowpoints",), words={"quota": ("glowpoints",), "timeline": ("strip view",)}
    )
    router = Router([*ALL, replace(ALL[0], name="lumo", models=(), vocabulary=words)])
    assert router.route("how many glowpoints are left").operation == "quota"
    assert router.route("how many glowpoints are left").provider == "lumo"
    assert router.route("strip view").operation == "timeline"


@pytest.mark.parametrize(
    ("text", "model", "seconds"),
    [
        ("让云慢慢飘动，用可灵，10秒竖屏", None, 10),
        ("用可灵10秒竖屏拍一只猫", None, 10),
        ("a cat on a sofa with kling, 15 seconds", None, 15),
        ("用可灵3，5秒，拍一只猫", "kling-v3", 5),
        ("用可灵2.6，10秒拍一只猫", "kling-v2-6", 10),
    ],
)
def test_a_length_beside_a_name_is_no_version(text: str, model: str | None, seconds: int) -> None:
    params = where(text)["params"]
    assert (params.get("model"), params.get("duration")) == (model, seconds)


@pytest.mark.parametrize(
    ("text", "prompt"),
    [
        ("让 photo.jpg 里的云慢慢飘动，用可灵，10秒竖屏", "让图片里的云慢慢飘动"),
        ("把 photo.jpg 变成水彩画", "把图片变成水彩画"),
        ("photo.jpg里的人挥手", "图片里的人挥手"),
        ("Make the clouds in photo.jpg drift slowly", "the clouds in the picture drift slowly"),
        (
            "replace the person in dance.mp4 with the girl in me.png",
            "replace the person in the clip with the girl in the picture",
        ),
        ("https://example.com/x.jpg 让她转身微笑", "让她转身微笑"),
    ],
)
def test_a_sentence_keeps_its_sense_without_the_names_of_files(text: str, prompt: str) -> None:
    assert ROUTER.route(text).prompt == prompt


@pytest.mark.parametrize(
    ("text", "prompt"),
    [
        ("用 nemovideo 拍一段狐狸在雪地里小跑的5秒视频", "狐狸在雪地里小跑"),
        ("生成一段5秒的猫咪视频", "猫咪"),
        ("画一张红苹果", "红苹果"),
        ("拍一个小孩放风筝的视频，5秒", "小孩放风筝"),
        ("帮我做一段海边日落的视频，10秒，横屏", "海边日落"),
    ],
)
def test_a_count_and_a_length_are_no_part_of_the_scene(text: str, prompt: str) -> None:
    assert ROUTER.route(text).prompt == prompt


def test_a_named_provider_that_cannot_is_told() -> None:
    route = ROUTER.route("extend this clip with Kling", {"video": 1})
    assert route.gap is not None
    assert route.gap.key == "provider_cannot"


@pytest.mark.parametrize(
    ("text", "operation"),
    [
        ("before we export, which clips are on the timeline?", "timeline"),
        ("导出前看一下现在有几条轨", "timeline"),
        ("导出前5秒", "export"),
        ("render the project before lunch", "export"),
    ],
)
def test_what_comes_before_the_export_is_no_export(text: str, operation: str) -> None:
    assert ROUTER.route(text).operation == operation


@pytest.mark.parametrize(
    ("text", "operation"),
    [
        ("make sure i'm no longer logged in here", "logout"),
        ("close my session", "logout"),
        ("is my session still open?", "login_status"),
        ("am i going to be signed out?", "login_status"),
    ],
)
def test_an_end_of_the_session_is_asked_for_or_asked_about(text: str, operation: str) -> None:
    assert ROUTER.route(text).operation == operation


@pytest.mark.parametrize(
    ("text", "operation"),
    [
        ("生成视频之前先看看余额还剩多少", "quota"),
        ("做短片能用的官方形象有哪些", "list_preset_elements"),
        ("创作视频花掉的积分明细", "quota"),
        ("生成图片失败了三次，任务现在啥状态", "job_status"),
        ("生成视频换到我公司的可灵账号", "switch_account"),
        ("Past Kling creations, clips only", "history"),
        ("Kling video quota check", "quota"),
        ("how many images left on my plan?", "quota"),
        ("video making: what did I spend in the last 7 days", "quota"),
        ("a video of a shop with two pictures left on the wall", "text_to_video"),
        ("做视频，主角查了一下余额，只剩三块钱", "text_to_video"),
        ("制作一段视频，之前的小镇变成了大都市", "text_to_video"),
        ("make a video of a sunset, I have enough credits left", "text_to_video"),
    ],
)
def test_making_that_is_only_spoken_of_makes_nothing(text: str, operation: str) -> None:
    assert ROUTER.route(text).operation == operation


@pytest.mark.parametrize("text", ["把这张照片修清晰，别动起来", "别让它动起来，调亮点"])
def test_what_must_not_move_is_no_clip(text: str) -> None:
    assert ROUTER.route(text, {"image": 1}).operation == "edit_image"


A, B = "https://a.example/a.png", "https://b.example/b.png"


@pytest.mark.parametrize("mark", ["，", "、", "；", "。", ",", ", ", ";", "|", "）（", "！"])
def test_two_links_stay_two_whatever_mark_joins_them(mark: str) -> None:
    assert ROUTER.route(f"用 {A}{mark}{B} 做视频").sources == (A, B)


def test_a_links_own_comma_parts_nothing() -> None:
    link = "https://cdn.example/w_300,h_300/x.jpg"
    assert ROUTER.route(f"animate {link}").sources == (link,)
