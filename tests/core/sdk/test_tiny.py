"""The smallest provider on the task API: it keeps the contract, goes the whole journey, and nothing costs twice."""

from pathlib import Path

from mediawright.testing.conformance import conformance
from mediawright.testing.end_to_end import end_to_end
from mediawright.testing.matrix import Replies, fault_matrix

HOOKS = "tests.core.sdk.tiny"
ENVIRON = {"TINY_URL": "{simulator}"}
QUICK = {"time_scale": "2000"}
REPLIES = Replies(
    codes={"no_money": 402, "bad": 400, "oops": 500},
    refusals=frozenset({"no_money", "bad"}),
    coded=lambda code, true: (
        (true[:-1] + f', "error": {{"code": "{code}", "message": "x"}}}}'.encode())
        if true
        else f'{{"error": {{"code": "{code}", "message": "x"}}}}'.encode()
    ),
    charged=lambda app: len(app.state.service.tasks.all),
)


def test_a_provider_on_the_task_api_keeps_the_contract() -> None:
    conformance(HOOKS)


def test_a_provider_on_the_task_api_goes_the_whole_journey(tmp_path: Path) -> None:
    end_to_end(HOOKS, tmp_path, ENVIRON, options=QUICK)


def test_no_answer_to_a_create_costs_twice(tmp_path: Path) -> None:
    fault_matrix(HOOKS, tmp_path, ENVIRON, REPLIES, options=QUICK)


def test_a_provider_is_mostly_data() -> None:
    lines = [line for line in Path("tests/core/sdk/tiny.py").read_text("utf-8").splitlines() if line.strip()]
    hooks = lines[: next(n for n, line in enumerate(lines) if line.startswith("def simulator"))]
    assert len(hooks) <= 120
