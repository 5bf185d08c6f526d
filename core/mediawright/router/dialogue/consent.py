"""Yes, no and not yet. A yes is read only out of a message that says nothing else."""

import re

from mediawright.router.dialogue.amounts import Amount, amount, spoken
from mediawright.router.dialogue.cues import cue, pattern
from mediawright.router.dialogue.listening import Turned
from mediawright.router.dialogue.turn import Turn
from mediawright.router.dialogue.utterance import Clause, residue

_AFFIRMING = ("keep_as_is", "go", "consent", "polite", "praise", "accept_price")
#: signs that say yes or no by themselves
_YES_SIGN = re.compile(
    "[\U0001f44d\U0001f44c\u2705\u2714\U0001f197\U0001f919\U0001f64c\U0001f680\u2611\U0001f4af\U0001f91d]"
)
_NO_SIGN = re.compile("[\U0001f44e\u274c\U0001f645\u26d4\U0001f6d1\u2716\U0001f6ab]")
_PENDING_VERB = re.compile(
    r"^(?:就|那就|那|可以|请|直接|快|赶紧|给我|帮我|现在)*[生成出做画拍剪加改放导续换制弄跑发大图片视频动弄配变转合存建]{1,5}(?:吧|啦|呗|了吧|就是了|就是|好了)$|^(?:加|改|剪|拍|画|做|出|生成|放大|导|换|续)$"
)
_DENIES = pattern("consent_denies")
#: a yes to other terms, to another time or for another purse: 做好了再付钱, 半价就做, 明天做
_CONDITIONS = pattern("consent_conditions")
#: a reason rather than a wish: 太贵了, "too long"
_TOO = re.compile(r"太|好贵|这么|那么|真贵|贵了|(?<![a-z])(?:too|so|that|expensive|pricey|overpriced|steep)(?![a-z])")
_OBJECT = pattern("consent_object")
#: what has the words of a yes and is none: 让我老板确认, 是这样啊, "start with the price", "love it"
_NO_YES = pattern("consent_no_yes")


#: what waits is to be sent off
_SENT_OFF = re.compile(r"(?:快|那就|就)?(?:发给我|发我|发过来|传给我)(?:吧|呗|啦|了)?")
_EDITS = frozenset(("chat_edit", "edit_image", "edit_video"))


def _what_the_page_does(flat: str, prompt: str) -> bool:
    """The verb of what the page is about, once more behind a yes: 对，去掉."""
    verb = re.sub(r"[吧呗啦了就]", "", flat).removesuffix("上")
    return 0 < len(verb) <= 2 and verb in prompt


#: a price that is accepted as it is: 90就90, 八块就八块
_CONCEDED = re.compile(
    r"(?P<n>\d+(?:\.\d+)?|[零一二两三四五六七八九十百千半]+)(?P<u>个?积分|个?点|块钱?|元|张点)?就(?P=n)(?:(?P=u)|个?积分|个?点|块钱?|元)?"
)


def _bare_sum(flat: str, price: float | None) -> Amount | None:
    """The page's price without its unit, at the head of a clause: 90可以."""
    found = re.match(r"(\d+(?:\.\d+)?)(?=[\u3400-\u9fff])(?!秒|s|分|张|个|条|[pk])", flat)
    same = found is not None and price is not None and float(found[1]) == price
    return Amount(found[1], None, 0, found.end()) if found and same else None


def yes(turned: Turned) -> Turn | None:
    """A yes to the page: every clause consents, accepts the price, or repeats what the page says."""
    said = turned.said
    text = said.text
    if said.message.counts_any or said.message.reading.quotes:
        return None
    if _NO_YES.search(said.flat):
        return None
    if said.flat in ("y", "ye", "yy"):
        return Turn(act="confirm", rule="a yes in one letter")
    if not said.clauses:
        sign = bool(_YES_SIGN.search(text)) and not _NO_SIGN.search(text) and not re.search(r"[?？]", text)
        return Turn(act="confirm", rule="a sign of consent") if sign else None
    if _NO_SIGN.search(text) or turned.novel or turned.change.drop or turned.change.provider or _other_kind(turned):
        return None
    if turned.absolute and not any(cue("go").whole(c.core) for c in said.clauses):
        return None
    consents = False
    for index, clause in enumerate(said.clauses):
        verdict = _affirms(turned, clause, index)
        if verdict is None:
            return None
        consents = consents or verdict
    return Turn(act="confirm", rule="nothing but consent") if consents else None


#: a picture that comes out, where one went in: 出张图, "make it a still"
_COMES_OUT = pattern("consent_comes_out")


def _other_kind(turned: Turned) -> bool:
    """Another kind of thing is named than what the page makes: 还是做成图片吧 at a clip, "make it a video" at an edit.

    A photo that the request has is no other kind: only one that is to come out."""
    context, flat = turned.context, turned.said.flat
    picture, clip = (cue(name).within(flat) is not None for name in ("noun_image", "noun_video"))
    if picture and not clip and not context.picture:
        return "image" not in context.inputs or _COMES_OUT.search(flat) is not None
    return clip and not picture and not context.clip and "video" not in context.inputs


#: a no to a change that nobody asked for
_NOTHING_WRONG = re.compile(
    r"(?:no|nah|nope|no no|no,? (?:no )?(?:its|thats|it is|that is|all) (?:fine|ok|okay|good)|不|没有|没|不用|不用改)"
)


def _affirms(turned: Turned, clause: Clause, index: int) -> bool | None:
    """True: it consents. False: it says nothing against. None: it says something else."""
    flat = clause.flat
    context = turned.context
    if cue("greeting").whole(flat):
        return False
    why_not = re.search(r"why not|why wouldnt", flat)
    repeated = amount(flat) if "?" in clause.mark else None
    if repeated and repeated.number == context.price and len(flat) <= 14:
        return False
    bare = re.fullmatch(r"(\d+(?:\.\d+)?)(?:分|个)?", flat) if "?" in clause.mark and index == 0 else None
    if bare and float(bare[1]) == context.price and len(turned.said.clauses) > 1:
        return False
    if "?" in clause.mark and not why_not and not re.fullmatch(r"(?:ok|okay|好|行|可以)(?:吧|啊)?", flat):
        return None
    if turned.absolute and not cue("go").whole(clause.core) and _repeats(turned, clause):
        return False
    conceded = _CONCEDED.search(flat)
    if conceded and context.price is not None and spoken(conceded["n"]) == context.price:
        left = residue((flat[: conceded.start()] + " " + flat[conceded.end() :]).strip(), *_AFFIRMING)
        return True if not re.search(r"[a-z0-9\u3400-\u9fff]", left) else None
    money = amount(flat) or _bare_sum(flat, context.price)
    if money and context.price is not None:
        if money.number < context.price:
            return None
        flat = (flat[: money.start] + " " + flat[money.end :]).strip()
        left = residue(flat, *_AFFIRMING, "accept_price")
        return True if not re.search(r"[a-z\u3400-\u9fff]", left) else None
    refusing = index == 0 and len(turned.said.clauses) > 1 and _NOTHING_WRONG.fullmatch(flat)
    if refusing and not cue("refuse").whole(turned.said.clauses[1].core):
        return False
    if _CONDITIONS.search(flat):
        return None
    if _DENIES.search(residue(flat, "keep_as_is", "go", "consent")) and not why_not:
        return None
    if _PENDING_VERB.match(flat) or _SENT_OFF.fullmatch(flat):
        return True
    if index and turned.context.operation in _EDITS and _what_the_page_does(flat, turned.context.prompt or ""):
        return False
    left = residue(flat, *_AFFIRMING)
    left = _own(turned, left)
    if left and turned.context.prompt and cue("go").within(flat):
        had = set(re.findall(r"[a-z]+", turned.context.prompt.lower()))
        left = " ".join(word for word in left.split() if word not in had)
    if re.search(r"[a-z0-9\u3400-\u9fff]", left):
        return None
    return cue("consent").within(flat) is not None or cue("go").within(flat) is not None


def _own(turned: Turned, left: str) -> str:
    """What is left without the words for the request itself: "the video", 这个, 版本."""
    return re.sub(
        r"(?<![a-z])(?:it|its|thats|thatll|theyre|this|that|the|one|video|clip|picture|image|pic|photo|poster|version|model|price|order|page|with|on|to|for|as|is|all|my|me|and|in|of|at|one|these|those|them|go|be|i|am|you|can|now|please|logo|job)(?![a-z])"
        r"|这个|这样|这版|这|那个|那|版本|version|视频|图片|图|价格|价|钱|方案|样|个|张|版|条|它|做|要|用|按|了|吧|就|的|是|我|你|们|给|也|都|很|挺|还",
        " ",
        left,
    ).strip()


def _repeats(turned: Turned, clause: Clause) -> bool:
    """The clause names a setting that the page has already: "nah 5 is fine"."""
    spans = [span for span in turned.change.spans if clause.start <= span[0] < clause.end]
    text = turned.said.plain
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    rest = " ".join(text[clause.start : clause.end].replace("'", "").split())
    rest = re.sub(r"(?<![a-z])\d{1,2}(?![a-z\d])", " ", rest)
    left = residue(rest, *_AFFIRMING, "refuse", "duration_only", "count_only", "tall", "wide", "square")
    left = re.sub(
        r"(?<![a-z])(?:is|are|its|thats|will|fine|enough|seconds?|secs?|s|with|keep|still)(?![a-z])|就行|就够|够|秒|保持",
        " ",
        left,
    )
    return not re.search(r"[a-z\u3400-\u9fff]", left) and not turned.novel


def declined(turned: Turned) -> bool:
    """A no, with nothing that is wanted instead."""
    said = turned.said
    if not said.clauses:
        return bool(_NO_SIGN.search(said.text))
    if said.flat == "n":
        return True
    if _OBJECT.search(said.flat) or turned.given:
        return False
    if turned.absolute or turned.change.drop or turned.change.provider:
        return False
    if _asked_more(turned):
        return False
    if turned.context.stage == "quoted" and _NEVER_SAID.search(said.flat):
        return True
    stops = [clause for clause in said.clauses if refuses(clause)]
    if not stops or any(_ALL_THE_SAME.search(clause.flat) for clause in stops):
        return False
    if any(cue("deny_stop").within(clause.flat) for clause in said.clauses):
        return False
    others = [clause for clause in said.clauses if clause not in stops]
    if turned.context.stage == "quoted" and any(
        not residue(c.flat, *_AFFIRMING) and cue("go").within(c.flat) for c in others[-1:]
    ):
        return False
    wanted_things = [clause for clause in others if clause in turned.wanted_things and not _reason(clause)]
    return not wanted_things


#: a no that goes on with what is wanted instead: 算了还是换成海边
_ALL_THE_SAME = re.compile(
    r"(?:算了|不了|那)(?:吧)?(?:还是|就|那就)?(?:换成|改成|换|改|变成|用|要)(?!了|吧|$)[\u3400-\u9fffa-z0-9]{2,}"
)


def _asked_more(turned: Turned) -> bool:
    """Beside the no it is to be cheaper, longer …: a change, unless that is only why it is given up."""
    relative = [key for key, value in turned.change.params.items() if value is True and key != "sound"]
    if not relative:
        return False
    flat = turned.said.flat
    if not _TOO.search(flat):
        return True
    return not cue("refuse_strong").within(flat)


#: nothing was agreed to: 我没说要做
_NEVER_SAID = re.compile(
    r"(?:没|没有)(?:说|让|叫)[^，。]{0,4}(?:做|开始|弄|生成|画|拍)(?:啊|呀|呢|过)?$|(?:没|没有)(?:同意|答应|点头|确认)(?:啊|呀|呢|过|啦)?$"
)
#: given up for a reason in the same breath: 我没有照片不做了
_GIVEN_UP = re.compile(
    r"(?:没|找不到|太|不会|不懂|烦|贵|慢|麻烦|难|累)[^，。]{0,10}(?:不做|不弄|不搞|不整|不干|不玩|算)了(?:吧|啦)?$"
)


def refuses(clause: Clause) -> bool:
    """A clause that says no and nothing but no."""
    for text in (clause.core, clause.flat):
        if cue("refuse").en.fullmatch(text):
            return True
    left = residue(clause.flat, "refuse", "polite", "refuse_more", "consent")
    if not re.search(r"[a-z0-9\u3400-\u9fff]", left) and cue("refuse").within(clause.flat):
        return True
    return bool(cue("refuse_head").within(clause.flat) or _GIVEN_UP.search(clause.flat))


def _reason(clause: Clause) -> bool:
    if cue("wish_head").within(clause.flat) or re.search(r"instead|改成|换成|要.{0,6}(?:图|视频)", clause.flat):
        return False
    return cue("reason").within(clause.flat) is not None or clause.asks


def not_yet(turned: Turned) -> bool:
    """Hold on: nothing is decided, and nothing else is wanted."""
    said = turned.said
    if not said.says("wait") and not any(
        cue("wait").within(clause.flat) and len(clause.flat) < 40 for clause in said.clauses
    ):
        return False
    if turned.novel or turned.change.drop or turned.given:
        return False
    others = [c for c in turned.wanted_things if not cue("wait").within(c.flat) and not _reason(c)]
    return not others
