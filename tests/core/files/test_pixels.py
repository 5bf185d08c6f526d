"""Width and height from headers, compared with an imaging library."""

import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from mediawright.files.pixels import image_size

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
