"""Ark keeps the contract, goes the whole journey, and nothing it answers costs twice."""

import os
from pathlib import Path

import pytest

from mediawright.plugin import Operation
from mediawright.testing.cases import USUAL
from mediawright.testing.conformance import conformance
from mediawright.testing.end_to_end import end_to_end
from mediawright.testing.matrix import Replies, fault_matrix

HOOKS = "mediawright_ark.hooks"
ENVIRON = {"ARK_BASE_URL": "{simulator}/api/v3"}
QUICK = {"time_scale": "2000"}
#: the whole matrix is met where it is asked for; here a sample of what is met every day
STATUSES = USUAL if os.environ.get("MEDIAWRIGHT_MATRIX") == "whole" else (400, 401, 404, 429, 499, 500, 504)
REPLIES = Replies(
    codes={"InvalidParameter": 400, "AccountOverdueError": 403, "InternalServiceError": 500},
    refusals=frozenset({"InvalidParameter", "AccountOverdueError"}),
    coded=lambda code, true: (
        (true[:-1] if true else b"{") + (b", " if true else b"") + f'"error": {{"code": "{code}"}}}}'.encode()
    ),
    charged=lambda app: len(app.state.service.tasks.all),
)


def test_ark_keeps_the_contract() -> None:
    conformance(HOOKS)


@pytest.mark.parametrize("operation", [Operation.TEXT_TO_IMAGE, Operation.IMAGE_TO_VIDEO])
def test_ark_goes_the_whole_journey(tmp_path: Path, operation: Operation) -> None:
    end_to_end(HOOKS, tmp_path, ENVIRON, options=QUICK, operation=operation)


@pytest.mark.parametrize("operation", [Operation.TEXT_TO_IMAGE, Operation.TEXT_TO_VIDEO])
def test_no_answer_costs_twice(tmp_path: Path, operation: Operation) -> None:
    fault_matrix(HOOKS, tmp_path, ENVIRON, REPLIES, options=QUICK, operation=operation, statuses=STATUSES)
