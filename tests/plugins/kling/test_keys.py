"""Keys brought along, status without a network, signing out; where keys are found, in which order."""

from typing import TYPE_CHECKING

import pytest
from tests.plugins.kling.harness import Harness, Sim, acted

from mediawright.plugin import AuthDone, AuthStatus, AuthVerb, InvalidRequest, SignInNeeded

if TYPE_CHECKING:
    from pathlib import Path

    from tests.plugins.kling.conftest import MakeHarness

PAIR = {"access_key_id": "wire-arg-key", "secret_access_key": "wire-arg-not-a-secret"}
FILE = "[default]\naccess_key_id = file-key-000001\nsecret_access_key = file-not-a-secret\ncredentialId = c-1\n"


async def brought(harness: Harness, **values: str) -> AuthStatus:
    (done,) = await acted(harness.open(), AuthVerb.IMPORT, values=values)
    assert isinstance(done, AuthDone)
    return done.status


async def test_keys_as_given_are_kept(harness_for: "MakeHarness", sim: Sim) -> None:
    harness = await harness_for(sim, signed_in=False)
    assert (await brought(harness, **PAIR)).account == "wire***key"
    credential = harness.open().credential
    assert credential is not None
    assert credential.values["secret_key"] == "wire-arg-not-a-secret"
    assert sim.service_state.log == []


async def test_keys_of_the_environment_are_kept(harness_for: "MakeHarness") -> None:
    harness = await harness_for(
        signed_in=False, KLING_ACCESS_KEY_ID="env-key-000001", KLING_SECRET_ACCESS_KEY="env-not-a-secret"
    )
    assert (await brought(harness)).account == "env-***001"
    again = await harness_for(signed_in=False)
    assert again.open().credential is not None


@pytest.mark.parametrize(
    "values",
    [{}, {"access_key_id": "only-half"}, {"access_key_id": "a b", "secret_access_key": "c\nd"}, {"token": "a.b.c"}],
)
async def test_halves_and_nonsense_are_refused(values: dict[str, str], harness_for: "MakeHarness") -> None:
    harness = await harness_for(signed_in=False)
    with pytest.raises(InvalidRequest):
        await brought(harness, **values)
    assert harness.open().credential is None


async def test_a_session_token_is_never_written_down(harness_for: "MakeHarness") -> None:
    harness = await harness_for(signed_in=False, KLING_TOKEN="a.b.c")
    with pytest.raises(InvalidRequest):
        await brought(harness)


async def test_who_is_signed_in_needs_no_network(harness: Harness, sim: Sim) -> None:
    (done,) = await acted(harness.open(), AuthVerb.STATUS)
    assert isinstance(done, AuthDone)
    assert (done.status.signed_in, done.status.account) == (True, "sim-***key")
    assert sim.service_state.log == []


async def test_keys_cannot_be_renewed_without_a_person(harness: Harness, sim: Sim) -> None:
    with pytest.raises(SignInNeeded):
        await acted(harness.open(), AuthVerb.RENEW)
    assert sim.service_state.log == []


async def test_signing_out_says_what_is_left(harness_for: "MakeHarness") -> None:
    harness = await harness_for()
    (done,) = await acted(harness.open(), AuthVerb.LOGOUT)
    assert isinstance(done, AuthDone)
    assert (done.status.signed_in, done.message and done.message.key) == (True, "kling.auth.still")


async def test_signing_out_forgets_what_was_kept(harness_for: "MakeHarness") -> None:
    harness = await harness_for(signed_in=False)
    await brought(harness, **PAIR)
    (done,) = await acted(harness.open(), AuthVerb.LOGOUT)
    assert isinstance(done, AuthDone)
    assert (done.status.signed_in, done.message and done.message.key) == (False, "kling.auth.out")


async def test_the_vendors_file_is_read(harness_for: "MakeHarness", tmp_path: "Path") -> None:
    (tmp_path / ".credentials").write_text(FILE)
    credential = (await harness_for(signed_in=False, KLING_STORAGE_ROOT=str(tmp_path))).open().credential
    assert credential is not None
    assert credential.values == {
        "access_key": "file-key-000001",
        "secret_key": "file-not-a-secret",
        "credential_id": "c-1",
    }


@pytest.mark.parametrize(
    ("environ", "field"),
    [
        ({"KLING_TOKEN": "t", "KLING_API_KEY": "k"}, "token"),
        ({"KLING_API_KEY": "k", "KLING_ACCESS_KEY": "a", "KLING_SECRET_KEY": "b"}, "api_key"),
        ({"KLING_ACCESS_KEY_ID": "id", "KLING_ACCESS_KEY": "a", "KLING_SECRET_KEY": "b"}, "access_key"),
    ],
)
async def test_the_order_of_names_and_no_mixed_halves(
    environ: dict[str, str], field: str, harness_for: "MakeHarness"
) -> None:
    credential = (await harness_for(signed_in=False, **environ)).open().credential
    assert credential is not None
    assert field in credential.values
    assert credential.values.get("access_key") in {None, "a"}


async def test_a_half_in_the_vendors_file_is_nobody(harness_for: "MakeHarness", tmp_path: "Path") -> None:
    (tmp_path / ".credentials").write_text("[default]\naccess_key_id = only-half\n")
    harness = await harness_for(signed_in=False, KLING_STORAGE_ROOT=str(tmp_path))
    assert harness.open().credential is None
