"""What is said beside a request: patience, questions about what is the most, and waiting for something first."""

from typing import Any

import pytest
from tests.core.router.dialogue import pending

from mediawright.router import Router
from mediawright.router.dialogue import context_of, record, turn


def said(router: Router, text: str, stage: str) -> dict[str, Any]:
    """The turn about a clip of rain at a shop."""
    return pending.said(router, text, stage, "深夜便利店门口的雨", "zh")


@pytest.mark.parametrize(
    "text",
    ["no rush", "no hurry", "no need to hurry", "not urgent", "take your time", "不急", "慢慢来", "没事，你慢慢做"],
)
def test_patience_stops_nothing(router: Router, text: str) -> None:
    found = said(router, text, "running")
    assert (found["act"], found["topic"]) == ("chat", "ack")


@pytest.mark.parametrize("text", ["no, stop", "no no no", "nope cancel", "停，不要做了", "算了不要了停掉"])
def test_a_refusal_does(router: Router, text: str) -> None:
    assert said(router, text, "running")["act"] == "cancel"


@pytest.mark.parametrize(
    "text",
    ["is 5 seconds the max?", "is 720p the highest?", "is 4 units the cheapest?", "5秒是最长的吗", "最高只有720p吗"],
)
def test_a_question_about_the_most_changes_nothing(router: Router, text: str) -> None:
    found = said(router, text, "quoted")
    assert (found["act"], found["topic"]) == ("chat", "help")


@pytest.mark.parametrize(
    "text", ["等我充值完再说", "等我老板回我再定", "after I top up", "hang on, need to ask my wife"]
)
def test_something_comes_first(router: Router, text: str) -> None:
    found = said(router, text, "quoted")
    assert (found["act"], found["topic"]) == ("chat", "wait")


@pytest.mark.parametrize("text", ["可以的，开做吧", "开始做吧", "行，开干吧"])
def test_the_work_may_begin(router: Router, text: str) -> None:
    assert said(router, text, "quoted")["act"] == "confirm"


@pytest.mark.parametrize("text", ["delete it", "please delete the file", "把它删了", "删掉吧", "delete the second one"])
def test_a_result_is_not_deleted_by_an_edit(router: Router, text: str) -> None:
    assert said(router, text, "done")["act"] == "out_of_scope"
    assert said(router, "delete it", "quoted")["act"] == "decline"


def test_another_take_with_another_look_is_a_change(router: Router) -> None:
    found = said(router, "雨改成雪再出一条", "done")
    assert found["act"] == "revise"
    assert found["prompt"] == "深夜便利店门口的雪"


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        ("also remove the trash can", "trash can"),
        ("get rid of the ugly sign", "ugly sign"),
        ("take out the broken window", "broken window"),
        ("remove the garbage", "garbage"),
    ],
)
def test_a_thing_may_be_called_by_a_word_of_anger(router: Router, text: str, gone: str) -> None:
    found = pending.said(router, text, "quoted", "a back street in the rain", "en")
    assert (found["act"], found["prompt"]) == ("revise", f"a back street in the rain, no {gone}")


@pytest.mark.parametrize("text", ["this is rubbish", "what a trash video", "you made the worst thing ever"])
def test_anger_stays_anger(router: Router, text: str) -> None:
    assert pending.said(router, text, "done", "a back street in the rain", "en")["topic"] == "complaint"


@pytest.mark.parametrize(
    ("text", "operation", "prompt"),
    [
        ("add subtitles when it's done", "chat_edit", "add subtitles"),
        ("once it's ready, add music please", "chat_edit", "add music"),
        ("when the clip is finished extend it by 5 seconds", "extend_video", "extend it by 5 seconds"),
    ],
)
def test_what_is_wished_for_the_finished_work_is_a_step_on_it(
    router: Router, text: str, operation: str, prompt: str
) -> None:
    found = pending.said(router, text, "running", "a back street in the rain", "en")
    assert (found["act"], found["operation"], found["prompt"]) == ("use_result", operation, prompt)
    assert pending.said(router, "send it to me when it's done", "running", "a street", "en")["act"] == "status"


def test_a_length_that_a_picture_has_no_use_for_is_asked_about(router: Router) -> None:
    context = {"stage": "failed", "operation": "text_to_image", "prompt": "a fox", "error": "bad_input"}
    assert record(turn(router, "8 seconds", {}, context_of(context)))["act"] == "ask"


def test_an_order_joins_the_orders_of_an_edit(router: Router) -> None:
    context = {"stage": "quoted", "operation": "edit_image", "prompt": "remove the people", "inputs": {"image": 1}}
    found = record(turn(router, "also swap the owl for a fox", {}, context_of(context)))
    assert (found["act"], found["prompt"]) == ("revise", "remove the people, swap the owl for a fox")


@pytest.mark.parametrize(
    ("stage", "text", "act"),
    [
        ("running", "great, I'll make a cuppa", "chat"),
        ("running", "don't stop it, just tell me how far it is", "status"),
        ("quoted", "no no it's fine, keep it as it is and run it", "confirm"),
        ("quoted", "nvm my mom says no", "decline"),
        ("done", "can you mail a copy to my mum", "out_of_scope"),
        ("done", "go back to the one before", "chat"),
        ("done", "delete the third", "out_of_scope"),
        ("quoted", "is omni any better than this one?", "chat"),
    ],
)
def test_what_is_said_in_passing_makes_nothing(router: Router, stage: str, text: str, act: str) -> None:
    assert pending.said(router, text, stage, "waves rolling onto black sand", "en")["act"] == act


def test_a_limit_with_a_tag_is_no_permission(router: Router) -> None:
    found = record(turn(router, "no more than 5 dollars today, ok?", {}, context_of({})))
    assert (found["act"], found["params"]["kind"]) == ("policy", "limit")


def test_a_picture_and_a_jingle_in_one_breath_are_asked_about(router: Router) -> None:
    found = record(turn(router, "can I get a poster and a jingle for my cafe", {}, context_of({})))
    assert (found["act"], found["ask"]) == ("ask", "several_wishes")


@pytest.mark.parametrize(
    ("stage", "text", "act"),
    [
        ("quoted", "I am content with that; kindly go ahead.", "confirm"),
        ("quoted", "On reflection I would prefer not to proceed.", "decline"),
        ("quoted", "I should like to sleep on it.", "chat"),
        ("running", "is it nearly there yet i have to leave in five minutes", "status"),
        ("running", "i forgot to say no music", "revise"),
        ("done", "share them with the florist on WhatsApp", "out_of_scope"),
        ("sign_in", "i made an account", "signed_in"),
        ("done", "awesome, now add gondolas", "use_result"),
    ],
)
def test_formal_and_dictated_words(router: Router, stage: str, text: str, act: str) -> None:
    assert pending.said(router, text, stage, "a street that is a canal", "en")["act"] == act


def test_a_tool_that_is_opened_is_not_offered(router: Router) -> None:
    found = record(turn(router, "open sora and make a cat video", {}, context_of({})))
    assert (found["act"], found["ask"]) == ("ask", "not_offered")


@pytest.mark.parametrize(
    ("stage", "text", "act"),
    [
        ("done", "aww", "chat"),
        ("done", "this one's a keeper, thanks", "chat"),
        ("done", "#1 pls", "deliver"),
        ("sign_in", "stuff it", "decline"),
        ("sign_in", "didn't work, says expired", "service"),
        ("failed", "forget the lake", "decline"),
        ("quoted", "could you remind me what it costs", "price"),
        ("quoted", "this beats the last quote", "chat"),
        ("running", "I don't remember agreeing to this", "chat"),
    ],
)
def test_remarks_and_idioms_change_no_scene(router: Router, stage: str, text: str, act: str) -> None:
    assert pending.said(router, text, stage, "a lake at dawn", "en")["act"] == act


def test_seconds_on_top_of_those_there_are(router: Router) -> None:
    assert pending.said(router, "5 more seconds", "quoted", "a lake", "en")["params"] == {"duration": 10}


def test_a_thing_alone_may_be_a_picture_or_a_clip(router: Router) -> None:
    found = record(turn(router, "an elephant", {}, context_of({})))
    assert (found["act"], found["ask"]) == ("ask", "output_type")


@pytest.mark.parametrize(
    "text",
    [
        *("any chance of a discount?", "got any promo codes", "how many of these could i get for 20 bucks"),
        *("what can i get for 10 dollars", "一百块能做几条", "五十点能拍几个"),
    ],
)
def test_what_money_buys_is_asked_and_changes_nothing(router: Router, text: str) -> None:
    found = said(router, text, "quoted")
    assert (found["act"], found["params"], found["prompt"]) == ("price", {}, None)


@pytest.mark.parametrize("text", ["你能帮我写封请假条吗", "帮我写个欠条", "帮我想个店名", "rate my video", "打个分"])
def test_what_is_no_work_for_pictures_changes_nothing(router: Router, text: str) -> None:
    assert said(router, text, "quoted")["act"] == "out_of_scope"


@pytest.mark.parametrize("text", ["too much trouble", "nah, too much hassle", "too many steps", "too much of a faff"])
def test_too_much_work_is_a_no_and_no_haggling(router: Router, text: str) -> None:
    assert said(router, text, "sign_in")["act"] == "decline"


@pytest.mark.parametrize("text", ["掐头去尾，只留中间三秒", "只要前两秒", "后面一半不要了", "去掉最后一秒"])
def test_a_part_of_a_clip_is_cut(router: Router, text: str) -> None:
    found = said(router, text, "done")
    assert (found["act"], found["operation"], found["params"]) == ("use_result", "chat_edit", {})


@pytest.mark.parametrize(("text", "count"), [("two more, at night", 2), ("three more like it but in spring", 3)])
def test_so_many_more_of_what_was_made(router: Router, text: str, count: int) -> None:
    found = said(router, text, "done")
    assert (found["act"], found["params"]) == ("revise", {"count": count})


@pytest.mark.parametrize("text", ["时长你看着办吧", "长度你定"])
def test_a_length_left_to_us_is_unset(router: Router, text: str) -> None:
    assert said(router, text, "quoted")["drop"] == ["duration"]


@pytest.mark.parametrize(
    "text", ["I'd say yes if it were 2", "I would take it if the price was 3", "ill do it when it drops to 2 units"]
)
def test_a_yes_at_a_lower_price_is_asked_about(router: Router, text: str) -> None:
    found = said(router, text, "quoted")
    assert (found["act"], found["ask"]) == ("ask", "price_limit")


@pytest.mark.parametrize("text", ["再做一条一模一样的", "再来一个完全一样的", "OK，发车"])
def test_the_same_once_more_and_off_it_goes(router: Router, text: str) -> None:
    assert said(router, text, "done" if "一样" in text else "quoted")["act"] in ("again", "confirm")


@pytest.mark.parametrize("text", ["continue where it left off, he opens the umbrella", "carry on where it ended"])
def test_a_clip_goes_on_where_it_ends(router: Router, text: str) -> None:
    assert said(router, text, "done")["operation"] == "extend_video"


@pytest.mark.parametrize(
    "text",
    [
        *(
            "好的，知道了",
            "收到",
            "明白了",
            "是这样啊",
            "没事了",
            "先确认价格",
            "让我老板确认",
            "做这个干嘛",
            "冲点积分",
        ),
        *("👍？", "👌?", "ok wow", "yeah right", "start with the price", "bring it to me", "i'm in no rush"),
        *("definitely maybe", "be my guest and pay", "fine, be like that", "absolutely love it"),
    ],
)
def test_words_of_a_yes_that_are_none(router: Router, text: str) -> None:
    assert said(router, text, "quoted")["act"] not in ("confirm", "new", "again")


@pytest.mark.parametrize("text", ["收到，做吧", "知道了，开始吧", "没事，就这个价，做吧", "👍", "love it, go ahead"])
def test_a_yes_beside_them_counts(router: Router, text: str) -> None:
    assert said(router, text, "quoted")["act"] == "confirm"


@pytest.mark.parametrize("text", ["continue explaining", "run it by me again", "继续聊"])
def test_to_go_on_talking_makes_nothing(router: Router, text: str) -> None:
    for stage in ("quoted", "done", "failed"):
        assert said(router, text, stage)["act"] not in ("confirm", "again", "new")


@pytest.mark.parametrize("text", ["确认一下：是五秒对吧", "right, so no sound?"])
def test_a_question_in_words_of_talk_is_no_first_wish(router: Router, text: str) -> None:
    assert record(turn(router, text, {}, context_of({"stage": "none"})))["act"] not in ("new", "revise")
