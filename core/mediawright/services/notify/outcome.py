"""What one attempt came to."""

from mediawright.types.dataclass import dataclass
from mediawright.types.message import Message


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """Sent where there is no `trouble`. `retry` False: another attempt would come to the same. `retry_after`: seconds that
    the receiver asked for."""

    trouble: Message | None = None
    retry: bool = True
    retry_after: float | None = None


SENT = Outcome()


def failed(code: str, /, *, retry: bool = True, retry_after: float | None = None, **values: object) -> Outcome:
    """An attempt that did not arrive, by its code: "status", "redirect", "unreachable" …"""
    return Outcome(trouble=Message(f"config.notify.trouble.{code}", values), retry=retry, retry_after=retry_after)
