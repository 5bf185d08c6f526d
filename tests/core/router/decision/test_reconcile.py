"""Where rules and evidence meet."""

import pytest
from tests.core.router.providers import ALL

from mediawright.router import Router
from mediawright.router.decision.reconcile import reconciled
from mediawright.router.message.verdict import Verdict

ROUTER = Router(ALL)
ONE_IMAGE, ONE_CLIP = {"image": 1}, {"video": 1}


def test_agreement_keeps_the_verdict_of_the_rules() -> None:
    ruled = Verdict("logout", "a rule")
    assert reconciled(ROUTER.message("log me out please"), ruled) is ruled


def test_clear_evidence_overrules_a_question() -> None:
    ruled = Verdict(None, "a rule", (), 0.4, "operation")
    found = reconciled(ROUTER.message("extend this clip, she keeps walking down the pier", ONE_CLIP), ruled)
    assert (found.operation, found.ask) == ("extend_video", None)


def test_two_billable_readings_do_not_begin_the_first() -> None:
    ruled = Verdict("text_to_image", "a rule")
    found = reconciled(ROUTER.message("a short clip of a cat, five seconds"), ruled)
    assert found.operation != "text_to_image"


@pytest.mark.parametrize("text", ["don't generate the video of the cat yet", "先别生成视频"])
def test_a_refusal_begins_nothing_by_evidence(text: str) -> None:
    ruled = Verdict("out_of_scope", "a rule")
    assert reconciled(ROUTER.message(text), ruled).operation == "out_of_scope"


def test_which_of_two_models_is_meant_is_always_asked() -> None:
    ruled = Verdict(None, "a model name for both kinds", (), 0.5, "model_version")
    assert reconciled(ROUTER.message("o1, make the lanterns glow", ONE_IMAGE), ruled) is ruled


@pytest.mark.parametrize(
    "text",
    [
        "swap his umbrella for the one in the photo, the man himself stays",
        "视频里那把伞换成我这张图里的，撑伞的人别换",
        "put the mug from the picture on her desk, leave the woman alone",
    ],
)
def test_a_person_who_stays_is_not_replaced(text: str) -> None:
    assert ROUTER.route(text, ONE_IMAGE | ONE_CLIP).operation != "replace_character"


@pytest.mark.parametrize("text", ["replace the skater with me, other people stay", "滑冰的人换成我，背景别动"])
def test_a_person_is_replaced_where_the_rest_stays(text: str) -> None:
    assert ROUTER.route(text, ONE_IMAGE | ONE_CLIP).operation == "replace_character"


def test_where_no_picture_is_to_be_had_none_is_missed() -> None:
    route = ROUTER.route("i have no photo for this, make a clip of a fox reading a map")
    assert (route.operation, route.ask) == ("text_to_video", None)


def test_presets_that_are_refused_are_not_listed() -> None:
    assert ROUTER.route("不要官方的，我自己建的角色有哪些").operation == "list_elements"


def test_the_words_of_a_title_command_nothing() -> None:
    assert ROUTER.route("add a title to the project: Export Day").operation == "chat_edit"


def test_talk_of_the_open_project_is_an_edit_and_nothing_else_that_costs() -> None:
    assert ROUTER.route("项目里那段海浪太长，砍到八秒").operation not in ("extend_video", "edit_video", "text_to_video")


def test_inputs_are_hardly_given_for_a_balance() -> None:
    ruled = Verdict("edit_image", "a rule")
    message = ROUTER.message("check whether his coat is still blue", ONE_IMAGE)
    assert reconciled(message, ruled).operation in ("edit_image", None)


def test_two_frames_that_are_named_stay_a_clip_between_them() -> None:
    two = {"image": 2}
    route = ROUTER.route("kling: begin with the first, finish on the second, let it grow", two)
    assert (route.operation, route.params.get("frames")) == ("image_to_video", "first_last")
    assert ROUTER.route("frame 1 is the barn, frame 2 the sky, merge them into one picture", two).operation != (
        "image_to_video"
    )


def test_a_page_is_no_picture() -> None:
    assert ROUTER.route("make an ad video from https://shop.example/lamp").operation == "out_of_scope"


@pytest.mark.parametrize(
    "text", ["make this sketch into a short clip", "用这几幅画合成一段视频", "做个视频，那条狗在沙滩上跑"]
)
def test_a_picture_that_is_spoken_of_and_not_there_is_asked_for(text: str) -> None:
    ask = ROUTER.route(text).ask
    assert ask is not None
    assert ask.reason == "missing_input"


@pytest.mark.parametrize(
    ("text", "operation"),
    [
        ("keep the art style, let the boat drift, as a clip", "image_to_video"),
        ("画风别改，让画里的小船漂起来，要视频", "image_to_video"),
        ("turn it into an anime clip, the boat drifts", "animate_image"),
    ],
)
def test_a_style_that_stays_is_not_drawn_anew(text: str, operation: str) -> None:
    assert ROUTER.route(text, ONE_IMAGE).operation == operation


@pytest.mark.parametrize(
    "text",
    [
        "the dress from the photo onto the waitress in the clip",
        "她穿上照片里的外套，其他不变",
        "脸别变，衣服换成照片里的",
    ],
)
def test_clothes_put_on_replace_nobody(text: str) -> None:
    assert ROUTER.route(text, ONE_IMAGE | ONE_CLIP).operation == "edit_video"


def test_a_model_of_one_kind_says_the_kind() -> None:
    assert ROUTER.route("nano banana, a kiosk in the fog").operation == "text_to_image"


def test_an_upload_in_so_many_words_changes_nothing() -> None:
    assert ROUTER.route("把这个视频传进去", ONE_CLIP).operation == "upload"
