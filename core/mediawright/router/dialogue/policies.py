"""Standing permissions in words: a standing yes with its amount, a limit, their list, their end. Pure."""

import re

from mediawright.router.dialogue.amounts import amount, lasting, per
from mediawright.router.dialogue.context import Context
from mediawright.router.dialogue.cues import cue, pattern
from mediawright.router.dialogue.turn import Turn
from mediawright.router.dialogue.utterance import Utterance

_YES_UNASKED = pattern("policies_yes_unasked")
_STANDING = pattern("policies_standing")
#: "no need to ask me every time" gives a permission, it ends none
_NOT_EACH = re.compile(
    r"(?:不用|别|无需|不必|不要|甭|不需要|免得|懒得|不想)(?:再|每次|每回|次次|都|老|总|一直){1,3}(?:都|再)?[问确跟让找]"
)
#: a question that only seeks agreement
_TAGS = frozenset(
    ("ok", "okay", "alright", "all right", "right", "yeah", "deal", "got it", "understood", "好吗", "行吗", "可以吗")
)
#: how often one is asked says nothing about what an amount holds for
_ASKING = pattern("policies_asking")


def policy(said: Utterance, context: Context) -> Turn | None:
    """The act on standing permissions, or None where the message is not about them."""
    if said.nothing_but("refuse", "polite"):
        return None
    asking = context.stage == "question" and context.question == "amount"
    if context.stage != "failed" and said.says("policy_list") and (said.asks or not said.mentions("policy_allow")):
        return Turn(act="policy", params={"kind": "list"}, rule="the permissions are asked about")
    money = amount(said.plain, bare=asking)
    if (
        said.clauses
        and "?" in said.clauses[-1].mark
        and said.clauses[-1].flat not in _TAGS
        and not _NOT_EACH.search(said.flat)
    ):
        return None
    limits = said.mentions("policy_limit")
    allows = said.mentions("policy_allow") or (
        not limits and money is not None and bool(_YES_UNASKED.search(said.flat)) and bool(_STANDING.search(said.flat))
    )
    if asking and not money and said.mentions("no_limit"):
        return Turn(act="ask", ask="amount", rule="a standing yes needs an amount")
    if said.says("policy_revoke") and not (allows and money) and not _NOT_EACH.search(said.flat):
        return Turn(act="policy", params={"kind": "revoke"}, rule="a permission ends")
    if asking and money:
        allows = True
    if asking and not money and said.mentions("no_limit"):
        return Turn(act="ask", ask="amount", rule="a standing yes needs an amount")
    if not allows and not (limits and money):
        return None
    if money is None and any(clause.asks and cue("price").within(clause.flat) for clause in said.clauses):
        return None  # 会自动扣钱吗 asks, and gives no permission
    if money is None:
        spelled = amount(said.plain, bare=True)
        if spelled is None or not re.search(
            r"under|below|up to|within|less than|max|以内|以下|之内|不超过|封顶", said.flat
        ):
            return Turn(act="ask", ask="amount", rule="a standing yes without an amount")
        money = spelled
    params = {"kind": "allow" if allows else "limit", "amount": money.value}
    unit = money.unit or context.unit
    if unit:
        params["unit"] = unit
    for name, found in (("per", per(_ASKING.sub(" ", said.plain))), ("for", lasting(said.plain))):
        if found:
            params[name] = found
    return Turn(act="policy", params=params, rule="a standing yes" if allows else "a limit")
