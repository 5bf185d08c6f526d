"""What each try at a result leaves behind: what is written down, how long the next one waits, what is checked at the end."""

import json
import random
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from tests.core.runner.execution import Execution
from tests.core.runner.scripted_provider import DONE, PROVIDER, TASK
from tests.core.runner.test_deliver import asset, execution, succeeded

from mediawright.files.result_names import ResultNames
from mediawright.http.errors import AddressRefused, LinkExpired, ResultCut
from mediawright.runner import crash_points, result_check
from mediawright.runner.deliver import RecordingSink, deliver, names_of
from mediawright.runner.pacing import after_error
from mediawright.testing.builders import a_quote
from mediawright.types.codec import plain
from mediawright.types.errors import Busy, InvalidRequest, TaskFailed, Uncertain, Unreachable
from mediawright.types.job import Job, Progress
from mediawright.types.message import Message
from mediawright.types.money import Amount
from mediawright.types.operations import MediaKind, Operation
from mediawright.types.request import Media, Role
from mediawright.types.states import State

if TYPE_CHECKING:
    from tests.core.runner.conftest import Harness

Make = Callable[..., "Harness"]


def jitters() -> Callable[[], float]:
    """The same numbers that the execution draws, in its order."""
    return random.Random(7).random


def downloading(b: "Harness", job: Job, **changes: Any) -> Job:
    """That job at its download, with a changed request."""
    return replace(b.ledger.move(job.id, job.state, State.DOWNLOADING), request=job.request.with_(**changes))


def record_of(path: str) -> Any:
    return json.loads(Path(f"{path}.json").read_text("utf-8"))


def written(b: "Harness", job: Job, kind: str) -> list[dict[str, Any]]:
    return [dict(event.data) for event in b.ledger.events(job.id) if event.kind == kind]


# --- a try that failed


async def test_a_link_that_leads_nowhere_is_written_down(harness: Make) -> None:
    b = harness()
    job, given = succeeded(b), execution(b, LinkExpired(), AddressRefused(), [asset(b)])
    await deliver(job, given.typed, DONE)
    assert written(b, job, "link_refused") == [{"error": LinkExpired().code}, {"error": AddressRefused().code}]


async def test_a_result_that_ends_early_is_written_down_and_waited_for(harness: Make) -> None:
    b = harness()
    cut = ResultCut(again=True)
    cut.data["part"] = "t-1.mp4.part"
    job, given = succeeded(b), execution(b, cut, cut, [asset(b)])
    await deliver(job, given.typed, DONE)
    assert written(b, job, "result_cut") == [{"part": "t-1.mp4.part"}] * 2
    draw = jitters()
    assert given.done.pauses == [after_error(1, None, draw()), after_error(2, None, draw())]


async def test_trouble_is_written_down_and_waited_out(harness: Make) -> None:
    b = harness()
    job, given = succeeded(b), execution(b, Unreachable(), Busy(retry_after=7.0), Uncertain(), [asset(b)])
    await deliver(job, given.typed, DONE)
    told = [Unreachable().code, Busy().code, Uncertain().code]
    assert written(b, job, "fetch_failed") == [{"error": code} for code in told]
    draw = jitters()
    first, _, third = (draw() for _ in range(3))
    assert given.done.pauses == [after_error(1, None, first), 7.0, after_error(3, None, third)]


async def test_an_unknown_task_waits_as_after_any_failure(harness: Make) -> None:
    b = harness()
    given = execution(b, [asset(b)], polls=[InvalidRequest(), InvalidRequest(), DONE])
    await deliver(succeeded(b), given.typed)
    draw = jitters()
    assert given.done.pauses == [after_error(1, None, draw()), after_error(2, None, draw())]


async def test_every_poll_without_a_file_is_counted(harness: Make) -> None:
    b = harness()
    job, given = succeeded(b), execution(b, [], [], [asset(b)])
    await deliver(job, given.typed, DONE)
    assert written(b, job, "no_file_yet") == [{"looks": 1}, {"looks": 2}]
    draw = jitters()
    assert given.done.pauses == [after_error(1, None, draw()), after_error(2, None, draw())]


@pytest.mark.parametrize(("seconds", "ends"), [(299.0, False), (300.0, True)])
async def test_the_patience_with_a_missing_file_is_five_minutes(harness: Make, seconds: float, ends: bool) -> None:
    b = harness()
    job = succeeded(b)

    def late() -> list[Any]:
        b.clock.advance(seconds)
        return []

    given = execution(b, late, [asset(b)])
    if not ends:
        assert (await deliver(job, given.typed, DONE)).state is State.DONE
        return
    with pytest.raises(TaskFailed) as raised:
        await deliver(job, given.typed, DONE)
    assert raised.value.message == Message("runner.no_file", {"provider": PROVIDER.title})
    assert (raised.value.provider, raised.value.data) == ("acme", {"job": job.id})
    assert b.ledger.get(job.id).finished_at == b.clock.now()


async def test_a_verdict_of_the_download_keeps_its_code(harness: Make) -> None:
    b = harness()
    said = TaskFailed(Message("runner.result_gone"), provider="acme", provider_code="E7")
    with pytest.raises(TaskFailed) as raised:
        await deliver(succeeded(b), execution(b, said).typed, DONE)
    assert (raised.value.message, raised.value.provider_code) == (said.message, "E7")


async def test_a_result_that_failed_meanwhile_says_the_provider_s_own_reason(harness: Make) -> None:
    b = harness()
    reason = Message("error.task_failed")
    given = execution(b, [asset(b)], polls=[Progress(state=State.FAILED, reason=reason)])
    with pytest.raises(TaskFailed) as raised:
        await deliver(succeeded(b), given.typed)
    assert raised.value.message == reason


# --- what is asked for


async def test_the_newest_task_is_fetched_with_the_job_s_context(harness: Make) -> None:
    b = harness()
    moved, asked = replace(TASK, id="t-2"), list[Any]()
    job, given = succeeded(b), execution(b, [asset(b)])
    fetch = given.plugin.download

    async def download(ctx: Any, task: Any, progress: Any, sink: Any) -> None:
        asked.append((ctx, task, progress))
        await fetch(ctx, task, progress, sink)

    given.plugin.download = download
    verdict = replace(DONE, task=moved)
    await deliver(job, given.typed, verdict)
    assert asked == [(given.ctx, moved, verdict)]


async def test_links_are_asked_for_anew_by_the_job_s_task(harness: Make) -> None:
    b, asked = harness(), list[Any]()
    given = execution(b, [asset(b)])

    async def polled(ctx: Any, task: Any) -> Progress:
        asked.append((ctx, task))
        return DONE

    given.plugin.poll = polled
    await deliver(succeeded(b), given.typed)
    assert asked == [(given.ctx, TASK)]


async def test_a_result_that_is_gone_without_a_reason_names_the_provider(harness: Make) -> None:
    b = harness()
    given = execution(b, [asset(b)], polls=[Progress(state=State.CANCELLED)])
    with pytest.raises(TaskFailed) as raised:
        await deliver(succeeded(b), given.typed)
    assert raised.value.message == Message("runner.result_gone", {"provider": PROVIDER.title})


async def test_a_record_takes_no_other_file_s_place(harness: Make) -> None:
    b = harness()
    one = asset(b)
    (b.folder / "t-1.mp4.json").write_text("mine", "utf-8")
    await deliver(succeeded(b), execution(b, [one]).typed, DONE)
    assert (b.folder / "t-1.mp4.json").read_text("utf-8") == "mine"
    assert record_of(f"{one.path}.1.json".removesuffix(".json"))["files"] == 1


async def test_a_draft_is_called_so_by_what_the_provider_says_of_the_operation(harness: Make) -> None:
    job, asked = harness().approved(), list[Operation]()

    class Drafting:
        def drafts(self, operation: Operation) -> bool:
            asked.append(operation)
            return True

    assert names_of(job, DONE, Drafting()).draft  # type: ignore[arg-type]
    assert asked == [job.request.operation]


async def test_a_sink_passes_on_everything_it_is_given(harness: Make) -> None:
    b, given = harness(), list[Any]()
    one = asset(b)

    class Sink:
        async def fetch(self, *args: Any, **more: Any) -> Any:
            given.append((args, more))
            return one

        write = take = fetch

    sink = RecordingSink(Sink())
    for keep in (sink.fetch, sink.write, sink.take):
        assert await keep("output", "bytes", part=2) is one
    assert given == [(("output", "bytes"), {"part": 2})] * 3


@pytest.mark.parametrize(("outputs", "several"), [(0, False), (1, False), (2, True), (3, True)])
@pytest.mark.parametrize("draft", [False, True])
async def test_results_are_named_by_the_wish_and_numbered_where_there_are_several(
    harness: Make, outputs: int, several: bool, draft: bool
) -> None:
    job = harness().approved()
    progress = replace(DONE, outputs=DONE.outputs * outputs)
    names = names_of(job, progress, replace(PROVIDER, draft=draft))
    assert names == ResultNames(job.request, job.id, several=several, draft=draft)


# --- the end


async def test_a_process_may_die_before_between_and_after(harness: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    b, points = harness(), list[str]()
    monkeypatch.setattr(crash_points, "point", points.append)
    await deliver(succeeded(b), execution(b, [asset(b)]).typed, DONE)
    assert points == ["before-download", "after-download", "before-done"]


@pytest.mark.parametrize("local", [True, False])
async def test_what_another_machine_made_is_checked(
    harness: Make, local: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    b, checked = harness(), list[Any]()

    async def record_check(job: Job, ledger: object) -> None:
        checked.append((job, ledger))

    monkeypatch.setattr(result_check, "record_check", record_check)
    given: Execution = execution(b, [asset(b)])
    given.plugin.provider = replace(PROVIDER, local=local)
    done = await deliver(succeeded(b), given.typed, DONE)
    assert checked == ([] if local else [(done, b.ledger)])


@pytest.mark.parametrize(
    ("before", "told", "after"),
    [(None, "s-1", "s-1"), ("s-0", "s-1", "s-0"), ("s-0", None, "s-0"), (None, None, None)],
)
async def test_a_subject_s_first_id_stays(
    harness: Make, before: str | None, told: str | None, after: str | None
) -> None:
    b = harness()
    job = succeeded(b, **({"subject_id": before} if before else {}))
    done = await deliver(job, execution(b, [asset(b)]).typed, replace(DONE, subject_id=told))
    assert done.subject_id == after


async def test_a_saved_voice_with_an_id_needs_no_file(harness: Make) -> None:
    b = harness()
    job = downloading(b, succeeded(b, subject_id="v-1"), operation=Operation.CLONE_VOICE)
    assert (await deliver(job, execution(b, []).typed, DONE)).state is State.DONE


async def test_an_answer_in_words_needs_no_file(harness: Make) -> None:
    b = harness()
    job = downloading(b, succeeded(b), operation=Operation.CHAT_EDIT)
    assert (await deliver(job, execution(b, []).typed, DONE)).state is State.DONE


@pytest.mark.parametrize("charged", [True, False])
async def test_the_record_beside_a_file_is_whole(harness: Make, charged: bool) -> None:
    b = harness()
    link = Media(kind=MediaKind.IMAGE, role=Role.REFERENCE, source="https://example.com/a.png?token=not-a-secret")
    cost = {"charged": Amount(Decimal("9.5"), "credits")} if charged else {"quote": a_quote(amount=12)}
    job = downloading(b, succeeded(b, **cost), media=(link,))
    first, second = asset(b), asset(b, "t-2.mp4")
    done = await deliver(job, execution(b, [first, second]).typed, DONE)
    for one in (first, second):
        assert record_of(one.path) == {
            "job": job.id,
            "provider": "acme",
            "model": "acme-1",
            "task": TASK.id,
            "cost": {"value": "9.5" if charged else "12", "unit": "credits"},
            "cost_is": "charged" if charged else "quoted",
            "created_at": job.created_at.isoformat(),
            "request": plain(replace(job.request, media=(replace(link, source="https://example.com/a.png"),))),
            "file": plain(one) | {"path": Path(one.path).name},
            "files": 2,
        }
    assert done.assets == (first, second)
