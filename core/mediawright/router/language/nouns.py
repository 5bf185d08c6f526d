"""What the nouns of media do in a sentence: an input ("this photo"), the wish ("a clip of …"), or part of a scene."""

from bisect import bisect_left

from mediawright.router.language.lexicon import CHINESE
from mediawright.router.language.noun_roles import INPUT, LOOSE, WISH, any_before, holds, role_zh
from mediawright.router.language.patterns import listed
from mediawright.router.language.scan import Hit, Part
from mediawright.types.dataclass import dataclass

#: after these a picture is only a manner: "oil painting mood", 漫画风
_MANNER = frozenset(
    ["style", "mood", "look", "vibe", "feel", "aesthetic", "texture", "palette", "风", "版", "感", "化"]
)
_ASIDE = frozenset(("subordinate", "later"))
#: how many tokens around a noun are looked at
_REACH = 20
_SET_NAMES = frozenset(("text_to_video", "image_to_video", "text_to_image", "edit_image_set", "motion"))
KINDS = {"video": "video", "image": "image", "audio": "audio", "document": "document", "noun": "character"}

_MINE = listed("nouns", "mine")
_ANY = frozenset(["what", "which", "every", "each", "many", "everything", "how", "any"])
_GIVEN = listed("nouns", "given")
_GIVEN_AFTER = frozenset(["attached", "above", "below", "uploaded", "i", "here", "enclosed"])
_NEW = frozenset(["a", "an", "one", "some", "another", "few", "several", "more", "new", "couple", "any"])
_INTO = frozenset(["into", "as", "to"])
_ASKS = listed("nouns", "asks")
_WORKED = frozenset(["animate", "animating", "extend", "upscale", "retouch", "restore", "colorize", "unblur"])
_SETS = listed("nouns", "sets")
_PLACE = listed("nouns", "place")
_PAST = listed("nouns", "past")
_SHALL = frozenset(["should", "must", "needs", "shows", "opens", "will"])
_DONE = frozenset(("", "for", "please", "with"))
_DO = listed("nouns", "do")

#: before these the noun only qualifies: "video clip", "video credits"
_QUALIFIED = ("video", "image", "credit")
_QUALIFIED_ZH = listed("nouns", "qualified_zh")


@dataclass(frozen=True, slots=True)
class Noun:
    """A kind of media (or "character") named by tokens `first` to `last`, its role and how sure that is (0 to 3)."""

    kind: str
    first: int
    last: int
    role: str
    weight: float
    negated: bool = False


def nouns(tokens: list[str], part: Part) -> list[Noun]:
    """The media nouns of one clause, left to right."""
    makes = _made(part)
    firsts = [hit.first for hit in part.hits]
    aside = min((hit.first for hit in part.hits if hit.concepts & _ASIDE), default=part.clause.last)
    found = []
    done = -1
    for hit in part.hits:
        if hit.first < done or hit.concepts.isdisjoint(KINDS):
            continue
        near = part.hits[bisect_left(firsts, hit.first - _REACH) : bisect_left(firsts, hit.first + _REACH)]
        if _set_phrase(near, hit) or _in_name(part, hit):
            continue
        noun = max((h for h in near if h.first == hit.first and not h.concepts.isdisjoint(KINDS)), key=_length)
        done = noun.last
        role, weight = _role(tokens, part, noun, makes)
        if role == WISH and (_modifier(tokens, part, near, noun) or aside < noun.first or _refused(tokens, near, noun)):
            role, weight = LOOSE, 0.5
        kind = next(kind for concept, kind in KINDS.items() if concept in noun.concepts)
        found.append(Noun(kind, noun.first, noun.last, role, weight, _negated(tokens, near, noun)))
    return found


def _set_phrase(near: list[Hit], noun: Hit) -> bool:
    """The noun is part of a set name like "image to video"."""
    return any(
        hit.concepts & _SET_NAMES and hit.first <= noun.first < hit.last and _length(hit) > _length(noun)
        for hit in near
    )


def _in_name(part: Part, noun: Hit) -> bool:
    return any(name.first <= noun.first < name.last for name in part.names[:_REACH])


def _modifier(tokens: list[str], part: Part, near: list[Hit], noun: Hit) -> bool:
    """The noun only qualifies another one: "video script", 视频教程."""
    if any(other.first == noun.last and not other.concepts.isdisjoint(_QUALIFIED) for other in near):
        return True
    if noun.last < part.clause.last and tokens[noun.last] in _MANNER:
        return True
    follows = "".join(tokens[noun.last : min(noun.last + 3, part.clause.last)])
    if follows[:2] in _QUALIFIED_ZH and follows != "用的是":
        return True
    return any("made_noun" in hit.concepts and hit.first < noun.last and hit.last >= noun.last for hit in near)


def _refused(tokens: list[str], near: list[Hit], noun: Hit) -> bool:
    """The making itself is denied before it is named: "I won't be making more videos"."""
    denials = [hit for hit in near if hit.concepts & {"dont", "dont_make"} and hit.last <= noun.first]
    verbs = [hit for hit in near if "verb" in hit.concepts and hit.first < noun.first]
    return any(
        0 <= verb.first - denial.first <= (5 if tokens[denial.first] < CHINESE else 12)
        for denial in denials
        for verb in verbs
    )


def _length(hit: Hit) -> int:
    return hit.last - hit.first


def _made(part: Part) -> list[int]:
    """The tokens that belong to a verb of making, in order."""
    return sorted(
        {at for hit in part.hits if not hit.concepts.isdisjoint(("verb", "draw")) for at in range(hit.first, hit.last)}
    )


def _negated(tokens: list[str], near: list[Hit], noun: Hit) -> bool:
    """ "no video"; in 没有人的视频 it is not the clip that is denied."""
    return any(
        "negate" in hit.concepts
        and 0 <= noun.first - hit.last <= 3
        and (noun.first == hit.last or not _bound(tokens, noun))
        for hit in near
    )


def _bound(tokens: list[str], noun: Hit) -> bool:
    return tokens[noun.first - 1] == "的"


def _role(tokens: list[str], part: Part, hit: Hit, makes: list[int]) -> tuple[str, float]:
    if hit.last < part.clause.last and tokens[hit.last].isdigit() and len(tokens[hit.last]) == 1:
        return INPUT, 2
    chinese_before = hit.first > part.clause.first and tokens[hit.first - 1] >= CHINESE
    if (tokens[hit.first] >= CHINESE or chinese_before) and not tokens[hit.first].startswith("\ue001"):
        return role_zh(tokens, part, hit, makes)
    return _role_en(tokens, part, hit, makes)


def _role_en(tokens: list[str], part: Part, hit: Hit, makes: list[int]) -> tuple[str, float]:
    after = tokens[hit.last] if hit.last < part.clause.last else ""
    made_before = after == "i" and hit.last + 1 < part.clause.last and tokens[hit.last + 1] in _PAST
    if made_before or (after in _GIVEN_AFTER and not (after == "i" and hit.first == part.head)):
        return INPUT, 2
    new = False
    for at in range(hit.first - 1, max(part.clause.first, hit.first - 7) - 1, -1):
        word = tokens[at]
        before = tokens[at - 1] if at > part.clause.first else ""
        made = any_before(makes, at)
        found: tuple[str, float] | None
        if word in _NEW or word[0].isdigit():
            new, found = True, _new(tokens, part, hit, at, makes)
        elif word == "the":
            found = _definite(before, after, new)
        elif word == "of" and before in _SETS:
            found = (WISH, 2) if at - 2 <= part.head or made else (LOOSE, 1)
        elif holds(makes, at) and word not in _MINE:
            found = (WISH, 2) if new or at >= hit.first - 4 else (LOOSE, 1)
        else:
            found = _by_word(word, new, made)
        if found:
            return found
    return (WISH, 2) if hit.first - part.head <= (3 if new else 6) else (LOOSE, 0.5)


def _by_word(word: str, new: bool, made: bool) -> tuple[str, float] | None:
    """What a word before the noun tells by itself; None when one must look further back."""
    if word >= CHINESE:
        return LOOSE, 1
    if word in _MINE:
        return (WISH, 2) if new and made else (LOOSE, 1) if new else (INPUT, 2)
    if word in _INTO:
        return WISH, 2
    if word == "from" or word in _WORKED:
        return INPUT, 1
    if word in _PAST:
        return LOOSE, 1
    return (LOOSE, 0.5) if word in _ANY or word in _PLACE else None


def _definite(before: str, after: str, new: bool) -> tuple[str, float]:
    """ "the video": given, unless it is to be made ("make the video", "the video should …")."""
    if (before == "make" and after in _DONE) or after in _SHALL:
        return WISH, 2
    if new:
        return LOOSE, 1
    return (WISH, 1) if before in _DO else (INPUT, 1)


def _new(tokens: list[str], part: Part, hit: Hit, at: int, makes: list[int]) -> tuple[str, float] | None:
    """ "a video", "three pictures": wished for, unless it is had already or stands in a scene."""
    before = tokens[at - 1] if at > part.clause.first else ""
    if before in _GIVEN:
        return INPUT, 1.5
    if at <= part.head or before in _ASKS or before in _INTO or holds(makes, at - 1):
        return WISH, 2
    if before == "in" and tokens[at] == "one":
        return WISH, 2
    if before not in _PLACE or before == "of":
        return None
    fresh = "new" in tokens[at : hit.first] or not part.says.isdisjoint(("verb", "change"))
    return (WISH, 2) if before == "in" and "video" in hit.concepts and fresh else (LOOSE, 0.5)
