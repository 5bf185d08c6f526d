"""Every answer that may come of an accepted submit, through the kit: one charge at most, never lost, never denied."""

import json
import os
from pathlib import Path

from tests.plugins.matrix_size import LEAST, MET

from mediawright.testing.matrix import Replies, fault_matrix, tally
from mediawright.testing.mutations import mutation_campaign
from mediawright_chatart.errors import ERRORS

ADDRESS = {
    "CHATART_BASE_URL": "{simulator}",
    "CHATART_API_KEY": "sim-key-not-a-real-secret",
    "CHATART_UID": "sim-identity",
}
REFUSALS = frozenset(code for rule in ERRORS for code in rule.codes)
#: §4.2; all travel with HTTP 200
CODES = ("200", "5000", "5001", "5004", "5005", *sorted(REFUSALS))


def coded(code: str, true: bytes | None) -> bytes:
    data = json.loads(true)["data"] if true is not None else {}
    number = int(code) if code.lstrip("-").isdigit() else code
    return json.dumps({"code": number, "message": f"simulated {code}", "data": data}).encode()


REPLIES = Replies(
    codes=dict.fromkeys(CODES, 200),
    refusals=REFUSALS,
    coded=coded,
    charged=lambda app: len(app.state.service_state.tasks),
)


def test_no_answer_costs_twice_and_no_charge_is_denied(tmp_path: Path) -> None:
    """`MEDIAWRIGHT_MATRIX=whole` meets every status from 400 to 599."""
    ends = fault_matrix("mediawright_chatart.hooks", tmp_path, ADDRESS, REPLIES, statuses=MET)
    counted = tally(ends)
    accepted = [met for met in ends if met.case.accepted]
    assert len(accepted) >= LEAST
    assert counted["charges"] >= len(accepted)
    assert all(met.runs[1].charges == 1 for met in accepted)


def test_no_mutated_answer_keeps_a_job_from_its_end(tmp_path: Path) -> None:
    """`MEDIAWRIGHT_MUTATIONS=5000` is the long form."""
    answers = int(os.environ.get("MEDIAWRIGHT_MUTATIONS", "60"))
    assert mutation_campaign("mediawright_chatart.hooks", tmp_path, ADDRESS, answers=answers, seed=1) > answers / 5
