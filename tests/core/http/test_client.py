"""Calls: how often, with what, and what a failure means."""

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING

import pytest

from mediawright import __version__
from mediawright.http.address_policy import Guard
from mediawright.http.client import Call, Http, Upload
from mediawright.http.connections import HttpLimits
from mediawright.http.errors import AddressRefused, TooLarge
from mediawright.http.redact import SafeLog
from mediawright.types.errors import NotSent, Uncertain, Unreachable

if TYPE_CHECKING:
    from tests.core.conftest import Reply, WireServer

    from mediawright.testing.canaries import CanarySecrets
    from mediawright.testing.fakes import FakeClock

CLOSED = "http://127.0.0.1:9/nobody-listens"


def get(url: str) -> Call:
    return Call(method="GET", url=url)


def post(url: str) -> Call:
    return Call(method="POST", url=url, json={"提示": "猫"})


async def test_an_answer_is_read_to_its_end(wire: "WireServer", http: Http, reply: "type[Reply]") -> None:
    url = wire.on("/a", reply(status=418, headers={"X-Thing": "1"}, body='{"好": [1]}'.encode()))
    answer = await http.request_idempotent(
        Call(method="GET", url=url, params={"page": 1}, headers={"Authorization": "x"})
    )
    assert (answer.status, answer.json(), answer.headers["x-thing"]) == (418, {"好": [1]}, "1")
    assert wire.seen[0].path == "/a?page=1"
    assert wire.seen[0].headers["authorization"] == "x"
    assert wire.seen[0].headers["user-agent"] == f"mediawright/{__version__}"


@pytest.mark.parametrize("status", [429, 502, 503, 504])
async def test_a_poll_is_repeated_while_the_server_says_not_now(
    status: int, wire: "WireServer", http: Http, reply: "type[Reply]", fake_clock: "FakeClock"
) -> None:
    url = wire.on("/busy", reply(status=status), reply(status=status), reply(body=b"ok"))
    assert (await http.request_idempotent(get(url))).text == "ok"
    assert fake_clock.slept == [0.375, 0.75]


async def test_a_poll_returns_the_last_answer_when_tries_run_out(
    wire: "WireServer", http: Http, reply: "type[Reply]"
) -> None:
    url = wire.on("/busy", reply(status=503))
    assert (await http.request_idempotent(get(url))).status == 503
    assert len(wire.seen) == http.policy.tries


async def test_tries_can_be_bounded(wire: "WireServer", http: Http, reply: "type[Reply]") -> None:
    url = wire.on("/busy", reply(status=503))
    await http.request_idempotent(Call(method="GET", url=url, tries=1))
    assert len(wire.seen) == 1


async def test_retry_after_is_honoured(
    wire: "WireServer", http: Http, reply: "type[Reply]", fake_clock: "FakeClock"
) -> None:
    url = wire.on("/busy", reply(status=429, headers={"retry-after": "30"}), reply(body=b"ok"))
    await http.request_idempotent(get(url))
    assert 30 <= fake_clock.slept[0] < 31


async def test_a_request_beyond_patience_ends_the_repeats(wire: "WireServer", http: Http, reply: "type[Reply]") -> None:
    url = wire.on("/busy", reply(status=429, headers={"retry-after": "3600"}))
    assert (await http.request_idempotent(get(url))).status == 429
    assert len(wire.seen) == 1


async def test_a_poll_survives_dropped_connections(wire: "WireServer", http: Http, reply: "type[Reply]") -> None:
    url = wire.on("/flaky", reply(drop=True), reply(body=b"half", length=100), reply(body=b"whole"))
    assert (await http.request_idempotent(get(url))).text == "whole"


async def test_a_poll_at_nobody_is_not_sent(http: Http, fake_clock: "FakeClock") -> None:
    with pytest.raises(NotSent):
        await http.request_idempotent(get(CLOSED))
    assert len(fake_clock.slept) == 4


@pytest.mark.parametrize(
    "failure", [{"drop": True}, {"body": b"half", "length": 99}, {"hold": True}, {"body": b"", "length": 9**12}]
)
async def test_once_without_an_answer_is_uncertain_and_not_repeated(
    failure: dict[str, object], wire: "WireServer", http: Http, reply: "type[Reply]"
) -> None:
    url = wire.on("/submit", reply(**failure))  # type: ignore[arg-type]
    with pytest.raises(Uncertain):
        await http.once(post(url))
    assert len(wire.seen) == 1


@pytest.mark.parametrize("status", [200, 400, 429, 500, 503])
async def test_once_returns_any_answer(status: int, wire: "WireServer", http: Http, reply: "type[Reply]") -> None:
    url = wire.on("/submit", reply(status=status))
    assert (await http.once(post(url))).status == status
    assert wire.seen[0].body == '{"提示":"猫"}'.encode()
    assert len(wire.seen) == 1


async def test_once_to_nobody_is_not_sent(http: Http) -> None:
    with pytest.raises(NotSent):
        await http.once(post(CLOSED))


async def test_once_opens_a_connection_of_its_own(wire: "WireServer", http: Http, reply: "type[Reply]") -> None:
    url = wire.on("/submit", reply())
    for _ in range(2):
        await http.once(post(url))
        await http.request_idempotent(get(url))
    assert len({seen.port for seen in wire.seen}) == 3


@pytest.mark.parametrize("url", ["http://example.com/a", "ftp://example.com/a", "https://u:p@example.com/", "nonsense"])
async def test_an_address_that_may_not_be_called_is_refused_unsent(url: str, http: Http) -> None:
    with pytest.raises(AddressRefused):
        await http.once(post(url))


async def test_a_header_cannot_break_out_of_its_line(wire: "WireServer", http: Http) -> None:
    call = Call(method="GET", url=wire.url + "/a", headers={"authorization": "not-a-real-secret\r\nx: y"})
    with pytest.raises(AddressRefused) as caught:
        await http.request_idempotent(call)
    assert "not-a-real-secret" not in str(caught.value)
    assert wire.seen == []


async def test_redirects_are_answers(wire: "WireServer", http: Http, reply: "type[Reply]") -> None:
    url = wire.on("/moved", reply(status=302, headers={"location": "/elsewhere"}))
    assert (await http.request_idempotent(get(url))).status == 302
    assert len(wire.seen) == 1


async def test_cookies_are_not_kept(wire: "WireServer", http: Http, reply: "type[Reply]") -> None:
    url = wire.on("/a", reply(headers={"set-cookie": "id=1; Path=/"}))
    await http.request_idempotent(get(url))
    await http.request_idempotent(get(url))
    assert "cookie" not in wire.seen[1].headers


async def test_an_answer_has_an_end_even_when_it_drips(wire: "WireServer", http: Http, reply: "type[Reply]") -> None:
    http.limits = HttpLimits(read_s=5, answer_s=0.2)
    url = wire.on("/drip", reply(body=b"x", length=2, hold_after=True))
    with pytest.raises(Unreachable):
        await http.request_idempotent(Call(method="GET", url=url, tries=1))


async def test_a_file_goes_up_as_multipart(wire: "WireServer", http: Http, reply: "type[Reply]") -> None:
    url = wire.on("/upload", reply(body=b"{}"))
    body = Upload(file=io.BytesIO(b"PNG"), name="照片.png", media_type="image/png", size=3, form={"kind": "a"})
    await http.upload(Call(method="POST", url=url), body)
    seen = wire.seen[0]
    assert seen.headers["content-type"].startswith("multipart/form-data; boundary=")
    assert b'name="file"; filename="' in seen.body
    assert b"PNG" in seen.body
    assert b'name="kind"' in seen.body


async def test_a_file_goes_up_raw_and_in_pieces(wire: "WireServer", http: Http, reply: "type[Reply]") -> None:
    data = bytes(range(256)) * 1000
    url = wire.on("/put", reply())
    body = Upload(file=io.BytesIO(data), name="a", media_type="image/png", size=len(data), field=None)
    await http.upload(Call(method="PUT", url=url, headers={"Content-Type": "image/x"}), body)
    assert wire.seen[0].body == data
    assert wire.seen[0].headers["content-type"] == "image/x"
    assert wire.seen[0].headers["content-length"] == str(len(data))


async def test_a_lost_upload_is_unreachable(wire: "WireServer", http: Http, reply: "type[Reply]") -> None:
    url = wire.on("/put", reply(drop=True))
    body = Upload(file=io.BytesIO(b"x"), name="a", media_type="image/png", size=1)
    with pytest.raises(Unreachable):
        await http.upload(Call(method="POST", url=url), body)
    assert len(wire.seen) == 1


async def test_the_debug_log_gives_nothing_away(
    wire: "WireServer", http: Http, reply: "type[Reply]", canary_secrets: "CanarySecrets"
) -> None:
    lines: list[str] = []
    http.log = SafeLog({"MEDIAWRIGHT_DEBUG": "1"}, lines.append)
    http.log.learn(canary_secrets.values.values())
    url = wire.on(f"/{canary_secrets['login_code']}", reply())
    await http.request_idempotent(Call(method="GET", url=f"{url}?Signature={canary_secrets['signature']}"))
    assert lines == [f"debug: GET url={wire.url}/*** status=200\n"]


async def test_too_large_is_not_asked_for_again(wire: "WireServer", http: Http, reply: "type[Reply]") -> None:
    http.limits = HttpLimits(answer_bytes=3)
    url = wire.on("/large", reply(body=b"four"))
    with pytest.raises(TooLarge):
        await http.request_idempotent(get(url))
    assert len(wire.seen) == 1


@pytest.mark.parametrize("url", ["https://10.0.0.7/put", "https://bucket.localhost/put", "https://named.example/put"])
async def test_a_strangers_upload_host_must_be_public(fake_clock: "FakeClock", url: str) -> None:
    async def inside(host: str, port: int) -> Sequence[str]:
        return ["192.168.1.1"]

    body = Upload(file=io.BytesIO(b"x"), name="a", media_type="image/png", size=1, field=None)
    client = Http(fake_clock, lambda: 0.5, guard=Guard(resolve=inside))
    with pytest.raises(AddressRefused):
        await client.upload(Call(method="PUT", url=url), body, own=["https://api.example/v1", "plain"])
    await client.aclose()
