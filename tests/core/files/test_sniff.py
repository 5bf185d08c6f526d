"""What bytes are, whatever they are called."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediawright.files.sniff import extension, kind_of, name_of, sniff, sniff_file
from mediawright.types.operations import MediaKind


def box(brand: bytes) -> bytes:
    return b"\0\0\0\x18ftyp" + brand + b"\0\0\0\0isom" + bytes(40)


KNOWN = [
    (b"\x89PNG\r\n\x1a\n" + b"\0\0\0\rIHDR" + bytes(40), "image/png"),
    (b"\xff\xd8\xff\xe0\0\x10JFIF\0" + bytes(40), "image/jpeg"),
    (b"GIF89a" + b"\x01\0\x01\0" + bytes(40), "image/gif"),
    (b"RIFF\x24\0\0\0WEBPVP8 " + bytes(40), "image/webp"),
    (b"BM\x9a\0\0\0\0\0\0\0\x1a\0\0\0" + bytes(40), "image/bmp"),
    (box(b"isom"), "video/mp4"),
    (box(b"iso6"), "video/mp4"),
    (box(b"dash"), "video/mp4"),
    (box(b"M4V "), "video/mp4"),
    (box(b"qt  "), "video/quicktime"),
    (box(b"M4A "), "audio/mp4"),
    (box(b"avif"), "image/avif"),
    (box(b"heic"), "image/heic"),
    (b"\x1a\x45\xdf\xa3\x01\0\0\0\0\0\0\x1f\x42\x86\x81\x01\x42\x82\x84webm" + bytes(40), "video/webm"),
    (b"ID3\x04\0\0\0\0\0\0" + bytes(40), "audio/mpeg"),
    (b"\xff\xfb\x90\x44" + bytes(40), "audio/mpeg"),
    (b"RIFF\x24\0\0\0WAVEfmt " + bytes(40), "audio/wav"),
    (b"OggS\0" + bytes(40), "audio/ogg"),
    (b"fLaC\0\0\0\x22" + bytes(40), "audio/flac"),
    (b"G" + bytes(187) + b"G" + bytes(187) + b"G" + bytes(300), "video/mp2t"),
    (bytes(4) + b"G" + bytes(191) + b"G" + bytes(191) + b"G" + bytes(300), "video/mp2t"),
    (box(b"crx "), "image/x-raw"),
    (b"II*\0\x08\0\0\0\x01\0\xfe\0\x04\0\x01\0\0\0\x01\0\0\0" + bytes(40), "image/x-raw"),
    (b"II*\0\x08\0\0\0\x01\0\xfe\0\x04\0\x01\0\0\0\0\0\0\0" + bytes(40), "image/tiff"),
    (b"MM\0*\0\0\0\x08\0\x01\xc6\x12\0\x01\0\0\0\x04\x01\x04\0\0" + bytes(40), "image/x-raw"),
    (b"%PDF-1.7\n1 0 obj\n", "application/pdf"),
    (b"PK\x03\x04" + bytes(60), "application/zip"),
    (b"", "application/x-empty"),
    (bytes(64), "application/octet-stream"),
    (b"just words\n", "text/plain"),
    ("只是文字".encode(), "text/plain"),
    (b"\xef\xbb\xbfwith a mark", "text/plain"),
    (b"BMW makes cars", "text/plain"),
    (b"\n <!DOCTYPE HTML><title>Sign in</title>", "text/html"),
    (b"<html>", "text/html"),
    (b'<?xml version="1.0"?><Error>AccessDenied</Error>', "application/xml"),
    (b'<?xml version="1.0"?>\n<svg xmlns="x"/>', "image/svg+xml"),
    (b"<svg/>", "image/svg+xml"),
    (b'{"error": "expired"}', "application/json"),
]


@pytest.mark.parametrize(("data", "media_type"), KNOWN)
def test_types_are_told_from_bytes(data: bytes, media_type: str) -> None:
    assert sniff(data) == media_type


def test_a_character_cut_at_the_end_is_still_text() -> None:
    assert sniff("文".encode() * 2730 + "文".encode()[:2]) == "text/plain"


@given(st.binary(max_size=300))
def test_anything_has_a_type_a_name_and_an_ending(data: bytes) -> None:
    media_type = sniff(data)
    assert "/" in media_type
    assert name_of(media_type).key.startswith("files.type.")
    assert extension(media_type).startswith(".")


@pytest.mark.parametrize(
    ("media_type", "kind"),
    [
        ("image/png", MediaKind.IMAGE),
        ("video/mp4", MediaKind.VIDEO),
        ("audio/mpeg", MediaKind.AUDIO),
        ("application/pdf", MediaKind.DOCUMENT),
        ("text/plain", MediaKind.DOCUMENT),
        ("image/svg+xml", None),
        ("text/html", None),
        ("application/json", None),
        ("application/zip", None),
        ("font/woff", None),
    ],
)
def test_kinds(media_type: str, kind: MediaKind | None) -> None:
    assert kind_of(media_type) is kind


def test_a_file_is_read_no_further_than_its_head(tmp_path: Path) -> None:
    path = tmp_path / "large.png"
    with path.open("wb") as file:
        file.write(b"GIF89a")
        file.truncate(10 * 1024**3)
    assert sniff_file(path) == "image/gif"
