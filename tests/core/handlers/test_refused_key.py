"""A refused key from the environment or another tool's file: the place is named, and what it hides."""

from dataclasses import replace
from pathlib import Path

import pytest
from tests.core.runner.scripted_provider import PROVIDER, Scripted, registry

from mediawright.commands.action import Action
from mediawright.handlers.doctor import examine
from mediawright.handlers.jobs import of_failure
from mediawright.handlers.response import Response
from mediawright.present.chat import chat
from mediawright.present.page import Line
from mediawright.present.terminal import terminal
from mediawright.services.studio import Studio
from mediawright.types.auth import AuthAction, AuthDone, AuthVerb
from mediawright.types.errors import ExitCode, InvalidRequest, SignInNeeded
from mediawright.types.message import LANGS, Message
from mediawright.types.provider import AuthKind, EnvSource, FileSource

ACME = replace(
    PROVIDER,
    auth=(AuthKind.KEYS,),
    credentials=(
        EnvSource(fields={"token": "ACME_TOKEN"}),
        EnvSource(fields={"access_key": "ACME_AK", "secret_key": "ACME_SK"}),
        FileSource(path="~/.acme", format="json", fields={"access_key": ("ak",), "secret_key": ("sk",)}),
    ),
)


def studio_in(folder: Path, **environ: str) -> Studio:
    place = {"MEDIAWRIGHT_HOME": str(folder / "mw"), "MEDIAWRIGHT_NO_KEYRING": "1", "HOME": str(folder), "PATH": ""}
    studio = Studio(place | environ, folder)
    studio.registry = registry(Scripted(), provider=ACME)
    return studio


async def refused(studio: Studio) -> Response:
    failure = SignInNeeded(provider="acme", next=(Action.of("auth", "login", provider="acme", force=True),))
    return await of_failure(studio, failure, "en")


async def test_a_refused_variable_is_named_with_what_it_hides(tmp_path: Path) -> None:
    async with studio_in(tmp_path, ACME_TOKEN="a-wrong-one") as studio:
        alone = await refused(studio)
        studio.contexts.store.save("acme", {"access_key": "kept-ak", "secret_key": "kept-sk"})
        response = await refused(studio)
    assert (response.status, response.exit) == ("sign_in_needed", ExitCode.SIGN_IN)
    for lang in LANGS:
        assert terminal(response.page, lang).count("ACME_TOKEN") >= 2
        assert "ACME" not in chat(response.page, lang)  # a person in a chat sets no variable
        assert "a-wrong-one" not in chat(response.page, lang) + repr(response.page.data)
    assert "sign-in saved on this computer" in chat(response.page, "en")
    assert "这台电脑上保存的登录" in chat(response.page, "zh")
    assert response.page.data["hides"] == "private file"
    # signing in anew would be hidden by the variable all the same
    assert list(map(str, response.page.next)) == ["mediawright auth status acme --json"]
    assert "remove it and sign in" in terminal(alone.page, "en")
    assert "correct or remove it" in chat(alone.page, "en")
    assert alone.page.data["hides"] is None
    assert str(alone.page.next[0]).startswith("mediawright auth import acme --env")


async def test_one_variable_may_hide_another_and_a_file_a_sign_in(tmp_path: Path) -> None:
    async with studio_in(tmp_path, ACME_TOKEN="wrong", ACME_AK="good", ACME_SK="good") as studio:
        page = (await refused(studio)).page
    assert "use ACME_AK, ACME_SK" in terminal(page, "en")
    assert "ACME_" not in chat(page, "en")
    (tmp_path / ".acme").write_text('{"ak": "wrong", "sk": "wrong"}')
    async with studio_in(tmp_path) as studio:
        assert "in ~/.acme" in terminal((await refused(studio)).page, "en")


async def test_a_sign_in_kept_here_is_only_renewed(tmp_path: Path) -> None:
    async with studio_in(tmp_path) as studio:
        studio.contexts.store.save("acme", {"access_key": "kept-ak", "secret_key": "kept-sk"})
        response = await refused(studio)
    assert response.page.name == "sign_in_needed"
    assert Action.of("auth", "login", provider="acme", force=True) in response.page.next


@pytest.mark.parametrize("letter", ["密", "é", "\u200b", "\n", "“"])
async def test_letters_that_no_key_has_are_told_where_the_key_is_read(tmp_path: Path, letter: str) -> None:
    async with studio_in(tmp_path, ACME_AK="good-access", ACME_SK=f"sk-{letter}12") as studio:
        with pytest.raises(SignInNeeded) as raised:
            _ = studio.contexts.open(ACME).credential
        response = await of_failure(studio, raised.value, "en")
        status = await studio.accounts.status("acme", "en")
        usable = studio.accounts.usable("en")
        report = await examine(studio, "en", network=False)
    assert raised.value.message.values == {"place": "ACME_SK", "number": 4}
    (first, *_) = response.page.body
    assert isinstance(first, Line)
    assert first.text == raised.value.message
    assert not usable["acme"]
    assert not status.signed_in
    assert report.page.data["providers"][0].why_not == raised.value.message


async def test_signing_out_ends_whatever_the_environment_holds(tmp_path: Path) -> None:
    async with studio_in(tmp_path, ACME_TOKEN="密钥") as studio:
        events = [event async for event in studio.accounts.act("acme", AuthAction(verb=AuthVerb.LOGOUT))]
    assert [type(event) for event in events] == [AuthDone]


async def test_a_key_that_is_brought_is_looked_at_before_it_is_kept(tmp_path: Path) -> None:
    async with studio_in(tmp_path) as studio:
        action = AuthAction(verb=AuthVerb.IMPORT, values={"access_key": "ak", "secret_key": "s“k”"})
        with pytest.raises(InvalidRequest) as raised:
            _ = [event async for event in studio.accounts.act("acme", action)]
    (problem,) = raised.value.problems
    assert (problem.field, problem.message) == (
        "secret_key",
        Message("secrets.odd_letter", {"place": "secret-key", "number": 2}),
    )
