"""A kept pattern is the pattern."""

import re
from pathlib import Path

import pytest

from mediawright.resource_cache import table
from mediawright.router.language import patterns
from mediawright.router.language.regex_cache import codes, pattern_of

NAMES = sorted(table(patterns.__file__, "patterns.toml")["patterns"])


@pytest.mark.parametrize("name", NAMES)
def test_a_kept_pattern_finds_what_a_fresh_one_finds(name: str) -> None:
    kept, fresh = patterns.pattern(name), re.compile(patterns.source(name))
    assert (kept.pattern, kept.flags, kept.groups, kept.groupindex) == (
        fresh.pattern,
        fresh.flags,
        fresh.groups,
        fresh.groupindex,
    )
    for text in ("a 10 second 9:16 video of a fox, two versions", "把这两张图做成10秒竖屏视频，不要水印", ""):
        assert [match.regs for match in kept.finditer(text)] == [match.regs for match in fresh.finditer(text)]


def test_groups_keep_their_names(tmp_path: Path) -> None:
    file = tmp_path / "source"
    file.write_text("x")
    text = r"(?P<first>a)(b)?(?P<last>c)"
    found = codes((str(file),), lambda: {"abc": text})
    match = pattern_of(text, found["abc"]).fullmatch("abc")
    assert match is not None
    assert match.groupdict() == {"first": "a", "last": "c"}
    assert match.lastgroup == "last"


def test_a_code_for_another_text_is_not_taken() -> None:
    assert pattern_of("b", ("a", 32, [1], 0, {}, ())).fullmatch("b")
    assert pattern_of("b", None).fullmatch("b")
