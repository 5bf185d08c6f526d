"""Signing out and over, keys of one's own, and what is promised before anybody signs in."""

from dataclasses import replace
from pathlib import Path

import pytest
from tests.plugins.chatart.conftest import MakeHarness
from tests.plugins.chatart.harness import Harness, Sim
from tests.plugins.chatart.person import LOGIN, LOGOUT, STATUS, account_in, click, press, signing_in

import mediawright_chatart
from mediawright.plugin import AuthAction, AuthDone, AuthLink, AuthVerb, InvalidRequest, Rejected
from mediawright_chatart import hooks


async def test_logout_unbinds_and_forgets(out: Harness, sim: Sim) -> None:
    await signing_in(out.open(), click("approve"))
    identity = account_in(out)
    await signing_in(out.open(), action=LOGOUT)
    (request,) = sim.asked("/user/get-unbind-device")
    assert (request["headers"]["identity-id"], request["body"]) == (identity, "")
    assert account_in(out) is None


@pytest.mark.parametrize(
    ("fault", "kept"), [("unbind-1053", False), ("unbind-false", True), ("unbind-500", True), ("unbind-cut", True)]
)
async def test_f6_a_refused_logout_keeps_the_account_unless_forced(
    fault: str, kept: bool, out: Harness, sim: Sim
) -> None:
    await signing_in(out.open(), click("approve"))
    sim.faults.arm(fault, None)
    leave = LOGOUT
    if kept:
        with pytest.raises(Rejected):
            await signing_in(out.open(), action=leave)
        assert account_in(out) is not None
        leave = replace(leave, force=True)
    await signing_in(out.open(), action=leave)
    assert account_in(out) is None


async def test_a_pair_from_outside_is_never_unbound(harness: Harness, sim: Sim) -> None:
    with pytest.raises(InvalidRequest):
        await signing_in(harness.open(), action=replace(LOGOUT, force=True))
    assert sim.service_state.log == []


async def test_switching_reminds_unbinds_and_keeps_the_old_account_until_the_new_one_is_there(
    out: Harness, sim: Sim
) -> None:
    await signing_in(out.open(), click("approve"))
    before = account_in(out)
    stream = hooks.auth(out.open(), AuthAction(verb=AuthVerb.SWITCH))
    link = await anext(stream)
    assert isinstance(link, AuthLink)
    assert link.message is not None
    assert link.message.key == "chatart.auth.switch_reminder"
    assert (account_in(out), len(sim.asked("/user/get-unbind-device"))) == (before, 1)
    await signing_in(out.open(), click("approve"))


async def test_an_interrupted_switch_is_taken_up_by_the_next_sign_in(out: Harness, sim: Sim) -> None:
    await signing_in(out.open(), click("approve"))
    link = await anext(hooks.auth(out.open(), AuthAction(verb=AuthVerb.SWITCH)))
    assert isinstance(link, AuthLink)
    press(link)
    (done,) = await signing_in(out.open())
    assert isinstance(done, AuthDone)
    assert (done.status.signed_in, len(sim.asked("/web/xskill/init"))) == (True, 2)


async def test_keys_of_ones_own_are_taken_as_a_pair(out: Harness) -> None:
    half = AuthAction(verb=AuthVerb.IMPORT, values={"api_key": "not-a-real-secret"})
    with pytest.raises(InvalidRequest):
        await signing_in(out.open(), action=half)
    whole = replace(half, values={**half.values, "uid": "identity"})
    (done,) = await signing_in(out.open(), action=whole)
    assert isinstance(done, AuthDone)
    assert account_in(out) == "identity"


def test_c_r25_no_browser_is_opened_by_us() -> None:
    sources = Path(mediawright_chatart.__file__).parent.rglob("*.py")
    assert not any("webbrowser" in path.read_text() for path in sources)


async def test_the_welcome_names_every_model_at_first_and_none_later(out: Harness) -> None:
    first = (await signing_in(out.open(), click("approve")))[0]
    again = (await signing_in(out.open(), click("approve"), replace(LOGIN, force=True)))[0]
    assert isinstance(first, AuthLink)
    assert isinstance(again, AuthLink)
    assert first.message is not None
    assert first.message.values == {
        "videos": "Seedance 2.0 · Seedance 2.0 Fast · Seedance 2.0 Mini · Seedance 1.5 Pro · Kling V3.0 · "
        "HappyHorse1.0 · PixVerse V6",
        "images": "Nano Banana 2 · Nano Banana Pro · Gpt Image 2 · Seedream 5.0",
        "replace": "Kling V3.0 · Wan 2.2",
    }
    assert again.message is None


@pytest.mark.parametrize("text", ["{", "[]", '{"uid": "1", "api_keys": ["x"]}', '{"api_key": "", "identity_id": "x"}'])
async def test_f29_c_r05_a_broken_or_older_file_is_nobody_signed_in(text: str, out: Harness, sim: Sim) -> None:
    vendor_file(out, text)
    (done,) = await signing_in(out.open(), action=STATUS)
    assert isinstance(done, AuthDone)
    assert not done.status.signed_in
    assert isinstance((await signing_in(out.open(), click("approve")))[0], AuthLink)


async def test_the_vendors_file_is_read_unbound_and_never_written(out: Harness, sim: Sim) -> None:
    text = '{"api_key": "sim-key-not-a-real-secret", "identity_id": "sim-identity", "email": "lin@example.com"}'
    path = vendor_file(out, text)
    (done,) = await signing_in(out.open(), action=STATUS)
    assert isinstance(done, AuthDone)
    assert (done.status.signed_in, done.status.source) == (True, "file:~/.ChatArt/credentials.json")
    await signing_in(out.open(), action=LOGOUT)
    assert len(sim.asked("/user/get-unbind-device")) == 1
    assert path.read_text() == text
    (after,) = await signing_in(out.open(), action=STATUS)
    assert isinstance(after, AuthDone)
    assert not after.status.signed_in


@pytest.mark.parametrize(
    ("environ", "source"),
    [
        ({"CHATARTPRO_API_KEY": "a", "CHATARTPRO_UID": "b"}, "env:CHATARTPRO_API_KEY+CHATARTPRO_UID"),
        ({"CHATART_API_KEY": "a", "CHATART_UID": "b"}, "env:CHATART_API_KEY+CHATART_UID"),
        ({"CHATARTPRO_API_KEY": "a", "CHATART_UID": "b"}, None),
        ({"CHATARTPRO_API_KEY": " ", "CHATARTPRO_UID": "b"}, None),
    ],
)
async def test_old_and_new_names_are_pairs_and_never_mixed(
    environ: dict[str, str], source: str | None, harness_for: MakeHarness, sim: Sim
) -> None:
    (done,) = await signing_in(harness_for(sim, signed_in=False, environ=environ).open(), action=STATUS)
    assert isinstance(done, AuthDone)
    assert done.status.source == source


def vendor_file(harness: Harness, text: str) -> Path:
    path = harness.cwd.parent / "user" / ".ChatArt" / "credentials.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


async def test_an_account_given_later_is_not_taken_for_the_one_that_ended(
    out: Harness, sim: Sim, harness_for: MakeHarness
) -> None:
    await signing_in(out.open(), click("approve"))
    await signing_in(out.open(), action=LOGOUT)
    (done,) = await signing_in(harness_for(sim).open(), action=STATUS)
    assert isinstance(done, AuthDone)
    assert done.status.signed_in
