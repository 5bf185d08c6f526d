"""A clip's table of contents says what a media library says."""

import struct
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mediawright.files.mp4 import MOST_BOXES, film
from mediawright.files.probe import LONGEST_S, measure_file, measure_result


def box(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I4s", len(body) + 8, kind) + body


def clip(handler: bytes = b"vide", *, version: int = 0, length: int = 5000) -> bytes:
    scale = struct.pack(">IQ", 1000, length) if version else struct.pack(">II", 1000, length)
    mvhd = box(b"mvhd", bytes([version]) + b"\0" * (19 if version else 11) + scale)
    tkhd = box(b"tkhd", b"\0" * 76 + struct.pack(">II", 1280 << 16, 720 << 16))
    mdia = box(b"mdia", box(b"hdlr", b"\0" * 8 + handler + b"\0" * 12))
    return box(b"ftyp", b"isom") + box(b"mdat", b"\0" * 100) + box(b"moov", mvhd + box(b"trak", tkhd + mdia))


@pytest.mark.parametrize("version", [0, 1])
def test_pixels_and_seconds(tmp_path: Path, version: int) -> None:
    file = tmp_path / "a.mp4"
    file.write_bytes(clip(version=version))
    assert film(file) == (1280, 720, 5.0)


def test_a_sound_has_no_pixels_and_an_unknown_length_is_none(tmp_path: Path) -> None:
    file = tmp_path / "a.mp4"
    file.write_bytes(clip(b"soun", length=0))
    assert film(file) == (None, None, None)


def test_a_long_box_is_passed_over(tmp_path: Path) -> None:
    file = tmp_path / "a.mp4"
    file.write_bytes(struct.pack(">I4sQ", 1, b"mdat", 16 + 64) + b"\0" * 64 + clip())
    assert film(file) == (1280, 720, 5.0)


@pytest.mark.parametrize(
    "data",
    [b"", b"\0\0\0\x02moov", box(b"moov", b""), box(b"ftyp", b"isom"), clip()[:-30], b"no film at all"],
    ids=["empty", "short box", "no header", "no contents", "cut", "text"],
)
def test_what_cannot_be_read_is_left_to_the_library(tmp_path: Path, data: bytes) -> None:
    file = tmp_path / "a.mp4"
    file.write_bytes(data)
    found = film(file)
    assert found is None or found[:2] == (None, None)


def test_a_real_clip_is_read_as_the_library_reads_it(tmp_path: Path) -> None:
    av = pytest.importorskip("av")
    file = tmp_path / "real.mp4"
    with av.open(str(file), "w") as container:
        stream = container.add_stream("libx264", rate=24)
        stream.width, stream.height, stream.pix_fmt = 320, 180, "yuv420p"
        for _ in range(48):
            container.mux(stream.encode(av.VideoFrame(320, 180, "yuv420p")))
        container.mux(stream.encode())
    ours, theirs = measure_result(file, "video/mp4"), measure_file(file, "video/mp4")
    assert (ours.width, ours.height) == (theirs.width, theirs.height) == (320, 180)
    assert ours.duration == pytest.approx(theirs.duration, abs=0.05)


HOSTILE = {
    "an empty header": box(b"moov", box(b"mvhd", b"")),
    "a short header": box(b"moov", box(b"mvhd", b"\1" + b"\0" * 20)),
    "a track without an end": box(b"moov", box(b"mvhd", b"\0" * 20) + struct.pack(">I4s", 0xFFFFFFFF, b"trak")),
    "a length beyond every number": box(b"moov", b"") + struct.pack(">I4sQ", 1, b"mdat", 2**64 - 1),
    "seconds beyond every life": clip(version=1, length=2**64 - 2),
    "boxes within boxes": box(b"moov", box(b"mvhd", b"\0" * 20) + (b"\0\0\0\x10trak\0\0\0\x08trak" * 1000)),
}


@pytest.mark.parametrize("name", list(HOSTILE))
def test_hostile_contents_are_unknown_and_no_trouble(tmp_path: Path, name: str) -> None:
    file = tmp_path / "a.mp4"
    file.write_bytes(HOSTILE[name])
    facts = measure_result(file, "video/mp4")
    assert facts.duration is None or 0 <= facts.duration <= LONGEST_S


@pytest.mark.parametrize("inside", [False, True])
def test_the_walk_of_boxes_is_bounded(tmp_path: Path, inside: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """Millions of boxes of nothing: counted, not timed."""
    reads = Counted()
    monkeypatch.setattr("mediawright.files.mp4.struct", reads)
    file = tmp_path / "a.mp4"
    many = struct.pack(">I4s", 8, b"free") * 200_000
    file.write_bytes(box(b"moov", box(b"mvhd", b"\0" * 20) + many) if inside else many + clip())
    assert film(file) is None
    assert reads.count < 3 * MOST_BOXES


class Counted:
    """The module `struct`, counting."""

    error = struct.error

    def __init__(self) -> None:
        self.count = 0

    def unpack(self, form: str, data: bytes) -> tuple[Any, ...]:
        self.count += 1
        return struct.unpack(form, data)

    def unpack_from(self, form: str, data: bytes, at: int = 0) -> tuple[Any, ...]:
        self.count += 1
        return struct.unpack_from(form, data, at)


@given(data=st.binary(max_size=400), kind=st.sampled_from(["video/mp4", "video/quicktime", "image/jpeg", "image/webp"]))
@settings(deadline=None)
def test_no_bytes_make_measuring_fail(data: bytes, kind: str) -> None:
    with TemporaryDirectory() as folder:
        for content in (data, box(b"ftyp", b"isom") + box(b"moov", data), box(b"moov", box(b"mvhd", data))):
            file = Path(folder) / "a"
            file.write_bytes(content)
            measure_result(file, kind)
