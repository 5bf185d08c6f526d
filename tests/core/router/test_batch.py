"""JSON lines in, JSON lines out."""

import json

from tests.core.router.providers import ALL

from mediawright.router import Router, explain, route_lines


def test_each_line_has_its_answer_in_order() -> None:
    lines = [json.dumps({"id": n, "text": text}) for n, text in enumerate(["log me out", "画只猫"])]
    found = [json.loads(line) for line in route_lines(lines, ALL)]
    assert [item["id"] for item in found] == [0, 1]
    assert [item["operation"] for item in found] == ["logout", "text_to_image"]
    assert {"id", "lang", "command", "operation", "provider", "params", "ask"} <= set(found[0])


def test_a_broken_line_harms_no_other() -> None:
    found = [json.loads(line) for line in route_lines(["{", "", '{"id": 7}', '{"id": 8, "text": "退出登录"}'], ALL)]
    assert [item.get("error") for item in found] == ["not_json", "no_text", None]


def test_a_question_comes_with_choices(router: Router) -> None:
    route = router.route("make something with a neon samurai")
    assert route.ask is not None
    assert [choice.operation for choice in route.ask.choices] == ["text_to_video", "text_to_image"]
    assert not route.billable


def test_the_trace_is_plain_data(router: Router) -> None:
    trace = explain(router.route("export the project"))
    assert json.loads(json.dumps(trace))["operation"] == "export"


def test_gaps_are_honest(router: Router) -> None:
    texts = ("3d model of a chair as stl file", "写首关于海的诗", "compose a piano piece, mp3 only")
    keys = [router.route(text).gap for text in texts]
    assert [gap and gap.key for gap in keys] == ["model_3d", "writing", "music"]
