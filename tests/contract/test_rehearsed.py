"""Every provider of this repository goes the whole way with its own simulator: what third parties rehearse, ours do
first."""

from pathlib import Path

import pytest

from mediawright.testing.end_to_end import findings
from mediawright.testing.findings import review
from mediawright.types.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Part:
    """How a provider finds its simulator, and which of its calls spends."""

    environ: dict[str, str]
    options: dict[str, str]
    paid: int = -1
    known: tuple[str, ...] = ()


SIMULATOR = "{simulator}"
PARTS = {
    "kling": Part(
        {
            "KLING_API_BASE": SIMULATOR,
            "KLING_BIND_BASE": SIMULATOR,
            "KLING_ACCESS_KEY": "sim-access-key",
            "KLING_SECRET_KEY": "sim-not-a-secret",
        },
        {"time_scale": "100"},
    ),
    "chatart": Part(
        {
            "CHATART_BASE_URL": SIMULATOR,
            "CHATART_OSS_ENDPOINT": SIMULATOR,
            "CHATART_CDN_BASE": f"{SIMULATOR}/cdn/",
            "CHATART_API_KEY": "sim-key-not-a-real-secret",
            "CHATART_UID": "sim-identity",
        },
        {},
    ),
    "nemovideo": Part(
        {"NEMO_API_URL": SIMULATOR, "NEMO_WEB_URL": SIMULATOR},
        {"credits": "9000", "scale": "0.001"},
        paid=-2,
        # its task is the session, whose name is known before the paid turn: a stream without a word is looked up there
        known=("HTTP 200 '{}' to a submit becomes a Task",),
    ),
    "previz": Part({}, {}),
}


@pytest.mark.parametrize("name", PARTS)
def test_it_goes_the_whole_way(name: str, tmp_path: Path) -> None:
    part = PARTS[name]
    found = findings(f"mediawright_{name}.hooks", tmp_path, part.environ, options=part.options, paid=part.paid)
    left = [finding for finding in found if not finding.what.startswith(part.known or "•")]
    assert left == [], review(name, left)
