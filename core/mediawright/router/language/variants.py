"""Words that go on with a model's name: a version ("2.6", "v4"), a variant ("fast", 快速版). Pure."""

from collections.abc import Sequence

from mediawright.router.language.lazy_pattern import LazyPattern
from mediawright.router.language.patterns import listed

#: words that name a variant of a model
VARIANTS = frozenset(["pro", "fast", "mini", "turbo", "lite", "ultra", "plus", "max", "flash"])
_MORE = VARIANTS | {"master", "std", "standard", "prime", "schnell", "klein", "omni"}
VERSION = LazyPattern(r"v?\d+(?:\.\d+)*")
#: a version that nothing else is: "2.6", "v3", "2.6turbo"; a bare digit may count what is wanted
_SURELY = LazyPattern(r"(?:v?\d+(?:\.\d+)+|v\d+)(?:pro|fast|mini|turbo|lite|ultra|plus|max|flash|master)?")
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
