"""Whether a message that was refused, or whose answer was lost, started something: the state and the credits tell."""

from mediawright.plugin import MediawrightError
from mediawright_nemovideo import turn_records
from mediawright_nemovideo.chat.execution import Case
from mediawright_nemovideo.client import Api
from mediawright_nemovideo.handle import Handle
from mediawright_nemovideo.service import Credits


async def left_traces(api: Api, handle: Handle, *, repeated: bool = False) -> bool:
    """Look once at what a refused message would have changed. Credits speak only for the same user, and only where no other
    turn of this installation may have moved them; with `repeated` in any case: before a message is sent again, credits that
    moved for whatever reason are doubt enough. A poll that fails shows nothing: the refusal was plain."""
    case = Case(api, handle)
    try:
        await case.poll()
        left = await case.count() if repeated or turn_records.ran_alone(api.ctx, handle) else None
    except MediawrightError:
        return False
    return case.changed or (left is not None and same_user(api, handle) and moved(handle, left))


def moved(handle: Handle, left: Credits) -> bool:
    """Whether credits were set aside or spent since the message was made ready."""
    return left.frozen > handle.frozen or left.available < handle.available


def same_user(api: Api, handle: Handle) -> bool:
    """Whether the credits that are looked at belong to the user that the message was sent for."""
    return handle.user in ("", api.who.user_id)
