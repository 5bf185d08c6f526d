"""The faults of each simulator, with what a person would be doing when they strike."""

from typing import Any

from tests.resilience.chaos import ChaosHarness
from tests.resilience.matrix import InjectedFault

from mediawright_chatart.simulator.faults import BY_NAME, GROUPS
from mediawright_kling.simulator.errors import HTTP
from mediawright_kling.simulator.faults import AFTER, BEFORE, TASK, Fault
from mediawright_nemovideo.simulator.faults import NAMES

SUBMIT, POLL, FETCH = "POST /v1/videos/*", "GET /v1/videos/*", "GET /media/*"


def _kling(on: str, kind: str, **more: Any) -> InjectedFault:
    def arm(chaos: ChaosHarness, times: int | None) -> None:
        data = {"on": on, "kind": kind, "times": -1 if times is None else times, **more}
        chaos.service_state.faults.all.append(Fault.of(data))

    where = {SUBMIT: "submit", POLL: "look", FETCH: "fetch"}[on]
    named = "-".join(str(value) for value in more.values())
    return InjectedFault(f"{where}: {kind}{' ' + named if named else ''}", arm)


def kling() -> list[InjectedFault]:
    """Every kind at the submit, those about answers also at a poll and a fetch, and every code of the table."""
    plain = sorted(BEFORE | AFTER) + sorted(TASK)
    at_submit = [_kling(SUBMIT, kind) for kind in plain if kind != "code"]
    codes = [_kling(SUBMIT, "code", code=code) for code in sorted(HTTP)]
    at_poll = [_kling(POLL, kind) for kind in sorted(BEFORE | AFTER) if kind != "code"]
    at_poll += [_kling(POLL, "code", code=code) for code in (1000, 1004, 1203, 1302, 5000)]
    at_fetch = [_kling(FETCH, kind) for kind in ("timeout_before", "drop_before", "html_before", "truncated")]
    at_fetch += [_kling(FETCH, "code", status=status) for status in (403, 404, 503)]
    return at_submit + codes + at_poll + at_fetch


#: which of ChatArt's groups meets whom at what
_CHATART = {"F1": "login", "F2": "login", "F3": "login", "F4": "login", "F5": "login", "F6": "logout"}
_CHATART |= {"F22": "photo", "F23": "photo", "F25": "history", "F26": "quota", "F27": "history"}


def chatart() -> list[InjectedFault]:
    """Every name, for ever or once."""

    def one(name: str, media_request: str) -> InjectedFault:
        return InjectedFault(name, lambda chaos, times: chaos.app.state.faults.arm(name, times), media_request)

    found = [one(name, _CHATART.get(group, "clip")) for group, names in GROUPS.items() for name in names]
    assert {injected.name for injected in found} == set(BY_NAME)
    return found


_NEMO = {"silent": "edit", "silent_nochange": "edit", "noise_tail": "edit"}
_NEMO |= {"upload_4001": "photo", "upload_4002": "photo", "upload_413": "photo"}
#: numbers that a fault needs to mean something
_NUMBERS: dict[str, dict[str, Any]] = {
    "drop_mid_stream": {"after": 2},
    "drop_and_fail": {"after": 2},
    "sse_shape": {"shape": "B"},
    "render_shape": {"shape": "T"},
    "credits_2001": {"where": "before"},
}


def nemovideo() -> list[InjectedFault]:
    """Every name; those that strike once by nature are also met for ever."""

    def one(name: str) -> InjectedFault:
        def arm(chaos: ChaosHarness, times: int | None) -> None:
            chaos.service_state.faults.add(name, 10**6 if times is None else times, **_NUMBERS.get(name, {}))

        return InjectedFault(name, arm, _NEMO.get(name, "clip"))

    return [one(name) for name in sorted(NAMES)]


ALL = {"kling": kling, "chatart": chatart, "nemovideo": nemovideo}
