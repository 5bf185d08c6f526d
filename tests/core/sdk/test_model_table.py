"""A provider's table of models: short words become capabilities; sizes and limits are read as written."""

from typing import Any

import pytest

from mediawright import plugin as mw
from mediawright.sdk.file_limits import file_problems
from mediawright.sdk.model_table import lines_of, models_of, numbers, settings_of
from mediawright.sdk.sizes import picture_size

TABLE: dict[str, Any] = {
    "date": "2026-11-01",
    "source": "https://tiny.example/prices",
    "units": ["CNY", "USD"],
    "settings": [{"name": "region", "env": ["TINY_REGION"], "default": "here", "en": "where", "zh": "何处"}],
    "group": [
        {
            "ids": {"tiny-1": "Tiny 1|小小一号", "tiny-1-fast": "Tiny 1 Fast"},
            "ops": ["image_to_video", "not_known_here"],
            "best": ["image_to_video"],
            "inputs": {"image_to_video": ["image first 1 first_frame", "image end 0-1 last_frame"]},
            "durations": "4-6,10",
            "resolutions": "720p 1080p",
            "not_by": {"tiny-1-fast": "1080p"},
            "options": {"steps": "int 1-50", "look": "words soft,hard", "turbo": "bool"},
            "only": {"turbo": "fast"},
            "price": {"720p": ["0.6", "0.1"], "1080p": ["", "0.2"]},
            "grade": "M",
            "limit": 100,
            "timing": [10, 20],
        },
        {"ids": {"later": "Later"}, "ops": ["not_known_here"], "grade": "H", "limit": 0, "timing": [1, 2]},
    ],
}


def test_a_row_becomes_models_of_what_the_core_knows() -> None:
    first, fast = models_of(TABLE)
    able = first.capabilities[0]
    assert (first.name, first.label.zh, fast.label.zh) == ("tiny-1", "小小一号", "Tiny 1 Fast")
    assert (first.recommended_for, fast.recommended_for) == ((mw.Operation.IMAGE_TO_VIDEO,), ())
    assert (able.durations, able.resolutions, fast.capabilities[0].resolutions) == (
        (4, 5, 6, 10),
        ("720p", "1080p"),
        ("720p",),
    )
    assert [(rule.at_least, rule.at_most) for rule in able.inputs] == [(1, 1), (0, 1)]
    assert [line.place for line in lines_of(TABLE["group"][0], mw.Operation.IMAGE_TO_VIDEO)] == [
        "first_frame",
        "last_frame",
    ]


def test_options_are_a_schema_and_a_price_nobody_says_is_no_rule() -> None:
    first, fast = models_of(TABLE)
    assert (first.capabilities[0].schema or {})["properties"] == {
        "steps": {"type": "integer", "minimum": 1.0, "maximum": 50.0},
        "look": {"type": "string", "enum": ["soft", "hard"]},
    }
    assert "turbo" in (fast.capabilities[0].schema or {})["properties"]
    assert first.prices is not None
    assert [(str(rule.value), rule.unit, dict(rule.when), rule.about) for rule in first.prices.rules] == [
        ("0.6", "CNY", {"resolution": "720p"}, True)
    ]


def test_settings_and_numbers_are_read_as_written() -> None:
    found = settings_of(TABLE)[0]
    assert (found.name, found.env, found.default, str(found.description and found.description.zh)) == (
        "region",
        ("TINY_REGION",),
        "here",
        "何处",
    )
    assert list(numbers("2-4,9,-1")) == [2, 3, 4, 9, -1]
    assert list(numbers("")) == []


@pytest.mark.parametrize(
    ("resolution", "ratio", "size"),
    [
        ("1k", "16:9", (1824, 1024)),
        ("2k", "9:16", (1440, 2560)),
        ("4k", "21:9", (4096, 1744)),
        ("8k", "1:1", None),
        ("1k", "adaptive", None),
    ],
)
def test_a_size_follows_the_word_and_stays_inside_the_model(
    resolution: str, ratio: str, size: tuple[int, int] | None
) -> None:
    assert picture_size(resolution, ratio, longest=4096, pixels=16_777_216) == size


@pytest.mark.parametrize(
    ("info", "keys"),
    [
        ({"size": 2 * 2**20}, ["problem.media.too_big"]),
        ({"size": 1, "duration": 11.0}, ["sdk.file_length"]),
        ({"size": 1, "duration": 10.4, "width": 300, "height": 700}, []),
        ({"size": 1, "width": 300, "height": 900}, ["sdk.file_shape"]),
        ({"size": 1, "width": 200, "height": 300}, ["sdk.file_shape"]),
    ],
)
def test_a_file_is_held_against_the_limits_of_its_kind(info: dict[str, Any], keys: list[str]) -> None:
    limits = {"video": [1, 2, 10, 240, 4000, 2.5]}
    measured = mw.MediaInfo(media_type="video/mp4", sha256="0", **info)
    clip = mw.Media(kind=mw.MediaKind.VIDEO, role=mw.Role.BASE, source="a.mp4", info=measured)
    picture = mw.Media(kind=mw.MediaKind.IMAGE, role=mw.Role.BASE, source="a.png", info=measured)
    assert [problem.message.key for problem in file_problems((clip, picture), limits)] == keys
