"""Kinds of Chinese turns that a first look at unseen sets found misread."""

import pytest

from mediawright.router import Router
from mediawright.router.dialogue import context_of, turn
from mediawright.router.dialogue.turn import Turn

PAGE: dict[str, object] = {
    "stage": "quoted",
    "operation": "text_to_video",
    "provider": "chatart",
    "model": "Seedance 2.0",
    "params": {"duration": 5, "aspect_ratio": "16:9"},
    "prompt": "海边的孩子放风筝",
    "price": {"value": "90", "unit": "credits"},
    "language": "zh",
}


def read(router: Router, stage: str, text: str, **more: object) -> Turn:
    """The turn that a message makes at a stage of one pending clip."""
    context: dict[str, object] = PAGE | {"stage": stage}
    if stage == "none":
        context = {"stage": "none", "language": "zh"}
    if stage == "done":
        context["results"] = [{"kind": "video", "count": 1}]
    return turn(router, text, {}, context_of(context | more))


@pytest.mark.parametrize("text", ["90就90 做", "九十就九十吧", "90积分就90积分，开始吧"])
def test_a_price_that_is_conceded_is_a_yes_to_that_price(router: Router, text: str) -> None:
    assert read(router, "quoted", text).act == "confirm"


@pytest.mark.parametrize("text", ["80就80 做", "一百就一百吧", "90就90，竖屏", "90就90的话太贵了"])
def test_another_price_or_a_change_is_no_yes(router: Router, text: str) -> None:
    assert read(router, "quoted", text).act != "confirm"


@pytest.mark.parametrize("text", ["真要90积分啊", "确定要90积分？", "居然要90个积分？"])
def test_a_sum_said_again_in_doubt_asks_for_the_price(router: Router, text: str) -> None:
    assert read(router, "quoted", text).act == "price"


@pytest.mark.parametrize(
    "text", ["要一张菜单封面，再要一条开业的短视频", "海报来一张，视频也来一条", "要一段婚礼开场视频，另外再来张请柬"]
)
def test_a_picture_and_a_clip_by_their_measure_words_are_two_wishes(router: Router, text: str) -> None:
    found = read(router, "none", text)
    assert (found.act, found.ask) == ("ask", "several_wishes")


@pytest.mark.parametrize(
    ("stage", "text", "act"),
    [
        ("sign_in", "登录要不要钱", "price"),
        ("running", "还剩几分钟", "status"),
        ("done", "写条文案配它", "out_of_scope"),
        ("done", "想两句宣传语", "out_of_scope"),
    ],
)
def test_what_looks_like_another_act(router: Router, stage: str, text: str, act: str) -> None:
    assert read(router, stage, text).act == act


@pytest.mark.parametrize("text", ["掐掉前两秒", "把最后三秒裁掉"])
def test_cutting_is_an_edit_of_the_clip(router: Router, text: str) -> None:
    found = read(router, "done", text)
    assert (found.act, found.operation) == ("use_result", "chat_edit")


@pytest.mark.parametrize(
    ("text", "params"),
    [
        ("不好看，换个便宜的模型再试试", {"cheaper": True}),
        ("便宜一点的能做吗", {"cheaper": True}),
        ("换个模型试试", {"other_model": True}),
    ],
)
def test_what_a_model_is_to_be_like_never_reaches_the_prompt(
    router: Router, text: str, params: dict[str, bool]
) -> None:
    found = read(router, "failed", text, error="no_credits")
    assert (found.act, found.params, found.prompt) == ("revise", params, None)


def test_what_is_taken_out_before_another_try_is_taken_out(router: Router) -> None:
    found = read(router, "failed", "去掉风筝再做", error="moderation")
    assert found.act == "revise"
    assert "风筝" not in (found.prompt or "风筝")


@pytest.mark.parametrize("text", ["100以内都行，做吧", "一百以内就做吧", "90可以，做", "对没错开始"])
def test_a_limit_that_the_page_keeps_is_a_yes_and_no_standing_one(router: Router, text: str) -> None:
    assert read(router, "quoted", text).act == "confirm"


@pytest.mark.parametrize("text", ["超过80不做", "超过80积分就算了", "80以内就做"])
def test_a_limit_that_the_page_breaks_is_asked_about(router: Router, text: str) -> None:
    found = read(router, "quoted", text)
    assert (found.act, found.ask) == ("ask", "price_limit")


@pytest.mark.parametrize("text", ["80可以，做", "100以内以后都不用问，直接做"])
def test_another_sum_or_a_standing_permission_is_no_yes(router: Router, text: str) -> None:
    assert read(router, "quoted", text).act != "confirm"


@pytest.mark.parametrize("text", ["别停 继续", "不用停，接着做", "先别取消"])
def test_what_is_not_to_be_stopped_goes_on_and_nothing_is_begun(router: Router, text: str) -> None:
    assert read(router, "running", text).act == "chat"


@pytest.mark.parametrize(
    ("stage", "text"),
    [
        ("quoted", "暂时不要"),
        ("quoted", "不行就算了吧"),
        ("question", "不设了"),
        ("question", "没有Sora就算了"),
        ("sign_in", "要注册就算了"),
    ],
)
def test_giving_up_is_heard(router: Router, stage: str, text: str) -> None:
    assert read(router, stage, text, question="provider" if stage == "question" else None).act == "decline"


@pytest.mark.parametrize("text", ["充完啦", "充值好了", "积分够了", "已经充了"])
def test_new_credits_after_a_failure_are_a_retry(router: Router, text: str) -> None:
    assert read(router, "failed", text, error="no_credits").act == "again"


@pytest.mark.parametrize("text", ["我去充值", "充不了", "怎么充值"])
def test_credits_that_are_not_there_yet_retry_nothing(router: Router, text: str) -> None:
    assert read(router, "failed", text, error="no_credits").act != "again"


def test_a_fault_is_no_part_of_what_is_to_be_seen(router: Router) -> None:
    found = read(router, "quoted", "太丑了，风筝大一点")
    assert found.act == "revise"
    assert "丑" not in (found.prompt or "")


def test_the_name_of_a_saved_result_comes_along(router: Router) -> None:
    results = [{"kind": "image", "count": 3}]
    found = read(router, "done", "第三张存成角色，叫香香", operation="text_to_image", results=results)
    assert (found.operation, found.result, found.prompt) == ("create_element", 3, "香香")


@pytest.mark.parametrize("text", ["过会儿再试", "明天再来吧", "等下再跑一次"])
def test_a_retry_for_later_is_none_now(router: Router, text: str) -> None:
    assert read(router, "failed", text, error="timeout").act == "chat"


@pytest.mark.parametrize("text", ["行了别登了", "好了不登了", "算了别注册了"])
def test_a_word_of_done_before_a_no_is_no_sign_in(router: Router, text: str) -> None:
    assert read(router, "sign_in", text).act == "decline"


@pytest.mark.parametrize("text", ["90分？可以可以", "90？行", "確定，送出", "okok 冲"])
def test_the_sum_repeated_before_a_yes_is_a_yes(router: Router, text: str) -> None:
    assert read(router, "quoted", text).act == "confirm"


@pytest.mark.parametrize("text", ["80分？可以可以", "确认之后还能改吗", "上次那个价不是这个啊", "先存着吧，以后再做"])
def test_another_sum_a_question_or_later_is_no_yes_and_no_change(router: Router, text: str) -> None:
    found = read(router, "quoted", text)
    assert found.act != "confirm"
    assert text.startswith("80") or found.act != "revise"


@pytest.mark.parametrize(
    ("text", "choice"), [("不要视频", 2), ("别做图片", 1), ("小孩改成小狗 然后做视频", 1), ("不要动的", 2)]
)
def test_of_two_kinds_the_one_not_refused_is_chosen(router: Router, text: str, choice: int) -> None:
    choices = ["text_to_video", "text_to_image"]
    found = read(router, "question", text, operation=None, question="output_type", choices=choices)
    assert (found.act, found.choice) == ("choose", choice)
    assert "小狗" not in text or "小狗" in (found.prompt or "")


@pytest.mark.parametrize(("text", "choice"), [("最新的", 3), ("2.6", 2), ("turbo那个", 1)])
def test_a_version_among_models_is_chosen_by_its_part(router: Router, text: str, choice: int) -> None:
    choices = ["kling-v2-5-turbo", "kling-v2-6", "kling-v3"]
    found = read(router, "question", text, question="model_version", choices=choices)
    assert (found.act, found.choice, "duration" in found.params) == ("choose", choice, False)


@pytest.mark.parametrize("text", ["写实一点再来三张", "亮堂些再画两张"])
def test_another_take_behind_a_wish_is_a_change(router: Router, text: str) -> None:
    results = [{"kind": "image", "count": 3}]
    found = read(router, "done", text, operation="text_to_image", params={"count": 3}, results=results)
    assert found.act == "revise"
    assert found.prompt != PAGE["prompt"]


@pytest.mark.parametrize("text", ["谢谢你昨天的帮忙", "退下吧", "用中文跟我说吧"])
def test_talk_at_the_beginning_asks_for_nothing(router: Router, text: str) -> None:
    assert read(router, "none", text).act == "chat"


@pytest.mark.parametrize("text", ["发给我", "发给我吧", "那就发我"])
def test_what_waits_on_the_page_is_sent_off(router: Router, text: str) -> None:
    assert read(router, "quoted", text).act == "confirm"


@pytest.mark.parametrize("text", ["发给我妈", "做完发给我看看再说", "先别做，发给我", "发给我多少钱"])
def test_to_others_or_later_is_not_sent_off(router: Router, text: str) -> None:
    assert read(router, "quoted", text).act != "confirm"


@pytest.mark.parametrize("text", ["再画四张", "再做三张吧", "再来四张，谢谢"])
def test_more_of_them_is_another_take_and_no_new_wish(router: Router, text: str) -> None:
    results = [{"kind": "image", "count": 4}]
    found = read(router, "done", text, operation="text_to_image", params={"count": 4}, results=results)
    assert (found.act, found.prompt) == ("again", None)


@pytest.mark.parametrize("text", ["把月亮弄大一些", "放大月亮", "把帽子放大一点"])
def test_a_part_that_is_to_be_larger_is_an_edit(router: Router, text: str) -> None:
    found = read(router, "done", text)
    assert (found.act, found.operation) == ("use_result", "edit_video")


@pytest.mark.parametrize("text", ["登录后会自动扣钱吗", "会不会自动扣积分呢"])
def test_whether_something_is_charged_by_itself_gives_no_permission(router: Router, text: str) -> None:
    assert read(router, "sign_in", text).act in ("price", "chat")


def test_a_length_on_a_time_line_is_part_of_what_is_to_be_done(router: Router) -> None:
    found = read(
        router, "quoted", "改成5秒", operation="chat_edit", provider="nemovideo", prompt="去掉片头3秒", params={}
    )
    assert (found.act, found.params) == ("revise", {})
    assert "5秒" in (found.prompt or "")


@pytest.mark.parametrize(
    ("stage", "text", "lang"),
    [
        ("running", "cancel掉", "zh"),
        ("done", "加subtitle“夏天”", "zh"),
        ("running", "ready未", "zh"),
        ("none", "help me 整个 short video，topic 是 night market，大概 8s 左右", "zh"),
        ("done", "send it to me", "en"),
        ("none", 'a poster that says "福"', "en"),
    ],
)
def test_the_language_of_a_mixed_message(router: Router, stage: str, text: str, lang: str) -> None:
    language = None if stage == "none" else "zh"
    assert read(router, stage, text, language=language).lang == lang


@pytest.mark.parametrize("text", ["我有個pdf想做成影片", "把那份docx变成讲解动画", "turn my pptx into a video"])
def test_nothing_is_made_of_a_document_that_is_only_spoken_of(router: Router, text: str) -> None:
    assert read(router, "none", text, language=None).act in ("out_of_scope", "ask")


@pytest.mark.parametrize(("text", "choice"), [("倒数第二张", 3), ("第二张", 2), ("最后一张", 4)])
def test_results_are_counted_from_the_end(router: Router, text: str, choice: int) -> None:
    more = {"question": "which_result", "choices": ["1", "2", "3", "4"], "results": [{"kind": "image", "count": 4}]}
    found = read(router, "question", text, operation="upscale", **more)
    assert (found.act, found.choice, found.prompt) == ("choose", choice, None)


@pytest.mark.parametrize(
    ("stage", "text", "act"),
    [
        ("none", "turn off自动批准", "policy"),
        ("none", "每天 limit 100 credits 啊", "policy"),
        ("none", "你係邊個", "chat"),
        ("quoted", "ok la", "confirm"),
        ("quoted", "先 hold 住", "chat"),
        ("done", "post到ig", "out_of_scope"),
        ("done", "呢個係咩model整㗎", "chat"),
        ("done", "cut掉最后2秒", "use_result"),
    ],
)
def test_two_languages_in_one_message(router: Router, stage: str, text: str, act: str) -> None:
    assert read(router, stage, text).act == act


@pytest.mark.parametrize(
    "text",
    [
        "你先做出来我再付钱",
        "做好了再付钱",
        "先做，满意了再给钱",
        "先欠着做吧",
        "免费的话就做",
        "不收钱就做",
        "打五折就做",
        "送我就做",
        "老板付钱 做吧",
        "行，明天做",
        "晚上再做吧",
        "可以是可以",
        "做不做呢",
    ],
)
def test_other_terms_another_time_or_another_purse_are_no_yes(router: Router, text: str) -> None:
    found = read(router, "quoted", text)
    assert found.act not in ("confirm", "again", "new", "policy")


@pytest.mark.parametrize("text", ["可以的话就开始吧", "对就这样改", "没问题的话就做吧", "是是是", "就这么改吧"])
def test_a_polite_yes_is_still_a_yes(router: Router, text: str) -> None:
    assert read(router, "quoted", text).act == "confirm"


@pytest.mark.parametrize("text", ["可以改", "可以改吗", "就这样改一下帽子"])
def test_a_word_about_changes_is_no_yes(router: Router, text: str) -> None:
    assert read(router, "quoted", text).act != "confirm"


@pytest.mark.parametrize("text", ["我没有照片不做了", "太麻烦了不弄了", "找不到图算了"])
def test_giving_up_for_a_reason_in_the_same_breath_is_heard(router: Router, text: str) -> None:
    found = read(router, "question", text, operation="image_to_video", question="missing_input")
    assert found.act == "decline"


@pytest.mark.parametrize(
    ("text", "operation"),
    [
        ("我们家开民宿的，想弄段视频发抖音，院子里有秋千", "text_to_video"),
        ("做张海报发朋友圈，主题是母亲节", "text_to_image"),
    ],
)
def test_what_is_made_for_a_place_is_made(router: Router, text: str, operation: str) -> None:
    found = read(router, "none", text)
    assert (found.act, found.operation) == ("new", operation)


@pytest.mark.parametrize("text", ["帮我发到抖音", "把做好的视频发抖音", "这张图发朋友圈"])
def test_what_is_there_already_is_published_nowhere(router: Router, text: str) -> None:
    assert read(router, "none", text).act == "out_of_scope"


@pytest.mark.parametrize("stage", ["running", "done", "failed", "quoted"])
@pytest.mark.parametrize(
    "text", ["不要继续了", "不用再做了", "别再来了", "不想再试了", "下次再画", "再给我五分钟看看", "别人都说好我再做"]
)
def test_another_take_that_is_refused_or_for_later_begins_nothing(router: Router, stage: str, text: str) -> None:
    error = "timeout" if stage == "failed" else None
    assert read(router, stage, text, error=error).act in ("chat", "decline", "cancel", "status")


@pytest.mark.parametrize("text", ["不要继续了", "别再做了", "不用再跑了"])
def test_no_more_of_it_stops_what_runs(router: Router, text: str) -> None:
    assert read(router, "running", text).act == "cancel"


@pytest.mark.parametrize("text", ["要得，但是莫放音乐", "不要音乐", "取消音乐", "cancel the music in it", "别配乐"])
def test_music_that_is_not_wanted_is_not_made(router: Router, text: str) -> None:
    found = read(router, "quoted", text)
    assert (found.act, found.operation) != ("new", "text_to_music")
    assert found.act in ("revise", "decline")


@pytest.mark.parametrize("text", ["马上好", "快登好了", "还差一步"])
def test_almost_signed_in_is_not_signed_in(router: Router, text: str) -> None:
    assert read(router, "sign_in", text).act != "signed_in"


@pytest.mark.parametrize("text", ["行不行啊你", "做不做呢"])
def test_a_question_of_yes_or_no_is_not_the_no(router: Router, text: str) -> None:
    assert read(router, "quoted", text).act not in ("decline", "confirm")


@pytest.mark.parametrize("text", ["我没说要做", "还没同意呢", "没答应啊"])
def test_what_was_never_agreed_to_is_a_no(router: Router, text: str) -> None:
    assert read(router, "quoted", text).act == "decline"
