"""Every answer that may come of a message that started a turn, through the kit: paid once, found, never called unsent."""

import json
from pathlib import Path

from tests.plugins.matrix_size import LEAST, MET

from mediawright.testing.matrix import Replies, fault_matrix, tally

ADDRESS = {"NEMO_API_URL": "{simulator}", "NEMO_WEB_URL": "{simulator}", "NEMO_TIME_SCALE": "0.0002"}
#: docs/contracts/nemovideo.md §10; all travel with HTTP 200, or with their own number as the status
BUSINESS_CODES = ("1001", "1010", "1011", "1002", "2001", "4001", "4002")
CODES = (*BUSINESS_CODES, "400", "422", "401", "402", "403", "404", "413", "415", "429")
REFUSALS = frozenset({"2001", "4001", "4002"})


def coded(code: str, true: bytes | None) -> bytes:
    """The service's envelope with a code, and the id of what was started where there is a true answer."""
    number = int(code) if code.lstrip("-").isdigit() else code
    data = {"task_id": "task_1"} if true is not None else None
    return json.dumps({"code": number, "message": f"simulated {code}", "data": data}).encode()


REPLIES = Replies(
    codes=dict.fromkeys(CODES, 200),
    refusals=REFUSALS,
    coded=coded,
    charged=lambda app: len(app.state.service_state.charges()),
)


def test_no_answer_costs_twice_and_no_charge_is_denied(tmp_path: Path) -> None:
    """`MEDIAWRIGHT_MATRIX=whole` meets every status from 400 to 599."""
    ends = fault_matrix(
        "mediawright_nemovideo.hooks",
        tmp_path,
        ADDRESS,
        REPLIES,
        paid=-2,
        options={"scale": "0.0002", "credits": "1000000", "silent": "0"},
        statuses=MET,
    )
    counted = tally(ends)
    accepted = [met for met in ends if met.case.accepted]
    assert len(accepted) >= LEAST
    assert all(met.runs[1].charges == 1 for met in accepted)
    assert counted["charges"] >= len(accepted)
