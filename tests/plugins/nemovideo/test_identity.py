"""Client id and attribution (docs/contracts/nemovideo.md §2.2, §3)."""

from pathlib import Path

import pytest
from tests.plugins.nemovideo.harness import Harness, Sim, contexts_for

from mediawright.plugin import Window
from mediawright_nemovideo import hooks
from mediawright_nemovideo.auth import tokens
from mediawright_nemovideo.auth.identity import attribution, platform_of
from mediawright_nemovideo.settings import Config


@pytest.mark.parametrize(
    ("source", "path", "platform"),
    [
        ("shop", "/home/x/.clawhub/skills/a.py", "shop"),
        ("", "/home/x/.clawhub/skills/a.py", "clawhub"),
        ("", "C:\\Users\\x\\.cursor\\skills\\a.py", "cursor"),
        ("", "/home/x/.openclaw/skills/a.py", "unknown"),
        ("", "/usr/lib/python3/a.py", "unknown"),
    ],
)
def test_the_platform_first_match_wins(source: str, path: str, platform: str) -> None:
    assert platform_of(source, path) == platform


def test_n_r01_the_three_headers() -> None:
    assert attribution(Config(skill_source="clawhub")) == {
        "X-Skill-Source": "text-to-video-kling-ai",
        "X-Skill-Version": "1.0.0",
        "X-Skill-Platform": "clawhub",
    }


async def asked_as(sim: Sim, root: Path, environ: dict[str, str]) -> str:
    async with contexts_for(sim.url, root, environ) as contexts:
        await hooks.quota(Harness(contexts, root).ctx(), Window())
    return str(sim.sent("anonymous-token")[-1]["client_id"])


async def test_n_r04_the_id_that_was_set_comes_first(sim: Sim, tmp_path: Path) -> None:
    assert await asked_as(sim, tmp_path, {"NEMO_CLIENT_ID": "x" * 80}) == "x" * 64


async def test_n_r04_the_vendors_own_file_is_read_and_not_written(sim: Sim, tmp_path: Path) -> None:
    folder = tmp_path / "user" / ".config" / "nemovideo"
    folder.mkdir(parents=True)
    (folder / "client_id").write_text("vendor-made-id\n")
    assert await asked_as(sim, tmp_path, {}) == "vendor-made-id"
    assert [path.name for path in folder.iterdir()] == ["client_id"]


async def test_n_r04_an_id_is_made_once_and_stays(sim: Sim, tmp_path: Path) -> None:
    first = await asked_as(sim, tmp_path, {"NEMO_STORE_TOKEN": "0"})
    sim.call("reset", {})
    tokens.new_process()
    assert await asked_as(sim, tmp_path, {"NEMO_STORE_TOKEN": "0"}) == first
    assert not (tmp_path / "user" / ".config").exists()


async def test_a_client_id_that_is_refused_is_made_anew_once(sim: Sim, tmp_path: Path) -> None:
    sim.fault("token_400")
    assert await asked_as(sim, tmp_path, {})
    assert len({entry["client_id"] for entry in sim.sent("anonymous-token")}) == 2
