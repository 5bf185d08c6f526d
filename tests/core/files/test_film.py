"""A clip's table of contents says what a media library says."""

import struct
from pathlib import Path

import pytest

from mediawright.files.facts import measure_file, measure_result
from mediawright.files.film import film


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
