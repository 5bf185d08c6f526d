"""The simulator itself: who may ask, what is charged, how it is steered."""

from collections.abc import Callable
from typing import Any

import httpx2
import pytest
from tests.plugins.chatart.harness import IDENTITY, KEY, Sim

from mediawright.plugin import InvalidRequest
from mediawright_chatart.simulator.app import chosen
from mediawright_chatart.simulator.faults import BY_NAME
from mediawright_chatart.simulator.upload_signature import read_claim

SIGNED = {
    "Xskill-Authorization": f"Bearer {KEY}",
    "Identity-Id": IDENTITY,
    "Content-Type": "application/json",
    "Language": "EN",
    "Skill": "1",
    "App-Type": "2",
}
BODY = {
    "video_id": "101",
    "sound": 1,
    "function_mode": "single_image",
    "image_url": [],
    "prompt": "a tram",
    "gpt_type": "kling-3-0",
    "original_model": "kling-3-0",
    "quality": "720p",
    "duration": 5,
}
SUBMIT, CREDIT = "/web/video/generate-video", "/web/member/user-diamond"


def post(sim: Sim, path: str, body: Any = None, **headers: str) -> Any:
    answer = httpx2.post(sim.url + path, json=body, headers=SIGNED | headers)
    return answer.json()


def steer(sim: Sim, verb: str, method: str = "POST", **arguments: str) -> Any:
    return httpx2.request(method, f"{sim.url}/__sim__/{verb}", params=arguments).json()


@pytest.mark.parametrize("headers", [{"Identity-Id": "other"}, {"Xskill-Authorization": "Bearer other"}])
def test_both_halves_of_the_sign_in_are_checked(headers: dict[str, str], sim: Sim) -> None:
    assert post(sim, CREDIT, **headers)["code"] == 401


def test_a_refused_sign_in_may_be_an_http_status(simulate: Callable[..., Sim]) -> None:
    sim = simulate(refuse_by_status="on")
    answer = httpx2.post(sim.url + CREDIT)
    assert (answer.status_code, answer.json()["code"]) == (401, 401)


@pytest.mark.parametrize("name", ["Language", "Skill", "App-Type"])
def test_every_header_is_checked(name: str, sim: Sim) -> None:
    answer = post(sim, CREDIT, **{name: "other"})
    assert (answer["code"], name.lower() in answer["message"]) == (4000, True)


def test_a_submit_is_charged_and_counted(sim: Sim) -> None:
    for _ in range(2):
        assert post(sim, SUBMIT, BODY)["code"] == 200
    assert post(sim, CREDIT)["data"] == {"diamond": 880}
    charges = steer(sim, "charges", "GET")
    assert (charges["accepted"], list(charges["equal"].values())) == (2, [2])


def test_an_empty_account_is_refused_with_the_chosen_code(simulate: Callable[..., Sim]) -> None:
    sim = simulate(balance="39", low_credit_code="4100")
    assert post(sim, SUBMIT, BODY)["code"] == 4100


def test_inputs_must_be_its_own_addresses(sim: Sim) -> None:
    foreign = BODY | {"video_id": "102", "duration": "5", "image_url": ["https://example.com/a.png"]}
    assert post(sim, SUBMIT, foreign)["message"] == "bad field: image_url"


@pytest.mark.parametrize(
    ("path", "query", "code"),
    [
        ("/web/video/get-video-task", {}, 4003),
        ("/web/video/get-video-task", {"question_id": "1"}, 4004),
        ("/web/art/get-draw-task", {"question_id": "5120347"}, 4004),
    ],
)
def test_polls_need_a_known_id_on_the_right_path(path: str, query: dict[str, str], code: int, sim: Sim) -> None:
    post(sim, SUBMIT, BODY)
    assert httpx2.get(sim.url + path, params=query, headers=SIGNED).json()["code"] == code


def test_older_clients_may_send_the_id_in_the_body(simulate: Callable[..., Sim]) -> None:
    sim = simulate(legacy_body_ids="on")
    post(sim, SUBMIT, BODY)
    for name in ("question_id", "create_id"):
        answer = httpx2.request(
            "GET", sim.url + "/web/video/get-video-task", json={name: 5120347}, headers=SIGNED
        ).json()
        assert answer["code"] == 200


def test_a_failed_task_is_paid_back(sim: Sim) -> None:
    sim.faults.arm("fail-error")
    post(sim, SUBMIT, BODY)
    assert post(sim, CREDIT)["data"] == {"diamond": 960}


def test_it_is_steered_from_outside(sim: Sim) -> None:
    assert steer(sim, "balance", credits="7") == {"credits": 7}
    assert steer(sim, "fault", name="credit-text") == {"armed": "credit-text"}
    assert post(sim, CREDIT)["data"] == {"diamond": "960"}
    assert post(sim, CREDIT)["data"] == {"diamond": 7}
    assert steer(sim, "fault", name="nonsense")["error"]
    assert {"F1", "F31"} <= set(steer(sim, "faults", "GET"))
    assert steer(sim, "requests", "GET")[0]["path"] == CREDIT
    steer(sim, "reset")
    assert post(sim, CREDIT)["data"] == {"diamond": 960}


def test_a_sign_in_can_be_answered_without_a_browser(sim: Sim) -> None:
    httpx2.post(sim.url + "/web/xskill/init", json={"identity_id": "x"})
    assert steer(sim, "login", answer="approve") == {"state": "APPROVED"}
    assert steer(sim, "login", answer="expire") == {"state": "EXPIRED"}
    assert httpx2.get(sim.url + "/skill/authorize", params={"identity_id": "x"}).status_code == 404


def test_an_unknown_option_is_named() -> None:
    for given in ({"nonsense": "1"}, {"pending_mode": "loud"}, {"faults": "F8, nonsense"}):
        with pytest.raises(InvalidRequest):
            chosen(given)
    assert chosen({"faults": "poll-500, poll-cut"}).faults == "poll-500, poll-cut"


@pytest.mark.parametrize("blank", ["", " "])
def test_an_authorization_is_read_with_and_without_blanks(blank: str) -> None:
    parts = ("Credential=a/20260102/r/oss/aliyun_v4_request", "AdditionalHeaders=host;x", "Signature=f")
    claim = read_claim(f"OSS4-HMAC-SHA256 {f',{blank}'.join(parts)}")
    assert claim is not None
    assert (claim.key_id, claim.additional, claim.signature) == ("a", ("host", "x"), "f")


def test_what_is_no_signature_is_none() -> None:
    assert read_claim("Bearer x") is None


@pytest.mark.parametrize("name", sorted(BY_NAME))
def test_every_fault_can_be_armed_and_is_used_up(name: str, sim: Sim) -> None:
    sim.faults.arm(name, 1)
    fault = BY_NAME[name]
    used = sim.faults.has(name) if fault.on == "state" else sim.faults.take(fault.on)
    assert used is not None
    assert (sim.faults.take(fault.on), sim.faults.has(name)) == (None, None)
