"""What is left on the account (§10): one number, read tolerantly."""

from mediawright.plugin import Amount, Balance, Context, MediawrightError, Quota
from mediawright_chatart import client
from mediawright_chatart.errors import of_poll, say
from mediawright_chatart.provider import UNIT
from mediawright_chatart.responses import number

PATH = "/web/member/user-diamond"


async def quota(ctx: Context) -> Quota:
    """The credit balance; a shape nobody knows is said to be unknown, never zero. Raises SignInNeeded, Unreachable."""
    reply = await client.post(ctx, PATH)
    if not reply.ok:
        raise of_poll(reply)
    left = number(reply.fields.get("diamond"))
    if left is None:
        return Quota(raw=reply.data, note=say("chatart.note.balance_unknown"))
    return Quota(balances=(Balance(left=Amount(left, UNIT)),), raw=reply.data)


async def balance_or_none(ctx: Context) -> Amount | None:
    """The balance for a sentence; trouble while asking is no trouble."""
    try:
        found = await quota(ctx)
    except MediawrightError:
        return None
    return found.balances[0].left if found.balances else None
