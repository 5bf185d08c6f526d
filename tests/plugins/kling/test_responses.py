"""Every shape of a result, by the contract's own examples."""

from decimal import Decimal
from typing import Any

import pytest

from mediawright.plugin import Progress, State, Uncertain
from mediawright_kling.envelope import Envelope
from mediawright_kling.responses import accepted, progress_of, task_at

VIDEO, IMAGE, OMNI = "/v1/videos/text2video", "/v1/images/generations", "/v1/images/omni-image"
ELEMENT = "/v1/general/advanced-custom-elements"


def polled(path: str, result: Any, *, status: str = "succeed", watermark: bool = False, **more: Any) -> Progress:
    task = task_at("867283741759111202", path, "https://api.example.com", watermark=watermark)
    return progress_of({"task_status": status, "task_result": result, **more}, task)


def names(progress: Progress) -> list[tuple[str, str]]:
    return [(output.name, output.url) for output in progress.outputs]


def test_a_clip() -> None:
    found = polled(VIDEO, {"videos": [{"id": "1", "url": "u", "duration": "5.041"}]}, final_unit_deduction="4")
    assert names(found) == [("867283741759111202", "u")]
    assert found.outputs[0].duration == 5.041
    assert found.charged is not None
    assert (found.charged.value, found.charged.unit) == (Decimal(4), "units")


@pytest.mark.parametrize(("asked", "count"), [(False, 1), (True, 2)])
def test_the_marked_clip_only_where_it_was_asked_for(asked: bool, count: int) -> None:
    found = polled(VIDEO, {"videos": [{"url": "u", "watermark_url": "w"}]}, watermark=asked)
    assert len(found.outputs) == count


def test_one_picture_and_several() -> None:
    assert names(polled(IMAGE, {"images": [{"index": 0, "url": "a"}]})) == [("867283741759111202", "a")]
    several = polled(OMNI, {"images": [{"url": "a"}], "series_images": [{"url": "b"}, {"url": ""}, {"url": "c"}]})
    assert [name.rpartition("_")[2] for name, _ in names(several)] == ["0", "1", "2"]
    assert [url for _, url in names(several)] == ["a", "b", "c"]


def test_a_bare_link() -> None:
    assert names(polled(OMNI, {"url": "a"})) == [("867283741759111202", "a")]


def test_pictures_are_paid_from_their_own_pack() -> None:
    found = polled(IMAGE, {"images": [{"url": "a"}]}, final_unit_deduction="7.5").charged
    assert found is not None
    assert (found.value, found.unit) == (Decimal("7.5"), "image_units")


def test_an_element_by_its_exact_id() -> None:
    found = polled(ELEMENT, {"elements": [{"element_id": "860434500000000001"}]})
    assert (found.state, found.subject_id, found.outputs) == (State.SUCCEEDED, "860434500000000001", ())


@pytest.mark.parametrize(
    ("path", "result"),
    [(VIDEO, {}), (VIDEO, {"videos": [{}]}), (IMAGE, None), (ELEMENT, {"elements": [{}]}), (VIDEO, {"videos": ["x"]})],
)
def test_finished_with_nothing_in_hand_yet(path: str, result: Any) -> None:
    """The core polls again for a while."""
    found = polled(path, result, final_unit_deduction="4")
    assert (found.state, found.charged and found.charged.value) == (State.SUCCEEDED, Decimal(4))
    assert (found.outputs, found.subject_id) == ((), None)


@pytest.mark.parametrize(("word", "state"), [("submitted", State.SUBMITTED), ("processing", State.RUNNING)])
def test_on_the_way(word: str, state: State) -> None:
    assert polled(VIDEO, None, status=word).state is state


@pytest.mark.parametrize("word", ["", "SUCCEED", "succeeded", "queueing"])
def test_other_words_are_unknown(word: str) -> None:
    assert polled(VIDEO, {"videos": [{"url": "u"}]}, status=word).state is State.UNKNOWN


def test_a_failure_without_a_word() -> None:
    found = polled(VIDEO, {}, status="failed", task_status_msg="")
    assert found.reason is not None
    assert found.reason.key == "kling.task.failed_silently"


@pytest.mark.parametrize("text", ["", None, "many", "NaN", "Infinity"])
def test_a_deduction_that_is_no_number(text: Any) -> None:
    assert polled(VIDEO, {"videos": [{"url": "u"}]}, final_unit_deduction=text).charged is None


@pytest.mark.parametrize("data", [None, {}, {"task_id": ""}, [], "x"])
def test_a_success_that_names_no_task(data: Any) -> None:
    with pytest.raises(Uncertain):
        accepted(Envelope(status=200, code=0, data=data), VIDEO, "https://api.example.com")


def test_the_handle_says_where_to_poll() -> None:
    task = accepted(Envelope(status=200, code=0, task_id="8"), VIDEO, "https://api.example.com", watermark=True)
    assert task.handle == {"path": VIDEO, "base": "https://api.example.com", "watermark": True}
