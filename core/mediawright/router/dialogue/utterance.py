"""A message in clauses, with what the single-message router reads off it."""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property
from itertools import islice

from mediawright.router.dialogue.cues import cue, pattern
from mediawright.router.message.features import MessageFeatures
from mediawright.types.dataclass import dataclass

_CUT = pattern("utterance_cut")
_ASKS_ZH = re.compile(
    r"(?:吗|么|没|没有|不|呢|多少|啥|什么|几|行不行|对吧|是吧|好不好|可不可以|能不能|是不是|对不对|成不成|要不要|有没有|多少钱|多久)[啊呀呢哦哈啦]*$"
)
_ASKS_EN = pattern("utterance_asks_en")
_ASKS_INSIDE = pattern("utterance_asks_inside")
_ORDERS = pattern("utterance_orders")
_OF_ONESELF = pattern("utterance_of_oneself")
_LEAD = re.compile(r"^(?:and|but|or|so|then|also|plus)\s+|^(?:但是|但|不过|可是|然后|还有|而且|只是|就是|并且|再就是)")
_ANSWER = pattern("utterance_answer")
#: of a very long message: how many clauses are told apart, how much of a clause and of the whole is read for words
_MOST, _LONGEST, _READ = 40, 300, 2000
_EDGE = " \t.-·'\"()[]*_/"


@dataclass(frozen=True, slots=True)
class Clause:
    """Characters `start` to `end` of the message. `flat` is it in one spelling, without apostrophes; `core` without fillers,
    `tail` without the yes or no that it begins with as well; `texts` are these three.
    """

    start: int
    end: int
    text: str
    flat: str
    core: str
    tail: str
    mark: str
    texts: tuple[str, ...]

    @property
    def asks(self) -> bool:
        """Whether it is put as a question."""
        if "?" in self.mark or _ASKS_ZH.search(self.flat):
            return True
        return bool(_ASKS_EN.match(self.core) or _ASKS_INSIDE.search(self.core))

    @property
    def of_oneself(self) -> bool:
        """Whether it tells what the speaker is about to do: "I'll make a cuppa"."""
        return _OF_ONESELF.match(self.core) is not None

    @property
    def orders(self) -> bool:
        """Whether something is to be done to a thing that it names: "remove the trash can", "fix the broken window"."""
        return _ORDERS.match(self.flat) is not None


class Utterance:
    """One message of a conversation, read but not yet understood."""

    def __init__(self, text: str, message: MessageFeatures) -> None:
        self.text = text
        self.message = message
        self.plain = message.reading.plain[:_READ]
        self.flat = _flat(self.plain)

    @cached_property
    def clauses(self) -> tuple[Clause, ...]:
        """The clauses that say something."""
        found: list[Clause] = []
        at = 0
        for start, end, mark in _cuts(self.plain):
            flat = _flat(self.plain[at:start][:_LONGEST])
            if flat:
                stop = len(self.text) if start == _READ else start
                found.append(_clause(self.text[at:stop], at, stop, flat, mark))
            elif "?" in mark and found:
                found[-1] = replace(found[-1], mark=found[-1].mark + "?")
            at = end
        return tuple(found)

    @property
    def asks(self) -> bool:
        """Whether any clause is put as a question."""
        return any(clause.asks for clause in self.clauses)

    def says(self, *names: str) -> bool:
        """Whether any clause says one of these acts: an English one as a whole, a Chinese one anywhere in it."""
        return any(cue(name).whole(text) for name in names for clause in self.clauses for text in clause.texts)

    @property
    def complains(self) -> bool:
        """Whether it speaks in anger. What is to be taken out of a picture may be ugly, broken or rubbish."""
        return any(
            cue("complaint").whole(text) for clause in self.clauses if not clause.orders for text in clause.texts
        )

    def mentions(self, *names: str) -> bool:
        """Whether the words of one of these stand anywhere."""
        return any(cue(name).within(self.flat) for name in names)

    def nothing_but(self, *names: str) -> bool:
        """Whether the whole message is made of such words and fillers."""
        return all(not residue(clause.flat, *names) for clause in self.clauses)


def _cuts(plain: str) -> Iterator[tuple[int, int, str]]:
    """Where clauses end; of a very long message the last one holds all the rest."""
    for found in islice(_CUT.finditer(plain), _MOST):
        yield found.start(), found.end(), found.group()
    yield len(plain), len(plain), ""


def _clause(text: str, start: int, end: int, flat: str, mark: str) -> Clause:
    core = _core(flat)
    tail = _tail(core)
    return Clause(start, end, text, flat, core, tail, mark, tuple(dict.fromkeys((flat, core, tail))))


def residue(flat: str, *names: str) -> str:
    """What is left of a clause without the words of these acts and without fillers."""
    for name in (*names, "fill"):
        flat = cue(name).without(flat)
        if not flat.strip(_EDGE):
            return ""
    return " ".join(flat.split()).strip(_EDGE)


def _flat(text: str) -> str:
    return " ".join(text.replace("'", "").split()).strip(_EDGE)


def _core(flat: str) -> str:
    """The clause without fillers, consent and politeness around it; itself where nothing else stands in it."""
    now = flat
    for _ in range(4):
        before = now
        now = _LEAD.sub("", now)
        for name in ("fill", "polite"):
            lead = cue(name).within(now)
            if lead and lead.start() == 0 and lead.end() < len(now) and now[0].isascii():
                now = now[lead.end() :].strip(_EDGE)
        if now == before:
            break
    for name in ("polite", "fill"):
        ends = [m for m in cue(name).en.finditer(now) if m.end() == len(now) and m.start() > 0]
        if ends:
            now = now[: ends[0].start()].strip(_EDGE)
    return now or flat


def _tail(core: str) -> str:
    """What follows a yes or a no at the head of a clause; the clause itself where nothing does."""
    now = core
    for _ in range(3):
        found = _ANSWER.match(now)
        if not found or found.end() >= len(now):
            break
        now = _core(now[found.end() :].strip(_EDGE))
    return now
