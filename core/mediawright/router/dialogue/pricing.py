"""What it costs, would cost or did cost. Pure."""

import re

from mediawright.router.dialogue.amounts import amount
from mediawright.router.dialogue.cues import cue
from mediawright.router.dialogue.listening import Turned
from mediawright.router.dialogue.turn import Turn


def price(turned: Turned) -> Turn | None:
    """What it costs, would cost or did cost."""
    said = turned.said
    if said.message.reading.quotes or turned.given or said.mentions("commercial", "pay_by"):
        return None
    asked = said.says("price") or (
        said.asks and any(c.asks and cue("price_words").within(c.flat) for c in said.clauses)
    )
    asked = asked or (said.asks and amount(said.plain) is not None and not said.mentions("request"))
    asked = asked or _side_by_side(turned) or in_doubt(turned)
    if asked and not said.asks and said.mentions("wait") and not said.mentions("price_strict"):
        return None
    if asked and not _bargains(turned):
        if turned.context.stage == "none" and turned.route.billable and not said.asks:
            return None
        dropped = _NOT_ASKED if turned.context.stage in ("quoted", "done") else _NOT_ASKED | _OF_A_PAGE
        params = {
            key: value
            for key, value in turned.change.params.items()
            if key not in dropped and (key != "count" or key in turned.novel)
        }
        return Turn(act="price", provider=turned.change.provider, params=params, rule="what it costs")
    return None


#: what a question about a price never supposes, and what it supposes only of a page or a result
_NOT_ASKED = frozenset(("cheaper",))
_OF_A_PAGE = frozenset(("longer", "shorter", "higher_quality", "lower_quality", "faster"))


def in_doubt(turned: Turned) -> bool:
    """The sum on the page, said again in doubt: 真要90积分啊, 确定是6个积分？"""
    money = amount(turned.said.plain)
    if money is None or money.unit is None or money.number != turned.context.price:
        return False
    rest = turned.said.plain[: money.start] + " " + turned.said.plain[money.end :]
    return _DOUBTS.search(rest) is not None and not re.search(r"[a-z\u3400-\u9fff]", _DOUBTING.sub(" ", rest.lower()))


#: what makes a doubt of a sum, and what may stand beside it
_DOUBTS = re.compile(r"[?？]|真|确定|居然|竟然|(?:吗|啊|呀|么|嘛)\s*$")
_DOUBTING = re.compile(
    r"真的?|确定|居然|竟然|怎么|这么|就这个?|这个?|那|要|得|是|收|扣|花|我|一[条张次个]"
    r"|一共|总共|吗|啊|呀|么|嘛|呢|吧|的|了"
)

_AGAINST = re.compile(r"(?<![a-z])(?:vs|versus|or|against)(?![a-z])|和|跟|与|还是|对比|比")


def _side_by_side(turned: Turned) -> bool:
    """Two names and a length, and nothing to be seen: "NAME vs OTHER for 10 s?"."""
    said = turned.said
    if not said.asks or len(said.message.names) < 2 or not _AGAINST.search(said.flat) or said.says("help_strict"):
        return False
    words = said.message.content
    return "duration" in said.message.said.values and not [at for at in words if said.message.tokens[at] not in _JOINS]


_JOINS = frozenset(("vs", "versus", "or", "against", "和", "跟", "与", "对", "比", "s", "for", "of"))


def _bargains(turned: Turned) -> bool:
    """It is to be cheaper, and nothing is asked."""
    said = turned.said
    return turned.context.stage != "none" and said.mentions("too_dear") and not said.mentions("price_strict")
