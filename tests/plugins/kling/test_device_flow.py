"""Device bind against the console: link, wait, keys; resumed, refused, too late, forced."""

from typing import TYPE_CHECKING
from urllib.request import urlopen

import pytest
from tests.plugins.kling.harness import Harness, Sim, acted

from mediawright.plugin import AuthAction, AuthDone, AuthLink, AuthVerb, AuthWaiting, Context, SignInNeeded, Unreachable
from mediawright_kling import hooks
from mediawright_kling.auth import bind_responses, pkce

if TYPE_CHECKING:
    from pathlib import Path

    from tests.plugins.kling.conftest import MakeHarness, Simulate

    from mediawright.testing.fakes import FakeClock

LOGIN = AuthAction(verb=AuthVerb.LOGIN)
CONSOLE = "/console/api/auth/skill/"


@pytest.fixture
async def third_party(harness_for: "MakeHarness", sim: Sim) -> Harness:
    """Nobody is signed in yet."""
    return await harness_for(sim, signed_in=False, HOSTNAME="test-device")


def verdict(link: str, word: str) -> str:
    """What the person does on the page."""
    with urlopen(link, f"verdict={word}".encode(), timeout=10) as answer:
        return str(answer.read().decode())


async def until_link(ctx: Context, action: AuthAction = LOGIN) -> AuthLink:
    """A login that is cut off once it has shown its link."""
    async for event in hooks.auth(ctx, action):
        if isinstance(event, AuthLink):
            return event
    raise AssertionError("no link")


def test_the_vector_of_the_contract() -> None:
    verifier = pkce.verifier_of(bytes(range(48)))
    assert verifier == "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8gISIjJCUmJygpKissLS4v"
    assert pkce.challenge_of(verifier) == "kLfxiTSrox_ke7yPyjvQYBZ97Vxt2KfwU9deyoPONcI"


async def test_a_link_a_wait_and_keys(third_party: Harness, sim: Sim) -> None:
    ctx = third_party.open()
    events = hooks.auth(ctx, LOGIN)
    link = await anext(events)
    assert isinstance(link, AuthLink)
    assert link.link.startswith(f"{sim.url}/device?user_code=")
    assert await anext(events) == AuthWaiting(wait_s=2)
    assert "Connected" in verdict(link.link, "approve")
    done = await anext(events)
    assert isinstance(done, AuthDone)
    assert (done.status.signed_in, done.message and done.message.key) == (True, "kling.bind.done")
    assert ctx.credential is not None
    assert ctx.credential.values["secret_key"] == "bound-not-a-secret"


async def test_what_the_console_is_told(third_party: Harness, sim: Sim) -> None:
    await until_link(third_party.open())
    told = sim.asked(CONSOLE)[0]["json"]
    assert {name: told[name] for name in ("skillId", "requestedScopes", "codeChallengeMethod", "deviceName")} == {
        "skillId": "Kling-Provider-Skill",
        "requestedScopes": ["kling.openapi.invoke"],
        "codeChallengeMethod": "S256",
        "deviceName": "test-device",
    }
    assert sim.asked(CONSOLE)[0]["auth"] is None


async def test_the_vendors_identity_is_used_where_there_is_one(
    harness_for: "MakeHarness", sim: Sim, tmp_path: "Path"
) -> None:
    (tmp_path / "identity.json").write_text('{"client_instance_id": "wire-instance", "hostname": "wire-host"}')
    harness = await harness_for(sim, signed_in=False, KLING_STORAGE_ROOT=str(tmp_path))
    await until_link(harness.open())
    told = sim.asked(CONSOLE)[0]["json"]
    assert (told["clientInstanceId"], told["hostname"], told["deviceName"]) == (
        "wire-instance",
        "wire-host",
        "wire-host",
    )


async def test_an_identity_of_our_own_is_made_once(third_party: Harness, sim: Sim) -> None:
    for _ in range(2):
        await until_link(third_party.open(), AuthAction(verb=AuthVerb.LOGIN, force=True))
    first, second = (entry["json"]["clientInstanceId"] for entry in sim.asked(CONSOLE + "init"))
    assert first == second


async def test_a_login_that_was_cut_off_is_resumed(third_party: Harness, sim: Sim) -> None:
    first = await until_link(third_party.open())
    verdict(first.link, "approve")
    events = await acted(third_party.open(), AuthVerb.LOGIN)
    assert [type(event) for event in events] == [AuthLink, AuthDone]
    assert len(sim.asked(CONSOLE + "init-sessions")) == 1


async def test_force_begins_anew(third_party: Harness) -> None:
    first = await until_link(third_party.open())
    second = await until_link(third_party.open(), AuthAction(verb=AuthVerb.LOGIN, force=True))
    assert first.link != second.link


async def test_secrets_of_a_pending_login_are_not_among_plain_values(third_party: Harness, tmp_path: "Path") -> None:
    ctx = third_party.open()
    await until_link(ctx)
    secrets = [ctx.recall_secret("bind.verifier"), ctx.recall_secret("bind.device_code")]
    assert all(secrets)
    for path in (tmp_path / "home").rglob("*"):
        if path.is_file() and any(str(secret) in path.read_text("utf-8", "replace") for secret in secrets):
            assert path.stat().st_mode & 0o077 == 0
            assert path.name != "kept.json"


async def test_a_no_in_the_browser(third_party: Harness) -> None:
    link = await until_link(third_party.open())
    assert "Refused" in verdict(link.link, "deny")
    with pytest.raises(SignInNeeded) as refusal:
        await acted(third_party.open(), AuthVerb.LOGIN)
    assert refusal.value.message.key == "kling.bind.denied"
    assert third_party.open().recall("bind") is None


async def test_nobody_answers_for_three_minutes(third_party: Harness, clock: "FakeClock") -> None:
    waits: list[float] = []

    async def patiently() -> None:
        async for event in hooks.auth(third_party.open(), LOGIN):
            if isinstance(event, AuthWaiting):
                waits.append(event.wait_s)
                clock.advance(event.wait_s)

    with pytest.raises(SignInNeeded) as refusal:
        await patiently()
    assert refusal.value.message.key == "kling.bind.timeout"
    assert 170 <= sum(waits) <= 180
    assert refusal.value.data["verification_uri"].startswith("http")


async def test_a_link_that_is_too_old_is_replaced(third_party: Harness, clock: "FakeClock") -> None:
    first = await until_link(third_party.open())
    clock.advance(601)
    assert (await until_link(third_party.open())).link != first.link


async def test_the_console_says_when_it_is_over(third_party: Harness, sim: Sim, clock: "FakeClock") -> None:
    await until_link(third_party.open())
    sim.pass_time(601)
    with pytest.raises(SignInNeeded) as refusal:
        await acted(third_party.open(), AuthVerb.LOGIN)
    assert refusal.value.provider_code == "EXPIRED"


async def test_who_is_signed_in_already_is_told_so(harness: Harness, sim: Sim) -> None:
    (done,) = await acted(harness.open(), AuthVerb.LOGIN)
    assert isinstance(done, AuthDone)
    assert done.message is not None
    assert (done.message.key, sim.service_state.log) == ("kling.auth.already", [])


async def test_keys_found_first_are_named(harness: Harness, simulate: "Simulate") -> None:
    link = await until_link(harness.open(), AuthAction(verb=AuthVerb.LOGIN, force=True))
    verdict(link.link, "approve")
    *_, done = await acted(harness.open(), AuthVerb.LOGIN)
    assert isinstance(done, AuthDone)
    assert done.message is not None
    # the environment's own keys still come first
    assert done.message.key == "kling.auth.already"


SPELLINGS = [
    ({"bind_session_id": "s", "device_code": "d", "qr_url": "/q"}, "http://h/q"),
    ({"id": "s", "deviceCode": "d", "authorize_url": "https://x/y"}, "https://x/y"),
    ({"session_id": "s", "deviceCode": "d", "verification_uri": "go"}, "http://h/go"),
]


@pytest.mark.parametrize(("data", "link"), SPELLINGS)
def test_every_spelling_of_a_session(data: dict[str, str], link: str) -> None:
    session = bind_responses.session_of(data, "http://h")
    assert (session.session_id, session.device_code, session.link) == ("s", "d", link)


@pytest.mark.parametrize("gone", ["id", "deviceCode", "authorize_url"])
def test_a_session_without_a_part(gone: str) -> None:
    whole = {"id": "s", "deviceCode": "d", "authorize_url": "https://x/y"}
    with pytest.raises(Unreachable) as refusal:
        bind_responses.session_of({name: value for name, value in whole.items() if name != gone}, "http://h")
    assert (refusal.value.provider_code or "").startswith("MISSING_")


@pytest.mark.parametrize("pair", [("ak", "sk"), ("accessKeyId", "secretAccessKey"), ("access_key", "secret_key")])
@pytest.mark.parametrize("inside", [True, False])
def test_every_spelling_of_keys(pair: tuple[str, str], inside: bool) -> None:
    keys = {pair[0]: "a", pair[1]: "b"}
    data = {"state": "issued", **({"credential": keys} if inside else keys)}
    assert bind_responses.exchange_of(data).keys == {"access_key": "a", "secret_key": "b"}


def test_issued_without_keys() -> None:
    with pytest.raises(Unreachable):
        bind_responses.exchange_of({"status": "ISSUED", "credential": {"accessKey": "a"}})


@pytest.mark.parametrize(
    "data", [{}, {"status": "EXPIRED"}, {"phase": "x"}, {"status": "PENDING", "pollAfterSeconds": 0}]
)
def test_words_that_end_it(data: dict[str, object]) -> None:
    with pytest.raises(SignInNeeded):
        bind_responses.exchange_of(data)
