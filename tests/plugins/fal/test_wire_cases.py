"""Every recorded request of fal's own client that asks for something is ours too: method, path, query, body, headers."""

import json
from pathlib import Path
from typing import Any

import pytest

from mediawright import plugin as mw
from mediawright.types.constraints import check, complete
from mediawright_fal import hooks
from mediawright_fal.provider import FAL

CASES = json.loads((Path(__file__).parents[2] / "data" / "wire" / "fal-examples.json").read_text("utf-8"))["cases"]
#: of a call that is a create: those whose operation the core has
SUBMITS = [
    case
    for case in CASES
    if case["host"].startswith("https://queue") and case["method"] == "POST" and case["response"]["status"] == 200
]
KNOWN = {operation.value for operation in mw.Operation}
#: headers that say what is asked for; the key is compared by its form
ASKED = ("x-fal-queue-priority", "x-fal-no-retry", "x-fal-object-lifecycle-preference", "x-fal-request-timeout")


def request_of(data: dict[str, Any]) -> mw.Request:
    media = tuple(
        mw.Media(kind=mw.MediaKind(item["kind"]), role=mw.Role(item["role"]), source=item["source"])
        for item in data.get("media", ())
    )
    plain = {name: value for name, value in data.items() if name not in ("media", "operation")}
    return mw.Request(operation=mw.Operation(data["operation"]), media=media, provider="fal", **plain)


def ours(data: dict[str, Any], **options: Any) -> mw.WireCall:
    request = request_of(data)
    request = request.with_(options={**request.options, **options})
    model = next(model for model in FAL.models if model.name == request.model)
    ready = complete(request, model)
    assert [*check(FAL, model, ready), *hooks.validate(ready)] == []
    return hooks.wire(ready, "job-1")[0]


@pytest.mark.parametrize(
    "case", [case for case in SUBMITS if case["call"]["data"]["operation"] in KNOWN], ids=lambda case: case["id"]
)
def test_a_recorded_submit_is_ours(case: dict[str, Any]) -> None:
    """The seed is the one intended difference: where none was given the core draws one before the price (F-R9)."""
    more: dict[str, Any] = {}
    if case["query"]:
        more["webhook"] = case["query"][0][1]
    if "x-fal-no-retry" in case["headers"]:
        more |= {"no_retry": "true", "keep_files": "604800"}
    call = ours(case["call"]["data"], **more)
    assert (call.method, call.url) == (case["method"], case["host"] + case["path"])
    assert json.dumps(call.json, sort_keys=True) == json.dumps(case["json"], sort_keys=True)
    assert [[name, value] for name, value in call.query.items()] == case["query"]
    asked = {name: case["headers"][name] for name in ASKED if name in case["headers"]}
    assert {name: call.headers[name] for name in ASKED if name in call.headers} == asked
    assert call.headers["authorization"] == "Key ***"


def test_most_recorded_submits_are_compared() -> None:
    assert sum(case["call"]["data"]["operation"] in KNOWN for case in SUBMITS) >= 20


@pytest.mark.parametrize("case", [case for case in CASES if "status" in case["id"]], ids=lambda case: case["id"])
def test_a_recorded_poll_is_ours(case: dict[str, Any]) -> None:
    data = case["call"]["data"]
    paths = hooks.paths(hooks.app_of(data["model"]), data["job"])
    assert paths["status"] == case["path"]
    assert hooks.API.endpoints[0].poll.format(**paths) == case["path"] + "?logs=false"
    assert case["query"] == [["logs", "false"]]


def test_two_names_of_a_key_make_the_recorded_header() -> None:
    case = next(case for case in CASES if case["id"] == "f-auth-split")
    made = hooks.API.call_headers({"key_id": "test-key-id", "key_secret": "test-key"})
    assert made["authorization"] == case["headers"]["authorization"]
