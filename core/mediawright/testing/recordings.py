"""Recorded HTTP: the wire as it was, replayed without a network and scrubbed by an allow-list.

Only the named headers are kept, and values of secret-sounding fields are replaced, so that a cassette can be published.
"""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mediawright.http.redact import strip_query
from mediawright.testing.canaries import MARK

KEPT = frozenset({"content-type", "content-length", "content-range", "accept-ranges", "range", "etag", "retry-after"})
SECRET = re.compile(r"key|secret|token|password|signature|credential|code|verifier|cookie|authorization", re.IGNORECASE)
#: values longer than this under a secret-sounding name are replaced; shorter ones are words and numbers
SHORT = 8


@dataclass(frozen=True)
class Recorder:
    """The fixture's value: `with recorded("submit"):` replays `cassettes/submit.yaml` beside the test.

    With `pytest --record-http` the calls go out and are written down instead.
    """

    folder: Path
    record: bool

    @contextmanager
    def __call__(self, name: str) -> Iterator[Any]:
        import vcr
        from vcr.record_mode import RecordMode

        made = vcr.VCR(
            cassette_library_dir=str(self.folder),
            record_mode=RecordMode.ALL if self.record else RecordMode.NONE,
            match_on=("method", "path", "query", "said"),
            before_record_request=clean_request,
            before_record_response=clean_response,
        )
        made.register_matcher("said", _same_body)
        with made.use_cassette(f"{name}.yaml") as cassette:
            yield cassette


def clean_request(request: Any) -> Any:
    """A request without headers that are not on the list, its body without secrets."""
    request.headers = {name: value for name, value in request.headers.items() if name.lower() in KEPT}
    if request.body:
        request.body = scrubbed(bytes(request.body))
    return request


def clean_response(response: dict[str, Any]) -> dict[str, Any]:
    """The same for an answer; links in it lose their queries."""
    body = response["body"]["string"]
    clean = scrubbed(body)
    kept = {name: value for name, value in response["headers"].items() if name.lower() in KEPT}
    if clean != body:
        kept = {name: value for name, value in kept.items() if name.lower() != "content-length"}
    return {**response, "headers": kept, "body": {"string": clean}}


def scrubbed(body: bytes) -> bytes:
    """JSON with secrets replaced; anything else as it is."""
    try:
        found = json.loads(body)
    except ValueError:
        return body
    clean = _scrub(found)
    return body if clean == found else json.dumps(clean, ensure_ascii=False).encode()


def _scrub(value: Any, name: str = "") -> Any:
    if isinstance(value, dict):
        return {key: _scrub(item, key) for key, item in value.items()}
    if isinstance(value, list):
        return [_scrub(item, name) for item in value]
    if isinstance(value, str) and len(value) > SHORT and SECRET.search(name):
        return MARK
    return strip_query(value) if isinstance(value, str) and value.startswith(("http://", "https://")) else value


def _same_body(one: Any, other: Any) -> None:
    """vcr's matchers fail by raising."""
    assert (one.body or b"") == (other.body or b"") or json.loads(one.body) == json.loads(other.body)
