"""fal keeps the contract, goes the whole journey, and nothing it answers costs twice."""

from pathlib import Path

from mediawright.plugin import MediaKind, Operation
from mediawright.testing.conformance import conformance
from mediawright.testing.end_to_end import end_to_end
from mediawright.testing.matrix import Replies, fault_matrix
from mediawright_fal.provider import FAL

HOOKS = "mediawright_fal.hooks"
ENVIRON = {
    "FAL_QUEUE_URL": "{simulator}",
    "FAL_REST_URL": "{simulator}/rest",
    "FAL_CDN_URL": "{simulator}/cdn",
    "FAL_API_URL": "{simulator}/api",
    "FAL_SITE_URL": "{simulator}/site",
}
QUICK = {"time_scale": "2000"}
REPLIES = Replies(
    codes={"missing": 422, "content_policy_violation": 422, "internal_server_error": 500, "runner_disconnected": 503},
    refusals=frozenset({"missing", "content_policy_violation"}),
    coded=lambda code, true: (
        (true[:-1] if true else b"{")
        + (b", " if true else b"")
        + f'"detail": [{{"loc": ["body", "prompt"], "msg": "x", "type": "{code}"}}]}}'.encode()
    ),
    charged=lambda app: len(app.state.service.tasks.all),
)


def test_fal_keeps_the_contract() -> None:
    conformance(HOOKS)


#: ends of a failed run, by HTTP
FINAL = (
    (500, b'{"detail": "x", "error_type": "internal_server_error"}'),
    (503, b'{"detail": "x", "error_type": "runner_disconnected"}'),
    (422, b'{"detail": [{"loc": ["body"], "msg": "x", "type": "content_policy_violation"}]}'),
)


def test_fal_goes_the_whole_journey_with_every_kind_of_request(tmp_path: Path) -> None:
    end_to_end(HOOKS, tmp_path, ENVIRON, options=QUICK, operation=Operation.IMAGE_TO_VIDEO, final=FINAL)


def test_no_answer_costs_twice(tmp_path: Path) -> None:
    fault_matrix(HOOKS, tmp_path, ENVIRON, REPLIES, options=QUICK, operation=Operation.TEXT_TO_IMAGE)


def test_the_curated_table_holds_pictures_and_clips_with_their_prices() -> None:
    priced = [model for model in FAL.models if model.prices is not None]
    assert len(FAL.models) >= 60
    assert len(priced) >= 45
    assert {model.kind for model in FAL.models} == {
        MediaKind.IMAGE,
        MediaKind.VIDEO,
        MediaKind.AUDIO,
        MediaKind.DOCUMENT,
    }
