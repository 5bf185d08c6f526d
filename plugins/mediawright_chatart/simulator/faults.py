"""Everything that can go wrong, by name (§20.4): whole answers in place of the right one, or changes made to it.

A fault is armed for one path, once or for so many times; "after" means that the service did its work and the answer was
lost. Names group by the contract's number: `GROUPS["F11"]` lists those of a submit that was accepted and never answered.
"""

from collections.abc import Callable, Mapping
from dataclasses import field
from typing import Any

from mediawright.plugin import dataclass

INIT, TOKEN, UNBIND = "/web/xskill/init", "/web/xskill/token", "/user/get-unbind-device"
SUBMIT, POLL, HISTORY = "submit", "poll", "history"
POLICY, CREDIT, SHORT = "/web/file/get-upload-policy", "/web/member/user-diamond", "/v1/short_url/generate"
OSS, CDN, ANY, STATE = "oss", "cdn", "any", "state"

Change = Callable[[dict[str, Any]], Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """`on` is a path or the name of an API. A `change` edits the right answer; else `status`, `body` or `text` replace it.

    `drop` cuts the line in the middle of the answer, `hang` keeps it silent, `after` lets the service do its work first.
    """

    on: str
    status: int = 200
    body: Any = None
    text: str | None = None
    change: Change | None = None
    drop: bool = False
    hang: bool = False
    after: bool = False
    headers: Mapping[str, str] = field(default_factory=dict)


def coded(on: str, code: int | str, status: int = 200, *, after: bool = False) -> Fault:
    return Fault(on=on, status=status, body={"code": code, "message": f"simulated {code}"}, after=after)


def data(on: str, **changes: Any) -> Fault:
    """The right answer with fields of its `data` replaced; a value of `...` removes the field."""

    def change(answer: dict[str, Any]) -> dict[str, Any]:
        kept = {**answer["data"], **changes} if isinstance(answer.get("data"), dict) else dict(changes)
        return {**answer, "data": {name: value for name, value in kept.items() if value is not ...}}

    return Fault(on=on, change=change)


def whole(on: str, change: Change) -> Fault:
    return Fault(on=on, change=change)


def _without_data(answer: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in answer.items() if name != "data"}


def _rows(change: Callable[[dict[str, Any]], dict[str, Any]]) -> Change:
    def apply(answer: dict[str, Any]) -> dict[str, Any]:
        rows = [change(dict(row)) for row in answer["data"]["data"]]
        return {**answer, "data": {**answer["data"], "data": rows}}

    return apply


def _credentials(**changes: Any) -> Change:
    def apply(answer: dict[str, Any]) -> dict[str, Any]:
        given = {**answer["data"]["Credentials"], **changes}
        return {**answer, "data": {**answer["data"], "Credentials": given}}

    return apply


HTML = "<html><body>service unavailable</body></html>"
OVER_CODES = (401, 10001, 10007, 10010, 10048)
REFUSALS = (10058, 4100, 30027, 6001, 4000, 4001, 4002, 4003, 4004, 4005, 4006)
OSS_KINDS = ("SignatureDoesNotMatch", "InvalidAccessKeyId", "AccessDenied", "SecurityTokenExpired")

FAULTS: dict[str, dict[str, Fault]] = {
    "F1": {
        "init-500": coded(INIT, 5000, 500),
        "init-cut": Fault(on=INIT, drop=True),
        "init-no-link": data(INIT, verification_uri="", verification_uri_complete=""),
        "init-foreign-endpoint": data(INIT, token_endpoint="https://login.example.com/token"),
    },
    "F2": {f"token-{status}": coded(TOKEN, status, status) for status in (403, 404, 410)},
    "F3": {f"token-code-{code}": coded(TOKEN, code) for code in OVER_CODES}
    | {f"token-code-{code}-text": coded(TOKEN, str(code)) for code in OVER_CODES},
    "F4": {
        "token-hang": Fault(on=TOKEN, hang=True),
        "token-cut": Fault(on=TOKEN, drop=True),
        "token-429": coded(TOKEN, 429, 429),
        "token-503": Fault(on=TOKEN, status=503, text=HTML),
        "token-html": Fault(on=TOKEN, text=HTML),
        "token-slow-down": Fault(on=TOKEN, status=400, body={"error": "slow_down"}),
        "token-strange": coded(TOKEN, 20001),
    },
    "F5": {"token-no-key": data(TOKEN, api_key="", api_keys=[])},
    "F6": {
        "unbind-1053": coded(UNBIND, 1053),
        "unbind-false": whole(UNBIND, lambda answer: {**answer, "data": False}),
        "unbind-500": coded(UNBIND, 5000, 500),
        "unbind-cut": Fault(on=UNBIND, drop=True),
    },
    "F7": {"poll-http-401": coded(POLL, 401, 401), "poll-code-401": coded(POLL, 401)},
    "F8": {f"submit-{code}": coded(SUBMIT, code) for code in REFUSALS},
    "F9": {"submit-4007": coded(SUBMIT, 4007), "submit-429": Fault(on=SUBMIT, status=429, text="")},
    "F10": {"submit-5003": coded(SUBMIT, 5003)},
    "F11": {
        "submit-lost": Fault(on=SUBMIT, drop=True, after=True),
        "submit-lost-502": Fault(on=SUBMIT, status=502, text=HTML, after=True),
        "submit-lost-5000": coded(SUBMIT, 5000, after=True),
        "submit-lost-hang": Fault(on=SUBMIT, hang=True, after=True),
    },
    "F12": {"submit-dropped": Fault(on=SUBMIT, drop=True), "submit-5000": coded(SUBMIT, 5000)},
    "F13": {
        "submit-no-id": data(SUBMIT, question_id=...),
        "submit-null-data": whole(SUBMIT, lambda answer: {**answer, "data": None}),
        "submit-no-data": whole(SUBMIT, _without_data),
        "submit-code-text": whole(SUBMIT, lambda answer: {**answer, "code": str(answer["code"])}),
    },
    "F14": {"id-text": Fault(on=STATE), "id-huge": Fault(on=STATE)},
    "F15": {
        "poll-500": coded(POLL, 5000, 500),
        "poll-5000": coded(POLL, 5000),
        "poll-5003": coded(POLL, 5003),
        "poll-html": Fault(on=POLL, text=HTML),
        "poll-cut": Fault(on=POLL, drop=True),
        "poll-429": Fault(on=POLL, status=429, text=""),
    },
    "F16": {
        "poll-status-text": whole(
            POLL, lambda answer: {**answer, "data": {**answer["data"], "status": str(answer["data"]["status"])}}
        ),
        "poll-status-3": data(POLL, status=3),
        "poll-status-null": data(POLL, status=None),
        "poll-status-missing": data(POLL, status=...),
    },
    "F17": {
        "poll-no-url": data(POLL, status=1, message={}),
        "poll-message-null": data(POLL, status=1, message=None),
        "poll-message-empty": data(POLL, status=1, message=""),
        "poll-message-list": whole(POLL, lambda answer: _message(answer, as_list=True)),
        "poll-message-dict": whole(POLL, lambda answer: _message(answer, as_list=False)),
    },
    "F18": {
        "fail-error": Fault(on=STATE, body={"error": "Generation failed", "real_error": "upstream: content policy"}),
        "fail-real-error": Fault(on=STATE, body={"real_error": "upstream: no answer"}),
        "fail-output-message": Fault(on=STATE, body={"output_message": "service unavailable"}),
        "fail-silent": Fault(on=STATE, body={}),
    },
    "F19": {"never-done": Fault(on=STATE)},
    "F20": {"get-bodies-dropped": Fault(on=STATE)},
    "F21": {"get-bodies-refused": Fault(on=STATE)},
    "F22": {
        "policy-5000": coded(POLICY, 5000),
        "policy-expired": Fault(on=STATE),
        "policy-no-prefix": whole(POLICY, _credentials(region="us-west-1")),
        "policy-extra": whole(POLICY, _credentials(ossShowDomain="https://files.example.com/", More={"a": 1})),
    },
    "F23": {f"oss-{kind}": Fault(on=OSS, status=403, text=kind) for kind in OSS_KINDS}
    | {
        "oss-RequestTimeTooSkewed": Fault(on=OSS, status=403, text="RequestTimeTooSkewed"),
        "oss-503": Fault(on=OSS, status=503, text="InternalError"),
        "oss-wrong-crc": Fault(on=OSS, after=True, headers={"x-oss-hash-crc64ecma": "1"}),
        "oss-cut": Fault(on=OSS, drop=True),
    },
    "F24": {
        "cdn-404": Fault(on=CDN, status=404, text="not found"),
        "cdn-redirect": Fault(on=CDN, status=302, text="", headers={"location": "https://elsewhere.example.com/a"}),
        "cdn-truncated": Fault(on=CDN, drop=True, after=True),
        "cdn-wrong-type": Fault(on=CDN, text=HTML, headers={"content-type": "text/html"}),
    },
    "F25": {
        "history-bare": whole(HISTORY, lambda answer: {**answer, "data": answer["data"]["data"]}),
        "history-empty": whole(HISTORY, lambda answer: {**answer, "data": {"data": [], "total": 0}}),
        "history-no-time": whole(HISTORY, _rows(lambda row: {k: v for k, v in row.items() if k != "create_at"})),
        "history-no-id": whole(HISTORY, _rows(lambda row: {k: v for k, v in row.items() if k != "id"})),
    },
    "F26": {
        "credit-missing": whole(CREDIT, lambda answer: {**answer, "data": {}}),
        "credit-text": data(CREDIT, diamond="960"),
        "credit-number": whole(CREDIT, lambda answer: {**answer, "data": 960}),
    },
    "F27": {"short-failed": coded(SHORT, 5000), "short-empty": data(SHORT, shortUrl="")},
    "F28": {"other-price": data(POLL, cost_credit=77)},
    "F31": {"redirect-api": Fault(on=ANY, status=302, text="", headers={"location": "https://elsewhere.example.com/"})},
}
GROUPS = {number: tuple(names) for number, names in FAULTS.items()}
BY_NAME = {name: fault for group in FAULTS.values() for name, fault in group.items()}


def _message(answer: dict[str, Any], *, as_list: bool) -> dict[str, Any]:
    message = answer["data"].get("message")
    if as_list and isinstance(message, dict):
        message = [message] if message else []
    elif not as_list and isinstance(message, list):
        message = message[0] if message else {}
    return {**answer, "data": {**answer["data"], "message": message}}


def names_in(text: str) -> list[str]:
    """Fault names, comma separated."""
    return [name for part in text.split(",") if (name := part.strip())]


@dataclass(slots=True)
class Armed:
    """A fault waiting to happen: so many times more, None for ever."""

    name: str
    times: int | None


class FaultBox:
    """Which faults are armed now."""

    def __init__(self, names: str = "") -> None:
        self._armed: list[Armed] = []
        for name in names_in(names):
            self.arm(name, None)

    def arm(self, name: str, times: int | None = 1) -> None:
        """Raises KeyError for a name nobody knows."""
        if name not in BY_NAME:
            raise KeyError(name)
        self._armed.append(Armed(name, times))

    def clear(self) -> None:
        self._armed.clear()

    def take(self, *faces: str) -> Fault | None:
        """The first armed fault for any of these paths, used up once."""
        return next((BY_NAME[self._used(armed)] for armed in self._armed if BY_NAME[armed.name].on in faces), None)

    def has(self, *names: str) -> str | None:
        """The first armed one of these names (faults that change the service's state), used up once."""
        return next((self._used(armed) for armed in self._armed if armed.name in names), None)

    def _used(self, armed: Armed) -> str:
        if armed.times is not None:
            armed.times -= 1
            if armed.times <= 0:
                self._armed.remove(armed)
        return armed.name
