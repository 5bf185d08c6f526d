"""Parameters as people say them, and the same words where they belong to a scene."""

from typing import Any

import pytest

from mediawright.router.language.read import read
from mediawright.router.message.extract import extract


def said(text: str, images: int = 0) -> dict[str, Any]:
    return extract(read(text), images).values


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("a ten second clip", 10),
        ("８秒的视频", 8),
        ("再延长十五秒", 15),
        ("半分钟的短片", 30),
        ("extend it by 6 more secs", 6),
        ("a bomb counting down from 60 seconds, 5s video", 5),
        ("cut the first 3 seconds", None),
        ("a fashion clip in 80s style", None),
        ("凌晨四点的菜市场", None),
        ("这段就六秒，太短了", None),
        ("tell it in four scenes, 12 seconds in total", 12),
        ("add 4 seconds after the goal", 4),
        ("this one at 25 seconds", 25),
        ("she turns at 3 seconds", None),
    ],
)
def test_a_length_is_what_is_asked_for(text: str, seconds: float | None) -> None:
    assert said(text).get("duration") == seconds


@pytest.mark.parametrize(
    ("text", "ratio"),
    [
        ("竖屏", "9:16"),
        ("a landscape video", "16:9"),
        ("１６：９", "16:9"),
        ("16比9", "16:9"),
        ("a square picture", "1:1"),
        ("an empty village square", None),
        ("oil portrait of a nurse", None),
        ("直式的", "9:16"),
        ("横着拍", "16:9"),
        ("螃蟹横着走", None),
        ("十六比九", "16:9"),
        ("一比一还原的铁塔", None),
        ("phone-shaped", "9:16"),
        ("a square 2K picture", "1:1"),
        ("a horizontal 8 second clip", "16:9"),
        ("画幅 21:9", "21:9"),
        ("比例：3:4", "3:4"),
        ("at 12:30:45", None),
        ("十秒，直度", "9:16"),
    ],
)
def test_a_shape_is_no_part_of_the_scene(text: str, ratio: str | None) -> None:
    assert said(text).get("aspect_ratio") == ratio


@pytest.mark.parametrize(
    ("text", "images", "count"),
    [
        ("three pictures of a fox", 0, 3),
        ("出两版", 0, 2),
        ("one picture", 0, None),
        ("来一张图", 0, None),
        ("三张图分别是男主、女主、咖啡馆", 3, None),
        ("all three product pics", 3, None),
        ("一共四张", 1, 4),
        ("nine-piece sticker set", 0, 9),
        ("a two-part harmony sung by nuns", 0, None),
        ("the tale in six panels", 0, 6),
        ("组图五张：春夏秋冬和年夜饭", 1, 5),
        ("two photos: a boat, a lake. one clip of both", 2, None),
        ("两张照片，拍一条视频", 2, None),
        ("make 2 images of a boat", 2, 2),
        ("两张照片合成一张", 0, None),
        ("三支影片讓我選", 0, 3),
        ("可灵给我来三个，主题是蝴蝶", 0, 3),
        ("街上走过三个，其中两个打伞", 0, None),
    ],
)
def test_a_count_is_of_results(text: str, images: int, count: int | None) -> None:
    assert said(text, images).get("count") == count


@pytest.mark.parametrize(
    ("text", "sound"),
    [
        ("no music", False),
        ("不要声音", False),
        ("with sound", True),
        ("带音效", True),
        ("a silent forest", None),
        ("a fair at night, with a bit of crowd sound", True),
        ("雨声也要", True),
        ("mute it", False),
        ("sync it with the english audio", None),
        ("老人在听卡带音乐", None),
        ("sound is not needed", False),
        ("海浪声要听得见", True),
        ("with voices on", True),
    ],
)
def test_sound_may_be_denied(text: str, sound: bool | None) -> None:
    assert said(text).get("sound") is sound


def test_what_is_to_be_kept_is_not_meant() -> None:
    assert said("delete element ab-77123, keep cd-88123")["element_id"] == "ab-77123"
    assert "loose_id" not in said("throw out the old one, keep cd-88123")


def test_ids_keep_their_spelling() -> None:
    assert said("查单：5528190")["loose_id"] == "5528190"
    assert said("麻烦element_id 55281900删了")["element_id"] == "55281900"
    assert said("task_id 是 Kl-77D2c9")["task_id"] == "Kl-77D2c9"
    assert said("把主体 88120347 删了")["element_id"] == "88120347"


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("in the last 14 days", 14),
        ("近一周", 7),
        ("最近三天", 3),
        ("前天", None),
        ("五天内的消耗", 5),
        ("这半个月花了多少积分", 15),
        ("这个月30天里花了多少", 30),
    ],
)
def test_days_are_a_window(text: str, days: int | None) -> None:
    assert said(text).get("days") == days


@pytest.mark.parametrize(
    ("text", "size"), [("４Ｋ", "4k"), ("1080P", "1080p"), ("full hd", "1080p"), ("12k run", None)]
)
def test_resolutions_have_one_spelling(text: str, size: str | None) -> None:
    assert said(text).get("resolution") == size
