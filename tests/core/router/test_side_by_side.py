"""One wish at several models, said in either language, and messages that only look like one."""

from typing import Any

import pytest

from mediawright.handlers.route_action import action_of
from mediawright.handlers.side_by_side import in_conversation
from mediawright.ledger.threads import Thread
from mediawright.plugins.discover import Registry
from mediawright.router import routing
from mediawright.router.decision.decide import decide
from mediawright.router.routing import Router
from mediawright.testing.builders import a_request
from mediawright.testing.fakes import START
from mediawright.types.codec import plain


@pytest.fixture(scope="module")
def router() -> Router:
    return Router([plugin.provider for plugin in Registry.installed({}).load_all()])


@pytest.mark.parametrize(
    ("text", "models", "operation", "prompt"),
    [
        ("kling 和 seedance 各来一个：狐狸在雪地里奔跑", "kling,seedance", None, "狐狸在雪地里奔跑"),
        ("compare kling and veo for a fox clip", "kling,veo", "text_to_video", "a fox"),
        ("Compare Kling and Seedance: a fox in the snow", "Kling,Seedance", None, "a fox in the snow"),
        ("用可灵和豆包各做一个视频，一只猫在窗台上", "可灵,豆包", "text_to_video", "一只猫在窗台上"),
        ("make a clip of a red kite with both kling and runway", "kling,runway", "text_to_video", "a red kite"),
        ("a fox at dawn, one each from kling, veo and seedance", "kling,veo,seedance", None, "a fox at dawn"),
        ("kling vs seedance: a paper boat in the rain", "kling,seedance", None, "a paper boat in the rain"),
        ("seedream 和 nano banana 各出一张图：橘猫", "seedream,nano banana", "text_to_image", "橘猫"),
        ("kling 和 runway 都跑一遍：雨夜的街道", "kling,runway", None, "雨夜的街道"),
        ("veo and kling, one each: a boat in a storm, 8s", "veo,kling", "text_to_video", "a boat in a storm"),
        ("kling 和 seedance 各来一个", "kling,seedance", None, ""),
        ("kling 和 seedance 各来一个，看看哪个好：橘猫", "kling,seedance", None, "橘猫"),
        ("a fox, one each from kling and veo to see which is better", "kling,veo", None, "a fox"),
        ("let kling and seedance each make a clip of two cats", "kling,seedance", "text_to_video", "two cats"),
    ],
)
def test_several_models_are_compared(
    router: Router, text: str, models: str, operation: str | None, prompt: str
) -> None:
    found = router.route(text)
    assert (found.command, found.params["models"], found.operation) == ("compare", models.split(","), operation)
    assert (found.prompt, found.provider, found.ask) == (prompt, None, None)
    assert "model" not in found.params
    assert text[found.words[0].start : found.words[0].end] == found.words[0].text
    action = action_of(found)
    assert action is not None
    assert (action.command, action.values["models"]) == (("compare",), tuple(models.split(",")))


@pytest.mark.parametrize(
    "text",
    [
        "对比一下 kling 和 seedance 哪个便宜",
        "which is better, kling or veo?",
        "kling和seedance的区别是什么",
        "用可灵做个视频，不要用seedance",
        "kling 和 seedance 各要多少钱",
        "both dogs run after kling",
        "对比一下 kling 和 seedance 的结果",
        "compare the kling and seedance results",
        "compare the quality of kling and veo",
        "compare these two pictures",
        "画一张猫的图，再用可灵做成视频",
        'with kling: "compare kling and veo"',
        "kling 和 可灵 各来一个：猫",
        "让可灵和它们各做各的，一只猫",
    ],
)
def test_what_only_looks_like_a_comparison_is_none(router: Router, text: str) -> None:
    assert router.route(text).command != "compare"


def test_a_message_full_of_rows_is_read_once(router: Router, monkeypatch: pytest.MonkeyPatch) -> None:
    decided: list[Any] = []

    def counted(message: Any) -> Any:
        decided.append(message)
        return decide(message)

    monkeypatch.setattr(routing, "decide", counted)
    router.route("kling 和 seedance 各来一个 " * 40)
    assert 1 <= len(decided) <= 2


def test_what_is_given_goes_to_all_of_them(router: Router) -> None:
    found = router.route("把这张照片让可灵和seedance各做一个5秒的视频", {"image": 1})
    assert (found.command, found.operation, found.params["duration"]) == ("compare", "image_to_video", 5)


@pytest.mark.parametrize("keeps", [True, False])
def test_without_a_wish_it_is_the_conversation_s(router: Router, keeps: bool) -> None:
    request = plain(a_request("a fox at dawn"))
    said: dict[str, Any] = {"context": {"params": {"duration": 5, "mode": "pro"}}, "request": request} if keeps else {}
    thread = Thread(id="t", said=said, lang="en", updated_at=START)
    found = in_conversation(router.route("kling 和 seedance 各来一个"), thread)
    assert found.prompt == ("a fox at dawn" if keeps else "")
    assert found.params.get("duration") == (5 if keeps else None)
    assert "mode" not in found.params
    assert in_conversation(found, None) == found
