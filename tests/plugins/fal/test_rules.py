"""The numbered rules of fal's contract (docs/contracts/fal.md §13), each against the simulator or its recorded answers."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.plugins.fal.samples import CLIP, PICTURE, Start, job, opened

from mediawright import plugin as mw
from mediawright.sdk import simulator as kit
from mediawright.testing.contexts import ContextOpener
from mediawright.testing.fakes import FakeClock
from mediawright.types.constraints import complete
from mediawright_fal import errors, hooks, uploads
from mediawright_fal.provider import FAL


async def test_f_r1_a_create_goes_out_once(start: Start, open_context: ContextOpener, fake_clock: FakeClock) -> None:
    service, environ = start()
    service.faults.add(on="POST /fal-ai/*", kind="drop", when="after", times=-1)
    async with opened(open_context, environ) as ctx:
        with pytest.raises(mw.Uncertain):
            await hooks.submit(ctx, job(PICTURE, fake_clock))
    assert list(service.tasks.same_body().values()) == [1]


@pytest.mark.parametrize("status", [500, 503])
async def test_f_r1_a_fault_of_fal_leaves_it_open(
    start: Start, open_context: ContextOpener, fake_clock: FakeClock, status: int
) -> None:
    service, environ = start()
    said = {"detail": "x", "error_type": "runner_disconnected"}
    service.faults.add(on="POST /fal-ai/*", kind="status", status=status, json=said, when="after")
    async with opened(open_context, environ) as ctx:
        with pytest.raises(mw.Uncertain):
            await hooks.submit(ctx, job(PICTURE, fake_clock))


async def test_f_r3_of_addresses_in_an_answer_only_the_paths_are_used(
    start: Start, open_context: ContextOpener, fake_clock: FakeClock
) -> None:
    _, environ = start(own_urls=False)
    async with opened(open_context, environ) as ctx:
        task = await hooks.submit(ctx, job(PICTURE, fake_clock))
        assert (await hooks.poll(ctx, task)).state is mw.State.SUCCEEDED
    assert str(task.handle["status"]).startswith("/fal-ai/flux/requests/")


async def test_f_r4_no_key_goes_to_storage_or_files(
    start: Start, open_context: ContextOpener, fake_clock: FakeClock, tmp_path: Path
) -> None:
    service, environ = start()
    (tmp_path / "work").mkdir()
    (tmp_path / "work" / "a.png").write_bytes(kit.make_picture())
    media = mw.Media(kind=mw.MediaKind.IMAGE, role=mw.Role.REFERENCE, source="a.png")
    async with opened(open_context, environ) as ctx:
        link = await uploads.upload(hooks.API, ctx, media)
        service.faults.add(on="POST /cdn/*", kind="status", status=500, times=-1)
        other = await uploads.upload(hooks.API, ctx, media)
    assert [service.storage.files[name] for name in (link, other)] == [kit.make_picture()] * 2
    assert "/gcs/" in other


async def test_a_large_file_goes_in_parts_and_a_lost_part_again(
    start: Start, open_context: ContextOpener, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    service, environ = start()
    monkeypatch.setattr(uploads, "WHOLE", 100)
    monkeypatch.setattr(uploads, "PART", 64)
    content = kit.make_picture(40, 40)
    (tmp_path / "work").mkdir()
    (tmp_path / "work" / "a.png").write_bytes(content)
    service.faults.add(on="PUT /cdn/*/2", kind="status", status=500)
    async with opened(open_context, environ) as ctx:
        link = await uploads.upload(
            hooks.API, ctx, mw.Media(kind=mw.MediaKind.IMAGE, role=mw.Role.REFERENCE, source="a.png")
        )
    assert service.storage.files[link] == content


@pytest.mark.parametrize(
    ("model", "app"),
    [
        ("fal-ai/veo3.1", "fal-ai/veo3.1"),
        ("fal-ai/kling-video/v3/pro/text-to-video", "fal-ai/kling-video"),
        ("workflows/acme/poster", "workflows/acme/poster"),
        ("comfy/acme/poster/x", "comfy/acme/poster"),
    ],
)
def test_f_r5_status_result_and_cancel_are_below_the_app(model: str, app: str) -> None:
    assert hooks.app_of(model) == app


@pytest.mark.parametrize(
    ("fate", "state"),
    [
        ({}, mw.State.SUCCEEDED),
        ({"error": "the runner was lost"}, mw.State.FAILED),
        ({"status": 422, "body": {"detail": [{"type": "no_media_generated", "msg": "nothing"}]}}, mw.State.FAILED),
        ({"status": 500, "body": {"detail": "x", "error_type": "internal_server_error"}}, mw.State.FAILED),
        ({"status": 504, "body": {"detail": "x", "error_type": "generation_timeout"}}, mw.State.FAILED),
    ],
)
async def test_f_r6_completed_is_only_ended(
    start: Start, open_context: ContextOpener, fake_clock: FakeClock, fate: dict[str, Any], state: mw.State
) -> None:
    service, environ = start()
    service.faults.add(on="POST /fal-ai/*", kind="task", json=fate)
    async with opened(open_context, environ) as ctx:
        task = await hooks.submit(ctx, job(PICTURE, fake_clock))
        assert (await hooks.poll(ctx, task)).state is state


async def test_f_r7_a_result_that_is_asked_too_early_ends_nothing(
    start: Start, open_context: ContextOpener, fake_clock: FakeClock
) -> None:
    service, environ = start()
    service.faults.add(on="GET /fal-ai/*/requests/*-?????????????", kind="status", status=400)
    async with opened(open_context, environ) as ctx:
        task = await hooks.submit(ctx, job(PICTURE, fake_clock))
        service.faults.all.clear()
        early = {"detail": "Request is still in progress"}
        service.faults.add(on=f"GET {task.handle['response']}", kind="status", status=400, json=early)
        with pytest.raises(mw.Unreachable):
            await hooks.poll(ctx, task)
        assert (await hooks.poll(ctx, task)).state is mw.State.SUCCEEDED


@pytest.mark.parametrize(
    ("key", "model", "raised"),
    [
        ("bad", PICTURE.model, mw.SignInNeeded),
        ("broke", PICTURE.model, mw.OutOfCredits),
        ("poor-scope", PICTURE.model, mw.SignInNeeded),
        ("good", "fal-ai/flux/nothing", mw.NotFound),
    ],
)
async def test_f_r8_a_refusal_is_what_it_says(
    start: Start, open_context: ContextOpener, fake_clock: FakeClock, key: str, model: str, raised: type[Exception]
) -> None:
    _, environ = start()
    async with opened(open_context, environ | {"FAL_KEY": key}) as ctx:
        with pytest.raises(raised):
            await hooks.submit(ctx, job(PICTURE.with_(model=model), fake_clock))


def test_f_r9_a_seed_is_drawn_where_the_endpoint_has_one() -> None:
    def draws(name: str) -> bool:
        return next(m for m in FAL.models if m.name == name).capabilities[0].draws_seed

    assert draws("fal-ai/flux/schnell")
    assert not draws("bytedance/seedance-2.5/image-to-video")


@pytest.mark.parametrize(
    ("made", "options", "verdict"),
    [
        (1, {}, mw.Found),
        (2, {}, mw.CannotTell),
        (1, {"drop_payloads": True}, mw.CannotTell),
        (0, {}, mw.CannotTell),
    ],
)
async def test_f_r10_a_lost_create_is_found_only_where_it_must_be_ours(
    start: Start,
    open_context: ContextOpener,
    fake_clock: FakeClock,
    made: int,
    options: dict[str, Any],
    verdict: type,
) -> None:
    service, environ = start(**options)
    service.clock._start += (fake_clock.now().timestamp()) - service.clock.seconds()
    service.faults.add(on="POST /fal-ai/*", kind="drop", when="after" if made else "before", times=-1)
    async with opened(open_context, environ) as ctx:
        for _ in range(max(made, 1)):
            with pytest.raises(mw.Uncertain):
                await hooks.submit(ctx, job(PICTURE, fake_clock))
        for task in service.tasks.all.values():
            task.made_at = fake_clock.now().timestamp()
        found = await hooks.reconcile(ctx, job(PICTURE, fake_clock))
    assert type(found) is verdict


async def test_f_r10_none_in_the_list_is_no_answer_unless_an_operator_says_so(
    start: Start, open_context: ContextOpener, fake_clock: FakeClock
) -> None:
    service, environ = start()
    service.faults.add(on="POST /fal-ai/*", kind="drop", when="before", times=-1)
    async with opened(open_context, environ | {"FAL_UNFINISHED_LISTED": "on"}) as ctx:
        lost = job(PICTURE, fake_clock)
        with pytest.raises(mw.Uncertain):
            await hooks.submit(ctx, lost)
        assert isinstance(await hooks.reconcile(ctx, lost), mw.CannotTell)
        old = replace(lost, updated_at=lost.updated_at - timedelta(hours=1))
        assert isinstance(await hooks.reconcile(ctx, old), mw.NotAccepted)


def test_f_r11_what_was_not_asked_for_is_not_sent() -> None:
    assert hooks.wire(PICTURE.with_(seed=None), "job-1")[0].json == {"prompt": "a red fox"}


@pytest.mark.parametrize(
    ("model", "sent"),
    [
        ("fal-ai/kling-video/v3/pro/text-to-video", "5"),
        ("minimax/h3/text-to-video", 5),
        ("fal-ai/veo3.1", "5s"),
        ("fal-ai/ltx-2.3/text-to-video", "5"),
    ],
)
def test_f_r12_a_length_is_spelled_as_the_schema_spells_it(model: str, sent: Any) -> None:
    assert hooks.wire(CLIP.with_(model=model, duration=5), "job-1")[0].json["duration"] == sent


def test_f_r14_nothing_is_switched_on_unasked() -> None:
    call = hooks.wire(PICTURE, "job-1")[0]
    assert (dict(call.query), set(call.headers)) == ({}, {"authorization"})
    assert all("sync_mode" not in (c.schema or {}).get("properties", {}) for m in FAL.models for c in m.capabilities)


@pytest.mark.parametrize(
    ("queue_s", "run_s", "said"), [(60.0, 60.0, mw.Stopped), (0.0, 60.0, mw.Requested), (0.0, 0.0, mw.NotPossible)]
)
async def test_f_r15_a_cancel_that_was_only_noted_keeps_the_job_alive(
    start: Start, open_context: ContextOpener, fake_clock: FakeClock, queue_s: float, run_s: float, said: type
) -> None:
    _, environ = start(queue_s=queue_s, run_s=run_s)
    async with opened(open_context, environ) as ctx:
        task = await hooks.submit(ctx, job(PICTURE, fake_clock))
        assert type(await hooks.cancel(ctx, task)) is said


async def test_f_r16_a_word_of_no_page_ends_nothing(
    start: Start, open_context: ContextOpener, fake_clock: FakeClock
) -> None:
    service, environ = start(run_s=60.0)
    service.faults.add(on="POST /fal-ai/*", kind="task", json={"word": "PROCESSING"})
    async with opened(open_context, environ) as ctx:
        task = await hooks.submit(ctx, job(PICTURE, fake_clock))
        assert (await hooks.poll(ctx, task)).state is mw.State.UNKNOWN


async def test_the_place_in_the_queue_is_progress(
    start: Start, open_context: ContextOpener, fake_clock: FakeClock
) -> None:
    _, environ = start(queue_s=60.0)
    async with opened(open_context, environ) as ctx:
        await hooks.submit(ctx, job(PICTURE, fake_clock))
        task = await hooks.submit(ctx, job(CLIP, fake_clock))
        assert (await hooks.poll(ctx, task)).data == {"queue_position": 1}


def test_f_r20_what_fal_repeats_of_the_prompt_is_never_shown() -> None:
    item = {"loc": ["body", "prompt"], "msg": "flagged", "type": "content_policy_violation", "input": "secret words"}
    found = errors.service_error(422, {"detail": [item]})
    assert found is not None
    assert (found.code, found.text) == ("content_policy_violation", "prompt: flagged")


@pytest.mark.parametrize("billing", [True, False])
async def test_a_balance_needs_an_admin_key(start: Start, open_context: ContextOpener, billing: bool) -> None:
    _, environ = start(billing=billing)
    async with opened(open_context, environ) as ctx:
        found = await hooks.quota(ctx, mw.Window())
    assert [str(balance.left) for balance in found.balances] == (["25 USD"] if billing else [])
    assert (found.note is not None) is not billing


async def test_past_requests_are_listed_and_a_link_is_taken_over(
    start: Start, open_context: ContextOpener, fake_clock: FakeClock
) -> None:
    _, environ = start()
    async with opened(open_context, environ) as ctx:
        task = await hooks.submit(ctx, job(PICTURE, fake_clock))
        link = f"https://queue.fal.run/fal-ai/flux/requests/{task.id}"
        assert (await hooks.adopt(ctx, link, None)).id == task.id
        assert [item.id for item in await hooks.history(ctx, mw.Window())] == [task.id]
        with pytest.raises(mw.InvalidRequest):
            await hooks.adopt(ctx, task.id, None)


async def test_any_endpoint_is_found_by_its_id_with_and_without_a_key(
    start: Start, open_context: ContextOpener
) -> None:
    _, environ = start()
    bare = {name: value for name, value in environ.items() if name != "FAL_KEY"}
    for used in (environ, bare):
        async with opened(open_context, used) as ctx:
            page = await hooks.catalogue(ctx, mw.CatalogueQuery(name="acme/tiny-flux"))
            assert [model.name for model in page.models] == ["acme/tiny-flux"]
    hooks.learn(page.models[0])
    able = page.models[0].capabilities[0]
    assert (able.schema or {})["required"] == ["steps"]
    request = complete(PICTURE.with_(model="acme/tiny-flux", options={"steps": "4"}), page.models[0])
    assert list(hooks.validate(request)) == []
    assert hooks.wire(request, "job-1")[0].json == {"prompt": "a red fox", "seed": 7, "steps": 4}


async def test_the_catalogue_is_paged_and_leaves_training_out(start: Start, open_context: ContextOpener) -> None:
    _, environ = start()
    names: list[str] = []
    async with opened(open_context, environ) as ctx:
        query = mw.CatalogueQuery(text="acme")
        page = await hooks.catalogue(ctx, query)
        names += [model.name for model in page.models]
        whole = await hooks.catalogue(ctx, mw.CatalogueQuery())
    assert names == ["acme/tiny-flux", "acme/tiny-video/pro", "workflows/acme/poster"]
    assert whole.cursor
