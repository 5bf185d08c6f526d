"""Recorded HTTP: written once, replayed without a network, without a secret in it."""

import json
from pathlib import Path
from typing import Any

import pytest
import vcr.request

from mediawright.clock import SystemClock
from mediawright.plugin import Media, MediaKind, Provider, Role, Text
from mediawright.testing.canaries import MARK, CanarySecrets
from mediawright.testing.contexts import ContextOpener
from mediawright.testing.fakes import FakeClock
from mediawright.testing.recordings import NOBODY, Recorder, Scrubber
from mediawright.testing.simulator import SimulatorRunner

ACME = Provider(name="acme", title=Text("Acme", "艾克米"), models=())


async def service(scope: dict[str, Any], receive: Any, send: Any) -> None:
    if scope["type"] == "lifespan":
        for kind in ("startup", "shutdown"):
            await receive()
            await send({"type": f"lifespan.{kind}.complete"})
        return
    link = CanarySecrets().signed_url()
    body = f'{{"id": "t-1", "token": "{CanarySecrets()["token"]}", "url": "{link}"}}'.encode()
    await send({"type": "http.response.start", "status": 200, "headers": [(b"set-cookie", b"a=b")]})
    await send({"type": "http.response.body", "body": body})


async def test_what_was_recorded_is_replayed_without_the_service(
    run_simulator: SimulatorRunner, open_context: ContextOpener, tmp_path: Path, canary_secrets: CanarySecrets
) -> None:
    url = run_simulator(service)
    headers = {"authorization": f"Bearer {canary_secrets['token']}"}
    async with open_context(ACME) as ctx:
        with Recorder(tmp_path, True, frozenset(), ctx.clock)("look"):
            await ctx.post(f"{url}/task", headers=headers, json={"password": canary_secrets["secret_key"]})
        with Recorder(tmp_path, False, frozenset(), ctx.clock)("look"):
            again = await ctx.post(f"{url}/task", headers=headers, json={"password": canary_secrets["secret_key"]})
    assert again.json()["id"] == "t-1"
    text = (tmp_path / "look.yaml").read_text()
    canary_secrets.assert_absent([text], "the cassette")
    assert "set-cookie" not in text


async def test_a_file_inside_a_body_is_recorded_as_its_text(
    run_simulator: SimulatorRunner, open_context: ContextOpener, tmp_path: Path
) -> None:
    url = run_simulator(service)
    async with open_context(ACME) as ctx:
        (tmp_path / "work" / "cat.png").write_bytes(b"PNG")
        cat = Media(kind=MediaKind.IMAGE, role=Role.REFERENCE, source="cat.png")
        with Recorder(tmp_path, True, frozenset(), ctx.clock)("inline"):
            await ctx.post_once(f"{url}/task", json={"image": await ctx.as_base64(cat)})
        with Recorder(tmp_path, False, frozenset(), ctx.clock)("inline"):
            again = await ctx.post_once(f"{url}/task", json={"image": "UE5H"})
    assert again.json()["id"] == "t-1"


@pytest.mark.parametrize("years", [-10, 0, 10])
async def test_a_recording_is_replayed_at_its_own_moment(
    years: int, run_simulator: SimulatorRunner, open_context: ContextOpener, tmp_path: Path, fake_clock: FakeClock
) -> None:
    url, moment = run_simulator(service), fake_clock.now()
    async with open_context(ACME) as ctx:
        with Recorder(tmp_path, True, frozenset(), fake_clock)("look"):
            await ctx.post(f"{url}/task", json={})
        fake_clock.advance(years * 365 * 86400)
        with Recorder(tmp_path, False, frozenset(), fake_clock)("look"):
            assert ctx.clock.now() == moment
            await ctx.post(f"{url}/task", json={})


async def test_a_recording_is_never_replayed_at_another_moment(tmp_path: Path, fake_clock: FakeClock) -> None:
    (tmp_path / "old.yaml").write_text("interactions: []\nversion: 1\n")
    with pytest.raises(ValueError, match="recorded_at"), Recorder(tmp_path, False, frozenset(), fake_clock)("old"):
        pass
    with pytest.raises(TypeError, match="clock"), Recorder(tmp_path, False, frozenset(), SystemClock())("old"):
        pass


def test_a_test_with_a_recording_lives_by_its_clock(open_context: ContextOpener, recorded: Recorder) -> None:
    assert open_context.clock is recorded.clock


def test_words_and_numbers_under_a_telling_name_stay() -> None:
    plain = b'{"code": 0, "status_code": "OK", "n": [1]}'
    assert Scrubber().body(plain) == plain
    assert Scrubber().body(b"\x89PNG") == b"\x89PNG"


def test_private_fields_are_replaced_whatever_they_sound_like() -> None:
    scrubber = Scrubber(frozenset({"email", "member_id"}))
    said = json.loads(scrubber.body(b'{"Email": "a@b.c", "member_id": 7, "name": "Lin", "of": [{"email": ""}]}'))
    assert said == {"Email": MARK, "member_id": MARK, "name": "Lin", "of": [{"email": ""}]}


@pytest.mark.parametrize(
    ("link", "kept"),
    [
        ("https://a.example/list?page=1&ratio=9%3A16", "https://a.example/list?page=1&ratio=9%3A16"),
        ("https://a.example/f.mp4?Expires=1&Signature=x", "https://a.example/f.mp4"),
        ("https://a.example/f.mp4?se=1&sig=x", "https://a.example/f.mp4"),
        ("https://a.example/f.mp4?who=me", "https://a.example/f.mp4"),
        ("https://me:x@a.example/f.mp4", "https://a.example/f.mp4"),
        ("http://127.0.0.1:8765/f.mp4?page=1", f"{NOBODY}/f.mp4?page=1"),
    ],
)
def test_a_link_that_tells_a_secret_loses_its_query(link: str, kept: str) -> None:
    scrubber = Scrubber(frozenset({"who"}))
    assert json.loads(scrubber.body(json.dumps({"url": link}).encode())) == {"url": kept}
    assert scrubber.request(vcr.request.Request("GET", link, None, {})).uri == kept


def test_of_what_is_sent_only_json_and_forms_are_kept() -> None:
    def kept(body: bytes, kind: str) -> bytes:
        request = vcr.request.Request("POST", "https://a.example/", body, {"content-type": kind})
        return bytes(Scrubber().request(request).body or b"")

    assert kept(b"\x89PNG", "image/png") == b""
    assert kept(b"--x\r\n", "multipart/form-data; boundary=x") == b""
    assert kept(b"grant=a&client_secret=0123456789", "application/x-www-form-urlencoded") == (
        f"grant=a&client_secret={MARK}".encode()
    )


def test_the_fixture_replays_from_beside_the_test(recorded: Recorder) -> None:
    assert recorded.folder == Path(__file__).parent / "cassettes"
    assert recorded.record is False


async def test_a_context_has_its_own_home_and_environment(open_context: ContextOpener, tmp_path: Path) -> None:
    async with open_context(ACME, job_id="job-7") as ctx:
        ctx.keep("a", 1)
        assert (ctx.job_id, ctx.recall("a"), ctx.new_id()[-1]) == ("job-7", 1, "1")
        assert ctx.workdir.is_relative_to(tmp_path)
