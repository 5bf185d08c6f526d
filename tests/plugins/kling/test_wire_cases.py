"""Every recorded case of the vendor's own tool: the same submit, type by type, or a refusal with nothing sent."""

import base64
import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from tests.plugins.kling.harness import planned
from tests.plugins.kling.vendor_argv import read_argv, request_from_flags

from mediawright.plugin import InvalidRequest
from mediawright_kling import request_body
from mediawright_kling.auth.bearer import sign
from mediawright_kling.request_body import Call

DATA = Path(__file__).parents[2] / "data" / "wire"
CASES = json.loads((DATA / "kling-examples.json").read_text("utf-8"))
#: recorded as sent, refused by a numbered rule (docs/evidence/wire-differences-kling.md)
REFUSED_BY_RULE = {
    # K-R58, told by the model's own table: it cannot make a series
    "kling.image.omni.series-kling-image-o1": None,
    "kling.image.omni.everything": "K-R61",
    "kling.video.multishot.customize-omni-video": "K-R32",
}
GENERATING = ("video.t2v", "video.i2v", "video.omni", "video.multishot", "image.basic", "image.omni", "element.create")
SUBMITS = [c for c in CASES if c["kind"] == "valid" and c["group"].startswith((*GENERATING, "auth."))]
SENT = [c for c in SUBMITS if c["id"] not in REFUSED_BY_RULE]
BY_RULE = [c for c in SUBMITS if c["id"] in REFUSED_BY_RULE]
FORBIDDEN = [
    c for c in CASES if c["kind"] in {"invalid", "lax"} and c["argv"][0] in {"video", "image", "element", "music"}
]
REQUESTS = [c for c in FORBIDDEN if c["argv"][:3:2] != ["element", "query"]]


def creating(case: Mapping[str, Any]) -> bool:
    """Element queries, lists and deletes are polls: `test_wire_polls` has them."""
    return case["argv"][0] != "element" or "create" in case["argv"]


def name_of(case: Mapping[str, Any]) -> str:
    return str(case["id"])


@cache
def contents() -> dict[str, str]:
    return {entry["base64"]: name for name, entry in json.loads((DATA / "fixtures.json").read_text()).items()}


def read_inline(media: Any) -> Any:
    """An input as `submit` puts it into the body: links as they are, files as base64."""
    return media.source if media.is_url else base64.b64encode(Path(media.source).read_bytes()).decode()


def named(value: Any) -> Any:
    """Base64 of a fixture as the recordings write it."""
    if isinstance(value, Mapping):
        return {key: named(item) for key, item in value.items()}
    if isinstance(value, list):
        return [named(item) for item in value]
    return {"$file": contents()[value]} if isinstance(value, str) and value in contents() else value


def typed(value: Any) -> Any:
    """With the type beside every value, so that "5" is not 5 and 1 is not true."""
    if isinstance(value, Mapping):
        return {key: typed(item) for key, item in value.items()}
    return [typed(item) for item in value] if isinstance(value, list) else (type(value).__name__, value)


def built(case: Mapping[str, Any]) -> Call:
    """The submit that our side makes of a case. Raises InvalidRequest."""
    from mediawright.files.inputs import measure
    from mediawright.files.roots import Roots

    spoken = read_argv(case["argv"])
    request = request_from_flags(spoken.command, spoken.values)
    roots = Roots.of(Path.cwd())
    request = request.with_(media=tuple(measure(media, roots) for media in request.media))
    request, problems = planned(request)
    if problems:
        raise InvalidRequest(*problems)
    return request_body.build(request, "our-job-id", read_inline)


@pytest.fixture(autouse=True)
def working_folder(fixtures: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(fixtures)


@pytest.mark.parametrize("case", SENT, ids=name_of)
def test_what_was_accepted_is_sent_alike(case: Mapping[str, Any]) -> None:
    call = built(case)
    submit = next(r for r in case["requests"] if r["method"] == "POST" and r["path"].startswith("/v1/"))
    # the one intended difference of a body: our id is sent, on every route
    ours = {**call.body, "external_task_id": submit["json"].get("external_task_id")}
    theirs = {"external_task_id": None, **submit["json"]}
    assert (call.path, typed(named(ours))) == (submit["path"], typed(theirs))
    assert call.body["external_task_id"] == "our-job-id"


@pytest.mark.parametrize("case", [c for c in REQUESTS if creating(c)], ids=name_of)
def test_nonsense_is_refused_with_nothing_sent(case: Mapping[str, Any]) -> None:
    if case["id"].endswith("no_wait-typo"):
        pytest.skip("the underscore spelling is a spelling of ours: accepted, and not a wait")
    with pytest.raises(InvalidRequest) as refusal:
        built(case)
    assert refusal.value.problems


@pytest.mark.parametrize("case", BY_RULE, ids=name_of)
def test_a_numbered_rule_refuses_what_was_recorded_as_sent(case: Mapping[str, Any]) -> None:
    with pytest.raises(InvalidRequest) as refusal:
        built(case)
    assert REFUSED_BY_RULE[case["id"]] in {problem.rule for problem in refusal.value.problems}


@pytest.mark.parametrize("name", ["kling-examples.json", "fixtures.json"])
def test_the_copies_are_not_stale(name: str) -> None:
    original = Path(__file__).parents[4] / "shared" / "wire" / name
    if not original.exists():
        pytest.skip("no original on this machine")
    assert (DATA / name).read_bytes() == original.read_bytes()


SIGNED = [(c, r["auth"]["jwt"]) for c in CASES for r in c["requests"] if "jwt" in (r.get("auth") or {})]


@pytest.mark.parametrize(("case", "recorded"), SIGNED, ids=lambda value: value.get("id", "jwt"))
def test_the_signature_claims_the_same(case: Mapping[str, Any], recorded: Mapping[str, Any]) -> None:
    now = 1_800_000_000
    head, payload, _ = sign(recorded["claims"]["iss"], "wire-not-a-secret", now).split(".")
    claims = json.loads(base64.urlsafe_b64decode(payload + "=="))
    assert json.loads(base64.urlsafe_b64decode(head + "==")) == recorded["header"]
    relative = {"iss": claims.pop("iss"), **{f"{name}-now": value - now for name, value in claims.items()}}
    assert relative == recorded["claims"]
