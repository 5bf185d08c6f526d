"""A limit's day belongs to the zone that was stored with it, whatever a process takes for its own."""

import os
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from mediawright.gate.budgets import day_start, left, spent
from mediawright.gate.policy import Per, Policy
from mediawright.gate.policy_store import compose, parse, read, settled
from mediawright.gate.zones import zone_here, zone_of
from mediawright.ledger.database import stamp
from mediawright.types.money import Amount

NOON = datetime(2026, 3, 5, 12, tzinfo=UTC)
LIMIT = Policy().limit(Per.DAY, Amount(Decimal(8), "units"), NOON, zone="Asia/Shanghai")
#: prints since when a day's limit counts
SINCE = """
import sys
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from mediawright.gate.budgets import spent
from mediawright.gate.policy_store import read

def committed(provider, unit, since):
    print(since.astimezone(UTC).isoformat())
    return Decimal(0)

spent(read(Path(sys.argv[1])).budgets[0], datetime(2026, 3, 5, 12, tzinfo=UTC), None, committed)
"""


@pytest.mark.parametrize("zone", ["UTC", "Pacific/Kiritimati", "America/Los_Angeles", "Asia/Shanghai"])
def test_another_zone_of_the_process_makes_no_new_day(tmp_path: Path, zone: str) -> None:
    (tmp_path / "policy.toml").write_text(compose(LIMIT), "utf-8")
    run = [sys.executable, "-c", SINCE, str(tmp_path)]
    told = subprocess.run(run, env=os.environ | {"TZ": zone}, capture_output=True, text=True, check=True, timeout=60)
    assert told.stdout.strip() == "2026-03-04T16:00:00+00:00"


@pytest.mark.parametrize(
    ("name", "began"),
    [("+08:00", "2026-03-04T16:00"), ("-05:30", "2026-03-05T05:30"), ("UTC", "2026-03-05T00:00")],
)
def test_an_offset_is_a_zone_too(name: str, began: str) -> None:
    assert stamp(day_start(NOON, zone_of(name))).startswith(began)


def test_a_day_begins_at_its_first_microsecond() -> None:
    late = datetime(2026, 3, 5, 12, 34, 56, 789_012, tzinfo=UTC)
    assert stamp(day_start(late, UTC)) == stamp(datetime(2026, 3, 5, tzinfo=UTC))


@pytest.mark.parametrize(
    ("budget_zone", "zone", "began"),
    [("Asia/Shanghai", "UTC", "2026-03-04T16:00"), ("", "+01:00", "2026-03-04T23:00"), ("", None, None)],
)
def test_a_limit_counts_from_the_day_of_its_own_zone(budget_zone: str, zone: str | None, began: str | None) -> None:
    """A limit that was stored without a zone takes the caller's; the caller without one takes the machine's."""
    asked: list[datetime | None] = []

    def committed(provider: str | None, unit: str, since: datetime | None) -> Decimal:
        asked.append(since)
        return Decimal(3)

    budget = replace(LIMIT.budgets[0], zone=budget_zone)
    given = zone_of(zone) if zone else None
    assert spent(budget, NOON, given, committed) == 3
    assert left(budget, NOON, given, committed) == Amount(Decimal(5), "units")
    assert asked == [asked[0]] * 2
    assert asked[0] is not None
    assert stamp(asked[0]).startswith(began or stamp(day_start(NOON, None)))


@pytest.mark.parametrize("name", ["", "Nowhere/At_All", "+8", "../etc/passwd", "+24:00"])
def test_what_is_no_zone_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        zone_of(name)


def test_the_file_keeps_the_zone_and_locks_with_a_wrong_one(tmp_path: Path) -> None:
    assert parse(compose(LIMIT)) == LIMIT
    (tmp_path / "policy.toml").write_text(compose(LIMIT).replace("Asia/Shanghai", "Nowhere/At_All"), "utf-8")
    assert read(tmp_path).locked


def test_an_older_file_is_settled_once(tmp_path: Path) -> None:
    (tmp_path / "policy.toml").write_text(compose(LIMIT).replace('zone = "Asia/Shanghai"\n', ""), "utf-8")
    assert read(tmp_path).budgets[0].zone == ""
    assert settled(tmp_path, "Asia/Tokyo").budgets[0].zone == "Asia/Tokyo"
    assert settled(tmp_path, "Europe/Paris").budgets[0].zone == "Asia/Tokyo"
    assert read(tmp_path).budgets[0].zone == "Asia/Tokyo"


def test_nothing_is_written_where_there_is_nothing_to_settle(tmp_path: Path) -> None:
    assert settled(tmp_path / "nowhere", "UTC") == Policy()
    assert not (tmp_path / "nowhere").exists()


def test_this_machine_s_zone_has_its_name(tmp_path: Path) -> None:
    link = tmp_path / "localtime"
    link.symlink_to("/usr/share/zoneinfo/Asia/Tokyo")
    assert zone_here({"TZ": "Europe/Paris"}, NOON, link) == "Europe/Paris"
    assert zone_here({"TZ": ":Europe/Paris"}, NOON, link) == "Europe/Paris"  # as POSIX spells a file's name
    assert zone_here({"TZ": "nonsense"}, NOON, link) == "Asia/Tokyo"
    assert zone_here({}, NOON, link) == "Asia/Tokyo"
    zone_of(zone_here({}, NOON, tmp_path / "none"))
