"""Files inside JSON: the same bytes as if their base64 had stood there as text, and never other files."""

import base64
import hashlib
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import vcr
from benchmarks.machine import provider
from hypothesis import given, settings
from hypothesis import strategies as st

from mediawright.http.client import Call, Http
from mediawright.http.errors import AddressRefused
from mediawright.http.json_body import holds_file, inlined
from mediawright.plugin import Base64File, canonical
from mediawright.types.errors import InvalidRequest

if TYPE_CHECKING:
    from tests.core.conftest import Reply, WireServer

PIECE = 3 * 65_536
#: half a character: no text that can be sent holds one
MARK = "\ud800"
SIZES = st.sampled_from([0, 1, 2, 3, 4, PIECE - 1, PIECE, PIECE + 1, 2 * PIECE + 2])
LEAVES = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text()
FILES = st.builds(bytearray, SIZES)  # stands for a file of that size
VALUES = st.recursive(
    LEAVES | FILES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text() | st.integers(), inner, max_size=3),
    max_leaves=8,
)
Make = Callable[..., Base64File]


def file_in(folder: Path, data: bytes, name: str = "cat.png", prefix: str = "") -> Base64File:
    path = folder / name
    path.write_bytes(data)
    return Base64File(path=str(path), size=len(data), sha256=hashlib.sha256(data).hexdigest(), prefix=prefix)


@pytest.fixture
def make(tmp_path: Path) -> Make:
    return lambda data, **more: file_in(tmp_path, data, **more)


def text_of(data: bytes) -> str:
    return base64.b64encode(data).decode()


def written(value: Any) -> bytes:
    """As the client library writes JSON."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()


def swapped(value: Any, swap: Callable[[bytearray], Any]) -> Any:
    if isinstance(value, dict):
        return {key: swapped(item, swap) for key, item in value.items()}
    if isinstance(value, list):
        return [swapped(item, swap) for item in value]
    return swap(value) if isinstance(value, bytearray) else value


@settings(max_examples=60, deadline=None)
@given(VALUES, st.randoms(use_true_random=False))
def test_the_value_is_that_with_the_text_in_place(value: Any, rng: Any) -> None:
    contents: list[bytes] = []

    def on_disk(place: bytearray) -> Base64File:
        contents.append(rng.randbytes(len(place)))
        return file_in(Path(folder), contents[-1], name=f"{len(contents)}.bin")

    with tempfile.TemporaryDirectory() as folder:
        filled = inlined(swapped(value, on_disk))
    left = iter(contents)
    assert filled == swapped(value, lambda _: text_of(next(left)))


def test_a_prefix_stands_before_the_text(make: Make) -> None:
    prefix = 'data:image/png;x="猫";base64,'
    assert inlined({"image": [make(b"PNG", prefix=prefix)]}) == {"image": [prefix + "UE5H"]}


def replaced(file: Base64File, content: bytes | None) -> None:
    """Put other bytes in the file's place, or nothing."""
    path = Path(file.path)
    path.unlink() if content is None else path.write_bytes(content)


@pytest.mark.parametrize("change", [b"longer", b"", b"GIF", None])
@pytest.mark.parametrize("once", [True, False])
async def test_a_file_that_changed_is_refused_before_anything_is_sent(
    once: bool, change: bytes | None, wire: "WireServer", http: Http, reply: "type[Reply]", make: Make
) -> None:
    file = make(b"PNG")
    replaced(file, change)
    call = Call(method="POST", url=wire.on("/submit", reply()), json={"image": file})
    with pytest.raises(InvalidRequest) as caught:
        await (http.once if once else http.request_idempotent)(call)
    assert caught.value.message.key == ("files.unreadable" if change is None else "files.changed")
    assert wire.seen == []


def test_it_can_be_searched_for_and_shown(make: Make) -> None:
    file = make(b"PNG")
    assert holds_file({"a": [({"b": file},)]})
    assert not holds_file({"a": [1, "Base64File"]})
    assert json.loads(canonical({"image": file}))["image"]["sha256"] == file.sha256


async def test_it_arrives_with_its_length(wire: "WireServer", http: Http, reply: "type[Reply]", make: Make) -> None:
    data = bytes(range(256)) * 4000
    await http.once(Call(method="POST", url=wire.on("/submit", reply()), json={"提示": "猫", "image": make(data)}))
    seen = wire.seen[0]
    assert seen.body == written({"提示": "猫", "image": text_of(data)})
    assert seen.headers["content-length"] == str(len(seen.body))
    assert seen.headers["content-type"] == "application/json"
    assert "transfer-encoding" not in seen.headers


async def test_a_header_of_the_call_wins(wire: "WireServer", http: Http, reply: "type[Reply]", make: Make) -> None:
    headers = {"Content-Type": "application/x+json", "Content-Length": "1"}
    url = wire.on("/a", reply())
    async with http.stream(Call(method="POST", url=url, json=make(b"PNG"), headers=headers)) as answer:
        assert answer.status == 200
    assert (wire.seen[0].headers["content-type"], wire.seen[0].body) == ("application/x+json", b'"UE5H"')


async def test_a_repeated_poll_sends_it_again(wire: "WireServer", http: Http, reply: "type[Reply]", make: Make) -> None:
    url = wire.on("/busy", reply(status=503), reply(drop=True), reply())
    assert (await http.request_idempotent(Call(method="POST", url=url, json=[make(b"PNG" * PIECE)]))).status == 200
    assert [seen.body for seen in wire.seen] == [written([text_of(b"PNG" * PIECE)])] * 3


async def test_half_a_character_is_still_not_sent(wire: "WireServer", http: Http, make: Make) -> None:
    with pytest.raises(AddressRefused):
        await http.once(Call(method="POST", url=wire.url, json=[make(b"PNG"), MARK]))
    assert wire.seen == []


async def test_a_recording_holds_the_text(
    wire: "WireServer", http: Http, reply: "type[Reply]", make: Make, tmp_path: Path
) -> None:
    call = Call(method="POST", url=wire.on("/submit", reply(body=b"ok")), json={"image": make(b"PNG")})
    cassette, same = str(tmp_path / "session.yaml"), ("method", "uri", "body")
    with vcr.use_cassette(cassette, record_mode="once", match_on=same):
        await http.once(call)
    for again in (call, Call(method="POST", url=call.url, json={"image": "UE5H"})):
        with vcr.use_cassette(cassette, record_mode="none", match_on=same):
            assert (await http.once(again)).text == "ok"


#: sends clip.mp4 as base64 in JSON and says how many MB more than before this process then held
PROBE = """
import asyncio, re, sys
from pathlib import Path
from benchmarks.transfers import inlined
from mediawright.clock import SystemClock
from mediawright.http.client import Call, Http
from mediawright.http.address_policy import Guard

def held():
    return int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) / 1024

async def main(url):
    http = Http(SystemClock(), lambda: 0.5, guard=Guard(allow_loopback=True))
    await http.request_idempotent(Call(method="GET", url=url + "/told"))
    idle = held()
    await inlined(http, url + "/upload")
    await http.aclose()
    print(held() - idle)

asyncio.run(main(sys.argv[1]))
"""


def test_the_largest_that_a_provider_takes_needs_little_memory(tmp_path: Path) -> None:
    with (tmp_path / "clip.mp4").open("wb") as file:
        file.truncate(15_000_000)
    with provider() as url:
        command = [sys.executable, "-c", PROBE, url]
        root = str(Path(__file__).parents[3])
        ran = subprocess.run(
            command, cwd=tmp_path, env={"PYTHONPATH": root}, capture_output=True, text=True, check=True
        )
    assert 0 < float(ran.stdout) < 120
