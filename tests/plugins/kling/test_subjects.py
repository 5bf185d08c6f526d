"""Elements: query, list, presets, delete; ids exact."""

from typing import TYPE_CHECKING

import pytest
from tests.plugins.kling.harness import Harness, Sim, element, image, job_of

from mediawright.plugin import MediawrightError, NotFound, Role, Subject, SubjectAction, SubjectVerb
from mediawright_kling import hooks

if TYPE_CHECKING:
    from mediawright.testing.fakes import FakeClock

PRESET = "829836802793406551"


async def made(harness: Harness, sim: Sim, clock: "FakeClock") -> tuple[str, Subject]:
    """A finished element: its task's id, and itself."""
    front = image(role=Role.CHARACTER)
    task = await hooks.submit(harness.open(), job_of(element(media=(front, image()), tags="o_102,o_108"), clock))
    sim.pass_time(5)
    found = await hooks.subjects(harness.open(), SubjectAction(verb=SubjectVerb.QUERY, task_id=task.id))
    return task.id, found.items[0]


async def test_presets_with_exact_ids(harness: Harness) -> None:
    found = await hooks.subjects(harness.open(), SubjectAction(verb=SubjectVerb.LIST_PRESETS))
    assert (found.items[0].id, found.items[0].name, found.items[0].owner) == (PRESET, "Grace", "kling")
    assert [label.en for label in found.items[0].labels] == ["from pictures"]


async def test_pages_of_presets(harness: Harness, sim: Sim) -> None:
    found = await hooks.subjects(harness.open(), SubjectAction(verb=SubjectVerb.LIST_PRESETS, page=2, per_page=2))
    assert [item.name for item in found.items] == ["Mochi"]
    assert sim.service_state.log[0]["query"] == {"pageNum": "2", "pageSize": "2"}


async def test_an_element_of_ones_own(harness: Harness, sim: Sim, clock: "FakeClock") -> None:
    _, mine = await made(harness, sim, clock)
    assert (mine.name, mine.kind, mine.status, mine.tags) == ("Mia", "image_refer", "succeed", ("o_102", "o_108"))
    assert [label.zh for label in mine.labels] == ["人物", "其他"]
    listed = await hooks.subjects(harness.open(), SubjectAction(verb=SubjectVerb.LIST))
    assert [item.id for item in listed.items] == [mine.id]


async def test_one_that_is_still_being_made(harness: Harness, clock: "FakeClock") -> None:
    task = await hooks.submit(harness.open(), job_of(element(), clock))
    (shown,) = (await hooks.subjects(harness.open(), SubjectAction(verb=SubjectVerb.QUERY, task_id=task.id))).items
    assert (shown.id, shown.name, shown.status) == ("", task.id, "submitted")


async def test_one_that_failed_says_why(harness: Harness, sim: Sim, clock: "FakeClock") -> None:
    sim.fault("fail", "POST *", message="face not found")
    _, shown = await made(harness, sim, clock)
    assert (shown.status, shown.description) == ("failed", "face not found")


async def test_deleting(harness: Harness, sim: Sim, clock: "FakeClock") -> None:
    _, mine = await made(harness, sim, clock)
    gone = await hooks.subjects(harness.open(), SubjectAction(verb=SubjectVerb.DELETE, id=mine.id))
    assert (gone.items[0].id, gone.items[0].status) == (mine.id, "deleted")
    assert sim.asked("/v1/general/delete-elements")[0]["json"] == {"element_id": mine.id}
    with pytest.raises(NotFound):
        await hooks.subjects(harness.open(), SubjectAction(verb=SubjectVerb.DELETE, id=mine.id))


async def test_presets_cannot_be_deleted(harness: Harness) -> None:
    with pytest.raises(MediawrightError) as refusal:
        await hooks.subjects(harness.open(), SubjectAction(verb=SubjectVerb.DELETE, id=PRESET))
    assert refusal.value.provider_message == "preset elements can not be deleted"


def test_both_delete_paths_are_served(sim: Sim) -> None:
    answer = sim.create("/v1/general/delete-advanced-elements", element_id=PRESET)[1]
    assert answer["code"] == 1201
