"""Several accounts at one provider: a line, a limit and a key for each, and no job that is paid by the wrong one."""

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest
from tests.core.fleet.records import START, a_turn, a_worker

from mediawright.cli import worker as command
from mediawright.fleet.keeper import deals
from mediawright.fleet.line import queue_of
from mediawright.fleet.status import status_of
from mediawright.ledger import Ledger
from mediawright.ledger.address import PostgresAddress, Where
from mediawright.ledger.roster import Worker
from mediawright.runner.accounts import OtherAccount
from mediawright.services.account_names import accounts_in
from mediawright.services.approval import Consent
from mediawright.services.batch_carrying import Item
from mediawright.services.batch_file import Order
from mediawright.services.batches import Batch, Batches
from mediawright.services.studio import Studio
from mediawright.services.worker import WorkerProcess
from mediawright.testing.builders import a_job, a_quote, a_request, an_approval
from mediawright.testing.fakes import FakeClock
from mediawright.types.accounts import line_of, parts_of
from mediawright.types.errors import InvalidRequest, SignInNeeded
from mediawright.types.job import Job
from mediawright.types.states import State


def test_the_one_account_of_a_provider_has_its_name_alone() -> None:
    assert [line_of("acme", one) for one in (None, "default", "films")] == ["acme", "acme", "acme/films"]
    assert [parts_of(one) for one in ("acme", "acme/films")] == [("acme", "default"), ("acme", "films")]
    assert queue_of("acme", None) == "make-acme"  # as it was before there were accounts
    assert queue_of("acme/films", "here") == "make-acme/films@here"


def test_a_job_goes_to_the_workers_of_its_account() -> None:
    films = a_worker("films", providers={"acme/films": 2})
    both = [a_turn("one"), a_turn("two", account="films")]
    assert [(one.turn.job_id, one.queue) for one in deals(both, [], [films], START)] == [("two", "make-acme/films")]
    assert [one.turn.job_id for one in deals(both, [], [a_worker()], START)] == ["one"]
    found = status_of([a_worker(), films], both, {}, START, 0.0)
    assert [(one.provider, one.account, one.slots, one.waiting) for one in found.queues] == [
        ("acme", "default", 5, 1),
        ("acme", "films", 2, 1),
    ]
    assert [turn.job_id for turn in status_of([a_worker()], both, {}, START, 0.0).unserved] == ["two"]


def opened(where: Where, account: str = "default") -> Ledger:
    return Ledger(where, FakeClock(), account=lambda provider: account)


def test_the_account_that_a_price_was_told_for_pays_whoever_confirms_it(either: Where) -> None:
    request = a_request()
    quote = a_quote(request, id="QABCDE")
    with opened(either, "films") as asking:
        asking.put_quote(quote, request, output_dir=None, lang="en")
        assert asking.quote("QABCDE").account == "films"
    with opened(either) as confirming:
        job = confirming.claim_quote("QABCDE", a_job(request, state=State.QUOTED, approval=None, quote=quote))
        assert job.account == "films"
        assert confirming.add(a_job()).account == "default"
    with Ledger(either, FakeClock()) as untold:
        assert untold.add(a_job()).account is None


def test_workers_of_a_version_without_accounts_find_none_of_their_machine(either: Where) -> None:
    """They ask for a machine alone: with an account of its own a job names one that is not theirs, whatever it was."""
    with opened(either, "films") as ledger:
        for machine in (None, "here", "-"):
            job = ledger.add(a_job(state=State.APPROVED))
            ledger.turns.offer(job.id, machine, account=job.account)
            turn = ledger.turns.of(job.id)
            assert turn is not None
            assert (turn.line, turn.machine) == (f"{job.provider}/films", machine)
            raw = ledger._db.read("SELECT machine FROM turns WHERE job_id = ?", (job.id,))[0]["machine"]
            assert raw not in (None, "here", "-")
        ledger.turns.offer(job.id, "here", account="default")
        again = ledger.turns.of(job.id)
        assert again is not None
        assert again.machine == "here"


def test_an_approval_waits_in_line_where_a_worker_of_its_account_is(either: Where) -> None:
    with opened(either, "films") as ledger:
        ledger.reach = lambda job: None
        for served, lasts in ((a_job().provider, False), (f"{a_job().provider}/films", True)):
            worker = Worker(name=served, machine="m", version="1", providers={served: 1}, started_at=START)
            ledger.roster.beat(worker)
            job = ledger.add(a_job(state=State.QUOTED, approval=None))
            given = an_approval(job)
            approved = ledger.approve(job.id, replace(given, expires_at=given.at))
            assert approved.approval is not None
            assert approved.approval.expires_at is not None
            assert (approved.approval.expires_at > given.at) is lasts


@pytest.mark.parametrize("said", ["kling", "kling=", "=films", "kling=Films!", "kling=a/b", f"kling={'a' * 41}"])
def test_what_names_no_account(said: str) -> None:
    with pytest.raises(InvalidRequest):
        accounts_in({"MEDIAWRIGHT_ACCOUNTS": said})
    assert accounts_in({"MEDIAWRIGHT_ACCOUNTS": " kling=films , fal=team-2,"}) == {"kling": "films", "fal": "team-2"}


@pytest.mark.parametrize(
    "said", ["kling", "kling=10", "kling=0/60", "kling=10/0", "=1/1", "kling=a/b", "kling=1/99999"]
)
def test_what_is_no_pace(said: str) -> None:
    with pytest.raises(InvalidRequest):
        command._rates(said)
    assert command._rates("kling=10/60, fal=2/1") == {"kling": (10, 60.0), "fal": (2, 1.0)}


def studio(tmp_path: Path, accounts: str = "") -> Studio:
    environ = {"MEDIAWRIGHT_HOME": str(tmp_path / "home"), "HOME": str(tmp_path), "MEDIAWRIGHT_NO_KEYRING": "1"}
    return Studio(environ | {"MEDIAWRIGHT_ACCOUNTS": accounts}, tmp_path, clock=FakeClock())


async def quoted(tmp_path: Path) -> str:
    async with studio(tmp_path, "previz=films") as asking:
        plan = await asking.plan(asking.read("image", {"prompt": "a fox", "provider": "previz"}))
        asking.spender.quoted(plan, "en", str(tmp_path))
        return plan.quote.id


async def test_the_wrong_key_neither_approves_nor_carries_nor_cancels(tmp_path: Path) -> None:
    quote = await quoted(tmp_path)
    async with studio(tmp_path) as other:
        with pytest.raises(OtherAccount) as told:
            await other.confirm(quote, Consent())
        assert told.value.data["account"] == "films"
        (job,) = other.ledger.list()
        assert job.state is State.QUOTED
        approved = other.ledger.approve(job.id, an_approval(job))
        with pytest.raises(OtherAccount):
            await other.runner.run(approved)
        with pytest.raises(OtherAccount):
            await other.runner.send(approved)
        assert [event.kind for event in other.ledger.events(job.id)] == ["added", "moved"]
    async with studio(tmp_path, "previz=films") as right:
        done: Job = await right.runner.run(approved)
        assert (done.state, done.account) == (State.DONE, "films")


async def test_who_has_one_account_notices_nothing(tmp_path: Path) -> None:
    async with studio(tmp_path) as alone:
        job = await alone.run(alone.read("image", {"prompt": "a fox", "provider": "previz"}))
        assert (job.state, job.account) == (State.DONE, "default")


async def test_a_worker_without_its_account_s_key_takes_nothing(tmp_path: Path, postgres: PostgresAddress) -> None:
    pytest.importorskip("dbos", reason="the workers' tests need pip install 'mediawright[fleet]'")
    shared = {"MEDIAWRIGHT_LEDGER": postgres.url, "MEDIAWRIGHT_FLEET": postgres.fleet}

    def opened() -> Studio:
        return Studio(dict(studio(tmp_path, "fal=films").environ) | shared, tmp_path)

    said: list[str] = []
    process = WorkerProcess(opened, lambda event, data: said.append(event))
    with pytest.raises(SignInNeeded) as told:
        await process.serve(["fal"], 1.0, asyncio.Event())
    assert (told.value.exit_code, told.value.data["account"], said) == (3, "films", [])
    with Ledger(postgres, FakeClock()) as ledger:
        assert ledger.roster.all() == []


async def test_lines_of_another_account_are_not_approved_with_this_one_s_key(tmp_path: Path) -> None:
    """A batch whose rows were asked for on a machine with another key: refused before one of them is approved."""
    async with studio(tmp_path, "previz=films") as asking:
        job = asking.ledger.add(a_job(state=State.QUOTED, approval=None, provider="previz"))
    async with studio(tmp_path) as other:
        plan = await other.plan(other.read("image", {"prompt": "a fox", "provider": "previz"}))
        order = Order(line=1, key="k", request=plan.request)
        item = Item(order=order, name=job.id, plan=plan, job=job, approval=an_approval(job))
        with pytest.raises(OtherAccount):
            await Batches(other, "en").start(Batch(items=(item,)), str(tmp_path))
        assert other.ledger.get(job.id).state is State.QUOTED
