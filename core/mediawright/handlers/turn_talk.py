"""Talk that makes nothing: thanks, help, anger, money back; and a standing permission, proposed for a yes."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from mediawright.commands.action import Action
from mediawright.gate.policy import Rule
from mediawright.gate.units import spelled, units_of
from mediawright.handlers import policy as policy_handler
from mediawright.handlers.response import Response
from mediawright.present.page import Line, Page, Words
from mediawright.router.dialogue import Context, Turn
from mediawright.services import actions
from mediawright.services.studio import Studio
from mediawright.types.errors import ExitCode
from mediawright.types.message import Message, Text
from mediawright.types.money import Amount
from mediawright.types.operations import MediaKind

TOPICS = frozenset(("greeting", "thanks", "help", "identity", "complaint", "refund", "praise", "ack", "wait", "bye"))
#: topics that are answered with what can be done here
OPENING = frozenset(("greeting", "help", "identity"))


def chat(studio: Studio, turn: Turn, context: Context) -> Response:
    """An answer to talk; it changes nothing, and what waits goes on waiting."""
    topic = turn.topic if turn.topic in TOPICS else "ack"
    body: list[Words] = []
    if topic in OPENING:
        body += _offers(studio)
    elif topic == "refund":
        body += _money_back(studio, context)
    elif topic in ("wait", "ack") and context.stage == "quoted":
        body.append(Message("talk.page_stays"))
    elif topic == "complaint":
        body.append(Message(f"talk.complaint.{context.stage if context.stage in ('done', 'failed') else 'else'}"))
    page = Page(
        name="talk",
        title=Message(f"talk.{topic}"),
        body=tuple(Line(text) for text in body),
        data={"topic": topic},
        next=_after(topic, context),
    )
    return Response(page=page, status="told")


def _offers(studio: Studio) -> list[Words]:
    """What can be made here, by whom, and that nothing costs without an approval."""
    providers = [plugin.provider for plugin in studio.registry.load_all()]
    paid = [provider.title for provider in providers if not provider.free]
    kinds = {operation.result for provider in providers for operation in provider.operations}
    made = "both" if {MediaKind.IMAGE, MediaKind.VIDEO} <= kinds else "video" if MediaKind.VIDEO in kinds else "image"
    lines: list[Words] = [Message(f"talk.offer.{made}")]
    if paid:
        lines.append(Message("talk.offer.providers", {"providers": paid}))
    return [*lines, Message("talk.offer.free" if any(provider.free for provider in providers) else "talk.offer.price")]


def _money_back(studio: Studio, context: Context) -> list[Words]:
    """Who can give money back: the provider that took it. What was charged is said only where it is known."""
    lines: list[Words] = []
    if context.provider:
        provider = studio.registry.load(context.provider).provider
        lines.append(Message("talk.refund.provider", {"provider": provider.title}))
        if provider.website:
            lines.append(Text(provider.website, provider.website))
    return lines


def _after(topic: str, context: Context) -> tuple[Action, ...]:
    if topic == "refund" and context.provider:
        return (actions.action("account", "history", provider=context.provider),)
    return (actions.action("providers"),) if topic in OPENING else ()


def policy(studio: Studio, turn: Turn, context: Context) -> Response:
    """A standing permission: listed, ended, or proposed. What allows more needs the person's own yes to the whole of it."""
    kind = turn.params.get("kind")
    if kind == "list":
        return policy_handler.act(studio, "list", {})
    if kind == "revoke":
        return _revoked(studio)
    amount = _amount(studio, turn.params, context)
    if amount is None:
        from mediawright.handlers.turn_questions import asked
        from mediawright.types.route import Ask

        return asked(Ask(reason="amount", question=Message("talk.ask.amount")))
    return _proposed(studio, str(kind), amount, turn, context)


def _revoked(studio: Studio) -> Response:
    """Every permission to spend without asking ends; limits stay. Allows less, so it is done at once."""
    policy = studio.policy.current(studio.clock.now())
    for rule in [item for item in policy.list() if isinstance(item, Rule)]:
        policy_handler.act(studio, "remove", {"id": rule.id})
    response = policy_handler.act(studio, "list", {})
    page = Page(name="policy", emoji="🛡️", title=Message("talk.policy.revoked"), data=response.page.data)
    return Response(page=page, status="listed")


def _amount(studio: Studio, params: Any, context: Context) -> Amount | None:
    """The amount that was said, in a unit that somebody here counts in."""
    try:
        value = Decimal(str(params.get("amount")))
    except InvalidOperation:
        return None
    units = units_of(plugin.provider for plugin in studio.registry.load_all())
    unit = spelled(str(params.get("unit") or context.unit or ""), units)
    return Amount(value, unit) if unit is not None and value > 0 else None


def _proposed(studio: Studio, kind: str, amount: Amount, turn: Turn, context: Context) -> Response:
    """The permission as it would stand: amount, unit, whose, until when. Nothing is allowed before the yes."""
    paid = [plugin.provider for plugin in studio.registry.load_all() if not plugin.provider.free]
    count_in = [provider for provider in paid if amount.unit in units_of((provider,))]
    named = turn.provider or (context.provider if context.provider in {p.name for p in count_in} else None)
    chosen = [provider for provider in count_in if provider.name == named] or count_in
    where = [provider.name for provider in chosen]
    spelled_amount = f"{amount.value.normalize():f} {amount.unit}"
    span = str(turn.params.get("for") or policy_handler.USUAL_SPAN)
    titles = [provider.title for provider in chosen]
    if kind == "limit":
        per = str(turn.params.get("per") or "day")
        action = actions.action("policy", "limit", amount=spelled_amount, per=per, provider=where)
        lines = [Message(f"talk.policy.limit_{per}", {"amount": amount, "providers": titles})]
    else:
        action = actions.action("policy", "allow", amount=spelled_amount, span=span, provider=where)
        lines = [Message("talk.policy.allow", {"amount": amount, "providers": titles})]
        lines.append(Message("talk.policy.until", {"span": _span(span)}))
        others = [provider.title for provider in paid if provider not in count_in]
        if others:
            lines.append(Message("talk.policy.others", {"providers": others}))
    page = Page(
        name="proposal",
        emoji="🛡️",
        title=Message("talk.policy.propose"),
        body=tuple(Line(line) for line in lines),
        close=Message("talk.policy.reply"),
        data={"proposal": action.to_data(), "amount": amount, "before": context.stage},
        next=(action,),
    )
    return Response(page=page, status="proposed", exit=ExitCode.CONFIRM)


def agreed(proposal: Mapping[str, Any]) -> Response:
    """The yes to a permission: the command that gives it, for whoever acts for the person. Words alone allow nothing."""
    after = (Action.from_data(proposal),)
    page = Page(name="proposal", emoji="🛡️", title=Message("talk.policy.agreed"), next=after)
    return Response(page=page, status="confirmation_needed", exit=ExitCode.CONFIRM)


def _span(span: str) -> Message:
    number, unit = span[:-1], span[-1:]
    if not number.isdigit() or unit not in ("m", "h", "d"):
        return Message("talk.choice.value", {"value": span})
    return Message({"m": "talk.minutes", "h": "talk.hours", "d": "talk.days"}[unit], {"n": int(number)})
