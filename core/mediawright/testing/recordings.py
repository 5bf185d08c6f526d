"""Recorded HTTP: the wire as it was, replayed without a network and scrubbed by an allow-list.

Only the named headers are kept, values of secret-sounding or private fields are replaced, and links that carry such a
field lose their query, so that a cassette can be published. What is replayed is scrubbed in the same way before it is
compared.

A cassette carries the moment of its recording, and is replayed under a clock set to that moment: a token that was valid
for a week is valid in the replay however old the cassette is.
"""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from mediawright.context.protocol import Clock
from mediawright.http.redact import strip_query
from mediawright.testing.canaries import MARK
from mediawright.testing.fakes import FakeClock

KEPT = frozenset({"content-type", "content-length", "content-range", "accept-ranges", "range", "etag", "retry-after"})
SECRET = re.compile(r"key|secret|token|password|signature|credential|code|verifier|cookie|authorization", re.IGNORECASE)
#: a link that is signed says so under one of these names, too
SIGNED = re.compile(r"sig|auth|policy|hmac", re.IGNORECASE)
#: values longer than this under a secret-sounding name are replaced; shorter ones are words and numbers
SHORT = 8
#: the address of a simulator in a recording; nobody listens there
NOBODY = "http://127.0.0.1:9"
LOOPBACK = re.compile(r"^http://127\.0\.0\.1(:\d+)?(?=/|$)")
FORM = "application/x-www-form-urlencoded"
#: the moment of the recording, in a cassette: an ISO 8601 text with its offset
RECORDED_AT = "recorded_at"


@dataclass(frozen=True)
class Scrubber:
    """Takes out what nobody else may see. `private`: fields (lower case) whose values are replaced however they sound."""

    private: frozenset[str] = frozenset()

    def request(self, request: Any) -> Any:
        """Without headers that are not on the list; of a body only JSON and forms, without secrets."""
        kind = str(request.headers.get("content-type", ""))
        request.headers = _kept(request.headers)
        request.uri = self._link(request.uri)
        if request.body:
            request.body = self._form(bytes(request.body)) if kind.startswith(FORM) else self.sent(bytes(request.body))
        return request

    def response(self, response: dict[str, Any]) -> dict[str, Any]:
        """The same for an answer, whose body stays whatever it is."""
        body = response["body"]["string"]
        clean = self.body(body)
        kept = _kept(response["headers"])
        if clean != body:
            kept = {name: value for name, value in kept.items() if name.lower() != "content-length"}
        return {**response, "headers": kept, "body": {"string": clean}}

    def sent(self, body: bytes) -> bytes:
        """A body as it is compared: files and multipart borders are not."""
        try:
            json.loads(body)
        except ValueError:
            return b""
        return self.body(body)

    def body(self, body: bytes) -> bytes:
        """JSON with secrets replaced; anything else as it is."""
        try:
            found = json.loads(body)
        except ValueError:
            return body
        clean = self._value(found)
        return body if clean == found else json.dumps(clean, ensure_ascii=False).encode()

    def _value(self, value: Any, name: str = "") -> Any:
        if value and name.lower() in self.private:
            return MARK
        if isinstance(value, dict):
            return {key: self._value(item, key) for key, item in value.items()}
        if isinstance(value, list):
            return [self._value(item, name) for item in value]
        if isinstance(value, str) and value.startswith(("http://", "https://")):
            return self._link(value)
        return MARK if isinstance(value, str) and len(value) > SHORT and SECRET.search(name) else value

    def _form(self, body: bytes) -> bytes:
        fields = parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True)
        return urlencode([(name, self._value(value, name)) for name, value in fields]).encode()

    def _link(self, url: str) -> str:
        """Without its query where that tells a secret; with it where it only says what is asked for. A simulator stands
        at another port each time, in a recording at `NOBODY`."""
        url = LOOPBACK.sub(NOBODY, url)
        try:
            parts = urlsplit(url)
            names = [name for name, _ in parse_qsl(parts.query, keep_blank_values=True)]
        except ValueError:
            return strip_query(url)
        telling = any(name.lower() in self.private or SECRET.search(name) or SIGNED.search(name) for name in names)
        return strip_query(url) if telling or "@" in parts.netloc else url


@dataclass(frozen=True)
class Recorder:
    """The fixture's value: `with recorded("submit"):` replays `cassettes/submit.yaml` beside the test.

    With `pytest --record-http` the calls go out and are written down instead. `clock` is the one that the code under test
    must read: while recording, the one that the service lives by; while replaying, a `FakeClock`, which is set to the
    moment of the recording.

    Raises:
        TypeError: a replay under a clock that cannot be set
        ValueError: a cassette without the moment of its recording
    """

    folder: Path
    record: bool
    private: frozenset[str]
    clock: Clock

    @contextmanager
    def __call__(self, name: str) -> Iterator[Any]:
        import vcr
        from vcr.record_mode import RecordMode

        scrubber = Scrubber(self.private)
        dated = _Dated(self.clock, self.record)
        made = vcr.VCR(
            cassette_library_dir=str(self.folder),
            record_mode=RecordMode.ALL if self.record else RecordMode.NONE,
            drop_unused_requests=self.record,  # recorded anew, not on top of the old
            match_on=("method", "path", "query", "said"),
            before_record_request=scrubber.request,
            before_record_response=scrubber.response,
            serializer="dated",
        )
        made.register_serializer("dated", dated)
        made.register_matcher("said", _same_body)
        with made.use_cassette(f"{name}.yaml") as cassette:
            yield cassette


class _Dated:
    """Reads and writes a cassette with the moment of its recording; reading for a replay sets the clock to it."""

    def __init__(self, clock: Clock, record: bool) -> None:
        self._clock = clock
        self._record = record
        self._began = clock.now()

    def serialize(self, cassette: dict[str, Any]) -> str:
        from vcr.serializers import yamlserializer

        return str(yamlserializer.serialize({**cassette, RECORDED_AT: self._began.isoformat(timespec="seconds")}))

    def deserialize(self, text: str) -> Any:
        from vcr.serializers import yamlserializer

        cassette = yamlserializer.deserialize(text)
        if not self._record:
            self._turn_to(str(cassette.get(RECORDED_AT, "")))
        return cassette

    def _turn_to(self, moment: str) -> None:
        if not isinstance(self._clock, FakeClock):
            raise TypeError(
                "a recording is replayed under a clock that can be set: mediawright.testing.fakes.FakeClock"
            )
        if not moment:
            raise ValueError(f"the cassette has no `{RECORDED_AT}`: record it anew with --record-http")
        self._clock.jump((datetime.fromisoformat(moment) - self._clock.now()).total_seconds())


def _kept(headers: Any) -> dict[str, Any]:
    return {name: value for name, value in headers.items() if name.lower() in KEPT}


def _same_body(one: Any, other: Any) -> None:
    """vcr's matchers fail by raising."""
    assert _meant(one.body) == _meant(other.body)


def _meant(body: Any) -> Any:
    try:
        return json.loads(body or b"")
    except ValueError:
        return body or b""
