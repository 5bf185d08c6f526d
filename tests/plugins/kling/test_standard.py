"""The new standard: K-N1 to K-N37, recorded requests, and a turbo clip from request to a file that is heard."""

import json
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from tests.plugins.kling.harness import clip, image, job_of, measured, planned, shots, until_done, video
from tests.plugins.kling.test_side_wire import CASES, NET, typed

from mediawright.media.quality import Asked, check_file
from mediawright.plugin import (
    Amount,
    Found,
    InvalidRequest,
    MediaKind,
    NotFound,
    Operation,
    Request,
    Role,
    SignInNeeded,
    State,
    Task,
    Uncertain,
)
from mediawright.services.request_reader import read_request
from mediawright_kling import hooks
from mediawright_kling.standard.bodies import SETTINGS
from mediawright_kling.standard.choice import paths
from mediawright_kling.standard.records import progress_of
from mediawright_kling.validation.check import problems_of

if TYPE_CHECKING:
    from mediawright.testing.fakes import FakeClock

TURBO = "kling-3.0-turbo"
KEY = {"KLING_API_KEY": "sim-api-key-not-a-secret", "KLING_ACCESS_KEY": "", "KLING_SECRET_KEY": ""}
OURS: Mapping[str, tuple[dict[str, Any], str]] = {
    "kn-err-duplicate": ({"prompt": "x", "model": TURBO, "duration": 5}, "job-0001"),
    "kn-failed": ({"prompt": "x", "model": TURBO, "option": "external_task_id=off"}, "job-1"),
    "kn-ex-i2v-4k": (
        {
            "prompt": "Day turns to night",
            "first_frame": NET + "day.png",
            "end_frame": NET + "night.png",
            "model": "kling-v3",
            "resolution": "4k",
            "duration": 10,
            "option": ["standard=new", "external_task_id=off"],
        },
        "job-1",
    ),
    "kn-ex-motion": (
        {
            "operation": "motion_control",
            "prompt": "Same coat, studio light",
            "image": NET + "person.png",
            "video": NET + "dance.mp4",
            "model": "kling-v3",
            "resolution": "1080p",
            "option": ["standard=new", "character_orientation=video", "external_task_id=off"],
        },
        "job-1",
    ),
}


def new(prompt: str = "A cat runs", model: str = "kling-v3", **fields: Any) -> Request:
    options = {"standard": "new", **fields.pop("options", {})}
    return video(prompt, model=model, options=options, **fields)


def body_of(request: Request) -> Any:
    (call,) = hooks.wire(hooks.complete(request), "job-1")
    return call.json


def rules(request: Request) -> set[str | None]:
    return {problem.rule for problem in problems_of(request)}


def test_recorded_requests_are_ours() -> None:
    for name, (values, job) in OURS.items():
        request, problems = planned(read_request("video", {"provider": "kling", **values}))
        assert problems == [], (name, problems)
        (call,) = hooks.wire(request, job)
        assert (call.url, typed(call.json)) == (CASES[name]["path"], typed(CASES[name]["json"])), name


REF, LINK = image(), clip("https://media.example.net/c.mp4")
BAD: Mapping[str, list[Request]] = {
    "K-N3": [new(model="kling-v2-6", subject_ids=("1",)), new(model="kling-v2-5-turbo", media=(LINK,))],
    "K-N4": [
        Request(operation=Operation.TEXT_TO_IMAGE, prompt="x", options={"standard": "new"}),
        Request(operation=Operation.TEXT_TO_SPEECH, prompt="x", options={"standard": "new"}),
    ],
    "K-N5": [new("")],
    "K-N6": [new(negative_prompt="rain"), new(seed=1)],
    "K-N7": [new(model=TURBO, resolution="4k"), new(resolution="480p")],
    "K-N8": [new(aspect_ratio="4:3"), new(media=(REF,), aspect_ratio="16:9")],
    "K-N9": [new(duration=2), new(model="kling-v2-6", duration=6)],
    "K-N10": [new(model=TURBO, sound=False), new(model="kling-v2-5-turbo", sound=True)],
    "K-N12": [new(model="kling-v2-6", multi_shot=True, shots=shots(2, 3))],
    "K-N13": [
        new(multi_shot=True, shots=shots(2, 3), duration=6),
        new(multi_shot=True, shots=shots(*[1] * 7)),
    ],
    "K-N14": [new("x" * 3073), new("x" * 2501, model=TURBO, media=(REF,))],
    "K-N15": [new(media=(image(role=Role.END_FRAME),)), new(media=(REF, REF, REF))],
    "K-N16": [new(model=TURBO, media=(REF, image(role=Role.END_FRAME)))],
    "K-N17": [
        new(model="kling-v2-6", media=(REF, image(role=Role.END_FRAME)), resolution="720p"),
        new(model="kling-v2-6", sound=True, resolution="720p"),
    ],
    "K-N18": [
        new(model="kling-v3-omni", media=(REF,) * 8),
        new(model="kling-v3-omni", media=(*[REF] * 5, LINK)),
        new(model="kling-v3-omni", media=(image(role=Role.FIRST_FRAME),), subject_ids=("1",) * 4),
    ],
    "K-N20": [new("<<<image_2>>> walks", model="kling-v3-omni", media=(REF,)), new("@image_1 walks")],
    "K-N21": [new(model="kling-v3-omni", media=(clip("c.mp4"),))],
    "K-N22": [new(model="kling-video-o1", duration=7)],
    "K-N25": [
        new(model="kling-v2-6", media=(REF,), options={"voices": "1"}),
        new(model="kling-v2-6", media=(REF,), sound=True, options={"voices": "1,2,3"}),
    ],
    "K-N26": [
        new(operation=Operation.MOTION_CONTROL, media=(REF, LINK)),
        new(operation=Operation.MOTION_CONTROL, media=(REF,), options={"character_orientation": "image"}),
    ],
    "K-N27": [
        new(media=(measured(image("a.png"), size=20 * 1024 * 1024 + 1),)),
        new(media=(measured(image("a.png"), width=299),)),
    ],
}


@pytest.mark.parametrize("rule", BAD)
def test_what_a_rule_refuses(rule: str) -> None:
    for request in BAD[rule]:
        assert rule in rules(request), request


def test_k_n6_k_n11_k_n19_k_n23_bodies_come_from_a_closed_list() -> None:
    """Every key is one of the path's; `multi_shot` and the shape stand where the server's default would cost a clip."""
    asked = [
        new(),
        new(model=TURBO),
        new(media=(REF,)),
        new(model=TURBO, media=(REF,)),
        new(model="kling-v3-omni"),
        new("<<<image_1>>> and <<<image_2>>>", model="kling-v3-omni", media=(REF, REF), watermark=True),
        new(model="kling-v3-omni", media=(clip(role=Role.FEATURE),)),
        new(model="kling-v3-omni", media=(LINK,), keep_original_sound=True),
        new(model="kling-video-o1"),
        new(multi_shot=True, shots=shots(2, 3)),
        new(model="kling-v2-6", media=(REF,), sound=True, options={"voices": "11,12"}),
        new(operation=Operation.MOTION_CONTROL, media=(REF, LINK), options={"character_orientation": "video"}),
    ]
    for request in asked:
        assert rules(request) == set(), request
        body = body_of(request)
        assert set(body) <= {"prompt", "contents", "settings", "options"}
        assert ("prompt" in body) is not ("contents" in body)
        assert set(body["settings"]) <= set(SETTINGS)
    bodies = [body_of(request) for request in asked]
    settings = [body["settings"] for body in bodies]
    assert settings[0] == {
        "resolution": "1080p",
        "duration": 5,
        "aspect_ratio": "16:9",
        "audio": "off",
        "multi_shot": False,
    }
    assert settings[1] == {"resolution": "720p", "duration": 5, "aspect_ratio": "16:9"}
    assert settings[4]["aspect_ratio"] == "16:9"
    assert settings[6] == {"resolution": "1080p", "audio": "off", "multi_shot": True}
    assert settings[7] == {"resolution": "1080p", "audio": "original", "multi_shot": False}
    assert "multi_shot" not in settings[8]
    assert bodies[5]["contents"][0]["text"] == "@image_1 and @image_2"
    assert bodies[5]["options"] == {"external_task_id": "job-1", "watermark_info": {"enabled": True}}
    assert bodies[9]["prompt"] == "shot 1, 2, shot 1; shot 2, 3, shot 2;"
    assert settings[9]["multi_shot"] is True
    assert bodies[10]["contents"][2:] == [
        {"type": "voice", "voice_id": "11", "id": "voice_1"},
        {"type": "voice", "voice_id": "12", "id": "voice_2"},
    ]
    assert len(paths()) == 12


def test_k_n13_a_semicolon_inside_a_shot_is_a_comma() -> None:
    story = new(multi_shot=True, shots=(shots(5)[0].__class__(index=1, prompt="a door; it opens", duration=5),))
    assert body_of(story)["prompt"] == "shot 1, 5, a door, it opens;"


def test_k_n36_an_alias_is_understood_in_conversation_and_refused_as_a_model() -> None:
    model = hooks.describe().model(TURBO, MediaKind.VIDEO)
    assert model is not None
    assert {"turbo", "3.0-turbo", "kling-v3-turbo", "kling-3-turbo", "可灵3.0turbo"} <= set(model.aliases)
    with pytest.raises(InvalidRequest):
        planned(video(model="kling-v3-turbo"))


def test_k_n28_k_n35_k_n37_records() -> None:
    task = Task(provider="kling", id="1", handle={})
    made = {"status": "succeeded", "update_time": 1_000_000, "outputs": [{"type": "video", "url": "https://r/1.mp4"}]}

    def state(**more: Any) -> State:
        return progress_of({**made, **more}, task, 1_000_000).state

    assert state() is State.SUCCEEDED
    assert state(status="queued") is State.UNKNOWN
    assert state(outputs=[]) is State.FAILED
    assert progress_of(made, task, 1_000_000 + 30 * 86_400_000 + 1).state is State.FAILED
    unit = {"charge_type": "unit", "package_type": "video", "amount": "1.2"}
    cash = {"charge_type": "cash", "cash_type": "balance", "currency": "USD", "amount": "8"}
    charged = [
        progress_of({**made, "billing": bill}, task, 0).charged for bill in ([unit, unit], [cash], [{"amount": "8"}])
    ]
    assert [str(one) if one else None for one in charged] == ["2.4 units", "8 USD", None]
    assert isinstance(charged[0], Amount)


async def test_k_n1_k_n2_only_an_api_key_opens_it(sim: Any, harness_for: Any, clock: "FakeClock") -> None:
    harness = await harness_for(sim)
    with pytest.raises(SignInNeeded) as refused:
        await hooks.submit(harness.open("job-1"), job_of(video(model=TURBO), clock))
    assert refused.value.message.key == "kling.auth.api_key_needed"
    assert sim.service_state.log == []
    wrong = await harness_for(sim, **{**KEY, "KLING_API_KEY": "somebody-elses"})
    with pytest.raises(SignInNeeded) as unknown:
        await hooks.submit(wrong.open("job-1"), job_of(video(model=TURBO), clock))
    assert unknown.value.message.key == "kling.auth.api_key_unknown"
    assert sim.call("POST", "/text-to-video/kling-3.0", {"prompt": "x"}, bearer="a.b.c")[1]["code"] == 1002


async def test_a_turbo_clip_comes_home_and_is_heard(sim: Any, harness_for: Any, clock: "FakeClock") -> None:
    """K-N30, K-N31, K-N33, K-N34: polled by its id, paid as quoted, found by ours after a lost answer, never made twice."""
    harness = await harness_for(sim, **KEY)
    request, problems = planned(video(model=TURBO, duration=3))
    assert problems == []
    ctx, job = harness.open("job-1"), job_of(request, clock)
    sim.fault("drop_after", "POST /text-to-video/*")
    with pytest.raises(Uncertain):
        await hooks.submit(ctx, job)
    found = await hooks.reconcile(ctx, job)
    assert isinstance(found, Found)
    again = await hooks.submit(ctx, job)
    assert again.id == found.task.id
    assert len(sim.service_state.works) == 1
    progress = await until_done(ctx, sim, again)
    price = await hooks.quote(request)
    assert progress.charged == price.amount == Amount(Decimal("2.4"), "units")
    (harness.cwd / "out").mkdir()
    sink = harness.contexts.sink("job-1", str(harness.cwd / "out"))
    await hooks.download(again, progress, sink)
    (file,) = (harness.cwd / "out").iterdir()
    heard = check_file(Path(file), "video/mp4", Asked(sound=True, duration=3.0, still=True))
    assert heard.notes == ()
    many = {f"9{n:017}": Task(provider="kling", id=f"9{n:017}", handle={**again.handle, "made": 0}) for n in range(24)}
    polled = await hooks.poll_many(ctx, [again, *many.values()])
    assert set(polled) == {again.id}
    assert [len(r["query"]["task_ids"].split(",")) for r in sim.asked("/tasks", "GET")[-2:]] == [20, 5]
    with pytest.raises(NotFound):
        await hooks.poll(ctx, next(iter(many.values())))
    fresh = Task(provider="kling", id="9", handle={**again.handle, "made": clock.now().timestamp()})
    assert (await hooks.poll(ctx, fresh)).state is State.SUBMITTED
    assert sim.service_state.ignored == []


def test_k_n7_k_n24_k_n29_k_n30_k_n32_the_simulator_speaks_like_the_server(sim: Any) -> None:
    def said(method: str, path: str, body: Any = None) -> str:
        return str(sim.call(method, path, body)[1]["message"])

    turbo = f"/text-to-video/{TURBO}"
    assert said("POST", turbo, {"settings": {}}) == "prompt is required"
    assert said("POST", turbo, {"prompt": "x", "settings": {"resolution": "9000p"}}) == (
        "settings.resolution value '9000p' is invalid"
    )
    assert said("POST", "/image-to-video/kling-3.0", {"contents": []}) == "contents cannot be empty"
    element = {"contents": [{"type": "prompt", "text": "x"}, {"type": "element", "element_id": "no"}]}
    assert said("POST", "/image-to-video/kling-3.0", element) == "Invalid element id"
    assert said("GET", "/tasks") == "task_ids or external_task_ids is required"
    assert "20 in total" in said("GET", f"/tasks?task_ids={','.join('1' * 21)}")
    for job in ("a", "b"):
        made = sim.call("POST", turbo, {"prompt": "x", "duration": 9, "options": {"external_task_id": job}})
        assert made[0] == 200
    assert said("POST", turbo, {"prompt": "x", "options": {"external_task_id": "a"}}).endswith("already exists")
    assert sim.service_state.ignored[0]["keys"] == ["duration"]
    page = sim.call("POST", "/tasks", {"limit": 1})[1]["data"]
    last = sim.call("POST", "/tasks", {"limit": 1, "cursor": page["next_cursor"]})[1]["data"]
    assert (page["has_more"], last["has_more"], last["next_cursor"]) == (True, False, "")
    assert json.dumps(page["result"][0]["external_id"]) == '"b"'
