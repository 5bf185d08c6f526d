"""DashScope keeps the contract, goes the whole journey, and nothing it answers costs twice."""

from pathlib import Path

import pytest

from mediawright.plugin import MediaKind, Operation
from mediawright.testing.conformance import conformance
from mediawright.testing.end_to_end import end_to_end
from mediawright.testing.matrix import Replies, fault_matrix
from mediawright_dashscope.provider import DASHSCOPE, GROUPS

HOOKS = "mediawright_dashscope.hooks"
ENVIRON = {"DASHSCOPE_HTTP_BASE_URL": "{simulator}"}
QUICK = {"time_scale": "400"}
REPLIES = Replies(
    codes={
        "InvalidParameter": 400,
        "Arrearage": 400,
        "DataInspectionFailed": 400,
        "InternalError": 500,
        "ModelUnavailable": 503,
    },
    refusals=frozenset({"InvalidParameter", "Arrearage", "DataInspectionFailed"}),
    coded=lambda code, true: (
        (true[:-1] if true else b"{") + (b", " if true else b"") + f'"code": "{code}", "message": "x"}}'.encode()
    ),
    charged=lambda app: len(app.state.service.tasks.all),
)


def test_dashscope_keeps_the_contract() -> None:
    conformance(HOOKS)


@pytest.mark.parametrize("operation", [Operation.TEXT_TO_IMAGE, Operation.IMAGE_TO_VIDEO])
def test_dashscope_goes_the_whole_journey(tmp_path: Path, operation: Operation) -> None:
    end_to_end(HOOKS, tmp_path, ENVIRON, options=QUICK, operation=operation)


def test_no_answer_costs_twice(tmp_path: Path) -> None:
    fault_matrix(HOOKS, tmp_path, ENVIRON, REPLIES, options=QUICK, operation=Operation.TEXT_TO_VIDEO)


def test_the_table_holds_clips_pictures_and_speech_and_most_have_a_price() -> None:
    priced = [model for model in DASHSCOPE.models if model.prices is not None]
    assert len(DASHSCOPE.models) >= 60
    assert len(priced) >= 40
    assert {model.kind for model in DASHSCOPE.models} == {MediaKind.IMAGE, MediaKind.VIDEO, MediaKind.AUDIO}


def test_an_old_model_is_reachable_by_name_and_never_suggested() -> None:
    old = [model for model in DASHSCOPE.models if GROUPS[model.name].get("old")]
    assert len(old) >= 20
    assert not any(model.recommended_for for model in old)
