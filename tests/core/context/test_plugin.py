"""What a plugin can do through its context."""

import base64
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from mediawright.config import Config
from mediawright.context.factory import Contexts
from mediawright.context.plugin import PluginContext
from mediawright.context.protocol import Context
from mediawright.http.client import Http
from mediawright.http.redact import SafeLog
from mediawright.paths import Home
from mediawright.plugins.acting import acting
from mediawright.types.errors import InvalidRequest, LocalFault, NotSent, PluginFault, Uncertain, Unreachable
from mediawright.types.job import Progress
from mediawright.types.message import Message, Text
from mediawright.types.operations import MediaKind
from mediawright.types.provider import Limits, Provider
from mediawright.types.request import Media, Role
from mediawright.types.states import State

if TYPE_CHECKING:
    from tests.core.conftest import Reply, WireServer

    from mediawright.testing.canaries import CanarySecrets
    from mediawright.testing.fakes import FakeClock, PredictableIds

ACME = Provider(name="acme", title=Text("Acme", "艾克米"), models=(), limits=Limits(input_bytes=5000))
CLOSED = "http://127.0.0.1:9/"
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


@pytest.fixture
async def contexts(
    http: Http, home: Home, tmp_path: Path, fake_clock: "FakeClock", predictable_ids: "PredictableIds"
) -> AsyncIterator[Contexts]:
    environ = {"MEDIAWRIGHT_NO_KEYRING": "1", "HOME": str(tmp_path / "me")}
    async with Contexts(home, Config(), environ, fake_clock, predictable_ids, http, cwd=tmp_path) as contexts:
        yield contexts


@pytest.fixture
def ctx(contexts: Contexts) -> PluginContext:
    return contexts.open(ACME, job_id="job-1")


@pytest.fixture
def cat(tmp_path: Path) -> Media:
    (tmp_path / "cat.png").write_bytes(PNG)
    return Media(kind=MediaKind.IMAGE, role=Role.REFERENCE, source="cat.png")


def test_it_is_what_plugins_expect(ctx: PluginContext) -> None:
    neutral: Context = ctx
    assert neutral.provider is ACME


async def test_polls_are_repeated_and_do_not_count_as_sent(
    wire: "WireServer", ctx: PluginContext, reply: "type[Reply]"
) -> None:
    url = wire.on("/a", reply(status=503), reply(body=b"1"))
    assert (await ctx.get(url, params={"page": 1})).json() == 1
    assert (await ctx.post(url, json={"n": 1}, tries=1)).json() == 1
    assert ctx.sent_once is False


async def test_a_submit_that_may_have_left_counts_as_sent(
    wire: "WireServer", ctx: PluginContext, reply: "type[Reply]"
) -> None:
    with pytest.raises(NotSent):
        await ctx.post_once(CLOSED)
    sent = [ctx.sent_once]
    with pytest.raises(Uncertain):
        await ctx.post_once(wire.on("/lost", reply(drop=True)))
    sent.append(ctx.sent_once)
    with pytest.raises(NotSent):
        await ctx.post_once(CLOSED)
    assert [*sent, ctx.sent_once] == [False, True, True]


async def test_a_stream_counts_as_sent(wire: "WireServer", ctx: PluginContext, reply: "type[Reply]") -> None:
    with pytest.raises(NotSent):
        async with ctx.stream("POST", CLOSED):
            pass
    before = ctx.sent_once
    async with ctx.stream("POST", wire.on("/s", reply(body=b"data: 1\n\n")), json={}) as stream:
        assert [event.data async for event in stream.events()] == ["1"]
    assert (before, ctx.sent_once) == (False, True)


@pytest.mark.parametrize("trouble", [NotSent, KeyError])
async def test_what_goes_wrong_inside_a_stream_does_not_unsend_it(
    trouble: type[Exception], wire: "WireServer", ctx: PluginContext, reply: "type[Reply]"
) -> None:
    url = wire.on("/s", reply())
    with pytest.raises(trouble):
        async with ctx.stream("POST", url):
            raise trouble
    assert ctx.sent_once is True


@pytest.mark.parametrize("status", [301, 408, 425, 499, 500, 502, 503, 504, 524])
async def test_an_answer_that_can_be_no_refusal_leaves_doubt(
    status: int, wire: "WireServer", ctx: PluginContext, reply: "type[Reply]"
) -> None:
    await ctx.get(wire.on("/look", reply(status=status)), tries=1)
    await ctx.post_once(wire.on("/plain", reply(status=429, body=b"{}")), json={})
    before = ctx.doubtful
    await ctx.post_once(wire.on("/submit", reply(status=status, body=b"{}")), json={})
    assert (before, ctx.doubtful) == (False, True)


async def test_a_web_page_leaves_doubt_whatever_its_status(
    wire: "WireServer", ctx: PluginContext, reply: "type[Reply]"
) -> None:
    await ctx.post_once(wire.on("/submit", reply(status=404, body=b"<html>")), json={})
    assert ctx.doubtful is True


async def test_a_stream_that_began_with_a_gateways_answer_leaves_doubt(
    wire: "WireServer", ctx: PluginContext, reply: "type[Reply]"
) -> None:
    async with ctx.stream("POST", wire.on("/s", reply(status=502)), json={}):
        pass
    assert ctx.doubtful is True


async def test_a_local_input_is_uploaded(
    wire: "WireServer", ctx: PluginContext, cat: Media, reply: "type[Reply]"
) -> None:
    await ctx.upload(wire.on("/up", reply()), cat, field="image", form={"a": "b"}, filename="x.png")
    assert b'name="image"; filename="x.png"' in wire.seen[0].body
    await ctx.upload(wire.on("/put", reply()), cat, method="PUT", field=None)
    assert (wire.seen[1].method, wire.seen[1].body) == ("PUT", PNG)
    with pytest.raises(Unreachable):
        await ctx.upload(wire.on("/lost", reply(drop=True)), cat)
    assert ctx.sent_once is False


async def test_a_local_input_is_read(ctx: PluginContext, cat: Media, tmp_path: Path) -> None:
    assert base64.b64decode(await ctx.read_base64(cat)) == PNG
    assert (await ctx.inspect(cat)).width == 1
    assert await ctx.localize(cat) is cat
    outside = Media(kind=MediaKind.IMAGE, role=Role.REFERENCE, source="../cat.png")
    for read in (ctx.read_base64, ctx.as_base64):
        with pytest.raises(InvalidRequest):
            await read(outside)


async def test_a_local_input_stands_inside_a_body(
    wire: "WireServer", ctx: PluginContext, cat: Media, reply: "type[Reply]"
) -> None:
    url, body = wire.on("/submit", reply()), {"images": [await ctx.as_base64(cat, prefix="data:,")]}
    await ctx.post_once(url, json=body)
    await ctx.post(url, json=body)
    await ctx.get(url, json=body)
    async with ctx.stream("POST", url, json=body):
        pass
    text = base64.b64encode(PNG).decode()
    assert [seen.body for seen in wire.seen] == [f'{{"images":["data:,{text}"]}}'.encode()] * 4


async def test_an_input_that_changed_before_the_submit_leaves_it_unsent(
    wire: "WireServer", ctx: PluginContext, cat: Media, tmp_path: Path
) -> None:
    body = {"image": await ctx.as_base64(cat)}
    (tmp_path / "cat.png").write_bytes(PNG + b"more")
    with pytest.raises(InvalidRequest):
        await ctx.post_once(wire.url, json=body)
    with pytest.raises(InvalidRequest):
        async with ctx.stream("POST", wire.url, json=body):
            pass
    assert (ctx.sent_once, wire.seen) == (False, [])


async def test_a_link_is_fetched_into_the_work_folder_and_can_be_sent_on(
    wire: "WireServer", ctx: PluginContext, cat: Media, reply: "type[Reply]"
) -> None:
    link = Media(kind=MediaKind.IMAGE, role=Role.REFERENCE, source=wire.on("/cat", reply(body=PNG)))
    local = await ctx.localize(link)
    assert Path(local.source).parent == ctx.workdir
    assert base64.b64decode(await ctx.read_base64(local)) == PNG
    with pytest.raises(Unreachable):
        await ctx.localize(replace(link, source=wire.on("/big", reply(body=bytes(6000)))))


def test_a_credential_is_saved_found_and_forgotten(ctx: PluginContext, contexts: Contexts) -> None:
    found = [ctx.credential]
    ctx.save_credential({"token": "not-a-real-secret"})
    found.append(ctx.credential)
    ctx.forget_credential()
    found.append(ctx.credential)
    assert [credential and credential.values for credential in found] == [None, {"token": "not-a-real-secret"}, None]
    assert contexts.redact("not-a-real-secret") == "***"


def test_a_renewal_by_another_process_is_noticed(
    contexts: Contexts, ctx: PluginContext, fake_clock: "FakeClock"
) -> None:
    ctx.save_credential({"token": "not-a-real-old-one"})
    assert ctx.credential is not None
    contexts.open(ACME).save_credential({"token": "not-a-real-new-one"})
    assert ctx.credential.values == {"token": "not-a-real-old-one"}
    fake_clock.advance(3)
    assert ctx.credential.values == {"token": "not-a-real-new-one"}


def test_small_values_are_kept_for_the_provider_not_the_job(contexts: Contexts, ctx: PluginContext) -> None:
    ctx.keep("session", {"id": 1})
    ctx.keep_secret("verifier", "not-a-real-verifier")
    other = contexts.open(ACME, job_id="job-2")
    assert (other.recall("session"), other.recall_secret("verifier")) == ({"id": 1}, "not-a-real-verifier")
    other.keep("session", None)
    other.keep_secret("verifier", None)
    assert (ctx.recall("session"), ctx.recall_secret("verifier")) == (None, None)


def test_what_is_about_jobs_is_kept_where_the_ledger_is_and_the_rest_stays_here(
    home: Home, fake_clock: "FakeClock", predictable_ids: "PredictableIds"
) -> None:
    there: dict[str, object] = {}

    class Shared:
        def get(self, key: str) -> object:
            return there.get(key)

        def set(self, key: str, value: object) -> None:
            there[key] = value

    shared = Contexts(home, Config(), {}, fake_clock, predictable_ids, shared_kept=lambda name, here: Shared())
    ctx = shared.open(ACME, job_id="job-1")
    ctx.keep("submit.1", {"path": "/v1"}, shared=True)
    ctx.keep("skew", 2.5)
    assert there == {"submit.1": {"path": "/v1"}}
    assert (ctx.recall("submit.1", shared=True), ctx.recall("submit.1"), ctx.recall("skew")) == (
        {"path": "/v1"},
        None,
        2.5,
    )


def test_words_reach_whoever_listens(contexts: Contexts) -> None:
    heard: list[object] = []
    ctx = contexts.open(ACME, on_progress=heard.append, on_say=heard.append)
    ctx.report(Progress(state=State.RUNNING))
    ctx.say(Message("acme.hello"))
    assert heard == [Progress(state=State.RUNNING), Message("acme.hello")]
    silent = contexts.open(ACME)
    silent.report(Progress(state=State.RUNNING))
    silent.say(Message("acme.hello"))


def test_ids_and_bytes_are_predictable_in_tests(ctx: PluginContext) -> None:
    assert ctx.new_id() != ctx.new_id()
    assert ctx.random_bytes(3) == b"\0\1\2"


def test_the_log_hides_every_secret_that_passed(
    http: Http, home: Home, fake_clock: "FakeClock", predictable_ids: "PredictableIds", canary_secrets: "CanarySecrets"
) -> None:
    lines: list[str] = []
    http.log = SafeLog({"MEDIAWRIGHT_DEBUG": "1"}, lines.append)
    environ = {"MEDIAWRIGHT_NO_KEYRING": "1"}
    ctx = Contexts(home, Config(), environ, fake_clock, predictable_ids, http).open(ACME)
    ctx.save_credential({"secret_key": canary_secrets["secret_key"]})
    ctx.keep_secret("code", canary_secrets["login_code"])
    ctx.debug("sent", a=canary_secrets["secret_key"], b=canary_secrets["login_code"], url=canary_secrets.signed_url())
    assert lines == ["debug: acme: sent a=*** b=*** url=https://files.example.com/result.mp4?***\n"]


async def test_a_call_stopped_at_the_last_moment_was_not_sent(
    contexts: Contexts, wire: "WireServer", reply: "type[Reply]"
) -> None:
    def stop() -> None:
        raise LocalFault(Message("error.busy"))

    ctx = contexts.open(ACME, job_id="job-1", before_send=stop)
    url = wire.on("/submit", reply(body=b"ok"))
    with pytest.raises(LocalFault):
        await ctx.post_once(url, json={"prompt": "a fox"})
    assert (wire.seen, ctx.sent_once) == ([], False)
    with pytest.raises(LocalFault):
        async with ctx.stream("POST", url, json={"prompt": "a fox"}):
            pass
    assert (wire.seen, ctx.sent_once) == ([], False)


async def test_the_last_check_belongs_to_one_call(contexts: Contexts, wire: "WireServer", reply: "type[Reply]") -> None:
    """A poll after a spending call asks nothing."""
    asked: list[str] = []
    ctx = contexts.open(ACME, job_id="job-1", before_send=lambda: asked.append("sent"))
    url = wire.on("/submit", reply(body=b"ok"))
    await ctx.post_once(url)
    await ctx.get(url)
    await ctx.post(url, json={})
    assert asked == ["sent"]


async def test_only_the_submit_of_a_job_may_spend(contexts: Contexts, wire: "WireServer", reply: "type[Reply]") -> None:
    """Whatever a poll, a price or a sign-in sends, it is not the call that costs; the plugin and its hook are named."""
    ctx, url = contexts.open(ACME, job_id="job-1"), wire.on("/submit", reply(body=b"ok"))
    for hook in ("quota", "quote", "poll", "reconcile", "converse", "auth"):
        with acting("acme", hook):
            with pytest.raises(PluginFault) as stopped:
                await ctx.post_once(url, json={"prompt": "a fox"})
            assert stopped.value.message.values == {"plugin": "acme", "hook": hook}
            with pytest.raises(PluginFault):
                async with ctx.stream("POST", url, json={"prompt": "a fox"}):
                    pass
    assert (wire.seen, ctx.sent_once) == ([], False)
    with acting("acme", "download"):
        async with ctx.stream("GET", url):
            pass
    with acting("acme", "submit"):
        await ctx.post_once(url)
    assert len(wire.seen) == 2
