"""One spelling for characters: half width, lower case, simplified; always one character for one, so positions hold."""

import re
from functools import lru_cache

from mediawright.tables import text

#: quotation marks and the like keep their own shape; these are only made narrow or alike
_ALIKE = {
    "’": "'",
    "＇": "'",
    "＂": '"',
    "“": "“",
    "”": "”",
    "　": " ",
    "\u00a0": " ",
    "\t": " ",
    "\r": " ",
    "\n": ",",
    "…": ",",
    "～": ",",
    "〜": ",",
    "⋯": ",",
    "×": "x",
    "、": "、",
}
#: Cantonese as it is typed, in the characters that Mandarin has for it
_CANTONESE = dict(zip("唔咗冇俾畀嚟嘅佢睇喺哋啲喇咁乜", "不了没给给来的他看在们些了这啥", strict=True))
#: the same of words in two characters, read after the single ones
_CANTONESE_WORDS = tuple(
    pair.split(":")
    for pair in [
        "不好:不要",
        "不使:不用",
        "不驶:不用",
        "不该:谢谢",
        "搞掂:搞定",
        "几多:多少",
        "几时:何时",
        "几耐:多久",
        "点解:为啥",
        "点样:怎样",
        "边个:哪个",
        "边度:哪里",
        "而家:现在",
        "听日:明天",
        "琴日:昨天",
        "平些:便宜",
        "系咪:是否",
        "得不得:行不行",
        "呢个:这个",
        "呢张:这张",
        "呢条:这条",
        "呢段:这段",
        "嗰个:那个",
        "嗰张:那张",
    ]
)
#: characters that only such a message has
_SPOKEN = re.compile("[唔咗冇俾畀嚟嘅佢睇喺哋啲喇咁乜嗰掂佬]|係咪|系咪|幾多|几多|邊個|點解|而家")
#: a picture character ends what was said before it, as a mark of exclamation does
_EMOJI = re.compile("[\u2600-\u27bf\ufe0f\u200d\U0001f000-\U0001faff]")
_WIDE = range(0xFF01, 0xFF5F)


@lru_cache(maxsize=1)
def _table() -> dict[int, str]:
    traditional, simplified = text(__file__, "simplified.txt").splitlines()
    table = {ord(old): new for old, new in zip(traditional, simplified, strict=True)}
    table |= {code: chr(code - 0xFEE0) for code in _WIDE}
    table |= {ord(old): new for old, new in (_ALIKE | _CANTONESE).items()}
    return table


def is_han(char: str) -> bool:
    """Whether a character is one of those that a message in Chinese is written with. As a range of a regular expression it
    takes milliseconds to compile, since the engine lists its members."""
    return "\u3400" <= char <= "\u9fff"


def count_han(text: str) -> int:
    """How many Chinese characters a text has."""
    return 0 if text.isascii() else sum(map(is_han, text))


def has_han(text: str) -> bool:
    """Whether a text has any Chinese character."""
    return not text.isascii() and any(map(is_han, text))


def normalise(text: str) -> str:
    """The message in one spelling, character for character as long as the original."""
    if text.isascii():
        return text.lower().replace("\t", " ").replace("\r", " ").replace("\n", ",")
    narrow = _EMOJI.sub("!", text).translate(_table())
    if _SPOKEN.search(text):
        for said, written in _CANTONESE_WORDS:
            narrow = narrow.replace(said, written)
    lower = narrow.lower()
    if len(lower) == len(text):
        return lower
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in narrow)
