"""Every recorded request of DashScope's own library that asks for something is ours too, but for reasoned differences.

The reasons stand in docs/evidence/wire-differences-dashscope.md.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from mediawright import plugin as mw
from mediawright.types.constraints import check, complete
from mediawright_dashscope import hooks
from mediawright_dashscope.provider import DASHSCOPE, group_of

RECORDED = json.loads((Path(__file__).parents[2] / "data" / "wire" / "dashscope-examples.json").read_text("utf-8"))
CASES = RECORDED["cases"]
SUBMITS = [case for case in CASES if "operation" in case["call"].get("data", {})]
#: headers that say what is asked for
ASKED = ("x-dashscope-async", "x-dashscope-ossresourceresolve")
#: what the recorded call said that stands in no word of the wish
SAID: dict[str, dict[str, Any]] = {
    "d-hh-edit": {"resolution": "720p"},
    "d-vace-edit": {"options": {"mask_type": "tracking", "expand_ratio": 0.05}},
    "d-vace-outpaint": {"options": {"top_scale": 1.0, "bottom_scale": 1.0}},
    "d-qwen-image": {"options": {"prompt_extend": True, "call": "sync"}},
    "d-qwen-edit": {"options": {"call": "sync"}},
    "d-wan27-image": {"options": {"call": "sync"}},
    "d-wan27-image-set": {"options": {"size": "2K"}},
    "d-wan22-t2i": {"seed": 3, "options": {"size": "1024*1024"}},
}
#: what is ours on purpose: path of the body → value
OURS: dict[str, dict[str, Any]] = {
    "d-wan3-link": {
        "input.media": [{"type": "link", "url": "https://media.example.net/page"}],
        "parameters.resolution": "1080P",
    },
    "d-wan27-image": {"parameters.size": "1440*1440"},
    "d-wan27-image-async": {"parameters.size": "2160*2160"},
}


def request_of(data: dict[str, Any], said: dict[str, Any]) -> mw.Request:
    media = tuple(
        mw.Media(kind=mw.MediaKind(item["kind"]), role=mw.Role(item["role"]), source=item["source"])
        for item in data.get("media", ())
    )
    plain = {name: value for name, value in data.items() if name not in ("media", "operation", "options")}
    own = {name: value for name, value in said.items() if name != "options"}
    options = {**data.get("options", {}), **said.get("options", {})}
    return mw.Request(
        operation=mw.Operation(data["operation"]), media=media, provider="dashscope", options=options, **plain | own
    )


def ready(request: mw.Request) -> mw.Request:
    model = next(model for model in DASHSCOPE.models if model.name == request.model)
    whole = complete(request, model)
    assert [*check(DASHSCOPE, model, whole), *hooks.validate(whole)] == []
    return whole


def expected(case: dict[str, Any], request: mw.Request) -> Any:
    """The recorded body without the slips of the library (D-R9), with the watermark said (D-R11), and what is ours."""
    body = json.loads(json.dumps(case["json"]))
    body["input"].pop("extend_prompt", None)
    body["parameters"].pop("is_async", None)
    if body["input"].get("function") == "video-synthesis":
        del body["input"]["function"]
    if place := group_of(request).get("watermark"):
        body[place]["watermark"] = False
    for path, value in OURS.get(case["id"], {}).items():
        part, name = path.split(".")
        body[part][name] = value
    return body


@pytest.mark.parametrize("case", SUBMITS, ids=lambda case: case["id"])
def test_a_recorded_submit_is_ours(case: dict[str, Any]) -> None:
    request = ready(request_of(case["call"]["data"], SAID.get(case["id"], {})))
    call = hooks.wire(request, "job-1")[0]
    assert (call.method, call.url, dict(call.query)) == (case["method"], case["host"] + case["path"], {})
    wanted = expected(case, request)
    if case["id"].startswith("d-upload-submit"):
        wanted["input"]["media"][0]["url"] = {"$file": "first frame.png"}
    assert json.dumps(call.json, sort_keys=True) == json.dumps(wanted, sort_keys=True)
    given = {name: case["headers"][name] for name in ASKED if name in case["headers"]}
    assert {name: call.headers[name] for name in ASKED if name in call.headers} == given
    assert call.headers["authorization"] == "Bearer ***"


def test_most_recorded_requests_are_compared() -> None:
    assert len(SUBMITS) >= 25


@pytest.mark.parametrize("case", [c for c in CASES if c["call"].get("data", {}).get("action") == "poll"], ids=str)
def test_a_recorded_poll_is_ours(case: dict[str, Any]) -> None:
    path = hooks.API.endpoints[0].poll.format(id=case["call"]["data"]["job"])
    assert (case["method"], path, case["query"]) == ("GET", case["path"], [])


def test_the_recorded_list_is_asked_for_by_the_same_names() -> None:
    case = next(case for case in CASES if case["id"] == "d-list")
    listing = hooks.LISTING
    names = {*listing.query, listing.page, listing.size}
    assert (listing.path, names) == (case["path"], {name for name, _ in case["query"]})


def test_pictures_go_as_a_task_unless_told_otherwise() -> None:
    """D-R13: the recorded call is made at once; ours can be found again."""
    case = next(case for case in CASES if case["id"] == "d-qwen-image")
    call = hooks.wire(ready(request_of(case["call"]["data"], {})), "job-1")[0]
    assert call.url.endswith("/api/v1/services/aigc/image-generation/generation")
    assert call.headers["x-dashscope-async"] == "enable"
