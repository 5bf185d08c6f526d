"""Local inputs on their way to a service: inline, uploaded with a ticket, and uploaded once."""

from pathlib import Path
from typing import Any

import pytest
from tests.core.sdk.tiny import TINY

from mediawright import plugin as mw
from mediawright.sdk import simulator as kit
from mediawright.sdk.inputs import KeptUploads, UploadTarget, as_data_uri, is_below, placed, send_file
from mediawright.testing.contexts import ContextOpener
from mediawright.testing.fakes import FakeClock
from mediawright.testing.simulator import SimulatorRunner

PICTURE = mw.Media(kind=mw.MediaKind.IMAGE, role=mw.Role.FIRST_FRAME, source="fox.png")


@pytest.fixture
def picture(tmp_path: Path) -> mw.Media:
    (tmp_path / "work").mkdir()
    (tmp_path / "work" / "fox.png").write_bytes(kit.make_picture())
    return PICTURE


class Store(kit.Service):
    def routes(self) -> list[Any]:
        return [kit.route("POST", "/up", lambda call: {"file": {"link": "acme://1"}, "size": len(call.raw)})]


async def test_a_file_goes_where_the_ticket_says_and_is_named_by_the_answer(
    picture: mw.Media, run_simulator: SimulatorRunner, open_context: ContextOpener
) -> None:
    store = Store(kit.Options())
    url = run_simulator(kit.create_app(store))
    target = UploadTarget(url=f"{url}/up", link_paths=("file.link",), form={"policy": "p"})
    async with open_context(TINY, TINY_URL=url, TINY_KEY="not-a-real-secret") as ctx:
        assert await send_file(ctx, picture, target) == "acme://1"
    assert "authorization" not in store.requests[0]["headers"]


async def test_an_upload_that_breaks_asks_for_nothing(
    picture: mw.Media, run_simulator: SimulatorRunner, open_context: ContextOpener
) -> None:
    store = Store(kit.Options())
    store.faults.add(on="POST /up", kind="status", status=500, times=-1)
    url = run_simulator(kit.create_app(store))
    async with open_context(TINY, TINY_URL=url) as ctx:
        with pytest.raises(mw.Unreachable):
            await send_file(ctx, picture, UploadTarget(url=f"{url}/up", link="acme://1"))
        assert not ctx.sent_once


async def test_the_same_file_is_uploaded_once_while_its_link_is_good(
    picture: mw.Media, open_context: ContextOpener, fake_clock: FakeClock
) -> None:
    made: list[str] = []

    async def make(info: mw.MediaInfo) -> str:
        made.append(info.sha256)
        return f"acme://{len(made)}"

    async with open_context(TINY) as ctx:
        kept = KeptUploads(ctx, 24 * 3600, "account-1")
        assert [await kept.link(picture, make) for _ in range(2)] == ["acme://1", "acme://1"]
        assert await KeptUploads(ctx, 24 * 3600, "account-2").link(picture, make) == "acme://2"
        fake_clock.advance(24 * 3600 - 300)
        assert await kept.link(picture, make) == "acme://3"


async def test_an_inline_file_has_its_type_before_it(picture: mw.Media, open_context: ContextOpener) -> None:
    async with open_context(TINY) as ctx:
        assert (await as_data_uri(ctx, picture)).prefix == "data:image/png;base64,"
        with pytest.raises(mw.InvalidRequest):
            await as_data_uri(ctx, picture, most_bytes=10)


async def test_an_input_that_is_given_twice_is_prepared_once() -> None:
    seen: list[mw.Media] = []

    async def place(media: mw.Media) -> int:
        seen.append(media)
        return len(seen)

    assert await placed((PICTURE, PICTURE), place) == {PICTURE: 1}


async def test_an_input_that_cannot_be_placed_is_told_as_it_is() -> None:
    async def place(media: mw.Media) -> str:
        raise mw.Unreachable(provider="tiny")

    other = mw.Media(kind=mw.MediaKind.IMAGE, role=mw.Role.END_FRAME, source="owl.png")
    with pytest.raises(mw.Unreachable):
        await placed((PICTURE, other), place)


@pytest.mark.parametrize(
    ("url", "good"),
    [
        ("https://v3.files.example/a", True),
        ("http://v3.files.example/a", False),
        ("https://files.example.evil/a", False),
        ("https://evilfiles.example/a", False),
        ("https://up.example/a", True),
    ],
)
def test_an_address_that_a_ticket_names_is_polled(url: str, good: bool) -> None:
    assert is_below(url, ".files.example", "up.example") is good
