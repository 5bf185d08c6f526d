"""Inputs on their way to a provider."""

import base64
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from mediawright.files.inputs import measure
from mediawright.files.roots import Roots
from mediawright.files.transfer import as_base64, fetch_input, inspect, read_base64
from mediawright.http.client import Http
from mediawright.http.errors import AddressRefused, TooLarge
from mediawright.types.errors import InvalidRequest
from mediawright.types.operations import MediaKind
from mediawright.types.request import Media, Role

if TYPE_CHECKING:
    from tests.core.conftest import Reply, WireServer


@pytest.fixture
def roots(tmp_path: Path) -> Roots:
    return Roots.of(tmp_path)


def media(source: str | Path = "cat.png") -> Media:
    return Media(kind=MediaKind.IMAGE, role=Role.REFERENCE, source=str(source))


def endings(folder: Path) -> list[str]:
    return [path.suffix for path in folder.iterdir()]


def test_bytes_become_text(picture: Callable[..., Path], roots: Roots) -> None:
    assert base64.b64decode(read_base64(media(), roots.plus([picture().parent]))) == picture().read_bytes()


def test_bytes_are_checked_and_left_on_the_disk(picture: Callable[..., Path], roots: Roots) -> None:
    path = picture()
    found = as_base64(media(), roots, "data:image/png;base64,")
    assert (found.path, found.size, found.prefix) == (str(path), path.stat().st_size, "data:image/png;base64,")
    info = measure(media(), roots).info
    assert info is not None
    assert found.sha256 == info.sha256


def test_a_file_that_changed_after_the_approval_is_not_sent(picture: Callable[..., Path], roots: Roots) -> None:
    picture(width=3)
    approved = measure(media(), roots)
    picture(width=4)
    for send in (as_base64, read_base64, inspect):
        with pytest.raises(InvalidRequest) as caught:
            send(approved, roots)
        assert caught.value.message.key == "files.changed"


def test_a_giant_is_not_inlined(roots: Roots, tmp_path: Path) -> None:
    with (tmp_path / "cat.png").open("wb") as file:
        file.truncate(201 * 1024**2)
    for send in (as_base64, read_base64):
        with pytest.raises(InvalidRequest) as caught:
            send(media(), roots)
        assert caught.value.message.key == "files.too_large"


def test_only_local_inputs_can_be_inspected(picture: Callable[..., Path], roots: Roots) -> None:
    picture(width=7)
    assert inspect(media(), roots).width == 7
    with pytest.raises(InvalidRequest):
        inspect(media("https://example.com/a.png"), roots)


async def test_a_link_becomes_a_local_input(
    wire: "WireServer", http: Http, reply: "type[Reply]", png_bytes: Callable[..., bytes], tmp_path: Path
) -> None:
    link = media(wire.on("/a", reply(body=png_bytes(width=7))) + "?Signature=not-a-real-secret")
    local = await fetch_input(http, link, tmp_path, None)
    assert local.info is not None
    assert local.info.width == 7
    assert replace(local, source=link.source, info=None) == link
    assert endings(tmp_path) == [".png"]


async def test_a_link_to_something_else_is_a_bad_request(
    wire: "WireServer", http: Http, reply: "type[Reply]", tmp_path: Path
) -> None:
    with pytest.raises(InvalidRequest):
        await fetch_input(http, media(wire.on("/a", reply(body=b"<html>"))), tmp_path, None)


async def test_a_link_to_too_much_is_refused(
    wire: "WireServer", http: Http, reply: "type[Reply]", tmp_path: Path
) -> None:
    with pytest.raises(TooLarge):
        await fetch_input(http, media(wire.on("/a", reply(body=bytes(2000)))), tmp_path, 1000)


async def test_a_link_into_this_network_is_refused(http: Http, tmp_path: Path) -> None:
    with pytest.raises(AddressRefused):
        await fetch_input(http, media("https://192.168.0.1/a.png"), tmp_path, None)
