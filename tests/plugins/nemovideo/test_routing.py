"""Which words go to the agent (docs/contracts/nemovideo.md §11)."""

import pytest

from mediawright_nemovideo.chat.routing import Road, route, wants_creation


@pytest.mark.parametrize(
    ("text", "road"),
    [
        ("export it", Road.EXPORT),
        ("导出", Road.EXPORT),
        ("please download", Road.EXPORT),
        ("Send me the video!", Road.EXPORT),
        ("把视频发给我", Road.EXPORT),
        ("请下载", Road.EXPORT),
        ("还剩多少积分", Road.CREDITS),
        ("balance?", Road.CREDITS),
        ("ＣＲＥＤＩＴＳ", Road.CREDITS),
        ("show tracks", Road.STATUS),
        ("现在什么样了", Road.STATUS),
        ("状态", Road.STATUS),
        ("upload", Road.UPLOAD),
        ("make a video about credit cards", Road.CHAT),
        ("做一个关于积分的视频", Road.CHAT),
        ("add a title 'Export Now'", Road.CHAT),
        ("加个标题：下载", Road.CHAT),
        ("regenerate", Road.CHAT),
        ("重新生成", Road.CHAT),
        ("再来一个", Road.CHAT),
        ("a poster that says EXPORT", Road.CHAT),
        ("'export'", Road.CHAT),
        ("the balance of light and shadow in an old Dutch painting should be warmer", Road.CHAT),
        ("generate a clip about the export of coffee", Road.CHAT),
    ],
)
def test_n_r17_the_table_of_roads(text: str, road: Road) -> None:
    assert route(text).road is road


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("a fox at dawn, then export", "a fox at dawn"),
        ("生成一只狐狸，然后导出", "生成一只狐狸"),
        ("Add a title 'Snow' and then export it.", "Add a title 'Snow'"),
    ],
)
def test_n_r17_only_the_creation_is_sent_and_the_export_follows(text: str, first: str) -> None:
    found = route(text)
    assert (found.road, found.text, found.then_export) == (Road.CHAT, first, True)


def test_a_lone_link_to_media_is_an_upload() -> None:
    assert route("https://example.com/a.mp4").road is Road.UPLOAD


def test_a_link_is_uploaded_first_and_the_rest_is_said() -> None:
    found = route("use https://example.com/a.mp3 as music, then export")
    assert (found.links, found.road, found.then_export) == (("https://example.com/a.mp3",), Road.CHAT, True)


def test_a_link_to_a_page_is_no_upload() -> None:
    assert route("https://example.com/shop").links == ()


@pytest.mark.parametrize(
    ("text", "creates"),
    [
        ("generate a fox", True),
        ("再来一段新的", True),
        ("生成视频", True),
        ("add a title", False),
        ("把音乐改小", False),
    ],
)
def test_a_request_for_something_new_is_told_from_a_change(text: str, creates: bool) -> None:
    assert wants_creation(text) is creates
