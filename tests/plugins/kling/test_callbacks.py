"""Reports of tasks: the address goes along as the contract says, and what one's own endpoint makes of a message."""

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any

import pytest
from tests.plugins.kling.harness import element, picture, sent, video
from tests.plugins.kling.test_side_rules import GOOD

from mediawright.plugin import Operation, Request
from mediawright_kling import hooks
from mediawright_kling.callbacks import answer, signature

URL = "https://hooks.example.org/kling?job=1"
SECRET = "whsec_bWVkaWF3cmlnaHQtdGVzdC1zZWNyZXQtMDAwMDAwMDE="
BODY = (
    b'{"id":"880000000000000001","status":"failed","message":"x","create_time":1790000000000,'
    b'"update_time":1790000028000,"external_id":"job-0001","outputs":[],"billing":[]}'
)
OURS = "v1,LDWsIK3e3ciMFXmzRBu6ufkqdoZyCP5J101Y3NsCKec="
NOW, TASK = 1790000029.0, "880000000000000001"
HEADERS = {"Webhook-Id": "880000000000000901", "webhook-timestamp": "1790000029", "webhook-signature": OURS}
KNOWN = {TASK: 1790000000000}


def test_the_vectors_of_the_contract() -> None:
    theirs = (
        "whsec_dGVzdHNlY3JldHRlc3RzZWNyZXR0ZXN0c2VjcmV0MTI=",
        "9876543210",
        "1781080794",
        b'{"id":"1234567890","status":"succeeded","message":"","create_time":1781080778802,"update_time":1781080794151}',
    )
    older = (
        "whsec_bG9jYWwtdGVzdC1zZWNyZXQtMDAwMS1hYmNkZWY=",
        "42",
        "1800000000",
        b'{"task_id":"900000000000000001","task_status":"succeed"}',
    )
    assert signature(*theirs) == "UsKlJP00XoQyOn410NM9xv34sP+Gl0jnOO9Lcpr7NJ4="
    assert signature(*older) == "MI0bTJnRsDqnRe+MoaF0MscazWbADvFUeOvtbJb0aUU="
    assert f"v1,{signature(SECRET, '880000000000000901', '1790000029', BODY)}" == OURS


def test_k_n38_what_is_not_signed_by_the_account_is_refused() -> None:
    def status(
        headers: dict[str, str], raw: bytes = BODY, now: float = NOW, secrets: tuple[str, ...] = (SECRET,)
    ) -> int:
        return answer(headers, raw, secrets=secrets, now=now, known=KNOWN).status

    assert status(HEADERS) == 200
    assert status({**HEADERS, "webhook-signature": f"v0,AAAA v2,{OURS[3:]} v1,AAAA {OURS}"}) == 200
    assert status(HEADERS, secrets=("whsec_b3RoZXI=", SECRET)) == 200
    assert status({**HEADERS, "webhook-timestamp": "1790000329"}) == 401  # signed for another second
    for wrong in (
        {},
        {**HEADERS, "webhook-signature": ""},
        {**HEADERS, "webhook-signature": OURS.replace("v1,", "v2,")},
        {**HEADERS, "webhook-signature": "v1,\u00e9"},
        {**HEADERS, "webhook-timestamp": "soon"},
        {**HEADERS, "Webhook-Id": "1"},
    ):
        assert status(wrong) == 401, wrong
    assert status(HEADERS, BODY + b" ") == 401
    assert [status(HEADERS, now=NOW + late) for late in (300, 301, -300, -301)] == [200, 401, 200, 401]
    assert status(HEADERS, secrets=("whsec_no base64!",)) == 401
    assert status({}, secrets=()) == 200  # nobody made a secret: reports stay unsigned


def test_k_n39_a_report_is_a_reason_to_look_and_nothing_more() -> None:
    def task(raw: bytes = BODY, **more: Any) -> str | None:
        return answer(HEADERS, raw, now=NOW, **{"known": KNOWN, **more}).task_id

    assert task() == TASK
    assert task(known={TASK: 1790000028000}) == TASK
    assert task(seen=("880000000000000901",)) is None
    assert task(known={TASK: 1790000028001}) is None
    legacy = {"task_id": TASK, "task_status": "succeed", "updated_at": 1790000028000}
    assert task(json.dumps(legacy).encode()) == TASK
    assert task(json.dumps({**legacy, "updated_at": 1}).encode()) is None


def test_k_n40_a_task_of_somebody_else_is_answered_well_and_left_alone() -> None:
    for raw in (BODY.replace(TASK.encode(), b"1"), b"", b"[]", b"{", b'{"id": null}', b"[" * 100_000):
        heard = answer({}, raw, now=NOW, known=KNOWN)
        assert (heard.status, heard.task_id, heard.why) == (200, None, "a task of somebody else")


def test_the_address_goes_along_on_every_path_that_makes_a_task() -> None:
    at_once = (Operation.TEXT_TO_SPEECH, Operation.REMOVE_BACKGROUND)
    told = {"callback_url": URL}
    for request in (video(), picture(), element(), *GOOD):
        with_address = request.with_(options={**request.options, **told})
        body = dict(hooks.wire(hooks.complete(with_address), "job-1")[-1].json)
        without = dict(hooks.wire(hooks.complete(request), "job-1")[-1].json)
        if request.operation in at_once:
            assert body == without
            assert [p.field for p in hooks.validate(hooks.complete(with_address))] == ["callback_url"]
        else:
            assert body == {**without, **told}
            assert [p for p in hooks.validate(hooks.complete(with_address)) if p.field == "callback_url"] == []
    new = video(options={"standard": "new", **told})
    assert sent(new).body["options"] == {"callback_url": URL, "external_task_id": "job-1"}


@pytest.mark.parametrize(
    "address", ["http://hooks.example.org/", "ftp://x", "hooks", "https://", "https://u:p@h.example/", "https://["]
)
def test_an_address_that_cannot_be_one_is_refused(address: str) -> None:
    for request in (
        video(),
        Request(operation=Operation.SOUND_EFFECTS, prompt="rain"),
        video(options={"standard": "new"}),
    ):
        wrong = request.with_(options={**request.options, "callback_url": address})
        assert "callback_url" in {problem.field for problem in hooks.validate(wrong)}


@pytest.fixture
def heard() -> Iterator[tuple[str, list[tuple[dict[str, str], bytes]]]]:
    """An endpoint of one's own on loopback, and what came there."""
    came: list[tuple[dict[str, str], bytes]] = []

    class Endpoint(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            raw = self.rfile.read(int(self.headers["content-length"]))
            came.append(({name.lower(): value for name, value in self.headers.items()}, raw))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *args: Any) -> None:
            """Silent."""

    server = HTTPServer(("127.0.0.1", 0), Endpoint)
    Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/", came
    server.shutdown()
    server.server_close()


def test_k_n38_the_simulator_reports_every_change(simulate: Any, heard: Any) -> None:
    """Both standards, signed with the secret; with each fault the message that a receiver must not be taken in by."""
    address, came = heard
    sim = simulate(webhook_secret=SECRET, video_slots="50")
    sim.create("/v1/audio/text-to-audio", prompt="rain", duration=5, callback_url=address)
    made = sim.call("POST", "/text-to-video/kling-3.0-turbo", {"prompt": "x", "options": {"callback_url": address}})
    sim.create("/v1/audio/text-to-audio", prompt="rain", duration=5, callback_url="https://somewhere.example/")
    sim.pass_time(10)
    sim.call("GET", "/tasks?task_ids=1")
    bodies = [json.loads(raw) for _, raw in came]
    assert [body.get("task_status") or body["status"] for body in bodies] == [
        "submitted",
        "submitted",
        "succeed",
        "succeeded",
    ]
    known = {str(body.get("id") or body["task_id"]): 0 for body in bodies}
    assert made[1]["data"]["id"] in known

    def verdicts(kind: str = "") -> list[tuple[int, bool]]:
        came.clear()
        if kind:
            sim.post("/__sim/faults", {"kind": kind})
        sim.create("/v1/audio/text-to-audio", prompt="rain", duration=5, callback_url=address)
        found, seen, newest = [], set[str](), dict[str, int]()
        for headers, raw in came:
            now = sim.service_state.clock.now_ms() / 1000
            body = json.loads(raw)
            newest = newest or {body["task_id"]: 0}
            told = answer(headers, raw, secrets=[SECRET], now=now, seen=seen, known=newest)
            found.append((told.status, told.task_id is not None))
            seen.add(headers.get("webhook-id", ""))
            newest = {body["task_id"]: body["updated_at"]}
        return found

    assert verdicts() == [(200, True)]
    for kind in ("callback_unsigned", "callback_wrong", "callback_old"):
        assert verdicts(kind) == [(401, False)], kind
    assert verdicts("callback_two_signatures") == [(200, True)]
    for kind in ("callback_twice", "callback_reordered"):
        assert verdicts(kind) == [(200, True), (200, False)], kind
