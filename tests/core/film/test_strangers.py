"""Notations as strangers write them: other headings, two languages, wide digits, merged cells, missing lengths."""

from collections.abc import Callable
from pathlib import Path

import pytest

from mediawright.files.text import decode_text
from mediawright.film.importers.notation import Imported, import_text
from mediawright.film.reading import Read, read_text

SAMPLES = Path(__file__).with_name("samples") / "strangers"
#: file → notation, shots, seconds (None: some are not written), lines, who is in it
COUNTS: dict[str, tuple[str, int, float | None, int, tuple[str, ...]]] = {
    "chinese_keys.json": ("json", 2, 7.5, 1, ("阿诚",)),
    "episodes.json": ("json", 3, 9.5, 2, ("林夏",)),
    "fenced.txt": ("json", 2, 9.0, 2, ("Lin",)),
    "ferry.fountain": ("fountain", 2, None, 3, ("Anna", "Old Man")),
    "fountain_zh.txt": ("fountain", 2, None, 2, ("小满", "陌生人")),
    "indented.fountain": ("fountain", 2, None, 2, ("Kim", "Boss")),
    "lullaby.fountain": ("fountain", 3, None, 3, ("Father",)),
    "nested.json": ("json", 2, 7.5, 1, ("Maya",)),
    "script_brackets.txt": ("script", 3, None, 4, ("小北", "店员")),
    "script_cues.txt": ("script", 2, None, 2, ("女儿", "母亲")),
    "script_marks.txt": ("script", 4, None, 5, ("顾霆深", "秘书", "众高管", "苏念")),
    "script_people.md": ("script", 3, None, 3, ("沈知", "阿杰")),
    "script_wide.txt": ("script", 3, None, 3, ("林夏", "周屿")),
    "sections.fountain": ("fountain", 3, None, 2, ("Lucy", "Bus Driver")),
    "shots_decimal_comma.csv": ("separated", 3, 11.0, 3, ()),
    "shots_line_rows.csv": ("separated", 3, 9.5, 2, ("Nina", "Paul")),
    "shots_preface.csv": ("separated", 3, 11.0, 2, ("Maya", "Guard")),
    "shots_remarks.csv": ("separated", 4, None, 2, ("Driver",)),
    "shots_timecode.tsv": ("separated", 3, 10.0, 2, ()),
    "table_merged.md": ("table", 3, 10.5, 5, ("小雨", "司机老周")),
    "table_tabs.txt": ("separated", 4, 16.0, 3, ()),
    "table_two_languages.md": ("table", 4, None, 3, ("小满", "陌生人")),
    "table_wide_digits.md": ("table", 4, 14.5, 4, ("阿诚", "老板")),
    "table_without_rule.txt": ("separated", 3, 10.0, 2, ("老渔民",)),
    "timed_ad.txt": ("timed", 3, 12.0, 1, ()),
    "timed_bars.txt": ("timed", 3, 8.0, 1, ()),
    "timed_brackets.txt": ("timed", 3, 8.0, 1, ()),
    "timed_wide.txt": ("timed", 3, 10.0, 0, ()),
    "timed_words.txt": ("timed", 3, 10.0, 0, ()),
    "two_prompts.json": ("json", 2, 7.0, 1, ()),
}


def brought(name: str) -> tuple[Imported, Read]:
    made = import_text((SAMPLES / name).read_text("utf-8"), name)
    return made, read_text(made.toml)


def test_every_sample_is_counted() -> None:
    assert {path.name for path in SAMPLES.iterdir()} == set(COUNTS)


@pytest.mark.parametrize("name", COUNTS)
def test_what_is_written_is_carried_over(name: str) -> None:
    notation, shots, seconds, lines, people = COUNTS[name]
    made, read = brought(name)
    assert (made.notation, len(read.plan.shots), read.plan.spoken) == (notation, shots, lines)
    assert tuple(one.name for one in read.plan.cast) == people
    assert ("duration" in {guess.field for guess in made.guesses}) == (seconds is None)
    assert seconds is None or read.plan.seconds == pytest.approx(seconds)
    assert read.findings.problems == ()


@pytest.mark.parametrize(
    "encode",
    [
        lambda text: text.replace("\n", "\r\n").encode("utf-8-sig"),
        lambda text: text.encode("utf-16"),
        lambda text: text.replace("\n", "\r\n").encode("gb18030"),
    ],
    ids=["excel", "utf-16", "gb18030"],
)
@pytest.mark.parametrize("name", ["table_merged.md", "table_tabs.txt", "script_marks.txt", "chinese_keys.json"])
def test_it_is_the_same_in_other_encodings(name: str, encode: Callable[[str], bytes]) -> None:
    text = (SAMPLES / name).read_text("utf-8")
    assert import_text(decode_text(encode(text)), name).toml == import_text(text, name).toml


def shot(name: str, number: int) -> dict[str, object]:
    one = brought(name)[0].draft.shots[number]
    return {field: getattr(one, field) for field in ("prompt", "camera", "sfx", "text", "scene", "transition")}


def test_what_stands_in_a_cell_goes_where_it_belongs() -> None:
    assert brought("table_wide_digits.md")[0].draft.music == ["低沉钢琴"]
    first = shot("table_wide_digits.md", 0)
    assert (first["camera"], first["sfx"]) == (["全景", "推"], ["雨声"])
    assert shot("table_merged.md", 1)["scene"] == "公交站 夜", "a mark for the same as above"
    assert shot("table_tabs.txt", 2)["text"] == ["今日第一单"], "a labelled remark"
    assert shot("script_wide.txt", 2)["camera"] == ["特写"]
    assert shot("timed_bars.txt", 1) | {"sfx": ["chopping"], "camera": ["Close"]} == shot("timed_bars.txt", 1)
    assert shot("ferry.fountain", 1)["text"] == ["THE END"]
    assert (shot("two_prompts.json", 0)["prompt"], shot("two_prompts.json", 0)["camera"]) == (
        "a desert road",
        ["camera cranes down"],
    )


def test_who_speaks_unseen_is_known_by_any_mark() -> None:
    lines = [line for one in brought("script_marks.txt")[0].draft.shots for line in one.lines]
    assert [(line.who, line.over) for line in lines if line.over] == [("秘书", True), ("顾霆深", True)]
    wide = [line for one in brought("script_wide.txt")[0].draft.shots for line in one.lines]
    assert (wide[-1].who, wide[-1].over) == ("林夏", True)
    assert [line.who for line in brought("timed_ad.txt")[0].draft.shots[1].lines] == [None], "a pronoun is no name"


@pytest.mark.parametrize(
    ("cell", "seconds"), [("3~4", 3.5), ("~4", 4), ("约 3 秒", 3), ("4,5", 4.5), ("1,5-2,5s", 2), ("0-3", 3)]
)
def test_a_length_is_read_as_it_is_meant(cell: str, seconds: float) -> None:
    text = f"| 镜号 | 画面 | 时长 |\n|---|---|---|\n| 1 | 海 | 5 |\n| 2 | 山 | {cell} |\n"
    assert import_text(text).draft.shots[1].duration == seconds
