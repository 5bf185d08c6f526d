"""Facts of a request as rows."""

import pytest
from devtools.gallery.samples import ACME, price, quote, request

from mediawright.present.catalog import render
from mediawright.present.chat import labelled
from mediawright.present.pages.fields import enough, input_name, request_rows, shown, with_provider
from mediawright.types.message import Text
from mediawright.types.money import Price
from mediawright.types.operations import MediaKind, Operation
from mediawright.types.request import Media, Role, Shot


def rows(**changes: object) -> list[str]:
    return [labelled(row, "zh") for row in request_rows(request(media=(), **changes))]


def test_only_what_was_asked_has_a_row() -> None:
    bare = {"duration": None, "aspect_ratio": None, "resolution": None, "sound": None}
    assert rows(**bare) == []


@pytest.mark.parametrize(
    ("change", "row"),
    [
        ({"mode": "pro"}, "画质模式：高品质"),
        ({"mode": "turbo"}, "画质模式：turbo"),
        ({"quality": "medium"}, "品质：中"),
        ({"aspect_ratio": "auto"}, "画幅：自动"),
        ({"sound": False}, "声音：无声"),
        ({"count": 2}, "数量：2 个"),
        ({"series_amount": "auto", "operation": Operation.IMAGE_SERIES}, "组图张数：自动"),
        ({"series_amount": 4, "operation": Operation.IMAGE_SERIES}, "组图张数：4 张"),
        ({"style": "3d_animation"}, "风格：3d animation"),
        ({"scope": "body_only"}, "替换范围：仅替换人物"),
        ({"shots": (Shot(index=1, prompt="a", duration=3),)}, "分镜：1 个"),
        ({"watermark": True}, "水印：是"),
    ],
)
def test_rows_of_a_request(change: dict[str, object], row: str) -> None:
    assert row in rows(**change)


def test_one_of_something_needs_no_number_and_images_have_no_length() -> None:
    assert not any(row.startswith("数量") for row in rows(count=1))
    assert not any(row.startswith("时长") for row in rows(operation=Operation.TEXT_TO_IMAGE))


def test_the_original_sound_is_spoken_of_only_with_a_clip() -> None:
    clip = Media(kind=MediaKind.VIDEO, role=Role.BASE, source="a.mp4")
    with_clip = [labelled(row, "zh") for row in request_rows(request(media=(clip,), keep_original_sound=True))]
    assert "保留原声：是" in with_clip
    assert "素材：a.mp4" in with_clip
    assert "保留原声：是" not in rows(keep_original_sound=True)


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("/home/mia/photos/a.png", "a.png"),
        ("https://acme.example/x/%E7%8B%90.png?sign=not-a-real-secret", "狐.png"),
        ("https://acme.example", "acme.example"),
    ],
)
def test_inputs_by_name(source: str, name: str) -> None:
    assert input_name(Media(kind=MediaKind.IMAGE, role=Role.REFERENCE, source=source), with_role=False) == name


@pytest.mark.parametrize(("resolution", "words"), [("2k", "2K"), ("1080p", "1080p")])
def test_resolutions(resolution: str, words: str) -> None:
    assert shown(resolution) == words


def test_a_provider_is_not_named_twice() -> None:
    assert render(with_provider(Text("Acme", "艾克米"), ACME), "en") == "Acme"
    assert render(with_provider(None, ACME), "en") == "Acme"
    assert render(with_provider("m-2", ACME), "zh") == "m-2（艾克米）"


def test_enough_as_far_as_it_is_known() -> None:
    assert enough(quote())
    assert enough(quote(Price(amount=None)))
    assert not enough(quote(price(1001)))
