"""Plans: what is read, and every problem at once with its line."""

import tomllib
from pathlib import Path

import pytest

from mediawright.film.plan import Line, Transition
from mediawright.film.positions import key_lines
from mediawright.film.reading import read_text, read_values
from mediawright.present import catalog

SAMPLES = Path(__file__).with_name("samples")
PLANS = Path(__file__).with_name("plans")


def sample(name: str) -> str:
    return (PLANS / name).read_text("utf-8")


@pytest.mark.parametrize(
    ("name", "shots", "seconds", "lines"), [("keeper.film.toml", 4, 12.5, 2), ("home.film.toml", 2, 9, 2)]
)
def test_a_whole_plan_has_no_problems(name: str, shots: int, seconds: float, lines: int) -> None:
    read = read_text(sample(name))
    assert read.whole
    assert (len(read.plan.shots), read.plan.seconds, read.plan.spoken) == (shots, seconds, lines)


def test_all_of_a_plan_is_read() -> None:
    plan = read_text(sample("home.film.toml")).plan
    second = plan.shots[1]
    assert second.transition == Transition(kind="dissolve", seconds=0.6)
    assert second.first_frame == "镜01"
    assert second.lines == (Line(says="你来晚了。", who="陈默"), Line(says="你没换锁。", who="林晚"))
    assert plan.format.size == (1080, 1920)


def test_every_problem_of_a_plan_is_found_with_its_line() -> None:
    read = read_text((SAMPLES / "broken.toml").read_text("utf-8"))
    found = [(one.line, one.message.key.removeprefix("film.")) for one in read.findings.problems]
    assert found == [
        (3, "not_allowed"),
        (4, "not_allowed"),
        (7, "empty"),
        (8, "out_of_range"),
        (10, "twice"),
        (11, "not_in_cast.empty"),
        (13, "speaker_not_in_cast.empty"),
        (14, "no_such_shot"),
        (15, "not_allowed"),
    ]


def test_the_same_plan_as_data_has_the_same_problems_without_lines() -> None:
    text = (SAMPLES / "broken.toml").read_text("utf-8")
    as_text, as_data = read_text(text), read_values(tomllib.loads(text))
    assert [one.message for one in as_data.findings.all] == [one.message for one in as_text.findings.all]
    assert {one.line for one in as_data.findings.all} == {None}


SHOT = 'title = "T"\n[[shots]]\nid = "a"\nprompt = "p"\nduration = 3\n'

SECOND = "[[shots]]\nid = 'b'\nprompt = 'p'\nduration = 0.5\n"


@pytest.mark.parametrize(
    ("text", "line", "key"),
    [
        ("title = ", 1, "syntax"),
        ('title = "T"\n[[shots]\n', 2, "syntax"),
        ('title = "T"\n', None, "no_shots"),
        (SHOT + "promt = 1\n", 6, "unknown_key.near"),
        (SHOT + "zzzzzz = 1\n", 6, "unknown_key"),
        (SHOT + "transition = { knd = 'cut' }\n", 6, "unknown_key.near"),
        (SHOT + "kind = 'file'\n", 2, "missing"),
        (SHOT.replace("3", "true"), 5, "not_a_number"),
        (SHOT.replace("3", "nan"), 5, "not_a_number"),
        (SHOT.replace('"p"', "5"), 4, "not_text"),
        (SHOT + "sound = 'yes'\n", 6, "not_a_flag"),
        (SHOT + "pictures = [1]\n", 6, "not_a_list_of_text"),
        (SHOT + "lines = 5\n", 6, "not_a_list"),
        (SHOT + "lines = [\n  5,\n]\n", 7, "not_a_table"),
        (SHOT + "lines = [\n  'a',\n  { says = '' },\n]\n", 8, "empty"),
        (SHOT + "first_frame = 'a'\n", 6, "begins_with_later"),
        (SHOT + "first_frame = 'b'\n", 6, "no_such_shot"),
        (SHOT + SECOND + "transition = { kind = 'fade', seconds = 2 }", 10, "transition_too_long"),
        (SHOT + "[[cast]]\nname = 'Mia'\n[[cast]]\nname = 'Mia'\n", 9, "twice"),
        (SHOT + "[[cast]]\nname = 'Mia'\n[[shots]]\nid = 'b'\nduration = 2\nprompt = '@Tom'\n", 11, "not_in_cast"),
    ],
)  # fmt: skip
def test_a_problem(text: str, line: int | None, key: str) -> None:
    found = read_text(text).findings.problems
    assert [(one.line, one.message.key.removeprefix("film.")) for one in found][:1] == [(line, key)]


def test_a_shot_that_hangs_on_a_file_needs_no_such_shot() -> None:
    assert read_text(SHOT + "first_frame = 'pictures/门.png'\n").whole


def test_names_end_where_the_longest_name_of_the_cast_ends() -> None:
    text = (
        SHOT.replace('"p"', '"@林晚秋收伞，@林晚撑伞，写给 a@b.com"')
        + '[[cast]]\nname = "林晚"\n[[cast]]\nname = "林晚秋"\n'
    )
    assert read_text(text).whole


def test_notes_do_not_stop_a_plan() -> None:
    read = read_text(SHOT + 'transition = "cut"\nlines = [{ says = "' + "A very long line. " * 6 + '" }]\n')
    assert read.whole
    assert [one.message.key for one in read.findings.notes] == ["film.lines_too_long"]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_finding_has_a_sentence(lang: str) -> None:
    catalog.strict()
    texts = [(SAMPLES / "broken.toml").read_text("utf-8"), SHOT + "promt = 1\nzzzzzz = 2\n", "title = "]
    for text in texts:
        for found in read_text(text).findings.all:
            assert catalog.render(found.message, lang).strip()  # type: ignore[arg-type]


def test_lines_of_keys_are_found_inside_arrays_tables_and_strings() -> None:
    text = (
        "a = 1\n"
        "b.c = '''\nx = 1\n'''\n"
        "[t]\n"
        'd = [\n  { e = "]", f = 2 },\n  # g = 1\n  { e = """\n""" },\n]\n'
        "[[u.v]]\n"
        "w = 1\n"
        "[[u.v]]\n"
        "w = { x = { y = 1 } }\n"
    )
    tomllib.loads(text)
    lines = key_lines(text)
    assert lines[("a",)] == 1
    assert lines[("b", "c")] == 2
    assert lines[("t", "d", 0, "f")] == 7
    assert lines[("t", "d", 1, "e")] == 9
    assert lines[("u", "v", 0, "w")] == 13
    assert lines[("u", "v", 1, "w", "x", "y")] == 15


def test_a_number_to_choose_is_the_same_in_quotation_marks_and_without() -> None:
    read = read_text(
        'title = "T"\n[format]\nfps = "25"\nresolution = 1080\n[[shots]]\nid = "a"\nprompt = "p"\nduration = 3\n'
    )
    assert read.findings.problems == ()
    assert (read.plan.format.fps, read.plan.format.resolution) == (25, "1080p")
