"""Who or what is to be replaced in a clip: the object of the verb decides between a person and a thing."""

from mediawright.router.language.scan import Hit, Part
from mediawright.router.message.features import MessageFeatures

_PRONOUNS = frozenset(["him", "her", "me", "myself", "us", "it", "them", "他", "她", "我", "人", "脸", "face"])

_OTHERS = frozenset(["other", "others", "else", "people", "everyone", "rest", "其", "旁", "路", "观", "余"])


def replaced(message: MessageFeatures) -> str | None:
    """ "person", "thing", or None when nothing is replaced or it cannot be told."""
    for index, part in enumerate(message.parts):
        if "worn" in part.says:
            return "thing"
        verb = part.first("instead")
        if verb:
            found = _object(message, part, verb) or _named_before(message, index)
            if found:
                return found
    return None


def person_kept(message: MessageFeatures) -> bool:
    """The person in the clip is to stay who he is: "the driver stays", 人别换."""
    if message.any("full_scene"):
        return False
    if message.any("face_kept") and replaced(message) == "thing":
        return True
    for part in message.parts:
        if "stays" not in part.says or "person" not in part.says or not _OTHERS.isdisjoint(_said(message, part)):
            continue
        stays = [hit for hit in part.hits if "stays" in hit.concepts]
        if any("person" in hit.concepts and _close(message, hit, stay) for hit in part.hits for stay in stays):
            return True
    return False


def _said(message: MessageFeatures, part: Part) -> list[str]:
    return message.tokens[part.clause.first : part.clause.last]


def _close(message: MessageFeatures, person: Hit, stay: Hit) -> bool:
    between = message.tokens[person.last : stay.first]
    return person.last <= stay.first and len(between) <= 1 and between not in (["的"], ["'s"])


def _named_before(message: MessageFeatures, index: int) -> str | None:
    """What an "it" points back to: the last person or thing of the clause before."""
    if not index:
        return None
    for hit in reversed(message.parts[index - 1].hits):
        if not hit.concepts.isdisjoint(("person", "thing")):
            return "thing" if "thing" in hit.concepts else "person"
    return None


def _object(message: MessageFeatures, part: Part, verb: Hit) -> str | None:
    chinese = message.tokens[verb.first] >= "\u3400"
    marks = [h for h in part.hits if not h.concepts.isdisjoint(("person", "thing")) and not h.concepts & {"instead"}]
    before = [h for h in marks if h.last <= verb.first]
    after = [h for h in marks if h.first >= verb.first + 1]
    if chinese:
        before.reverse()
    candidates = before + after if chinese or "becomes" in part.says else after + before
    for hit in candidates:
        if "thing" in hit.concepts and "person" not in hit.concepts:
            return "thing"
        if "person" in hit.concepts and not _possessive(message, part, hit, marks):
            return "person"
    return None


def _possessive(message: MessageFeatures, part: Part, hit: Hit, marks: list[Hit]) -> bool:
    """ "her dress", 她的裙子: the person only owns the thing."""
    return any("thing" in other.concepts and 0 <= other.first - hit.last <= 2 for other in marks) and (
        message.tokens[hit.first] in _PRONOUNS or message.tokens[min(hit.last, part.clause.last - 1)] in ("的", "'s")
    )
