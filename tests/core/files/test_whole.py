"""Files that end too early are known for it before anything is asked or paid."""

import os
import struct
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import av
import pytest
from PIL import Image

from mediawright.files.inputs import measure
from mediawright.files.roots import Roots
from mediawright.files.sniff import sniff_file
from mediawright.files.whole import is_cut
from mediawright.types.errors import InvalidRequest
from mediawright.types.operations import MediaKind
from mediawright.types.request import Media, Role

PICTURES: dict[str, dict[str, Any]] = {
    "JPEG": {},
    "PNG": {},
    "GIF": {},
    "WEBP": {},
    "BMP": {},
    "TIFF": {},
    "TIFF packed": {"compression": "tiff_lzw"},
    "JPEG progressive": {"progressive": True},
}


def picture(path: Path, name: str) -> str:
    form = name.split()[0]
    Image.effect_noise((400, 300), 90).convert("RGB").save(path, form, **PICTURES[name])
    return f"image/{form.lower()}"


@pytest.mark.parametrize("name", PICTURES)
def test_a_whole_picture_is_whole(tmp_path: Path, name: str) -> None:
    assert not is_cut(tmp_path / "a", picture(tmp_path / "a", name))


@pytest.mark.parametrize("share", [0.3, 0.5, 0.9, 0.99])
@pytest.mark.parametrize("name", PICTURES)
def test_part_of_a_picture_is_refused(tmp_path: Path, name: str, share: float) -> None:
    path = tmp_path / "a"
    picture(path, name)
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * share)])
    with pytest.raises(InvalidRequest) as caught:
        measure(Media(kind=MediaKind.IMAGE, role=Role.REFERENCE, source=str(path)), Roots.of(tmp_path))
    assert [problem.message.key for problem in caught.value.problems] == ["files.broken"]


def test_a_small_copy_inside_a_picture_ends_nothing(tmp_path: Path) -> None:
    """The end of the preview in a photo's EXIF block is not the end of the photo."""
    small, exif = tmp_path / "small", Image.Exif()
    Image.new("RGB", (9, 9)).save(small, "JPEG")
    exif[0x010E] = small.read_bytes().decode("latin-1")
    path = tmp_path / "a"
    Image.effect_noise((400, 300), 90).save(path, "JPEG", exif=exif)
    path.write_bytes(path.read_bytes()[:-2000])
    assert is_cut(path, "image/jpeg")


@pytest.mark.parametrize("share", [0.3, 0.5, 0.9])
def test_part_of_a_clip_is_refused(tmp_path: Path, clip: Callable[..., Path], share: float) -> None:
    path = clip(frames=60)
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * share)])
    with pytest.raises(InvalidRequest) as caught:
        measure(Media(kind=MediaKind.VIDEO, role=Role.BASE, source=str(path)), Roots.of(tmp_path))
    assert [problem.message.key for problem in caught.value.problems] == ["files.broken"]


def test_a_whole_clip_is_whole(clip: Callable[..., Path]) -> None:
    path = clip()
    assert not is_cut(path, "video/mp4")
    path.write_bytes(path.read_bytes() + bytes(20))
    assert not is_cut(path, "video/mp4")


@pytest.mark.parametrize("name", ["song.m4a", "song.mp4", "song.mov"])
def test_sound_alone_is_sound_whatever_its_name(tmp_path: Path, name: str) -> None:
    av = pytest.importorskip("av")
    path = tmp_path / name
    with av.open(str(path), "w", format="mp4") as container:
        stream = container.add_stream("aac", rate=44100)
        frame = av.AudioFrame(format="fltp", layout="stereo", samples=1024)
        frame.sample_rate = 44100
        for plane in frame.planes:
            plane.update(bytes(plane.buffer_size))
        for at in range(50):
            frame.pts = at * 1024
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    assert sniff_file(path) == "audio/mp4"
    media = Media(kind=MediaKind.AUDIO, role=Role.VOICE, source=str(path))
    info = measure(media, Roots.of(tmp_path)).info
    assert info is not None
    assert info.duration == pytest.approx(50 * 1024 / 44100, abs=0.1)


@pytest.mark.parametrize("share", [0.3, 0.9, 1.0])
def test_a_matroska_clip_says_how_long_it_is(tmp_path: Path, share: float) -> None:
    path = tmp_path / "a.webm"
    with av.open(str(path), "w", format="webm") as container:
        stream = container.add_stream("libvpx", rate=10)
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        for _ in range(10):
            container.mux(stream.encode(av.VideoFrame(64, 48, "yuv420p")))
        container.mux(stream.encode())
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * share)])
    assert is_cut(path, sniff_file(path)) is (share < 1)
    endless = b"\x1a\x45\xdf\xa3\x80" + b"\x18\x53\x80\x67\x01" + b"\xff" * 7 + b"more"
    path.write_bytes(endless)
    assert not is_cut(path, "video/webm")


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_a_small_file_of_one_colour_is_whole(tmp_path: Path, mode: str) -> None:
    Image.new(mode, (3000, 2000)).save(tmp_path / "a.png")
    assert not is_cut(tmp_path / "a.png", "image/png")


def test_more_pixels_than_its_bytes_can_make_are_not_there(tmp_path: Path, png_bytes: Callable[..., bytes]) -> None:
    """A header that was altered: by its check sum, or by what would have to come out of the few bytes behind it."""
    path, whole = tmp_path / "a.png", png_bytes(width=30, height=20)
    head = b"IHDR" + struct.pack(">IIBBBBB", 100_000, 100_000, 8, 2, 0, 0, 0)
    for header in (head + whole[29:33], head + struct.pack(">I", zlib.crc32(head))):
        path.write_bytes(whole[:12] + header + whole[33:])
        assert is_cut(path, "image/png")


@pytest.mark.parametrize(("ending", "codec"), [("flac", "flac"), ("mp3", "libmp3lame"), ("aiff", "pcm_s16be")])
def test_a_sound_that_ends_before_its_promised_end_is_refused(tmp_path: Path, ending: str, codec: str) -> None:
    path = tmp_path / f"a.{ending}"
    with av.open(str(path), "w") as container:
        stream = container.add_stream(codec, rate=44100)
        assert isinstance(stream, av.AudioStream)
        resampler = av.AudioResampler(format=stream.format.name, layout="stereo", rate=44100, frame_size=1152)
        for _ in range(220):
            frame = av.AudioFrame(format="s16", layout="stereo", samples=1024)
            frame.sample_rate = 44100
            frame.planes[0].update(os.urandom(frame.planes[0].buffer_size))
            for piece in resampler.resample(frame):
                container.mux(stream.encode(piece))
        container.mux(stream.encode(None))
    media = Media(kind=MediaKind.AUDIO, role=Role.VOICE, source=str(path))
    assert measure(media, Roots.of(tmp_path)).info is not None
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    with pytest.raises(InvalidRequest) as caught:
        measure(media, Roots.of(tmp_path))
    assert [problem.message.key for problem in caught.value.problems] == ["files.broken"]
