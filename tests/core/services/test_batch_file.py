"""Lines of requests: each problem by its line, a key that belongs to the line and not to its place."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from mediawright.handlers.batch_run import fields
from mediawright.services.batch_file import KindNeeded, Order, Usual, read_orders, results_beside, write_results
from mediawright.services.request_reader import read_request
from mediawright.types.errors import InvalidRequest
from mediawright.types.request import Request


def orders(*lines: str) -> list[Order]:
    return read_orders("\n".join(lines), fields(), read_request)


def refused(*lines: str) -> list[str]:
    with pytest.raises(InvalidRequest) as caught:
        orders(*lines)
    return [problem.field for problem in caught.value.problems]


FOX = '{"command": "video", "prompt": "a fox", "aspect-ratio": "9:16", "duration": 5}'
DOG = '{"id": 7, "command": "image", "prompt": "a dog", "n": 2}'


def test_a_line_holds_what_a_command_line_holds() -> None:
    fox, dog = orders(FOX, "", DOG)
    assert (fox.line, fox.id, fox.request.aspect_ratio, fox.request.duration) == (1, None, "9:16", 5)
    assert (dog.line, dog.id, dog.request.count) == (3, "7", 2)


def test_a_line_keeps_its_key_wherever_it_stands_and_equal_lines_have_their_own() -> None:
    here, there = orders(FOX, DOG), orders(DOG, FOX)
    assert {order.key for order in here} == {order.key for order in there}
    assert len({order.key for order in orders(FOX, FOX, FOX)}) == 3


@pytest.mark.parametrize(
    ("line", "field"),
    [
        ("[]", "1:line"),
        ("{", "1:line"),
        ('{"prompt": "x"}', "1:command"),
        ('{"command": "edit"}', "1:command"),
        ('{"command": "image", "approve_cost": "9"}', "1:approve_cost"),
        ('{"command": "image", "duration": 5}', "1:duration"),
        ('{"command": "video", "prompt": "x", "duration": "five"}', "1:duration"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(line: str, field: str) -> None:
    assert refused(line) == [field]


def test_all_problems_are_told_at_once() -> None:
    assert refused("x", DOG, '{"command": "video", "prmpt": "y"}', DOG) == ["1:line", "3:prmpt", "4:id"]


@pytest.mark.parametrize("text", ["", "\n\n  \n"])
def test_an_empty_file_is_a_problem(text: str) -> None:
    assert refused(text) == ["file"]


def test_results_lie_beside_the_file_one_line_each(tmp_path: Path) -> None:
    path = results_beside(tmp_path / "shots.jsonl")
    assert path.name == "shots.results.jsonl"
    first = {"line": 1, "id": "狐狸", "job": "j", "error": None}
    write_results(path, [first])
    assert path.read_text("utf-8") == '{"line": 1, "id": "狐狸", "job": "j", "error": null}\n'
    assert results_beside(tmp_path / "shots.jsonl") == path, "what an earlier run left is brought up to date"


@pytest.mark.parametrize("own", ['{"line": 1, "note": "mine"}\n', "a list\n", "[1]\n"])
def test_a_file_of_the_person_s_own_under_that_name_is_kept(tmp_path: Path, own: str) -> None:
    (tmp_path / "shots.results.jsonl").write_text(own, "utf-8")
    (tmp_path / "shots.results-2.jsonl").symlink_to(tmp_path / "elsewhere")
    assert results_beside(tmp_path / "shots.jsonl").name == "shots.results-3.jsonl"


def test_a_text_is_one_description_per_line() -> None:
    text = "1. a red fox\n\n2、 a hare\n- 3 kittens\n7 dwarfs\n"
    seen: list[tuple[str, Mapping[str, Any]]] = []

    def read(command: str, values: Mapping[str, Any]) -> Request:
        seen.append((command, values))
        return read_request(command, values)

    orders = read_orders(text, fields(), read, Usual(command="image", values={"aspect_ratio": "9:16"}))
    assert [order.line for order in orders] == [1, 3, 4, 5]
    assert [values["prompt"] for _, values in seen] == ["a red fox", "a hare", "3 kittens", "7 dwarfs"]
    assert {(command, values["aspect_ratio"]) for command, values in seen} == {("image", "9:16")}


def test_nothing_says_what_is_made_of_each_line() -> None:
    with pytest.raises(KindNeeded):
        read_orders("a red fox\na hare\n", fields(), read_request, Usual())
    with pytest.raises(InvalidRequest) as broken:
        read_orders("{not json", fields(), read_request, Usual())
    assert not isinstance(broken.value, KindNeeded)
