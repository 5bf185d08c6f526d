"""Whether a provider can be used now, and what is left there to pay with."""

from decimal import Decimal

from mediawright.context.protocol import Context
from mediawright.plugins.dispatch import Plugin
from mediawright.types.auth import Quota, Window
from mediawright.types.errors import MediawrightError, SignInNeeded
from mediawright.types.money import Amount, Price
from mediawright.types.provider import AuthKind, Provider
from mediawright.types.request import Request


def signed_in_to(provider: Provider, ctx: Context) -> bool:
    """Can this provider be used now? Without a network: a credential is there, or none is needed."""
    needs_nobody = {AuthKind.NONE, AuthKind.ANONYMOUS} & set(provider.auth)
    return bool(needs_nobody) or has_credential(ctx)


def has_credential(ctx: Context) -> bool:
    """Is there one that can be used? A key with letters that no key has counts as none."""
    try:
        return ctx.credential is not None
    except SignInNeeded:
        return False


async def payable_now(plugin: Plugin, ctx: Context, request: Request, price: Price) -> Amount | None:
    """What is left that can pay this, in the price's unit; None where nobody says. Trouble here stops nothing."""
    if price.amount is None:
        return None
    try:
        found = await plugin.quota(ctx, Window())
    except MediawrightError:
        return None
    return payable(found, price.amount.unit, request.operation.result)


def payable(quota: Quota, unit: str, kind: str | None) -> Amount | None:
    """The sum of the pots that can pay for this kind in this unit."""
    allowances = [
        allowance
        for allowance in quota.balances
        if allowance.spendable and allowance.left.unit == unit and allowance.pays_for in (None, kind)
    ]
    return Amount(sum((allowance.left.value for allowance in allowances), Decimal(0)), unit) if allowances else None
