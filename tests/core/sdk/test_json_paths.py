"""Paths into an answer: what they find, and that no answer whatever breaks them."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediawright.sdk.json_paths import every, first, links, same, text

ANSWER = {
    "task": {"id": 7, "note": None},
    "results": [{"url": "a"}, {"code": "x"}, {"url": "b"}],
    "choices": [{"message": {"content": [{"text": "t"}, {"image": "i"}]}}],
}


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("task.id", [7]),
        ("task.note", []),
        ("results[].url", ["a", "b"]),
        ("results[0].url", ["a"]),
        ("results[-1].url", ["b"]),
        ("results[9].url", []),
        ("choices[].message.content[].image", ["i"]),
        ("results.url", []),
        ("nothing.at.all[]", []),
    ],
)
def test_a_path_finds(path: str, found: list[Any]) -> None:
    assert every(ANSWER, path) == found


def test_the_first_path_that_leads_somewhere_counts() -> None:
    assert first(ANSWER, ("task.note", "task.id", "results[].url")) == 7
    assert first({"id": ""}, ("id",)) is None


def test_only_plain_values_are_text() -> None:
    assert (text(ANSWER, "task.id"), text(ANSWER, "task"), text(ANSWER, "none")) == ("7", "", "")
    assert text({"m": "x" * 900}, "m", 300) == "x" * 300


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["a", "b"]), inner, max_size=2),
)


@given(JSON, st.sampled_from(["a", "a.b", "a[].b", "a[0]", "a[][].b", "[]", "a.b[].a"]))
def test_no_answer_breaks_a_path(data: Any, path: str) -> None:
    assert all(value is not None for value in every(data, path))


def test_links_are_found_anywhere_but_beside_a_result() -> None:
    answer = {"images": [{"url": "https://a/1"}, {"url": 5}], "preview": {"url": "https://a/2"}, "url": "data:x"}
    assert list(links(answer, ("preview",))) == ["data:x", "https://a/1"]
    assert list(links("https://a")) == []


@pytest.mark.parametrize(
    ("one", "other", "equal"),
    [({"a": 5, "b": [1]}, {"b": (1.0,), "a": 5.0}, True), ({"a": 1}, {"a": True}, False), ([1, 2], [2, 1], False)],
)
def test_two_values_say_the_same_or_not(one: Any, other: Any, equal: bool) -> None:
    assert same(one, other) is equal
