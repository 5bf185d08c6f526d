"""Adding, finding, moving and changing jobs, and the record beside them."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from mediawright.ledger import Ledger, StaleState
from mediawright.testing.builders import a_job, a_request, an_approval
from mediawright.testing.fakes import START, FakeClock
from mediawright.types.errors import InvalidRequest, LocalFault, NotFound
from mediawright.types.job import Asset, Job, Task
from mediawright.types.message import Message, Problem, Text
from mediawright.types.money import Amount
from mediawright.types.operations import MediaKind
from mediawright.types.states import MOVES, State, may_move

S = State


def test_what_was_added_comes_back_equal(ledger: Ledger) -> None:
    job = a_job(output_dir="/home/me/clips", position=3)
    assert ledger.add(job) == job
    assert ledger.get(job.id) == job


def test_a_job_with_every_field_comes_back_equal(ledger: Ledger) -> None:
    parent = ledger.add(a_job())
    asset = Asset(path="/x/a.mp4", kind=MediaKind.VIDEO, media_type="video/mp4", size=9, sha256="ab", duration=5.04)
    job = a_job(
        approval=an_approval(parent),
        task=Task(provider="acme", id="t-1", handle={"id": "t-1", "n": 2}),
        assets=(asset,),
        charged=Amount(Decimal("88.5"), "credits"),
        subject_id="s-1",
        reason=Message("acme.refused", {"title": Text("Kite", "风筝"), "cost": Amount(Decimal(2), "credits")}, "acme"),
        provider_code="1234",
        provider_message="no kites today",
        parent=parent.id,
        submitted_at=START,
        finished_at=START + timedelta(seconds=61),
    )
    assert ledger.add(job) == job


def test_an_id_is_added_once(ledger: Ledger) -> None:
    job = ledger.add(a_job())
    with pytest.raises(LocalFault):
        ledger.add(job)
    assert len(ledger.list()) == 1


def test_the_start_of_an_id_is_enough(ledger: Ledger) -> None:
    job = ledger.add(a_job(id="0a1b2c3d-0000-4000-8000-000000000001"))
    assert ledger.get("0a1b") == job
    assert ledger.get(" 0A1B ") == job


def test_a_start_that_several_jobs_share_is_refused_with_their_ids(ledger: Ledger) -> None:
    jobs = [ledger.add(a_job(id=f"0a1b2c3d-0000-4000-8000-00000000000{n}")) for n in (1, 2)]
    with pytest.raises(InvalidRequest) as caught:
        ledger.get("0a1b")
    shown = Message("ledger.ambiguous", {"start": "0a1b"})
    assert caught.value.problems == (Problem("job", shown, allowed=tuple(job.id for job in jobs)),)


def test_a_whole_id_is_that_job_s_though_others_start_so(ledger: Ledger) -> None:
    short, long = (ledger.add(a_job(id=name)) for name in ("0a1b", "0a1b2c3d-0000-4000-8000-000000000001"))
    assert ledger.get("0a1b") == short
    assert ledger.get("0a1b2") == long


@pytest.mark.parametrize("start", ["", "f", "ffff", "0a%", "0a'--", "~"])
def test_an_unknown_start_is_not_found(ledger: Ledger, start: str) -> None:
    ledger.add(a_job())
    with pytest.raises(NotFound) as missing:
        ledger.get(start)
    assert missing.value.problems == (Problem("job", Message("ledger.no_job", {"job": start})),)


def walk_to(ledger: Ledger, state: State) -> Job:
    """A job that reached a state by allowed moves."""
    paths: dict[State, tuple[State, ...]] = {S.QUOTED: ()}
    waiting = [S.QUOTED]
    while waiting:
        here = waiting.pop(0)
        for there in sorted(MOVES[here] - paths.keys()):
            paths[there] = (*paths[here], there)
            waiting.append(there)
    job = ledger.add(a_job())
    for step in paths[state]:
        job = ledger.move(job.id, job.state, step)
    return job


REACHED = [state for state in State if state is not S.UNKNOWN]


@pytest.mark.parametrize(("old", "new"), list(product(REACHED, State)), ids=lambda state: state.value)
def test_only_the_table_s_moves_are_made(ledger: Ledger, old: State, new: State) -> None:
    job = walk_to(ledger, old)
    if may_move(old, new):
        assert ledger.move(job.id, old, new).state is new
    else:
        with pytest.raises(ValueError, match="no move"):
            ledger.move(job.id, old, new)
        assert ledger.get(job.id).state is old


def test_a_row_that_somebody_else_moved_is_not_moved_again(ledger: Ledger) -> None:
    job = walk_to(ledger, S.APPROVED)
    ledger.move(job.id, S.APPROVED, S.SUBMITTING)
    with pytest.raises(StaleState) as caught:
        ledger.move(job.id, S.APPROVED, S.SUBMITTING)
    assert caught.value.job.state is S.SUBMITTING


def test_a_move_takes_other_fields_along(ledger: Ledger) -> None:
    job = walk_to(ledger, S.SUBMITTING)
    task = Task(provider="acme", id="t-9")
    moved = ledger.move(job.id, S.SUBMITTING, S.SUBMITTED, task=task)
    assert moved.task == task
    assert ledger.job_of_task("t-9") == moved
    assert ledger.job_of_task("t-9", "other") is None


def test_a_move_writes_its_times(ledger: Ledger, fake_clock: FakeClock) -> None:
    job = walk_to(ledger, S.SUBMITTING)
    fake_clock.advance(10)
    job = ledger.move(job.id, S.SUBMITTING, S.SUBMITTED)
    fake_clock.advance(60)
    job = ledger.move(job.id, S.SUBMITTED, S.SUCCEEDED)
    fake_clock.advance(5)
    job = ledger.move(job.id, S.SUCCEEDED, S.DOWNLOADING)
    assert job.submitted_at == START + timedelta(seconds=10)
    assert job.finished_at == START + timedelta(seconds=70)
    assert job.updated_at == START + timedelta(seconds=75)


@pytest.mark.parametrize("field", ["state", "id", "request", "request_hash", "created_at", "colour"])
def test_some_fields_never_change(ledger: Ledger, field: str) -> None:
    job = ledger.add(a_job())
    with pytest.raises(ValueError, match="never change"):
        ledger.update(job.id, **{field: "x"})


def test_fields_change_without_a_move(ledger: Ledger) -> None:
    job = ledger.add(a_job())
    after = ledger.update(job.id, charged=Amount(Decimal(7), "credits"))
    assert after.charged == Amount(Decimal(7), "credits")
    assert after.state is job.state


def test_changing_a_job_that_is_not_there_is_not_found(ledger: Ledger) -> None:
    with pytest.raises(NotFound):
        ledger.update("nobody", charged=None)
    with pytest.raises(NotFound):
        ledger.move("nobody", S.QUOTED, S.APPROVED)
    with pytest.raises(NotFound):
        ledger.note("nobody", "seen")


def test_the_record_tells_the_story(ledger: Ledger) -> None:
    job = ledger.add(a_job())
    ledger.move(job.id, S.QUOTED, S.APPROVED)
    ledger.note(job.id, "busy", wait_s=2.5)
    ledger.update(job.id, provider_code="1303")
    story = [(event.kind, dict(event.data)) for event in ledger.events(job.id)]
    assert story == [
        ("added", {"state": "quoted"}),
        ("moved", {"from": "quoted", "to": "approved"}),
        ("busy", {"wait_s": 2.5}),
        ("updated", {"fields": ["provider_code"], "provider_code": "1303"}),
    ]


def test_a_failed_move_leaves_no_event(ledger: Ledger) -> None:
    job = ledger.add(a_job())
    with pytest.raises(StaleState):
        ledger.move(job.id, S.APPROVED, S.SUBMITTING)
    assert [event.kind for event in ledger.events(job.id)] == ["added"]


def test_requests_of_every_shape_keep_their_hash(ledger: Ledger) -> None:
    request = a_request(sound=False, options={"camera": {"pan": [1, 2]}}, series_amount="auto", seed=0)
    assert ledger.add(a_job(request)).request == request


# --- one job for each task


def with_task(task_id: str, provider: str = "acme", **changes: Any) -> Job:
    return a_job(provider=provider, state=S.SUBMITTED, task=Task(provider=provider, id=task_id), **changes)


def test_a_task_is_found_by_its_id_at_its_provider(ledger: Ledger) -> None:
    first, elsewhere, newest = (ledger.add(with_task("t-1", name)) for name in ("acme", "other", "acme"))
    assert ledger.job_of_task("t-1", "acme") == ledger.job_of_task("t-1") == newest != first
    assert ledger.job_of_task("t-1", "other") == elsewhere
    assert ledger.job_of_task("t-1", "third") is None
    assert ledger.job_of_task("t-2") is None


def test_a_task_is_adopted_once(ledger: Ledger) -> None:
    elsewhere = ledger.add(with_task("t-1", "other"))
    mine = ledger.adopt(with_task("t-1"))
    assert mine != elsewhere
    assert ledger.adopt(with_task("t-1")) == mine
    assert len(ledger.list()) == 2


def lost(ledger: Ledger) -> Job:
    job = ledger.add(a_job(state=S.APPROVED))
    for step in (S.SUBMITTING, S.UNCERTAIN):
        job = ledger.move(job.id, job.state, step)
    return job


def test_a_found_task_is_taken_by_one_job_only(ledger: Ledger) -> None:
    """Two lost answers of equal requests, and one task at the provider: it was bought once."""
    first, second = lost(ledger), lost(ledger)
    task = Task(provider="acme", id="t-1")
    ledger.add(with_task("t-1", "other"))
    taken = ledger.take_task(first.id, S.UNCERTAIN, task, submitted_at=START)
    assert taken is not None
    assert (taken.id, taken.state, taken.task, taken.submitted_at) == (first.id, S.SUBMITTED, task, START)
    assert ledger.take_task(second.id, S.UNCERTAIN, task) is None
    assert ledger.get(second.id) == second
    with pytest.raises(StaleState):
        ledger.take_task(first.id, S.UNCERTAIN, task)


def test_a_change_writes_its_time(ledger: Ledger, fake_clock: FakeClock) -> None:
    job = ledger.add(a_job())
    fake_clock.advance(60)
    assert ledger.update(job.id, provider_code="E1").updated_at == fake_clock.now()


def here(job: Job) -> Job:
    """A job as a machine reads it that has the results of a shared ledger somewhere of its own."""
    return replace(job, assets=tuple(replace(one, path="/here/a.mp4") for one in job.assets))


def test_what_one_machine_changes_leaves_the_address_of_a_result_as_it_is(path: Path, fake_clock: FakeClock) -> None:
    asset = Asset(path="store://results/a.mp4", kind=MediaKind.VIDEO, media_type="video/mp4", size=9, sha256="ab")
    with Ledger(path, fake_clock, near=here) as near:
        job = near.add(a_job(state=S.SUCCEEDED, assets=(asset,)))
        near.update(job.id, provider_message="ready")
        moved = near.move(job.id, S.SUCCEEDED, S.DOWNLOADING)
        assert [one.path for one in moved.assets] == ["/here/a.mp4"]
    with Ledger(path, fake_clock) as elsewhere:
        assert elsewhere.get(job.id).assets == (asset,)
        fetched = replace(asset, path="store://results/b.mp4")
        assert elsewhere.update(job.id, assets=(fetched,)).assets == (fetched,)


def test_a_known_secret_in_a_provider_s_words_is_hidden_in_a_row_and_its_record(
    path: Path, fake_clock: FakeClock
) -> None:
    with Ledger(path, fake_clock, redact=lambda text: text.replace("canary", "***")) as hiding:
        job = hiding.add(a_job(provider_message="first canary"))
        assert job.provider_message == "first ***"
        assert hiding.update(job.id, provider_message="then canary").provider_message == "then ***"
        told = hiding.events(job.id)
    assert "canary" not in str(told)
