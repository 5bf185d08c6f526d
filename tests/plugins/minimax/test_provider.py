"""MiniMax keeps the contract, goes the whole journey, and nothing it answers costs twice."""

import json
from pathlib import Path

import pytest

from mediawright.plugin import LookupGrade, MediaKind, Operation
from mediawright.testing.conformance import conformance
from mediawright.testing.end_to_end import end_to_end
from mediawright.testing.matrix import Replies, fault_matrix
from mediawright_minimax.provider import MINIMAX, SONGS

HOOKS = "mediawright_minimax.hooks"
ENVIRON = {"MINIMAX_API_HOST": "{simulator}"}
QUICK = {"time_scale": "2000"}
REPLIES = Replies(
    codes={"bad_request_error": 400, "unprocessable_entity_error": 422, "server_error": 500, "overloaded_error": 529},
    refusals=frozenset({"bad_request_error", "unprocessable_entity_error"}),
    coded=lambda code, true: json.dumps(
        (json.loads(true) if true else {}) | {"type": "error", "error": {"type": code, "message": "x"}}
    ).encode(),
    charged=lambda app: len(app.state.service.tasks.all),
)


def test_minimax_keeps_the_contract() -> None:
    conformance(HOOKS)


@pytest.mark.parametrize("operation", [Operation.IMAGE_TO_VIDEO, Operation.TEXT_TO_SPEECH])
def test_minimax_goes_the_whole_journey(tmp_path: Path, operation: Operation) -> None:
    end_to_end(HOOKS, tmp_path, ENVIRON, options=QUICK, operation=operation)


def test_no_answer_costs_twice(tmp_path: Path) -> None:
    fault_matrix(HOOKS, tmp_path, ENVIRON, REPLIES, options=QUICK, operation=Operation.TEXT_TO_VIDEO)


def test_m_r33_only_clips_of_h3_can_be_looked_up() -> None:
    grades = {model.name: MINIMAX.grade_of(model, model.operations[0]) for model in (*MINIMAX.models, *SONGS)}
    assert {name for name, grade in grades.items() if grade is LookupGrade.BY_LIST} == {"MiniMax-H3", "MiniMax-H3-Max"}
    assert set(grades.values()) == {LookupGrade.BY_LIST, LookupGrade.NONE}


def test_there_are_clips_pictures_and_speech_and_music_is_apart() -> None:
    assert {model.kind for model in MINIMAX.models} == {MediaKind.VIDEO, MediaKind.IMAGE, MediaKind.AUDIO}
    assert [model.name for model in SONGS] == ["music-3.0", "music-2.6"]
    assert not any(Operation.TEXT_TO_MUSIC in model.operations for model in MINIMAX.models)
