"""A refused sign-in is made good once, and the call goes out once more: never a third time, and never without a renewal."""

from collections.abc import Awaitable, Callable, Mapping
from typing import TypeVar

Reply = TypeVar("Reply")
Headers = Mapping[str, str]


async def once_renewed(
    send: Callable[[Headers], Awaitable[Reply]],
    headers: Headers,
    is_refused: Callable[[Reply], bool],
    renew: Callable[[Reply], Awaitable[Headers | None]],
) -> Reply:
    """Send, and where the sign-in was refused send once more with other headers. Return the last reply.

    `is_refused` decides alone whether anything may be repeated: for a call that spends it is True only where the service
    itself refused the sign-in before a task could exist. `renew` returns the new headers, or None where the sign-in cannot
    be made good without a person; the refusal is then the reply. What `renew` raises is raised, and nothing is repeated.
    """
    reply = await send(headers)
    if not is_refused(reply):
        return reply
    renewed = await renew(reply)
    return reply if renewed is None else await send(renewed)
