"""Numbers as people write them: digits, Chinese numerals, English number words."""

import re

_DIGITS = {"零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "俩": 2, "三": 3, "仨": 3, "四": 4, "五": 5}
_DIGITS |= {"六": 6, "七": 7, "八": 8, "九": 9}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_WORDS = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
]
_ENGLISH = {word: value for value, word in enumerate(_WORDS)} | {
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "ninety": 90,
    "couple": 2,
    "half a dozen": 6,
    "dozen": 12,
}

#: two neighbours are a guess and not two places: 两三张, 十七八, 二三十
_ROUGHLY = re.compile(r"[一二两三四五六七八](?=[二三四五六七八九](?:$|[十百千]))")
_PLAIN = re.compile(r"\d+(?:\.\d+)?")


def value(text: str) -> int | float | None:
    """The number that `text` spells, or None. Whole numbers come back as int."""
    if _PLAIN.fullmatch(text) and len(text) < 12:
        number = float(text)
        return int(number) if number.is_integer() else number
    return _ENGLISH.get(text) if text.isascii() else _chinese(text)


def _chinese(text: str) -> int | None:
    text = _exact(text)
    total = current = 0
    for char in text:
        if char in _UNITS:
            total += (current or 1) * _UNITS[char]
            current = 0
        elif char in _DIGITS:
            current = current * 10 + _DIGITS[char] if current and "十" not in text else _DIGITS[char]
        else:
            return None
    return total + current if len(text) < 8 else None


def _exact(text: str) -> str:
    """The smaller of two neighbouring digits in the place of both."""
    for found in _ROUGHLY.finditer(text):
        at = found.start()
        if 0 < _DIGITS[text[at + 1]] - _DIGITS[text[at]] <= 2 and (at == 0 or text[at - 1] in _UNITS):
            return text[: at + 1] + text[at + 2 :]
    return text
