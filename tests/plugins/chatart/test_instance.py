"""The device's name: given, kept, or computed as ChatArt's own tool does."""

import re

from tests.plugins.chatart.conftest import MakeHarness
from tests.plugins.chatart.harness import Harness, Sim

from mediawright_chatart.auth.instance import computed, device_name


def test_the_formula_has_the_contracts_known_answer() -> None:
    name = computed("alice", "x86_64", "Linux-6.1.0-x86_64-with-glibc2.36", "")
    assert name == "pro-chatart-skill-453416672a92ceca"


def test_a_random_name_is_made_once_and_kept(out: Harness) -> None:
    first = device_name(out.open())
    assert re.fullmatch(r"pro-chatart-skill-[0-9a-f]{16}", first)
    assert device_name(out.open()) == first


def test_a_given_name_comes_first(harness_for: MakeHarness, sim: Sim) -> None:
    assert device_name(harness_for(sim, environ={"CHATART_CLIENT_ID": " mine "}).open()) == "mine"


def test_the_formula_is_there_for_who_is_bound_already(harness_for: MakeHarness, sim: Sim) -> None:
    ctx = harness_for(sim, environ={"USER": "alice"}).open()
    ctx.settings = {**ctx.settings, "stable_fingerprint": "on"}
    assert device_name(ctx) == device_name(ctx)
    assert ctx.recall_secret("client_id") is None
