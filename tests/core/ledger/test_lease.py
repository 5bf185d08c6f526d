"""One leads, the others watch; a lease ends with its time or its process, whatever the wall clock does."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from mediawright.clock import SystemClock
from mediawright.ledger import Ledger
from mediawright.ledger.address import Where
from mediawright.ledger.lease import Here, process_alive
from mediawright.ledger.place import place
from mediawright.testing.builders import a_job
from mediawright.testing.fakes import FakeClock

TTL = 30.0


@pytest.fixture
def job(ledger: Ledger) -> str:
    return ledger.add(a_job()).id


@pytest.fixture
def elsewhere(where: Where, ledger: Ledger, fake_clock: FakeClock) -> Iterator[Ledger]:
    """The same ledger in a process that is told that all others live."""
    with Ledger(where, fake_clock, alive=lambda pid: True) as opened:
        opened._here = type(opened._here)(opened._here.host, opened._here.pid + 1, opened._here.alive)
        yield opened


def test_the_first_leads_and_the_second_does_not(ledger: Ledger, elsewhere: Ledger, job: str) -> None:
    assert ledger.acquire_lease(job, "a", TTL)
    assert not elsewhere.acquire_lease(job, "b", TTL)
    assert ledger.lease_holder(job) == elsewhere.lease_holder(job) == "a"


def test_who_leads_may_ask_again(ledger: Ledger, job: str) -> None:
    assert ledger.acquire_lease(job, "a", TTL)
    assert ledger.acquire_lease(job, "a", TTL)


def test_two_workers_of_one_process_do_not_both_lead(ledger: Ledger, job: str) -> None:
    assert ledger.acquire_lease(job, "a", TTL)
    assert not ledger.acquire_lease(job, "b", TTL)


def test_a_lease_ends_with_its_time(ledger: Ledger, elsewhere: Ledger, job: str, fake_clock: FakeClock) -> None:
    ledger.acquire_lease(job, "a", TTL)
    fake_clock.advance(TTL)
    assert elsewhere.lease_holder(job) is None
    assert elsewhere.acquire_lease(job, "b", TTL)
    assert not ledger.renew(job, "a", TTL)


def test_renewing_keeps_it(ledger: Ledger, elsewhere: Ledger, job: str, fake_clock: FakeClock) -> None:
    ledger.acquire_lease(job, "a", TTL)
    for _ in range(5):
        fake_clock.advance(TTL - 1)
        assert ledger.renew(job, "a", TTL)
        assert not elsewhere.acquire_lease(job, "b", TTL)


def test_what_was_never_led_is_not_renewed(ledger: Ledger, job: str) -> None:
    assert not ledger.renew(job, "a", TTL)
    assert ledger.lease_holder(job) is None


def test_released_it_is_free(ledger: Ledger, elsewhere: Ledger, job: str) -> None:
    ledger.acquire_lease(job, "a", TTL)
    ledger.release(job, "somebody else")
    assert ledger.lease_holder(job) == "a"
    ledger.release(job, "a")
    assert elsewhere.acquire_lease(job, "b", TTL)


def test_a_dead_process_leads_no_more(ledger: Ledger, elsewhere: Ledger, job: str, where: Where) -> None:
    assert elsewhere.acquire_lease(job, "b", TTL)
    with Ledger(where, FakeClock(), alive=lambda pid: False) as here:
        assert here.lease_holder(job) is None
        assert here.acquire_lease(job, "a", TTL)


@pytest.mark.parametrize("back", [60.0, 86_400.0])
def test_a_clock_that_went_back_does_not_make_a_lease_last_for_ever(
    ledger: Ledger, elsewhere: Ledger, job: str, fake_clock: FakeClock, back: float
) -> None:
    ledger.acquire_lease(job, "a", TTL)
    fake_clock.jump(-back)
    assert not elsewhere.acquire_lease(job, "b", TTL)
    fake_clock.advance(TTL - 1)
    assert not elsewhere.acquire_lease(job, "b", TTL)
    fake_clock.advance(1)
    assert elsewhere.acquire_lease(job, "b", TTL)


def test_a_clock_that_went_back_takes_nothing_from_who_renews(
    ledger: Ledger, elsewhere: Ledger, job: str, fake_clock: FakeClock
) -> None:
    ledger.acquire_lease(job, "a", TTL)
    fake_clock.jump(-3600)
    for _ in range(4):
        assert not elsewhere.acquire_lease(job, "b", TTL)
        assert ledger.renew(job, "a", TTL)
        fake_clock.advance(TTL / 2)


def test_this_process_lives() -> None:
    assert process_alive(os.getpid())
    assert not process_alive(2**22 + 12345)


def in_place(ledger: Ledger, place: str, pid: int) -> Ledger:
    """The same ledger, seen by a process of this number in that place, to which every other process is dead."""
    ledger._here = Here(place, pid, lambda other: False)
    return ledger


def test_only_a_process_of_the_same_place_can_be_seen_to_be_dead(
    where: Where, ledger: Ledger, job: str, fake_clock: FakeClock
) -> None:
    in_place(ledger, "box/boot-1/4026531836", 7).acquire_lease(job, "a", TTL)
    with Ledger(where, fake_clock) as other:
        for strange in ("box/boot-1/4026532999", "box/boot-2/4026531836", "crate/boot-1/4026531836", "box"):
            assert not in_place(other, strange, 8).acquire_lease(job, "b", TTL)
            assert other.lease_holder(job) == "a"
        assert in_place(other, "box/boot-1/4026531836", 8).acquire_lease(job, "b", TTL)


def test_elsewhere_a_lease_ends_with_its_time(where: Where, ledger: Ledger, job: str, fake_clock: FakeClock) -> None:
    in_place(ledger, "box/boot-1/1", 7).acquire_lease(job, "a", TTL)
    fake_clock.advance(TTL)
    with Ledger(where, fake_clock) as other:
        assert in_place(other, "box/boot-1/2", 7).acquire_lease(job, "b", TTL)


def test_a_place_is_a_boot_and_a_namespace(tmp_path: Path) -> None:
    boots, spaces = [tmp_path / "b1", tmp_path / "b2"], [tmp_path / "s1", tmp_path / "s2"]
    for file in (*boots, *spaces):
        file.write_text(file.name)
    found = {place(boot, space) for boot in boots for space in spaces}
    if sys.platform == "linux":
        assert len(found) == 4
        assert place(boots[0], spaces[0]) in found
    else:
        assert len(found) == 1


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the machine's start is the place")
def test_where_the_system_does_not_say_every_process_is_a_place_of_its_own(tmp_path: Path) -> None:
    assert place(tmp_path / "none", tmp_path / "none") != place(tmp_path / "none", tmp_path / "none")


LEAD = """
import pathlib, sys
from mediawright.clock import SystemClock
from mediawright.ledger import Ledger
with Ledger(pathlib.Path(sys.argv[1]), SystemClock()) as ledger:
    print(ledger.acquire_lease(sys.argv[2], sys.argv[3], 60.0), flush=True)
    sys.stdin.read()
"""


def leader_of_its_own(path: Path, job: str, name: str, *before: str) -> "subprocess.Popen[str]":
    command = [*before, sys.executable, "-c", LEAD, str(path), job, name]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def test_a_sandbox_beside_does_not_take_a_living_lease(path: Path) -> None:
    """Two PID namespaces and one home: the number of the one says nothing in the other."""
    alone = ("unshare", "--pid", "--fork", "--mount-proc")
    if shutil.which("unshare") is None or subprocess.run([*alone, "true"], capture_output=True, check=False).returncode:
        pytest.skip("this machine lets nobody make a PID namespace")
    with Ledger(path, SystemClock()) as opened:
        job = opened.add(a_job()).id
    with leader_of_its_own(path, job, "outside") as outside, leader_of_its_own(path, job, "inside", *alone) as inside:
        assert outside.stdout is not None
        assert inside.stdout is not None
        first = outside.stdout.readline().strip(), inside.stdout.readline().strip()
        outside.communicate("")
        inside.communicate("")
    assert sorted(first) == ["False", "True"]
