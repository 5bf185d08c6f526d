"""File names made from a third party's words."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mediawright.files.names import LONGEST, safe_stem


@given(st.text())
@example("../../etc/passwd")
@example("\u202egpj.exe")
@example("a" * 119 + "文")
@example(". . .")
@example("-rf")
def test_a_name_is_always_a_plain_name(name: str) -> None:
    stem = safe_stem(name)
    assert stem
    assert stem.isprintable()
    assert not set(stem) & set('<>:"/\\|?*')
    assert stem[0] not in ".- "
    assert stem[-1] not in ". "
    assert ".." not in stem
    assert len(stem.encode()) <= LONGEST


@given(st.text())
def test_a_name_that_was_made_is_not_made_again(name: str) -> None:
    assert safe_stem(safe_stem(name)) == safe_stem(name)


@pytest.mark.parametrize(
    ("name", "stem"),
    [
        ("小猫 跳舞", "小猫 跳舞"),
        ("task-123_0", "task-123_0"),
        ("../../a", "_._a"),
        ("a\tb\nc", "a b c"),
        ("\x1b[31mred\x07", "[31mred"),
        ("CON", "result"),
        ("nul.txt", "result"),
        ("com1", "result"),
        ("console", "console"),
        ("", "result"),
        ("...", "result"),
        ("cafe\u0301", "caf\u00e9"),
    ],
)
def test_examples(name: str, stem: str) -> None:
    assert safe_stem(name) == stem
