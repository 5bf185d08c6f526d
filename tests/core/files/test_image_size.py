"""Width and height from headers, compared with an imaging library."""

import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from mediawright.files.image_size import image_size

FORMATS = {"PNG": "image/png", "JPEG": "image/jpeg", "GIF": "image/gif", "WEBP": "image/webp", "BMP": "image/bmp"}


def picture(path: Path, form: str, size: tuple[int, int], **how: object) -> Path:
    buffer = io.BytesIO()
    Image.new("RGB", size, (9, 90, 200)).save(buffer, form, **how)
    path.write_bytes(buffer.getvalue())
    return path


@pytest.mark.parametrize("form", FORMATS)
@given(width=st.integers(1, 300), height=st.integers(1, 300))
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_size_of_any_format(form: str, width: int, height: int, tmp_path: Path) -> None:
    path = picture(tmp_path / "a", form, (width, height))
    assert image_size(path, FORMATS[form]) == (width, height)


@pytest.mark.parametrize("how", [{"lossless": True}, {"exif": b"Exif\0\0" + bytes(40)}, {"quality": 1}])
def test_all_three_kinds_of_webp(how: dict[str, object], tmp_path: Path) -> None:
    assert image_size(picture(tmp_path / "a", "WEBP", (123, 45), **how), "image/webp") == (123, 45)


@pytest.mark.parametrize("how", [{"progressive": True}, {"exif": b"Exif\0\0" + bytes(5000)}, {"comment": b"x" * 999}])
def test_jpegs_with_much_before_the_picture(how: dict[str, object], tmp_path: Path) -> None:
    assert image_size(picture(tmp_path / "a", "JPEG", (123, 45), **how), "image/jpeg") == (123, 45)


def test_rarer_formats_by_the_library(tmp_path: Path) -> None:
    assert image_size(picture(tmp_path / "a", "TIFF", (12, 34)), "image/tiff") == (12, 34)


@pytest.mark.parametrize("form", FORMATS)
@given(data=st.data())
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_header_that_is_cut_or_garbled_is_none_or_a_size(form: str, data: st.DataObject, tmp_path: Path) -> None:
    path = picture(tmp_path / "a", form, (40, 30))
    whole = bytearray(path.read_bytes())
    for at in data.draw(st.lists(st.integers(0, len(whole) - 1), max_size=5)):
        whole[at] = data.draw(st.integers(0, 255))
    path.write_bytes(whole[: data.draw(st.integers(0, len(whole)))])
    size = image_size(path, FORMATS[form])
    assert size is None or min(size) > 0


def test_a_signature_alone_has_no_size(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"\x89PNG\r\n\x1a\n")
    assert image_size(tmp_path / "a", "image/png") is None
    assert image_size(tmp_path / "missing", "image/png") is None


@pytest.mark.parametrize(
    "filling",
    [b"\x00" * 8_000_000, b"\xff" * 8_000_000, b"\xff\xd0" * 4_000_000, b"\xff\xe0\x00\x02" * 2_000_000],
    ids=["zeros", "fill bytes", "marks alone", "empty segments"],
)
def test_the_search_for_a_picture_is_bounded(filling: bytes) -> None:
    """Counted, not timed: a file of gigabytes would be walked byte by byte."""
    file = Walked(b"\xff\xd8" + filling + b"\xff\xc0\x00\x11\x08\x00\x10\x00\x10")
    assert image_size(file, "image/jpeg") is None  # type: ignore[arg-type]  # all it does with a path is to open it
    assert file.reads < 200_000


class Walked(io.BytesIO):
    """A file that counts how often it is read."""

    reads = 0

    def open(self, mode: str) -> "Walked":
        return self

    def read(self, size: int | None = -1) -> bytes:
        self.reads += 1
        return super().read(size)
