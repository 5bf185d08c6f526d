"""Targets as the file has them: a wrong one is named and harms no other, no address leaves the machine unencrypted."""

import pytest

from mediawright.services.notify.targets import Kind, Target, read_targets
from mediawright.types.notices import Ending

GOOD = {"kind": "webhook", "url": "https://example.org/told/s3cr3t-path"}


def test_a_wrong_one_harms_no_other() -> None:
    found = read_targets({"good": GOOD, "odd": {"kind": "pigeon"}, "extra": {**GOOD, "shell": "yes"}, "Bad Name": GOOD})
    assert list(found.usable) == ["good"]
    assert set(found.faults) == {"odd", "extra", "Bad Name"}


@pytest.mark.parametrize(
    ("table", "fault"),
    [
        ({**GOOD, "url": "http://example.org/"}, "plain_http"),
        ({**GOOD, "url": "http://127.0.0.1.example.org/"}, "plain_http"),
        ({**GOOD, "url": "ftp://example.org/"}, "url"),
        ({**GOOD, "url": "https://user:pass@example.org/"}, "url"),
        ({**GOOD, "url": "https://[bad"}, "url"),
        ({**GOOD, "url": ""}, "url"),
        ({**GOOD, "on": []}, "on"),
        ({"kind": "command"}, "argv"),
        ({"kind": "command", "argv": ["true"], "limit_s": 301}, "limit"),
        ({"kind": "command", "argv": ["true"], "limit_s": 0}, "limit"),
        ({"kind": "openclaw", "url": "http://gateway.test/hooks"}, "plain_http"),
    ],
)
def test_what_is_useless_or_unsafe_is_refused(table: dict[str, object], fault: str) -> None:
    [found] = read_targets({"a": table}).faults.values()
    assert found.key == f"config.notify.fault.{fault}"


@pytest.mark.parametrize(
    "table",
    [
        {**GOOD, "url": "http://127.0.0.1:8080/"},
        {**GOOD, "url": "http://[::1]:8080/"},
        {**GOOD, "url": "http://nas.lan/", "plain_http": True},
        {"kind": "openclaw", "url": "cli"},
        {"kind": "desktop"},
    ],
)
def test_what_is_allowed(table: dict[str, object]) -> None:
    assert list(read_targets({"a": table}).usable) == ["a"]


def test_it_comes_back_as_it_was_written() -> None:
    target = Target(
        kind=Kind.COMMAND, on=(Ending.DONE,), providers=("acme",), threads=("t",), argv=("a", "b"), limit_s=5.0
    )
    assert read_targets({"a": target.to_table()}).usable == {"a": target}


def test_what_is_shown_has_no_path_and_no_arguments() -> None:
    targets = read_targets(
        {"hook": GOOD, "run": {"kind": "command", "argv": ["/opt/me/tell", "--key", "s3cr3t"]}}
    ).usable
    assert (targets["hook"].shown, targets["run"].shown) == ("example.org", "tell")
