"""Voices that are saved, listed and deleted: K-S27, K-S28, K-S29, K-S35, and a clip of ours as a sample (K-S6)."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from tests.plugins.kling.harness import clip, job_of, measured, planned, until_done
from tests.plugins.kling.test_side_rules import asked, rules, sound

from mediawright.plugin import (
    InvalidRequest,
    Media,
    MediaKind,
    Operation,
    Rejected,
    Role,
    State,
    SubjectAction,
    SubjectVerb,
)
from mediawright.services.request_reader import read_request
from mediawright_kling import hooks
from mediawright_kling.pricing import price_of

if TYPE_CHECKING:
    from mediawright.testing.fakes import FakeClock

CLONE = Operation.CLONE_VOICE
LINK = "https://media.example.net/voice.wav"
SAMPLE = Media(kind=MediaKind.AUDIO, role=Role.VOICE, source=LINK)
MADE = replace(measured(clip("talk.mp4"), media_type="video/mp4", duration=5.0), made_id="880000000000000101")


def wished(*media: Media, prompt: str = "", **options: Any) -> Any:
    return asked(CLONE, *(media or (SAMPLE,)), prompt=prompt, **{"consent": "yes", **options})


def test_k_s27_what_a_voice_is_made_of() -> None:
    assert rules(wished()) == set()
    assert rules(wished(MADE)) == set()
    for wrong in (
        wished(consent="no"),
        asked(CLONE, SAMPLE),
        wished(prompt="x" * 21),
        wished(replace(SAMPLE, source="voice.wav")),
        wished(replace(sound(4.9), source=LINK)),
        wished(replace(sound(30.5), source=LINK)),
        wished(replace(sound(9.0, media_type="audio/aac"), source=LINK)),
        wished(replace(measured(clip("talk.mp4"), media_type="video/mp4", duration=4.0), made_id="1")),
    ):
        assert "K-S27" in rules(wrong), wrong
    assert "K-S4" in rules(wished(SAMPLE, MADE))
    assert "K-S5" in rules(wished(replace(MADE, made_id="")))


def test_k_s27_the_body_and_what_the_page_says() -> None:
    """Words are the voice's name, else the file's; a clip of ours goes by its id; the yes is spoken of."""
    values = {"operation": "clone_voice", "prompt": "Anna", "audio": LINK, "option": "consent=yes", "provider": "kling"}
    request, problems = planned(read_request("audio", values))
    assert problems == []
    (call,) = hooks.wire(request, "job-1")
    assert call.url == "/v1/general/custom-voices"
    assert call.json == {"voice_name": "Anna", "voice_url": LINK, "external_task_id": "job-1"}
    (own,) = hooks.wire(hooks.complete(wished(MADE)), "job-1")
    assert own.json == {"voice_name": "talk", "video_id": "880000000000000101", "external_task_id": "job-1"}
    price = price_of(hooks.complete(wished()))
    assert str(price.amount) == "0.05 units"
    assert [note.key.rpartition(".")[2] for note in price.notes] == ["voice_consent", "voice_name"]


async def test_k_s28_k_s29_k_s35_a_voice_is_saved_listed_and_deleted(
    sim: Any, harness_for: Any, clock: "FakeClock"
) -> None:
    harness = await harness_for(sim)
    ctx = harness.open("job-1")
    task = await hooks.submit(ctx, job_of(wished(prompt="Anna"), clock))
    progress = await until_done(ctx, sim, task)
    assert progress.state is State.SUCCEEDED
    assert progress.subject_id
    assert [one.kind for one in progress.outputs] == [MediaKind.AUDIO]
    assert str(progress.charged) == "0.05 units"

    async def act(verb: SubjectVerb, name: str | None = None, **more: Any) -> Any:
        return await hooks.subjects(harness.open(), SubjectAction(verb=verb, kind="voice", id=name, **more))

    (mine,) = (await act(SubjectVerb.LIST, per_page=1000)).items
    assert (mine.id, mine.name) == (progress.subject_id, "Anna")
    with pytest.raises(InvalidRequest) as pages:
        await act(SubjectVerb.LIST, per_page=1001)
    assert pages.value.problems[0].rule == "K-S35"
    preset = (await act(SubjectVerb.LIST_PRESETS)).items[0]
    with pytest.raises(InvalidRequest) as built_in:
        await act(SubjectVerb.DELETE, preset.id)
    assert built_in.value.problems[0].rule == "K-S28"
    assert sim.asked("/v1/general/delete-voices") == []
    for _ in range(2):  # a second time there is nothing to do, and no answer has data
        assert (await act(SubjectVerb.DELETE, mine.id)).items[0].status == "deleted"
    assert (await act(SubjectVerb.LIST)).items == ()
    with pytest.raises(Rejected):
        await act(SubjectVerb.DELETE, "404")


async def test_k_s28_an_element_that_was_listed_as_built_in_is_refused(sim: Any, harness_for: Any) -> None:
    harness = await harness_for(sim)
    found = await hooks.subjects(harness.open(), SubjectAction(verb=SubjectVerb.LIST_PRESETS))
    with pytest.raises(InvalidRequest) as refused:
        await hooks.subjects(harness.open(), SubjectAction(verb=SubjectVerb.DELETE, id=found.items[0].id))
    assert refused.value.problems[0].rule == "K-S28"
