"""Foreign text made safe to show."""

import pytest

from mediawright.present.clean import clean, one_line, tight


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x1b]0;title\x07after", "after"),
        ("\x1b]8;;https://evil.example\x1b\\link\x1b]8;;\x1b\\", "link"),
        ("\x1bPq#0;2;0;0;0\x1b\\picture", "picture"),
        ("bell\x07 back\x08 null\x00", "bell back null"),
        ("gpj.\u202eevil", "gpj.evil"),
        ("zero\u200bwidth\ufeff", "zerowidth"),
        ("line\r\nline\ttab", "line\nline\ttab"),
        ("\x9b31mred", "31mred"),
        ("\x1b]0;never closed", ""),
        ("pay\U000e0069\U000e0067\U000e006e\U000e006f\U000e0072\U000e0065", "pay"),
        ("a\u3164b\u115fc\u1160d\uffa0e\u2800f\u034fg\u061ch\xadi", "abcdefghi"),
        ("a\u2066b\u2069c\u202ed", "abcd"),
        ("ad\u200dmin\u200c\ufe0f", "admin"),
        ("one\u2028two\u2029", "onetwo"),
        ("می\u200cخواهم ❤️", "می\u200cخواهم ❤️"),
        ("[pay here](https://evil.example)", "[pay here] (https://evil.example)"),
        ("![](https://evil.example/?q=1)", "![] (https://evil.example/?q=1)"),
        ("[a][b]\n[b]: https://evil.example", "[a] [b]\n[b] : https://evil.example"),
        ("<img src=x><A href=y>z</a> 1<2 <<<image_1>>>", "‹img src=x>‹A href=y>z‹/a> 1<2 <<<image_1>>>"),
        ("家庭 👨‍👩‍👧 ok", "家庭 👨‍👩‍👧 ok"),
    ],
)
def test_escapes_and_invisible_marks_are_gone(text: str, safe: str) -> None:
    assert clean(text) == safe


def test_one_line() -> None:
    assert one_line(" a\n\n b\t c ") == "a b c"


def test_tight_closes_gaps_between_characters_only() -> None:
    assert tight("等 30 秒 再试，用 Acme 做") == "等 30 秒再试，用 Acme 做"
