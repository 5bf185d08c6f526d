"""What a noun of media does in a Chinese clause, and the marks that both languages share."""

from bisect import bisect_left

from mediawright.router.language.scan import Hit, Part

INPUT, WISH, LOOSE = "input", "wish", "loose"

_IN_ZH = frozenset("里中上内")
_MINE_ZH = frozenset("这那此该原旧")
_TAKE_ZH = frozenset("把将用拿以让叫按照从给参在对跟")
_ABOUT_ZH = frozenset("在对跟给让叫按从")
_MAKE_ZH = frozenset("成为转变出作做拍搞弄画要录制整造生来产拼")
_SKIP_ZH = frozenset("的个段条部支张幅份套组版只些小短好美长高清")
_OWN_ZH = frozenset("的家这跟和与")
_COUNTED_ZH = frozenset("一二两三四五六七八九十几")
_SOMEBODY_ZH = frozenset("我你您他她它家前才刚新")
_GIVEN_ZH = frozenset("把将")
_DONE_ZH = frozenset("过了的")
_KIN_ZH = frozenset("爸妈爷奶公婆哥姐弟妹娃")
_FILMED_ZH = frozenset("拍录")
_LENGTH_ZH = ("时长", "时间")
_LAST_ZH = frozenset("的吧呗呀啊哦了吗呢哈嘛就行即可好来出看")
_TURN_ZH = frozenset("动活会能在转变换改加去和跟与都已我传发修分拼")


def any_before(places: list[int], at: int) -> bool:
    """Whether a place lies before a token."""
    return bool(places) and places[0] < at


def holds(places: list[int], at: int) -> bool:
    """Whether a token is one of these places."""
    found = bisect_left(places, at)
    return found < len(places) and places[found] == at


def role_zh(tokens: list[str], part: Part, hit: Hit, makes: list[int]) -> tuple[str, float]:
    """The role of a noun and how sure it is (0 to 3). `makes`: the tokens of verbs of making, in order."""
    after = tokens[hit.last] if hit.last < part.clause.last else ""
    if (after in _IN_ZH and after) or not _MINE_ZH.isdisjoint(tokens[hit.first : hit.last - 1]):
        return INPUT, 2
    filmed = after == "时" and tokens[hit.first - 1] in _FILMED_ZH
    if filmed and "".join(tokens[hit.last : hit.last + 2]) not in _LENGTH_ZH:
        return LOOSE, 0.5
    counted = False
    stop = max(part.clause.first, hit.first - 9)
    for at in range(hit.first - 1, stop - 1, -1):
        char = tokens[at]
        if char in _MINE_ZH and tokens[at + 1] != "种":
            return INPUT, 2
        if (holds(makes, at) or char in _MAKE_ZH) and _done_zh(tokens, at + 1):
            if not holds(makes, at) and any_before(makes, at) and _of_the_scene(tokens, part, at):
                continue
            return INPUT, 1
        if holds(makes, at) or char in _MAKE_ZH:
            return _made_zh(tokens, part, hit, at)
        if char in _ABOUT_ZH and tokens[hit.first - 1] == "的" and _closes(tokens, part, hit):
            continue
        if char == "用" and tokens[at + 1] == "的":
            continue
        if char in _TAKE_ZH and not counted:
            return (WISH, 2) if _closes(tokens, part, hit) and any_before(makes, at) else (INPUT, 1.5)
        if char == "我" and (tokens[at + 1] in _OWN_ZH or at + 1 == hit.first) and not _for_me(tokens, part, at):
            return INPUT, 2
        if char in _SKIP_ZH:
            continue
        counted = counted or char in "一二两三四五六七八九十几多" or char.isdigit()
    return _start_zh(tokens, part, hit, after, makes)


def _done_zh(tokens: list[str], at: int) -> bool:
    """做了的, 做好的: it is there already."""
    return tokens[at] in _DONE_ZH or (tokens[at] in "好完" and at + 1 < len(tokens) and tokens[at + 1] in _DONE_ZH)


def _of_the_scene(tokens: list[str], part: Part, at: int) -> bool:
    """The verb belongs to what is to be seen: 生成一段日出的视频, 航拍的短片."""
    before = tokens[part.clause.first : at]
    return (
        tokens[at] in _MAKE_ZH and before[-1:] != [] and before[-1] not in _SOMEBODY_ZH and _GIVEN_ZH.isdisjoint(before)
    )


def _for_me(tokens: list[str], part: Part, at: int) -> bool:
    """The 我 of 帮我 or 给我 owns nothing."""
    return at > part.clause.first and tokens[at - 1] in ("帮", "给", "替")


def _made_zh(tokens: list[str], part: Part, hit: Hit, at: int) -> tuple[str, float]:
    """A verb of making stands before it; "把照片做成…" makes what comes after the verb, so this one is the wish."""
    after = tokens[hit.last] if hit.last < part.clause.last else ""
    if after == "的" and hit.last + 1 < part.clause.last:
        return (WISH, 1) if hit.first - at <= 5 else (LOOSE, 0.5)
    return WISH, 2


def _closes(tokens: list[str], part: Part, hit: Hit) -> bool:
    """Nothing but particles follows the noun in its clause."""
    return part.clause.last - hit.last <= 4 and all(tokens[at] in _LAST_ZH for at in range(hit.last, part.clause.last))


def _start_zh(tokens: list[str], part: Part, hit: Hit, after: str, makes: list[int]) -> tuple[str, float]:
    closes = _closes(tokens, part, hit)
    if tokens[hit.first - 1] == "的" and tokens[hit.first - 2] in _KIN_ZH and not any_before(makes, hit.first):
        return INPUT, 1.5
    if closes and any_before(makes, hit.first):
        return WISH, 2
    if closes and tokens[hit.first - 1] == "的" and tokens[part.head] in _COUNTED_ZH:
        return WISH, 2
    if hit.first - part.head <= 6:
        if after in _TURN_ZH and after:
            return INPUT, 1
        return (WISH, 2) if closes else (WISH, 1)
    return (WISH, 1.5) if closes else (LOOSE, 0.5)
