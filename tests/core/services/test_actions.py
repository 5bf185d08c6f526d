"""The commands that go on from an answer."""

import json
from pathlib import Path

import pytest
from tests.command_lines import action_in

from mediawright.cli.app import run
from mediawright.services.actions import login, which
from mediawright.types.message import Text
from mediawright.types.provider import AuthKind, EnvSource, FileSource, Provider


@pytest.mark.parametrize(
    ("words", "first"),
    [
        (("account", "quota"), "mediawright account quota --provider ark --json"),
        (("account", "history"), "mediawright account history --provider ark --json"),
        (("auth", "login"), "mediawright auth import ark --env --json"),
        (("element", "delete", "--provider", "kling"), "mediawright element list --json"),
    ],
)
def test_a_question_left_open_comes_with_its_answers_as_commands(
    words: tuple[str, ...],
    first: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("MEDIAWRIGHT_HOME", str(tmp_path))
    with pytest.raises(SystemExit) as end:
        run([*words, "--json"])
    assert end.value.code == 2
    assert json.loads(capsys.readouterr().out)["next"][0] == first


def provider(*kinds: AuthKind, env: bool = True) -> Provider:
    keys = EnvSource(fields={"api_key": "ACME_KEY"})
    file = FileSource(path="~/.acme", format="line", fields={"api_key": ()})
    return Provider(
        name="acme", title=Text("Acme", "艾克米"), models=(), auth=kinds, credentials=(keys if env else file,)
    )


@pytest.mark.parametrize(
    ("there", "commands"),
    [
        (provider(AuthKind.DEVICE, AuthKind.KEYS), ["auth login acme --json"]),
        (provider(AuthKind.ANONYMOUS, AuthKind.KEYS), ["auth login acme --json"]),
        (provider(AuthKind.KEYS), ["auth import acme --env --json", "auth configure acme"]),
        (provider(AuthKind.KEYS, env=False), ["auth status acme --json"]),
    ],
)
def test_the_way_in_is_one_that_the_provider_has(there: Provider, commands: list[str]) -> None:
    found = login(there)
    assert list(map(str, found)) == [f"mediawright {command}" for command in commands]
    assert [action_in(str(step)) for step in found] == list(found)


def test_the_way_in_keeps_the_language() -> None:
    assert str(login(provider(AuthKind.KEYS), "zh")[0]) == "mediawright auth import acme --env --lang zh --json"


def test_which_provider_to_sign_in_to_is_asked_with_ways_that_work() -> None:
    found = which("auth", [provider(AuthKind.KEYS), provider(AuthKind.DEVICE)])
    assert list(map(str, found)) == [
        "mediawright auth import acme --env --json",
        "mediawright auth login acme --json",
    ]
