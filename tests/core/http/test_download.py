"""Downloads that are cut, swapped, endless or lies."""

import hashlib
import sys
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import repeat
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from mediawright.http.client import Http
from mediawright.http.download import Download, Downloaded, DownloadLimits
from mediawright.http.errors import LinkExpired, ResultCut, TooLarge, TooSlow, WrongContent
from mediawright.http.partial import Partial
from mediawright.types.errors import Busy, LocalFault

if TYPE_CHECKING:
    from tests.core.conftest import Reply, Seen, WireServer

    from mediawright.testing.fakes import FakeClock

DATA = bytes(range(256)) * 4000  # about 1 MB
Start = Callable[..., Download]


def anything(head: bytes) -> str:
    if head.startswith(b"<html"):
        raise WrongContent
    return "video/mp4"


@pytest.fixture
def part(tmp_path: Path) -> Path:
    return tmp_path / "clip.part"


def ranged(reply: "type[Reply]", data: bytes = DATA, etag: str = '"v1"', **more: object) -> "Callable[[Seen], Reply]":
    """A server that keeps its promises: Range, If-Range, ETag."""

    def answer(seen: "Seen") -> "Reply":
        wanted = seen.headers.get("range", "")
        if not wanted or seen.headers.get("if-range") != etag:
            return reply(headers={"etag": etag}, body=data, **more)  # type: ignore[arg-type]
        start = int(wanted.removeprefix("bytes=").partition("-")[0])
        content = f"bytes {start}-{len(data) - 1}/{len(data)}"
        return reply(status=206, headers={"etag": etag, "content-range": content}, body=data[start:])

    return answer


def half(reply: "type[Reply]", **headers: str) -> "Reply":
    return reply(headers={"etag": '"v1"', **headers}, body=DATA[: len(DATA) // 2], length=len(DATA))


@contextmanager
def largest_file(size: int) -> Iterator[None]:
    """A disk that has room for files of this many bytes."""
    import resource

    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def begin(part: Path, url: str, safe: int) -> None:
    """What a process leaves that was killed."""
    part.write_bytes(DATA[:safe] + b"lost in the power cut")
    Partial.begin(url, {"etag": '"v1"'}, len(DATA)).reached(safe).save(part)


def files(part: Path) -> dict[str, int]:
    return {path.suffix: path.stat().st_size for path in part.parent.iterdir()}


def is_whole(done: Downloaded) -> bool:
    told = (done.size, done.sha256, done.media_type) == (len(DATA), hashlib.sha256(DATA).hexdigest(), "video/mp4")
    return told and done.path.read_bytes() == DATA


async def test_a_file_comes_whole(wire: "WireServer", http: Http, reply: "type[Reply]", part: Path) -> None:
    heard: list[tuple[int, int | None]] = []
    url = wire.on("/clip", reply(body=DATA))
    done = await Download(http, url, part, anything, on_bytes=lambda so_far, total: heard.append((so_far, total))).run()
    assert is_whole(done)
    assert heard[-1] == (len(DATA), len(DATA))
    assert wire.seen[0].headers["accept-encoding"] == "identity"


async def test_a_cut_file_is_continued(wire: "WireServer", http: Http, reply: "type[Reply]", part: Path) -> None:
    url = wire.on("/clip", half(reply), ranged(reply))
    assert is_whole(await Download(http, url, part, anything).run())
    assert wire.seen[1].headers["range"] == f"bytes={len(DATA) // 2}-"
    assert wire.seen[1].headers["if-range"] == '"v1"'


async def test_it_is_continued_by_another_process_and_a_fresh_link(
    wire: "WireServer", http: Http, reply: "type[Reply]", part: Path
) -> None:
    begin(part, wire.url + "/clip?sig=1", 5000)
    url = wire.on("/clip", ranged(reply))
    assert is_whole(await Download(http, url + "?sig=2", part, anything).run())
    assert wire.seen[0].headers["range"] == "bytes=5000-"


async def test_a_server_that_ignores_range_begins_again(
    wire: "WireServer", http: Http, reply: "type[Reply]", part: Path
) -> None:
    url = wire.on("/clip", half(reply), reply(body=DATA))
    assert is_whole(await Download(http, url, part, anything).run())


async def test_a_file_that_changed_meanwhile_begins_again(
    wire: "WireServer", http: Http, reply: "type[Reply]", part: Path
) -> None:
    old = reply(headers={"etag": '"v0"'}, body=b"x" * 5000, length=len(DATA))
    url = wire.on("/clip", old, ranged(reply))
    assert is_whole(await Download(http, url, part, anything).run())


@pytest.mark.parametrize(
    "answer",
    [
        {"status": 206, "headers": {"content-range": "bytes 7-9/10", "etag": '"v1"'}, "body": b"abc"},
        {"status": 206, "headers": {"content-range": f"bytes {len(DATA) // 2}-9/3"}, "body": b"abc"},
        {"status": 206, "body": b"no range said"},
        {"status": 416},
    ],
)
async def test_a_wrong_piece_is_never_joined(
    answer: dict[str, object], wire: "WireServer", http: Http, reply: "type[Reply]", part: Path
) -> None:
    url = wire.on("/clip", half(reply), reply(**answer), reply(body=DATA))  # type: ignore[arg-type]
    assert is_whole(await Download(http, url, part, anything).run())
    assert "range" not in wire.seen[2].headers


async def test_without_a_validator_nothing_is_joined(
    wire: "WireServer", http: Http, reply: "type[Reply]", part: Path
) -> None:
    url = wire.on("/clip", reply(body=DATA[:9000], length=len(DATA)), reply(body=DATA))
    assert is_whole(await Download(http, url, part, anything).run())
    assert "range" not in wire.seen[1].headers


async def test_a_whole_part_is_not_fetched_again(
    wire: "WireServer", http: Http, reply: "type[Reply]", part: Path
) -> None:
    url = wire.on("/clip", ranged(reply))
    await Download(http, url, part, anything).run()
    assert is_whole(await Download(http, url + "?sig=2", part, anything).run())
    assert len(wire.seen) == 1


async def test_a_part_that_never_grows_is_given_up(
    wire: "WireServer", http: Http, reply: "type[Reply]", part: Path
) -> None:
    url = wire.on("/clip", reply(headers={"etag": '"v1"'}, body=b"x", length=5))
    with pytest.raises(ResultCut):
        await Download(http, url, part, anything).run()
    assert len(wire.seen) == 3
    assert files(part)[".part"] == 1


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410])
async def test_a_dead_link_says_so_at_once(
    status: int, wire: "WireServer", http: Http, reply: "type[Reply]", part: Path
) -> None:
    url = wire.on("/clip", half(reply), reply(status=status))
    with pytest.raises(LinkExpired):
        await Download(http, url, part, anything).run()
    assert len(wire.seen) == 2
    assert files(part)[".part"] == len(DATA) // 2  # kept for a fresh link


async def test_a_busy_server_is_asked_again_when_it_says(
    wire: "WireServer", http: Http, reply: "type[Reply]", part: Path, fake_clock: "FakeClock"
) -> None:
    url = wire.on("/clip", reply(status=503, headers={"retry-after": "9"}), reply(body=DATA))
    await Download(http, url, part, anything).run()
    assert 9 <= fake_clock.slept[0] < 10


async def test_a_server_that_stays_busy_is_busy(
    wire: "WireServer", http: Http, reply: "type[Reply]", part: Path
) -> None:
    url = wire.on("/clip", reply(status=500))
    with pytest.raises(Busy):
        await Download(http, url, part, anything).run()


@pytest.mark.parametrize("size", [20, 500_000])
async def test_a_web_page_is_no_clip(
    size: int, wire: "WireServer", http: Http, reply: "type[Reply]", part: Path
) -> None:
    page = b"<html>" + b"x" * size
    url = wire.on("/clip.mp4", reply(headers={"content-type": "video/mp4"}, body=page))
    with pytest.raises(WrongContent):
        await Download(http, url, part, anything).run()
    assert files(part) == {}
    assert len(wire.seen) == 1


async def test_an_announced_giant_is_refused(wire: "WireServer", http: Http, reply: "type[Reply]", part: Path) -> None:
    url = wire.on("/clip", reply(body=b"x", length=10 * 1024**3))
    with pytest.raises(TooLarge):
        await Download(http, url, part, anything).run()
    assert files(part) == {}


async def test_an_endless_stream_is_stopped(wire: "WireServer", http: Http, reply: "type[Reply]", part: Path) -> None:
    url = wire.on("/clip", reply(body=repeat(b"x" * 65_536), length=None))
    with pytest.raises(TooLarge):
        await Download(http, url, part, anything, limits=DownloadLimits(max_bytes=1_000_000)).run()
    assert files(part) == {}


async def test_a_stream_that_takes_too_long_is_kept_for_later(
    wire: "WireServer", http: Http, reply: "type[Reply]", part: Path, fake_clock: "FakeClock"
) -> None:
    first = reply(headers={"etag": '"v1"'}, body=DATA[: len(DATA) // 2], length=len(DATA), hold_after=True)
    url = wire.on("/clip", first, ranged(reply))
    late = Download(http, url, part, anything, on_bytes=lambda *_: fake_clock.advance(4000))
    with pytest.raises(TooSlow):
        await late.run()
    assert is_whole(await Download(http, url, part, anything).run())
    assert "range" in wire.seen[1].headers


async def test_a_full_disk_is_told_beforehand(wire: "WireServer", http: Http, reply: "type[Reply]", part: Path) -> None:
    url = wire.on("/clip", reply(body=b"x", length=2**60))
    with pytest.raises(LocalFault) as caught:
        await Download(http, url, part, anything, limits=DownloadLimits(max_bytes=2**62)).run()
    assert caught.value.message.key == "error.disk_full"


@pytest.mark.skipif(sys.platform == "win32", reason="no limit on the size of files")
async def test_a_disk_that_fills_up_keeps_the_part(
    wire: "WireServer", http: Http, reply: "type[Reply]", part: Path
) -> None:
    url = wire.on("/clip", ranged(reply))
    with largest_file(500_000), pytest.raises(LocalFault) as caught:
        await Download(http, url, part, anything).run()
    assert caught.value.message.key == "error.disk_full"
    assert is_whole(await Download(http, url, part, anything).run())
    assert wire.seen[1].headers["range"] == "bytes=500000-"


async def test_memory_stays_flat(wire: "WireServer", http: Http, reply: "type[Reply]", part: Path) -> None:
    url = wire.on("/clip", reply(body=repeat(b"x" * 65_536, 800), length=800 * 65_536))
    await Download(http, wire.on("/warm", reply(body=DATA)), part.with_name("warm"), anything).run()
    tracemalloc.start()
    done = await Download(http, url, part, anything).run()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert done.size == 800 * 65_536
    assert peak < 12_000_000


async def test_packed_content_is_unpacked_and_never_joined(
    wire: "WireServer", http: Http, reply: "type[Reply]", part: Path
) -> None:
    import gzip

    packed = gzip.compress(DATA)
    cut = reply(headers={"content-encoding": "gzip", "etag": '"v1"'}, body=packed[:90], length=len(packed))
    url = wire.on("/clip", cut, reply(headers={"content-encoding": "gzip"}, body=packed))
    assert is_whole(await Download(http, url, part, anything).run())
    assert "range" not in wire.seen[1].headers


def plant(path: Path, target: Path, kind: str) -> None:
    path.symlink_to(target) if kind == "symbolic" else path.hardlink_to(target)


@pytest.mark.parametrize("kind", ["symbolic", "hard"])
@pytest.mark.parametrize("place", ["clip.part", "clip.part.json~"])
async def test_a_link_planted_where_the_download_grows_is_not_followed(
    wire: "WireServer", http: Http, reply: "type[Reply]", part: Path, kind: str, place: str
) -> None:
    precious = part.with_name("precious")
    precious.write_bytes(b"mine")
    plant(part.with_name(place), precious, kind)
    done = await Download(http, wire.on("/a", ranged(reply)), part, anything).run()
    assert precious.read_bytes() == b"mine"
    assert done.path.read_bytes() == DATA


@pytest.mark.parametrize("kind", ["symbolic", "hard"])
async def test_a_download_goes_on_in_no_planted_link(
    wire: "WireServer", http: Http, reply: "type[Reply]", part: Path, kind: str
) -> None:
    url = wire.on("/a", ranged(reply))
    precious = part.with_name("precious")
    precious.write_bytes(DATA + b"more")
    plant(part, precious, kind)
    Partial.begin(url, {"etag": '"v1"'}, len(DATA)).reached(1000).save(part)
    done = await Download(http, url, part, anything).run()
    assert precious.read_bytes() == DATA + b"more"
    assert done.path.read_bytes() == DATA


@pytest.mark.parametrize("etag", ["", '"v1"'])
@pytest.mark.parametrize("ranges", [False, True])
async def test_a_length_that_can_never_be_met_ends_after_three_whole_tries(
    wire: "WireServer", http: Http, reply: "type[Reply]", part: Path, etag: str, ranges: bool
) -> None:
    def answer(seen: "Seen") -> "Reply":
        headers = {"etag": etag} if etag else {}
        if ranges and "range" in seen.headers:
            rest = {"content-range": f"bytes {len(DATA)}-{len(DATA) + 99}/{len(DATA) + 100}"}
            return reply(status=206, headers=headers | rest, body=b"", length=100)
        whole.append(seen)
        return reply(headers=headers, body=DATA, length=len(DATA) + 100)

    whole: list[Seen] = []
    with pytest.raises(ResultCut) as caught:
        await Download(http, wire.on("/clip", answer), part, anything).run()
    assert len(whole) == 3
    assert files(part)[".part"] == len(DATA)  # what came is kept
    assert (caught.value.message.values, caught.value.data) == ({"size": len(DATA)}, {"part": str(part)})


async def test_an_end_without_a_length_is_checked_by_the_file_itself(
    wire: "WireServer", http: Http, reply: "type[Reply]", part: Path
) -> None:
    def is_cut(path: Path, media_type: str) -> bool:
        return path.stat().st_size < len(DATA) and media_type == "video/mp4"

    cut, whole = reply(body=DATA[:500_000], length=None), reply(body=DATA, length=None)
    assert is_whole(await Download(http, wire.on("/clip", cut, cut, whole), part, anything, is_cut=is_cut).run())
    with pytest.raises(ResultCut):
        await Download(http, wire.on("/other", cut), part, anything, is_cut=is_cut).run()
    assert (len(wire.seen), files(part)) == (6, {".part": 500_000})


async def test_a_length_that_is_too_short_is_found_in_the_file(
    wire: "WireServer", http: Http, reply: "type[Reply]", part: Path
) -> None:
    url = wire.on("/clip", reply(body=DATA[:5000], headers={"etag": '"v1"'}))
    with pytest.raises(ResultCut):
        await Download(http, url, part, anything, is_cut=lambda path, _: path.stat().st_size < len(DATA)).run()
    assert [seen.headers.get("range") for seen in wire.seen] == [None] * 3


async def test_a_line_that_breaks_at_another_place_each_time_goes_on(
    wire: "WireServer", http: Http, reply: "type[Reply]", part: Path
) -> None:
    cuts = [reply(body=DATA[:size], length=len(DATA)) for size in (300_000, 300_001, 300_002, 299_999)]
    assert is_whole(await Download(http, wire.on("/clip", *cuts, reply(body=DATA)), part, anything).run())
