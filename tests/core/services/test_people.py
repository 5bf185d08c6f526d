"""Who asked and who approved is kept, a second person can be wanted, and one policy holds for all machines."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from mediawright.gate.budgets import Standing
from mediawright.gate.policy_store import NAME
from mediawright.handlers import policy
from mediawright.ledger import Ledger
from mediawright.ledger.address import PostgresAddress, Where
from mediawright.services.spending import By, spending
from mediawright.services.studio import Studio
from mediawright.testing.builders import a_job, a_quote, a_request
from mediawright.testing.fakes import START, FakeClock
from mediawright.types.codec import content_hash
from mediawright.types.errors import ConfirmationNeeded, InvalidRequest, RefusedByPolicy
from mediawright.types.job import Job
from mediawright.types.money import Amount, Approval, ApprovalKind, Level, Price
from mediawright.types.states import State


def machine(tmp_path: Path, where: Where, user: str, name: str = "") -> Studio:
    home = tmp_path / (name or user)
    home.mkdir(exist_ok=True)
    environ = {"MEDIAWRIGHT_HOME": str(home / "home"), "HOME": str(home), "MEDIAWRIGHT_NO_KEYRING": "1", "TZ": "UTC"}
    shared = {} if isinstance(where, Path) else {"MEDIAWRIGHT_LEDGER": where.url, "MEDIAWRIGHT_FLEET": where.fleet}
    return Studio(environ | shared | ({"MEDIAWRIGHT_USER": user} if user else {}), home, clock=FakeClock())


def asked(studio: Studio, cost: int = 4, id: str = "Q22222") -> Job:
    """A quote of this studio's person, with the job that waits for the approval."""
    request = a_request()
    now = studio.clock.now()
    quote = a_quote(
        id=id, price=Price(amount=Amount(Decimal(cost), "credits")), request_hash=content_hash(request), created_at=now
    )
    studio.ledger.put_quote(quote, request, output_dir=None, lang="en")
    job = a_job(
        id=f"11111111-{id.lower()}", state=State.QUOTED, approval=None, quote=quote, request_hash=quote.request_hash
    )
    return studio.ledger.claim_quote(quote.id, job, again=True)


def agree(studio: Studio, job: Job) -> Job:
    ceiling = job.quote.price.amount if job.quote else None
    now = studio.clock.now()
    given = Approval(kind=ApprovalKind.PERSON, request_hash=job.request_hash, ceiling=ceiling, at=now)
    standing = Standing(lambda: studio.policy, lambda: Level.AMOUNT, now)
    return studio.ledger.approve(job.id, given, standing)


async def test_who_asked_and_who_approved_is_kept(tmp_path: Path, postgres: PostgresAddress) -> None:
    async with machine(tmp_path, postgres, "anna") as anna, machine(tmp_path, postgres, "ben") as ben:
        job = asked(anna)
        agree(ben, ben.ledger.get(job.id))
        kept = anna.ledger.get(job.id)
        assert kept.created_by == "anna"
        assert kept.approval is not None
        assert kept.approval.by == "ben"
        raw = ben.ledger._db.read("SELECT approval FROM jobs WHERE id = ?", (job.id,))[0]["approval"]
        assert "ben" not in raw  # a process of an older version, which runs on, reads it as ever
        found = spending(ben, By.USER)
        assert [(row.key, row.quoted) for row in found.rows] == [("ben", Decimal(4))]


async def test_without_a_name_it_is_the_role_in_the_database(tmp_path: Path, postgres: PostgresAddress) -> None:
    async with machine(tmp_path, postgres, "", "x") as studio:
        assert studio.person == "mediawright"


async def test_in_a_file_it_is_the_user_of_the_system(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("getpass.getuser", lambda: "carol")
    async with machine(tmp_path, tmp_path / "x", "", "x") as studio:
        assert asked(studio).created_by == "carol"


def test_a_ledger_that_is_told_no_person_keeps_none(either: Where) -> None:
    with Ledger(either, FakeClock()) as ledger:
        assert ledger.add(a_job()).created_by is None


@pytest.mark.parametrize("kind", ["file", "shared"])
async def test_a_second_person_has_to_agree(kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    where: Any = tmp_path / "unused" if kind == "file" else request.getfixturevalue("postgres")
    async with machine(tmp_path, where, "anna", "a") as anna:
        policy.act(anna, "second-person", {"on_off": "on"})
        assert anna.policy.second_person
        job = asked(anna)
        with pytest.raises(ConfirmationNeeded) as told:
            agree(anna, job)
        assert told.value.message.key == "gate.second_person"
        assert told.value.data["quote"] == "Q22222"
        assert anna.ledger.get(job.id).state is State.QUOTED
    async with machine(tmp_path, where, "ben", "a") as ben:
        assert agree(ben, ben.ledger.get(job.id)).state is State.APPROVED


async def test_what_costs_nothing_needs_no_second_person(tmp_path: Path) -> None:
    async with machine(tmp_path, tmp_path / "x", "anna") as anna:
        policy.act(anna, "second-person", {"on_off": "on"})
        job = await anna.run(anna.read("image", {"prompt": "a fox", "provider": "previz"}))
        assert job.state is State.DONE


async def test_taking_the_second_person_away_needs_the_approval_that_is_required(tmp_path: Path) -> None:
    async with machine(tmp_path, tmp_path / "x", "anna") as anna:
        policy.act(anna, "second-person", {"on_off": "on"})
        anna.decide("require", "terminal", level=Level.TERMINAL)
        with pytest.raises(ConfirmationNeeded):
            policy.act(anna, "second-person", {"on_off": "off"})
        policy.act(anna, "second-person", {"on_off": "off"}, level=Level.TERMINAL)
        assert not anna.policy.second_person
        with pytest.raises(InvalidRequest):
            policy.act(anna, "second-person", {"on_off": "maybe"})


async def test_a_limit_that_one_machine_sets_holds_on_all(tmp_path: Path, postgres: PostgresAddress) -> None:
    async with machine(tmp_path, postgres, "anna") as anna, machine(tmp_path, postgres, "ben") as ben:
        first = agree(anna, asked(anna, 4, "Q22221"))
        assert first.state is State.APPROVED
        policy.act(anna, "limit", {"amount": "9 USD", "per": "total", "unknown": True})
        policy.act(anna, "limit", {"amount": "5 credits", "per": "total", "provider": ["chatart"]})
        assert [str(one.limit) for one in ben.policy.budgets] == ["9 USD", "5 credits"]
        kept = ben.ledger.policies.newest()
        assert kept is not None
        assert (kept.version, kept.made_by) == (2, "anna")
        policy.act(ben, "remove", {"id": "b1"})
        assert [str(one.limit) for one in anna.policy.budgets] == ["5 credits"]


async def test_the_file_of_a_machine_is_a_lower_limit_on_top(tmp_path: Path, postgres: PostgresAddress) -> None:
    async with machine(tmp_path, postgres, "anna") as anna, machine(tmp_path, postgres, "ben") as ben:
        ben.home.ensure(ben.home.config)
        (ben.home.config / NAME).write_text(
            'version = 1\n[[allow]]\nid = "r1"\nat_most = "99"\nunit = "credits"\nproviders = []\n'
            f"until = {START.replace(year=START.year + 90).isoformat()}\n"
            '[[budget]]\nid = "b1"\nlimit = "3"\nunit = "credits"\nper = "job"\nproviders = []\n'
            f"since = {START.isoformat()}\n"
            'unknown_prices = false\nzone = "UTC"\n'
        )
        assert [rule.id for rule in ben.policy.rules] == ["r1"]  # nothing is shared yet
        policy.act(anna, "limit", {"amount": "100 credits", "per": "total"})
        assert [one.id for one in ben.policy.budgets] == ["b1", "b1-here"]
        assert ben.policy.rules == ()  # what is allowed beforehand, the team says
        with pytest.raises(RefusedByPolicy) as told:
            agree(ben, asked(ben, 4))
        assert told.value.data["budget"] == "b1-here"
        assert agree(anna, anna.ledger.get("11111111-q22222")).state is State.APPROVED
        policy.act(ben, "remove", {"id": "b1-here"})
        assert [one.id for one in ben.policy.budgets] == ["b1"]


async def test_a_shared_policy_that_cannot_be_read_lets_nothing_out(tmp_path: Path, postgres: PostgresAddress) -> None:
    async with machine(tmp_path, postgres, "anna") as anna:
        job = asked(anna)
        anna.ledger.policies.add("version = 99")
        assert anna.policy.locked
        with pytest.raises(RefusedByPolicy):
            agree(anna, job)
