"""Every answer that may come of an accepted create, met by whole journeys: one charge, and nothing paid for is lost."""

import json
from pathlib import Path
from typing import Any

from tests.plugins.kling.harness import video
from tests.plugins.matrix_size import LEAST, MET

from mediawright.plugin import Operation
from mediawright.testing.matrix import Replies, fault_matrix, tally
from mediawright_kling.simulator.errors import HTTP

ADDRESS = {
    "KLING_API_BASE": "{simulator}",
    "KLING_ACCESS_KEY": "sim-access-key",
    "KLING_SECRET_KEY": "sim-not-a-secret",
}


def coded(code: str, true: bytes | None) -> bytes:
    """The service's envelope with a code of its own, and the task where there is a true answer."""
    body: dict[str, Any] = {"code": int(code) if code.lstrip("-").isdigit() else code, "message": "simulated"}
    return json.dumps(body | ({"data": json.loads(true)["data"]} if true else {})).encode()


def charged(app: Any) -> int:
    return int(app.state.service_state.charges()["tasks"])


REPLIES = Replies(
    codes={str(code): http for code, http in HTTP.items()},
    refusals=frozenset(str(code) for code in HTTP if code < 5000),
    coded=coded,
    duplicate=(400, b'{"code": 1201, "message": "External_task_id x already exists", "request_id": "r"}'),
    charged=charged,
)


def test_no_answer_to_an_accepted_create_costs_twice_or_is_lost(tmp_path: Path) -> None:
    """`MEDIAWRIGHT_MATRIX=whole` meets every status from 400 to 599."""
    ends = fault_matrix(
        "mediawright_kling.hooks",
        tmp_path,
        ADDRESS,
        REPLIES,
        samples={Operation.TEXT_TO_VIDEO: video()},
        operation=Operation.TEXT_TO_VIDEO,
        options={"time_scale": "1000"},
        statuses=MET,
    )
    counted = tally(ends)
    assert counted["done"] == counted["charges"] >= LEAST
