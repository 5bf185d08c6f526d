"""Runway keeps the contract, goes the whole journey, and nothing it answers costs twice."""

import os
from pathlib import Path

import pytest

from mediawright.plugin import Operation
from mediawright.testing.cases import USUAL
from mediawright.testing.conformance import conformance
from mediawright.testing.end_to_end import end_to_end
from mediawright.testing.matrix import Replies, fault_matrix

HOOKS = "mediawright_runway.hooks"
ENVIRON = {"RUNWAYML_BASE_URL": "{simulator}"}
#: the made-up pictures of the journey are smaller than the files that Runway stores
QUICK = {"time_scale": "2000", "smallest": "1"}
#: the whole matrix is met where it is asked for; here a sample of what is met every day
STATUSES = USUAL if os.environ.get("MEDIAWRIGHT_MATRIX") == "whole" else (400, 401, 404, 429, 499, 500, 504)
REPLIES = Replies(charged=lambda app: len(app.state.service.tasks.all))


def test_runway_keeps_the_contract() -> None:
    conformance(HOOKS)


@pytest.mark.parametrize("operation", [Operation.TEXT_TO_IMAGE, Operation.IMAGE_TO_VIDEO])
def test_runway_goes_the_whole_journey(tmp_path: Path, operation: Operation) -> None:
    end_to_end(HOOKS, tmp_path, ENVIRON, options=QUICK, operation=operation)


def test_no_answer_costs_twice(tmp_path: Path) -> None:
    operation = Operation.TEXT_TO_IMAGE
    fault_matrix(HOOKS, tmp_path, ENVIRON, REPLIES, options=QUICK, operation=operation, statuses=STATUSES)
