"""Talk about making things, which asks for nothing to be made: how it is done, what it is like, a translation. Pure."""

from mediawright.router.decision.features import MessageFeatures
from mediawright.router.language.lazy_pattern import LazyPattern

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


def about(message: MessageFeatures) -> bool:
    """Whether a message with nothing given to work on only speaks about making."""
    made = message.creation
    if message.counts_any or made is None:
        return False
    plain, starts, clauses = message.reading.plain, message.reading.starts, [part.clause for part in message.parts]
    clause = clauses[made.part]
    said = plain[starts[clause.first] : message.reading.end(clause.last - 1)]
    if _QUESTION_EN.search(said) or _QUESTION_ZH.search(said) or _REMARK.search(said):
        return True
    before = clauses[made.part - 1] if made.part else None
    if before is not None and ":" in before.after:
        return _TRANSLATED.search(plain[: message.reading.end(before.last - 1)]) is not None
    return False
