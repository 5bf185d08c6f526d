"""From a link, from bytes, from a file: always a checked asset."""

import asyncio
import hashlib
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from mediawright.files.outputs import FileSink, expected
from mediawright.files.probe import sha256_of
from mediawright.http.client import Http
from mediawright.http.download import DownloadLimits
from mediawright.http.errors import ResultChanged, ResultCut, TooLarge, WrongContent
from mediawright.present.catalog import render
from mediawright.types.errors import LocalFault, Unreachable
from mediawright.types.job import Output
from mediawright.types.operations import MediaKind

if TYPE_CHECKING:
    from tests.core.conftest import Reply, WireServer

NAME = "../小猫\x1b[31m"


def picture(url: str = "", name: str = NAME, index: int = 0) -> Output:
    return Output(kind=MediaKind.IMAGE, name=name, url=url, index=index)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture
def out(tmp_path: Path) -> Path:
    (tmp_path / "out").mkdir()
    return tmp_path / "out"


@pytest.fixture
def sink(http: Http, out: Path, tmp_path: Path) -> FileSink:
    (tmp_path / "job").mkdir()
    return FileSink(http, out, workdir=tmp_path / "job", tag="abcd")


async def chunks(*parts: bytes) -> AsyncIterator[bytes]:
    for part in parts:
        yield part


async def test_a_link_becomes_a_file(
    wire: "WireServer", sink: FileSink, reply: "type[Reply]", png_bytes: Callable[..., bytes], out: Path
) -> None:
    data = png_bytes(width=30, height=20)
    asset = await sink.fetch(picture(wire.on("/a.jpg", reply(body=data))))
    assert (asset.media_type, asset.size, asset.width, asset.height) == ("image/png", len(data), 30, 20)
    assert asset.sha256 == hashlib.sha256(data).hexdigest()
    assert Path(asset.path).parent == out
    assert names(out) == ["_小猫[31m.png"]


async def test_a_file_that_is_there_and_whole_is_not_fetched_again(
    wire: "WireServer", sink: FileSink, reply: "type[Reply]", png_bytes: Callable[..., bytes], out: Path
) -> None:
    output = picture(wire.on("/a", reply(body=png_bytes())))
    assert await sink.fetch(output) == await sink.fetch(output)
    assert len(wire.seen) == 1
    (out / names(out)[0]).unlink()
    await sink.fetch(output)
    assert len(wire.seen) == 2


async def test_a_cut_file_leaves_a_part_for_the_next_time(
    wire: "WireServer", sink: FileSink, reply: "type[Reply]", png_bytes: Callable[..., bytes], out: Path
) -> None:
    data = png_bytes()
    cut = reply(headers={"etag": '"1"'}, body=data[:20], length=len(data))
    rest = reply(status=206, headers={"content-range": f"bytes 20-9/{len(data)}", "etag": '"1"'}, body=data[20:])
    with pytest.raises(Unreachable):
        await sink.fetch(picture(wire.on("/a", cut), "cat"))
    assert names(out) == ["cat.abcd-0.part", "cat.abcd-0.part.json"]
    asset = await sink.fetch(picture(wire.on("/a", rest), "cat"))
    assert asset.size == len(data)
    assert names(out) == ["cat.png"]


async def test_something_else_than_promised_leaves_nothing(
    wire: "WireServer", sink: FileSink, reply: "type[Reply]", out: Path
) -> None:
    url = wire.on("/a.png", reply(headers={"content-type": "image/png"}, body=b"<html>please sign in"))
    with pytest.raises(WrongContent) as caught:
        await sink.fetch(picture(url))
    assert caught.value.data == {"found": "text/html", "expected": "image"}
    assert names(out) == []


@pytest.mark.parametrize(("trusted", "sent"), [(True, "Bearer not-a-real-secret"), (False, None)])
async def test_headers_travel_only_when_trusted(
    trusted: bool,
    sent: str | None,
    wire: "WireServer",
    sink: FileSink,
    reply: "type[Reply]",
    png_bytes: Callable[..., bytes],
) -> None:
    url = wire.on("/a", reply(body=png_bytes()))
    headers = {"authorization": "Bearer not-a-real-secret"}
    await sink.fetch(picture(), url, headers=headers, trusted=trusted)
    assert wire.seen[0].headers.get("authorization") == sent


async def test_progress_is_told_in_bytes(
    wire: "WireServer",
    http: Http,
    out: Path,
    tmp_path: Path,
    reply: "type[Reply]",
    png_bytes: Callable[..., bytes],
) -> None:
    told: list[tuple[int, int, int | None]] = []
    sink = FileSink(
        http, out, workdir=tmp_path, on_bytes=lambda output, done, total: told.append((output.index, done, total))
    )
    data = png_bytes()
    await sink.fetch(picture(wire.on("/a", reply(body=data)), index=3))
    assert told[-1] == (3, len(data), len(data))


async def test_bytes_become_a_file(sink: FileSink, png_bytes: Callable[..., bytes], out: Path) -> None:
    data = png_bytes()
    asset = await sink.write(picture(name="cat"), chunks(data[:9], data[9:]))
    assert (asset.size, asset.media_type) == (len(data), "image/png")
    assert names(out) == ["cat.png"]


@pytest.mark.parametrize("parts", [(), (b"",), (b"words",)])
async def test_bytes_that_are_no_picture_leave_nothing(parts: tuple[bytes, ...], sink: FileSink, out: Path) -> None:
    with pytest.raises(WrongContent):
        await sink.write(picture(), chunks(*parts))
    assert names(out) == []


async def test_bytes_without_end_are_stopped(http: Http, out: Path, tmp_path: Path) -> None:
    sink = FileSink(http, out, workdir=tmp_path, limits=DownloadLimits(max_bytes=10))
    with pytest.raises(TooLarge):
        await sink.write(picture(), chunks(*[b"xxx"] * 9))
    assert names(out) == []


async def test_a_made_file_is_taken(sink: FileSink, clip: Callable[..., Path], out: Path) -> None:
    made = clip()
    asset = await sink.take(Output(kind=MediaKind.VIDEO, name="film"), made)
    assert (asset.width, asset.height, asset.duration) == (64, 48, 0.5)
    assert names(out) == ["film.mp4"]
    assert names(made.parent) == ["job", "out"]


async def test_a_made_file_that_is_missing_is_a_local_fault(sink: FileSink, tmp_path: Path) -> None:
    with pytest.raises(LocalFault):
        await sink.take(picture(), tmp_path / "missing")


async def test_two_outputs_of_one_name_get_two_files(
    wire: "WireServer", sink: FileSink, reply: "type[Reply]", png_bytes: Callable[..., bytes], out: Path
) -> None:
    first = wire.on("/1", reply(body=png_bytes(width=1)))
    second = wire.on("/2", reply(body=png_bytes(width=2)))
    await sink.fetch(picture(first, "cat", 0))
    await sink.fetch(picture(second, "cat", 1))
    assert names(out) == ["cat-2.png", "cat.png"]


async def test_the_providers_duration_stands_in_for_an_unknown_one(
    sink: FileSink, png_bytes: Callable[..., bytes]
) -> None:
    output = Output(kind=MediaKind.IMAGE, name="cat", duration=5.0)
    assert (await sink.write(output, chunks(png_bytes()))).duration == 5.0


def test_kinds_must_agree() -> None:
    assert expected(MediaKind.DOCUMENT, b"%PDF-1.7\n") == "application/pdf"
    with pytest.raises(WrongContent):
        expected(MediaKind.AUDIO, b"%PDF-1.7\n")


@pytest.mark.parametrize("error", [IndexError, MemoryError, RecursionError, RuntimeError, SyntaxError, OverflowError])
async def test_what_cannot_be_measured_is_kept_all_the_same(
    error: type[Exception], sink: FileSink, clip: Callable[..., Path], out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was paid for and is whole; how large the picture is decides nothing."""

    def fail(path: Path) -> None:
        raise error("a parser's own trouble")

    monkeypatch.setattr("mediawright.files.probe.film", fail)
    made = clip()
    digest = hashlib.sha256(made.read_bytes()).hexdigest()
    asset = await sink.take(Output(kind=MediaKind.VIDEO, name="fox", duration=5.0), made)
    assert asset.sha256 == digest
    assert (asset.width, asset.duration) == (None, 5.0)


@pytest.mark.parametrize("claimed", [float("nan"), float("inf"), -1.0, 1e30])
async def test_a_length_that_cannot_be_is_no_length(
    claimed: float, sink: FileSink, png_bytes: Callable[..., bytes]
) -> None:
    output = Output(kind=MediaKind.IMAGE, name="fox", duration=claimed)
    assert (await sink.write(output, chunks(png_bytes()))).duration is None


async def test_two_writers_of_one_result_never_share_a_part(
    http: Http, out: Path, tmp_path: Path, png_bytes: Callable[..., bytes]
) -> None:
    """A lease that was taken from a living process: both bring the result home, each with bytes of its own."""
    (tmp_path / "job").mkdir()
    sinks = [FileSink(http, out, workdir=tmp_path / "job", tag="abcd") for _ in range(2)]
    data = png_bytes(width=30, height=20)
    met = asyncio.Barrier(2)

    async def by_turns() -> AsyncIterator[bytes]:
        for at in range(0, len(data), 20):
            await met.wait()
            yield data[at : at + 20]

    assets = await asyncio.gather(*(sink.write(picture(), by_turns()) for sink in sinks))
    assert {asset.sha256 for asset in assets} == {hashlib.sha256(data).hexdigest()}
    assert all(sha256_of(Path(asset.path)) == asset.sha256 for asset in assets)
    assert len(names(out)) == 1


async def test_a_result_gets_the_name_it_is_given(
    http: Http, out: Path, tmp_path: Path, png_bytes: Callable[..., bytes]
) -> None:
    (tmp_path / "job").mkdir()
    sink = FileSink(http, out, workdir=tmp_path / "job", tag="abcd", stem_of=lambda output: f"海边-{output.index}")
    await sink.write(picture(name="8812037471"), chunks(png_bytes()))
    assert names(out) == ["海边-0.png"]


async def test_a_download_that_was_begun_under_the_providers_name_goes_on(
    out: Path, http: Http, tmp_path: Path, png_bytes: Callable[..., bytes]
) -> None:
    """Work that was on its way when the names changed loses nothing, and ends under its new name."""
    (tmp_path / "job").mkdir()
    before = FileSink(http, out, workdir=tmp_path / "job", tag="abcd")
    with before._part(picture(name="8812037471")) as part:
        part.write_bytes(b"begun")
    after = FileSink(http, out, workdir=tmp_path / "job", tag="abcd", stem_of=lambda output: "sea")
    with after._part(picture(name="8812037471")) as same:
        assert (same, same.read_bytes()) == (part, b"begun")
    await after.write(picture(name="8812037471"), chunks(png_bytes()))
    assert names(out) == ["sea.png"]


def scribble(folder: Path, at: int) -> None:
    """Write to the only file in there, as a program without manners would."""
    (part,) = folder.iterdir()
    with part.open("r+b", buffering=0) as other:
        other.seek(at)
        other.write(b"?!")


async def test_what_is_on_the_disk_is_what_was_hashed(
    sink: FileSink, out: Path, png_bytes: Callable[..., bytes]
) -> None:
    data = png_bytes()

    async def disturbed() -> AsyncIterator[bytes]:
        yield data
        scribble(out, len(data) - 1)

    with pytest.raises(ResultChanged):
        await sink.write(picture(), disturbed())
    assert names(out) == []
    assert (await sink.write(picture(), chunks(data))).sha256 == hashlib.sha256(data).hexdigest()


def plant(sink: FileSink, target: Path) -> None:
    """A link in the place where the bytes grow."""
    with sink._part(picture(name="cat")) as part:
        part.symlink_to(target)


def linked(folder: Path) -> list[bool]:
    return [path.is_symlink() for path in folder.iterdir()]


@pytest.mark.parametrize("by", ["write", "take"])
async def test_a_planted_link_is_not_written_through(
    sink: FileSink, out: Path, tmp_path: Path, png_bytes: Callable[..., bytes], by: str
) -> None:
    precious = tmp_path / "precious"
    precious.write_bytes(b"mine")
    plant(sink, precious)
    if by == "write":
        await sink.write(picture(name="cat"), chunks(png_bytes()))
    else:
        made = tmp_path / "job" / "made.png"
        made.write_bytes(png_bytes())
        await sink.take(picture(name="cat"), made)
    assert precious.read_bytes() == b"mine"
    assert linked(out) == [False]


async def test_a_result_that_ends_early_is_not_ready(
    wire: "WireServer", sink: FileSink, reply: "type[Reply]", png_bytes: Callable[..., bytes], out: Path
) -> None:
    data = png_bytes(width=30, height=20)
    cut = reply(body=data[:-20], length=None)
    with pytest.raises(ResultCut) as caught:
        await sink.fetch(picture(wire.on("/a.png", cut)))
    assert (len(wire.seen), caught.value.again) == (3, False)
    (kept,) = names(out)
    assert (str(out / kept), (out / kept).read_bytes()) == (caught.value.data["part"], data[:-20])
    for lang in ("en", "zh"):
        assert "60" in render(caught.value.message, lang)
    asset = await sink.fetch(picture(wire.on("/a.png", cut, reply(body=data, length=None))))
    assert asset.size == len(data)
    assert names(out) == ["_小猫[31m.png"]


async def test_bytes_of_a_plugin_that_end_early_are_asked_for_again(
    sink: FileSink, png_bytes: Callable[..., bytes], out: Path
) -> None:
    data = png_bytes(width=30, height=20)
    with pytest.raises(ResultCut) as caught:
        await sink.write(picture(), chunks(data[:-20]))
    assert caught.value.again
    assert [(out / name).read_bytes() for name in names(out)] == [data[:-20]]
    assert (await sink.write(picture(), chunks(data))).size == len(data)
