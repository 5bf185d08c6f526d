"""The numbered rules that concern fal's files, its endpoints, and what our simulator does (docs/contracts/fal.md §13)."""

import re
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from tests.plugins.fal.samples import CLIP, PICTURE, Start, job, opened

from mediawright import plugin as mw
from mediawright.sdk import simulator as kit
from mediawright.services.studio import Studio
from mediawright.testing.contexts import ContextOpener
from mediawright.testing.fakes import FakeClock
from mediawright_fal import hooks

ENDS = ("status", "response", "cancel")


def test_every_rule_is_named_in_a_test() -> None:
    rules = set(re.findall(r"^\| F-R(\d+) \|", Path("docs/contracts/fal.md").read_text("utf-8"), re.MULTILINE))
    tests = "".join(path.read_text("utf-8") for path in Path(__file__).parent.glob("test_*.py"))
    assert rules
    assert sorted(rules - set(re.findall(r"f_r(\d+)_", tests)), key=int) == []


def test_f_r2_fal_s_own_repeats_stay_on_unless_asked_otherwise() -> None:
    assert "x-fal-no-retry" not in hooks.wire(PICTURE, "job-1")[0].headers
    switched = PICTURE.with_(options={"no_retry": "true"})
    assert hooks.wire(switched, "job-1")[0].headers["x-fal-no-retry"] == "1"


def test_f_r17_speech_of_minimax_is_asked_for_as_a_link() -> None:
    request = CLIP.with_(model="fal-ai/minimax/speech-2.8-hd")
    assert hooks.wire(request, "job-1")[0].json["output_format"] == "url"


async def test_f_r18_an_endpoint_that_fal_does_not_know_any_more_is_marked_for_a_day(
    start: Start, open_context: ContextOpener, fake_clock: FakeClock
) -> None:
    service, environ = start()
    service.platform.schemas.pop("fal-ai/flux/schnell")
    async with opened(open_context, environ) as ctx:
        with pytest.raises(mw.NotFound) as gone:
            await hooks.submit(ctx, job(PICTURE, fake_clock))
        with pytest.raises(mw.NotFound, match=r"sdk\.model_gone"):
            await hooks.quote(ctx, PICTURE)
        fake_clock.jump(25 * 3600.0)
        await hooks.quote(ctx, PICTURE)
    assert gone.value.problems[0].message.key == "sdk.model_gone"
    assert 0 < len(gone.value.problems[0].allowed) <= 3


async def test_f_r19_and_f_r21_a_file_is_what_its_bytes_say_and_a_dead_link_is_asked_for_again(
    start: Start, tmp_path: Path
) -> None:
    """The simulator calls every clip `image/png`; its first link is dead."""
    service, environ = start()
    service.faults.add(on="GET /files/*", kind="status", status=403)
    own = {"MEDIAWRIGHT_HOME": str(tmp_path / "mw"), "HOME": str(tmp_path), "MEDIAWRIGHT_NO_KEYRING": "1"}
    async with Studio(own | {"MEDIAWRIGHT_ALLOW_LOOPBACK": "1"} | environ, tmp_path) as studio:
        task = service.tasks.create("r-1", {}, app="fal-ai/veo3.1", endpoint="fal-ai/veo3.1", fate={})
        link = f"https://queue.fal.run/fal-ai/veo3.1/requests/{task.id}"
        adopted = await studio.past.adopt_named("fal", link, "video", str(tmp_path), "en")
        done = await studio.runner.run(adopted)
    assert [asset.path.rpartition(".")[2] for asset in done.assets] == ["mp4"]
    results = [entry for entry in service.requests if entry["path"] == "/fal-ai/veo3.1/requests/r-1"]
    assert len(results) >= 2


async def test_f_r22_the_simulator_counts_creates_of_one_body(
    start: Start, open_context: ContextOpener, fake_clock: FakeClock
) -> None:
    service, environ = start()
    async with opened(open_context, environ) as ctx:
        for _ in range(2):
            await hooks.submit(ctx, job(PICTURE, fake_clock))
    assert list(service.tasks.same_body().values()) == [2]


@pytest.mark.parametrize("path", ["/files/x-1-1s.mp4", "/cdn/files/upload"])
async def test_f_r23_the_simulator_refuses_the_key_where_files_are(
    start: Start, open_context: ContextOpener, path: str
) -> None:
    _, environ = start()
    async with opened(open_context, environ) as ctx:
        url, key = environ["FAL_QUEUE_URL"] + path, {"authorization": "Key not-a-real-secret"}
        answer = await (ctx.post if "upload" in path else ctx.get)(url, headers=key, tries=1)
    assert answer.status == 418


async def test_f_r24_what_the_real_client_needs_is_always_there(
    start: Start, open_context: ContextOpener, fake_clock: FakeClock
) -> None:
    service, environ = start(queue_s=10.0, run_s=10.0, clock="manual")
    said: list[dict[str, Any]] = []
    async with opened(open_context, environ) as ctx:
        task = await hooks.submit(ctx, job(PICTURE, fake_clock))
        for _ in range(3):
            said.append((await ctx.get(environ["FAL_QUEUE_URL"] + task.handle["status"], headers=KEY)).json())
            service.clock.advance(10.0)
    assert ["queue_position" in said[0], "logs" in said[1], "logs" in said[2]] == [True] * 3
    assert all(f"{name}_url" in one for one in said for name in ENDS)


KEY = {"authorization": "Key not-a-real-secret"}


@pytest.mark.parametrize("early", [True, False])
async def test_f_r25_a_wrong_value_fails_at_the_result(
    start: Start, open_context: ContextOpener, fake_clock: FakeClock, early: bool
) -> None:
    _, environ = start(validate_early=early)
    wrong = job(CLIP.with_(prompt="", negative_prompt="x"), fake_clock)
    async with opened(open_context, environ) as ctx:
        if early:
            with pytest.raises(mw.InvalidRequest):
                await hooks.submit(ctx, wrong)
            return
        task = await hooks.submit(ctx, wrong)
        assert (await hooks.poll(ctx, task)).state is mw.State.FAILED


async def test_a_local_file_that_an_option_names_is_uploaded(
    start: Start, open_context: ContextOpener, fake_clock: FakeClock, tmp_path: Path
) -> None:
    service, environ = start()
    (tmp_path / "work").mkdir()
    (tmp_path / "work" / "mask of mine.png").write_bytes(kit.make_picture())
    edit = PICTURE.with_(
        operation=mw.Operation.EDIT_IMAGE,
        model="openai/gpt-image-2/edit",
        media=(mw.Media(kind=mw.MediaKind.IMAGE, role=mw.Role.REFERENCE, source="https://media.example.net/a.png"),),
        options={"mask_url": "mask of mine.png"},
        option_files={"mask of mine.png": sha256(kit.make_picture()).hexdigest()},
    )
    async with opened(open_context, environ) as ctx:
        await hooks.submit(ctx, job(edit, fake_clock))
    (task,) = service.tasks.all.values()
    assert service.storage.files[task.body["mask_url"]] == kit.make_picture()
    assert task.body["mask_url"].endswith("/input.png"), "a name that is no plain word stays here"
