"""Every fault name of the contract does what it says, where it says, as a client meets it (kling-more.md §10)."""

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from tests.plugins.kling.harness import clip, image, job_of, until_done, video
from tests.plugins.kling.test_history import KEY
from tests.plugins.kling.test_side_rules import LIP, asked

from mediawright.plugin import (
    InvalidRequest,
    Media,
    NotFound,
    NotSent,
    Operation,
    OutOfCredits,
    Rejected,
    Role,
    SignInNeeded,
    State,
    SubjectAction,
    SubjectVerb,
    TaskFailed,
    Uncertain,
)
from mediawright_kling import hooks
from mediawright_kling.simulator.faults import CALLBACK, KINDS, Fault
from mediawright_kling.simulator.named_faults import NAMED

if TYPE_CHECKING:
    from mediawright.testing.fakes import FakeClock

Op = Operation
CONTRACT = Path(__file__).parents[3] / "docs" / "contracts" / "kling-more.md"
LINK: Media = clip("https://media.example.com/talk-5s-640x360.mp4", Role.SOURCE)
TURBO = video(model="kling-3.0-turbo", duration=3, watermark=True)
SPEECH = asked(Op.TEXT_TO_SPEECH, prompt="Hello.")
SYNC = asked(Op.LIP_SYNC, LINK, **LIP)
MARKED = asked(Op.EDIT_VIDEO, LINK, prompt="x", edit_mode="removal", marks="1:0,0", model="kling-multi-elements")
WIDE = asked(Op.OUTPAINT, image(), up_expansion_ratio="0.5")
TRY_ON = asked(Op.TRY_ON, image(), image())
EFFECT = asked(Op.VIDEO_EFFECT, image(), effect_scene="zoom_out")
#: fault → what is asked for, and how its submit ends
REFUSED: dict[str, tuple[Any, type[Exception]]] = {
    "aksk_on_new": (TURBO, SignInNeeded),
    "key_wrong": (SPEECH, SignInNeeded),
    "lost_create": (TURBO, Uncertain),
    "lost_create_unmade": (TURBO, (Uncertain, NotSent)),  # type: ignore[dict-item]
    "lost_tts": (SPEECH, Uncertain),
    "duplicate_id": (TURBO, Uncertain),
    "no_face": (SYNC, TaskFailed),
    "three_faces": (SYNC, InvalidRequest),
    "face_too_short": (SYNC, InvalidRequest),
    "session_expired": (SYNC, Rejected),
    "init_refused": (MARKED, TaskFailed),
    "retired_model": (TURBO, Rejected),
    "retired_effect": (EFFECT, Rejected),
    "image_pack_empty": (WIDE, OutOfCredits),
    "slots_full": (TURBO, Exception),
    "http_200_errors": (TURBO, Rejected),
}
#: fault → how the task that was made ends
ENDS = {
    "outputs_empty": (TURBO, State.FAILED),
    "moderation_late": (TURBO, State.FAILED),
    "no_human": (TRY_ON, State.FAILED),
    "status_new_word": (TURBO, State.SUCCEEDED),
    "result_expired": (TURBO, State.FAILED),
    "watermark_absent": (TURBO, State.SUCCEEDED),
    "cash_billing": (TURBO, State.SUCCEEDED),
    "billing_missing": (TURBO, State.SUCCEEDED),
    "billing_two_entries": (TURBO, State.SUCCEEDED),
    "task_vanishes": (TURBO, State.SUCCEEDED),
}
BILLS = {"cash_billing": "1 USD", "billing_missing": "None", "billing_two_entries": "2.4 units"}
#: met by the lists, the deletes and the receiver of reports
ELSEWHERE = {"twenty_one_ids", "not_found_1203", "delete_no_data", "delete_twice", "legacy_in_tasks_off"} | {
    "page_cursor_lost"  # test_history
}


def test_every_name_of_the_contract_is_known_and_met() -> None:
    """The callback names are met in test_callbacks."""
    line = next(part for part in CONTRACT.read_text("utf-8").split("\n") if part.startswith("**Faults to switch**"))
    names = set(re.findall(r"`([a-z0-9_]+)`", line)) - {"queued", "has_more"}
    assert len(names) == 38
    assert names <= KINDS | set(NAMED)
    assert names - {*REFUSED, *ENDS, *ELSEWHERE} - CALLBACK == set()
    for row in (row for rows in NAMED.values() for row in rows):
        assert Fault.of(row).kind in KINDS
    with pytest.raises(ValueError, match="unknown fault"):
        Fault.all_of({"kind": "no_such"})


async def test_how_a_submit_ends(sim: Any, harness_for: Any, clock: "FakeClock") -> None:
    harness = await harness_for(sim, **KEY)
    for number, (kind, (request, error)) in enumerate(REFUSED.items()):
        sim.service_state.faults.all.clear()
        sim.post("/__sim/faults", {"kind": kind})
        job = job_of(request, clock, f"job-{number}")
        with pytest.raises(error):
            await hooks.submit(harness.open(job.id), job)
        assert sum(fault.struck for fault in sim.service_state.faults.all) == 1, kind
        sim.pass_time(10)
    assert len(sim.service_state.works) == 1  # the create whose answer was lost, once


async def test_how_a_task_ends(sim: Any, harness_for: Any, clock: "FakeClock") -> None:
    harness = await harness_for(sim, **KEY)
    for number, (kind, (request, state)) in enumerate(ENDS.items()):
        sim.service_state.faults.all.clear()
        sim.post("/__sim/faults", {"kind": kind})
        job = job_of(request, clock, f"job-{number}")
        ctx = harness.open(job.id)
        progress = await until_done(ctx, sim, await hooks.submit(ctx, job))
        assert progress.state is state, kind
        assert len(progress.outputs) == (0 if state is State.FAILED else 1 if kind == "watermark_absent" else 2), kind
        assert kind not in BILLS or str(progress.charged) == BILLS[kind]


async def test_lists_and_deletes(sim: Any, harness_for: Any) -> None:
    """K-C1, K-C7, K-S29, K-N30 as faults."""
    harness = await harness_for(sim)

    def met(kind: str, method: str, path: str, body: Any = None) -> tuple[int, Any]:
        sim.service_state.faults.all.clear()
        sim.post("/__sim/faults", {"kind": kind})
        _, answer = sim.call(method, path, body)
        return answer["code"], answer.get("data")

    made = sim.create("/v1/audio/text-to-audio", prompt="rain", duration=5)[1]["data"]["task_id"]
    assert met("twenty_one_ids", "GET", "/tasks?task_ids=1")[0] == 1201
    assert met("not_found_1203", "GET", f"/v1/audio/text-to-audio/{made}")[0] == 1203
    assert met("legacy_in_tasks_off", "GET", f"/tasks?task_ids={made}") == (0, [])
    for kind in ("delete_no_data", "delete_twice"):
        sim.service_state.faults.all.clear()
        sim.service_state.voices["77"] = "succeed"
        sim.post("/__sim/faults", {"kind": kind})
        gone = await hooks.subjects(harness.open(), SubjectAction(verb=SubjectVerb.DELETE, kind="voice", id="77"))
        assert gone.items[0].status == "deleted"
    sim.service_state.faults.all.clear()
    with pytest.raises((NotFound, Rejected)):
        await hooks.subjects(harness.open(), SubjectAction(verb=SubjectVerb.DELETE, kind="voice", id="78"))


async def test_k_s14_a_session_that_is_over_is_told_and_not_opened_again(
    sim: Any, harness_for: Any, clock: "FakeClock"
) -> None:
    harness = await harness_for(sim)
    given = SYNC.with_(options={**SYNC.options, "session_id": "404", "face_id": "0"})
    assert hooks.validate(hooks.complete(given)) == ()
    with pytest.raises(Rejected) as over:
        await hooks.submit(harness.open("job-1"), job_of(given, clock))
    assert over.value.message.key == "kling.side.session_over"
    assert sim.asked("/v1/videos/identify-face") == []
    alone = SYNC.with_(options={**SYNC.options, "session_id": "404"})
    assert "K-S11" in {problem.rule for problem in hooks.validate(hooks.complete(alone))}
