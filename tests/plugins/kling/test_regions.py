"""Which region: configured, remembered, or found by asking cn and then global."""

from typing import TYPE_CHECKING

import pytest
from tests.plugins.kling.harness import Harness, Sim

from mediawright.plugin import Unreachable
from mediawright_kling import client
from mediawright_kling.auth import regions

if TYPE_CHECKING:
    from pathlib import Path

    from tests.plugins.kling.conftest import MakeHarness, Simulate


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("https://api-beijing.klingai.com", "cn"),
        ("https://api-singapore.klingai.com", "global"),
        ("https://kling.ai", "global"),
        ("https://app.klingai.com/global", "cn"),
        ("https://x.kling.ai", "global"),
        ("https://kuaishou.com", "cn"),
    ],
)
def test_whose_host_it_is(url: str, key: str) -> None:
    region = regions.region_of(url)
    assert region is not None
    assert region.key == key


def test_a_host_of_nobody() -> None:
    assert regions.region_of("http://127.0.0.1:8080") is None


async def test_a_configured_base_is_used_as_it_is(harness_for: "MakeHarness", sim: Sim) -> None:
    harness = await harness_for(sim, KLING_API_BASE=f" {sim.url}/// ")
    assert await client.base_of(harness.open()) == sim.url
    assert sim.service_state.log == []


async def test_the_test_base_comes_first(harness_for: "MakeHarness", sim: Sim) -> None:
    harness = await harness_for(sim, KLING_API_BASE_TEST="http://127.0.0.1:9/")
    assert await client.base_of(harness.open()) == "http://127.0.0.1:9"


async def test_the_vendors_env_file_comes_after_the_environment(
    harness_for: "MakeHarness", sim: Sim, tmp_path: "Path"
) -> None:
    (tmp_path / "kling.env").write_text(f"# made by a probe\nKLING_API_BASE={sim.url}\nKLING_TOKEN=a.b.c\n")
    harness = await harness_for(KLING_STORAGE_ROOT=str(tmp_path))
    assert await client.base_of(harness.open()) == sim.url
    credential = harness.open().credential
    assert credential is not None
    assert "token" not in credential.values
    other = await harness_for(KLING_STORAGE_ROOT=str(tmp_path), KLING_API_BASE="http://127.0.0.1:9")
    assert await client.base_of(other.open()) == "http://127.0.0.1:9"


@pytest.fixture
def two_regions(simulate: "Simulate", monkeypatch: pytest.MonkeyPatch) -> tuple[Sim, Sim]:
    """Both regions on loopback; the key of the environment is known in the second only."""
    cn, service_state = simulate(access_key="another-key"), simulate()
    found = (regions.Region("cn", cn.url, cn.url), regions.Region("global", service_state.url, service_state.url))
    monkeypatch.setattr(regions, "REGIONS", found)
    return cn, service_state


async def test_the_region_that_knows_the_key_is_found_and_kept(
    harness_for: "MakeHarness", two_regions: tuple[Sim, Sim]
) -> None:
    cn, service_state = two_regions
    harness = await harness_for()
    for _ in range(2):
        assert await client.base_of(harness.open()) == service_state.url
    assert [len(cn.service_state.log), len(service_state.service_state.log)] == [1, 1]
    assert cn.service_state.log[0]["query"] == {"pageNum": "1", "pageSize": "1"}


async def test_no_region_knows_it(harness_for: "MakeHarness", two_regions: tuple[Sim, Sim]) -> None:
    harness: Harness = await harness_for(KLING_ACCESS_KEY="a-third-key")
    with pytest.raises(Unreachable) as refusal:
        await client.base_of(harness.open())
    assert refusal.value.message.key == "kling.region.none"


@pytest.mark.parametrize(
    ("environ", "base"),
    [
        ({}, "https://klingai.com"),
        ({"KLING_API_BASE": "https://api-singapore.klingai.com/"}, "https://kling.ai"),
        ({"KLING_API_BASE": "http://127.0.0.1:7000"}, "http://127.0.0.1:7000"),
        ({"KLING_BIND_BASE": "http://127.0.0.1:7001/"}, "http://127.0.0.1:7001"),
        ({"KLING_BIND_BASE_TEST": "http://127.0.0.1:7002", "KLING_BIND_BASE": "http://x"}, "http://127.0.0.1:7002"),
    ],
)
async def test_where_a_device_is_bound(environ: dict[str, str], base: str, harness_for: "MakeHarness") -> None:
    harness = await harness_for(**environ)
    assert regions.bind_base(harness.open()) == base
