"""The scores on dialogue turns that the router is held to, and what must never happen."""

import json
import os
from pathlib import Path
from typing import Any

import pytest
from tests.core.router.dialogue.learn import examples, learn, spelled
from tests.core.router.dialogue.score import Line, Score, load, score

from mediawright.plugins.discover import Registry
from mediawright.router import Router, route_lines
from mediawright.router.dialogue import context_of, evidence, record, turn

SETS = Path(__file__).resolve().parents[3] / "data" / "dialogues"
SHARED = SETS.parents[3] / "shared" / "dialogues"
BLIND = sorted(SETS.glob("blind-*.jsonl"))


def scored(router: Router, path: Path) -> Score:
    def answer(line: Line) -> dict[str, Any]:
        return record(turn(router, line["text"], line["attachments"], context_of(line["context"])))

    return score(load(path), answer)


def held(total: Score) -> None:
    """The targets of the set."""
    assert total.act / total.lines >= 0.92, total.misses
    assert total.act_operation / total.lines >= 0.90, total.misses
    assert total.f1 >= 0.93, total.params
    assert total.share("has") >= 0.95
    assert total.share("keeps") >= 0.95
    assert total.wrong_spend == []
    assert len(total.missed_stop) <= 1
    assert len(total.needless_ask) <= 0.04 * total.lines, total.needless_ask


def test_the_published_turns_meet_their_targets(router: Router) -> None:
    held(scored(router, SETS / "dev.jsonl"))


#: from this set on they speak of models and operations which only some of the installed providers have
WITH_ALL = "blind-k"


@pytest.fixture(scope="module")
def installed() -> Router:
    registry = Registry.installed(
        {name: value for name, value in os.environ.items() if name.startswith("MEDIAWRIGHT_")}
    )
    return Router([plugin.provider for plugin in registry.load_all()])


@pytest.mark.parametrize("path", BLIND, ids=lambda path: path.stem)
def test_turns_of_our_own_stay_learned(router: Router, installed: Router, path: Path) -> None:
    held(scored(installed if path.stem >= WITH_ALL else router, path))


def test_the_published_turns_are_right_with_every_provider_there_is(installed: Router) -> None:
    held(scored(installed, SETS / "dev.jsonl"))


@pytest.mark.parametrize("name", ["dev.jsonl", "README.md"])
def test_the_copy_is_fresh(name: str) -> None:
    if not SHARED.exists():
        pytest.skip("the published set is not beside the repository")
    assert (SETS / name).read_bytes() == (SHARED / name).read_bytes(), "copy the published set again"


def test_a_batch_answers_a_line_with_context_as_a_turn() -> None:
    from tests.core.router.providers import ALL

    context = {"stage": "quoted", "operation": "text_to_video", "prompt": "a fox", "params": {"duration": 5}}
    lines = [json.dumps({"id": 1, "text": "make it 10s", "context": context}), json.dumps({"id": 2, "text": "画只猫"})]
    first, second = (json.loads(line) for line in route_lines(lines, ALL))
    assert (first["id"], first["act"], first["params"]) == (1, "revise", {"duration": 10})
    fields = [
        "act",
        "command",
        "operation",
        "provider",
        "params",
        "drop",
        "prompt",
        "choice",
        "result",
        "topic",
        "ask",
        "lang",
    ]
    assert set(fields) <= set(first)
    assert second["operation"] == "text_to_image"
    assert "act" not in second


def test_the_evidence_says_what_the_sets_teach() -> None:
    """Small changes of the reading move weights a little; the table is stale where the acts that it names differ."""
    data = examples(line for path in sorted(SETS.glob("*.jsonl")) for line in load(path))
    fresh = evidence.read(spelled(learn(data)))
    shipped = evidence.read(Path(evidence.__file__).with_name("evidence.txt").read_text("utf-8"))
    same = sum(evidence.sum_of(set(names), fresh).act == evidence.sum_of(set(names), shipped).act for names, _ in data)
    assert same / len(data) >= 0.97, "python -m tests.core.router.dialogue.learn"


@pytest.mark.parametrize(
    "context", [None, [], "x", {"stage": "moon", "params": 3, "results": [{}, 7], "price": {"value": "?"}}]
)
def test_a_malformed_context_counts_as_unknown(router: Router, context: object) -> None:
    assert context_of(context).stage == "none"
    assert turn(router, "取消", {}, context_of(context)).act


@pytest.mark.parametrize("piece", ["make it a link, is it done yet ", "一只狐狸，不要换成小狗", "no ", '"a '])
def test_a_very_long_message_takes_time_in_proportion(router: Router, piece: str) -> None:
    """Only a part of it is read for words of command; what is to be seen is kept to its end."""
    context = context_of({"stage": "quoted", "operation": "text_to_video", "prompt": "a fox"})
    text = piece * (40_000 // len(piece)) + " the end"
    assert turn(router, text, {}, context).act != "confirm"


@pytest.mark.parametrize("text", ["use kling 2.6 ultra", "换成 Seedance 2.0 Max", "kling 3.0 turbo please"])
def test_an_unknown_variant_of_a_model_is_asked_about(router: Router, text: str) -> None:
    """Never another model instead, and never a word of the prompt."""
    context = context_of({"stage": "quoted", "operation": "text_to_video", "model": "kling-v3", "prompt": "a fox"})
    assert (turn(router, text, {}, context).act, turn(router, text, {}, context).ask) == ("ask", "model")


@pytest.mark.parametrize("stage", ["none", "question", "quoted", "sign_in", "running", "done", "failed"])
@pytest.mark.parametrize(
    ("text", "operation"),
    [
        ("帮我念这段话：明早八点在东门集合", "text_to_speech"),
        ("给我做一段轻音乐，适合睡前听", "text_to_music"),
        ("来一段雷雨声的音效", "sound_effects"),
        ("read this aloud: dinner is ready", "text_to_speech"),
        ("compose a cheerful jingle for my bakery", "text_to_music"),
        ("generate a sound effect of a creaky door", "sound_effects"),
        ("flux 2 pro, a picture of a lighthouse keeper", None),
    ],
)
def test_a_wish_of_its_own_is_new_in_every_stage(
    installed: Router, stage: str, text: str, operation: str | None
) -> None:
    """Words, music and sounds beside a pending clip; a picture beside pending words."""
    pending = "text_to_video" if operation else "text_to_speech"
    context = {
        "stage": stage,
        "operation": None if stage == "none" else pending,
        "prompt": None if stage == "none" else "a fox in the snow",
        "question": "aspect_ratio" if stage == "question" else None,
        "choices": ["16:9", "9:16"] if stage == "question" else [],
        "results": [{"kind": "video" if operation else "audio", "count": 1}] if stage == "done" else [],
        "error": "timeout" if stage == "failed" else None,
    }
    found = turn(installed, text, {}, context_of(context))
    assert (found.act, found.operation) == ("new", operation or "text_to_image")
    assert "fox" not in (found.prompt or "")


@pytest.mark.parametrize("stage", ["question", "quoted", "done"])
def test_a_name_that_nobody_knows_is_asked_about_in_every_stage(installed: Router, stage: str) -> None:
    context = {"stage": stage, "operation": "text_to_video", "provider": "kling", "prompt": "a fox"}
    found = turn(installed, "use kling 2.6 ultra", {}, context_of(context))
    assert (found.act, found.ask) == ("ask", "model")


@pytest.mark.parametrize(
    ("stage", "text", "act", "more"),
    [
        ("quoted", "can you make him wave?", "revise", {}),
        ("done", "Thank you so much, that's lovely", "chat", {}),
        ("quoted", "What's the difference between this model and the cheaper one?", "chat", {"topic": "help"}),
        ("quoted", "Instead of a fox, a golden retriever", "revise", {"prompt": "a golden retriever in the snow"}),
        ("quoted", "naw too much $$", "revise", {"params": {"cheaper": True}}),
        ("running", "还差多少", "status", {}),
        ("done", "🔁", "again", {}),
        ("done", "畀我", "deliver", {}),
        ("done", "now do a clip of a fireplace crackling", "new", {"operation": "text_to_video"}),
        ("quoted", "I've decided against it", "decline", {}),
    ],
)
def test_what_people_say_in_passing(
    installed: Router, stage: str, text: str, act: str, more: dict[str, object]
) -> None:
    context = {
        "stage": stage,
        "operation": "text_to_video",
        "provider": "kling",
        "prompt": "a fox in the snow",
        "params": {"duration": 5},
        "results": [{"kind": "video", "count": 1}] if stage == "done" else [],
    }
    found = turn(installed, text, {}, context_of(context))
    assert (found.act, {name: getattr(found, name) for name in more}) == (act, more)


@pytest.mark.parametrize("text", ["海报和视频都要，主题是中秋", "make a poster and a video for our fair"])
def test_a_picture_and_a_clip_in_one_breath_are_asked_about(installed: Router, text: str) -> None:
    found = turn(installed, text, {}, context_of(None))
    assert (found.act, found.ask) == ("ask", "several_wishes")
    assert installed.route(text).ask is not None


@pytest.mark.parametrize(
    ("old", "text", "new"),
    [
        ("an otter on its back", "otter -> seal", "a seal on its back"),
        ("一只猫在窗台", "猫→狗", "一只狗在窗台"),
        ("小镇的清晨", "改成傍晚的小镇", "小镇的傍晚"),
        ("一只戴墨镜的柴犬", "唔好墨鏡", "一只柴犬"),
    ],
)
def test_one_thing_takes_the_place_of_another(installed: Router, old: str, text: str, new: str) -> None:
    context = {"stage": "quoted", "operation": "text_to_image", "provider": "kling", "prompt": old}
    assert turn(installed, text, {}, context_of(context)).prompt == new


def test_two_names_and_a_length_ask_for_prices(installed: Router) -> None:
    found = turn(installed, "kling vs chatart for 10 s?", {}, context_of(None))
    assert (found.act, found.params) == ("price", {"duration": 10})


@pytest.mark.parametrize(
    ("stage", "text", "act"),
    [
        ("failed", "存到哪了", "status"),
        ("failed", "发给我", "status"),
        ("done", "did it work?", "status"),
        ("quoted", "用好一点的模型", "revise"),
    ],
)
def test_a_question_in_passing_changes_no_prompt(installed: Router, stage: str, text: str, act: str) -> None:
    context = {
        "stage": stage,
        "operation": "text_to_video",
        "provider": "kling",
        "prompt": "爷爷在院子里浇花",
        "results": [{"kind": "video", "count": 1}] if stage == "done" else [],
    }
    found = turn(installed, text, {}, context_of(context))
    assert (found.act, found.prompt) == (act, None)


def test_what_is_to_be_done_stays_in_mind_while_it_is_asked_to_which(installed: Router) -> None:
    context = {
        "stage": "done",
        "operation": "text_to_image",
        "provider": "kling",
        "prompt": "a fox",
        "results": [{"kind": "image", "count": 2}],
    }
    found = turn(installed, "sharpen it and write WINTER on it", {}, context_of(context))
    assert (found.act, found.ask) == ("ask", "which_result")
    assert "WINTER" in (found.prompt or "")


def test_the_name_that_the_page_has_shows_the_page_once_more(installed: Router) -> None:
    context = {"stage": "quoted", "operation": "text_to_video", "provider": "kling", "prompt": "a fox"}
    found = turn(installed, "可灵", {}, context_of(context))
    assert (found.act, found.provider, found.prompt) == ("revise", "kling", None)


def test_a_thing_that_answers_which_kind_is_the_whole_prompt(installed: Router) -> None:
    context = {"stage": "question", "question": "output_type", "choices": ["text_to_video", "text_to_image"]}
    found = turn(installed, "画一只猫", {}, context_of(context))
    assert (found.act, found.choice, found.prompt) == ("choose", 2, "一只猫")


def test_inputs_the_other_way_round_are_no_new_wish(installed: Router) -> None:
    context = {
        "stage": "quoted",
        "operation": "image_to_video",
        "provider": "kling",
        "params": {"frames": "first_last"},
        "inputs": {"image": 2},
    }
    assert turn(installed, "等一下，反过来，logo在前", {}, context_of(context)).act == "revise"
