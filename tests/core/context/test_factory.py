"""Contexts are built from this machine's parts."""

from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from mediawright.config import Config
from mediawright.context.factory import Contexts
from mediawright.context.protocol import Credential
from mediawright.paths import Home
from mediawright.types.errors import InvalidRequest, LocalFault
from mediawright.types.message import Text
from mediawright.types.provider import EnvSource, Provider, Setting

if TYPE_CHECKING:
    from mediawright.testing.fakes import FakeClock, PredictableIds

ACME = Provider(
    name="acme",
    title=Text("Acme", "艾克米"),
    models=(),
    credentials=(EnvSource(fields={"ak": "ACME_AK", "sk": "ACME_SK"}),),
    settings=(Setting(name="base", env=("ACME_BASE",), default="https://acme.example"),),
)
Make = Callable[..., Contexts]


@pytest.fixture
async def make(
    home: Home, tmp_path: Path, fake_clock: "FakeClock", predictable_ids: "PredictableIds"
) -> AsyncIterator[Make]:
    made: list[Contexts] = []
    (tmp_path / "cwd").mkdir()

    def make(config: Config | None = None, **environ: str) -> Contexts:
        environ = {"MEDIAWRIGHT_NO_KEYRING": "1", "HOME": str(tmp_path / "me"), **environ}
        made.append(Contexts(home, config or Config(), environ, fake_clock, predictable_ids, cwd=tmp_path / "cwd"))
        return made[-1]

    yield make
    for contexts in made:
        await contexts.__aexit__(None, None, None)


def test_settings_come_from_the_environment_the_config_or_the_default(make: Make) -> None:
    config = Config(providers={"acme": {"base": "https://config"}})
    assert make(config, ACME_BASE="https://env").open(ACME).settings == {"base": "https://env"}
    assert make(config).open(ACME).settings == {"base": "https://config"}
    assert make().open(ACME).settings == {"base": "https://acme.example"}


def test_an_explicit_credential_comes_first(make: Make) -> None:
    contexts = make(ACME_AK="not-a-real-key", ACME_SK="not-a-real-secret")
    mine = Credential(values={"ak": "mine", "sk": "mine"}, source="explicit")
    assert contexts.open(ACME, credential=mine).credential == mine
    found = contexts.open(ACME).credential
    assert found is not None
    assert found.source == "env:ACME_AK+ACME_SK"


def test_opening_touches_no_disk(make: Make, home: Home) -> None:
    ctx = make().open(ACME, job_id="job-1", lang="zh")
    assert (ctx.credential, ctx.job_id, ctx.lang, ctx.recall("x")) == (None, "job-1", "zh", None)
    assert not home.state.exists()


def test_each_job_has_a_work_folder_of_its_own(make: Make) -> None:
    contexts = make()
    folders = {contexts.open(ACME, job_id=job).workdir for job in ("a", "b", None)}
    assert len(folders) == 3
    assert all(folder.is_dir() for folder in folders)


def test_results_go_to_the_working_folder_unless_told(make: Make, tmp_path: Path) -> None:
    assert make().output_dir() == tmp_path / "cwd"
    assert make().output_dir("out") == tmp_path / "cwd" / "out"
    assert make(Config(output_dir=str(tmp_path / "films"))).output_dir() == tmp_path / "films"
    with pytest.raises(InvalidRequest) as caught:
        make().output_dir(str(tmp_path / "elsewhere"))
    assert caught.value.problems[0].field == "output_dir"


def test_a_job_is_taken_up_again_from_anywhere(make: Make, tmp_path: Path) -> None:
    make().sink("job-1", str(tmp_path.resolve() / "where-it-was-asked"))
    assert (tmp_path / "where-it-was-asked").is_dir()
    with pytest.raises(InvalidRequest):
        make().sink("job-1", "../elsewhere")


def test_a_link_in_the_place_of_a_job_s_folder_leads_no_result_outside(make: Make, tmp_path: Path) -> None:
    known, outside = tmp_path / "work" / "out", tmp_path / "outside"
    outside.mkdir()
    known.parent.mkdir(exist_ok=True)
    known.symlink_to(outside)
    with pytest.raises(LocalFault) as refused:
        make().sink("job-1", str(known))
    assert refused.value.message.key == "files.output_outside"


def test_secrets_of_the_environment_are_known_before_they_are_used(make: Make) -> None:
    contexts = make(ACME_SK="not-a-real-secret")  # half a pair is a secret too
    contexts.open(ACME)
    assert contexts.redact("<not-a-real-secret> token: 5") == "<***> token: 5"


def test_a_person_without_home_variables_has_a_home(make: Make) -> None:
    assert make(HOME="").open(replace(ACME, credentials=())).credential is None


async def test_the_client_is_closed_at_the_end(make: Make) -> None:
    async with make() as contexts:
        client = contexts.http.connections.pooled()
    assert client.is_closed
