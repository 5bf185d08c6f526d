"""The simulator keeps the contract: who may ask, envelopes, ids, slots, packs, lists, switches."""

import json
import time
from typing import Any
from urllib.request import Request, urlopen

import pytest
from tests.plugins.kling.harness import ACCESS, SECRET, URL, Sim

from mediawright.plugin import InvalidRequest
from mediawright_kling.auth import bearer as bearer_module
from mediawright_kling.simulator.app import create_app
from mediawright_kling.simulator.clock import SimulatedClock
from mediawright_kling.simulator.snowflake import Snowflakes, minted_at

T2V, GENERATIONS = "/v1/videos/text2video", "/v1/images/generations"
BODY = {"model_name": "kling-v3", "prompt": "a cat", "mode": "pro"}


def signed(secret: str = SECRET, access: str = ACCESS, late_s: float = 0) -> str:
    return bearer_module.sign(access, secret, int(time.time() + late_s))


@pytest.mark.parametrize(
    ("bearer", "code"),
    [
        (None, 1001),
        ("", 1001),
        ("not-a-token", 1002),
        ("a.b.c", 1002),
        ({"access": "nobody"}, 1002),
        ({"secret": "wrong-not-a-secret"}, 1000),
        ({"late_s": 600}, 1003),
        ({"late_s": -3600}, 1004),
        ({}, 0),
    ],
)
def test_who_may_ask_in_the_contracts_order(bearer: str | dict[str, Any] | None, code: int, sim: Sim) -> None:
    """A mapping is signed when the test runs, not when it is collected."""
    shown = signed(**bearer) if isinstance(bearer, dict) else bearer
    status, answer = sim.call("GET", T2V, bearer=shown)
    assert (status, answer["code"]) == (401 if code else 200, code)


def test_a_success_and_a_refusal(sim: Sim) -> None:
    status, made = sim.create(T2V, **BODY)
    assert (status, made["code"], made["message"]) == (200, 0, "SUCCEED")
    assert (made["data"]["task_status"], made["data"]["task_info"]) == ("submitted", {})
    status, refused = sim.create(T2V, model_name="kling-v9", prompt="x")
    assert (status, set(refused)) == (400, {"code", "message", "request_id"})


def test_refusals_with_http_200(simulate: Any) -> None:
    assert simulate(http_200_errors="on").create(T2V, prompt="x", model_name="kling-v9")[0] == 200


def test_ids_are_snowflakes_that_tell_their_time() -> None:
    ids = Snowflakes()
    first, second = ids.mint(1774805076166), ids.mint(1774805076166)
    assert (len(first), first != second, minted_at(first)) == (18, True, 1774805076166)
    # observed beside its own created_at, 1774805076166: they fit to 2 ms
    assert abs(minted_at("867283741759111202") - 1774805076166) <= 2


def test_a_task_is_seen_only_where_it_was_made(sim: Sim) -> None:
    task_id = sim.create(T2V, **BODY, external_task_id="mine")[1]["data"]["task_id"]
    assert sim.call("GET", f"{T2V}/{task_id}")[0] == 200
    assert sim.call("GET", f"{T2V}/mine")[1]["data"]["task_info"] == {"external_task_id": "mine"}
    status, answer = sim.call("GET", f"/v1/videos/omni-video/{task_id}")
    assert (status, answer["code"], answer["message"][:30]) == (400, 1201, "Task not found by id/external ")


def test_an_external_id_once(sim: Sim, simulate: Any) -> None:
    assert [sim.create(T2V, **BODY, external_task_id="mine")[0] for _ in range(2)] == [200, 400]
    other = simulate(duplicate="existing")
    made = [other.create(T2V, **BODY, external_task_id="mine")[1]["data"]["task_id"] for _ in range(2)]
    assert made[0] == made[1]


def test_slots_are_held_until_the_end(sim: Sim) -> None:
    assert [sim.create(T2V, **BODY)[1]["code"] for _ in range(6)] == [0] * 5 + [1303]
    sim.pass_time(7)
    assert sim.create(T2V, **BODY)[1]["code"] == 0


def test_pictures_take_a_slot_each(sim: Sim) -> None:
    assert sim.create(GENERATIONS, model_name="kling-v3", prompt="x", n=9)[1]["code"] == 0
    answer = sim.create(GENERATIONS, model_name="kling-v3", prompt="x", n=1)[1]
    assert (answer["code"], answer["message"]) == (1303, "parallel task over resource pack limit")


def test_units_are_booked_and_given_back(sim: Sim) -> None:
    sim.fault("moderation", "POST *")
    sim.create(T2V, **BODY)
    assert sim.get("/__sim/charges")["units"] == "4"
    sim.pass_time(7)
    assert sim.get("/__sim/charges") == {"tasks": 1, "units": "0", "image_units": "0", "external_ids": []}
    assert sim.get("/__sim/packs")["Video Generation - Trial"] == 1000


def test_an_empty_pack(sim: Sim) -> None:
    sim.post("/__sim/packs", {"video": 3.9})
    assert sim.create(T2V, **BODY)[1]["message"] == "Account balance not enough"


def test_lists_are_newest_first_and_end(sim: Sim) -> None:
    made = []
    for _ in range(3):
        made.append(sim.create(T2V, **BODY)[1]["data"]["task_id"])
        sim.pass_time(1)
    listed = sim.call("GET", f"{T2V}?pageNum=1&pageSize=2")[1]["data"]
    assert [task["task_id"] for task in listed] == [made[2], made[1]]
    assert sim.call("GET", f"{T2V}?pageNum=9&pageSize=2")[1]["data"] == []


def test_a_retired_model(sim: Sim) -> None:
    answer = sim.create(T2V, model_name="kling-v1", prompt="x")[1]
    assert "discontinued" in answer["message"]


def test_unknown_keys_are_noted_or_refused(sim: Sim, simulate: Any) -> None:
    assert sim.create(T2V, **BODY, cfg=1)[1]["code"] == 0
    assert sim.get("/__sim/log")["ignored"] == [{"path": T2V, "keys": ["cfg"]}]
    assert simulate(strict_keys="on").create(T2V, **BODY, cfg=1)[1]["code"] == 1201


def test_a_bad_picture_fails_as_a_task(sim: Sim) -> None:
    small = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
    task_id = sim.create("/v1/videos/image2video", model_name="kling-v3", image=small)[1]["data"]["task_id"]
    sim.pass_time(7)
    told = sim.call("GET", f"/v1/videos/image2video/{task_id}")[1]["data"]
    assert (told["task_status"], told["task_status_msg"]) == ("failed", "Image pixel is invalid")


@pytest.mark.parametrize("kind", ["html", "malformed", "empty"])
def test_bodies_that_are_no_envelope(kind: str, sim: Sim) -> None:
    sim.fault(kind, "GET *")
    request = urlopen(f"{sim.url}/media/x-320x320.png", timeout=10)
    with request as answer:
        text = answer.read()
    with pytest.raises(ValueError, match="Expecting"):
        json.loads(text)


def test_a_fault_nobody_knows(sim: Sim) -> None:
    assert sim.call("POST", "/__sim/faults", {"kind": "earthquake"})[0] == 400
    assert sim.call("POST", "/__sim/faults", {"kind": "html", "color": "red"})[0] == 400


def test_a_fault_strikes_as_often_as_it_should(sim: Sim) -> None:
    sim.fault("code", "POST *", code=1302, times=2)
    assert [sim.create(T2V, **BODY)[1]["code"] for _ in range(3)] == [1302, 1302, 0]
    assert sim.get("/__sim/faults")[0]["struck"] == 2


def test_the_log_masks_who_asked(sim: Sim) -> None:
    sim.create(T2V, **BODY)
    text = json.dumps(sim.get("/__sim/log"))
    assert "Bearer ***" in text
    assert "not-a-secret" not in text


def test_beginning_again(sim: Sim) -> None:
    sim.create(T2V, **BODY)
    sim.post("/__sim/reset", {})
    assert sim.get("/__sim/charges")["tasks"] == 0


def test_options_that_do_not_exist() -> None:
    with pytest.raises(InvalidRequest):
        create_app({"weather": "bad"})


def test_scaled_time() -> None:
    seconds = [0.0]
    clock = SimulatedClock(scale=10, tick=lambda: seconds[0])
    start = clock.now_ms()
    seconds[0] = 2.0
    assert clock.now_ms() - start == 20_000


def test_media_are_real_and_may_be_fetched_in_parts(sim: Sim) -> None:
    starts = {
        "x-320x180.png": ("image/png", b"\x89PNG\r\n\x1a\n"),
        "x-1s-160x90.mp4": ("video/mp4", b"ftyp"),
        "x-1s-160x90-sound.mp4": ("video/mp4", b"ftyp"),
        "x-1s.mp3": ("audio/mpeg", b"ID3"),
        "x-1s.wav": ("audio/wav", b"RIFF"),
    }
    for name, (kind, first) in starts.items():
        with urlopen(f"{sim.url}/media/{name}", timeout=10) as answer:
            whole, tag = answer.read(), answer.headers["etag"]
            assert answer.headers["content-type"] == kind
        assert first in whole[:12]
        part = Request(f"{sim.url}/media/{name}", headers={"range": "bytes=20-29", "if-range": tag})
        with urlopen(part, timeout=10) as answer:
            assert (answer.status, answer.read()) == (206, whole[20:30])


def test_pages_for_people(sim: Sim) -> None:
    for path, words in {"/": "Kling simulator", "/dev/api-key": ACCESS}.items():
        with urlopen(sim.url + path, timeout=10) as answer:
            assert words in answer.read().decode()


def test_a_voice_shows_in_the_element(sim: Sim) -> None:
    body = {"element_name": "Leo", "element_description": "a man", "reference_type": "image_refer"}
    pictures = {"frontal_image": URL, "refer_images": [{"image_url": URL}]}
    sim.create("/v1/general/advanced-custom-elements", **body, element_image_list=pictures, element_voice_id="v-1")
    sim.pass_time(5)
    (task,) = sim.call("GET", "/v1/general/advanced-custom-elements")[1]["data"]
    (made,) = task["task_result"]["elements"]
    assert (made["element_voice_info"]["voice_id"], type(made["element_id"])) == ("v-1", int)
