"""Side tasks through a real socket, from the request to files that were decoded: seen, and heard."""

from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from tests.plugins.kling.harness import Harness, Sim, clip, image, job_of, planned, until_done

from mediawright.media.quality import Asked, check_file
from mediawright.plugin import (
    InvalidRequest,
    Media,
    MediaKind,
    NotFound,
    Operation,
    Request,
    Role,
    State,
    Task,
    TaskFailed,
    Uncertain,
)
from mediawright.sdk.simulator.media import make_sound
from mediawright_kling import hooks

if TYPE_CHECKING:
    from mediawright.testing.fakes import FakeClock

Op = Operation
LINK = "https://media.example.com/talk-3s-640x360.mp4"
VOICE = Media(kind=MediaKind.AUDIO, role=Role.VOICE, source="voice.wav")
FACE = image("a.jpg", Role.FACE)


def asked(operation: Operation, *media: Media, prompt: str = "", **options: Any) -> Request:
    model = options.pop("model", None)
    return Request(operation=operation, prompt=prompt, media=media, options=options, model=model)


#: what is asked → the kinds of its files, and the units charged
JOURNEYS: list[tuple[Request, str, str | None]] = [
    (asked(Op.TALKING_PHOTO, FACE, VOICE), "video", None),
    (asked(Op.LIP_SYNC, clip(LINK, Role.SOURCE), prompt="Good evening, ladies."), "video", "0.5"),
    (asked(Op.MOTION_CONTROL, image("a.jpg"), clip(LINK, Role.FEATURE)), "video", "2.4"),
    (asked(Op.VIDEO_EFFECT, image("a.jpg"), image("d.png"), effect="hug_pro"), "video", "0"),
    (asked(Op.TEXT_TO_SPEECH, prompt="The last train leaves at nine."), "audio", None),
    (asked(Op.SOUND_EFFECTS, prompt="rain on a tin roof", seconds="4.5"), "audio", "0.25"),
    (asked(Op.VIDEO_TO_AUDIO, clip(LINK, Role.SOURCE), prompt="waves"), "video audio", "0.25"),
    (asked(Op.OUTPAINT, image("a.jpg"), up_expansion_ratio="0.5"), "image", "8"),
    (asked(Op.EDIT_IMAGE, image("a.jpg"), image("d.png"), prompt="one table", model="kling-v2-1"), "image", "16"),
    (asked(Op.TRY_ON, image("a.jpg"), image("d.png")), "image", "0"),
    (asked(Op.REMOVE_BACKGROUND, image("a.jpg"), part="cloth"), "image", None),
    (
        asked(
            Op.EDIT_VIDEO,
            clip(LINK),
            prompt="no glass",
            edit_mode="removal",
            marks="12:0.4,0.6",
            model="kling-multi-elements",
        ),
        "video",
        "0",
    ),
    (asked(Op.IMAGE_SERIES, image("a.jpg"), model="kling-ai-multi-shot"), " ".join(["image"] * 9), "20"),
]


#: whose files are decoded from end to end
HEARD = (Op.TALKING_PHOTO, Op.TEXT_TO_SPEECH, Op.VIDEO_TO_AUDIO)


async def delivered(harness: Harness, sim: Sim, clock: "FakeClock", request: Request, job: str) -> Any:
    ready, problems = planned(harness.measured(request))
    assert problems == [], problems
    ctx = harness.open(job)
    task = await hooks.submit(ctx, job_of(ready, clock, job))
    progress = await until_done(ctx, sim, task)
    assert progress.state is State.SUCCEEDED, progress.provider_message
    sink = harness.contexts.sink(job, str(harness.cwd / "out"))
    (harness.cwd / "out").mkdir(exist_ok=True)
    await hooks.download(task, progress, sink)
    return progress


async def test_every_side_task_comes_home_and_is_heard(
    sim: Sim, harness_for: Any, clock: "FakeClock", fixtures: Path
) -> None:
    harness = await harness_for(sim)
    for name in ("a.jpg", "d.png"):
        (harness.cwd / name).write_bytes((fixtures / name).read_bytes())
    (harness.cwd / "voice.wav").write_bytes(make_sound(4.0))
    seen: set[Path] = set()
    for number, (request, kinds, units) in enumerate(JOURNEYS):
        progress = await delivered(harness, sim, clock, request, f"job-{number}")
        assert [one.kind.value for one in progress.outputs] == kinds.split(), request
        assert units is None or progress.charged.value == Decimal(units), request
        files = set((harness.cwd / "out").iterdir()) - seen
        seen |= files
        assert len(files) == len(kinds.split())
        for path in files if request.operation in HEARD else ():
            heard = path.suffix in (".mp4", ".mp3", ".wav")
            kind = {".mp4": "video/mp4", ".mp3": "audio/mpeg", ".wav": "audio/wav"}.get(path.suffix, "image/png")
            found = check_file(path, kind, Asked(sound=heard, still=True))
            assert {note.code for note in found.notes} & {"silent", "no_sound", "unreadable"} == set(), (path, found)
    assert sim.service_state.ignored == []


async def test_k_s10_several_faces_are_a_question_and_none_is_the_end(
    simulate: Any, harness_for: Any, clock: "FakeClock"
) -> None:
    request = asked(Op.LIP_SYNC, clip(LINK, Role.SOURCE), audio_id="1", sound_end_time="3000")
    for faces, error in (("3", InvalidRequest), ("0", TaskFailed)):
        sim = simulate(faces=faces)
        harness = await harness_for(sim)
        with pytest.raises(error):
            await hooks.submit(harness.open("job-1"), job_of(request, clock))
        assert len(sim.service_state.works) == 0
    sim = simulate(faces="3")
    harness = await harness_for(sim)
    chosen = request.with_(options={**request.options, "face_id": "2"})
    await hooks.submit(harness.open("job-1"), job_of(chosen, clock))
    (work,) = sim.service_state.works.values()
    assert work.body["face_choose"][0]["face_id"] == "2"


async def test_k_s1_k_s2_a_lost_answer(sim: Sim, harness_for: Any, clock: "FakeClock") -> None:
    """A task is found by our id; what was answered at once cannot be looked up, and is never sent again by itself."""
    harness = await harness_for(sim)
    sim.fault("drop_after", "POST /v1/audio/*", times=2)
    effect = job_of(asked(Op.SOUND_EFFECTS, prompt="rain"), clock)
    speech = job_of(asked(Op.TEXT_TO_SPEECH, prompt="Hello."), clock, "job-2")
    for job in (effect, speech):
        with pytest.raises(Uncertain):
            await hooks.submit(harness.open(job.id), job)
    assert type(await hooks.reconcile(harness.open(effect.id), effect)).__name__ == "Found"
    assert type(await hooks.reconcile(harness.open(speech.id), speech)).__name__ == "CannotTell"
    assert len(sim.asked("/v1/audio/tts")) == 1
    nowhere = Task(provider="kling", id="404", handle={"path": "/v1/videos/effects", "base": sim.url})
    with pytest.raises(NotFound):
        await hooks.poll(harness.open("job-3"), nowhere)
