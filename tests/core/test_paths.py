"""Where this program keeps its things."""

import os
import stat
from pathlib import Path

import pytest

from mediawright.media.fonts import font_folders
from mediawright.paths import Home, person_folder
from mediawright.present.catalog import render
from mediawright.services.studio import Studio
from mediawright.types.errors import LocalFault


def test_one_name_moves_all_three(tmp_path: Path) -> None:
    home = Home.find({"MEDIAWRIGHT_HOME": str(tmp_path / "h")})
    assert (home.config, home.state, home.cache) == tuple(
        tmp_path / "h" / name for name in ("config", "state", "cache")
    )
    assert home.ledger == tmp_path / "h" / "state" / "ledger.db"
    assert home.config_file == tmp_path / "h" / "config" / "config.toml"
    assert home.provider_state("acme").is_relative_to(home.state)
    assert home.workdir("j-1").is_relative_to(home.state)


@pytest.mark.parametrize("environ", [{}, {"MEDIAWRIGHT_HOME": "  "}])
def test_else_the_platform_says_where(environ: dict[str, str]) -> None:
    home = Home.find(environ)
    assert len({home.config, home.cache}) == 2
    assert "mediawright" in home.state.parts


def test_a_moved_home_is_a_complete_path(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    assert Home.find({"MEDIAWRIGHT_HOME": "here"}).config == tmp_path / "here" / "config"


def test_looking_makes_nothing(home: Home, tmp_path: Path) -> None:
    assert home.ledger.parent.name == "state"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.name != "posix", reason="permissions are POSIX's")
def test_folders_are_private_when_made_and_again_later(home: Home) -> None:
    folder = home.ensure(home.workdir("j-1"))
    modes = {stat.S_IMODE(path.stat().st_mode) for path in (folder, folder.parent, home.state)}
    assert modes == {0o700}
    folder.chmod(0o755)
    assert stat.S_IMODE(home.ensure(folder).stat().st_mode) == 0o700


def test_a_home_that_cannot_be_made_is_a_local_fault(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    home = Home.find({"MEDIAWRIGHT_HOME": str(tmp_path / "file")})
    with pytest.raises(LocalFault) as caught:
        home.ensure(home.state)
    assert caught.value.message.key == "error.home_not_writable"


@pytest.fixture
def homeless(monkeypatch: pytest.MonkeyPatch) -> None:
    """A user without a home folder and without an entry that names one, as in a container."""

    def unknown(*_: object) -> None:
        raise KeyError("getpwuid(): uid not found")

    for name in ("HOME", "USERPROFILE", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("pwd.getpwuid", unknown)


@pytest.mark.skipif(os.name != "posix", reason="only there users may have no home")
@pytest.mark.usefixtures("homeless")
def test_a_user_without_a_home_is_asked_for_a_folder_and_needs_no_other(tmp_path: Path) -> None:
    assert person_folder({}) is None
    for environ in ({}, {"MEDIAWRIGHT_HOME": "~/mw"}):
        with pytest.raises(LocalFault) as caught:
            Home.find(environ)
        assert "MEDIAWRIGHT_HOME" in render(caught.value.message, "en")
    assert Home.find({"MEDIAWRIGHT_HOME": str(tmp_path)}).state == tmp_path / "state"
    place = {"MEDIAWRIGHT_HOME": str(tmp_path), "MEDIAWRIGHT_NO_KEYRING": "1", "PATH": ""}
    studio = Studio(place, tmp_path)
    for provider in (plugin.provider for plugin in studio.registry.load_all()):
        ctx = studio.contexts.open(provider)
        assert ctx.credential is None
    assert font_folders()
