"""The recorded sign-ins against ours: the same calls, unsigned where theirs are, and the account kept in our store."""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from tests.plugins.chatart.conftest import MakeHarness
from tests.plugins.chatart.harness import Harness, Sim
from tests.plugins.chatart.person import LOGIN, LOGOUT, press, signing_in
from tests.plugins.chatart.test_wire import with_file
from tests.plugins.chatart.wire_cases import CASES, HEADERS

from mediawright.plugin import AuthAction, AuthVerb, SignInNeeded, Unreachable

if TYPE_CHECKING:
    from pathlib import Path

SIGN_INS = {c["id"].removeprefix("chatart.auth."): c for c in CASES if c["id"].startswith("chatart.auth.")}
VERBS = {"login": LOGIN, "poll": LOGIN, "logout": LOGOUT, "accountswitch": AuthAction(verb=AuthVerb.SWITCH)}


def asked(requests: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    """What must be equal of each call; repeated questions at the token endpoint count once."""
    seen = [
        (r["method"], r["path"], r.get("query") or {}, r.get("json"), tuple(r["headers"].get(n) for n in HEADERS))
        for r in requests
        if r["path"].startswith(("/web/xskill", "/user"))
    ]
    return [call for at, call in enumerate(seen) if at == 0 or seen[at - 1] != call]


@pytest.fixture
def scene(
    simulate: Callable[..., Sim], harness_for: MakeHarness, tmp_path: "Path"
) -> Callable[[dict[str, Any]], tuple[Sim, Harness]]:
    def set_up(case: dict[str, Any]) -> tuple[Sim, Harness]:
        sim = simulate(api_key="wire-chatart-key-0001", identity_id="wire-client", interval="1")
        for fault in case.get("server", {}).get("faults", []):
            if fault["status"] == 500:
                sim.faults.arm("token-503" if "token" in fault["on"] else "init-500")
        with_file(case, tmp_path / "user")
        return sim, harness_for(sim, signed_in=False, environ=case["env"])

    return set_up


@pytest.mark.parametrize("name", [n for n, case in SIGN_INS.items() if case["kind"] == "valid" and n != "poll.resume"])
async def test_the_same_calls(name: str, scene: Callable[..., tuple[Sim, Harness]]) -> None:
    case = SIGN_INS[name]
    sim, harness = scene(case)
    action = VERBS[case["argv"][1]]
    await signing_in(harness.open(), press, action)
    assert asked(sim.service_state.log) == asked(case["requests"])
    written = next((f["json"] for f in case["files"] if "json" in f), None)
    if written:
        kept = harness.contexts.store.load("chatart")
        assert kept is not None
        assert set(kept.values) - set(written) == set()
        assert {"api_key", "identity_id", "uid", "email", "name", "charge_type"} <= set(kept.values)


async def test_a_sign_in_left_long_ago_is_begun_anew(scene: Callable[..., tuple[Sim, Harness]]) -> None:
    """Difference `old-pending`: theirs goes on with a stored session from months before."""
    sim, harness = scene(SIGN_INS["poll.resume"])
    with pytest.raises(SignInNeeded):
        await signing_in(harness.open(), lambda link: press(link, "refuse"))
    assert re.match("/web/xskill/init", sim.service_state.log[0]["path"])


async def test_a_sign_in_that_cannot_begin_asks_no_more(scene: Callable[..., tuple[Sim, Harness]]) -> None:
    sim, harness = scene(SIGN_INS["login.init-500"])
    sim.faults.arm("init-500", None)
    with pytest.raises(Unreachable):
        await signing_in(harness.open())
    assert {request["path"] for request in sim.service_state.log} == {"/web/xskill/init"}
