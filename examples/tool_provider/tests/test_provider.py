"""The tool's provider: the contract, the whole journey with a stand-in tool, and what only a tool can do wrong."""

from dataclasses import replace
from pathlib import Path

import pytest
from mediawright import plugin as mw
from mediawright.testing.builders import a_job
from mediawright.testing.conformance import conformance
from mediawright.testing.contexts import ContextOpener
from mediawright.testing.end_to_end import end_to_end

from mediawright_sdcpp import hooks
from mediawright_sdcpp.about import SDCPP

HOOKS = "mediawright_sdcpp.hooks"
REQUEST = mw.Request(
    operation=mw.Operation.TEXT_TO_IMAGE, prompt="a fox", aspect_ratio="16:9", model="stable-diffusion"
)


def test_it_keeps_the_contract() -> None:
    conformance(HOOKS)


@pytest.mark.parametrize("operation", [mw.Operation.TEXT_TO_IMAGE, mw.Operation.EDIT_IMAGE])
def test_the_whole_journey(tmp_path: Path, environ: dict[str, str], operation: mw.Operation) -> None:
    end_to_end(HOOKS, tmp_path, environ, operation=operation)


async def polled(ctx: mw.Context, media_request: mw.Request) -> list[mw.Progress]:
    """Every poll at one job, from the submit on."""
    task = await hooks.submit(ctx, a_job(media_request, provider="sdcpp"))
    return [fetch async for fetch in hooks.watch(ctx, task)]


async def test_a_picture_is_drawn_once(open_context: ContextOpener, environ: dict[str, str]) -> None:
    async with open_context(SDCPP, job_id="job-1", **environ) as ctx:
        polls = await polled(ctx, REQUEST)
        assert [fetch.state for fetch in polls] == [mw.State.RUNNING, mw.State.SUCCEEDED]
        assert "'-W', '1024', '-H', '576'" in (ctx.workdir / "words").read_text()
        (ctx.workdir / "words").unlink()
        assert [fetch.state for fetch in await polled(ctx, REQUEST)] == [mw.State.SUCCEEDED]
        assert not (ctx.workdir / "words").exists()


async def test_what_went_wrong_is_told_in_the_tool_s_words(
    open_context: ContextOpener, environ: dict[str, str]
) -> None:
    async with open_context(SDCPP, job_id="job-1", **environ) as ctx:
        last = (await polled(ctx, replace(REQUEST, prompt="fail")))[-1]
        assert (last.state, last.provider_code) == (mw.State.FAILED, "1")
        assert last.provider_message == "get sd version from file failed"


async def test_what_is_missing_is_told_before_anything_is_waited_for(
    open_context: ContextOpener, environ: dict[str, str]
) -> None:
    for missing in ({"SD_MODEL": ""}, {"PATH": ""}):
        async with open_context(SDCPP, job_id="job-1", **environ | missing) as ctx:
            with pytest.raises(mw.NotAvailable):
                await polled(ctx, REQUEST)


def test_a_seed_is_kept_and_its_lack_rolls_rng() -> None:
    assert hooks.arguments(REQUEST)[-2:] == ["-s", "-1"]
    assert hooks.arguments(replace(REQUEST, seed=7, negative_prompt="blur"))[-4:] == ["-n", "blur", "-s", "7"]
