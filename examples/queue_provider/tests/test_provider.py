"""Quill's provider: the contract, the whole journey against its simulator, and its own few facts."""

from dataclasses import replace
from pathlib import Path

import pytest
from mediawright import plugin as mw
from mediawright.sdk import simulator as kit
from mediawright.testing.builders import a_job
from mediawright.testing.conformance import conformance
from mediawright.testing.contexts import ContextOpener
from mediawright.testing.end_to_end import end_to_end
from mediawright.testing.matrix import fault_matrix
from mediawright.testing.simulator import SimulatorRunner

from mediawright_quill import hooks
from mediawright_quill.provider import QUILL

HOOKS = "mediawright_quill.hooks"
#: the simulator's seconds go by fifty times faster, and a task is still seen on its way
QUICK = {"time_scale": "50"}
PICTURE = mw.Request(operation=mw.Operation.TEXT_TO_IMAGE, prompt="a fox", provider="quill", model="quill/sketch/fast")


def test_it_keeps_the_contract() -> None:
    conformance(HOOKS)


def test_the_whole_journey(tmp_path: Path) -> None:
    end_to_end(HOOKS, tmp_path, {"QUILL_QUEUE_URL": "{simulator}"}, options=QUICK)


def test_no_answer_costs_twice(tmp_path: Path) -> None:
    fault_matrix(HOOKS, tmp_path, {"QUILL_QUEUE_URL": "{simulator}"}, options=QUICK)


def test_what_only_some_say_is_not_sent_for_the_others() -> None:
    said = PICTURE.with_(aspect_ratio="9:16", count=2)
    assert hooks.wire(said, "job-1")[0].json == {"prompt": "a fox", "image_size": "portrait_16_9", "num_images": 2}
    assert hooks.wire(said.with_(seed=7), "job-1")[0].json["seed"] == 7


@pytest.mark.parametrize(
    ("status", "detail", "meant"),
    [
        (403, "User is locked. Reason: Exhausted balance.", mw.OutOfCredits),
        (403, "Forbidden", mw.SignInNeeded),
        (422, "prompt: field required", mw.InvalidRequest),
        (429, "slow down", mw.Busy),
        (502, "bad gateway", mw.Unreachable),
    ],
)
def test_a_refusal_means_what_it_says(status: int, detail: str, meant: type[Exception]) -> None:
    body = f'{{"detail": "{detail}"}}'.encode()
    answer = mw.Answer(status=status, headers={}, content=body, url="https://queue.quill.example/quill/sketch/fine")
    assert type(hooks.API.error(answer)) is meant


async def test_a_file_goes_up_and_its_link_goes_out(
    open_context: ContextOpener, run_simulator: SimulatorRunner, tmp_path: Path
) -> None:
    app = hooks.simulator({})
    (tmp_path / "work").mkdir()
    (tmp_path / "work" / "fox.png").write_bytes(kit.make_picture())
    media = mw.Media(kind=mw.MediaKind.IMAGE, role=mw.Role.BASE, source="fox.png")
    edit = PICTURE.with_(operation=mw.Operation.EDIT_IMAGE, model="quill/sketch/redraw")
    async with open_context(QUILL, job_id="job-1", QUILL_QUEUE_URL=run_simulator(app), QUILL_KEY="not-a-secret") as ctx:
        media = replace(media, info=await ctx.inspect(media))  # as the core does before the price is named
        task = await hooks.submit(ctx, a_job(edit.with_(media=(media,))))
    sent = {entry["path"]: entry for entry in app.state.service.requests}
    assert "authorization" not in sent["/files/f-1"]["headers"]
    assert sent["/quill/sketch/redraw"]["json"]["image_url"].endswith("/files/f-1")
    assert task.handle["status"] == f"/quill/sketch/requests/{task.id}/status"
