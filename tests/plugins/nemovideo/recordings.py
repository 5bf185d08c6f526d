"""Recordings of the wire, scrubbed by an allow-list: what is kept is named, everything else is dropped."""

import json
import re
from pathlib import Path
from typing import Any

import vcr
from vcr.record_mode import RecordMode

FOLDER = Path(__file__).parent / "cassettes"
#: the address that stands in the recordings, whatever port the simulator had
BASE = "http://127.0.0.1:8766"
HEADERS = frozenset({"content-type", "range", "x-skill-source", "x-skill-version", "x-skill-platform"})
ANSWERED = frozenset({"content-type", "content-length", "content-range", "accept-ranges", "retry-after"})
SECRET_FIELDS = frozenset({"token", "claim_token", "user_id"})
FALSE = "not-a-real-secret"
_ADDRESS = re.compile(rb"http://127\.0\.0\.1:\d+")


def recorder(mode: RecordMode = RecordMode.NONE) -> vcr.VCR:
    """Replays by method, place and body; `mode` ALL records anew."""
    made = vcr.VCR(
        cassette_library_dir=str(FOLDER),
        record_mode=mode,
        match_on=("method", "host", "port", "path", "query", "said"),
        before_record_request=clean_request,
        before_record_response=clean_response,
    )
    made.register_matcher("said", same_body)
    return made


def clean_request(request: Any) -> Any:
    request.headers = {k: v for k, v in request.headers.items() if k.lower() in HEADERS}
    request.uri = _ADDRESS.sub(BASE.encode(), request.uri.encode()).decode()
    if request.body:
        request.body = scrubbed(bytes(request.body))
    return request


def clean_response(response: dict[str, Any]) -> dict[str, Any]:
    kept = {k: v for k, v in response["headers"].items() if k.lower() in ANSWERED}
    body = response["body"]["string"]
    clean = scrubbed(body)
    if clean != body:
        kept = {k: v for k, v in kept.items() if k.lower() != "content-length"}
    return {**response, "headers": kept, "body": {"string": clean}}


def scrubbed(body: bytes) -> bytes:
    """JSON with the values of secret fields replaced and one address; anything else as it is."""
    try:
        found = json.loads(body)
    except ValueError:
        return body
    return _ADDRESS.sub(BASE.encode(), json.dumps(_scrub(found), ensure_ascii=False).encode())


def _scrub(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: FALSE if k.lower() in SECRET_FIELDS and v and v != "me" else _scrub(v) for k, v in value.items()}
    return [_scrub(item) for item in value] if isinstance(value, list) else value


def same_body(one: Any, other: Any) -> None:
    """vcr's matchers fail by raising."""
    assert (one.body or b"") == (other.body or b"")
