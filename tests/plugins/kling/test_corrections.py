"""K-C1 to K-C11: where the second part of the contract corrects the first, and what no table holds."""

import ast
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from tests.plugins.kling.harness import element, image, job_of, story, video

from mediawright.plugin import MediaKind, Operation, OutOfCredits, Request, Shot, SubjectAction, SubjectVerb, Task
from mediawright_kling import hooks
from mediawright_kling.pricing import price_of
from mediawright_kling.responses import progress_of
from mediawright_kling.side.endpoints import endpoints

ROOT = Path(__file__).parents[3]
CONTRACT = ROOT / "docs" / "contracts" / "kling-more.md"


def named_in(source: str) -> Iterator[str]:
    """The rules that a test module holds tests of: in a test's name or docstring, or as the key of its cases. A comment is
    no test."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_"):
            yield from re.findall(
                r"K-[NSC]\d+", f"{node.name.upper().replace('_', '-')} {ast.get_docstring(node) or ''}"
            )
        if isinstance(node, ast.Dict):
            keys = [key.value for key in node.keys if isinstance(key, ast.Constant) and isinstance(key.value, str)]
            yield from [key for key in keys if re.fullmatch(r"K-[NSC]\d+", key)]


def test_every_rule_of_the_second_part_has_a_test() -> None:
    rules = set(re.findall(r"^\| (K-[NSC]\d+) \|", CONTRACT.read_text("utf-8"), re.MULTILINE))
    modules = [path.read_text("utf-8") for path in Path(__file__).parent.glob("test_*.py")]
    tested = {rule for source in modules for rule in named_in(source)}
    assert rules - tested == set()
    assert tested - rules == set()
    assert len(rules) == 88
    assert list(named_in("# K-N1\nNOTE = 'K-N1'\ndef other() -> None:\n    'K-N1'")) == []


def test_k_c4_paths_are_those_of_the_pages_and_k_c8_dots_stand_in_new_ids_only() -> None:
    paths = {one.path for one in endpoints().values()}
    assert "/v1/videos/avatar/image2video" in paths
    assert not {"/v1/videos/avatar", "/v1/images/multi-image-generations", "/v1/images/image-expansion"} & paths
    assert not [path for path in paths if "." in path]


async def test_k_c6_an_element_costs_nothing(sim: Any) -> None:
    assert (await hooks.quote(element())).amount is None
    assert sim.service_state.charges()["units"] == "0"


def test_k_c5_an_element_of_one_picture_is_refused_by_the_strict_server(simulate: Any) -> None:
    body = {
        "element_name": "Mia",
        "element_description": "A girl",
        "reference_type": "image_refer",
        "element_image_list": {"frontal_image": "https://media.example.net/a.png"},
    }
    status, answer = simulate(strict_elements="on").create("/v1/general/advanced-custom-elements", **body)
    assert (status, answer["message"]) == (400, "refer images must be between 1 and 3")


async def test_k_c7_k_s29_a_second_delete_is_nothing_to_do(sim: Any, harness_for: Any) -> None:
    harness = await harness_for(sim)
    message = "element 1 already be deleted"
    sim.fault("code", "POST /v1/general/delete-elements", code=1201, status=400, message=message)
    found = await hooks.subjects(harness.open(), SubjectAction(verb=SubjectVerb.DELETE, id="1"))
    assert found.items[0].status == "deleted"


async def test_k_s36_the_empty_pack_is_named(sim: Any, harness_for: Any, clock: Any) -> None:
    harness = await harness_for(sim)
    wide = Request(operation=Operation.OUTPAINT, media=(image(),), prompt="", options={"up_expansion_ratio": "0.5"})
    speech = Request(operation=Operation.TEXT_TO_SPEECH, prompt="Hello.")
    for number, (request, pack) in enumerate([(wide, "image"), (speech, "video"), (video(), "video")]):
        sim.fault("code", "POST *", code=1102, status=429)
        with pytest.raises(OutOfCredits) as empty:
            await hooks.submit(harness.open(f"job-{number}"), job_of(request, clock, f"job-{number}"))
        assert empty.value.message.key == f"kling.code.1102_{pack}"


def test_k_c3_k_s14_k_s35_the_simulator_shares_its_tasks_and_forgets_its_sessions(sim: Any) -> None:
    made = sim.create("/v1/audio/text-to-audio", prompt="rain", duration=5, external_task_id="one")[1]["data"]
    (record,) = sim.call("GET", "/tasks?external_task_ids=one")[1]["data"]
    assert (record["id"], record["status"]) == (made["task_id"], "submitted")
    sim.pass_time(10)
    (record,) = sim.call("GET", f"/tasks?task_ids={made['task_id']}")[1]["data"]
    assert record["billing"] == [{"charge_type": "unit", "package_type": "video", "amount": "0.25"}]
    session = sim.create("/v1/videos/identify-face", video_url="https://m/talk-5s-640x360.mp4")[1]["data"]["session_id"]
    item = {"face_id": "0", "audio_id": "1", "sound_start_time": 0, "sound_end_time": 3000, "sound_insert_time": 0}
    body = {"session_id": session, "face_choose": [item]}
    assert sim.create("/v1/videos/advanced-lip-sync", **body)[0] == 200
    sim.pass_time(86_401)
    assert sim.create("/v1/videos/advanced-lip-sync", **body)[1]["code"] == 1201
    assert sim.call("GET", "/v1/general/presets-voices?pageSize=1001")[0] == 400
    assert len(sim.call("GET", "/v1/general/presets-voices?pageSize=1000")[1]["data"]) == 2


def test_k_s21_an_effect_is_measured_after_it_came() -> None:
    task = Task(provider="kling", id="1", handle={"path": "/v1/videos/effects", "base": ""})
    made = {
        "task_status": "succeed",
        "final_unit_deduction": "2",
        "task_result": {"videos": [{"url": "https://r/1.mp4"}]},
    }
    progress = progress_of(made, task)
    assert progress.outputs[0].duration is None
    assert progress.outputs[0].kind is MediaKind.VIDEO
    assert progress.charged is not None
    assert progress.charged.value == Decimal(2)


def test_k_c2_k_c10_the_servers_words(sim: Any) -> None:
    """An id seen before is refused whatever makes the task, in both standards, and nothing is charged."""
    new = {"prompt": "x", "options": {"external_task_id": "one"}}
    assert sim.call("POST", "/text-to-video/kling-3.0-turbo", new)[0] == 200
    again = {"prompt": "rain", "duration": 5, "external_task_id": "one"}
    status, answer = sim.create("/v1/audio/text-to-audio", **again)
    assert (status, answer["code"], answer["message"]) == (400, 1201, "External_task_id one already exists")
    assert len(sim.service_state.works) == 1
    said = [sim.call("GET", "/v1/videos/effects/1", bearer=bearer)[1] for bearer in ("nobody", "a.b")]
    assert [one["message"] for one in said] == [f"The token was expected to have 3 parts, but got {n}" for n in (0, 2)]
    assert {one["code"] for one in said} == {1002}


def test_k_c9_what_was_announced_to_end_is_warned_of_and_still_passes_through(sim: Any) -> None:
    old = video(model="kling-v2-1-master")
    assert hooks.validate(hooks.complete(old)) == ()
    assert "kling.model.ended" in {note.key for note in price_of(old).notes}


def test_k_c11_there_is_no_4() -> None:
    assert not [model.name for model in hooks.describe().models if "4.0" in model.name or "v4" in model.name]


def test_k_n13_k_n14_k_c5_what_is_said_before_the_price() -> None:
    def said(request: Request) -> set[str]:
        return {note.key.rpartition(".")[2] for note in price_of(request).notes}

    new = {"standard": "new"}
    assert "long_words" in said(video("x" * 2501, options=new))
    assert "long_words" not in said(video("x" * 2500, options=new))
    assert "long_words" not in said(video("x" * 2501))
    semicolon = story(5, options=new)
    assert "semicolon" not in said(semicolon)
    shot = Shot(index=1, prompt="a door; it opens", duration=5)
    assert "semicolon" in said(semicolon.with_(shots=(shot,)))
    assert "element_pictures" in said(element())
