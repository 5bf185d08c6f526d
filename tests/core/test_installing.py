"""The command that adds what is missing, by how the program was installed."""

import sys
from dataclasses import replace
from pathlib import Path

import pytest
from tests.core.runner.scripted_provider import PROVIDER, Scripted, registry

from mediawright.handlers.doctor import examine
from mediawright.handlers.installation import of_providers
from mediawright.installing import EXTRAS, absent, install_command
from mediawright.present.chat import chat
from mediawright.services.studio import Studio
from mediawright.types.errors import NotAvailable
from mediawright.types.message import LANGS
from mediawright.types.operations import Operation
from mediawright.types.request import Request


@pytest.mark.parametrize(
    ("prefix", "pip", "command"),
    [
        ("/home/me/.local/share/uv/tools/mediawright", False, "uv tool install --force 'mediawright[x]'"),
        ("/home/me/.local/share/pipx/venvs/mediawright", True, "pipx install --force 'mediawright[x]'"),
        ("/home/me/.local/pipx/venvs/mediawright", True, "pipx install --force 'mediawright[x]'"),
        ("/home/me/.cache/uv/archive-v0/Ab12", False, "uvx --from 'mediawright[x]' mediawright"),
        ("/home/me/work/.venv", True, "/opt/py/bin/python -m pip install 'mediawright[x]'"),
        ("/home/me/work/.venv", False, "uv pip install --python /opt/py/bin/python 'mediawright[x]'"),
        ("/usr", True, "/opt/py/bin/python -m pip install 'mediawright[x]'"),
    ],
)
def test_the_command_fits_the_installation(prefix: str, pip: bool, command: str) -> None:
    assert install_command("x", prefix=prefix, python="/opt/py/bin/python", pip=pip) == command


def test_a_path_with_a_blank_is_quoted() -> None:
    assert install_command("x", prefix="/v", python="/my py/python", pip=True).startswith("'/my py/python' -m pip")


def test_what_is_absent() -> None:
    assert absent(("json", "no_such_library_here")) == ("no_such_library_here",)
    assert absent(EXTRAS.values()) == ()  # here everything is installed


async def test_a_provider_without_its_libraries_is_not_ready_and_not_chosen(tmp_path: Path) -> None:
    place = {"MEDIAWRIGHT_HOME": str(tmp_path), "MEDIAWRIGHT_NO_KEYRING": "1", "HOME": str(tmp_path), "PATH": ""}
    bare = replace(PROVIDER, libraries=("json", "no_such_library_here"), free=True)
    wanted = Request(operation=Operation.TEXT_TO_VIDEO, prompt="a fox", duration=5)
    async with Studio(place, tmp_path) as studio:
        studio.registry = registry(Scripted(), provider=bare)
        report, listed = await examine(studio, "en", network=False), of_providers(studio, "en")
        with pytest.raises(NotAvailable):
            await studio.plan(wanted)
        with pytest.raises(NotAvailable) as caught:
            await studio.plan(wanted.with_(provider="acme"))
    (check,) = report.page.data["providers"]
    assert not check.usable
    assert [item["usable"] for item in listed.page.data["providers"]] == [False]
    assert caught.value.next == listed.page.next == (install_command("acme"),)
    for lang in LANGS:
        assert "mediawright[acme]" in chat(report.page, lang)
    assert sys.executable in install_command("acme", pip=True, prefix="/usr")
