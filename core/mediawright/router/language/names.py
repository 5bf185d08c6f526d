"""Provider and model names in a message, whatever blanks, dots and dashes people put into them."""

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import field, replace

from mediawright.router.language.lazy_pattern import LazyPattern
from mediawright.router.language.patterns import listed
from mediawright.types.dataclass import dataclass
from mediawright.types.provider import Model

_SEPARATORS = LazyPattern(r"[\s._\-'/]+")
#: names this short are also words of other people's sentences; they count only where a tool is named
SHORT = 4
_TOOL_BEFORE = listed("names", "tool_before")
_TOOL_AFTER = listed("names", "tool_after")
_MEASURED = listed("names", "measured")
_EVERYDAY = listed("names", "everyday")
_EVERYDAY_BEFORE = listed("names", "everyday_before")
_EVERYDAY_AFTER = listed("names", "everyday_after")
_CALLED = frozenset(["named", "called", "finding", "name", "fish", "clownfish", "叫", "名"])
_USED = frozenset(["use", "using", "with", "via", "用", "使", "拿", "选"])
_NOT = frozenset(["not", "except", "without", "avoid", "no", "不", "别", "非", "don't", "dont", "never"])


#: words that name a variant of a model
VARIANTS = frozenset(["pro", "fast", "mini", "turbo", "lite", "ultra", "plus", "max", "flash"])
_MORE = VARIANTS | {"master", "std", "standard", "prime", "schnell", "klein", "omni"}
VERSION = LazyPattern(r"v?\d+(?:\.\d+)*")
#: a version that nothing else is: "2.6", "v3", "2.6turbo", "02"; a bare digit may count what is wanted
_SURELY = LazyPattern(r"(?:v?\d+(?:\.\d+)+|v\d+|0\d)(?:pro|fast|mini|turbo|lite|ultra|plus|max|flash|master)?")
_DIGIT = LazyPattern(r"[1-9](?:pro|fast|mini|turbo|lite|ultra|plus|max|flash|master)?")
#: Chinese for a variant, in its English spelling; tokens are single characters
_CHINESE = {
    tuple("快速版"): "fast",
    tuple("高速版"): "fast",
    tuple("极速版"): "turbo",
    tuple("加速版"): "turbo",
    tuple("迷你版"): "mini",
    tuple("轻量版"): "lite",
    tuple("精简版"): "lite",
    tuple("专业版"): "pro",
    tuple("标准版"): "standard",
    tuple("大师版"): "master",
    tuple("旗舰版"): "ultra",
    tuple("至尊版"): "max",
    tuple("增强版"): "plus",
}
#: behind these, "max" and "plus" measure something and name no variant
_QUALITY = frozenset(("quality", "resolution", "length", "duration", "settings", "size"))
_COUNTED = listed("names", "counted")


@dataclass(frozen=True, slots=True)
class Meaning:
    """One thing a name may stand for. `model` None: the provider itself, or something only it has. `of`: its description."""

    provider: str
    model: str | None = None
    kind: str | None = None
    named: bool = False  # the provider's own name
    broker: bool = False
    of: Model | None = None

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Meaning) and self._said() == other._said()

    def __hash__(self) -> int:
        return hash(self._said())

    def _said(self) -> tuple[str, str | None, str | None, bool]:
        return self.provider, self.model, self.kind, self.named

    @property
    def operations(self) -> frozenset[str]:
        """What the model can do, for the choice among several that are called alike."""
        return frozenset(operation.value for operation in self.of.operations) if self.of else frozenset()

    @property
    def modes(self) -> frozenset[str]:
        """The modes in which it can be asked for."""
        return frozenset(mode for able in self.of.capabilities for mode in able.modes) if self.of else frozenset()


@dataclass(frozen=True, slots=True)
class Name:
    """Tokens `first` to `last` (exclusive) and what they may stand for.

    `half`: it goes on with words that look like the rest of a model's name and belong to none that is known.
    `mode`: a mode of the model, said right behind it ("NAME 2.6 pro").
    """

    first: int
    last: int
    meanings: tuple[Meaning, ...]
    half: bool = False
    mode: str | None = None

    @property
    def provider_named(self) -> str | None:
        return next((m.provider for m in self.meanings if m.named), None)


@dataclass(slots=True)
class Names:
    """All names of all providers, without blanks and dots; `spellings` are the same in order.

    `sold` are the models of brokers, which lead to their makers: they are meant where their broker is named, or where
    no maker has anything that is called so. They are put together when a message first needs them.
    """

    known: dict[str, tuple[Meaning, ...]] = field(default_factory=dict)
    spellings: list[str] = field(default_factory=list)
    initials: set[str] = field(default_factory=set)
    families: dict[str, tuple[str, str]] = field(default_factory=dict)
    fillers: frozenset[str] = frozenset()
    #: of what brokers sell: a family's name without a version
    stems: dict[str, tuple[Meaning, ...]] = field(default_factory=dict)
    brokers: frozenset[str] = frozenset()
    sold: "Callable[[], Names] | None" = None

    def find(self, tokens: list[str], ends: frozenset[int] = frozenset(), *, short: bool = False) -> list[Name]:
        """The longest names, left to right. None goes on over one of `ends`, or into a number that measures something.

        `short`: those count, too, that are other people's words, for one who knows that names are listed there.
        """
        found = []
        at = 0
        while at < len(tokens):
            name = (
                self.at(tokens, at, ends)
                if tokens[at][0] in self.initials and self._begins(squeeze(tokens[at]))
                else None
            )
            if name and tokens[at] in _USED and (after := self.at(tokens, at + 1, ends)) and after.last > name.last:
                name = after  # "use omni" is one's name, and "omni-1" another's
            if name and (self._meant(tokens, name, ends) or (short and not _refused(tokens, name))):
                found.append(self._whole(tokens, name, ends))
                at = found[-1].last
            else:
                at += 1
        return self._brokered(tokens, found, ends, self.sold) if self.sold else found

    def _whole(self, tokens: list[str], name: Name, ends: frozenset[int]) -> Name:
        """The name with the words behind it that belong to it: a variant in Chinese, a mode, or a rest that nobody knows."""
        word, length = ("", 0) if name.last in ends else variant(tokens, name.last)
        if not word:
            numbered = any(char.isdigit() for token in tokens[name.first : name.last] for char in token)
            version = name.last not in ends and is_version(tokens, name.last, digit=not numbered)
            if not version or _measures(tokens, name.last):
                return name
            _, more = variant(tokens, name.last + 1) if name.last + 1 not in ends else ("", 0)
            return replace(name, last=name.last + 1 + more, half=True)
        last = name.last + length
        known = self.known.get("".join(squeeze(t) for t in tokens[name.first : name.last]) + word)
        if known:
            return Name(name.first, last, known)
        mode = "std" if word == "standard" else word
        if any(mode in meaning.modes for meaning in name.meanings):
            return replace(name, last=last, mode=mode)
        return replace(name, last=last, half=True)

    def _brokered(
        self, tokens: list[str], found: list[Name], ends: frozenset[int], sold: "Callable[[], Names]"
    ) -> list[Name]:
        """The names, with the models of a broker that is named, and those that only a broker has."""
        named = {name.provider_named for name in found} & self.brokers
        taken = {at for name in found for at in range(name.first, name.last)}
        if not named and not any(
            at not in taken
            and at not in ends
            and (tokens[at - 1] in _USED or variant(tokens, at)[0] or is_version(tokens, at, digit=True))
            for at in range(1, len(tokens))
        ):
            return found
        at, more = 0, []
        while at < len(tokens):
            name = sold().at(tokens, at, ends) or sold().stem(tokens, at, ends)
            at = name.last if name else at + 1
            meanings = tuple(m for m in name.meanings if not named or m.provider in named) if name else ()
            if name is None or not meanings or tokens[name.first - 1 if name.first else 0] in _NOT:
                continue
            over = [one for one in found if one.first < name.last and name.first < one.last]
            if any(one.last - one.first > name.last - name.first for one in over) or (over and not named):
                continue
            if over and all(one.provider_named and not one.half for one in over) and not _versioned(tokens, name):
                continue
            found = [one for one in found if one not in over]
            more.append(replace(name, meanings=meanings))
        return sorted([*found, *more], key=lambda name: name.first)

    def stem(self, tokens: list[str], at: int, ends: frozenset[int]) -> Name | None:
        """A family's bare name where a tool is named or a version follows ("with hailuo", "flux 9"): a half name."""
        spelling = ""
        for last in range(at + 1, min(at + 3, len(tokens)) + 1):
            spelling += squeeze(tokens[last - 1])
            if spelling in self.stems:
                name = Name(at, last, self.stems[spelling], half=True)
                if last not in ends and last < len(tokens) and is_version(tokens, last, digit=True):
                    return replace(name, last=last + 1)
                return name if at and tokens[at - 1] in _USED and len(spelling) > 3 else None
            if last in ends:
                break
        return None

    def _begins(self, text: str) -> bool:
        """Whether any name begins so. (A set of all beginnings would take longer to make than one message to read.)"""
        at = bisect_left(self.spellings, text)
        return text != "" and at < len(self.spellings) and self.spellings[at].startswith(text)

    def at(self, tokens: list[str], first: int, ends: frozenset[int]) -> Name | None:
        spelling, last, best = "", first, None
        while last < len(tokens) and last - first < 10:
            if last > first and (last in ends or _measures(tokens, last)):
                break
            spelling += squeeze(tokens[last])
            last += 1
            if spelling in self.known:
                best = Name(first, last, self.known[spelling])
            if not self._begins(spelling):
                break
        return best and (self._family(tokens, best, ends) or best)

    def _family(self, tokens: list[str], name: Name, ends: frozenset[int]) -> Name | None:
        """A version of a known family that no table lists ("Seedream 4.5"): the name as its maker would write it."""
        family = self.families.get("".join(squeeze(t) for t in tokens[name.first : name.last]))
        if family is None or name.last in ends or name.last >= len(tokens) or _measures(tokens, name.last):
            return None
        if not VERSION.fullmatch(tokens[name.last]):
            return None
        provider, label = family
        last = name.last + 1
        words = [label, tokens[name.last].upper() if tokens[name.last][0] == "v" else tokens[name.last]]
        if last < len(tokens) and tokens[last] in VARIANTS:
            words.append(tokens[last].title())
            last += 1
        return Name(name.first, last, (Meaning(provider, " ".join(words)),))

    def _meant(self, tokens: list[str], name: Name, ends: frozenset[int]) -> bool:
        text = "".join(tokens[name.first : name.last])
        before = tokens[name.first - 1] if name.first else ""
        if _refused(tokens, name):
            return False
        if text in _EVERYDAY:
            after = tokens[name.last] if name.last < len(tokens) else ""
            return before in _EVERYDAY_BEFORE or (name.first == 0 and (after in _EVERYDAY_AFTER or name.last in ends))
        if len(text) > SHORT or not text.isascii() or any(c.isdigit() for c in text):
            return True
        if before in _CALLED:
            return False
        if name.last < len(tokens) and tokens[name.last] in _TOOL_AFTER:
            return True
        return name.first == 0 or before in _TOOL_BEFORE or not before.isascii() or len(tokens) <= 5


def _refused(tokens: list[str], name: Name) -> bool:
    """Whether a model is named only to say that it is not to be used."""
    before = tokens[name.first - 1] if name.first else ""
    used = name.first > 1 and before in ("use", "using", "用", "要", "with")
    return before in _NOT or (used and tokens[name.first - 2] in _NOT)


def _measures(tokens: list[str], at: int) -> bool:
    """A length or a number of things ("10秒", "15 seconds"), and no version."""
    return tokens[at].isdigit() and at + 1 < len(tokens) and tokens[at + 1] in _MEASURED


def squeeze(text: str) -> str:
    return text if text.isalnum() else _SEPARATORS.sub("", text.removesuffix("'s"))


def _versioned(tokens: list[str], name: Name) -> bool:
    return any(char.isdigit() for token in tokens[name.first : name.last] for char in token)


def variant(tokens: Sequence[str], at: int) -> tuple[str, int]:
    """The variant that is named at a token, in English, and its number of tokens; ("", 0) where none is."""
    if at < len(tokens) and tokens[at] in _MORE:
        return ("", 0) if at + 1 < len(tokens) and tokens[at + 1] in _QUALITY else (tokens[at], 1)
    found = _CHINESE.get(tuple(tokens[at : at + 3]))
    return (found, 3) if found else ("", 0)


def is_version(tokens: Sequence[str], at: int, *, digit: bool) -> bool:
    """Whether a token is a version. `digit`: a bare digit may be one, where nothing follows that it would count."""
    if at >= len(tokens):
        return False
    if _SURELY.fullmatch(tokens[at]):
        return True
    if not digit or not _DIGIT.fullmatch(tokens[at]):
        return False
    after = tokens[at + 1] if at + 1 < len(tokens) else ""
    return after not in _COUNTED and not (after.isascii() and after.endswith("s"))
