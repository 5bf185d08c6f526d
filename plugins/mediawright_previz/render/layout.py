"""Breaking a text into lines. Chinese breaks between any two characters, except before closing and after opening marks."""

from collections.abc import Callable, Iterator

from mediawright.plugin import dataclass

Measure = Callable[[str], float]

#: never first on a line (kinsoku, GB/T 15834)
CLOSING = frozenset("，。、！？；：）》」』】〕〉”’…—～·,.!?;:)]}%")
#: never last on a line
OPENING = frozenset("（《「『【〔〈“‘([{")
ELLIPSIS = "…"


def is_cjk(char: str) -> bool:
    """Chinese, Japanese and Korean characters and their full-width marks: they stand without spaces."""
    code = ord(char)
    return (
        0x2E80 <= code <= 0x9FFF
        or 0xAC00 <= code <= 0xD7AF
        or 0xF900 <= code <= 0xFAFF
        or 0xFE30 <= code <= 0xFE4F
        or 0xFF00 <= code <= 0xFFEF
        or 0x20000 <= code <= 0x3FFFF
    )


def has_cjk(text: str) -> bool:
    return any(is_cjk(char) for char in text)


def wrap(text: str, width: float, measure: Measure) -> list[str]:
    """Lines no wider than `width` (in the units of `measure`). Only the blanks at a break disappear.

    A single character wider than the box still gets its own line: nothing is dropped.
    """
    lines: list[str] = []
    for paragraph in text.splitlines() or [""]:
        lines += _wrap_paragraph(paragraph, width, measure)
    while lines and not lines[-1]:
        lines.pop()
    return lines


def _wrap_paragraph(text: str, width: float, measure: Measure) -> list[str]:
    lines: list[str] = []
    line = ""
    for gap, piece in _pieces(text):
        candidate = line + gap + piece if line else piece
        if measure(candidate) <= width:
            line = candidate
            continue
        if line:
            lines.append(line)
        *full, line = _chop(piece, width, measure)
        lines += full
    return [*lines, line]


def _chop(piece: str, width: float, measure: Measure) -> list[str]:
    """A piece that may be wider than the box, cut into parts that are not."""
    parts = [""]
    for char in piece:
        if parts[-1] and measure(parts[-1] + char) > width:
            parts.append("")
        parts[-1] += char
    return parts


def _pieces(text: str) -> Iterator[tuple[str, str]]:
    """(blanks before, unbreakable piece) pairs: words, single CJK characters with the marks that cling to them."""
    gap, piece = "", ""
    for char in text:
        if char.isspace():
            if piece:
                yield gap, piece
                gap, piece = "", ""
            gap += " " if not gap else ""
        elif piece and _may_break(piece[-1], char):
            yield gap, piece
            gap, piece = "", char
        else:
            piece += char
    if piece:
        yield gap, piece


def _may_break(before: str, after: str) -> bool:
    if after in CLOSING or before in OPENING:
        return False
    return is_cjk(before) or is_cjk(after) or before in "…—"


@dataclass(frozen=True, slots=True)
class Block:
    """A text set into a box: its lines, the type size in pixels, and the distance between base lines."""

    lines: tuple[str, ...]
    size: int
    leading: int

    @property
    def height(self) -> int:
        return self.leading * len(self.lines)


def fit(
    text: str,
    box: tuple[float, float],
    sizes: tuple[int, int],
    measure_at: Callable[[int], Measure],
    leading: float = 1.32,
) -> Block:
    """The largest type between `sizes` (largest, smallest; pixels) at which the text fits into `box` (width, height).

    What does not fit even at the smallest is cut and ends in an ellipsis.
    """
    largest, smallest = sizes
    size = largest
    while True:
        lines = wrap(text, box[0], measure_at(size))
        step = max(1, round(size * leading))
        if step * len(lines) <= box[1] or size <= smallest:
            break
        size = max(smallest, int(size * 0.93))
    lines = balanced(text, box[0], measure_at(size), lines)
    room = max(1, int(box[1] // step))
    if len(lines) > room:
        lines = [*lines[: room - 1], _ellipsize(lines[room - 1], box[0], measure_at(size))]
    return Block(tuple(lines), size, step)


def balanced(text: str, width: float, measure: Measure, lines: list[str]) -> list[str]:
    """The same number of lines, as even in length as a narrower box makes them: no last line of one word."""
    low, high, best = width / 2, width, lines
    for _ in range(8):
        middle = (low + high) / 2
        tried = wrap(text, middle, measure)
        if len(tried) > len(lines) or any(measure(line) > width for line in tried):
            low = middle
        else:
            high, best = middle, tried
    return best


def _ellipsize(line: str, width: float, measure: Measure) -> str:
    while line and measure(line + ELLIPSIS) > width:
        line = line[:-1]
    return line.rstrip() + ELLIPSIS
