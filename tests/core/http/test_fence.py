"""The last check of a spending call: asked when its bytes leave, and nothing whole leaves once it says no."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from mediawright.http.client import Call, Http
from mediawright.http.fence import Fence, Step
from mediawright.types.errors import LocalFault, NotSent, Uncertain
from mediawright.types.message import Message

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.core.conftest import Reply, WireServer

    from mediawright.types.request import Base64File


class Asked:
    """Approves so many times, then no."""

    def __init__(self, times: int) -> None:
        self.left, self.count = times, 0

    def __call__(self) -> None:
        self.count += 1
        if self.count > self.left:
            raise LocalFault(Message("error.busy"))


def post(url: str, fence: Fence, json: object = None) -> Call:
    return Call(method="POST", url=url, json={"prompt": "a fox"} if json is None else json, fence=fence)


@pytest.fixture
def large(tmp_path: Path) -> "Callable[[], Base64File]":
    from mediawright.files.roots import Roots
    from mediawright.files.transfer import as_base64
    from mediawright.types.operations import MediaKind
    from mediawright.types.request import Media, Role

    png = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x10\x00\x00\x00\x10\x08\x02\x00\x00\x00" + b"\x01" * 900_000
    (tmp_path / "large.png").write_bytes(png)
    media = Media(kind=MediaKind.IMAGE, role=Role.REFERENCE, source="large.png")
    return lambda: as_base64(media, Roots.of(tmp_path), "")


async def test_an_approval_lets_the_call_through(wire: "WireServer", http: Http, reply: "type[Reply]") -> None:
    asked = Asked(99)
    url = wire.on("/submit", reply(body=b"ok"))
    assert (await http.once(post(url, Fence(asked)))).text == "ok"
    assert asked.count == 2  # before the headers, and before the body


async def test_a_no_before_the_headers_sends_nothing(wire: "WireServer", http: Http, reply: "type[Reply]") -> None:
    fence = Fence(Asked(0))
    url = wire.on("/submit", reply(body=b"ok"))
    with pytest.raises(LocalFault):
        await http.once(post(url, fence))
    assert (wire.seen, fence.refused) == ([], True)


async def test_a_no_before_the_body_leaves_the_request_in_pieces(
    wire: "WireServer", http: Http, reply: "type[Reply]"
) -> None:
    fence = Fence(Asked(1))
    url = wire.on("/submit", reply(body=b"ok"))
    with pytest.raises(LocalFault):
        await http.once(post(url, fence))
    assert fence.refused
    assert not any(seen.body for seen in wire.seen)


async def test_of_a_long_body_nothing_leaves_after_a_no(
    wire: "WireServer", http: Http, reply: "type[Reply]", large: "Callable[[], Base64File]"
) -> None:
    asked = Asked(99)
    url = wire.on("/submit", reply(body=b"ok"))
    assert (await http.once(post(url, Fence(asked), {"image": large()}))).text == "ok"
    assert asked.count == 2
    assert len(wire.seen[0].body) > 1_200_000
    fence = Fence(Asked(1))
    with pytest.raises(LocalFault):
        await http.once(post(url, fence, {"image": large()}))
    assert fence.refused
    assert not any(seen.body for seen in wire.seen[1:])


async def test_it_knows_whether_the_request_left(wire: "WireServer", http: Http, reply: "type[Reply]") -> None:
    fence = Fence()
    with pytest.raises(NotSent):
        await http.once(post("http://127.0.0.1:9/submit", fence))
    assert (fence.left, fence.step, fence.host) == (False, Step.TCP, "127.0.0.1")
    fence = Fence()
    with pytest.raises(Uncertain):
        await http.once(post(wire.on("/submit", reply(drop=True)), fence))
    assert (fence.left, fence.step) == (True, Step.HTTP)


async def test_a_request_that_is_no_http_never_left(wire: "WireServer", http: Http) -> None:
    """The library refuses the header's name while it writes the head, before the first byte."""
    fence = Fence()
    call = Call(method="POST", url=wire.url, headers={"bad name": "x"}, fence=fence)
    with pytest.raises(NotSent):
        await http.once(call)
    assert (wire.seen, fence.left) == ([], False)


async def test_an_open_answer_is_fenced_too(wire: "WireServer", http: Http, reply: "type[Reply]") -> None:
    fence = Fence(Asked(0))
    url = wire.on("/talk", reply(body=b"data: ok\n\n"))
    with pytest.raises(LocalFault):
        async with http.stream(post(url, fence)):
            pass
    assert (wire.seen, fence.refused) == ([], True)


async def test_nothing_is_asked_after_headers_that_are_the_whole_request(
    wire: "WireServer", http: Http, reply: "type[Reply]"
) -> None:
    asked = Asked(1)
    url = wire.on("/submit", reply(body=b"ok"))
    assert (await http.once(Call(method="POST", url=url, fence=Fence(asked)))).text == "ok"
    assert asked.count == 1


async def test_by_way_of_a_proxy_it_is_asked_as_well(
    wire: "WireServer", http: Http, reply: "type[Reply]", monkeypatch: pytest.MonkeyPatch
) -> None:
    """The client library's own transport is in use then, not ours."""
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    fence = Fence(Asked(0))
    url = wire.on("/submit", reply(body=b"ok"))
    with pytest.raises(LocalFault):
        await http.once(post(url, fence))
    assert (wire.seen, fence.refused) == ([], True)
