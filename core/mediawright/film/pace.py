"""How long words take to be said, and how many a shot holds."""

from mediawright.film.plan import FilmShot, Line

#: characters per second of calm speech, and the breath after each line in seconds
CHINESE_RATE = 4.5
LATIN_RATE = 14.0
BREATH = 0.3


def is_han(char: str) -> bool:
    return "\u3400" <= char <= "\u9fff" or "\uf900" <= char <= "\ufaff"


def seconds_of(text: str) -> float:
    """Seconds a text takes to be said; Chinese characters and other letters each at their own rate."""
    han = sum(is_han(char) for char in text)
    other = sum(1 for char in text if not is_han(char) and (char.isalnum() or char.isspace() or char in "'-,."))
    return han / CHINESE_RATE + other / LATIN_RATE


def needed(lines: tuple[Line, ...]) -> float:
    """Seconds that all lines take one after the other."""
    return sum(seconds_of(line.says) + BREATH for line in lines)


def too_much(shot: FilmShot) -> float:
    """Seconds by which the lines of a shot are longer than it; 0 where they fit."""
    ends = 0.0
    for line in shot.lines:
        ends = (ends if line.at is None else line.at) + seconds_of(line.says) + BREATH
    return max(0.0, round(ends - shot.duration, 2))
