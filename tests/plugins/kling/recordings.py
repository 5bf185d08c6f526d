"""Recordings of the wire, scrubbed by an allow-list: what is kept is named, everything else is dropped."""

import json
from pathlib import Path
from typing import Any

import vcr
from vcr.record_mode import RecordMode

FOLDER = Path(__file__).parent / "cassettes"
#: where the simulator listened while it was recorded
BASE = "http://127.0.0.1:8764"
REQUEST_HEADERS = frozenset({"content-type", "range"})
RESPONSE_HEADERS = frozenset({"content-type", "content-length", "content-range", "accept-ranges", "etag"})
SECRET_FIELDS = frozenset(
    {
        "accesskey",
        "secretkey",
        "devicecode",
        "codeverifier",
        "codechallenge",
        "clientinstanceid",
        "hostname",
        "accountid",
    }
)
FALSE = "not-a-real-secret"


def recorder(mode: RecordMode = RecordMode.NONE) -> vcr.VCR:
    """Replays by method, place, query and body; `mode` ALL records anew."""
    made = vcr.VCR(
        cassette_library_dir=str(FOLDER),
        record_mode=mode,
        match_on=("method", "host", "port", "path", "query", "same_json"),
        before_record_request=clean_request,
        before_record_response=clean_response,
    )
    made.register_matcher("same_json", same_json)
    return made


def clean_request(request: Any) -> Any:
    request.headers = {k: v for k, v in request.headers.items() if k.lower() in REQUEST_HEADERS}
    if request.body:
        request.body = scrubbed(bytes(request.body))
    return request


def clean_response(response: dict[str, Any]) -> dict[str, Any]:
    kept = {k: v for k, v in response["headers"].items() if k.lower() in RESPONSE_HEADERS}
    body = response["body"]["string"]
    clean = scrubbed(body)
    if clean != body:
        kept = {k: v for k, v in kept.items() if k.lower() != "content-length"}
    return {**response, "headers": kept, "body": {"string": clean}}


def scrubbed(body: bytes) -> bytes:
    """JSON with the values of secret fields replaced; anything else as it is."""
    try:
        found = json.loads(body)
    except ValueError:
        return body
    return json.dumps(_scrub(found), ensure_ascii=False).encode()


def _scrub(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: FALSE if k.lower() in SECRET_FIELDS and v else _scrub(v) for k, v in value.items()}
    return [_scrub(item) for item in value] if isinstance(value, list) else value


def same_json(one: Any, other: Any) -> None:
    """vcr's matchers fail by raising."""
    assert json.loads(one.body or "null") == json.loads(other.body or "null")
