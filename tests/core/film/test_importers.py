"""Every notation, with the counts of shots, seconds and lines that are written in it."""

from pathlib import Path

import pytest

from mediawright.film.importers.notation import Imported, import_text, notation_of
from mediawright.film.reading import Read, read_text
from mediawright.types.errors import InvalidRequest

SAMPLES = Path(__file__).with_name("samples")
#: file → notation, shots, seconds (None: not written, so guessed), lines
COUNTS: dict[str, tuple[str, int, float | None, int]] = {
    "table_zh.md": ("table", 5, 18.5, 4),
    "table_av.md": ("table", 4, 18, 4),
    "table_ranges.tsv": ("separated", 3, 12, 4),
    "two_columns.md": ("table", 5, 45, 5),
    "shot_list.csv": ("separated", 4, 16, 3),
    "ad_list_zh.txt": ("listing", 4, 15, 3),
    "scenes_en.md": ("listing", 4, 20, 4),
    "scenes_zh.txt": ("listing", 3, 12, 3),
    "plain_shots_en.md": ("listing", 3, 10, 1),
    "script_zh.txt": ("script", 4, None, 5),
    "script_blocks_zh.txt": ("script", 5, None, 4),
    "chapters_zh.txt": ("script", 4, None, 3),
    "timed_zh.txt": ("timed", 4, 15, 2),
    "timed_en.txt": ("timed", 3, 8, 1),
    "timed_line.txt": ("timed", 3, 8, 0),
    "timed_numbered.txt": ("listing", 3, 12, 0),
    "lighthouse.fountain": ("fountain", 5, None, 2),
    "duel.fountain": ("fountain", 4, None, 4),
    "scenes.json": ("json", 3, 19, 3),
    "scene_list.json": ("json", 3, 12.5, 3),
    "segments.json": ("json", 2, 10, 3),
    "storyboards.json": ("json", 4, 20, 2),
}


def brought(name: str) -> tuple[Imported, Read]:
    made = import_text((SAMPLES / name).read_text("utf-8"), name)
    return made, read_text(made.toml)


@pytest.mark.parametrize("name", COUNTS)
def test_what_is_written_is_carried_over(name: str) -> None:
    notation, shots, seconds, lines = COUNTS[name]
    made, read = brought(name)
    assert made.notation == notation
    assert len(read.plan.shots) == shots
    assert read.plan.spoken == lines
    guessed = {guess.field for guess in made.guesses}
    assert ("duration" in guessed) == (seconds is None)
    assert seconds is None or read.plan.seconds == seconds


@pytest.mark.parametrize("name", COUNTS)
def test_the_plan_that_comes_out_has_no_problems(name: str) -> None:
    _, read = brought(name)
    assert [found.message for found in read.findings.problems] == []


@pytest.mark.parametrize("name", COUNTS)
def test_every_guess_is_marked_in_the_plan(name: str) -> None:
    made, _ = brought(name)
    assert made.toml.count("# guessed") == len(made.guesses) + (0 if made.draft.ratio else 1)


def test_an_effect_before_the_next_action_belongs_to_the_shot_above() -> None:
    _, read = brought("script_blocks_zh.txt")
    assert [[one.words for one in shot.sfx] for shot in read.plan.shots[:3]] == [["列车行驶声"], [], ["广播杂音"]]


def test_marks_say_who_is_heard_over_the_picture() -> None:
    _, read = brought("script_blocks_zh.txt")
    assert [(line.who, line.over) for line in read.plan.shots[0].lines] == [("老人", True)]
    _, read = brought("duel.fountain")
    spoken = [line for shot in read.plan.shots for line in shot.lines]
    assert [(line.who, line.over) for line in spoken] == [
        ("Marshal", False),
        ("Cole", False),
        ("Bartender", True),
        ("Cole", False),
    ]


def test_a_sentence_in_brackets_inside_a_line_is_action() -> None:
    _, read = brought("duel.fountain")
    first = read.plan.shots[0]
    assert first.lines[0].says == "You had all day. You had all day, Cole."
    assert "The shot misses." in first.prompt
    assert (first.lines[1].says, first.lines[1].how) == ("I was busy. Now I'm not.", "not moving")


def test_a_manner_is_not_said() -> None:
    _, read = brought("script_zh.txt")
    line = read.plan.shots[3].lines[0]
    assert (line.who, line.says, line.how) == ("苏禾", "欢迎光临，雨衣在左边。", "头也不抬")


def test_polls_come_from_introductions_and_names_are_marked() -> None:
    _, read = brought("script_zh.txt")
    assert read.plan.cast[0].look == "25，外卖员，瘦高，左眉有疤，穿蓝色工服"
    assert read.plan.shots[0].prompt.startswith("@沈一鸣蹲在")
    _, read = brought("lighthouse.fountain")
    assert (read.plan.cast[0].name, read.plan.cast[0].look) == ("Iris", "60s, oilskin coat")


def test_transitions_lead_into_the_shot_after_them() -> None:
    _, read = brought("duel.fountain")
    assert [shot.transition.kind for shot in read.plan.shots] == ["cut", "cut", "cut", "dissolve"]
    _, read = brought("scenes.json")
    assert [shot.transition.kind for shot in read.plan.shots] == ["cut", "dissolve", "cut"]
    _, read = brought("table_ranges.tsv")
    assert [shot.transition.kind for shot in read.plan.shots] == ["fade", "cut", "dissolve"]


def test_words_on_the_screen_are_no_lines() -> None:
    _, read = brought("script_zh.txt")
    assert [title.says for shot in read.plan.shots for title in shot.text] == ["距离明天 6 小时"]
    _, read = brought("two_columns.md")
    assert [title.says for shot in read.plan.shots for title in shot.text] == ["1 kW in → 3 kW out"]


def test_scenes_become_chapters() -> None:
    _, read = brought("script_blocks_zh.txt")
    scenes = dict.fromkeys(shot.scene for shot in read.plan.shots)
    assert list(scenes) == ["S01 夜 内 地铁车厢", "S02 夜 外 站台", "S03 日 外 街道"]


def test_a_shot_that_goes_on_from_the_last_one_says_so() -> None:
    made, read = brought("table_zh.md")
    assert [shot.first_frame for shot in read.plan.shots] == [None, None, None, "镜03", None]
    assert [(guess.shot, guess.field) for guess in made.guesses] == [("镜04", "first_frame")]


def test_lines_that_are_too_many_for_a_shot_go_on_in_the_next() -> None:
    talk = "\n".join(f"{'甲乙'[n % 2]}：第{n}句。" for n in range(11))
    made = import_text(f"第一场 日 内 客厅\n△两人对坐。\n{talk}\n")
    read = read_text(made.toml)
    assert [len(shot.lines) for shot in read.plan.shots] == [8, 3]
    assert read.whole


@pytest.mark.parametrize(("name", "key"), [("shots.xlsx", "film.import.packed"), ("a.txt", "film.import.nothing")])
def test_what_cannot_be_read_is_refused(name: str, key: str) -> None:
    with pytest.raises(InvalidRequest) as refused:
        import_text("Once upon a time.", name)
    assert refused.value.message.key == key


def test_broken_json_is_refused() -> None:
    with pytest.raises(InvalidRequest) as refused:
        import_text('{"shots": [', "shots.json")
    assert refused.value.message.key == "film.import.broken_json"


def test_a_list_of_numbers_alone_is_no_table() -> None:
    assert notation_of("1. one\n2. two\n") == "listing"
