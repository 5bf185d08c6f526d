"""Talk about making things, which asks for nothing to be made: how it is done, what it costs, what was made. Pure."""

import re
from collections.abc import Mapping
from functools import lru_cache

from mediawright.router.language.chars import has_han
from mediawright.router.language.lazy_pattern import LazyPattern
from mediawright.router.message.features import MessageFeatures
from mediawright.tables import table

#: how the rule of a verdict begins that was made here; the kind follows
TALK = "talk: "
#: what may stand before a question or a remark
_BEFORE_EN = (
    r"^\W*(?:(?:so|and|but|hey|hi|hello|ok(?:ay)?|well|um+|please|btw|by the way|just|quick question|question|"
    r"i was wondering|i wonder|just wondering|wondering|(?:can|could|would) you (?:please )?(?:tell|explain|show)(?: me)?|"
    r"tell me|explain(?: to me)?|"
    r"(?:do you|anyone) know|any idea|i(?:'d| would) like to know|i want to know|curious|remind me)\W+)*"
)
#: a question about how it is done, what it is like, who does it; "how about" and "what if" wish for something
_QUESTION_EN = LazyPattern(
    _BEFORE_EN
    + r"(?:how (?:do|can|could|should|would|does|did|to|hard|easy|long|much|many)\b|how (?:is|are|was|were)\b"
    r"|what(?:'s|s| is| are| was| were| does| do| did| makes?| would| should)\b|why\b|who(?:'s|se)?\b"
    r"|is it (?:hard|easy|possible|true|legal|ok|okay|free|expensive|worth)\b"
    r"|do (?:people|they|i|we)\b|did (?:you|they|he|she)\b|does (?:it|this|that|anyone)\b|have you\b|should i\b)"
)
_QUESTION_ZH = LazyPattern(
    r"^(?:那么?|所以|请问|想问(?:下|一下)?|问(?:下|一下|个问题)|想知道|不知道|你知道|我|你|你们|人家|大家|现在|到底|这个?|一般|平时|该|要|应该|能)*"
    r"(?:怎么|如何|怎样|咋样?)(?:样|才|能|去|可以|会|要|来)*(?:做|画|拍|生成|弄|制作|搞|用|写)(?!得)"
    r"|^(?:为什么|为啥|凭什么|谁)[^，。]{0,12}(?:做|画|拍|生成)"
    r"|(?:难不难|难吗|贵不贵|贵吗|好不好做|靠谱吗|合法吗|犯法吗|要学多久)$"
)
#: a remark about what it is like: 做视频很贵, "making videos is hard"
_REMARK = LazyPattern(
    r"(?:做|拍|画|生成|弄|搞|剪)(?:个|一个|条|一条|段|一段|张|一张)?(?:ai)?(?:短?视频|短片|图片?|片子|画|海报)"
    r"(?:真的|真是|其实|还|也|都|可|确实|实在)?(?:很|太|真|好|挺|特别|有点|不太|不算|比较|这么|那么|超|蛮|忒)"
    r"(?:费?[钱劲神时]|费时间|贵|便宜|慢|快|难|简单|容易|麻烦|累|好玩|无聊|方便|烧钱|花钱|赚钱)(?:了|啊|呢|吧|的|呀|哦)?$"
    r"|\b(?:making|creating|generating|doing|drawing|editing) (?:an? |ai |any |some |these |such )*"
    r"(?:videos?|pictures?|images?|clips?|posters?|art)(?: [a-z']+){0,4} (?:is|are|was|seems?|looks?|can be|takes?|costs?)\b"
)
#: what follows is to be put into another language, and not to be made
_TRANSLATED = LazyPattern(
    r"翻(?:译)?[成为到作]|译[成为]|翻译(?:一下|下|这|以下|下面)?|(?<![a-z])translat(?:e|ing|ion)(?![a-z])"
    r"|(?<![a-z])(?:how do you say|say) .{1,60} in (?:english|chinese|french|german|spanish|japanese|korean)"
)
#: kinds of about.toml that are looked for in one clause, and those that the message as a whole makes
_IN_CLAUSE = ("cost", "ability", "told", "refused", "joke", "quoted", "refund", "permission")
_IN_ALL = ("laughed", "code")
_LATIN = re.compile("[a-z]")
#: of a very long message: how much is read for these words, how many clauses, how much of each
_READ, _CLAUSES, _LONGEST = 2000, 40, 300
#: how many characters may stand behind a question at the end of a clause: 多少钱啊
_TAIL = 3
#: what others did or said, beside which something may be wanted after all
_REPORTED = frozenset(("told", "quoted"))
#: money back and what may be spent: what is said beside them is why
_MONEY = frozenset(("refund", "permission"))
#: what is made, which a refusal of another kind leaves to be wished for: 来一张底图，别出视频
_THINGS = frozenset(("image", "video", "image_measure", "video_measure"))
#: what says, at the head of another clause, that something is to be made all the same
_ORDERS = frozenset(
    (
        *("verb", "draw", "text_to_video", "image_to_video", "text_to_image", "change", "animate", "extend", "remove"),
        *("edit_verb", "list", "view", "fetch", "save", "store", "upload_hard", "export_hard"),
    )
)


def about(message: MessageFeatures) -> str | None:
    """The kind of talk where a message with nothing given to work on only speaks about making; else None."""
    if message.counts_any:
        return None
    kind = _said(message)
    if kind is not None:
        return kind
    made = message.creation
    if made is None:
        return None
    clauses = [part.clause for part in message.parts]
    said = _text(message, made.part)
    if _QUESTION_EN.search(said) or _QUESTION_ZH.search(said) or _REMARK.search(said):
        return "how"
    before = clauses[made.part - 1] if made.part else None
    if before is not None and ":" in before.after:
        translated = _TRANSLATED.search(message.reading.plain[: message.reading.end(before.last - 1)])
        return "writing" if translated else None
    return None


def talk(rule: str) -> str | None:
    """The kind of talk that the rule of a verdict names, if it does."""
    return rule.removeprefix(TALK) if rule.startswith(TALK) else None


def _said(message: MessageFeatures) -> str | None:
    """The kind of about.toml whose words are said, where no other clause orders anything."""
    plain = message.reading.plain[:_READ]
    for kind in _IN_ALL:
        if _found(kind, plain) and not _wished_before(message, kind, plain):
            return kind
    for index in range(min(len(message.parts), _CLAUSES)):
        said = _text(message, index)
        for kind in _IN_CLAUSE:
            if not _found(kind, said) or _ordered(message, index, kind) or _of_the_scene(message, kind, index, said):
                continue
            if kind not in _REPORTED or not (_found("wanted", plain) or _alone(message, kind, index)):
                return kind
    return None


def _of_the_scene(message: MessageFeatures, kind: str, index: int, said: str) -> bool:
    """The words of a question stand behind what is to be made, and ask nothing: "a poster that says how much is enough"."""
    made = message.creation
    if kind not in ("cost", "ability") or made is None or made.kind is None or made.part != index or said[-1:] == "?":
        return False
    found = _found(kind, said)
    starts = message.reading.starts
    if found is None or found.start() <= starts[made.first] - starts[message.parts[index].clause.first]:
        return False
    return len(said) - found.end() > _TAIL


def _alone(message: MessageFeatures, kind: str, index: int) -> bool:
    """Words are passed on as they are, with no remark behind them: they may be a wish."""
    return (
        kind == "quoted" and index == len(message.parts) - 1 and message.parts[index].clause.after.strip() in ("", ".")
    )


def _wished_before(message: MessageFeatures, kind: str, plain: str) -> bool:
    """A thing to be made is named before these words, which so belong to what is to be seen in it."""
    made = message.creation
    if kind != "code" or made is None or made.kind is None:
        return False
    found = _found(kind, plain)
    return found is not None and message.reading.starts[made.first] < found.start()


def _ordered(message: MessageFeatures, apart: int, kind: str) -> bool:
    """Whether a clause other than `apart` asks for something: by a verb at its head, or by naming what is to be made."""
    made = message.creation
    if made is not None and made.kind and apart != made.part:
        return True
    if kind == "refused" and any(part.says & _THINGS for at, part in enumerate(message.parts) if at != apart):
        return True
    return kind not in _MONEY and any(
        index != apart and any(hit.first <= part.head and hit.concepts & _ORDERS for hit in part.hits)
        for index, part in enumerate(message.parts)
    )


def _text(message: MessageFeatures, index: int) -> str:
    clause = message.parts[index].clause
    text = message.reading.plain[message.reading.starts[clause.first] : message.reading.end(clause.last - 1)]
    return text[:_LONGEST] + ("?" if "?" in clause.after else "")


def _found(kind: str, text: str) -> re.Match[str] | None:
    """Where a text says words of a kind, in either language."""
    return (_words(kind, "zh").search(text) if has_han(text) else None) or (
        _words(kind, "en").search(text) if _LATIN.search(text) else None
    )


@lru_cache(maxsize=32)
def _words(kind: str, language: str) -> re.Pattern[str]:
    """The expression of one kind in one language, compiled when a message first needs it."""
    return re.compile("|".join(_table()[kind][language].strip().splitlines()))


@lru_cache(maxsize=1)
def _table() -> Mapping[str, Mapping[str, str]]:
    return table(__file__, "about.toml")
