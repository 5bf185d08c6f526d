"""Gemini keeps the contract, goes the whole journey, and nothing it answers costs twice."""

import json
from datetime import date
from pathlib import Path

import pytest

from mediawright.plugin import MediaKind, Operation
from mediawright.testing.conformance import conformance
from mediawright.testing.end_to_end import end_to_end
from mediawright.testing.matrix import Replies, fault_matrix
from mediawright.types.ages import heir
from mediawright_gemini.provider import GEMINI

HOOKS = "mediawright_gemini.hooks"
ENVIRON = {"GOOGLE_GEMINI_BASE_URL": "{simulator}"}
QUICK = {"time_scale": "2000", "processing": "0"}
REPLIES = Replies(
    codes={"INVALID_ARGUMENT": 400, "PERMISSION_DENIED": 403, "INTERNAL": 500, "UNAVAILABLE": 503},
    refusals=frozenset({"INVALID_ARGUMENT", "PERMISSION_DENIED"}),
    coded=lambda code, true: json.dumps(
        (json.loads(true) if true else {}) | {"error": {"code": 400, "status": code, "message": "x"}}
    ).encode(),
    charged=lambda app: len(app.state.service.tasks.all),
)


def test_gemini_keeps_the_contract() -> None:
    conformance(HOOKS)


@pytest.mark.parametrize("operation", [Operation.TEXT_TO_IMAGE, Operation.IMAGE_TO_VIDEO])
def test_gemini_goes_the_whole_journey(tmp_path: Path, operation: Operation) -> None:
    end_to_end(HOOKS, tmp_path, ENVIRON, options=QUICK, operation=operation)


def test_no_answer_costs_twice(tmp_path: Path) -> None:
    fault_matrix(HOOKS, tmp_path, ENVIRON, REPLIES, options=QUICK, operation=Operation.TEXT_TO_VIDEO)


def test_g_r3_what_was_switched_off_has_a_living_heir() -> None:
    today = date(2026, 11, 30)
    gone = [model for model in GEMINI.models if model.retires]
    heirs = {model.name: after.name for model in gone if (after := heir(GEMINI, model, today))}
    assert len(heirs) == len(gone) >= 12
    assert heirs["veo-3.1-generate-preview"] == "gemini-omni-1.2-flash"
    assert heirs["imagen-4.0-generate-001"] == "gemini-nano-banana-2.1"


def test_there_are_clips_pictures_sound_and_words() -> None:
    assert {model.kind for model in GEMINI.models} == set(MediaKind)
