"""Persons who are proved by a token: who agrees, who asks, who manages; what a name without one is worth."""

import stat
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from tests.core.services.test_people import agree, asked, machine

from mediawright.handlers import people as answers
from mediawright.handlers import policy
from mediawright.ledger import Ledger
from mediawright.ledger.address import PostgresAddress, Where
from mediawright.paths import TOKEN, USER
from mediawright.services import people
from mediawright.services.spending import By, spending
from mediawright.services.studio import Studio
from mediawright.testing.fakes import FakeClock
from mediawright.types.errors import ConfirmationNeeded, ExitCode, InvalidRequest, NotFound, NotProved
from mediawright.types.states import State


@pytest.fixture(params=["file", "shared"])
def where(request: pytest.FixtureRequest, tmp_path: Path) -> Where:
    found: Where = tmp_path / "unused" if request.param == "file" else request.getfixturevalue("postgres")
    return found


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def as_(studio: Studio, token: str | None, said: str = "") -> Studio:
    """The same place with another environment."""
    environ = {key: value for key, value in studio.environ.items() if key not in (TOKEN, USER)}
    environ |= ({TOKEN: token} if token else {}) | ({USER: said} if said else {})
    return Studio(environ, studio.cwd, clock=studio.local_clock)


async def team(studio: Studio, *, second: bool = True) -> tuple[str, str]:
    """The tokens of anna, who manages, and ben; from then on tokens are needed."""
    async with as_(studio, None, "anna") as first:
        anna = people.add(first, "anna").token
        with pytest.raises(NotProved):
            people.add(first, "ben")
    async with as_(studio, anna) as manager:
        ben = people.add(manager, "ben").token
        policy.act(manager, "tokens", {"on_off": "on"})
        if second:
            policy.act(manager, "second-person", {"on_off": "on"})
    return anna, ben


async def test_two_persons_with_their_tokens_agree(tmp_path: Path, where: Where) -> None:
    async with machine(tmp_path, where, "", "x") as studio:
        anna, ben = await team(studio)
        async with as_(studio, anna) as asking:
            job = asked(asking)
            with pytest.raises(ConfirmationNeeded) as told:
                agree(asking, job)
            assert told.value.message.key == "gate.second_person"
        async with as_(studio, ben, "BEN") as other:
            job = agree(other, other.ledger.get(job.id))
            assert job.state is State.APPROVED
            assert job.created_by == "anna"
            assert job.approval is not None
            assert job.approval.by == "ben"
            ids = {one.name: one.id for one in other.ledger.tokens.all()}
            assert (job.created_token, job.approval.token) == (ids["anna"], ids["ben"])
            assert [row.key for row in spending(other, By.USER).rows] == ["ben"]


async def test_a_name_alone_is_nobodys_approval(tmp_path: Path, where: Where) -> None:
    """One person, who writes another name into the environment: as the one who agrees, and as the one who asks."""
    async with machine(tmp_path, where, "", "x") as studio:
        anna, _ = await team(studio)
        async with as_(studio, anna) as asking:
            job = asked(asking)
        async with as_(studio, None, "ben") as pretended:
            with pytest.raises(NotProved) as told:
                agree(pretended, pretended.ledger.get(job.id))
            assert told.value.message.key == "gate.not_proved"
            assert (told.value.code, told.value.exit_code) == ("not_proved", ExitCode.POLICY)
            made_up = asked(pretended, id="Q33333")
        async with as_(studio, anna) as asking:
            with pytest.raises(NotProved) as told:
                agree(asking, asking.ledger.get(made_up.id))
            assert told.value.message.key == "gate.asked_not_proved"
            assert {one.state for one in asking.ledger.list()} == {State.QUOTED}


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (lambda token: token[:-1] + ("A" if token[-1] != "A" else "B"), "wrong_token"),
        (lambda token: "mwt_000000000000_" + token.rpartition("_")[2], "wrong_token"),
        (lambda token: token.replace("mwt_", "mwx_"), "wrong_token"),
        (lambda token: "ben", "wrong_token"),
        (lambda token: "mwt__", "wrong_token"),
    ],
)
async def test_what_is_no_token_asks_and_approves_nothing(
    tmp_path: Path, where: Where, spoil: "type[str]", reason: str
) -> None:
    async with machine(tmp_path, where, "", "x") as studio:
        _, ben = await team(studio, second=False)
        async with as_(studio, spoil(ben)) as stranger:
            with pytest.raises(NotProved) as told:
                asked(stranger)
            assert told.value.data["reason"] == reason
            assert ben not in str(told.value.data)
            assert stranger.ledger.list() == []


async def test_a_token_is_its_persons_alone(tmp_path: Path, where: Where) -> None:
    async with machine(tmp_path, where, "", "x") as studio:
        anna, _ = await team(studio)
        async with as_(studio, anna, "ben") as pretended:
            with pytest.raises(NotProved) as told:
                asked(pretended)
            assert told.value.data["reason"] == "another_one"


async def test_a_token_that_was_taken_back_or_ran_out_proves_nothing(tmp_path: Path, where: Where) -> None:
    async with machine(tmp_path, where, "", "x") as studio:
        anna, ben = await team(studio, second=False)
        async with as_(studio, ben) as open_for_long:
            job = asked(open_for_long)
            async with as_(studio, anna) as manager:
                assert people.remove(manager, "BEN") == "ben"
            with pytest.raises(NotProved) as told:  # this process was open all the time
                agree(open_for_long, job)
            assert told.value.data["reason"] == "taken_back"
            assert open_for_long.ledger.get(job.id).state is State.QUOTED
        async with as_(studio, anna) as manager:
            with pytest.raises(NotFound):
                people.remove(manager, "ben")
            clock = manager.clock
            until = clock.now() + timedelta(hours=1)
            again = people.add(manager, "ben", until=until).token
        async with as_(studio, ben) as before:
            with pytest.raises(NotProved):
                asked(before, id="Q55555")
        async with as_(studio, again) as ben_studio:
            assert ben_studio.who.name == "ben"
            row = "UPDATE tokens SET expires_at = made_at WHERE revoked_at IS NULL AND name = 'ben'"
            with ben_studio.ledger._db.write() as connection:
                connection.execute(row)
            with pytest.raises(NotProved) as told:
                asked(ben_studio, id="Q44444")
            assert told.value.data["reason"] == "run_out"


async def test_only_who_manages_adds_and_loosens(tmp_path: Path, where: Where) -> None:
    async with machine(tmp_path, where, "", "x") as studio:
        anna, ben = await team(studio)
        for token, said in ((None, "anna"), (ben, "")):
            async with as_(studio, token, said) as other:
                for step in (
                    lambda s: people.add(s, "eve"),
                    lambda s: people.remove(s, "anna"),
                    lambda s: policy.act(s, "tokens", {"on_off": "off"}),
                    lambda s: policy.act(s, "second-person", {"on_off": "off"}),
                    lambda s: policy.act(s, "allow", {"amount": "99 credits"}),
                ):
                    with pytest.raises(NotProved) as told:
                        step(other)
                    assert told.value.data["reason"] == "not_manager"
                policy.act(other, "limit", {"amount": "5 credits", "per": "job", "provider": ["chatart"]})  # stricter
        async with as_(studio, anna) as manager:
            for change in (
                lambda: people.remove(manager, "anna"),
                lambda: people.add(manager, "anna", manages=False),
                lambda: people.add(manager, "anna", until=manager.clock.now() + timedelta(days=1)),
            ):
                with pytest.raises(InvalidRequest) as refused:
                    change()
                assert refused.value.message.key == "people.last_manager"
            people.add(manager, "ben", manages=True)
            people.remove(manager, "anna")
        async with as_(studio, None) as studio_of_nobody:
            held = [one for one in studio_of_nobody.ledger.tokens.all() if one.revoked_at is None]
            assert [(one.name, one.manages, one.made_by) for one in held] == [("ben", True, "anna")]


async def test_tokens_cannot_be_wanted_before_there_is_one(tmp_path: Path) -> None:
    async with machine(tmp_path, tmp_path / "x", "anna") as studio:
        with pytest.raises(InvalidRequest) as told:
            policy.act(studio, "tokens", {"on_off": "on"})
        assert told.value.message.key == "people.none_yet"
        for name in ("", "  ", "a" * 101, "a\nb"):
            with pytest.raises(InvalidRequest):
                people.add(studio, name)
        with pytest.raises(InvalidRequest) as told:
            answers.act(studio, "add", {"name": "anna", "span": "1d", "manages": False})
        assert told.value.message.key == "people.first_for_good"


async def test_a_token_is_shown_once_and_kept_nowhere(tmp_path: Path, where: Where) -> None:
    async with machine(tmp_path, where, "", "x") as studio:
        shown = answers.act(studio, "add", {"name": "anna", "span": None, "manages": False})
        token = shown.page.data["token"]
        secret = token.rpartition("_")[2]
        listed = answers.act(studio, "list", {})
        assert "anna" in str(listed.page)
        assert secret not in str(listed.page)
        for table in ("tokens", "events", "facts", "policies"):
            rows: Any = studio.ledger._db.read(f"SELECT * FROM {table}")
            assert secret not in str([tuple(row) for row in rows])
        async with as_(studio, token) as anna:
            assert anna.contexts.redact(f"it said {token}") != f"it said {token}"
            asked(anna)
    for file in files(tmp_path):
        assert secret.encode() not in file.read_bytes(), file
        assert not stat.S_IMODE(file.stat().st_mode) & 0o007, file


async def test_what_costs_nothing_needs_no_token(tmp_path: Path) -> None:
    async with machine(tmp_path, tmp_path / "x", "", "x") as studio:
        await team(studio)
        async with as_(studio, None, "zoe") as zoe:
            job = await zoe.run(zoe.read("image", {"prompt": "a fox", "provider": "previz"}))
            assert job.state is State.DONE


async def test_a_pre_approval_counts_for_who_is_proved(tmp_path: Path) -> None:
    """What the team allowed beforehand is allowed to its persons, not to whatever runs on a machine."""
    from mediawright.gate.budgets import check_proved
    from mediawright.gate.policy import Policy
    from mediawright.testing.builders import a_job
    from mediawright.testing.fakes import START
    from mediawright.types.money import Amount, Approval, ApprovalKind

    given = Approval(
        kind=ApprovalKind.POLICY, request_hash="h", ceiling=Amount(Decimal(1), "credits"), at=START, by="anna"
    )
    job = replace(a_job(), approval=given)
    wanted = Policy(tokens=True, second_person=True)
    with pytest.raises(NotProved):
        check_proved(wanted, job)
    check_proved(wanted, replace(job, approval=replace(given, token="t")))
    check_proved(Policy(), job)
    check_proved(wanted, replace(job, approval=None))


def test_equal_secrets_do_not_show_as_equal(where: Where) -> None:
    place = where if isinstance(where, PostgresAddress) else where.with_suffix(".db")
    with Ledger(place, FakeClock()) as ledger:
        ledger.tokens.add("anna", manages=True, until=None, by=None)
        ledger.tokens.add("ben", manages=False, until=None, by="anna")
        rows = ledger._db.read("SELECT salt, hash FROM tokens")
        assert len({row["salt"] for row in rows}) == 2
        assert {len(row["hash"]) for row in rows} == {64}
